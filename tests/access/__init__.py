"""Who opens a case besides its worker."""
