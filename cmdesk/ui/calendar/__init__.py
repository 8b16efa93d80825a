"""The calendar: its views, the tray of ideas, and what is done with posts."""
