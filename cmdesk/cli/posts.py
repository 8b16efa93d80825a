"""Posts and how much of what was agreed they use."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from cmdesk.cli.call import Answer, Call, columns
from cmdesk.cli.call import words as word
from cmdesk.cli.names import Named, named
from cmdesk.domain.allowance import Mark
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.moments import Month, When, parse_when, zone
from cmdesk.domain.networks import NETWORK_NAMES, Network
from cmdesk.domain.posts import POST_FORMAT_NAMES, POST_STATUS_NAMES
from cmdesk.domain.wording import unit_name
from cmdesk.i18n import N_, pgettext, spoken
from cmdesk.i18n import gettext as _
from cmdesk.services import allowance as allowances
from cmdesk.services import calendar, clients, posts
from cmdesk.services.at_once import ListedPost, listed_post, posts_listed

_MARKS = {
    Mark.NOT_AGREED: N_("No agreed scope is in force on that day."),
    Mark.NOT_IN_SCOPE: N_("The agreed scope does not hold this."),
    Mark.OVER: N_("This is one more than agreed."),
}
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)([Zz]|[+-]\d{2}:?\d{2})?")


def listed(call: Call) -> Answer:
    """List posts by day and hour."""
    said = call.said
    client_id = call.client(said.client) if said.client else None
    found = call.read(posts_listed, client_id, said.month, said.status)
    if said.json:
        return Answer([record(one) for one in found], "")
    rows = [
        [
            str(one.card.id),
            moment(one),
            one.client,
            one.card.title,
            word(POST_STATUS_NAMES, one.card.status),
            word(POST_FORMAT_NAMES, one.card.format),
            ", ".join(_network(network) for network in one.card.networks),
        ]
        for one in found
    ]
    heads = [_("No."), _("When"), _("Client"), _("Title"), _("Status"), _("Format"), _("Networks")]
    return Answer(None, columns(heads, rows, right=[0]) if rows else _("There is no such post."))


def added(call: Call) -> Answer:
    """Add a post, or an idea when it has no day."""
    said = call.said
    client = call.read(clients.client, call.client(said.client))
    when = _when(" ".join(said.on), call.today, None, client.time_zone) if said.on else When(None)
    channel_ids = None
    if said.channels is not None:
        known = [Named(one.id, str(one.network), (one.handle,)) for one in client.channels if one.is_active]
        channel_ids = [
            named(wanted, known, N_("This client has no channel called “{name}”."),
                  N_("Several channels are called “{name}”: {names}. Write the name there."))
            for wanted in said.channels
        ]  # fmt: skip
    post_id = call.do(
        posts.add_post, client.id, " ".join(said.title), day=when.day, minute=when.minute, format=said.format,
        channel_ids=channel_ids, text=said.text,
    )  # fmt: skip
    return _shown(call, post_id, _("Added: {title}"))


def moved(call: Call) -> Answer:
    """Move a post to another day, another hour or the tray."""
    present = call.read(listed_post, call.said.post)
    when = _when(" ".join(call.said.when), call.today, present.card.day, present.zone)
    call.do(posts.move_post, present.card.id, when)
    return _shown(call, present.card.id, _("Moved: {title}"))


def status(call: Call) -> Answer:
    """Say how far a post has come."""
    call.do(posts.set_status, [call.said.post], call.said.status, call.said.comment)
    return _shown(call, call.said.post, _("Changed: {title}"))


def allowance(call: Call) -> Answer:
    """Say what a month holds and how much of it is used."""
    client_id = call.client(call.said.client)
    rows = call.read(allowances.allowance, client_id, call.said.month or Month.of(call.today))
    data = [
        {
            "lineage": row.lineage,
            "title": row.title,
            "unit": row.unit,
            "from": row.first.isoformat(),
            "to": row.last.isoformat(),
            "agreed": row.agreed,
            "carried": row.carried,
            "planned": row.planned,
            "approved": row.approved,
            "delivered": row.delivered,
            "left": row.left,
            "over": row.over,
            "gifts": row.gifts,
            "counts_posts": row.counts_posts,
            "by_days": row.by_days,
        }
        for row in rows
    ]
    if not rows:
        return Answer(data, _("No agreed scope is in force in that month."))
    table = [
        [
            row.title, unit_name(row.unit, 2, spoken().language), _span(row.first, row.last),
            *(str(number) for number in (row.agreed, row.carried, row.planned, row.approved, row.delivered)),
            *(str(number) for number in (row.left, row.over, row.gifts)),
        ]
        for row in rows
    ]  # fmt: skip
    heads = [
        _("Line"), _("Unit"), _("Days"), _("Agreed"), _("Carried"), _("Planned"), pgettext("count", "Approved"),
        _("Delivered"), _("Left"), _("Over"), _("Gifts"),
    ]  # fmt: skip
    return Answer(data, columns(heads, table, right=range(3, 11)))


def _span(first: date, last: date) -> str:
    return f"{first.isoformat()} … {last.isoformat()}"


def _when(text: str, today: date, base: date | None, zone_name: str) -> When:
    """The moment that a person or a script means; an hour with an offset is told in the client's zone."""
    found = _ISO.fullmatch(text.strip())
    if not found:
        return parse_when(text, today, base)
    try:
        moment = datetime.fromisoformat(text.strip().upper())
    except ValueError:
        raise RuleBroken(_("There is no such day or hour: {text}").format(text=text)) from None
    local = moment.astimezone(zone(zone_name)) if moment.tzinfo else moment
    parse_when(local.date().isoformat(), today)  # a day that is too far away is refused alike
    return When(local.date(), local.hour * 60 + local.minute, keeps_hour=False)


def _shown(call: Call, post_id: int, done: str) -> Answer:
    """A post after it was changed, and what that does to what was agreed."""
    one = call.read(listed_post, post_id)
    mark = call.read(calendar.post_sheet, post_id).mark if one.card.day else None
    said = [
        f"{done.format(title=one.card.title)} · {moment(one)} · {word(POST_STATUS_NAMES, one.card.status)} · {post_id}"
    ]
    if mark in _MARKS:
        said.append(_(_MARKS[mark]))
    return Answer({**record(one), "mark": str(mark) if mark else None}, "\n".join(said))


def moment(one: ListedPost) -> str:
    """When a post goes out, in words."""
    if one.card.day is None:
        return _("in the tray")
    day = f"{spoken().short_day(one.card.day)} {one.card.day.year}"
    return day if one.card.minute is None else f"{day} {spoken().clock(one.card.minute)}"


def _network(code: str) -> str:
    return _(NETWORK_NAMES[Network(code)]) if code in set(Network) else code


def record(one: ListedPost) -> dict[str, Any]:
    """A post as scripts read it."""
    card = one.card
    return {
        "id": card.id,
        "client": one.client,
        "title": card.title,
        "scheduled": one.scheduled,
        "time_zone": one.zone,
        "status": str(card.status),
        "format": str(card.format),
        "channels": list(card.networks),
        "coverage": str(card.coverage),
        "lineage": card.lineage,
        "changes_asked": card.changes_asked,
    }
