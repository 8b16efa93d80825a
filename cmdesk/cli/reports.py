"""Documents for a client, saved as PDF."""

from __future__ import annotations

import sys

from cmdesk.cli.call import Answer, Call, path_of
from cmdesk.cli.versions import version_among
from cmdesk.domain.scope import ScopeVersion
from cmdesk.i18n import gettext as _
from cmdesk.services.clients import client
from cmdesk.services.reading import scope_versions
from cmdesk.services.reporting import EVERYBODY, ReportRequest


class _Told:
    """Progress, told on a terminal."""

    def step(self, done: int, total: int) -> None:
        """Say how far the work is."""
        if sys.stderr.isatty():
            end = "\n" if done >= total else ""
            sys.stderr.write(f"\r{done}/{total}{end}")
            sys.stderr.flush()


def scope(call: Call) -> Answer:
    """Save a version of a scope."""
    client_id = call.client(call.said.client)
    (version,) = _versions(call, client_id, call.said.number)
    return _saved(call, ReportRequest("scope", client_id, scope_id=version.id))


def comparison(call: Call) -> Answer:
    """Save what differs between two versions of a scope."""
    client_id = call.client(call.said.client)
    old, new = _versions(call, client_id, call.said.old, call.said.new)
    return _saved(call, ReportRequest("comparison", client_id, scope_id=new.id, other_id=old.id))


def proof(call: Call) -> Answer:
    """Save the proof of what was agreed with a client."""
    return _saved(call, ReportRequest("proof", call.client(call.said.client)))


def status(call: Call) -> Answer:
    """Save the report of a month."""
    return _saved(call, ReportRequest("status", call.client(call.said.client), month=call.said.month))


def calendar(call: Call) -> Answer:
    """Save a month of the calendar on one sheet, of one client or of all."""
    said = call.said
    request = ReportRequest("calendar", _whose(call), month=said.month, paper=said.paper, with_texts=said.texts)
    return _saved(call, request)


def posts(call: Call) -> Answer:
    """Save the posts of a month as a list with their texts and pictures, of one client or of all."""
    return _saved(call, ReportRequest("posts", _whose(call), month=call.said.month))


def _versions(call: Call, client_id: int, *numbers: int | None) -> list[ScopeVersion]:
    """The versions with these numbers, without all that a version can be written with."""
    known = call.read(scope_versions, client_id)
    return [version_among(known, one, call.today, lambda: call.read(client, client_id).name) for one in numbers]


def _whose(call: Call) -> int:
    return call.client(call.said.client) if call.said.client else EVERYBODY


def _saved(call: Call, request: ReportRequest) -> Answer:
    call.check_member()
    path = call.desk.export(request, path_of(call.said.to), _Told())
    return Answer({"file": str(path)}, _("Saved: {file}").format(file=path))
