"""Pictures of every page of the real program, to be looked at beside the designs."""
