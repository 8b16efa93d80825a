"""What is to fix in a draft before it is sent: each thing a sentence that leads to its field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from cmdesk.domain.scope import Cadence, ScopeLine, ScopeVersion, Treatment
from cmdesk.i18n import gettext, ngettext

_ = gettext
_CRISIS = "crisis"  # the area


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to fix before sending, and where.

    Attributes:
        sentence: What to do.
        field: The field that mends it: of a line where there is a lineage, else of the terms; or 'lines',
            'undecided' and 'contacts', which are places of their own.
        lineage: The line it belongs to.
        blocks: Whether it stands in the way of sending; else it is only advised.
        short: Two or three words for the line itself.
    """

    sentence: str
    field: str
    lineage: str | None = None
    blocks: bool = True
    short: str = ""


class Signer(Protocol):
    """Somebody on the client's side, as far as an agreement asks."""

    @property
    def signs(self) -> bool:
        """Whether this person signs the scope."""


def problems(
    scope: ScopeVersion, *, catalogue: Sequence[str] = (), contacts: Sequence[Signer] | None = None
) -> tuple[Problem, ...]:
    """What stands in the way of sending, then what is only advised.

    Args:
        scope: The draft.
        catalogue: Codes of the services that must each be decided for the scope to be complete.
        contacts: The client's people; None where nobody looked who they are.
    """
    found = [*_term_problems(scope), *_line_problems(scope)]
    if contacts is not None:
        found += _contact_problems(scope, contacts)
    undecided = undecided_services(scope.lines, catalogue)
    if undecided:
        found.append(Problem(undecided_sentence(len(undecided)), "undecided", blocks=False))
    return tuple(sorted(found, key=lambda problem: not problem.blocks))


def undecided_sentence(count: int) -> str:
    """How many services nobody has decided on, as a sentence."""
    return ngettext(
        "{count} service is undecided: included, optional or not included.",
        "{count} services are undecided: included, optional or not included.",
        count,
    ).format(count=count)


def undecided_services(lines: Iterable[ScopeLine], catalogue: Sequence[str]) -> tuple[str, ...]:
    """The services of the catalogue that no line includes, offers or leaves out."""
    decided = {line.service for line in lines}
    return tuple(code for code in catalogue if code not in decided)


# --- Conditions -------------------------------------------------------------------------------------------------------


def _term_problems(scope: ScopeVersion) -> Iterator[Problem]:
    terms = scope.terms
    included = [line for line in scope.lines if line.is_included]
    if not included:
        yield Problem(_("Include at least one service."), "lines")
    if terms.first_day is None:
        yield Problem(_("Write the day on which it starts."), "first_day")
    if terms.first_day and terms.last_day and terms.last_day < terms.first_day:
        yield Problem(_("It ends before it starts. Change one of the two days."), "last_day")
    if terms.approver is None and terms.silence_is_yes:
        yield Problem(_("Silence counts as a yes, but nobody is named whose yes it is. Write one name."), "approver")
    elif terms.approver is None:
        yield Problem(_("Write one name, so posts can be approved."), "approver", blocks=False)
    yield from _answer_problems(scope, included)
    if not terms.crisis_levels and any(line.area == _CRISIS and line.cadence is not Cadence.ONCE for line in included):
        yield Problem(
            _("Help in a crisis is included. Say which levels there are, and who decides in each."),
            "crisis_levels",
            blocks=False,
        )


def _answer_problems(scope: ScopeVersion, included: Sequence[ScopeLine]) -> Iterator[Problem]:
    terms = scope.terms
    by_kind = any(row.hours is not None for row in terms.response_rows)
    by_line = any(line.response_hours is not None for line in included)
    if not (terms.response_hours is not None or by_kind or by_line):
        return
    if not terms.coverage_days:
        yield Problem(_("You promise an answer. Say on which days and hours."), "coverage_days")
    elif terms.coverage_to <= terms.coverage_from:
        yield Problem(_("The hours of answering end before they begin."), "coverage_from")


def _contact_problems(scope: ScopeVersion, contacts: Sequence[Signer]) -> Iterator[Problem]:
    if not any(contact.signs for contact in contacts):
        yield Problem(_("Nobody at the client signs the scope yet. Say which person does."), "contacts", blocks=False)
    needing = sum(line.is_included and bool(line.needs.strip()) for line in scope.lines)
    if needing and not contacts:
        text = ngettext(
            "{count} line needs something from the client, and nobody there is named who gives it.",
            "{count} lines need something from the client, and nobody there is named who gives it.",
            needing,
        )
        yield Problem(text.format(count=needing), "contacts", blocks=False)


# --- Lines ------------------------------------------------------------------------------------------------------------


def _line_problems(scope: ScopeVersion) -> Iterator[Problem]:
    overage_is_said = any(line.is_included and line.overage_cents is not None for line in scope.lines)
    for line in scope.lines:
        if not line.title.strip():
            yield Problem(_("A line has no name. Write what it is."), "title", line.lineage, short=_("No name"))
        if line.treatment is Treatment.EXCLUDED:
            continue
        yield from _amount_problems(line)
        if line.is_included:
            yield from _promise_problems(line, scope)
            yield from _advice(line, overage_is_said=overage_is_said)


def _amount_problems(line: ScopeLine) -> Iterator[Problem]:
    if line.price_cents is None:
        offered = _("“{title}” is offered without a price. Write one; 0 means that it is free.")
        owed = _("“{title}” has no price. Write one; 0 means that it is free.")
        text = offered if line.treatment is Treatment.OPTIONAL else owed
        yield Problem(text.format(title=line.title), "price", line.lineage, short=_("No price"))
    if line.quantity is not None and not line.unit:
        text = _("Say {count} of what in “{title}”.").format(count=line.quantity, title=line.title)
        yield Problem(text, "unit", line.lineage, short=_("Of what?"))
    if line.quantity == 0 and line.is_included:
        text = _("“{title}” is included 0 times. Write how many, or do not include it.").format(title=line.title)
        yield Problem(text, "quantity", line.lineage, short=_("How many?"))


def _promise_problems(line: ScopeLine, scope: ScopeVersion) -> Iterator[Problem]:
    terms = scope.terms
    has_hours = line.response_hours is not None or terms.response_hours is not None
    if "{response}" in line.description and not (has_hours or any(row.hours for row in terms.response_rows)):
        text = _("“{title}” promises an answer. Say within how many hours.").format(title=line.title)
        yield Problem(text, "response_hours", line.lineage, short=_("How soon?"))


def _advice(line: ScopeLine, *, overage_is_said: bool) -> Iterator[Problem]:
    if line.done_by_member is None and line.done_by_contact is None:
        text = _("Who does “{title}”?").format(title=line.title)
        yield Problem(text, "done_by", line.lineage, blocks=False, short=_("Who does this?"))
    counts = line.formats and (line.quantity or 0) > 0 and line.cadence not in {Cadence.ONCE, Cadence.DEMAND}
    if overage_is_said and counts and line.overage_cents is None:
        text = _("Other lines say what one more costs; “{title}” does not.").format(title=line.title)
        yield Problem(text, "overage_cents", line.lineage, blocks=False, short=_("One more?"))
