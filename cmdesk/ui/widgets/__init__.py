"""Small controls that know nothing of agencies."""
