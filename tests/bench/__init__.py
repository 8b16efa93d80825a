"""How fast the program is, told as ratios that were measured side by side."""
