"""Templates of scopes: made from one, and passed on as files."""

from __future__ import annotations

from typing import Any

from cmdesk.cli.call import Answer, Call, columns, decimal, path_of
from cmdesk.cli.names import Named, named
from cmdesk.domain.catalogue import Template
from cmdesk.domain.catalogue_sheet import template_facts
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.domain.scope import ScopeVersion
from cmdesk.domain.templates import LARGEST_FILE
from cmdesk.i18n import N_, spoken
from cmdesk.i18n import gettext as _
from cmdesk.services import scopes
from cmdesk.services import templates as service
from cmdesk.services.catalogue import templates


def listed(call: Call) -> Answer:
    """List the templates with what each holds."""
    found = call.read(templates)
    rows = []
    for one in found:
        facts, words = template_facts(one), one.words(spoken().language)
        rows.append([one.code, words.name, str(facts.lines), spoken().amount(facts.monthly_cents), words.description])
    heads = [_("Code"), _("Template"), _("Lines"), _("A month"), _("What is in it")]
    return Answer([record(one) for one in found], columns(heads, rows, right=[2, 3]))


def saved(call: Call) -> Answer:
    """Keep a client's scope as a template."""
    said = call.said
    version = _version(call, call.client(said.client), said.number)
    code = call.do(service.save_template, version.id, " ".join(said.name), said.about)
    return _shown(call, code, _("The template “{name}” is saved."))


def removed(call: Call) -> Answer:
    """Delete a template of the agency's own."""
    code = template_code(call, call.said.template)
    answer = _shown(call, code, _("The template “{name}” is deleted."))
    call.do(service.remove_template, code)
    return answer


def exported(call: Call) -> Answer:
    """Save a template as a file."""
    code, path = template_code(call, call.said.template), path_of(call.said.to)
    data = call.read(service.template_file, code)
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(data)
    beside.replace(path)
    return Answer({"code": code, "file": str(path), "bytes": len(data)}, _("Saved: {file}").format(file=path))


def imported(call: Call) -> Answer:
    """Read a template from a file."""
    path = path_of(call.said.file)
    if path.stat().st_size > LARGEST_FILE:
        raise RuleBroken(_("This file is too large for a template."))
    code = call.do(service.read_template_file, path.read_bytes())
    return _shown(call, code, _("The template “{name}” is in your list."))


def template_code(call: Call, wanted: str) -> str:
    """The code of the template that a person means.

    Raises:
        NotFound: None is called so.
        RuleBroken: Several are.
    """
    language = spoken().language
    found = [
        Named(one.code, one.words(language).name, (one.code, one.es.name, one.en.name)) for one in call.read(templates)
    ]
    return named(wanted, found, _NO_TEMPLATE, _TEMPLATES)


_NO_TEMPLATE = N_("There is no template called “{name}”.")
_TEMPLATES = N_("Several templates are called “{name}”: {names}. Write more of the name.")


def _version(call: Call, client_id: int, number: int | None) -> ScopeVersion:
    view = call.read(scopes.view, client_id)
    found = view.latest if number is None else next((one for one in view.versions if one.number == number), None)
    if found is None and number is None:
        raise NotFound(_("{client} has no scope yet.").format(client=view.name))
    if found is None:
        raise NotFound(_("{client} has no version {number}.").format(client=view.name, number=number))
    return found


def _shown(call: Call, code: str, said: str) -> Answer:
    one = call.read(service.template, code)
    return Answer(record(one), said.format(name=one.words(spoken().language).name))


def record(template: Template) -> dict[str, Any]:
    """A template as scripts read it."""
    facts, words = template_facts(template), template.words(spoken().language)
    return {
        "code": template.code,
        "name": words.name,
        "description": words.description,
        "own": template.is_own,
        "lines": facts.lines,
        "included": facts.included,
        "optional": facts.optional,
        "excluded": facts.excluded,
        "monthly": decimal(facts.monthly_cents),
    }
