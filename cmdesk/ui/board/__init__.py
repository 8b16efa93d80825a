"""The board of tasks: columns with cards, and the panel of one card."""
