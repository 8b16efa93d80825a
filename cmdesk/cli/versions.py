"""Which version of a scope a person means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from cmdesk.domain.errors import NotFound
from cmdesk.domain.scope import ScopeVersion, latest_version
from cmdesk.i18n import gettext as _
from cmdesk.i18n import spoken


def version_among(
    versions: Sequence[ScopeVersion], number: int | None, today: date, client_name: Callable[[], str]
) -> ScopeVersion:
    """The version with this number, or the one that work goes on with.

    Raises:
        NotFound: There is none.
    """
    if number is None:
        found = latest_version(versions, today)
    else:
        found = next((one for one in versions if one.number == number), None)
    if found is None and not versions:
        raise NotFound(_("{client} has no scope yet. Begin one with “scope draft”.").format(client=client_name()))
    if found is None:
        known = spoken().list_of(str(one.number) for one in versions)
        raise NotFound(
            _("{client} has no version {number}, only {known}.").format(
                client=client_name(), number=number, known=known
            )
        )
    return found
