"""Help: the keys, a short guide, and about."""
