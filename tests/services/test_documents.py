"""What the documents of an agreement say, gathered from the sample agency."""

from __future__ import annotations

import pytest
from pypdfium2 import PdfDocument

from cmdesk.domain.errors import NotFound
from cmdesk.domain.moments import Month
from cmdesk.domain.scope import ScopeStatus, Treatment
from cmdesk.services import clients, reporting, scopes
from cmdesk.services.agreement_documents import comparison_document, proof_document
from cmdesk.services.reporting import ReportRequest
from cmdesk.services.scope_document import plain_text, scope_document


def text_of(content: bytes) -> str:
    with PdfDocument(content) as document:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


@pytest.fixture
def bakery(sample_desk):
    return sample_desk.read(clients.tiles)[0]


@pytest.fixture
def versions(sample_desk, bakery):
    return sample_desk.read(reporting.report_page, bakery.id, Month(2026, 9)).versions


@pytest.fixture
def draft(sample_desk, versions):
    return versions[-1]


def test_the_people_are_named_with_what_they_do(sample_desk, draft):
    document, _language = sample_desk.read(scope_document, draft.id)

    (elena,) = [person for person in document.client_people if person.name == "Elena Robles"]
    assert "da el sí a lo que sale" in elena.does
    assert [person.does for person in document.agency_people] == [("contacto de cada día",)]


def test_the_accounts_are_named_by_their_exact_handles(sample_desk, draft):
    document, _language = sample_desk.read(scope_document, draft.id)

    assert "@hornomasalumbre" in [account.handle for account in document.accounts]
    text = text_of(sample_desk.document(ReportRequest("scope", draft.client_id, draft.id)).content)
    assert "Cualquier otra red es un extra." in text


def test_all_that_is_left_out_is_named_once(sample_desk, draft):
    document, _language = sample_desk.read(scope_document, draft.id)

    left_out = [line.title for line in draft.lines if line.treatment is Treatment.EXCLUDED]
    named = [line.title for line in document.excluded]
    named += [title for _area, titles in document.excluded_others for title in titles]
    assert sorted(title.rstrip(".") for title in left_out) == sorted(title.rstrip(".") for title in named)


def test_what_clients_expect_is_left_out_in_full(sample_desk, draft):
    document, _language = sample_desk.read(scope_document, draft.id)

    expected = {x.title for x in draft.lines if x.treatment is Treatment.EXCLUDED and x.is_often_expected}
    assert expected <= {line.title for line in document.excluded}


def test_the_one_page_names_each_area_and_what_is_needed(sample_desk, draft):
    document, _language = sample_desk.read(scope_document, draft.id)

    assert [title for title, _lines in document.summary.will] == [area.title for area in document.areas]
    assert document.summary.wont
    assert any("Elena Robles" in need for need in document.summary.needs)
    assert any("Respondemos a la gente en menos de" in hears for hears in document.summary.hears)


def test_a_sent_version_speaks_of_people_and_accounts_as_they_were(sample_desk, versions):
    sent = next(version for version in versions if version.status is ScopeStatus.AGREED)
    before, _language = sample_desk.read(scope_document, sent.id)

    sheet = sample_desk.read(clients.client, sent.client_id)
    sample_desk.do(clients.change_client, sent.client_id, "name", "Otro nombre", sheet.version)

    after, _language = sample_desk.read(scope_document, sent.id)
    assert after.client.name == before.client.name
    assert after.accounts == before.accounts


def test_the_content_that_was_sent_lies_in_the_document(sample_desk, versions):
    sent = next(version for version in versions if version.is_frozen)

    document, _language = sample_desk.read(scope_document, sent.id)

    from cmdesk.domain.scope import fingerprint

    assert fingerprint(document.data) == sent.fingerprint


def test_the_history_names_the_versions_up_to_this_one(sample_desk, draft):
    document, _language = sample_desk.read(scope_document, draft.id)

    assert [row.version for row in document.history] == ["1", "2, cambia la 1"]
    assert [row.state for row in document.history] == ["acordada", "borrador"]


def test_own_time_and_notes_of_the_staff_are_in_no_document(sample_desk, versions, draft):
    line = next(line for line in draft.lines if line.is_included)
    sample_desk.do(scopes.change_line, line.id, "staff_note", "ojo con Elena")
    sample_desk.do(scopes.change_line, line.id, "minutes_per_unit", 4321)

    requests = (
        ReportRequest("scope", draft.client_id, draft.id),
        ReportRequest("comparison", draft.client_id, draft.id, other_id=versions[0].id),
    )
    for request in requests:
        text = text_of(sample_desk.document(request).content)
        assert "ojo con Elena" not in text
        assert "4321" not in text


def test_two_versions_are_compared_line_by_line_and_in_numbers(sample_desk, versions, draft):
    document, language = sample_desk.read(comparison_document, draft.client_id, versions[0].id, draft.id)

    assert language == "es"
    (row,) = [line for line in document.changes.lines if "publicaciones al mes en" in plain_text(line.now)]
    assert [text.strip() for text, kind in row.before if kind == "removed"] == ["12"]
    assert [text.strip() for text, kind in row.now if kind == "added"] == ["16"]
    fees = draft.totals().monthly_cents - versions[0].totals().monthly_cents
    assert sum(line.difference_cents or 0 for line in document.changes.lines) == fees
    assert any(term.title == "Primer día" for term in document.changes.terms)


def test_a_version_compared_with_itself_says_that_nothing_changes(sample_desk, draft):
    made = sample_desk.document(ReportRequest("comparison", draft.client_id, draft.id, other_id=draft.id))

    assert "Las dos versiones dicen lo mismo." in text_of(made.content)


def test_a_comparison_speaks_the_language_that_is_asked_for(sample_desk, versions, draft):
    request = ReportRequest("comparison", draft.client_id, draft.id, language="en", other_id=versions[0].id)

    made = sample_desk.document(request)

    assert "What is new is underlined" in text_of(made.content)
    assert made.file_name == "2026-10 Horno Masalumbre - Scope v1-v2.pdf"


def test_versions_of_two_clients_are_not_compared(sample_desk, draft):
    other = sample_desk.read(clients.tiles)[1]
    foreign = sample_desk.read(reporting.report_page, other.id, Month(2026, 9)).versions[0]

    with pytest.raises(NotFound):
        sample_desk.document(ReportRequest("comparison", draft.client_id, draft.id, other_id=foreign.id))


def test_the_proof_names_each_event_with_its_hashes_and_how_to_check_them(sample_desk, bakery):
    document, _language = sample_desk.read(proof_document, bakery.id)
    made = sample_desk.document(ReportRequest("proof", bakery.id))
    letters = text_of(made.content).replace(" ", "")

    assert document.is_good
    for event in document.events:
        assert all(value in letters for _name, value in event.hashes)
    for paragraph in document.rule:
        assert paragraph.replace(" ", "") in letters
    assert b"proof.json" in made.content


def test_the_proof_of_a_client_to_whom_nothing_was_sent_is_refused(sample_desk):
    with pytest.raises(NotFound, match="nothing to prove"):
        sample_desk.document(ReportRequest("proof", sample_desk.read(clients.tiles)[2].id))


@pytest.mark.parametrize("kind", ["scope", "comparison", "proof"])
def test_the_same_document_has_the_same_bytes(sample_desk, versions, draft, kind):
    request = ReportRequest(kind, draft.client_id, draft.id, other_id=versions[0].id)

    assert sample_desk.document(request).content == sample_desk.document(request).content
