"""What posts and tasks may count against."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.extras import Decision, covered_as
from cmdesk.domain.posts import Coverage
from cmdesk.i18n import gettext as _
from cmdesk.models import Extra, Scope, ScopeLine
from cmdesk.services.action import found


def check_line(session: Session, client_id: int | None, lineage: str | None) -> None:
    """Refuse a line that no version of a client's scope has.

    Raises:
        RuleBroken: There is no such line.
    """
    has_line = (
        exists()
        .where(ScopeLine.lineage == lineage, ScopeLine.scope_id == Scope.id)
        .where(Scope.client_id == client_id, Scope.deleted_at.is_(None))
    )
    if not session.scalar(select(has_line)):
        raise RuleBroken(_("The client's scope has no such line."), field="coverage")


def covered_by_extra(session: Session, client_id: int | None, extra_id: int | None) -> tuple[Coverage, str | None]:
    """What the work of an extra counts against, as it was decided.

    Raises:
        RuleBroken: No extra is named, or it is another client's.
        NotFound: It is not there any more.
    """
    if extra_id is None:
        raise RuleBroken(_("Choose what was asked for."), field="coverage")
    row = found(session, Extra, extra_id)
    if row.client_id != client_id:
        raise RuleBroken(_("This was asked by another client."), field="coverage")
    return covered_as(Decision(row.decision), row.lineage)
