"""Settings: this computer, the agency, its members, and who one is."""
