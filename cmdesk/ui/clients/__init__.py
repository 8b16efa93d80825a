"""Clients: the list, the editor, the bin and the dialog for a new one."""
