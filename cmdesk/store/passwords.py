"""Passwords of database servers: in the system's key store, or nowhere.

An address is remembered, shown and logged without its password. Where a system has no key store
the password is asked for again: it stands in the address that a person types.
"""

from __future__ import annotations

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from cmdesk.store.engine import is_address

_SERVICE = "CMDesk"


def stripped(workspace: str) -> str:
    """A workspace's name without the password that its address may hold."""
    if not is_address(workspace):
        return workspace
    try:
        return make_url(workspace)._replace(password=None).render_as_string(hide_password=False)
    except (ArgumentError, ValueError):
        return workspace.rsplit("@", maxsplit=1)[-1]


def completed(workspace: str) -> str:
    """A workspace's address with its password, where the key store knows it."""
    if not is_address(workspace):
        return workspace
    try:
        url = make_url(workspace)
    except (ArgumentError, ValueError):
        return workspace
    if url.password:
        return workspace
    password = _recalled(stripped(workspace))
    return url.set(password=password).render_as_string(hide_password=False) if password else workspace


def keep(workspace: str) -> None:
    """Give an address's password to the key store, if both are there."""
    if not is_address(workspace):
        return
    password = make_url(workspace).password
    if not password:
        return
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_SERVICE, stripped(workspace), str(password))
    except (KeyringError, OSError):
        return  # no key store here: it is asked for next time, and never written elsewhere


def _recalled(name: str) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_SERVICE, name)
    except (KeyringError, OSError):
        return None
