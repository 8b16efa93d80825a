"""The calendar: the month, the tray of ideas, and the panel of a post."""
