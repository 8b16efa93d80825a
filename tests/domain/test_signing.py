"""From five facts about a file that came back to one of three outcomes."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cmdesk import i18n
from cmdesk.domain.signing import (
    Content,
    Data,
    Later,
    Outcome,
    SignatureFacts,
    SignedFacts,
    Way,
    as_plain,
    extra_field,
    fingerprint_in,
    from_plain,
    judge,
    lineage_of,
)

NOW = datetime(2026, 10, 20, 9, tzinfo=UTC)
SIGNATURE = SignatureFacts(
    "signature",
    signer="Elena Robles",
    issuer="FNMT",
    fingerprint="ab" * 32,
    valid_from=NOW - timedelta(days=30),
    valid_until=NOW + timedelta(days=300),
    signed_at=NOW - timedelta(days=1),
    is_intact=True,
    is_whole=True,
)
TYPED = SignedFacts(
    NOW, starts_as_issued=True, content=Content.SAME, data=Data.SAME, is_ticked=True, name="Elena Robles"
)
SIGNED = replace(TYPED, signature=SIGNATURE, is_known=True)
BROKEN = replace(SIGNATURE, is_intact=False)
ANEW = replace(SIGNED, signature=BROKEN, starts_as_issued=False, was_saved_anew=True)
AGREED, NOT_AGREED, LOOK = Outcome.AGREED, Outcome.NOT_AGREED, Outcome.LOOK_AT_IT


def signed(**changes):
    """The facts of a good file whose signature differs in something."""
    return replace(SIGNED, signature=replace(SIGNATURE, **changes))


CASES = {
    # with a certificate
    "honest, with a certificate that is known": (SIGNED, AGREED, "Elena Robles signed"),
    "the same, saved in a revision of its own": (replace(SIGNED, starts_as_issued=True), AGREED, "Elena Robles signed"),
    "a certificate seen for the first time": (replace(SIGNED, is_known=False), LOOK, "FNMT vouches for it"),
    "the same, and nobody vouches for it": (
        replace(signed(issuer="Elena Robles"), is_known=False), LOOK, "nobody else vouches"
    ),
    "a certificate that names nobody": (replace(signed(signer=""), is_known=False), LOOK, "names nobody"),
    "a certificate past its time when it was signed": (
        signed(valid_until=NOW - timedelta(days=2)), LOOK, "and not on 19 October 2026"
    ),
    "a certificate past its time since": (signed(valid_until=NOW - timedelta(hours=1)), LOOK, "not on 20 October 2026"),
    "a certificate without an end": (signed(valid_until=None, valid_from=None), AGREED, "Elena Robles signed"),
    "a broken signature on our bytes": (replace(SIGNED, signature=BROKEN), NOT_AGREED, "signature is broken"),
    "a signature that leaves a gap": (signed(is_whole=False), NOT_AGREED, "signature is broken"),
    "a broken signature on other bytes": (
        replace(SIGNED, signature=BROKEN, starts_as_issued=False), NOT_AGREED, "signature is broken"
    ),
    "saved anew by another program": (
        ANEW, LOOK, "saved the file anew"
    ),
    "saved anew and without a name": (
        replace(ANEW, name=""), LOOK, "saved the file anew"
    ),
    "a kind that cannot be checked": (signed(is_readable=False), LOOK, "cannot be checked here"),
    "a second signature that does not hold": (replace(SIGNED, others=(BROKEN,)), LOOK, "second signature"),
    "a second signature that holds": (replace(SIGNED, others=(SIGNATURE,)), AGREED, "Elena Robles signed"),
    "signed and not ticked": (replace(SIGNED, is_ticked=False), LOOK, "not ticked. Ask"),
    "signed, ticked and without a name": (replace(SIGNED, name=""), LOOK, "nobody wrote a name"),
    # without one
    "ticked and typed": (TYPED, AGREED, "without a certificate"),
    "ticked and typed, and saved anew": (replace(TYPED, starts_as_issued=False), AGREED, "without a certificate"),
    "ticked and no name": (replace(TYPED, name=""), LOOK, "nobody wrote a name"),
    "a name and no tick": (replace(TYPED, is_ticked=False), NOT_AGREED, "Elena Robles is written"),
    "an empty form": (replace(TYPED, is_ticked=False, name=""), NOT_AGREED, "The form is empty"),
    # what it says
    "the page was changed before it was signed": (
        replace(SIGNED, content=Content.OTHER), NOT_AGREED, "changed before it was signed"
    ),
    "the page was changed and nobody signed": (replace(TYPED, content=Content.OTHER), NOT_AGREED, "was changed"),
    "other data": (replace(SIGNED, data=Data.OTHER), NOT_AGREED, "data inside the file is not what you sent"),
    "no data": (replace(SIGNED, data=Data.MISSING), NOT_AGREED, "data that you sent inside the file is gone"),
    "another version, properly signed": (
        replace(SIGNED, content=Content.OTHER, data=Data.OTHER, number=2), NOT_AGREED, "This is version 2"
    ),
    "another document or a scan": (
        replace(TYPED, content=Content.OTHER, data=Data.MISSING), NOT_AGREED, "not the file that you sent"
    ),
    "a note on the page": (
        replace(SIGNED, content=Content.MARKED, notes=("20 posts",)), LOOK, "“20 posts”. Read it"
    ),
    "two notes on the page": (replace(TYPED, content=Content.MARKED, notes=("a", "b")), LOOK, "“a” “b”"),
    "a drawing on the page": (replace(TYPED, content=Content.MARKED), LOOK, "drawn or put on top"),
    "a signature on top of the page": (replace(SIGNED, content=Content.SIGNED), LOOK, "left no room for it"),
    # what happened later
    "the page was changed after it was signed": (signed(later=Later.CHANGED), NOT_AGREED, "After it was signed"),
    "the tick was taken away after it was signed": (
        replace(signed(later=Later.FILLED), was_unticked=True), NOT_AGREED, "not ticked any more"
    ),
    "the form was filled in again": (signed(later=Later.FILLED), LOOK, "filled in again"),
    "a note was added after it was signed": (replace(signed(later=Later.MARKED), notes=("but",)), LOOK, "“but”"),
    "a second signature covers the page": (signed(later=Later.SIGNED), LOOK, "left no room for it"),
    "bytes follow the end": (replace(SIGNED, has_tail=True), LOOK, "More bytes follow"),
    "bytes follow the end of a typed one": (replace(TYPED, has_tail=True), LOOK, "More bytes follow"),
}  # fmt: skip


@pytest.mark.parametrize(("facts", "outcome", "words"), CASES.values(), ids=CASES.keys())
def test_the_facts_make_one_of_three_outcomes_with_its_reason(facts, outcome, words):
    verdict = judge(facts)

    assert verdict.outcome is outcome
    assert words in verdict.reasons[0]
    assert all(reason.endswith(".") and "{" not in reason for reason in verdict.reasons)


def test_what_speaks_against_a_yes_outweighs_all_else_and_comes_first():
    verdict = judge(replace(signed(later=Later.CHANGED), is_known=False, has_tail=True))

    assert verdict.outcome is NOT_AGREED
    assert verdict.reasons[0].startswith("After it was signed, the pages were changed")
    assert len(verdict.reasons) == 3


def test_a_yes_gives_one_reason():
    assert len(judge(SIGNED).reasons) == len(judge(TYPED).reasons) == 1


@pytest.mark.parametrize(
    ("facts", "way"),
    [
        (SIGNED, Way.CERTIFICATE),
        (replace(SIGNED, is_ticked=False, name=""), Way.CERTIFICATE),
        (TYPED, Way.TYPED),
        (replace(TYPED, is_ticked=False, name=""), Way.NONE),
    ],
)
def test_the_way_is_called_what_it_is(facts, way):
    assert judge(facts).way is way


@pytest.mark.parametrize(
    "facts", [SIGNED, TYPED, replace(SIGNED, extras=("photo", "reels"), others=(BROKEN,), notes=("a",), number=2)]
)
def test_a_verdict_is_kept_as_plain_values_and_read_as_it_was(facts):
    verdict = judge(facts)
    kept = json.loads(json.dumps(as_plain(verdict)))

    assert from_plain(kept) == verdict


def test_a_kept_verdict_of_a_later_version_of_the_program_can_be_read():
    kept = as_plain(judge(SIGNED))
    kept["facts"]["weather"] = "rain"

    assert from_plain(kept) == judge(SIGNED)


def test_the_certificate_of_a_kept_verdict_is_found():
    assert fingerprint_in(as_plain(judge(SIGNED))) == SIGNATURE.fingerprint
    assert fingerprint_in(as_plain(judge(TYPED))) == ""
    assert fingerprint_in({}) == ""


@pytest.mark.parametrize("lineage", ["photo_session", "own.3", "año nuevo/ñ", "a:b%2E.c"])
def test_the_box_of_a_line_leads_back_to_it(lineage):
    assert "." not in extra_field(lineage)
    assert lineage_of(extra_field(lineage)) == lineage


def test_other_fields_are_no_lines():
    assert lineage_of("name") is None


def test_a_day_is_written_as_the_language_has_it():
    i18n.use("es")
    assert "19 de octubre de 2026" in judge(signed(valid_until=NOW - timedelta(days=2))).reasons[0]
