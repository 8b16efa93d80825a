"""The calendar's saved views: what it shows, under names that the whole agency can choose."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cmdesk.domain.views import SavedView, ViewSettings, checked_view_name, read_settings
from cmdesk.i18n import N_
from cmdesk.models import Client
from cmdesk.models import SavedView as Row
from cmdesk.services.action import action, found


def saved_views(session: Session, client_id: int | None = None) -> tuple[SavedView, ...]:
    """The views for any client and those of one, in their order; all of them when no client is named."""
    query = select(Row).order_by(Row.position, Row.id)
    if client_id is not None:
        query = query.where(or_(Row.client_id.is_(None), Row.client_id == client_id))
    return tuple(
        SavedView(row.id, row.name, row.client_id, read_settings(row.settings), row.version)
        for row in session.scalars(query)
    )


@action(N_("Save view"))
def add_view(session: Session, name: str, settings: ViewSettings, client_id: int | None = None) -> int:
    """Keep what the calendar shows under a name, after the others, and return its id.

    Raises:
        RuleBroken: The name is missing.
        NotFound: There is no such client.
    """
    if client_id is not None:
        found(session, Client, client_id)
    row = Row(
        name=checked_view_name(name), client_id=client_id, settings=settings.as_json(), position=len(_rows(session))
    )
    session.add(row)
    session.flush()
    return row.id


@action(N_("Change saved view"))
def change_view(session: Session, view_id: int, settings: ViewSettings) -> None:
    """Let a name stand for what the calendar shows now."""
    found(session, Row, view_id).settings = settings.as_json()


@action(N_("Rename saved view"))
def rename_view(session: Session, view_id: int, name: str) -> None:
    """Give a view another name.

    Raises:
        RuleBroken: The name is missing.
    """
    found(session, Row, view_id).name = checked_view_name(name)


@action(N_("Delete saved view"))
def remove_view(session: Session, view_id: int) -> None:
    """Forget a view; the posts stay as they are."""
    session.delete(found(session, Row, view_id))


def _rows(session: Session) -> list[Row]:
    return list(session.scalars(select(Row).order_by(Row.position, Row.id)))
