"""The scope of a client: catalogue, lines, conditions, and what the client reads."""
