"""Clients: listed, added, shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from cmdesk.cli.call import Answer, Call, columns, iso_day
from cmdesk.cli.call import words as word
from cmdesk.cli.names import Named, named
from cmdesk.cli.words import CLIENT_FIELDS, given
from cmdesk.domain.catalogue import Template
from cmdesk.domain.clients import (
    CLIENT_STATUS_NAMES,
    CONTACT_AREA_NAMES,
    Client,
    GivenChannel,
)
from cmdesk.domain.networks import NETWORK_NAMES
from cmdesk.i18n import N_, NAMES
from cmdesk.i18n import gettext as _
from cmdesk.services import clients
from cmdesk.services.catalogue import templates


def listed(call: Call) -> Answer:
    """List the clients in the agency's own order."""
    found = call.read(_clients, include_archived=call.said.archived)
    rows = [
        [
            one.letters,
            one.name,
            _("archived") if one.archived_at else word(CLIENT_STATUS_NAMES, one.status),
            NAMES[one.language],
            one.time_zone,
            one.currency,
        ]
        for one in found
    ]
    heads = [_("Letters"), _("Client"), _("Status"), _("Language"), _("Time zone"), _("Currency")]
    return Answer([record(one) for one in found], columns(heads, rows) if rows else _("There is no client yet."))


def _clients(session: Session, *, include_archived: bool) -> list[Client]:
    return [clients.client(session, tile.id) for tile in clients.tiles(session, include_archived=include_archived)]


def shown(call: Call) -> Answer:
    """Show a client."""
    return _shown(call.read(clients.client, call.client(call.said.name)))


def added(call: Call) -> Answer:
    """Add a client with what was said about it."""
    said = call.said
    template = template_code(said.template, call.read(templates)) if said.template else None
    client_id = call.do(
        clients.add_client_with_contact,
        said.name,
        contact=said.contact,
        email=said.email,
        channels=[GivenChannel(network, handle) for network, handle in said.channel],
        template=template,
        **given(said, CLIENT_FIELDS, "client"),
    )
    return _shown(call.read(clients.client, client_id))


def paused(call: Call) -> Answer:
    """Let the work with a client rest."""
    client_id = call.client(call.said.name)
    call.do(clients.pause_client, client_id, call.said.why)
    return _shown(call.read(clients.client, client_id))


def resumed(call: Call) -> Answer:
    """Let the work with a client go on."""
    client_id = call.client(call.said.name)
    call.do(clients.resume_client, client_id, call.said.why)
    return _shown(call.read(clients.client, client_id))


def template_code(wanted: str, known: Sequence[Template]) -> str:
    """The code of the template that a person means."""
    found = [Named(one.code, one.es.name, (one.code, one.en.name)) for one in known]
    return named(wanted, found, N_("There is no template called “{name}”."),
                 N_("Several templates are called “{name}”: {names}. Write more of the name."))  # fmt: skip


def _shown(client: Client) -> Answer:
    facts = [
        (_("Client"), f"{client.name} ({client.letters})"),
        (_("Number"), str(client.id)),
        (_("Status"), _("archived") if client.archived_at else word(CLIENT_STATUS_NAMES, client.status)),
        (_("Legal name"), client.legal_name),
        (_("Sector"), client.sector),
        (_("Language"), NAMES[client.language]),
        (_("Time zone"), client.time_zone),
        (_("Currency"), client.currency),
    ]
    text = columns(["", ""], [[head, fact] for head, fact in facts if fact]).strip()
    if client.contacts:
        rows = [[one.name, one.job_title, word(CONTACT_AREA_NAMES, one.area), one.email] for one in client.contacts]
        text += "\n\n" + columns([_("Contact"), _("Job title"), _("Area"), _("E-mail")], rows)
    if client.channels:
        rows = [[word(NETWORK_NAMES, one.network), one.handle, one.url] for one in client.channels]
        text += "\n\n" + columns([_("Channel"), _("Name there"), _("Address")], rows)
    contacts = [
        {
            "id": one.id, "name": one.name, "job_title": one.job_title, "area": str(one.area), "email": one.email,
            "phone": one.phone, "signs_scope": one.signs_scope, "approves_posts": one.approves_posts,
        }
        for one in client.contacts
    ]  # fmt: skip
    channels = [
        {"id": one.id, "network": str(one.network), "handle": one.handle, "url": one.url, "is_active": one.is_active}
        for one in client.channels
    ]
    return Answer({**record(client), "contacts": contacts, "channels": channels}, text)


def record(client: Client) -> dict[str, Any]:
    """A client as scripts read it."""
    return {
        "id": client.id,
        "name": client.name,
        "status": str(client.status),
        "status_since": iso_day(client.status_since),
        "status_reason": client.status_reason or None,
        "language": client.language,
        "time_zone": client.time_zone,
        "currency": client.currency,
        "letters": client.letters,
        "legal_name": client.legal_name,
        "sector": client.sector,
        "is_archived": client.archived_at is not None,
    }
