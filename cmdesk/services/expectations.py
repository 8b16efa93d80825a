"""The expectation test of a scope: its questions, the answers that a person gave, and making the scope say the same."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from sqlalchemy.orm import Session

from cmdesk.domain.clients import Address
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.domain.expectations import Answer, Expectation, Question, parse_expectations
from cmdesk.domain.expectations import questions as asked
from cmdesk.domain.scope import ScopeLine, ScopeVersion, Treatment
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.models import Client, Scope
from cmdesk.paths import resource
from cmdesk.services.action import action, found
from cmdesk.services.catalogue import services
from cmdesk.services.lines import decide_service, draft_row, set_treatment
from cmdesk.services.reading import scope_versions

_MEANT: Final[Mapping[Answer, Treatment]] = {
    Answer.INCLUDED: Treatment.INCLUDED,
    Answer.EXTRA: Treatment.OPTIONAL,
    Answer.EXCLUDED: Treatment.EXCLUDED,
}


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question of the test, with what the scope itself says about it.

    Attributes:
        question: The question with its answer.
        derived: What the scope says, whatever a person answered.
        service: Code of the service whose place in the scope answers it; none where no service does.
        line_id: The line that answers it.
        title: What that line is called.
    """

    question: Question
    derived: Answer
    service: str | None = None
    line_id: int | None = None
    title: str = ""

    @property
    def can_settle(self) -> bool:
        """Whether the scope says otherwise than the answer, and one step lets it say the same."""
        return self.question.is_changed and (self.line_id is not None or self.service is not None)


def questions(session: Session, scope_id: int) -> tuple[AskedQuestion, ...]:
    """The expectation test of a version, in the client's language and form of address.

    Raises:
        NotFound: There is no such version.
    """
    row = found(session, Scope, scope_id)
    address = found(session, Client, row.client_id).address
    version = next(one for one in scope_versions(session, row.client_id) if one.id == scope_id)
    return _asked(session, version, address)


def _asked(session: Session, version: ScopeVersion, address: str) -> tuple[AskedQuestion, ...]:
    def with_answers(answered: Mapping[str, str]) -> tuple[Question, ...]:
        return asked(
            version, known, misunderstood(), language=version.terms.language, address=Address(address),
            answered=answered,
        )  # fmt: skip

    known = services(session, with_hidden=True)
    derived = {one.code: one.answer for one in with_answers({})}
    entries = {entry.code: entry.service for entry in misunderstood()}
    by_lineage = {line.lineage: line for line in version.lines}
    by_service: dict[str | None, ScopeLine] = {line.service: line for line in reversed(version.lines) if line.service}
    found_questions = []
    for one in with_answers(dict(version.terms.expectations)):
        line = by_lineage.get(one.lineage or "") or by_service.get(entries.get(one.code))
        service = line.service if line else entries.get(one.code)
        is_known = any(entry.code == service for entry in known)
        found_questions.append(
            AskedQuestion(
                one,
                derived.get(one.code, one.answer),
                service if is_known else None,
                line.id if line else None,
                line.title if line else "",
            )
        )
    return tuple(found_questions)


@cache
def misunderstood() -> tuple[Expectation, ...]:
    """What is commonly misunderstood, as it ships."""
    text = resource("catalogue", "expectations.toml").read_text("utf-8")
    return parse_expectations(tomllib.loads(text)["expectation"])


@action(N_("Answer question"), is_serial=True)
def answer_question(session: Session, scope_id: int, code: str, answer: Answer | str | None) -> None:
    """Answer a question of the test of a draft; none, or what the scope says by itself, takes the answer back.

    Raises:
        RuleBroken: The version was sent, or that is no answer.
    """
    row = draft_row(session, scope_id)
    derived = next((one.derived for one in questions(session, scope_id) if one.question.code == code), None)
    if answer is not None and answer not in set(Answer):
        raise RuleBroken(_("Choose one of the list."), field="expectations")
    kept = {name: value for name, value in row.expectations.items() if name != code}
    if answer is not None and answer != derived:
        kept[code] = str(answer)
    row.expectations = kept


@action(N_("Let the scope say the same"), is_serial=True)
def settle_question(session: Session, scope_id: int, code: str) -> None:
    """Include, offer or leave out what a question asks for, as it was answered.

    Raises:
        RuleBroken: The version was sent.
        NotFound: The question is not asked any more, or nothing of the catalogue answers it.
    """
    row = draft_row(session, scope_id)
    asked_now = next((one for one in questions(session, scope_id) if one.question.code == code), None)
    if asked_now is None or not asked_now.can_settle:
        raise NotFound(_("The scope says this already."))
    wanted = _MEANT[asked_now.question.answer]
    if asked_now.line_id is not None:
        set_treatment(session, [asked_now.line_id], wanted)
    else:
        decide_service(session, scope_id, str(asked_now.service), wanted)
    row.expectations = {name: value for name, value in row.expectations.items() if name != code}
