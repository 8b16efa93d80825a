"""What the status report says, gathered from the workspace; which documents can be asked for; what was issued."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmdesk.domain.agency import Right
from cmdesk.domain.allowance import in_force
from cmdesk.domain.clients import ClientTile
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.moments import Month
from cmdesk.domain.networks import Network
from cmdesk.domain.posts import NEVER_COUNT, PostCard, PostStatus
from cmdesk.domain.reporting import (
    DeliveryRow,
    MissedRow,
    PostRow,
    StatusReport,
    TaskRow,
)
from cmdesk.domain.scope import (
    ScopeVersion,
)
from cmdesk.i18n import N_, Speech, speech
from cmdesk.i18n import gettext as _
from cmdesk.models import Member, Placement, ReportRun, ReportText, Task
from cmdesk.services.action import acting, action
from cmdesk.services.agency import agency
from cmdesk.services.allowance import allowance_of
from cmdesk.services.clients import client
from cmdesk.services.media import keep_bytes, thumbnails
from cmdesk.services.reading import dated_cards, scope_versions
from cmdesk.services.scope_document import agency_card, client_card, first_name, lines_of, scope_document

if TYPE_CHECKING:
    from cmdesk.domain.publishing import MissedDate

__all__ = [
    "EVERYBODY",
    "HEADLINE",
    "MonthText",
    "ReportPage",
    "ReportRequest",
    "agency_card",
    "client_card",
    "first_name",
    "keep_run",
    "month_text",
    "report_page",
    "scope_document",
    "status_report",
    "write_month",
]
HEADLINE = 80
EVERYBODY = 0
"""In place of a client's id: the papers of the calendar may be those of all clients."""
_FIELDS = frozenset({"headline", "summary", "requests"})


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """A document that is asked for: a version of a scope, two of them compared, a proof, a review, or a month."""

    kind: str  # 'scope', 'comparison', 'proof', 'review', 'status', 'calendar' or 'posts'
    client_id: int  # EVERYBODY: all clients, of the calendar's papers
    scope_id: int | None = None
    month: Month | None = None
    language: str | None = None  # none: the client's
    other_id: int | None = None  # of a comparison: the earlier version
    post_ids: tuple[int, ...] = ()  # of a review
    answer_by: date | None = None  # of a review
    paper: str = "a4"  # of a calendar; or 'a3'
    with_texts: bool = False  # of a calendar


# --- what the agency writes ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MonthText:
    """What the agency writes into a month's report."""

    headline: str = ""
    summary: str = ""
    requests: str = ""  # what is needed from the client, one a line


@dataclass(frozen=True, slots=True)
class ReportPage:
    """What the reports section offers for a client."""

    tile: ClientTile
    versions: tuple[ScopeVersion, ...]
    text: MonthText
    language: str  # of the client's documents


def month_text(session: Session, client_id: int, month: Month) -> MonthText:
    """What was written for a client's month so far."""
    row = _text_row(session, client_id, month)
    return MonthText(row.headline, row.summary, row.requests) if row else MonthText()


def report_page(session: Session, client_id: int, month: Month) -> ReportPage:
    """The versions of a client's scope, and what was written for a month.

    Raises:
        NotFound: There is no such client.
    """
    sheet = client(session, client_id)
    tile = ClientTile(sheet.id, sheet.name, sheet.letters, sheet.colour)
    return ReportPage(tile, scope_versions(session, client_id), month_text(session, client_id, month), sheet.language)


@action(N_("Write report"))
def write_month(session: Session, client_id: int, month: Month, field: str, value: str) -> None:
    """Write the headline, the summary or the requests of a month.

    Raises:
        RuleBroken: There is no such field.
    """
    if field not in _FIELDS:
        raise RuleBroken(_("There is no such field."))
    row = _text_row(session, client_id, month)
    if row is None:
        row = ReportText(client_id=client_id, month=month.first)
        session.add(row)
    setattr(row, field, value.strip())


def _text_row(session: Session, client_id: int, month: Month) -> ReportText | None:
    return session.scalars(
        select(ReportText).where(ReportText.client_id == client_id, ReportText.month == month.first)
    ).one_or_none()


@action(N_("Issue document"), right=Right.LOOK, is_undoable=False)
def keep_run(session: Session, request: ReportRequest, language: str, content: bytes) -> None:
    """Keep a document as it was issued."""
    who = acting(session)
    session.add(
        ReportRun(
            client_id=request.client_id,
            kind=request.kind,
            scope_id=request.scope_id,
            month=request.month.first if request.month else None,
            language=language,
            at=who.now,
            member_id=who.member_id,
            hash=keep_bytes(session, content),
        )
    )


# --- the status report --------------------------------------------------------------------------


def status_report(
    session: Session, client_id: int, month: Month, language: str | None = None
) -> tuple[StatusReport, str]:
    """A client's month as its report says it, and the document's language.

    Raises:
        NotFound: There is no such client.
    """
    sheet = client(session, client_id)
    words = speech(language or sheet.language)
    agreed = scope_versions(session, client_id, only_agreed=True)
    text = month_text(session, client_id, month)
    cards = dated_cards(session, client_id, month.first, month.plus(1).last)
    ruling = in_force(agreed, month.last) or in_force(agreed, month.first)
    published = [c for c in cards if c.status is PostStatus.PUBLISHED and c.day and c.day <= month.last]
    planned = [c for c in cards if c.status not in NEVER_COUNT and c.day and c.day > month.last]
    report = StatusReport(
        agency=agency_card(session),
        client=client_card(sheet),
        month=month.first,
        issued=max(acting(session).today, month.first),
        headline=text.headline,
        summary=text.summary,
        needs=lines_of(text.requests),
        deliveries=_deliveries(session, client_id, month, agreed),
        version=ruling.number if ruling else None,
        published=_post_rows(session, published),
        tasks=_tasks_done(session, client_id, month, agreed),
        planned=_post_rows(session, planned),
        outside_note=_outside_note(words, ruling, published),
        first_weekday=agency(session).first_week_day,
        missed=_missed(session, client_id, month),
    )
    return report, words.language


def _missed(session: Session, client_id: int, month: Month) -> tuple[MissedRow, ...]:
    """The dates of a month that posts missed, and what became of each."""
    from cmdesk.services.publishing import missed_dates  # it brings all of approving and publishing along

    found = missed_dates(session, client_id, month.first, month.last)
    return tuple(MissedRow(one.title, one.day, one.cause, _fate(one), one.now) for one in found)


def _fate(one: MissedDate) -> str:
    """What became of a post after it missed a date."""
    is_elsewhere = one.now is not None and one.now != one.day
    if one.status is PostStatus.PUBLISHED:
        return "out" if is_elsewhere else "later"
    if one.status is PostStatus.CANCELLED:
        return "cancelled"
    return "planned" if is_elsewhere else "waiting"


def _outside_note(words: Speech, ruling: ScopeVersion | None, published: Sequence[PostCard]) -> str:
    _ = words.gettext
    if ruling is None and published:
        return _("No scope was agreed for this month. This is what we did all the same.")
    return ""


def _deliveries(
    session: Session, client_id: int, month: Month, agreed: Sequence[ScopeVersion]
) -> tuple[DeliveryRow, ...]:
    """What each line owed and what was delivered of it; hours and answers come with their own clocks later."""
    return tuple(
        DeliveryRow(row.title, row.due, row.delivered, row.carried, row.gifts)
        for row in allowance_of(session, client_id, month, agreed)
        if row.unit != "hour" and (row.due or row.delivered or row.gifts)
    )


def _tasks_done(session: Session, client_id: int, month: Month, agreed: Sequence[ScopeVersion]) -> tuple[TaskRow, ...]:
    titles = {line.lineage: line.title for version in agreed for line in version.lines}
    rows = session.execute(
        select(Task.title, Task.done_on, Task.lineage, Member.name)
        .outerjoin(Member, Member.id == Task.assignee_id)
        .where(Task.client_id == client_id, Task.deleted_at.is_(None), Task.done_on.between(month.first, month.last))
        .order_by(Task.done_on, Task.id)
    )
    return tuple(
        TaskRow(row.title, row.done_on, titles.get(row.lineage or "", ""), first_name(row.name or "")) for row in rows
    )


def _post_rows(session: Session, cards: Sequence[PostCard]) -> tuple[PostRow, ...]:
    pictures = thumbnails(session, {card.thumb for card in cards if card.thumb})
    urls: dict[int, str] = {}
    for row in session.execute(
        select(Placement.post_id, Placement.url).where(
            Placement.post_id.in_([card.id for card in cards]), Placement.url != ""
        )
    ):
        urls.setdefault(row.post_id, row.url)
    return tuple(
        PostRow(
            card.day or date.min,
            card.title,
            card.format,
            _networks(card.networks),
            card.minute,
            pictures.get(card.thumb or ""),
            urls.get(card.id, ""),
        )
        for card in cards
    )


def _networks(codes: Iterable[str]) -> tuple[Network, ...]:
    return tuple(dict.fromkeys(Network(code) for code in codes if code in set(Network)))
