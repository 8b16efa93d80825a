"""The sample agency: four invented clients with a past, a present and a future around one day."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.agency import Right
from cmdesk.domain.approval import Means
from cmdesk.domain.catalogue import Area
from cmdesk.domain.moments import Month, instant
from cmdesk.domain.posts import STATUS_EVENTS, Coverage, PostEventKind, PostStatus
from cmdesk.domain.ranks import spread
from cmdesk.i18n import N_, speech
from cmdesk.models import (
    Agency,
    BoardColumn,
    Channel,
    Client,
    Contact,
    Journal,
    Member,
    Placement,
    Post,
    PostEvent,
    PostMedia,
    ReportText,
    Scope,
    ScopeEvent,
    ScopeLine,
    Task,
)
from cmdesk.paths import resource
from cmdesk.services import scopes
from cmdesk.services.action import action
from cmdesk.services.agency import found_agency
from cmdesk.services.audiences import add_audience
from cmdesk.services.clients import add_channel, add_client, add_contact
from cmdesk.services.extras import ask_extra, decide_extra
from cmdesk.services.media import keep_picture
from cmdesk.services.objectives import add_objective
from cmdesk.services.posts import content_hashes
from cmdesk.services.sample_around import add_around

LABEL = N_("Make sample agency")
_COLUMNS = ("to_do", "doing", "waiting", "review", "done")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TERMS = (
    "lead_days", "revision_rounds", "response_hours", "coverage_days", "introduction", "assumptions",
    "client_provides", "payment", "change_procedure", "other_terms", "rights", "privacy",
)  # fmt: skip
_EXTRA_FIELDS = ("note", "quantity", "unit", "estimate_cents", "estimate_minutes")
_LINE_FIELDS = (
    "title", "description", "treatment", "quantity", "unit", "cadence", "networks", "revision_rounds",
    "response_hours", "price_mode",
)  # fmt: skip


@dataclass(slots=True)
class _House:
    """What was made so far, by the names that the files use."""

    today: date
    members: dict[str, int] = field(default_factory=dict)
    clients: dict[str, int] = field(default_factory=dict)
    lines: dict[tuple[str, str], str] = field(default_factory=dict)  # (client, service) to lineage
    posts: dict[tuple[str, str], int] = field(default_factory=dict)  # (client, title) to id
    alts: dict[str, str] = field(default_factory=dict)  # picture to its description
    pictures: dict[tuple[int, str], tuple[int, str | None]] = field(default_factory=dict)  # media id and thumbnail

    @property
    def month(self) -> Month:
        """The month that the sample was made in."""
        return Month.of(self.today)


@action(LABEL, right=Right.MANAGE, is_undoable=False)
def build_sample(session: Session, today: date) -> None:
    """Found the sample agency in an empty workspace, with all its days counted from this one."""
    data = _file("agency.toml")
    house = _House(today, alts=data["pictures"])
    _found(session, house, data)
    clients = [_file(entry["file"]) for entry in data["client"]]
    for client in clients:
        _add_client(session, house, client)
    # The draft without a past comes first: the day of the first event is how the sample tells its own day.
    for client in sorted(clients, key=lambda one: "sent" in one["scope"][0]):
        _add_scopes(session, house, client)
    for client in clients:
        _add_posts(session, house, client)
        _add_surroundings(session, house, client)
        _add_extras(session, house, client)
        _add_reports(session, house, client)
    _add_tasks(session, house, data["task"])
    session.flush()


def sample_day(session: Session) -> date | None:
    """The day that the sample agency was made for; none where this workspace is no sample."""
    label = session.scalar(select(Journal.label).order_by(Journal.id).limit(1))
    if label != LABEL:
        return None
    return session.scalar(select(ScopeEvent.day).order_by(ScopeEvent.id).limit(1))


def _file(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("samples", name).read_text("utf-8"))


@contextmanager
def _as_of(session: Session, house: _House, day: date) -> Iterator[None]:
    """Act on a day of the past, as the one who sits at the desk."""
    before = {name: session.info.get(name) for name in ("today", "now", "member_id")}
    session.info.update(today=day, now=_at(day, 9 * 60), member_id=next(iter(house.members.values())))
    try:
        yield
    finally:
        session.info.update(before)


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(*divmod(minute, 60)), tzinfo=UTC)


def _minute(text: str | None) -> int | None:
    if text is None:
        return None
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _day(words: str | int, today: date) -> date:
    """A day as the files say it: days from today, or a month from this one and a day in it."""
    if isinstance(words, int):
        return today + timedelta(days=words)
    offset, *rest = words.split()
    month = Month.of(today).plus(int(offset))
    match rest:
        case ["first"]:
            return month.first
        case ["last"]:
            return month.last
        case ["day", number]:
            return month.first + timedelta(days=int(number) - 1)
    name, nth = rest
    until = (_DAYS.index(name) - month.first.weekday()) % 7
    return month.first + timedelta(days=until + 7 * (int(nth) - 1))


# --- The agency and its clients ---------------------------------------------------------------


def _found(session: Session, house: _House, data: Mapping[str, Any]) -> None:
    given, first = data["agency"], data["member"][0]
    found_agency(session, given["name"], first["name"], given["language"])
    agency = session.scalars(select(Agency)).one()
    for name, value in given.items():
        setattr(agency, name, value)
    founder = session.scalars(select(Member)).one()
    house.members[founder.name] = founder.id
    founder.email, founder.colour, founder.role = first["email"], first["colour"], first["role"]
    for values in data["member"][1:]:
        member = Member(**values)
        session.add(member)
        session.flush()
        house.members[member.name] = member.id


def _add_client(session: Session, house: _House, data: Mapping[str, Any]) -> None:
    client_id = add_client(session, **data["client"])
    house.clients[data["client"]["name"]] = client_id
    for contact in data["contact"]:
        add_contact(session, client_id, **contact)
    for channel in data["channel"]:
        values = {name: value for name, value in channel.items() if name != "at"}
        add_channel(session, client_id, **values, usual_minute=_minute(channel.get("at")))
    for objective in data.get("objective", ()):
        deadline = _day(objective["deadline"], house.today) if "deadline" in objective else None
        add_objective(session, client_id, **{**objective, "deadline": deadline})
    for audience in data.get("audience", ()):
        add_audience(session, client_id, **audience)


def _contact(session: Session, client_id: int, name: str) -> Contact:
    return session.scalars(select(Contact).where(Contact.client_id == client_id, Contact.name == name)).one()


def _add_surroundings(session: Session, house: _House, data: Mapping[str, Any]) -> None:
    name = data["client"]["name"]
    own = {title: key for (client, title), key in house.posts.items() if client == name}
    add_around(session, house.clients[name], data, lambda words: _day(words, house.today), own)


def _add_extras(session: Session, house: _House, data: Mapping[str, Any]) -> None:
    """What the client asked for beside its scope; the days of asking and deciding lie in the past."""
    name = data["client"]["name"]
    client_id = house.clients[name]
    for spec in data.get("extra", ()):
        with _as_of(session, house, _day(spec["asked"], house.today)):
            asker = _contact(session, client_id, spec["by"])
            known = {field: spec[field] for field in _EXTRA_FIELDS if field in spec}
            extra_id = ask_extra(session, client_id, spec["title"], asked_by=asker.id, **known)
        if "decision" in spec:
            with _as_of(session, house, _day(spec["decided"], house.today)):
                line = house.lines.get((name, spec.get("line", "")))
                decide_extra(session, extra_id, spec["decision"], reason=spec.get("reason", ""), lineage=line)


# --- Scopes -----------------------------------------------------------------------------------


def _add_scopes(session: Session, house: _House, data: Mapping[str, Any]) -> None:
    name = data["client"]["name"]
    client_id = house.clients[name]
    for spec in data["scope"]:
        sent = _day(spec["sent"], house.today) if "sent" in spec else None
        with _as_of(session, house, sent - timedelta(days=2) if sent else house.today):
            scope_id = _write_scope(session, house, name, client_id, spec)
        if sent:
            with _as_of(session, house, sent):
                scopes.send(session, scope_id)
        if "agreed" in spec:
            day = _day(spec["agreed"], house.today)
            with _as_of(session, house, day):
                _agree(session, client_id, scope_id, spec, day)


def _agree(session: Session, client_id: int, scope_id: int, spec: Mapping[str, Any], day: date) -> None:
    contact = _contact(session, client_id, spec["agreed_by"])
    evidence = spec.get("evidence")
    scopes.agree(
        session,
        scope_id,
        contact.id,
        day,
        spec["means"],
        evidence=resource("samples", "evidence", evidence).read_bytes() if evidence else None,
        evidence_name=evidence or "",
    )


def _write_scope(session: Session, house: _House, name: str, client_id: int, spec: Mapping[str, Any]) -> int:
    start = scopes.draft_from_current if "based_on" in spec else scopes.draft_from_template
    scope_id = start(session, client_id)
    row = session.get_one(Scope, scope_id)
    row.first_day = _day(spec["first"], house.today)
    row.valid_until = _day(spec["valid_until"], house.today) if "valid_until" in spec else None
    approver = _contact(session, client_id, spec["approver"])
    row.approver, row.approver_name = approver.id, approver.name
    for term in _TERMS:
        if term in spec:
            setattr(row, term, spec[term])
    session.flush()
    written = [_write_line(session, house, name, row, line) for line in spec["line"]]
    if spec.get("rest") != "undecided":
        scopes.leave_out_undecided(session, scope_id)
    _put_in_order(session, scope_id, written)
    return scope_id


def _write_line(session: Session, house: _House, name: str, row: Scope, spec: Mapping[str, Any]) -> ScopeLine:
    key = spec.get("service") or spec["key"]
    line = _known_line(session, house, name, row, key)
    if line is None:
        line_id = scopes.add_line(
            session, row.id, spec.get("service"), area=spec.get("area", Area.CONTENT), title=spec.get("title", "")
        )
        line = session.get_one(ScopeLine, line_id)
    house.lines[name, key] = line.lineage
    if "key" in spec:
        line.quantity, line.unit = None, ""
    line.treatment = "included"
    line.cadence = line.cadence if "service" in spec else "demand"
    for field_name in _LINE_FIELDS:
        if field_name in spec:
            setattr(line, field_name, spec[field_name])
    line.price_cents = spec.get("price")
    line.minutes_per_unit = spec.get("minutes", line.minutes_per_unit)
    line.needs = ""  # the conditions say it in fewer words
    _set_people(session, house, row.client_id, line, spec)
    return line


def _known_line(session: Session, house: _House, name: str, row: Scope, key: str) -> ScopeLine | None:
    lineage = house.lines.get((name, key))
    same = ScopeLine.service == key if lineage is None else ScopeLine.lineage == lineage
    return session.scalars(select(ScopeLine).where(ScopeLine.scope_id == row.id, same)).one_or_none()


def _set_people(session: Session, house: _House, client_id: int, line: ScopeLine, spec: Mapping[str, Any]) -> None:
    by = spec.get("by", "")
    line.done_by_name = by
    line.done_by_member = house.members.get(by)
    line.done_by_contact = None if not by or by in house.members else _contact(session, client_id, by).id
    approver = spec.get("approved_by", "")
    line.approved_by_name = approver
    line.approved_by_contact = _contact(session, client_id, approver).id if approver else None


def _put_in_order(session: Session, scope_id: int, written: Sequence[ScopeLine]) -> None:
    """By area, and inside it as the file has them, then what was left out."""
    place = {line.id: i for i, line in enumerate(written)}
    lines = session.scalars(select(ScopeLine).where(ScopeLine.scope_id == scope_id).order_by(ScopeLine.position)).all()
    ordered = sorted(lines, key=lambda line: (Area(line.area).order, place.get(line.id, len(place) + line.position)))
    for position, line in enumerate(ordered):
        line.position = position
    session.flush()


# --- Posts ------------------------------------------------------------------------------------


def _add_posts(session: Session, house: _House, data: Mapping[str, Any]) -> None:
    name = data["client"]["name"]
    client = session.get_one(Client, house.clients[name])
    channels = {row.network: row.id for row in session.scalars(select(Channel).where(Channel.client_id == client.id))}
    specs = [spec for group in data["posts"].values() for spec in group]
    posts = [_post(house, data["kinds"], client, spec) for spec in specs]
    tray = [post for post in posts if post.day is None]
    for post, rank in zip(tray, spread(len(tray)), strict=True):
        post.rank = rank
    for post, spec in zip(posts, specs, strict=True):
        post.thumb = _picture(session, house, client.id, spec["picture"])[1]
    session.add_all(posts)
    session.flush()
    for post, spec in zip(posts, specs, strict=True):
        house.posts[name, spec["title"]] = post.id
        session.add_all(_placements(post, channels))
        media_id = _picture(session, house, client.id, spec["picture"])[0]
        session.add(PostMedia(post_id=post.id, media_id=media_id, position=0, alt=house.alts[spec["picture"]]))
    session.flush()
    approver = _contact(session, client.id, data["contact"][0]["name"])
    hashes = content_hashes(session, posts)
    for post, spec in zip(posts, specs, strict=True):
        session.add_all(_story(house, post, approver, spec.get("changes", ""), hashes[post.id]))
    session.flush()


def _post(house: _House, kinds: Mapping[str, Any], client: Client, spec: Mapping[str, Any]) -> Post:
    kind = spec.get("format", "post")
    usual = kinds.get(kind, {"by": next(iter(house.members))})
    words = spec.get("in", spec.get("on"))
    day = None if words is None else _day(words, house.today)
    minute = _minute(spec.get("at", usual.get("at"))) if day else None
    return Post(
        client_id=client.id,
        title=_dated(spec["title"], house),
        text=_with_tags(_dated(spec.get("text", ""), house), client, kind),
        format=kind,
        status=_status(spec, day, minute, house.today),
        day=day,
        minute=minute,
        zone=client.time_zone,
        instant=instant(day, minute, client.time_zone),
        networks=",".join(spec.get("to", usual.get("to", ()))),
        owner_id=house.members[usual["by"]],
        changes_asked=spec.get("changes_asked", False),
    )


def _placements(post: Post, channels: Mapping[str, int]) -> list[Placement]:
    is_out = post.status == PostStatus.PUBLISHED and post.day is not None
    out_at = _at(post.day, _hour_out(post)) if is_out and post.day else None
    return [
        Placement(post_id=post.id, channel_id=channels[network], published_at=out_at)
        for network in post.networks.split(",")
    ]


def _hour_out(post: Post) -> int:
    return post.minute or 10 * 60


def _status(spec: Mapping[str, Any], day: date | None, minute: int | None, today: date) -> PostStatus:
    """The status that is written, or the one that a post of this day has in a well-kept month."""
    if "status" in spec:
        return PostStatus(spec["status"])
    if day is None:
        return PostStatus.IDEA
    days = (day - today).days
    if days < 0 or (days == 0 and minute is not None and minute <= 10 * 60):
        return PostStatus.PUBLISHED
    if days <= 1:
        return PostStatus.APPROVED if minute is not None and minute >= 15 * 60 else PostStatus.SCHEDULED
    near = (PostStatus.APPROVED, PostStatus.CLIENT_REVIEW, PostStatus.SCHEDULED)
    soon = (PostStatus.CLIENT_REVIEW, PostStatus.INTERNAL_REVIEW, PostStatus.DRAFT)
    if days <= 3:
        return near[day.day % 3]
    return soon[day.day % 3] if days <= 7 else PostStatus.DRAFT


def _dated(text: str, house: _House) -> str:
    """A text with the names of this month and the one before in it."""
    words = speech("es")
    return text.replace("{month}", words.month_name(house.month.first)).replace(
        "{last_month}", words.month_name(house.month.plus(-1).first)
    )


def _with_tags(text: str, client: Client, kind: str) -> str:
    return f"{text}\n\n{client.hashtags}" if text and kind in {"post", "carousel", "reel"} else text


def _picture(session: Session, house: _House, client_id: int, name: str) -> tuple[int, str | None]:
    """The id and the thumbnail of a picture, kept once for each client."""
    if (client_id, name) not in house.pictures:
        data = resource("samples", "pictures", f"{name}.png").read_bytes()
        media = keep_picture(session, client_id, f"{name}.png", data)
        house.pictures[client_id, name] = (media.id, media.thumb)
    return house.pictures[client_id, name]


_PATH = (
    (PostStatus.DRAFT, 12),
    (PostStatus.CLIENT_REVIEW, 6),
    (PostStatus.APPROVED, 4),
    (PostStatus.SCHEDULED, 2),
    (PostStatus.PUBLISHED, 0),
)
_ORDER = tuple(PostStatus)


_OF_THE_CLIENT = (PostEventKind.CHANGES_ASKED, PostEventKind.APPROVED)
_HASHED = (PostEventKind.SENT_FOR_REVIEW, PostEventKind.APPROVED)


def _story(house: _House, post: Post, contact: Contact, changes: str, content: str) -> list[PostEvent]:
    """How a post came to where it stands, each step some days before its own day."""
    status = PostStatus(post.status)
    reached = PostStatus.DRAFT if status in {PostStatus.IDEA, PostStatus.CANCELLED} else status
    steps = [
        (STATUS_EVENTS.get(step, PostEventKind.CREATED), "" if step is PostStatus.DRAFT else step, before)
        for step, before in _PATH
        if _ORDER.index(step) <= _ORDER.index(reached)
    ]
    if changes:
        steps.insert(1, (PostEventKind.CHANGES_ASKED, "", 8))
    if status is PostStatus.CANCELLED:
        steps.append((PostEventKind.CANCELLED, status, 1))
    said = {PostEventKind.CHANGES_ASKED: changes, PostEventKind.APPROVED: "Sí."}
    day = post.day or house.today
    latest = house.today - timedelta(days=0 if post.day == house.today else 1)
    return [
        PostEvent(
            post_id=post.id,
            kind=kind,
            at=_at(
                min(day - timedelta(days=before), latest),
                _hour_out(post) if kind is PostEventKind.PUBLISHED else 6 * 60 + 7 * order,
            ),
            member_id=post.owner_id,
            detail=detail,
            comment=said.get(kind, ""),
            contact_id=contact.id if kind in _OF_THE_CLIENT else None,
            contact=contact.name if kind in _OF_THE_CLIENT else "",
            means=Means.EMAIL if kind in _OF_THE_CLIENT else "",
            content_hash=content if kind in _HASHED else "",
        )
        for order, (kind, detail, before) in enumerate(steps)
    ]


# --- Reports and tasks ------------------------------------------------------------------------


def _add_reports(session: Session, house: _House, data: Mapping[str, Any]) -> None:
    for spec in data.get("report", ()):
        session.add(
            ReportText(
                client_id=house.clients[data["client"]["name"]],
                month=house.month.plus(spec["month"]).first,
                headline=spec["headline"],
                summary=spec["summary"],
                requests=spec["requests"],
            )
        )


def _add_tasks(session: Session, house: _House, specs: Sequence[Mapping[str, Any]]) -> None:
    columns = session.scalars(select(BoardColumn.id).order_by(BoardColumn.position)).all()
    by_column: dict[str, list[Mapping[str, Any]]] = {name: [] for name in _COLUMNS}
    for spec in specs:
        by_column[spec["column"]].append(spec)
    for column_id, name in zip(columns, _COLUMNS, strict=True):
        found = by_column[name]
        for spec, rank in zip(found, spread(len(found)), strict=True):
            session.add(_task(house, spec, column_id, rank))


def _task(house: _House, spec: Mapping[str, Any], column_id: int, rank: str) -> Task:
    client = spec.get("client", "")
    lineage = house.lines.get((client, spec.get("line", "")))
    checks = spec.get("checks", {"done": 0, "items": []})
    done = spec.get("done", spec.get("done_on"))
    return Task(
        client_id=house.clients.get(client),
        column_id=column_id,
        rank=rank,
        title=spec["title"],
        note=spec.get("note", ""),
        assignee_id=house.members[spec["who"]],
        due=house.today + timedelta(days=spec["due"]) if "due" in spec else None,
        due_minute=_minute(spec.get("at")),
        priority=spec.get("priority", "normal"),
        labels=list(spec.get("labels", ())),
        checks=[{"text": text, "is_done": i < checks["done"]} for i, text in enumerate(checks["items"])],
        coverage=Coverage.LINE if lineage else Coverage.UNDECIDED,
        lineage=lineage,
        post_id=house.posts.get((client, spec.get("post", ""))),
        done_on=_day(done, house.today) if done is not None else None,
    )
