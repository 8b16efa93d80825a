"""How a database is opened, kept and upgraded."""
