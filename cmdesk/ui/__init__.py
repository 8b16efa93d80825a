"""The window: Qt Widgets that name work and show answers."""
