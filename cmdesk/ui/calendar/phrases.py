"""The calendar's words: what a post is said to be, when it goes out, what happened to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo

from cmdesk.domain.allowance import Allowance, Mark
from cmdesk.domain.approval import clause_words, means_name, said_on
from cmdesk.domain.calendar import Moved
from cmdesk.domain.days import DayFacts
from cmdesk.domain.moments import Month
from cmdesk.domain.networks import NETWORK_NAMES, Network
from cmdesk.domain.posts import (
    POST_FORMAT_NAMES,
    POST_STATUS_NAMES,
    Coverage,
    PostCard,
    PostEvent,
    PostEventKind,
    PostFormat,
    PostStatus,
    taken_back_lines,
)
from cmdesk.domain.publishing import cause_name, missed_moment
from cmdesk.domain.stretches import Stretch, View, week_number
from cmdesk.i18n import N_, ngettext, spoken
from cmdesk.i18n import gettext as _

MARK_WORDS = {
    Mark.NOT_AGREED: N_("Not agreed"),
    Mark.NOT_IN_SCOPE: N_("Not in scope"),
    Mark.OVER: N_("More than agreed"),
    Mark.COURTESY: N_("Courtesy"),
}
MARK_ICONS = {Mark.NOT_AGREED: "flag", Mark.NOT_IN_SCOPE: "flag", Mark.OVER: "circle-plus", Mark.COURTESY: "gift"}


def status_name(status: PostStatus) -> str:
    """'Client review'."""
    return _(POST_STATUS_NAMES[status])


def format_name(format_: PostFormat) -> str:
    """'reel'."""
    return _(POST_FORMAT_NAMES[format_])


def network_name(network: str) -> str:
    """'Instagram'; one that is not known keeps its own word."""
    return _(NETWORK_NAMES[Network(network)]) if network in set(Network) else network


def network_names(networks: Sequence[str]) -> str:
    """'Instagram and Facebook'."""
    return spoken().list_of(network_name(network) for network in networks)


def when(day: date | None, minute: int | None = None) -> str:
    """'Thu 22, 09:00', 'Thu 22', or 'the tray'."""
    if day is None:
        return _("the tray")
    if minute is None:
        return spoken().week_day(day)
    return _("{day}, {time}").format(day=spoken().week_day(day), time=spoken().clock(minute))


def when_with_month(day: date, minute: int | None = None) -> str:
    """'Fri 16 Oct, 09:00'."""
    if minute is None:
        return spoken().short_day(day)
    return _("{day}, {time}").format(day=spoken().short_day(day), time=spoken().clock(minute))


def month_title(month: Month) -> str:
    """'October 2026'."""
    return spoken().month(month.first)


def month_name(month: Month) -> str:
    """'October'."""
    return spoken().month_name(month.first)


def fact(card: PostCard) -> str:
    """What stands beside a card's glyph: '09:00', '19:00 · reel', 'story'."""
    kind = format_name(card.format)
    if card.day is None or card.minute is None:
        return kind
    time = spoken().clock(card.minute)
    return time if card.format is PostFormat.POST else f"{time} · {kind}"


def late(days: int) -> str:
    """'1 day late'."""
    return ngettext("{count} day late", "{count} days late", days).format(count=days)


def sentence(
    card: PostCard,
    *,
    mark: Mark | None = None,
    days_late: int = 0,
    client: str = "",
    need: str = "",
    near: str = "",
) -> str:
    """A post in one sentence, as it is read aloud."""
    day = spoken().long_day(card.day) if card.day else _("without a date")
    if card.day and card.minute is not None:
        day = f"{day} {spoken().clock(card.minute)}"
    parts = [
        format_name(card.format).capitalize(),
        card.title,
        client,
        day,
        network_names(card.networks),
        status_name(card.status).lower(),
        _("changes asked") if card.changes_asked else "",
        late(days_late) if days_late else "",
        _(MARK_WORDS[mark]).lower() if mark else "",
        need,
        near.rstrip("."),
    ]
    return ", ".join(part for part in parts if part)


def tip(  # what stands around a post
    card: PostCard,
    *,
    owner: str = "",
    mark: Mark | None = None,
    days_late: int = 0,
    client: str = "",
    need: str = "",
    near: str = "",
) -> str:
    """The tool tip of a card: the full title, then where, who and how far."""
    lines = [
        card.title,
        " · ".join(part for part in (fact(card), network_names(card.networks), client) if part),
        " · ".join(part for part in (status_name(card.status), owner) if part),
        " · ".join(
            part
            for part in (
                _("Changes asked") if card.changes_asked else "",
                late(days_late) if days_late else "",
                _(MARK_WORDS[mark]) if mark else "",
            )
            if part
        ),
        need,
        near,
    ]
    return plain_tip(lines)


def plain_tip(lines: Iterable[str]) -> str:
    """Lines of a tool tip in which nothing that a person wrote is read as markup."""
    return "<qt>" + "<br>".join(escape(line) for line in lines if line) + "</qt>"


def day_sentence(day: date, count: int) -> str:
    """'Friday 16 October, 3 posts'."""
    named = spoken().long_day(day)
    if not count:
        return _("{day}, no posts").format(day=named)
    return ngettext("{day}, {count} post", "{day}, {count} posts", count).format(day=named, count=count)


def moved(posts: Sequence[Moved]) -> str:
    """What a toast says after a move."""
    first = posts[0]
    if len(posts) == 1:
        if first.day is None:
            return _("“{title}” is in the tray").format(title=first.title)
        return _("Moved “{title}” to {when}").format(title=first.title, when=when(first.day, first.minute))
    if first.day is None:
        return ngettext("{count} post is in the tray", "{count} posts are in the tray", len(posts)).format(
            count=len(posts)
        )
    return ngettext("Moved {count} post", "Moved {count} posts", len(posts)).format(count=len(posts))


def copied(title: str, count: int, day: date | None, minute: int | None = None) -> str:
    """What a toast says after copying."""
    if count == 1:
        return _("Copied “{title}” to {when}").format(title=title, when=when(day, minute))
    return ngettext("Copied {count} post", "Copied {count} posts", count).format(count=count)


def more_than_agreed(count: int) -> str:
    """'1 more than agreed'."""
    return ngettext("{count} more than agreed", "{count} more than agreed", count).format(count=count)


def coverage_choice(row: Allowance) -> str:
    """A line as a choice, with its count: 'Feed posts · 9 of 12'."""
    return _("{line} · {count} of {agreed}").format(line=row.title, count=row.planned, agreed=row.due)


_HAPPENED = {
    PostEventKind.CREATED: N_("Created"),
    PostEventKind.EDITED: N_("Edited"),
    PostEventKind.SENT_FOR_REVIEW: N_("Sent to the client"),
    PostEventKind.CHANGES_ASKED: N_("Changes asked"),
    PostEventKind.COMMENTED: N_("Commented"),
    PostEventKind.APPROVED: N_("Approved"),
    PostEventKind.APPROVAL_LOST: N_("Edited after the yes: the approval is gone"),
    PostEventKind.SCHEDULED: N_("Scheduled"),
    PostEventKind.EXPORTED: N_("Exported"),
    PostEventKind.PUBLISHED: N_("Published"),
    PostEventKind.MISSED: N_("Missed its date"),
    PostEventKind.CANCELLED: N_("Cancelled"),
    PostEventKind.COVERAGE: N_("What it counts against was changed"),
    PostEventKind.SILENCE: N_("Approved by silence"),
    PostEventKind.KEPT: N_("Stays planned after the end of the scope"),
    PostEventKind.DELETED: N_("Put into the bin"),
    PostEventKind.TAKEN_BACK: N_("Taken back"),
}
_CHANGED = N_("Edited")
_EDITED = {
    "title": N_("Title changed"),
    "text": N_("Text edited"),
    "format": N_("Format changed"),
    "owner_id": N_("Passed on"),
    "staff_note": N_("Staff note edited"),
    "client_note": N_("Note to the client edited"),
    "channels": N_("Channels changed"),
    "media": N_("Pictures changed"),
    "alt": N_("Description of a picture edited"),
    "link": N_("Link changed"),
    "first_comment": N_("First comment edited"),
    "url": N_("Address of what went out noted"),
    "campaign_id": N_("Campaign changed"),
    "pillar_id": N_("Pillar changed"),
}
_EDITED_ON = {
    "text": N_("Text for {network} edited"),
    "link": N_("Link for {network} changed"),
    "first_comment": N_("First comment for {network} edited"),
    "url": N_("Address on {network} noted"),
    "moment": N_("Own moment for {network}"),
}


def happened(event: PostEvent) -> str:
    """One line of a post's history, without who and when."""
    is_withdrawn = event.is_withdrawn and event.kind is PostEventKind.COMMENTED
    return _("{what}, taken back").format(what=_happened(event)) if is_withdrawn else _happened(event)


def _happened(event: PostEvent) -> str:
    if event.kind is PostEventKind.MOVED:
        return _moved_to(event.detail)
    if event.kind is PostEventKind.EDITED:
        field, _space, network = event.detail.partition(" ")
        if network and field in _EDITED_ON:
            return _(_EDITED_ON[field]).format(network=network_name(network))
        edited = _EDITED.get(event.detail, _CHANGED)
        return _(edited)
    if event.kind is PostEventKind.STATUS and event.detail in set(PostStatus):
        return _("Now: {status}").format(status=status_name(PostStatus(event.detail)))
    if event.kind is PostEventKind.CREATED and event.detail.startswith("copy"):
        return _("Created as a copy")
    if told := _told_in_full(event):
        return told
    if event.kind is PostEventKind.COVERAGE and event.detail == Coverage.COURTESY:
        return _("Given as a courtesy")
    said = _HAPPENED.get(event.kind, _CHANGED)
    return _(said)


def _told_in_full(event: PostEvent) -> str:
    """What happened with how it was said, by which clause or why; empty where nothing more is kept."""
    said = _HAPPENED.get(event.kind, _CHANGED)
    if event.kind in {PostEventKind.APPROVED, PostEventKind.CHANGES_ASKED, PostEventKind.COMMENTED} and event.means:
        told = _("{what} · {how}").format(what=_(said), how=means_name(event.means))
        day = said_on(event.detail)
        return _("{what}, on {day}").format(what=told, day=spoken().short_day(day)) if day else told
    if event.kind is PostEventKind.SILENCE and (words := clause_words(event.detail)):
        return _("{what}. {clause}").format(what=_(said), clause=words)
    if event.kind is PostEventKind.MISSED and event.cause and (moment := missed_moment(event.detail)):
        return _("Missed {when}: {cause}").format(when=when_with_month(*moment), cause=cause_name(event.cause))
    if event.kind is PostEventKind.TAKEN_BACK and taken_back_lines(event.detail)[1]:
        return _("Done again")
    network = event.detail.partition("out ")[2]
    if event.kind is PostEventKind.EXPORTED and network:
        return _("Out on {network}").format(network=network_name(network))
    return ""


def _moved_to(detail: str) -> str:
    """From '2026-10-16>2026-10-22 540' to 'Moved to Thu 22 Oct, 09:00'."""
    target = detail.partition(">")[2]
    day, _space, minute = target.partition(" ")
    if not day:
        return _("Moved to the tray")
    moment = when_with_month(date.fromisoformat(day), int(minute) if minute else None)
    return _("Moved to {when}").format(when=moment)


def story(events: Sequence[PostEvent]) -> list[PostEvent]:
    """A history, newest first, where a person's edits of one field in a row are told once."""
    told: list[PostEvent] = []
    for event in events:
        last = told[-1] if told else None
        is_more = (
            last is not None
            and event.kind is PostEventKind.EDITED
            and (last.kind, last.detail, last.who) == (event.kind, event.detail, event.who)
            and event.at - last.at < timedelta(hours=8)
        )
        if is_more and last is not None:
            told[-1] = replace(event, changes=_merged(last.changes, event.changes))
        else:
            told.append(event)
    return told[::-1]


def _merged(first: Mapping[str, Sequence[str]], then: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """What two edits changed together: from before the first one to after the second."""
    return {name: (first.get(name, said)[0], said[1]) for name, said in then.items()}


def at(moment: datetime, zone: str, today: date) -> str:
    """'10:42' for today, else 'Fri 16 Oct, 10:42'."""
    local = moment.astimezone(ZoneInfo(zone))
    minute = local.hour * 60 + local.minute
    return spoken().clock(minute) if local.date() == today else when_with_month(local.date(), minute)


def more(count: int) -> str:
    """'+2 more'."""
    return _("+{count} more").format(count=count)


def facts_of_day(facts: DayFacts, campaigns: Sequence[str] = ()) -> list[str]:
    """What lies over a day besides its posts, each as a sentence of its own."""
    found = list(facts.holidays)
    found += [f"{one.name} ({one.source})" if one.source else one.name for one in facts.awareness]
    found += [_("Campaign: {name}").format(name=name) for name in campaigns]
    found += [one.words for one in facts.deadlines]
    found += [_("Note: {text}").format(text=note.text) for note in facts.notes]
    found += [_("Task: {title}").format(title=task.title) for task in facts.tasks]
    return found


def day_tip(facts: DayFacts, campaigns: Sequence[str] = ()) -> str:
    """The tool tip of a day; nothing when nothing lies over it."""
    lines = facts_of_day(facts, campaigns)
    return plain_tip([spoken().long_day(facts.day), *lines]) if lines else ""


def with_facts(words: str, facts: DayFacts, campaigns: Sequence[str] = ()) -> str:
    """The sentence of a day with what lies over it."""
    return ". ".join([words, *facts_of_day(facts, campaigns)])


def stretch_title(stretch: Stretch, *, is_short: bool = False) -> str:
    """'October 2026', '12 – 18 October', or both in short."""
    if stretch.view is View.WEEK or stretch.is_rolling:
        return spoken().span(stretch.days[0], stretch.days[-1], is_short=is_short)
    return spoken().short_month(stretch.month.first) if is_short else month_title(stretch.month)


def stretch_tip(stretch: Stretch) -> str:
    """What the title does not say: the number of the week and the year."""
    if stretch.view is not View.WEEK:
        return ""
    number = week_number(stretch.days)
    return _("Week {number}, {month}").format(number=number, month=month_title(stretch.month))


def turning(stretch: Stretch) -> tuple[str, str]:
    """What the arrows back and on turn."""
    if stretch.view is View.WEEK:
        return _("Week before"), _("Week after")
    if stretch.is_rolling:
        return _("Weeks before"), _("Weeks after")
    return _("Month before"), _("Month after")
