"""What a signed scope that came back proves: five facts together, and one of three outcomes.

One green tick proves nothing: a signature may stand, whole and valid, below another text, beside another price, or
without the box that says yes. So five things are asked of a file: does it begin with the bytes that we issued; does
the revision that was signed read as we issued it; does it carry the data that we attached; is the box ticked and the
name written in that revision; and does the signature hold, with a certificate that is known. Whoever has no
certificate ticks and types, which is an honest yes and is called what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import quote, unquote

from cmdesk.i18n import N_, spoken
from cmdesk.i18n import gettext as _

ATTACHMENT = "scope.json"
NAME, ROLE, DAY, AGREE, SIGNATURE = "name", "role", "date", "agree", "signature"
_EXTRA = "extra:"


def extra_field(lineage: str) -> str:
    """What the box of an optional line is called in the form; a full stop would mean a level there."""
    return _EXTRA + quote(lineage, safe="").replace(".", "%2E")


def lineage_of(field: str) -> str | None:
    """The optional line whose box a field is, or none."""
    return unquote(field.removeprefix(_EXTRA)) if field.startswith(_EXTRA) else None


class Outcome(StrEnum):
    """What a file that came back says."""

    AGREED = "agreed"
    NOT_AGREED = "not_agreed"
    LOOK_AT_IT = "look_at_it"


OUTCOME_NAMES = {
    Outcome.AGREED: N_("Agreed"),
    Outcome.NOT_AGREED: N_("Not agreed"),
    Outcome.LOOK_AT_IT: N_("Look at it"),
}


class Way(StrEnum):
    """How the client said yes in the file."""

    CERTIFICATE = "certificate"
    TYPED = "typed"
    NONE = "none"


WAY_NAMES = {
    Way.CERTIFICATE: N_("Signed with a certificate"),
    Way.TYPED: N_("Ticked and typed, without a certificate"),
    Way.NONE: N_("Neither ticked nor signed"),
}


class Later(StrEnum):
    """What a file gained after the revision that counts; the worst that was found."""

    NOTHING = "nothing"
    FILLED = "filled"  # fields of the form
    SIGNED = "signed"  # a signature that covers a part of a page
    MARKED = "marked"  # something written or drawn on top of the pages
    CHANGED = "changed"  # what the pages say


class Content(StrEnum):
    """How the revision that counts reads, beside what was issued."""

    SAME = "same"
    SIGNED = "signed"  # the same, with a signature on top that we left no room for
    MARKED = "marked"  # the same, with something written or drawn on top
    OTHER = "other"


class Data(StrEnum):
    """The attached data, beside what was issued."""

    SAME = "same"
    OTHER = "other"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """One signature with a certificate, and whether it holds.

    Attributes:
        field: The field that it stands in.
        signer: Whom the certificate names.
        issuer: Who vouches for that name; the signer's own name when nobody else does.
        fingerprint: SHA-256 of the certificate, as hexadecimal; empty when it cannot be read.
        valid_from: From when the certificate holds.
        valid_until: Until when.
        signed_at: When it was signed, as the signer's computer says.
        is_intact: Whether the signed bytes and the signature fit together.
        is_whole: Whether it covers its revision without a gap.
        is_readable: Whether it is of a kind that can be checked.
        later: What the file gained after it.
    """

    field: str
    signer: str = ""
    issuer: str = ""
    fingerprint: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    signed_at: datetime | None = None
    is_intact: bool = False
    is_whole: bool = False
    is_readable: bool = True
    later: Later = Later.NOTHING

    @property
    def holds(self) -> bool:
        """Whether nobody changed anything between the bytes that it covers."""
        return self.is_intact and self.is_whole and self.is_readable

    def held_on(self, moment: datetime) -> bool:
        """Whether the certificate was in its time then; one without a time never ends."""
        return (self.valid_from is None or self.valid_from <= moment) and (
            self.valid_until is None or moment <= self.valid_until
        )


@dataclass(frozen=True, slots=True)
class SignedFacts:
    """What was found in a file that came back. The values of the form are those of the revision that counts.

    Attributes:
        at: When it was looked at.
        starts_as_issued: Whether it begins with the bytes that were issued; a program that saves anew changes that.
        content: How the revision that counts reads, beside what was issued.
        data: The attached data in it.
        number: The number of the version in that data, when it is another.
        is_ticked: Whether the box says yes.
        name: Who is named in the form.
        role: Their job title, as they wrote it.
        day: The day, as they wrote it.
        extras: The optional lines that were ticked, by lineage.
        signature: The signature with a certificate, if there is one.
        others: Further signatures.
        is_known: Whether the certificate was accepted for this client before.
        was_saved_anew: Whether a program wrote the whole file from scratch after it was signed.
        was_unticked: Whether the tick is gone in the file as it is now.
        notes: What was written on top of the pages, as text.
        has_tail: Whether bytes follow the end of the document.
    """

    at: datetime
    starts_as_issued: bool
    content: Content
    data: Data
    number: int | None = None
    is_ticked: bool = False
    name: str = ""
    role: str = ""
    day: str = ""
    extras: tuple[str, ...] = ()
    signature: SignatureFacts | None = None
    others: tuple[SignatureFacts, ...] = ()
    is_known: bool = False
    was_saved_anew: bool = False
    was_unticked: bool = False
    notes: tuple[str, ...] = ()
    has_tail: bool = False

    @property
    def later(self) -> Later:
        """What the file gained after the revision that counts; without a signature that is the last one."""
        return self.signature.later if self.signature else Later.NOTHING

    @property
    def way(self) -> Way:
        """How the client said yes, whether or not it counts."""
        if self.signature is not None:
            return Way.CERTIFICATE
        return Way.TYPED if self.is_ticked or self.name else Way.NONE


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an outcome is what it is: a sentence in the language that is spoken now, and what it argues for."""

    outcome: Outcome
    sentence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file that came back proves, and why.

    Attributes:
        outcome: One of the three.
        reasons: Whole sentences; those that decide come first, and there is always one.
        facts: What it was judged by.
    """

    outcome: Outcome
    reasons: tuple[str, ...]
    facts: SignedFacts

    @property
    def way(self) -> Way:
        """With a certificate, or ticked and typed."""
        return self.facts.way


def judge(facts: SignedFacts) -> Verdict:
    """Weigh the facts together: one that speaks against a yes outweighs all that speak for it."""
    found = list(_reasons(facts)) or [Reason(Outcome.AGREED, _yes_words(facts))]
    reasons = sorted(found, key=lambda reason: reason.outcome is not Outcome.NOT_AGREED)
    return Verdict(reasons[0].outcome, tuple(reason.sentence for reason in reasons), facts)


def _reasons(facts: SignedFacts) -> Iterator[Reason]:
    if facts.content is Content.OTHER or facts.data is not Data.SAME:
        yield _not(_other_words(facts))
        return
    yield from _signature_reasons(facts)
    yield from _form_reasons(facts)
    yield from _later_reasons(facts)


def _other_words(facts: SignedFacts) -> str:
    """Why the file is not the one that was sent."""
    if facts.data is Data.MISSING and facts.content is Content.OTHER:
        return _(
            "This is not the file that you sent. If it is a scan or a print of it, note another way of agreeing "
            "and keep the file as evidence."
        )
    if facts.number is not None:
        return _("This is version {number}, not the one that waits for an answer.").format(number=facts.number)
    if facts.data is Data.OTHER:
        return _("The data inside the file is not what you sent: it belongs to another document, or was changed.")
    if facts.data is Data.MISSING:
        return _("The data that you sent inside the file is gone, so something was taken out of it.")
    if facts.signature is not None and facts.signature.holds:
        return _("The pages do not say what you sent: something was changed before it was signed.")
    return _("The pages do not say what you sent: something in the file was changed.")


def _signature_reasons(facts: SignedFacts) -> Iterator[Reason]:
    signature = facts.signature
    if signature is None:
        return
    if not signature.is_readable:
        yield _look(_("The signature is of a kind that cannot be checked here. Check it with another program."))
    elif not signature.holds and (facts.starts_as_issued or not facts.was_saved_anew):
        yield _not(_("The signature is broken: something in the file was changed after it was signed."))
    elif not signature.holds:
        yield _look(
            _("Another program saved the file anew, and that broke the signature. What it says is what you sent.")
        )
    else:
        yield from _certificate_reasons(facts, signature)
    if any(not other.holds for other in facts.others):
        yield _look(_("There is a second signature in the file, and it does not hold."))


def _certificate_reasons(facts: SignedFacts, signature: SignatureFacts) -> Iterator[Reason]:
    if not facts.is_known:
        yield _look(
            _("You see this certificate for the first time. It names {signer}, and {issuer} vouches for it.").format(
                signer=signature.signer or _("nobody"), issuer=signature.issuer or _("nobody")
            )
            if signature.issuer != signature.signer
            else _(
                "You see this certificate for the first time. It names {signer}, and nobody else vouches for it."
            ).format(signer=signature.signer or _("nobody"))
        )
    moment = signature.signed_at or facts.at
    if not signature.held_on(moment) or not signature.held_on(facts.at):
        yield _look(
            _("The certificate holds from {first} to {last}, and not on {day}.").format(
                first=_day(signature.valid_from),
                last=_day(signature.valid_until),
                day=_day(facts.at if signature.held_on(moment) else moment),
            )
        )


def _form_reasons(facts: SignedFacts) -> Iterator[Reason]:
    is_signed = facts.signature is not None
    if not facts.is_ticked and not is_signed:
        yield _not(
            _("{name} is written in the form, but the box “I agree” is not ticked.").format(name=facts.name)
            if facts.name
            else _("The form is empty: the box “I agree” is not ticked, and nobody signed.")
        )
    elif not facts.is_ticked:
        yield _look(_("It is signed, but the box “I agree” is not ticked. Ask whether they agree."))
    elif not facts.name:
        yield _look(_("The box “I agree” is ticked, but nobody wrote a name."))
    if facts.content is not Content.SAME:
        yield _look(_top_words(facts))


def _top_words(facts: SignedFacts) -> str:
    """What was put on top of the pages."""
    if Content.MARKED is not facts.content and Later.MARKED is not facts.later:
        return _("A signature stands on the page where you left no room for it. See what it covers.")
    if facts.notes:
        return _("Somebody wrote on the pages: “{note}”. Read it before you count this as a yes.").format(
            note="” “".join(facts.notes)
        )
    return _("Something was drawn or put on top of the pages. See what it covers before you count this as a yes.")


def _later_reasons(facts: SignedFacts) -> Iterator[Reason]:
    if facts.later is Later.CHANGED:
        yield _not(_("After it was signed, the pages were changed: they do not say any more what was signed."))
    elif facts.was_unticked:
        yield _not(_("The box “I agree” was ticked when it was signed, and is not ticked any more."))
    elif facts.later in {Later.MARKED, Later.SIGNED} and facts.content is Content.SAME:
        yield _look(_top_words(facts))
    elif facts.later is Later.FILLED:
        yield _look(_("After it was signed, the form was filled in again. What counts is what was signed."))
    if facts.has_tail:
        yield _look(_("More bytes follow the end of the document. Nothing that it says was changed by them."))


def _yes_words(facts: SignedFacts) -> str:
    signature = facts.signature
    if signature is None:
        return _("{name} ticked “I agree” and typed the name, without a certificate. It says what you sent.").format(
            name=facts.name
        )
    return _("{signer} signed with a certificate that you know. It says what you sent.").format(
        signer=signature.signer or facts.name
    )


def _not(sentence: str) -> Reason:
    return Reason(Outcome.NOT_AGREED, sentence)


def _look(sentence: str) -> Reason:
    return Reason(Outcome.LOOK_AT_IT, sentence)


def _day(moment: datetime | None) -> str:
    return spoken().day(moment.date()) if moment else "…"


# --- Kept with the event ----------------------------------------------------------------------------------------------


def as_plain(verdict: Verdict) -> dict[str, Any]:
    """A verdict as values that JSON knows, to be kept with the event."""
    return {
        "outcome": str(verdict.outcome),
        "reasons": list(verdict.reasons),
        "facts": _plain_of(asdict(verdict.facts)),
    }


def from_plain(kept: Mapping[str, Any]) -> Verdict:
    """A verdict as it was kept; it is not judged anew, since rules and certificates change."""
    facts = dict(kept["facts"])
    signature = facts.pop("signature", None)
    others = facts.pop("others", ())
    return Verdict(
        Outcome(kept["outcome"]),
        tuple(kept["reasons"]),
        SignedFacts(
            **_known(SignedFacts, facts),
            signature=None if signature is None else SignatureFacts(**_known(SignatureFacts, signature)),
            others=tuple(SignatureFacts(**_known(SignatureFacts, other)) for other in others),
        ),
    )


def fingerprint_in(kept: Mapping[str, Any]) -> str:
    """The fingerprint of the certificate in a verdict as it was kept; empty when there was none."""
    signature = (kept.get("facts") or {}).get("signature") or {}
    return str(signature.get("fingerprint") or "")


def _plain_of(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain_of(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain_of(part) for part in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value


_MOMENTS = frozenset({"at", "valid_from", "valid_until", "signed_at"})
_LISTS = frozenset({"extras", "notes"})
_WORDS: dict[str, type[StrEnum]] = {"content": Content, "data": Data, "later": Later}


def _known(form: Any, kept: Mapping[str, Any]) -> dict[str, Any]:
    """The values that this version of the program knows, as they were."""
    found: dict[str, Any] = {}
    for name in {field.name for field in fields(form)} & kept.keys():
        value = kept[name]
        if name in _MOMENTS and value is not None:
            value = datetime.fromisoformat(value)
        elif name in _LISTS:
            value = tuple(value)
        elif name in _WORDS:
            value = _WORDS[name](value)
        found[name] = value
    return found
