"""The contents of the two documents, and the documents as files."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from pypdfium2 import PdfDocument

from cmdesk.domain.errors import Cancelled, NotFound, RuleBroken, Unavailable
from cmdesk.domain.moments import Month
from cmdesk.domain.scope import ScopeStatus
from cmdesk.services import clients, reporting
from cmdesk.services.reporting import ReportRequest
from cmdesk.services.scope_document import plain_text

SEPTEMBER = Month(2026, 9)


@pytest.fixture
def bakery(sample_desk):
    return sample_desk.read(clients.tiles)[0]


@pytest.fixture
def page(sample_desk, bakery):
    return sample_desk.read(reporting.report_page, bakery.id, SEPTEMBER)


def text_of(content: bytes) -> str:
    document = PdfDocument(content)
    try:
        return "\n".join(sheet.get_textpage().get_text_range() for sheet in document).replace("\r\n", "\n")
    finally:
        document.close()


def test_the_agreed_version_says_who_agreed_and_shows_its_fingerprint(sample_desk, page):
    agreed = next(version for version in page.versions if version.status is ScopeStatus.AGREED)

    document, language = sample_desk.read(reporting.scope_document, agreed.id)

    assert language == "es"
    assert document.agreement is not None
    assert document.agreement.name == agreed.agreed_by
    assert document.fingerprint.replace(" ", "").lower() == agreed.fingerprint[:12]
    assert document.valid_until is None, "a price that was agreed does not run out"


def test_a_draft_says_what_it_changes(sample_desk, page):
    draft = page.versions[-1]

    document, _language = sample_desk.read(reporting.scope_document, draft.id)

    assert document.replaces is not None
    assert any("12" in row.before and "16" in row.now for row in marked(document.changed))
    rest = len(document.changed.lines) + len(document.changed.terms) - 3  # a condition is a change as well
    assert document.changes.endswith(f"Y {rest} cambios más.")
    assert document.fingerprint == ""


def marked(changes):
    """The lines of a change, as plain text before and now."""
    return [
        SimpleNamespace(before=plain_text(line.before), now=plain_text(line.now), line=line) for line in changes.lines
    ]


def test_the_sums_of_the_document_are_those_of_the_scope(sample_desk, page):
    draft = page.versions[-1]

    document, _language = sample_desk.read(reporting.scope_document, draft.id)

    rows = sum(row.price_cents or 0 for row in document.quantities)
    assert rows == document.cost.fee_cents
    assert document.cost.total_cents == document.cost.fee_cents - document.cost.discount_cents + document.cost.tax_cents


def test_own_minutes_and_staff_notes_never_reach_the_document(sample_desk, page):
    from cmdesk.services import scopes

    draft = page.versions[-1]
    line = draft.lines[0]
    sample_desk.do(scopes.change_line, line.id, "staff_note", "NOT FOR THE CLIENT")

    made = sample_desk.document(ReportRequest("scope", draft.client_id, draft.id))

    assert "NOT FOR THE CLIENT" not in text_of(made.content)


def test_the_status_report_counts_what_was_delivered(sample_desk, bakery):
    report, _language = sample_desk.read(reporting.status_report, bakery.id, SEPTEMBER)

    rows = {row.title: (row.delivered, row.agreed) for row in report.deliveries}
    assert (12, 12) in rows.values()
    assert (18, 20) in rows.values()
    assert all(post.day.month == 9 for post in report.published)
    assert all(post.day.month == 10 for post in report.planned)


def test_a_month_before_anything_was_agreed_says_so(sample_desk, bakery):
    report, _language = sample_desk.read(reporting.status_report, bakery.id, Month(2020, 1))

    assert report.version is None
    assert report.deliveries == ()


def test_what_the_agency_writes_is_printed_and_can_be_taken_back(sample_desk, bakery):
    sample_desk.do(reporting.write_month, bakery.id, SEPTEMBER, "headline", "Un mes <b>redondo</b> & más 🥐")

    made = sample_desk.document(ReportRequest("status", bakery.id, month=SEPTEMBER))
    assert "Un mes <b>redondo</b> & más 🥐" in " ".join(text_of(made.content).split())

    sample_desk.undo()
    assert sample_desk.read(reporting.month_text, bakery.id, SEPTEMBER).headline.startswith("Más gente")


def test_only_three_things_can_be_written(sample_desk, bakery):
    with pytest.raises(RuleBroken):
        sample_desk.do(reporting.write_month, bakery.id, SEPTEMBER, "client_id", "7")


def test_the_same_content_gives_the_same_bytes(sample_desk, page):
    request = ReportRequest("scope", page.tile.id, page.versions[0].id)

    assert sample_desk.document(request).content == sample_desk.document(request).content


def test_a_document_may_speak_another_language_than_the_window(sample_desk, bakery):
    spanish = text_of(sample_desk.document(ReportRequest("status", bakery.id, month=SEPTEMBER)).content)
    english = text_of(sample_desk.document(ReportRequest("status", bakery.id, month=SEPTEMBER, language="en")).content)

    assert "Lo acordado y lo entregado" in spanish
    assert "September 2026" in english


def test_an_export_takes_its_own_name_in_a_folder_and_is_kept_as_issued(sample_desk, page, tmp_path):
    request = ReportRequest("status", page.tile.id, month=SEPTEMBER)

    target = sample_desk.export(request, tmp_path)

    assert target.name == "2026-09 Horno Masalumbre - Informe.pdf"
    assert target.read_bytes().startswith(b"%PDF")
    assert sample_desk.history(1)[0].label == "Issue document"
    assert sample_desk.undo_label is None or sample_desk.undo_label != "Issue document"


def test_cancelling_an_export_leaves_nothing(sample_desk, page, tmp_path):
    class Stopped:
        def step(self, _done, _total):
            raise Cancelled("")

    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(Cancelled):
        sample_desk.export(ReportRequest("status", page.tile.id, month=SEPTEMBER), folder, Stopped())

    assert list(folder.iterdir()) == []


def test_a_folder_that_is_not_there_is_one_sentence(sample_desk, page, tmp_path):
    with pytest.raises(Unavailable):
        sample_desk.export(ReportRequest("status", page.tile.id, month=SEPTEMBER), tmp_path / "no" / "where.pdf")


def test_a_version_that_is_gone_is_one_sentence(sample_desk, page):
    with pytest.raises(NotFound):
        sample_desk.document(ReportRequest("scope", page.tile.id, 99_999))
