"""Where no agency is open: begin, open, and bring back a backup."""
