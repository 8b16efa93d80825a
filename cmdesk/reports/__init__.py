"""Contents in, PDF out."""
