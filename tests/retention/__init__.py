"""Terms, holds, erasure: what goes, what stays, and who agrees."""
