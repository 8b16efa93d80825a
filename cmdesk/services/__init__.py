"""Use cases: session first, plain data out."""
