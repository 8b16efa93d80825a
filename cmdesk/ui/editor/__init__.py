"""The editor of a post, and what it is made of."""
