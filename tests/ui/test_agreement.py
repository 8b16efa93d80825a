"""Sending a scope, noting the answer, and looking after what was agreed, as a person does it."""

from __future__ import annotations

from datetime import date
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from cmdesk.domain.ending import Fate
from cmdesk.domain.scope import Means, ScopeStatus, Treatment
from cmdesk.domain.signing import Outcome
from cmdesk.services import clients, posts, scopes
from cmdesk.ui.scope.agreeing import AgreeDialog
from cmdesk.ui.scope.dialogs import ReasonDialog
from cmdesk.ui.scope.ending import EndDialog, LeftOverDialog, RenewDialog
from cmdesk.ui.scope.history import HistoryDialog
from cmdesk.ui.scope.sending import SendDialog, SentDialog, mail_link
from tests import signed as papers
from tests.made import Stage, world
from tests.ui.agreement_world import TODAY, agree_first, at_nine, at_the_page, make_bakery, make_draft, signer


def draft(desk, told):
    return make_draft(desk, told["bakery"])


def send(desk, told):
    line = next(one for one in desk.read(scopes.scope, told["writer"]).lines if one.service == "CON-REEL")
    desk.do(scopes.set_treatment, [line.id], Treatment.OPTIONAL)
    return desk.send_scope(told["writer"]).value.document.content


def agree_for_october(desk, told):
    return agree_first(desk, told["bakery"], date(2026, 10, 31))


STAGES = {
    "bakery": Stage(make_bakery),
    "writer": Stage(draft, "bakery"),
    "paper": Stage(send, "writer"),
    "keeper": Stage(agree_for_october, "bakery"),
}


@pytest.fixture
def workspace(request, tmp_path):
    with world(request, tmp_path / "a.cmdesk", STAGES, clock=at_nine) as opened:
        yield opened


@pytest.fixture
def writer(qtbot, desk, bakery, theme, icons):
    """At a draft that can be sent."""
    with at_the_page(qtbot, desk, theme, icons, bakery) as person:
        yield person


@pytest.fixture
def paper(workspace):
    """A version that waits for an answer: its PDF, as the client got it."""
    return workspace.told["paper"]


@pytest.fixture
def waiter(qtbot, desk, bakery, paper, theme, icons):
    """At a version that waits for an answer."""
    with at_the_page(qtbot, desk, theme, icons, bakery) as person:
        yield person


@pytest.fixture
def keeper(qtbot, desk, bakery, theme, icons):
    """At an agreed version whose term ends with the month."""
    with at_the_page(qtbot, desk, theme, icons, bakery) as person:
        yield person


def given(person, tmp_path, name, data):
    """The dialog of a yes with this file in it."""
    path = tmp_path / name
    path.write_bytes(data)
    person.page.agree.click()
    dialog = person.dialog(AgreeDialog)
    dialog.take_file(str(path))
    person.is_settled()
    return dialog


# --- Sending ----------------------------------------------------------------------------------------------------------


def test_sending_shows_the_first_page_who_gets_it_until_when_they_can_say_yes_and_what_blocks(writer, desk):
    writer.page.send.click()
    dialog = writer.dialog(SendDialog)
    writer.is_settled()

    assert dialog.picture._image is not None
    assert "pages" in dialog._pages.text()
    assert dialog.contact_id is not None

    dialog.until.committed.emit(date(2026, 11, 30))
    writer.is_settled()

    assert writer.version.terms.valid_until == date(2026, 11, 30)
    dialog.reject()

    desk.do(scopes.change_terms, writer.version.id, "first_day", None)
    writer.page.reload()
    writer.is_settled()
    writer.page.send.click()
    dialog = writer.dialog(SendDialog)

    assert not dialog._send.isEnabled()
    assert "red" in dialog._remark.text()
    dialog.reject()


def test_a_scope_is_sent_and_then_handed_over_in_three_ways_and_what_fails_is_said(writer, tmp_path):
    writer.page.send.click()
    writer.dialog(SendDialog).confirmed.emit()
    dialog = writer.dialog(SentDialog)
    assert writer.version.status is ScopeStatus.SENT
    assert dialog.mark.text() == scopes_fingerprint(writer.version)

    dialog.save_to(str(tmp_path / "alcance.pdf"))
    writer.is_settled()
    assert (tmp_path / "alcance.pdf").read_bytes().startswith(b"%PDF")
    assert "is saved" in dialog._said.text()

    writer.keys(dialog, Qt.Key.Key_C)
    assert QGuiApplication.clipboard().text().startswith("Hola, Elena: te he mandado")

    opened = []
    dialog._opener = lambda link: opened.append(link) or True
    writer.keys(dialog, Qt.Key.Key_M)
    mail = BytesParser(policy=policy.default).parsebytes(Path(opened[0].toLocalFile()).read_bytes())
    assert mail["To"] == "elena@masalumbre.example"
    assert "Horno Masalumbre" in mail["Subject"]
    assert next(mail.iter_attachments()).get_content().startswith(b"%PDF")

    dialog.save_to(str(tmp_path / "nowhere" / "alcance.pdf"))
    writer.is_settled()

    assert "cannot be written" in dialog._error.sentence
    assert "Nothing is lost" in dialog._error.sentence

    tried = []
    dialog._opener = lambda link: tried.append(link.scheme()) or False
    dialog.mail.click()
    writer.is_settled()

    assert tried == ["file", "mailto"]
    assert "No program opens mails" in dialog._error.sentence
    assert mail_link("a@b.es", dialog._letter).isValid()
    dialog.accept()


def scopes_fingerprint(version):
    letters = version.fingerprint[:12].upper()
    return f"{letters[:4]} {letters[4:8]} {letters[8:]}"


def test_a_version_that_waits_can_be_handed_over_once_more(waiter):
    (band,) = [text for text in waiter.bands() if "waits for an answer" in text]
    assert "14 October 2026" in band

    waiter.agreement.open_sent()
    dialog = waiter.dialog(SentDialog)
    assert dialog._document.content.startswith(b"%PDF")
    dialog.accept()


# --- What comes back --------------------------------------------------------------------------------------------------


def test_a_form_that_was_ticked_and_typed_is_a_yes_and_called_what_it_is(waiter, paper, tmp_path, desk, bakery):
    line = waiter.line("CON-REEL")
    box = papers.extra_field(line.lineage)
    dialog = given(waiter, tmp_path, "vuelve.pdf", papers.filled(paper, {**papers.FILLED, box: "/Yes"}))
    said = waiter.reads(dialog)

    assert dialog.verdict.outcome is Outcome.AGREED
    assert "Agreed" in said
    assert "There is no certificate: it was ticked and typed." in said
    assert (
        sum(text.startswith(("It begins", "Its pages", "The data", "“I agree”", "There is no")) for text in said) == 5
    )
    assert dialog.contact.current_key == signer(desk, bakery)

    dialog.confirmed.emit()
    waiter.sees_toast("Version 1 is agreed. The calendar counts by it.")
    event = desk.read(scopes.events, bakery)[-1]
    assert event.means == Means.SIGNED_PDF
    assert event.options == ((line.lineage,) if line.lineage in dialog.verdict.facts.extras else ())
    assert event.signed["outcome"] == "agreed"


def test_a_certificate_seen_for_the_first_time_must_be_looked_at(waiter, paper, tmp_path):
    dialog = given(waiter, tmp_path, "firmado.pdf", papers.signed(papers.filled(paper), papers.signer()))
    assert dialog.verdict.outcome is Outcome.LOOK_AT_IT

    dialog.confirmed.emit()
    assert "tick that you did" in dialog._error.sentence
    dialog.looked.setChecked(True)
    dialog.confirmed.emit()
    assert "Write why" in dialog._note.problem
    dialog.note.setPlainText("Elena lo confirmó por teléfono.")
    dialog.confirmed.emit()

    waiter.sees_toast("Version 1 is agreed. The calendar counts by it.")
    assert waiter.version.status is ScopeStatus.AGREED


def test_a_file_that_does_not_say_yes_is_no_signed_pdf(waiter, paper, tmp_path, desk, bakery):
    dialog = given(waiter, tmp_path, "vacio.pdf", paper)
    assert dialog.verdict.outcome is Outcome.NOT_AGREED

    dialog.confirmed.emit()
    assert "does not say yes" in dialog._how.problem
    dialog.means.choose(Means.PHONE)
    dialog.confirmed.emit()
    assert "Write how you know" in dialog._note.problem
    dialog.note.setPlainText("Lo dijo por teléfono.")
    dialog.confirmed.emit()

    waiter.sees_toast("Version 1 is agreed. The calendar counts by it.")
    event = desk.read(scopes.events, bakery)[-1]
    assert (event.means, event.evidence_name) == (Means.PHONE, "vacio.pdf")


def test_a_file_changed_after_signing_is_refused(waiter, paper, tmp_path):
    whole = papers.signed(papers.filled(paper), papers.signer())
    at = whole.index(b"/Contents <") - 400
    dialog = given(waiter, tmp_path, "cambiado.pdf", whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])

    assert dialog.verdict is None or dialog.verdict.outcome is not Outcome.AGREED
    dialog.confirmed.emit()
    waiter.is_settled()
    assert waiter.version.status is ScopeStatus.SENT
    dialog.reject()


def test_a_file_that_cannot_be_checked_is_told_in_a_sentence(waiter, tmp_path):
    for name, data, words in (
        ("nada.pdf", b"", "is empty"),
        ("roto.pdf", b"%PDF-1.7 and no more", "another way of agreeing"),
        ("foto.pdf", b"\x89PNG\r\n", "another way of agreeing"),
    ):
        dialog = given(waiter, tmp_path, name, data)

        assert words in dialog._file_error.sentence, name
        dialog.means.choose(Means.SIGNED_PDF)
        if data:
            dialog.confirmed.emit()
            assert "cannot be checked" in dialog._how.problem
        dialog.reject()


def test_a_mail_is_kept_as_it_is_a_missing_file_is_told_and_a_day_to_come_refused_below_its_field(waiter, tmp_path):
    dialog = given(waiter, tmp_path, "si.eml", b"From: elena@masalumbre.example\r\n\r\nSi")
    assert dialog.means.current_key == Means.EMAIL
    assert "si.eml" in dialog.file.sentence

    dialog.take_file(str(tmp_path / "gone.pdf"))
    waiter.is_settled()
    assert "cannot be read" in dialog._file_error.sentence
    dialog.reject()

    (tmp_path / "si.txt").write_text("Sí")
    waiter.page.agree.click()
    dialog = waiter.dialog(AgreeDialog)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "si.txt"))])
    both = (QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(dialog.file, QDragEnterEvent(*both))
    QApplication.sendEvent(dialog.file, QDropEvent(*both))
    waiter.is_settled()

    assert "si.txt" in dialog.file.sentence
    dialog.reject()

    waiter.page.agree.click()
    dialog = waiter.dialog(AgreeDialog)
    dialog.day.show_day(date(2026, 12, 1))
    dialog.confirmed.emit()
    waiter.is_settled()

    assert "has not come yet" in dialog._when.problem
    dialog.reject()


def test_a_name_that_nobody_here_bears_is_pointed_out(waiter, paper, tmp_path):
    dialog = given(waiter, tmp_path, "otra.pdf", papers.filled(paper, {**papers.FILLED, "name": "Bruno Salas"}))

    assert "Bruno Salas" in dialog._who.problem
    dialog.reject()


# --- The other answers ------------------------------------------------------------------------------------------------


def test_withdrawing_needs_its_reason_and_leads_to_the_next_version(waiter):
    waiter.page.withdraw.click()
    dialog = waiter.dialog(ReasonDialog)
    dialog.confirmed.emit()
    assert "Write why" in dialog._holder.problem
    dialog.why.setPlainText("El precio estaba mal")
    dialog.confirmed.emit()

    waiter.sees_toast("Version 1 is withdrawn.")
    assert waiter.version.status is ScopeStatus.WITHDRAWN
    waiter.page.new_version.click()
    assert waiter.version.number == 2


def test_a_declined_version_is_noted(waiter):
    waiter.page.decline.click()
    waiter.dialog(ReasonDialog).confirmed.emit()

    waiter.sees_toast("Version 1 is noted as declined.")
    assert waiter.version.status is ScopeStatus.DECLINED
    assert waiter.page.new_version in waiter.actions()


# --- Going on and ending ----------------------------------------------------------------------------------------------


def test_a_term_that_ends_is_announced_and_renewed(keeper):
    assert any("ends on 31 October 2026" in text for text in keeper.bands())
    keeper.agreement.open_renewal()
    dialog = keeper.dialog(RenewDialog)
    dialog.until.show_day(date(2026, 10, 1))
    dialog.confirmed.emit()
    keeper.is_settled()
    assert "Write a later day" in dialog._until.problem

    dialog.until.show_day(date(2027, 10, 31))
    dialog.confirmed.emit()
    keeper.sees_toast("Renewed until 31 October 2027.")
    assert keeper.version.last_day == date(2027, 10, 31)
    assert not any("ends on" in text for text in keeper.bands())


def test_one_press_renews_by_the_terms_that_were_agreed(qtbot, desk, bakery, theme, icons):
    draft = make_draft(desk, bakery, date(2026, 10, 31))
    desk.do(scopes.change_terms, draft, "renewal_months", 12)
    desk.send_scope(draft)
    desk.do(scopes.agree, draft, signer(desk, bakery), TODAY, Means.EMAIL)
    with at_the_page(qtbot, desk, theme, icons, bakery) as person:
        person.bands()
        person.agreement._renewing()[0][1]()
        person.sees_toast("Renewed until 31 October 2027.")


def test_notice_suggests_the_last_day_and_asks_what_becomes_of_what_comes_after(qtbot, desk, bakery, theme, icons):
    agree_first(desk, bakery)
    late = desk.do(posts.add_post, bakery, "Roscón de Reyes", day=date(2026, 12, 20)).value
    with at_the_page(qtbot, desk, theme, icons, bakery) as person:
        person.agreement.open_end()
        dialog = person.dialog(EndDialog)
        assert dialog.last.day == date(2026, 11, 13)
        dialog.last.show_day(date(2026, 10, 20))
        dialog.confirmed.emit()
        person.is_settled()
        assert "Write why it ends earlier" in dialog._why.problem
        dialog.why.setPlainText("Cierran el local")
        dialog.confirmed.emit()

        left = person.dialog(LeftOverDialog)
        assert list(left.posts) == [late]
        left.fate.choose(Fate.KEEP)
        left._on_fate(Fate.KEEP)
        left.confirmed.emit()
        person.is_settled()
        assert "Write why" in left._cause.problem
        left.fate.choose(Fate.TRAY)
        left.confirmed.emit()
        person.sees_toast("1 thing is decided.")
        assert desk.read(posts.post, late).card.day is None


def test_the_menu_offers_what_an_agreement_needs_and_a_pause(keeper, desk, bakery):
    entries = keeper.menu()

    for words in ("Renew…", "End with notice…", "Pause this client…", "History and proof…"):
        assert words in entries

    keeper.agreement.open_pause()
    dialog = keeper.dialog(ReasonDialog)
    dialog.why.setPlainText("Obras en el local")
    dialog.confirmed.emit()
    keeper.sees_toast("Horno Masalumbre is paused.")
    assert any("paused" in text and "Obras" in text for text in keeper.bands())

    keeper.agreement.resume()
    keeper.sees_toast("Horno Masalumbre goes on.")
    assert desk.read(clients.client, bakery).status == "active"


# --- History ----------------------------------------------------------------------------------------------------------


def test_the_history_tells_each_file_and_whether_all_holds(keeper, desk, bakery, tmp_path):
    (tmp_path / "correo.eml").write_bytes(b"Vale")
    keeper.agreement.add_evidence(str(tmp_path / "correo.eml"))
    keeper.sees_toast("“correo.eml” is kept with the agreement.")
    keeper.agreement.open_history()
    dialog = keeper.dialog(HistoryDialog)
    said = keeper.reads(dialog)

    assert "Version 1: Agreed" in said
    assert "Version 1: Evidence added" in said
    assert "All that was sent and agreed reads as it was written." in said
    event = desk.read(scopes.events, bakery)[-1]
    dialog.save(event.id, str(tmp_path / "copy.eml"))
    keeper.qtbot.waitUntil(lambda: dialog._remark.text() == "“copy.eml” is saved.")
    assert (tmp_path / "copy.eml").read_bytes() == b"Vale"
    dialog.save(event.id, str(tmp_path / "nowhere" / "copy.eml"))
    keeper.qtbot.waitUntil(lambda: "cannot be written" in dialog._remark.text())
    dialog.reject()


def test_the_proof_is_saved_for_those_without_the_program(keeper, tmp_path):
    keeper.agreement.open_history()
    dialog = keeper.dialog(HistoryDialog)
    for kind, start in (("pdf", b"%PDF"), ("json", b"{")):
        made = keeper.jobs.desk.proof(keeper.page._view.client_id, kind)
        dialog._write(tmp_path / made.file_name, made.content)
        keeper.is_settled()

        assert (tmp_path / made.file_name).read_bytes().startswith(start)
    dialog.reject()
