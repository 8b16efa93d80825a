"""CMDesk: what an agency promised each client, and how it keeps the promise."""

__version__ = "0.2.0"
