"""What a day asks for as the rows of one list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from cmdesk.domain.agency import Member
from cmdesk.domain.approval import PlanStep, Silence, SilenceClock, Tone
from cmdesk.domain.catalogue import area_name
from cmdesk.domain.clients import ClientTile
from cmdesk.domain.posts import POST_FORMAT_NAMES, POST_STATUS_NAMES
from cmdesk.domain.publishing import Outgoing
from cmdesk.domain.reminders import Reminder, ReminderKind
from cmdesk.domain.tasks import Standing, TaskCard
from cmdesk.domain.today import DayAhead, NearPost, Said, Today, WaitingPost, moment, sentence
from cmdesk.i18n import _, ngettext, spoken
from cmdesk.ui.glyphs import Tone as Colour


class RowKind(Enum):
    """What a row is."""

    SENTENCE = auto()
    HEAD = auto()
    SCOPE = auto()
    POST = auto()
    TASK = auto()
    DAYS = auto()


GROUP_ICONS = {
    RowKind.SCOPE: "file-text",
    RowKind.POST: "circle-check",
    RowKind.TASK: "layout-kanban",
    RowKind.DAYS: "calendar",
}


@dataclass(frozen=True, slots=True)
class Way:
    """Where a row leads: a section, what is opened in it, and with which client."""

    section: str
    what: object = None
    client_id: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a sentence, the head of a group, something to do, or the days to come."""

    kind: RowKind
    key: object = None
    title: str = ""
    remark: str = ""
    verb: str = ""  # what Enter does
    way: Way | None = None
    client: ClientTile | None = None
    member: Member | None = None
    networks: tuple[str, ...] = ()
    tag: str = ""
    tag_tone: Colour = "neutral"
    tag_icon: str = ""
    pill: str = ""
    pill_tone: Colour = "neutral"
    icon: str = ""
    count: int = 0
    is_done: bool = False
    is_first: bool = False
    is_last: bool = False
    said: tuple[Said, ...] = ()
    days: tuple[DayAhead, ...] = ()

    @property
    def is_something(self) -> bool:
        """Whether one can stand on it."""
        return self.kind not in {RowKind.SENTENCE, RowKind.HEAD}

    @property
    def spoken(self) -> str:
        """The row in one sentence, for who hears it."""
        if self.kind is RowKind.SENTENCE:
            return "".join(piece.text for piece in self.said)
        if self.kind is RowKind.HEAD:
            return f"{self.title}, {self.count}" if self.count else self.title
        if self.kind is RowKind.DAYS:
            return ". ".join(day_words(day) for day in self.days)
        done = _("done") if self.is_done else ""
        parts = (self.client.name if self.client else "", self.title, self.remark, self.tag, self.pill, done)
        return ", ".join(part for part in parts if part)


def day_words(day: DayAhead) -> str:
    """A day to come in words: 'Friday 16 October, 4 posts, 2 not approved yet'."""
    count = len(day.cards)
    posts = ngettext("{count} post", "{count} posts", count).format(count=count)
    parts = [spoken().long_day(day.day), posts]
    if day.open:
        parts.append(_("{count} not approved yet").format(count=day.open))
    return ", ".join(parts)


def rows_of(today: Today) -> list[Row]:
    """The list of a day; a group with nothing in it is not there."""
    rows = [Row(RowKind.SENTENCE, "sentence", said=sentence(today))]
    groups = (
        (RowKind.POST, "MISSED", "alert-triangle", _("Did not go out in time"), [_missed(one) for one in today.missed]),
        (RowKind.SCOPE, "SCOPE", "", _("Scopes"), [_reminder(one, today) for one in today.reminders]),
        (RowKind.POST, "POST", "", _("Waiting for a yes"), [_post(one, today) for one in today.waiting]),
        (RowKind.POST, "NEAR", "send", _("To send to the client"), [_near(one, today) for one in today.near]),
        (RowKind.TASK, "TASK", "", _("Tasks due"), [_task(one, today) for one in today.tasks]),
    )
    for kind, name, icon, title, inside in groups:
        rows += _group(kind, name, title, inside, icon or GROUP_ICONS[kind])
    if any(day.cards for day in today.ahead):
        days = Row(RowKind.DAYS, "days", verb=_("Open"), days=today.ahead, is_first=True, is_last=True)
        rows += [
            Row(
                RowKind.HEAD, "head-days", _("Next days"), remark=_("not approved yet"), icon=GROUP_ICONS[RowKind.DAYS]
            ),
            days,
        ]
    return rows


def _group(kind: RowKind, name: str, title: str, inside: list[Row], icon: str) -> Iterator[Row]:
    if not inside:
        return
    count = sum(not row.is_done for row in inside)
    way = Way("tasks") if kind is RowKind.TASK else None
    verb = _("Open board") if kind is RowKind.TASK else ""
    yield Row(RowKind.HEAD, f"head-{name}", title, verb=verb, way=way, icon=icon, count=count)
    for place, row in enumerate(inside):
        yield _placed(row, is_first=place == 0, is_last=place == len(inside) - 1)


def _placed(row: Row, *, is_first: bool, is_last: bool) -> Row:
    return replace(row, is_first=is_first, is_last=is_last)


def _reminder(one: Reminder, today: Today) -> Row:
    verbs = {
        ReminderKind.EXTRA: _("Decide"),
        ReminderKind.LEFT_OVER: _("Decide"),
        ReminderKind.TERM_ENDS: _("Renew"),
        ReminderKind.TERM_OVER: _("Renew"),
    }
    what: object = "extras" if one.kind is ReminderKind.EXTRA else one.scope_id
    pill, tone = _reminder_pill(one)
    return Row(
        RowKind.SCOPE,
        ("scope", one.kind, one.client_id, one.scope_id, one.sentence),
        one.sentence,
        verb=verbs.get(one.kind, _("Open")),
        way=Way("scope", what, one.client_id),
        client=today.client(one.client_id),
        icon="gift" if one.kind is ReminderKind.EXTRA else "file-text",
        pill=pill,
        pill_tone=tone,
    )


def _reminder_pill(one: Reminder) -> tuple[str, Colour]:
    if one.kind in {ReminderKind.WAITING, ReminderKind.EXTRA}:
        days = -one.days
        if days <= 0:
            return _("today"), "neutral"
        return ngettext("{count} day", "{count} days", days).format(count=days), "neutral"
    if one.days < 0:
        return late_words(-one.days), "late"
    if one.days == 0:
        return _("today"), "soon"
    left = ngettext("in {count} day", "in {count} days", one.days).format(count=one.days)
    return left, "soon" if one.days <= 7 else "neutral"


def late_words(days: int) -> str:
    """'1 day late'."""
    return ngettext("{count} day late", "{count} days late", days).format(count=days)


def _post(one: WaitingPost, today: Today) -> Row:
    card = one.card
    kind = _(POST_FORMAT_NAMES[card.format])
    day = card.day
    remark = _("{format} for {day}").format(format=kind, day=spoken().week_day(day)) if day else kind
    if one.asked:
        remark = _("{what} · asked: {name}").format(what=remark, name=one.asked)
    if one.clock is not None:
        remark = _("{what} · {more}").format(what=remark, more=silence_words(one.clock, today))
    pill, tone = _answer_pill(one, today)
    return Row(
        RowKind.POST,
        ("post", card.id),
        card.title,
        remark,
        verb=_("Open"),
        way=Way("calendar", card.id, card.client_id),
        client=today.client(card.client_id),
        networks=card.networks,
        icon=str(card.status),
        pill=pill,
        pill_tone=tone,
    )


def silence_words(clock: SilenceClock, today: Today) -> str:
    """What the silence of a client is worth, in few words."""
    if clock.state in {Silence.BROKEN, Silence.CHANGED}:
        return _("silence is no yes")
    until = moment(clock.until.date(), clock.until.hour * 60 + clock.until.minute, today.day)
    return _("yes by silence {when}").format(when=until)


def _missed(one: Outgoing) -> Row:
    """A post that went by without going out; Enter opens what is to do with it."""
    card = one.card
    remark = one.words
    if one.has_cause:
        remark = _("{what} Its cause is noted.").format(what=remark)
    return Row(
        RowKind.POST,
        ("missed", card.id),
        card.title,
        remark,
        verb=_("Publish or say why"),
        way=Way("publish", card.id, card.client_id),
        client=one.client,
        networks=tuple(dict.fromkeys(place.network for place in one.places if place.network)),
        icon=str(card.status),
        pill=_("to confirm") if one.is_programmed else _("missed"),
        pill_tone="soon" if one.is_programmed else "late",
    )


def _near(one: NearPost, today: Today) -> Row:
    """A post that should be with its client now."""
    card, mark = one.card, one.mark
    kind = _(POST_FORMAT_NAMES[card.format])
    remark = _("{format} for {day}").format(format=kind, day=spoken().week_day(card.day)) if card.day else kind
    day = moment(mark.by, None, today.day)
    words = _("{what} · draft was due {day}") if mark.step is PlanStep.DRAFT else _("{what} · to be sent by {day}")
    is_late = mark.tone is Tone.LATE
    return Row(
        RowKind.POST,
        ("near", card.id),
        card.title,
        words.format(what=remark, day=day),
        verb=_("Open"),
        way=Way("calendar", card.id, card.client_id),
        client=today.client(card.client_id),
        networks=card.networks,
        icon=str(card.status),
        pill=_("too near") if is_late else _("now"),
        pill_tone="late" if is_late else "soon",
    )


def _answer_pill(one: WaitingPost, today: Today) -> tuple[str, Colour]:
    if one.answer_by is None:
        return "", "neutral"
    late = one.days_late(today.day)
    if late:
        return late_words(late), "late"
    days = (one.answer_by - today.day).days
    return moment(one.answer_by, None, today.day), "soon" if days == 0 else "neutral"


def _task(card: TaskCard, today: Today) -> Row:
    language = spoken().language
    places = [area_name(card.area, language) if card.area else "", card.line_title]
    tag, tone, icon = _task_tag(card)
    pill, pill_tone = _due_pill(card, today)
    return Row(
        RowKind.TASK,
        ("task", card.id),
        card.title,
        " · ".join(part for part in places if part),
        verb=_("Open"),
        way=Way("tasks", card.id, card.client_id),
        client=today.client(card.client_id),
        member=next((one for one in today.members if one.id == card.assignee_id), None),
        tag=tag,
        tag_tone=tone,
        tag_icon=icon,
        pill=pill,
        pill_tone=pill_tone,
        is_done=card.is_done,
    )


def _task_tag(card: TaskCard) -> tuple[str, Colour, str]:
    if card.is_outside:
        is_unknown = card.standing is Standing.NOT_AGREED
        return (_("Not agreed") if is_unknown else _("Not in scope")), "warn", "flag"
    if card.checks and not card.is_done:
        said = _("{done} of {total}").format(done=card.checks_done, total=len(card.checks))
        return said, "neutral", "checklist"
    return "", "neutral", ""


def _due_pill(card: TaskCard, today: Today) -> tuple[str, Colour]:
    if card.is_done:
        return _("done today"), "neutral"
    if card.due is None:
        return "", "neutral"
    said = moment(card.due, card.due_minute, today.day)
    if card.is_late(today.day):
        return said, "late"
    return said, "soon" if card.due_minute is not None else "neutral"


def status_words(status: str) -> str:
    """How far a post has come."""
    return next((_(name) for key, name in POST_STATUS_NAMES.items() if key == status), "")
