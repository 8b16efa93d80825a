"""The ways through a scope: writing it, agreeing it, and looking after what was agreed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel

from cmdesk.desk import Desk
from cmdesk.domain.scope import Means, ScopeVersion, Treatment
from cmdesk.services import clients, extras, scopes
from cmdesk.services.agreeing import renew
from cmdesk.ui.catalogue.page import CataloguePage
from cmdesk.ui.scope.agreeing import AgreeDialog
from cmdesk.ui.scope.asking import AskDialog, DecideDialog
from cmdesk.ui.scope.clash import Clash
from cmdesk.ui.scope.ending import EndDialog, RenewDialog
from cmdesk.ui.scope.history import HistoryDialog
from cmdesk.ui.scope.page import ScopePage
from cmdesk.ui.scope.sending import SendDialog, SentDialog
from cmdesk.ui.settings.page import SettingsPage
from tests import signed as papers
from tests.shots.stage import Stage

CLIENT = "Viveros Aguasal"
TODAY = date(2026, 10, 14)
Way = Callable[[Stage], None]
Deed = Callable[[Stage, ScopePage], None]


def _desk(stage: Stage) -> Desk:
    desk = stage.program._desk
    assert desk is not None
    return desk


def _client(stage: Stage, name: str = CLIENT) -> int:
    """The client of that name; taken on where it is not known yet, with a draft from the template 'Growth'."""
    desk = _desk(stage)
    found = next((one.id for one in desk.read(clients.tiles) if one.name == name), None)
    if found is not None:
        return found
    client_id = desk.do(clients.add_client, name).value
    person = desk.do(
        clients.add_contact, client_id, "Elena Robles", job_title="Gerente", email="elena@aguasal.example",
        signs_scope=True, approves_posts=True,
    ).value  # fmt: skip
    for network in ("instagram", "facebook"):
        desk.do(clients.add_channel, client_id, network)
    draft = desk.do(scopes.draft_from_template, client_id, "growth").value
    desk.do(scopes.change_terms, draft, "first_day", date(2026, 10, 1))
    desk.do(scopes.change_terms, draft, "last_day", date(2026, 10, 31))
    desk.do(scopes.change_terms, draft, "approver", person)
    return client_id


def _latest(stage: Stage, client_id: int) -> ScopeVersion:
    return max(_desk(stage).read(scopes.view, client_id).versions, key=lambda version: version.number)


def _at(stage: Stage, client_id: int | None) -> ScopePage:
    """The page of the scope of a client, with the lines in front."""
    stage.program.window.choose_client(client_id)
    stage.program.window.go("scope", None)
    stage.settle()
    page = stage.program.window.page
    assert isinstance(page, ScopePage)
    page.agreement.go_back()
    page.reload()
    stage.settle()
    if client_id is not None:
        page._close_line()
        page.lines.select_none()
        page._on_tab("lines")
    return page


def draft(deed: Deed | None = None) -> Way:
    """Something done at a draft of about 25 lines."""

    def go(stage: Stage) -> None:
        page = _at(stage, _client(stage))
        if deed is not None:
            deed(stage, page)

    return go


def _more(_stage: Stage, page: ScopePage) -> None:
    page._open_line(page.lines.lines.entries[2].line.id)  # type: ignore[union-attr]
    page.editor._show_more(is_open=True)


def _several(_stage: Stage, page: ScopePage) -> None:
    flag = QItemSelectionModel.SelectionFlag.Select
    for row in (1, 2, 4):
        page.lines.selectionModel().select(page.lines.lines.index(row), flag)


def _coverage(_stage: Stage, page: ScopePage) -> None:
    if page._is_narrow:
        page._on_tab("preview")
    page.preview.show_side("map")


def _read(_stage: Stage, page: ScopePage) -> None:
    page.preview.show_side("read")
    if page._is_narrow:
        page._on_tab("preview")


def _part(part: str) -> Deed:
    def go(_stage: Stage, page: ScopePage) -> None:
        page.preview.show_side("read")
        page._on_tab("conditions")
        page.terms_pane.show_part(part)

    return go


def _terms(number: int) -> Deed:
    """One of the groups of the conditions, at the top of what is seen."""

    def go(stage: Stage, page: ScopePage) -> None:
        _part("terms")(stage, page)
        stage.settle()
        page.terms_pane.conditions._jump(page.terms_pane.conditions.form.heads[number])

    return go


def _clash(stage: Stage, page: ScopePage) -> None:
    line = page.lines.lines.entries[1].line  # type: ignore[union-attr]
    page._open_line(line.id)
    stage.settle()
    page.editor.show_clash(Clash(line.id, "title", "Muro y carruseles", replace(line, title="Posts del muro")))


def _sending(_stage: Stage, page: ScopePage) -> None:
    page._on_leave_out()
    page.agreement.open_sending()


def _send(stage: Stage, client_id: int) -> None:
    """Send the draft, where that was not done yet."""
    version = _latest(stage, client_id)
    if not version.is_frozen:
        line = next(one for one in version.lines if one.service == "CON-REEL")
        _desk(stage).do(scopes.set_treatment, [line.id], Treatment.OPTIONAL)
        _desk(stage).send_scope(version.id)


def _sent(stage: Stage) -> None:
    """The draft is sent, and handed over."""
    client_id = _client(stage)
    _send(stage, client_id)
    page = _at(stage, client_id)
    page.agreement.open_sent()
    stage.settle()
    assert stage.window.findChildren(SentDialog)


def _given(change: Callable[[bytes], bytes], name: str) -> Way:
    """The dialog of a yes with a file in it."""

    def go(stage: Stage) -> None:
        from cmdesk.services import signing

        _send(stage, _client(stage))
        page = _at(stage, _client(stage))
        version = page.version
        assert version is not None
        paper = _desk(stage).read(signing.issued_papers, version.id).papers[-1]
        page.agreement.open_agreeing()
        stage.settle()
        dialog = stage.window.findChildren(AgreeDialog)[-1]
        path = Path(tempfile.mkdtemp()) / name
        path.write_bytes(change(paper))
        dialog.take_file(str(path))

    return go


def _agreeing(_stage: Stage, page: ScopePage) -> None:
    page.agreement.open_agreeing()


def _agreed(stage: Stage) -> ScopePage:
    client_id = _client(stage)
    _send(stage, client_id)
    version = _latest(stage, client_id)
    if not version.was_agreed:
        signer = _desk(stage).read(clients.contacts, client_id)[0].id
        _desk(stage).do(scopes.agree, version.id, signer, TODAY, Means.EMAIL)
        _desk(stage).do(extras.ask_extra, client_id, "Un vídeo de la romería", estimate_cents=18000)
    return _at(stage, client_id)


def agreed(deed: Deed | None = None, dialog: type | None = None) -> Way:
    """Something done at an agreement whose term ends with the month."""

    def go(stage: Stage) -> None:
        page = _agreed(stage)
        if deed is not None:
            deed(stage, page)
            stage.settle()
        assert dialog is None or stage.window.findChildren(dialog)

    return go


def sample(client_id: int | None, deed: Deed, dialog: type | None = None) -> Way:
    """Something done at a scope of the sample."""

    def go(stage: Stage) -> None:
        page = _at(stage, client_id)
        deed(stage, page)
        stage.settle()
        assert dialog is None or stage.window.findChildren(dialog)

    return go


def _decide(stage: Stage, page: ScopePage) -> None:
    page.agreement.open_extras()
    stage.settle()
    page.agreement.extras.decide_current()


def _ask(stage: Stage, page: ScopePage) -> None:
    page.agreement.open_extras()
    stage.settle()
    page.agreement.extras.begin()


def _compare(_stage: Stage, page: ScopePage) -> None:
    page.agreement.open_comparison()


def _paused(stage: Stage) -> None:
    page = _agreed(stage)
    assert page.view is not None
    _desk(stage).do(clients.pause_client, page.view.client_id, "Cierran por obras hasta marzo.")
    page.reload()


def _ended(stage: Stage) -> None:
    page = _agreed(stage)
    assert page.view is not None
    assert page.version is not None
    if _desk(stage).read(clients.client, page.view.client_id).status == "paused":
        _desk(stage).do(clients.resume_client, page.view.client_id)
    _desk(stage).do(renew, page.version.id, date(2027, 3, 31), "")
    _desk(stage).do(scopes.end, page.version.id, date(2026, 12, 31), "Se jubilan.")
    page.reload()


def _catalogue(what: object) -> Way:
    def go(stage: Stage) -> None:
        stage.program.window.go("catalogue", what)
        stage.settle()
        page = stage.program.window.page
        assert isinstance(page, CataloguePage)
        page.take_keyboard()

    return go


def _new_in_catalogue(part: str) -> Way:
    def go(stage: Stage) -> None:
        _catalogue(part)(stage)
        page = stage.program.window.page
        assert isinstance(page, CataloguePage)
        page._on_new()

    return go


def _settings(part: str) -> Way:
    def go(stage: Stage) -> None:
        stage.program.window.go("settings", part)
        assert isinstance(stage.program.window.page, SettingsPage)

    return go


WRITING: Mapping[str, Way] = {
    "editor": draft(),
    "editor-more": draft(_more),
    "editor-several": draft(_several),
    "editor-clash": draft(_clash),
    "editor-deciding": sample(3, lambda _stage, page: page.begin_deciding()),
    "editor-coverage": draft(_coverage),
    "editor-preview": draft(_read),
    **{f"conditions-{number}": draft(_terms(number)) for number in range(6)},
    "conditions-aims": draft(_part("aims")),
    "conditions-test": draft(_part("questions")),
    "sending": draft(_sending),
    "sending-order": sample(1, lambda _stage, page: page.agreement.open_sending(), SendDialog),
    "compare": sample(1, _compare),
}
"""A draft and its neighbours; `sending` is the last that finds services undecided."""

AGREEING: Mapping[str, Way] = {
    "sent": _sent,
    "agree": draft(_agreeing),
    "agree-yes": _given(papers.filled, "vuelve.pdf"),
    "agree-look": _given(lambda paper: papers.signed(papers.filled(paper), papers.signer()), "firmado.pdf"),
    "agree-no": _given(lambda paper: paper, "vacio.pdf"),
    "decline": draft(lambda _stage, page: page.agreement.open_refusal()),
    "band-renewal": agreed(),
    "renew": agreed(lambda _stage, page: page.agreement.open_renewal(), RenewDialog),
    "end": agreed(lambda _stage, page: page.agreement.open_end(), EndDialog),
    "history": sample(1, lambda _stage, page: page.agreement.open_history(), HistoryDialog),
    "extras": sample(1, lambda _stage, page: page.agreement.open_extras()),
    "extras-all": sample(None, lambda _stage, page: page.agreement.open_extras()),
    "extras-ask": sample(1, _ask, AskDialog),
    "extras-decide": sample(1, _decide, DecideDialog),
    "band-paused": _paused,
    "band-ended": _ended,
}
"""What follows one upon the other at one client: sent, agreed, paused, ended."""

AROUND: Mapping[str, Way] = {
    "catalogue": _catalogue("services"),
    "catalogue-service": _catalogue("CON-FEED"),
    "catalogue-new": _new_in_catalogue("services"),
    "catalogue-templates": _catalogue("templates"),
    "catalogue-routines": _catalogue("routines"),
    "catalogue-words": _catalogue("words"),
    "catalogue-word-new": _new_in_catalogue("words"),
    "settings-start": _settings("start"),
    "settings-limits": _settings("limits"),
    "settings-me": _settings("me"),
}
"""What the scopes of all clients are made from."""
