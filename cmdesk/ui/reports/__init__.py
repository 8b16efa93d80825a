"""The section where documents for the client are seen and saved."""
