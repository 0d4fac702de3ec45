"""The pages of this room, all below the page of a case."""
