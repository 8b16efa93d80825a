"""The agency's templates of scopes: saved from a version, renamed, and passed on as files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cmdesk.domain.agency import Right
from cmdesk.domain.catalogue import Template, TemplateWords
from cmdesk.domain.clients import checked_line, checked_text
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.domain.templates import read_template, template_lines, template_terms, written
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _
from cmdesk.models import Client, Scope, ScopeTemplate
from cmdesk.models import TemplateLine as LineRow
from cmdesk.services.action import action, found
from cmdesk.services.catalogue import add_template, keep_service, services, templates
from cmdesk.services.reading import scope_versions

_OWN = "own-"


def template(session: Session, code: str) -> Template:
    """One template with its lines.

    Raises:
        NotFound: There is none of that code any more.
    """
    known = next((one for one in templates(session) if one.code == code), None)
    if known is None:
        raise NotFound(_("There is no such template any more."))
    return known


@action(N_("Save as template"))
def save_template(session: Session, scope_id: int, name: str, description: str = "") -> str:
    """Keep the lines and conditions of a version as a template of the agency's own, and return its code.

    Args:
        session: The open session.
        scope_id: The version.
        name: What the template is called, in both languages.
        description: What is in it, in a sentence.

    Raises:
        RuleBroken: The name is missing or taken, or the version holds nothing.
        NotFound: There is no such version any more.
    """
    row = found(session, Scope, scope_id)
    scope = next(version for version in scope_versions(session, row.client_id) if version.id == scope_id)
    if not scope.lines:
        raise RuleBroken(_("There are no lines to keep yet."))
    known = {service.code: service for service in services(session, with_hidden=True)}
    lines = template_lines(scope, known, found(session, Client, row.client_id).address)
    words = _free_words(session, name, description)
    return _add(session, Template("", words, words, lines, is_own=True, terms=template_terms(scope)))


@action(N_("Change template"))
def change_template(session: Session, code: str, field: str, value: Any) -> None:
    """Rename a template of the agency's own, or describe it; `field` is 'name' or 'description'.

    Raises:
        RuleBroken: It is shipped, or the name is missing or taken.
        NotFound: There is no such template any more.
    """
    row = _own_row(session, code)
    words = TemplateWords(**row.texts["es"])
    if field == "name":
        words = _free_words(session, value, words.description, but=code)
    elif field == "description":
        words = replace(words, description=checked_text(value, field))
    else:
        raise RuleBroken(_("There is no such field."), field=field)
    row.texts = {"es": asdict(words), "en": asdict(words)}


@action(N_("Delete template"))
def remove_template(session: Session, code: str) -> None:
    """Delete a template of the agency's own; scopes that were made from it stay as they are.

    Raises:
        RuleBroken: It is shipped.
        NotFound: There is no such template any more.
    """
    row = _own_row(session, code)
    for line in session.scalars(select(LineRow).where(LineRow.template_id == row.id)):
        session.delete(line)
    session.flush()
    session.delete(row)


def template_file(session: Session, code: str) -> bytes:
    """A template as a file that another agency can read, with the agency's own services that it names.

    Raises:
        NotFound: There is no such template any more.
    """
    chosen = template(session, code)
    named = {line.service for line in chosen.lines}
    own = [one for one in services(session, with_hidden=True) if one.is_own and one.code in named]
    return written(chosen, own)


@action(N_("Read template"), right=Right.AGREE)
def read_template_file(session: Session, data: bytes) -> str:
    """Add the template that a file holds, with the services it brings, and return its code.

    A service that the catalogue does not have is kept as the agency's own; one of the same code that says something
    else gets a new code. Lines of services that neither the file nor the catalogue has are refused.

    Raises:
        RuleBroken: The file is damaged, too large, of a newer version, or names services that nobody knows.
    """
    file = read_template(data)
    codes = {service.code: keep_service(session, service) for service in file.services}
    known = {one.code for one in services(session, with_hidden=True)}
    lines = tuple(replace(line, service=codes.get(line.service, line.service)) for line in file.template.lines)
    missing = sorted({line.service for line in lines if line.service and line.service not in known})
    if missing:
        raise RuleBroken(
            _("The template names services that this catalogue does not have: {codes}.").format(
                codes=", ".join(missing[:5])
            )
        )
    words = file.template.es, file.template.en
    es, en = (replace(one, name=_free_name(session, one.name)) for one in words)
    return _add(session, replace(file.template, es=es, en=en, lines=lines))


def _add(session: Session, made: Template) -> str:
    numbers = [
        int(code.removeprefix(_OWN))
        for code in session.scalars(select(ScopeTemplate.code).where(ScopeTemplate.code.startswith(_OWN)))
    ]
    code = f"{_OWN}{max(numbers, default=0) + 1}"
    position = (session.scalar(select(func.max(ScopeTemplate.position))) or 0) + 1
    add_template(session, replace(made, code=code), position)
    return code


def _own_row(session: Session, code: str) -> ScopeTemplate:
    row = session.scalars(select(ScopeTemplate).where(ScopeTemplate.code == code)).one_or_none()
    if row is None:
        raise NotFound(_("There is no such template any more."))
    if not row.is_own:
        raise RuleBroken(_("This template comes with CMDesk. Save a scope as a template of your own instead."))
    return row


def _free_words(session: Session, name: str, description: str, but: str = "") -> TemplateWords:
    line = checked_line(name, "name", needed=_("Write a name for the template."))
    if line.casefold() in _names(session, but):
        raise RuleBroken(_("There is a template called “{name}” already.").format(name=line), field="name")
    return TemplateWords(line, checked_text(description, "description"))


def _names(session: Session, but: str = "") -> set[str]:
    rows = session.execute(select(ScopeTemplate.code, ScopeTemplate.texts))
    return {row.texts[language]["name"].casefold() for row in rows if row.code != but for language in ("es", "en")}


def _free_name(session: Session, name: str) -> str:
    """The name, with a number behind it where it is taken."""
    taken = _names(session)
    tries: Iterable[str] = (name, *(f"{name} ({number})" for number in range(2, len(taken) + 3)))
    return next(one for one in tries if one.casefold() not in taken)
