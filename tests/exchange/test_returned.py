"""A signed scope that comes back: what clients, their programs and others do to it, and what we say of it."""

import io
import random
import time
import zlib
from pathlib import Path

import pikepdf
import pytest

from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.signing import AGREE, NAME, Later, Outcome, Way, extra_field, judge
from cmdesk.exchange.returned import LARGEST, read_returned, read_signatures
from tests.signed import (
    FILLED,
    NOW,
    PRICE_BOX,
    SESSION,
    filled,
    filled_by_pdfium,
    filled_by_poppler,
    fingerprint,
    has_poppler_for_forms,
    painted_over,
    paper,
    poppler_says,
    saved_anew,
    signed,
    signed_by_poppler,
    signer,
    with_note,
    with_other_data,
)

SAMPLES = Path(__file__).parents[1] / "data" / "pdf"
AGREED, NOT_AGREED, LOOK = Outcome.AGREED, Outcome.NOT_AGREED, Outcome.LOOK_AT_IT
PATIENT_SECONDS = 10  # on a busy machine; what would go on for ever fails all the same


def verdict(returned, *, known=None, issued=None):
    pdf, data = paper()
    pinned = {fingerprint(signer())} if known is None else known
    return judge(read_returned(returned, issued or [pdf], data, pinned, NOW))


@pytest.fixture(scope="module")
def blank():
    return paper()[0]


@pytest.fixture(scope="module")
def typed(blank):
    return filled(blank)


@pytest.fixture(scope="module")
def whole(typed):
    """Filled, and signed with a certificate that is known."""
    return signed(typed)


# --- An honest yes ----------------------------------------------------------------------------------------------------


def test_a_known_certificate_over_the_filled_form_is_a_yes(whole):
    answer = verdict(whole)

    assert (answer.outcome, answer.way) == (AGREED, Way.CERTIFICATE)
    facts = answer.facts
    assert (facts.name, facts.role, facts.day) == ("Elena Robles", "Gerente", "20 de octubre de 2026")
    assert facts.signature is not None
    assert facts.signature.signer == facts.signature.issuer == "Elena Robles"
    assert facts.signature.fingerprint == fingerprint(signer())
    assert facts.signature.valid_from is not None
    assert facts.signature.valid_from < NOW < facts.signature.valid_until
    assert facts.starts_as_issued


def test_whoever_has_no_certificate_ticks_and_types(typed):
    answer = verdict(typed)

    assert (answer.outcome, answer.way) == (AGREED, Way.TYPED)
    assert answer.facts.signature is None


def test_a_certificate_is_looked_at_by_a_person_the_first_time(whole):
    answer = verdict(whole, known=set())

    assert answer.outcome is LOOK
    assert "first time" in answer.reasons[0]


def test_a_certificate_that_has_expired_is_looked_at(typed):
    old = signer("Elena Robles", days=5)

    answer = verdict(signed(typed, old), known={fingerprint(old)})

    assert answer.outcome is LOOK
    assert "and not on" in answer.reasons[0]


@pytest.mark.parametrize("saves_anew", [False, True])
def test_a_form_filled_in_a_browser_is_a_yes_however_it_was_saved(blank, saves_anew):
    returned = filled_by_pdfium(blank, saves_anew=saves_anew)
    answer = verdict(returned)

    assert (answer.outcome, answer.facts.name) == (AGREED, "Elena Robles")
    assert answer.facts.extras == (SESSION,)
    assert answer.facts.starts_as_issued is not saves_anew
    assert verdict(signed(returned)).outcome is AGREED


@pytest.mark.skipif(not has_poppler_for_forms(), reason="Poppler's bindings for the system's Python are not here")
def test_a_form_filled_by_poppler_is_a_yes(blank, tmp_path):
    answer = verdict(filled_by_poppler(blank, tmp_path))

    assert (answer.outcome, answer.facts.name) == (AGREED, "Elena Robles")


@pytest.mark.needs("pdfsig", "certutil")
@pytest.mark.parametrize("fill", [filled, lambda pdf: filled_by_pdfium(pdf, saves_anew=True)], ids=["ours", "browser"])
def test_a_file_signed_by_a_tool_that_is_not_ours_is_judged_rightly(blank, tmp_path, fill):
    returned = signed_by_poppler(fill(blank), tmp_path)
    first = verdict(returned, known=set())

    assert first.outcome is LOOK
    assert first.facts.signature.holds
    assert first.facts.signature.signer == "Elena Robles"
    assert verdict(returned, known={first.facts.signature.fingerprint}).outcome is AGREED


@pytest.mark.needs("pdfsig", "certutil")
def test_a_file_of_a_tool_that_is_not_ours_is_refused_when_it_was_changed(blank, tmp_path):
    returned = signed_by_poppler(filled(blank), tmp_path)
    known = {verdict(returned).facts.signature.fingerprint}

    assert verdict(painted_over(returned), known=known).outcome is NOT_AGREED
    assert verdict(returned.replace(b"Elena Robles", b"Elena Roblas", 1), known=known).outcome is NOT_AGREED


@pytest.mark.needs("pdfsig", "certutil")
def test_poppler_agrees_on_the_signature(whole, tmp_path):
    assert "Signature is Valid" in poppler_says(whole, tmp_path)
    assert "Total document signed" in poppler_says(whole, tmp_path)
    assert "Signature is Valid" not in poppler_says(whole.replace(b"Gerente", b"Portero"), tmp_path)


def test_the_optional_lines_that_were_ticked_are_read_back(blank):
    assert verdict(filled(blank)).facts.extras == ()
    assert verdict(filled(blank, {**FILLED, extra_field(SESSION): "/Yes"})).facts.extras == (SESSION,)


@pytest.mark.parametrize(
    "how",
    [{}, {"linearize": True}, {"object_stream_mode": pikepdf.ObjectStreamMode.generate}, {"compress_streams": False}],
)
def test_a_filled_form_that_another_program_saved_anew_is_a_yes(typed, how):
    answer = verdict(saved_anew(typed, **how))

    assert answer.outcome is AGREED
    assert not answer.facts.starts_as_issued


def test_any_of_the_papers_that_were_issued_will_do(typed):
    english = paper(price="€450")[0]

    assert verdict(saved_anew(typed), issued=[paper()[0], english]).outcome is AGREED
    assert verdict(saved_anew(typed), issued=[english]).outcome is NOT_AGREED


def test_a_second_person_may_sign_where_nothing_is_covered(whole):
    answer = verdict(signed(whole, signer("Pablo Robles"), field="Second"))

    assert answer.outcome is AGREED
    assert [other.signer for other in answer.facts.others] == ["Pablo Robles"]


# --- Not what was sent ------------------------------------------------------------------------------------------------


def changed_by_a_bit(pdf, at):
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def page_in(pdf):
    """Where the words of the first page begin in the file."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return pdf.index(document.pages[0].Contents.read_raw_bytes())


NOT_A_YES = {
    "nobody did anything": (lambda blank, _typed, _whole: blank, NOT_AGREED, "form is empty"),
    "a byte of a page flipped": (
        lambda blank, _typed, whole: changed_by_a_bit(whole, page_in(blank) + 40), NOT_AGREED, "was changed"
    ),
    "a byte of the look of a box flipped": (
        lambda blank, _typed, whole: changed_by_a_bit(whole, blank.index(b"/BBox")), NOT_AGREED, "signature is broken"
    ),
    "a byte of the form flipped": (
        lambda _blank, _typed, whole: whole.replace(b"Gerente", b"Gerenta"), NOT_AGREED, "signature is broken"
    ),
    "the page changed after it was signed": (
        lambda _blank, _typed, whole: painted_over(whole), NOT_AGREED, "After it was signed"
    ),
    "the page changed before it was signed": (
        lambda _blank, typed, _whole: signed(painted_over(typed)), NOT_AGREED, "before it was signed"
    ),
    "the data swapped before it was signed": (
        lambda _blank, typed, _whole: signed(with_other_data(typed, b"{}")), NOT_AGREED, "not what you sent"
    ),
    "the data swapped after it was signed": (
        lambda _blank, _typed, whole: with_other_data(whole, b"{}"), NOT_AGREED, "After it was signed"
    ),
    "another version, properly signed": (
        lambda _blank, _typed, _whole: signed(filled(paper(number=2)[0])), NOT_AGREED, "This is version 2"
    ),
    "another client's, properly signed": (
        lambda _blank, _typed, _whole: signed(filled(paper(client=2)[0])), NOT_AGREED, "another document"
    ),
    "the tick taken away after it was signed": (
        lambda _blank, _typed, whole: filled(whole, {AGREE: "/Off"}), NOT_AGREED, "not ticked any more"
    ),
    "the signature cut off with the form": (lambda blank, _typed, whole: whole[: len(blank)], NOT_AGREED, "empty"),
    "a file of somebody else": (
        lambda _blank, _typed, _whole: (SAMPLES / "minimal.pdf").read_bytes(), NOT_AGREED, "not the file that you sent"
    ),
    "signed with something else": (
        lambda _blank, _typed, _whole: (SAMPLES / "sig-with-ski-sid.pdf").read_bytes(), NOT_AGREED, "not the file"
    ),
    "a note before it was signed": (
        lambda _blank, typed, _whole: signed(with_note(typed)), LOOK, "“pero 20 publicaciones, por favor”"
    ),
    "a note after it was signed": (lambda _blank, _typed, whole: with_note(whole), LOOK, "“pero 20 publicaciones"),
    "a signature drawn with the finger": (
        lambda _blank, typed, _whole: with_note(typed, "/Ink", ""), LOOK, "drawn or put on top"
    ),
    "signed and not ticked": (
        lambda blank, _typed, _whole: signed(filled(blank, {NAME: "Elena Robles"})), LOOK, "not ticked"
    ),
    "signed beside the form by a program that fills none": (
        lambda blank, _typed, _whole: signed(blank, field="Other"), LOOK, "not ticked"
    ),
    "a signature painted over the price": (
        lambda _blank, typed, _whole: signed(typed, field="Other", box=PRICE_BOX), LOOK, "See what it covers"
    ),
    "a second signature painted over the price": (
        lambda _blank, _typed, whole: signed(whole, signer("Pablo Robles"), field="Other", box=PRICE_BOX),
        LOOK, "See what it covers",
    ),
    "another name after it was signed": (
        lambda _blank, _typed, whole: filled(whole, {NAME: "Pablo"}), LOOK, "filled in again"
    ),
    "saved anew, which breaks the signature": (lambda _blank, _typed, whole: saved_anew(whole), LOOK, "saved the file"),
    "saved anew in another order": (
        lambda _blank, _typed, whole: saved_anew(whole, linearize=True), LOOK, "saved the file"
    ),
    "bytes behind the end": (lambda _blank, _typed, whole: whole + b"more", LOOK, "More bytes"),
    "cut in the middle of the signature": (
        lambda _blank, typed, whole: whole[: len(typed) + 900], LOOK, "More bytes"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "outcome", "words"), NOT_A_YES.values(), ids=NOT_A_YES.keys())
def test_what_was_done_to_the_file_is_seen_and_said(blank, typed, whole, change, outcome, words):
    answer = verdict(change(blank, typed, whole))

    assert answer.outcome is outcome
    assert words in " ".join(answer.reasons)


def test_a_signature_that_was_cut_off_leaves_what_was_ticked_and_typed(typed, whole):
    answer = verdict(whole[: len(typed)])

    assert (answer.outcome, answer.way) == (AGREED, Way.TYPED)


def test_white_space_behind_the_end_is_nothing(whole):
    assert verdict(whole + b"\r\n\n\x00 ").outcome is AGREED


def test_what_counts_is_what_was_signed_not_what_was_typed_later(whole):
    assert verdict(filled(whole, {NAME: "Pablo"})).facts.name == "Elena Robles"


def test_no_flipped_bit_makes_another_yes(whole):
    gap = range(whole.index(b"/Contents <"), whole.index(b">", whole.index(b"/Contents <")))
    chance = random.Random(11)
    for at in chance.sample([at for at in range(len(whole)) if at not in gap], 60):
        try:
            outcome = verdict(changed_by_a_bit(whole, at)).outcome
        except RuleBroken:
            continue
        assert outcome is not AGREED, f"the bit at {at} was not seen"


# --- What cannot be read ----------------------------------------------------------------------------------------------


def pdf_of(*objects, trailer=b"/Root 1 0 R"):
    """A file of these objects, the first of them the catalogue."""
    file, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    ends = b"trailer <</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, len(file))
    return file + table + ends


def stream_of(data, filters=b"/FlateDecode"):
    return b"<</Length %d /Filter [%s]>>stream\n" % (len(data), filters) + data + b"\nendstream"


ZEROS = zlib.compress(bytes(150_000_000))
HOSTILE = {
    "empty": (b"", "empty"),
    "a text": (b"Dear Nuria, yes.", "not a PDF"),
    "larger than any scope": (b"%PDF-1.7\n" + bytes(LARGEST), "larger than 25 MB"),
    "only a head": (b"%PDF-1.7\n%%EOF", "damaged"),
    "an end that is nowhere": (b"%PDF-1.7\nstartxref\n99999999999999999\n%%EOF", "damaged"),
    "noise": (b"%PDF-1.7\n" + random.Random(1).randbytes(500_000) + b"startxref\n9\n%%EOF", "damaged"),
    "no catalogue": (pdf_of(b"1", trailer=b""), "damaged"),
    "a catalogue that is itself": (pdf_of(b"1 0 R"), "damaged"),
    "references in a circle": (pdf_of(b"<</Type/Catalog/X 2 0 R>>", b"3 0 R", b"2 0 R"), "damaged"),
    "a table that leads to itself": (pdf_of(b"<</Type/Catalog>>", trailer=b"/Root 1 0 R /Prev 42"), "damaged"),
    "a form in a circle": (
        pdf_of(b"<</Type/Catalog/AcroForm<</Fields[2 0 R]>>>>", b"<</T(a)/Kids[2 0 R]>>"), "damaged"
    ),
    "lists in lists": (pdf_of(b"<</Type/Catalog/X " + b"[" * 50_000 + b"]" * 50_000 + b">>"), "damaged"),
    "names in a circle": (
        pdf_of(b"<</Type/Catalog/Names<</EmbeddedFiles 2 0 R>>>>", b"<</Kids[2 0 R 2 0 R]>>"), "holds far more"
    ),
    "a page that unfolds": (pdf_of(b"<</Type/Catalog/X 2 0 R>>", stream_of(ZEROS)), "holds far more"),
    "a page that unfolds twice": (
        pdf_of(b"<</Type/Catalog/X 2 0 R>>", stream_of(zlib.compress(ZEROS), b"/FlateDecode/FlateDecode")),
        "holds far more",
    ),
    "a list without end": (pdf_of(b"<</Type/Catalog/X [" + b"1 " * 6_000_000 + b"]>>"), "holds far more"),
}  # fmt: skip


@pytest.mark.parametrize(("file", "words"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_file_that_cannot_be_read_is_answered_with_one_sentence_soon(file, words):
    began = time.process_time()
    with pytest.raises(RuleBroken, match=words) as refused:
        verdict(file)

    assert refused.value.field == "evidence"
    assert time.process_time() - began < PATIENT_SECONDS


@pytest.mark.parametrize("user", ["secret", ""])
def test_a_locked_file_is_said_to_be_locked(typed, user):
    kept = io.BytesIO()
    with pikepdf.open(io.BytesIO(typed)) as document:
        document.save(kept, encryption=pikepdf.Encryption(owner="mine", user=user))

    with pytest.raises(RuleBroken, match="locked"):
        verdict(kept.getvalue())


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_half_a_file_is_damaged(blank, share):
    with pytest.raises(RuleBroken, match="damaged"):
        verdict(blank[: int(len(blank) * share)])


# --- Signatures from elsewhere ----------------------------------------------------------------------------------------

UNCHANGED = {Later.NOTHING, Later.FILLED, Later.SIGNED}
FROM_ELSEWHERE = {
    "minimal.pdf": [],
    "minimal-two-fields-signed-twice.pdf": [("Sig2", True, UNCHANGED), ("Sig1", True, UNCHANGED)],
    "sig-with-ski-sid.pdf": [("Sig1", True, UNCHANGED)],
    "certified-with-indirect-refs-in-dir.pdf": [("Sig1", True, UNCHANGED)],
    "coverage-anomalies_tail-uncovered.pdf": [("Sig1", False, UNCHANGED)],
    "coverage-anomalies_weird-byterange.pdf": [("Sig1", False, UNCHANGED)],
    "form-update-override-appearance-stream.pdf": [("Sig1", True, {Later.FILLED}), ("Sig2", True, {Later.NOTHING})],
    "form-update-override-appearance-stream-sneaky.pdf": [
        ("Sig1", True, {Later.CHANGED}), ("Sig2", True, {Later.NOTHING})
    ],
    "minimal-signed-twice-second-created.pdf": [("Sig1", True, UNCHANGED), ("Signature3", True, UNCHANGED)],
    "own_scope_signed.pdf": [("Acuerdo", True, {Later.NOTHING})],
    "own_scope_tampered_bytes.pdf": [("Acuerdo", False, UNCHANGED)],
}  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), FROM_ELSEWHERE.items(), ids=FROM_ELSEWHERE.keys())
def test_signatures_from_elsewhere_hold_or_do_not(name, expected):
    found = read_signatures((SAMPLES / name).read_bytes())

    assert [(one.field, one.holds) for one in found] == [(field, holds) for field, holds, _later in expected]
    assert all(one.later in later for one, (_field, _holds, later) in zip(found, expected, strict=True))


@pytest.mark.parametrize("name", sorted(FROM_ELSEWHERE))
def test_none_of_them_is_a_yes_to_our_scope(name):
    assert verdict((SAMPLES / name).read_bytes()).outcome is NOT_AGREED


def test_a_form_tree_in_a_circle_is_refused():
    with pytest.raises(RuleBroken, match="damaged"):
        verdict((SAMPLES / "form-tree-circular-ref-input.pdf").read_bytes())
