"""A signed scope comes back to a real desk: it is compared with what was issued, and its certificate is remembered."""

import hashlib
import io

import pikepdf
import pytest

from cmdesk.desk import Desk, system_clock
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.domain.scope import Means, ScopeStatus, Treatment
from cmdesk.domain.signing import ATTACHMENT, Outcome, Way, extra_field
from cmdesk.services import clients, scopes
from cmdesk.services.reading import scope_versions
from cmdesk.services.reporting import ReportRequest, keep_run
from cmdesk.services.signing import issued_papers, known_certificates
from tests.made import Stage, world
from tests.signed import (
    FILLED,
    NOW,
    filled,
    filled_by_pdfium,
    fingerprint,
    painted_over,
    poppler_says,
    saved_anew,
    sheet,
    signed,
    signed_by_poppler,
    signer,
)

TODAY = NOW.date()


def add_bakery(desk: Desk, _told):
    client_id = desk.do(clients.add_client, "Horno Masalumbre").value
    desk.do(clients.add_contact, client_id, "Elena Robles", signs_scope=True)
    desk.do(clients.add_channel, client_id, "instagram")
    return client_id


def send(desk, told):
    scope_id = desk.do(scopes.draft_from_template, told["bakery"], "growth").value
    desk.do(scopes.send, scope_id)
    return scope_id


STAGES = {"bakery": Stage(add_bakery), "sent": Stage(send, "bakery")}


@pytest.fixture
def workspace(request, vacant):
    with world(request, vacant, STAGES, language="en", today=TODAY, clock=lambda: NOW) as opened:
        yield opened


def issue(desk, client_id, scope_id, words="Alcance"):
    """Issue a page of this version that carries its data."""
    data = desk.read(_content, scope_id)
    pdf = sheet(data, words)
    desk.do(keep_run, ReportRequest("scope", client_id, scope_id), "es", pdf)
    return pdf


def _content(session, scope_id):
    from sqlalchemy import select

    from cmdesk.models import ScopeEvent

    query = select(ScopeEvent.content).where(ScopeEvent.scope_id == scope_id, ScopeEvent.kind == "sent")
    return session.scalars(query).one().encode()


@pytest.fixture
def issued(desk, bakery, sent):
    return issue(desk, bakery, sent)


def agree(desk, client_id, scope_id, verdict):
    elena = desk.read(clients.contacts, client_id)[0].id
    desk.do(scopes.agree, scope_id, elena, TODAY, Means.SIGNED_PDF, verdict=verdict)


def test_a_ticked_and_typed_file_is_a_yes(desk, sent, issued):
    verdict = desk.look_at_signed(sent, filled(issued))

    assert (verdict.outcome, verdict.way) == (Outcome.AGREED, Way.TYPED)
    assert verdict.facts.name == "Elena Robles"
    assert verdict.facts.at == NOW


def test_a_tampered_file_is_refused(desk, sent, issued):
    assert desk.look_at_signed(sent, painted_over(signed(filled(issued)))).outcome is Outcome.NOT_AGREED


def test_looking_changes_nothing(desk, bakery, sent, issued):
    before = desk.read(scopes.events, bakery)
    desk.look_at_signed(sent, signed(filled(issued)))

    assert desk.read(scopes.events, bakery) == before


def test_a_certificate_is_known_once_somebody_agreed_with_it(desk, bakery, sent, issued):
    returned = signed(filled(issued))
    first = desk.look_at_signed(sent, returned)
    assert first.outcome is Outcome.LOOK_AT_IT

    agree(desk, bakery, sent, first)

    assert desk.read(known_certificates, bakery) == {fingerprint(signer())}
    assert desk.look_at_signed(sent, returned).outcome is Outcome.AGREED


def test_a_certificate_is_known_for_one_client_only(desk, bakery, sent, issued):
    agree(desk, bakery, sent, desk.look_at_signed(sent, signed(filled(issued))))
    other = desk.do(clients.add_client, "Clínica Olmo").value

    assert desk.read(known_certificates, other) == frozenset()


def test_what_was_typed_makes_no_certificate_known(desk, bakery, sent, issued):
    agree(desk, bakery, sent, desk.look_at_signed(sent, filled(issued)))

    assert desk.read(known_certificates, bakery) == frozenset()


def test_every_paper_since_it_was_sent_counts(desk, bakery, sent, issued):
    second = issue(desk, bakery, sent, "Scope")

    assert desk.read(issued_papers, sent).papers == (issued, second)
    for paper in (issued, second):
        assert desk.look_at_signed(sent, filled(paper)).outcome is Outcome.AGREED


def test_without_a_paper_there_is_nothing_to_compare_with(desk, sent):
    with pytest.raises(NotFound, match="No PDF of this version was issued"):
        desk.look_at_signed(sent, b"%PDF-1.7")


def test_a_draft_was_not_sent(desk, bakery):
    draft = desk.do(scopes.draft_from_template, bakery, "growth").value

    with pytest.raises(NotFound, match="not sent"):
        desk.look_at_signed(draft, b"%PDF-1.7")


def test_a_file_that_cannot_be_read_is_said_to_be_so(desk, sent, issued):
    with pytest.raises(RuleBroken, match="not a PDF"):
        desk.look_at_signed(sent, b"yes")


# --- The document itself ----------------------------------------------------------------------------------------------


def exported(desk, client_id, scope_id, folder):
    return desk.export(ReportRequest("scope", client_id, scope_id), folder / "scope.pdf").read_bytes()


def test_the_document_goes_out_and_comes_back_with_the_extras_that_were_ticked(desk, bakery, sent, tmp_path):
    pdf = exported(desk, bakery, sent, tmp_path)
    version = desk.read(scopes.scope, sent)
    offered = [line.lineage for line in version.lines if line.treatment is Treatment.OPTIONAL]

    verdict = desk.look_at_signed(sent, signed(filled(pdf, {**FILLED, extra_field(offered[-1]): "/Yes"})))

    assert verdict.outcome is Outcome.LOOK_AT_IT
    assert "first time" in verdict.reasons[0]
    assert len(verdict.reasons) == 1
    assert verdict.facts.extras == (offered[-1],)


def test_what_sending_drew_is_what_comes_back(desk, bakery):
    draft = desk.do(scopes.draft_from_template, bakery, "growth").value
    paper = desk.send_scope(draft).value.document.content

    assert desk.read(issued_papers, draft).papers == (paper,)
    verdict = desk.look_at_signed(draft, filled(paper))
    assert (verdict.outcome, verdict.facts.starts_as_issued) == (Outcome.AGREED, True)


def test_the_data_inside_has_the_fingerprint_that_is_printed(desk, bakery, sent, tmp_path):
    with pikepdf.open(io.BytesIO(exported(desk, bakery, sent, tmp_path))) as document:
        data = document.attachments[ATTACHMENT].get_file().read_bytes()

    assert hashlib.sha256(data).hexdigest() == desk.read(scopes.scope, sent).fingerprint


@pytest.mark.parametrize("saves_anew", [False, True])
def test_the_document_is_filled_in_a_browser(desk, bakery, sent, tmp_path, saves_anew):
    pdf = exported(desk, bakery, sent, tmp_path)
    verdict = desk.look_at_signed(sent, filled_by_pdfium(pdf, saves_anew=saves_anew))

    assert (verdict.outcome, verdict.way) == (Outcome.AGREED, Way.TYPED)


def test_both_languages_of_a_document_are_known(desk, bakery, sent, tmp_path):
    for language in ("es", "en"):
        request = ReportRequest("scope", bakery, sent, language=language)
        pdf = desk.export(request, tmp_path / f"{language}.pdf").read_bytes()
        assert desk.look_at_signed(sent, saved_anew(filled(pdf))).outcome is Outcome.AGREED


@pytest.mark.needs("pdfsig", "certutil")
def test_the_samples_scopes_are_signed_by_a_tool_that_is_not_ours_and_judged_rightly(sample_desk, tmp_path):
    sample_desk._clock = system_clock  # the tool makes its certificate at the hour that it is
    waiting = [one for one in sample_desk.read(every_scope) if one.status is ScopeStatus.SENT]
    assert waiting
    for version in waiting:
        folder = tmp_path / str(version.id)
        folder.mkdir()
        pdf = exported(sample_desk, version.client_id, version.id, folder)
        returned = signed_by_poppler(filled(pdf), folder)
        verdict = sample_desk.look_at_signed(version.id, returned)

        assert (verdict.outcome, verdict.way) == (Outcome.LOOK_AT_IT, Way.CERTIFICATE)
        assert len(verdict.reasons) == 1
        assert verdict.facts.signature.holds
        assert "Signature is Valid" in poppler_says(returned, folder)
        assert sample_desk.look_at_signed(version.id, painted_over(returned)).outcome is Outcome.NOT_AGREED


def every_scope(session):
    return scope_versions(session, None)
