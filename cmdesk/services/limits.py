"""The limits of the networks: the shipped list, with what the agency sets anew."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.clients import checked_line
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.domain.limits import Limit, Limits, in_order, parse_limits
from cmdesk.domain.media_rules import MediaFacts
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.models import NetworkLimit
from cmdesk.paths import resource
from cmdesk.services.action import acting, action
from cmdesk.services.media import media_facts

_LARGEST = 10**15
_OWN = select(
    NetworkLimit.network,
    NetworkLimit.name,
    NetworkLimit.warning,
    NetworkLimit.error,
    NetworkLimit.since,
    NetworkLimit.source,
)


@cache
def shipped_limits() -> Limits:
    """The limits in the program's own list."""
    return parse_limits(tomllib.loads(resource("networks", "limits.toml").read_text("utf-8")))


def limits(session: Session) -> Limits:
    """The limits that count: the shipped ones, with the agency's in their places."""
    shipped = shipped_limits()
    rows = session.execute(_OWN).all()
    own = []
    for row in rows:
        known = shipped.of(row.network, row.name)
        if known is not None and known.name == row.name:
            since = row.since or known.since
            own.append(Limit(known.network, known.name, known.unit, row.warning, row.error, since, row.source))
    return shipped.with_own(own) if own else shipped


@action(N_("Change network limit"))
def change_limit(
    session: Session,
    network: str,
    name: str,
    warning: int | None,
    error: int | None,
    since: date | None = None,
    source: str = "",
) -> None:
    """Set a limit of a network anew.

    Args:
        session: The open session.
        network: A Network.
        name: The limit's name in the list.
        warning: From which value on somebody should look.
        error: From which value on the network refuses.
        since: The day on which that was looked up; today by itself.
        source: Where it was read.

    Raises:
        NotFound: The list has no such limit.
        RuleBroken: There is no value, or the warning would come after the error.
    """
    _known(network, name)
    if warning is None and error is None:
        raise RuleBroken(_("Write at least one of the two values."), field="warning")
    for field, value in (("warning", warning), ("error", error)):
        if value is not None and not 0 <= value <= _LARGEST:
            raise RuleBroken(_("Write a number of zero or more."), field=field)
    if not in_order(name, warning, error):
        raise RuleBroken(_("The warning has to come before the network refuses."), field="warning")
    row = _row(session, network, name) or NetworkLimit(network=network, name=name)
    row.warning, row.error = warning, error
    row.since = since or acting(session).today
    row.source = checked_line(source, "source")
    session.add(row)


@action(N_("Reset network limit"))
def reset_limit(session: Session, network: str, name: str) -> None:
    """Forget what the agency set, so that the shipped limit counts again.

    Raises:
        NotFound: The list has no such limit.
    """
    _known(network, name)
    row = _row(session, network, name)
    if row is not None:
        session.delete(row)


def _known(network: str, name: str) -> Limit:
    found = shipped_limits().of(network, name)
    if found is None:
        raise NotFound(_("This network has no such limit."))
    return found


def _row(session: Session, network: str, name: str) -> NetworkLimit | None:
    query = select(NetworkLimit).where(NetworkLimit.network == network, NetworkLimit.name == name)
    return session.scalars(query).one_or_none()


@dataclass(frozen=True, slots=True)
class PostFacts:
    """What a post is held against, and what is known of its media."""

    post_id: int
    limits: Limits
    media: tuple[MediaFacts, ...]


def post_facts(session: Session, post_id: int) -> PostFacts:
    """All that counting a post's text and checking its media takes."""
    return PostFacts(post_id, limits(session), media_facts(session, post_id))
