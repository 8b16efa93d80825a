"""The catalogue of the agency: its services, templates, routines and words."""
