"""The bin: what was deleted, how it comes back, and how it goes for good."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from cmdesk.domain.agency import Right
from cmdesk.domain.bin import GONE, Deleted, days_left
from cmdesk.domain.changes import Kind
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.domain.networks import NETWORK_NAMES, Network
from cmdesk.domain.posts import Coverage
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.models import (
    Audience,
    Base,
    Campaign,
    Channel,
    Client,
    Contact,
    DayNote,
    Extra,
    HashtagGroup,
    Media,
    Objective,
    Pillar,
    Placement,
    Post,
    PostEvent,
    PostMedia,
    ReportRun,
    ReportText,
    ReviewAnswer,
    ReviewPack,
    SavedView,
    Scope,
    ScopeEvent,
    ScopeLine,
    Snippet,
    Task,
)
from cmdesk.services.action import acting, action, check_right
from cmdesk.services.clients import HANGING, follow_channel, has_sent_scope, letters_for
from cmdesk.services.drafting import check_nothing_open

_SCOPE_TEXTS = (
    "introduction", "assumptions", "client_provides", "approver_name", "payment", "change_procedure", "other_terms",
    "round_meaning", "rights", "privacy",
)  # fmt: skip
_CLIENT_TEXTS = (
    "name", "legal_name", "tax_id", "postal_address", "letters", "sector", "notes", "voice", "key_messages", "hashtags",
    "personality", "tone", "voice_do", "voice_avoid", "own_words", "dictionary",
)  # fmt: skip
Binned = (
    Client | Contact | Channel | Objective | Audience | Campaign | Pillar | HashtagGroup | Snippet | DayNote | Scope
    | Extra | Post | Task | Media
)  # fmt: skip
B = TypeVar(
    "B", Client, Contact, Channel, Objective, Audience, Campaign, Pillar, HashtagGroup, Snippet, DayNote, Scope, Extra,
    Post, Task, Media,
)  # fmt: skip
_NAMED = Client | Contact | Media | Campaign | Pillar | HashtagGroup | Snippet
_MODELS: dict[Kind, type[Any]] = {
    Kind.CLIENT: Client,
    Kind.CONTACT: Contact,
    Kind.CHANNEL: Channel,
    Kind.OBJECTIVE: Objective,
    Kind.AUDIENCE: Audience,
    Kind.CAMPAIGN: Campaign,
    Kind.PILLAR: Pillar,
    Kind.HASHTAG_GROUP: HashtagGroup,
    Kind.SNIPPET: Snippet,
    Kind.DAY_NOTE: DayNote,
    Kind.SCOPE: Scope,
    Kind.EXTRA: Extra,
    Kind.POST: Post,
    Kind.TASK: Task,
    Kind.MEDIA: Media,
}
_OF_CLIENTS = frozenset({Kind.CLIENT, Kind.CONTACT, Kind.CHANNEL})


def contents(session: Session) -> list[Deleted]:
    """What lies in the bin, the latest first; what went with its client is not listed apart."""
    today = acting(session).today
    owners = {row.id: row for row in session.execute(select(Client.id, Client.name, Client.deleted_at))}
    things: list[Deleted] = []
    for kind, model in _MODELS.items():
        for row in session.scalars(select(model).where(model.deleted_at.is_not(None), model.deleted_at != GONE)):
            at = row.deleted_at
            client_id = row.id if isinstance(row, Client) else row.client_id
            owner = owners.get(client_id or 0)
            if at is None or (kind is not Kind.CLIENT and owner is not None and owner.deleted_at == at):
                continue
            name = owner.name if owner else ""
            things.append(Deleted(kind, row.id, _title(row), client_id, name, at, days_left(at, today)))
    return sorted(things, key=lambda thing: (thing.at, thing.kind, thing.id), reverse=True)


@action(N_("Restore from the bin"), is_serial=True)
def restore(session: Session, kind: Kind | str, key: int) -> None:
    """Bring something back from the bin with all that went with it.

    Raises:
        NotFound: It is not in the bin any more.
        RuleBroken: Its client lies in the bin, another version of the scope is open, or the role does not allow it.
    """
    kind = Kind(kind)
    if kind in _OF_CLIENTS:
        check_right(session, Right.AGREE)
    row = session.get(_MODELS[kind], key) if kind in _MODELS else None
    if row is None or row.deleted_at in {None, GONE}:
        raise NotFound(_("This is not in the bin any more."))
    if isinstance(row, Client):
        _restore_client(session, row)
        return
    owner = session.get(Client, row.client_id) if row.client_id else None
    if owner is not None and owner.deleted_at is not None:
        raise RuleBroken(_("{client} is in the bin too. Restore the client first.").format(client=owner.name))
    if isinstance(row, Scope):
        _take_free_number(session, row)
    row.deleted_at = None
    if isinstance(row, Channel):
        session.flush()
        follow_channel(session, row.id)


def _take_free_number(session: Session, row: Scope) -> None:
    """Let a draft come back only where nothing else is open, under a number that no other version has taken."""
    taken = {version.number for version in check_nothing_open(session, row.client_id)}
    if row.number in taken:
        row.number = max(taken) + 1


@action(N_("Empty the bin"), right=Right.MANAGE, is_undoable=False, is_serial=True)
def empty(session: Session) -> int:
    """Let what lies in the bin go for good, and say how many things that were.

    What a history names that is kept for ever leaves an empty shell behind, which nothing shows.
    A client to whom a scope was sent stays with all that is its own.
    """
    things = [thing for thing in contents(session) if thing.kind is not Kind.CLIENT or _may_go(session, thing.id)]
    clients = [row for row in _binned(session, Client) if _may_go(session, row.id)]
    for client in clients:
        _take_along(session, client)
    session.flush()
    for post in _binned(session, Post):
        _erase_post(session, post)
    for task in _binned(session, Task):
        session.delete(task)
    session.flush()
    for extra in _binned(session, Extra):
        _erase_extra(session, extra)
    session.flush()
    for scope in _binned(session, Scope):
        _erase_scope(session, scope)
    session.flush()
    for media in _binned(session, Media):
        _erase(session, media, exists().where(PostMedia.media_id == media.id))
    for channel in _binned(session, Channel):
        _erase(session, channel, exists().where(Placement.channel_id == channel.id))
    for contact in _binned(session, Contact):
        _erase(session, contact, _needs_contact(contact.id))
    for theme in (*_binned(session, Campaign), *_binned(session, Pillar)):
        _leave_theme(session, theme)
    session.flush()
    for row in _loose(session):
        session.delete(row)
    session.flush()
    for client in clients:
        _erase_client(session, client)
    return len(things)


def _restore_client(session: Session, row: Client) -> None:
    at = row.deleted_at
    row.letters = letters_for(session, row)
    row.deleted_at = None
    for model in HANGING:
        for hanging in session.scalars(select(model).where(model.client_id == row.id, model.deleted_at == at)):
            hanging.deleted_at = None


def _title(row: Binned) -> str:
    if isinstance(row, Scope):
        return _("Scope, version {number}").format(number=row.number)
    if isinstance(row, Channel):
        return f"{_(NETWORK_NAMES[Network(row.network)])} {row.handle}".strip()
    if isinstance(row, Objective | Audience):
        return row.aim if isinstance(row, Objective) else row.who
    if isinstance(row, DayNote):
        return row.text
    return row.name if isinstance(row, _NAMED) else row.title


def _may_go(session: Session, client_id: int) -> bool:
    return not has_sent_scope(session, client_id)


def _binned(session: Session, model: type[B]) -> Sequence[B]:
    """What lies in the bin of one kind, without what went with a client that must stay."""
    rows = session.scalars(select(model).where(model.deleted_at.is_not(None), model.deleted_at != GONE)).all()
    if model is Client:
        return rows
    staying = {row.id for row in _binned(session, Client) if not _may_go(session, row.id)}
    return [row for row in rows if getattr(row, "client_id", None) not in staying]


def _take_along(session: Session, client: Client) -> None:
    """Put what still stands outside the bin beside its client."""
    for model in HANGING:
        for row in session.scalars(select(model).where(model.client_id == client.id, model.deleted_at.is_(None))):
            row.deleted_at = client.deleted_at


def _erase_post(session: Session, post: Post) -> None:
    for task in session.scalars(select(Task).where(Task.post_id == post.id)):
        task.post_id = None
    parts: tuple[type[Any], ...] = (Placement, PostMedia, PostEvent)
    for model in parts:
        for row in session.scalars(select(model).where(model.post_id == post.id)):
            session.delete(row)
    session.flush()
    session.delete(post)


def _erase_extra(session: Session, extra: Extra) -> None:
    """Delete what was asked for; posts and tasks that stay are undecided again, and do not name it any more."""
    kinds: tuple[type[Any], ...] = (Post, Task)
    for model in kinds:
        for row in session.scalars(select(model).where(model.extra_id == extra.id)):
            row.extra_id = None
            if row.coverage == Coverage.EXTRA:
                row.coverage, row.lineage = Coverage.UNDECIDED, None
    session.flush()
    session.delete(extra)


def _leave_theme(session: Session, theme: Base) -> None:
    """Let the posts that stay belong to a campaign or a pillar no more."""
    field = "campaign_id" if isinstance(theme, Campaign) else "pillar_id"
    for post in session.scalars(select(Post).where(getattr(Post, field) == theme.id)):
        setattr(post, field, None)


def _loose(session: Session) -> Iterator[Base]:
    """What lies in the bin that nothing else names."""
    yield from _binned(session, Objective)
    yield from _binned(session, Audience)
    yield from _binned(session, Campaign)
    yield from _binned(session, Pillar)
    yield from _binned(session, HashtagGroup)
    yield from _binned(session, Snippet)
    yield from _binned(session, DayNote)


def _erase_scope(session: Session, scope: Scope) -> None:
    for line in session.scalars(select(ScopeLine).where(ScopeLine.scope_id == scope.id)):
        session.delete(line)
    for extra in session.scalars(select(Extra).where(Extra.scope_id == scope.id)):
        extra.scope_id = None  # it is found again by its line
    session.flush()
    is_named = or_(exists().where(ScopeEvent.scope_id == scope.id), exists().where(ReportRun.scope_id == scope.id))
    if session.scalar(select(is_named)):
        for text in _SCOPE_TEXTS:
            setattr(scope, text, "")
        scope.response_rows, scope.crisis_levels = [], []
        scope.approver = None
        scope.deleted_at = GONE
    else:
        session.delete(scope)


def _erase(session: Session, row: Media | Channel | Contact, is_needed: ColumnElement[bool]) -> None:
    """Delete a row, or only hide it for ever where something outside the bin still names it."""
    if session.scalar(select(is_needed)):
        row.deleted_at = GONE
    else:
        session.delete(row)


def _needs_contact(contact_id: int) -> ColumnElement[bool]:
    return or_(
        exists().where(Scope.approver == contact_id),
        exists().where(or_(ScopeLine.done_by_contact == contact_id, ScopeLine.approved_by_contact == contact_id)),
        exists().where(ScopeEvent.contact_id == contact_id),
        exists().where(Extra.asked_by == contact_id),
        exists().where(PostEvent.contact_id == contact_id),
        exists().where(ReviewAnswer.contact_id == contact_id),
    )


def _erase_client(session: Session, client: Client) -> None:
    for model in (ReportText, SavedView):
        for row in session.scalars(select(model).where(model.client_id == client.id)):
            session.delete(row)
    session.flush()
    named_by: tuple[type[Any], ...] = (*HANGING, ScopeEvent, ReportRun, ReviewPack)
    is_named = or_(*(exists().where(model.client_id == client.id) for model in named_by))
    if session.scalar(select(is_named)):
        for text_field in _CLIENT_TEXTS:
            setattr(client, text_field, "")
        client.logo = None
        client.deleted_at = GONE
    else:
        session.delete(client)
