"""Today: what waits, what is due and what goes out, across all clients."""
