"""A signed scope that came back, as facts: read without the network, without trust, and without believing the file.

Readers fill and sign in many ways, and some save the whole file anew. So the facts are read from what the file says
(`pdf_content`), in the revision that was signed, and then again from the file as it is now. Whether they make a yes is
judged in `domain.signing`.
"""

from __future__ import annotations

import io
import json
import logging
import struct
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from pyhanko.pdf_utils.decode_limits import (
    DEFAULT_PURPOSE_LIMITS,
    DecodeLimits,
    DecodePurpose,
    DocumentDecodeBudget,
    StreamDecodeLimits,
)
from pyhanko.pdf_utils.misc import PdfDecodeLimitError, PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.general import SigningError, UnacceptableSignerError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.signing import (
    AGREE,
    ATTACHMENT,
    DAY,
    NAME,
    ROLE,
    SIGNATURE,
    Content,
    Data,
    Later,
    SignatureFacts,
    SignedFacts,
    lineage_of,
)
from cmdesk.exchange.pdf_content import (
    Likeness,
    Patience,
    TooMuch,
    attached,
    entry,
    form_fields,
    likeness,
    notes,
    text_of,
)
from cmdesk.i18n import gettext as _

LARGEST = 25 * 1024 * 1024
"""Bytes; a scope is a fraction of it, whatever was stamped on it."""
_MOST_PAPERS = 12
_MIB = 1024 * 1024
_LIMITS = DecodeLimits(
    per_stream=StreamDecodeLimits(max_output_size=64 * _MIB),
    per_purpose={
        **DEFAULT_PURPOSE_LIMITS,
        DecodePurpose.OBJECT_STREAM: StreamDecodeLimits(max_output_size=_MIB),
        DecodePurpose.XREF_STREAM: StreamDecodeLimits(max_output_size=_MIB),
    },
    document_budget=DocumentDecodeBudget(base_allowance=192 * _MIB, max_ratio=4),
)
_OFF, _SIGNED = "/Off", "/Sig"
_WEAK = frozenset({"md2", "md4", "md5"})
# What a reader written in Python trips over in a file that was made to trip it.
_STUMBLES = (
    PdfError, ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError, RuntimeError,
    EOFError, MemoryError, struct.error, zlib.error, SigningError, SignatureValidationError, UnacceptableSignerError,
)  # fmt: skip


_CONTENT = {
    Likeness.SAME: Content.SAME,
    Likeness.UNDER_SIGNATURES: Content.SIGNED,
    Likeness.UNDER_MARKS: Content.MARKED,
    Likeness.OTHER: Content.OTHER,
}
_LATER = {
    Likeness.UNDER_SIGNATURES: Later.SIGNED,
    Likeness.UNDER_MARKS: Later.MARKED,
    Likeness.OTHER: Later.CHANGED,
}


class _Patient(io.BytesIO):
    """A file that gives up on a reader who asks for ever."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.patience = Patience()

    def read(self, size: int | None = -1, /) -> bytes:
        """Some bytes, as long as that makes sense."""
        self.patience.step()
        return super().read(size)


@dataclass(frozen=True, slots=True)
class _Found:
    """A signature, the revision that it was put on, and whether it stands where it says that it does."""

    facts: SignatureFacts
    revision: int | None
    is_in_place: bool = True


def read_returned(
    returned: bytes, issued: Sequence[bytes], issued_data: bytes, pinned: Collection[str], at: datetime
) -> SignedFacts:
    """The facts of a file that came back.

    Args:
        returned: The file.
        issued: The PDFs of that version as they were issued, one at least; it is compared with the one it came from.
        issued_data: The data that they carry.
        pinned: Fingerprints of certificates that were accepted for this client before.
        at: When it is looked at.

    Raises:
        RuleBroken: It cannot be read; the sentence says why.
    """
    with _explained():
        file = _opened(returned)
        found = _signatures(file)
        main = next((one for one in found if one.facts.field == SIGNATURE), next(iter(found), None))
        signed = file if main is None or main.revision is None else _revision(file, main.revision)
        papers = _candidates(returned, issued)
        data, number = _data_of(signed, issued_data)
        values, now = _states(signed), _states(file)
        content = _compared(signed, papers, file.stream.patience)
        has_marks = content is Content.MARKED or (main is not None and main.facts.later is Later.MARKED)
        return SignedFacts(
            at=at,
            starts_as_issued=returned.startswith(papers[0]),
            content=content,
            data=data,
            number=number,
            is_ticked=_is_ticked(values),
            name=values.get(NAME, ""),
            role=values.get(ROLE, ""),
            day=values.get(DAY, ""),
            extras=tuple(sorted(_extras(values))),
            signature=main.facts if main else None,
            others=tuple(one.facts for one in found if one is not main),
            is_known=main is not None and main.facts.fingerprint in pinned,
            was_saved_anew=main is not None and not main.is_in_place,
            was_unticked=_is_ticked(values) and not _is_ticked(now),
            notes=notes(file, frozenset(values), file.stream.patience) if has_marks else (),
            has_tail=_has_tail(returned),
        )


def read_signatures(data: bytes) -> tuple[SignatureFacts, ...]:
    """Every signature in any PDF, the oldest first.

    Raises:
        RuleBroken: It cannot be read; the sentence says why.
    """
    with _explained():
        return tuple(found.facts for found in _signatures(_opened(data)))


@contextmanager
def _explained() -> Iterator[None]:
    """Whatever a damaged file does to its reader is one sentence to a person."""
    for name in ("pyhanko", "pyhanko_certvalidator"):  # they log whole tracebacks of what is merely unusual
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    except (TooMuch, PdfDecodeLimitError) as error:
        raise RuleBroken(
            _("This PDF holds far more than the one that you sent, so it was not read."), field="evidence"
        ) from error
    except _STUMBLES as error:
        raise RuleBroken(_("This PDF is damaged, so it cannot be read. Ask for it again."), field="evidence") from error


def _opened(data: bytes) -> Any:
    if not data:
        raise RuleBroken(_("The file is empty. Choose another one."), field="evidence")
    if b"%PDF-" not in data[:1024]:
        raise RuleBroken(_("This is not a PDF. Choose the file that the client signed."), field="evidence")
    if len(data) > LARGEST:
        raise RuleBroken(
            _("This PDF is larger than 25 MB, far more than the one that you sent, so it was not read."),
            field="evidence",
        )
    file = PdfFileReader(_Patient(data), strict=False, decode_limits=_LIMITS)
    if file.encrypted:
        raise RuleBroken(_("This PDF is locked with a password. Ask for one without."), field="evidence")
    if not isinstance(file.root, dict):
        raise ValueError("no catalogue")
    return file


def _revision(file: Any, number: int) -> Any:
    return file if number == file.total_revisions - 1 else file.get_historical_resolver(number)


# --- What it says -----------------------------------------------------------------------------------------------------


def _candidates(returned: bytes, issued: Sequence[bytes]) -> list[bytes]:
    """The issued papers that it may have come from: the one that it begins with, else all, the newest first."""
    papers = list(dict.fromkeys(reversed(issued)))
    return [paper for paper in papers if returned.startswith(paper)][:1] or papers[:_MOST_PAPERS]


def _compared(signed: Any, papers: Sequence[bytes], patience: Patience) -> Content:
    """How a revision reads beside the paper that it is most like."""
    best = Likeness.OTHER
    for paper in papers:
        issued = PdfFileReader(io.BytesIO(paper), strict=False)
        best = max(best, likeness(issued, signed, frozenset(form_fields(issued)), patience))
        if best is Likeness.SAME:
            break
    return _CONTENT[best]


def _data_of(signed: Any, issued_data: bytes) -> tuple[Data, int | None]:
    """The data inside, beside what was issued, and the number of another version of the same client's scope."""
    files = attached(signed, ATTACHMENT)
    if not files:
        return Data.MISSING, None
    if all(data == issued_data for data in files):
        return Data.SAME, None
    ours, theirs = _json(issued_data), _json(files[0])
    number = theirs.get("number")
    if ours.get("client") == theirs.get("client") and isinstance(number, int) and number != ours.get("number"):
        return Data.OTHER, number
    return Data.OTHER, None


def _json(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _states(revision: Any) -> dict[str, str]:
    """What the fields of the form say; of a signature only whether it is there."""
    return {name: _state(field) for name, field in form_fields(revision).items()}


def _state(field: Any) -> str:
    value = entry(field, "/V")
    if entry(field, "/FT") == "/Sig":
        return _SIGNED if isinstance(value, dict) else ""
    words = text_of(value)
    if entry(field, "/FT") == "/Btn" and (entry(field, "/AS") or words) != words:
        return _OFF  # a box that does not show its tick is not ticked
    return words


def _is_ticked(values: dict[str, str], name: str = AGREE) -> bool:
    return values.get(name, "") not in {"", _OFF}


def _extras(values: dict[str, str]) -> Iterator[str]:
    for name in values:
        lineage = lineage_of(name)
        if lineage is not None and _is_ticked(values, name):
            yield lineage


def _has_tail(data: bytes) -> bool:
    """Whether anything but white space follows the end of the document."""
    end = data.rfind(b"%%EOF")
    return end >= 0 and bool(data[end + 5 :].strip(b"\x00\t\n\x0c\r "))


# --- Signatures -------------------------------------------------------------------------------------------------------


def _signatures(file: Any) -> list[_Found]:
    """Every signature with its revision, the oldest first; a time stamp says nothing about who agreed."""
    found = []
    for name, _value, field in enumerate_sig_fields(file, filled_status=True):
        kept = entry(field.get_object(), "/V")
        if not isinstance(kept, dict) or entry(kept, "/Type") != "/DocTimeStamp":
            found.append(_signature(file, text_of(name), field))
    return sorted(found, key=lambda one: file.total_revisions if one.revision is None else one.revision)


def _signature(file: Any, name: str, field: Any) -> _Found:
    try:
        signature: Any = EmbeddedPdfSignature(file, field, name)
        certificate = signature.signer_cert
        facts = _of_certificate(SignatureFacts(name), certificate)
        facts = replace(facts, signed_at=_in_utc(signature.self_reported_timestamp))
    except _STUMBLES:
        return _Found(SignatureFacts(name, is_readable=False, later=Later.NOTHING), None)
    is_intact, is_readable = _integrity(signature, certificate)
    is_in_place = _is_in_place(file, signature)
    facts = replace(
        facts,
        is_intact=is_intact,
        is_readable=is_readable,
        is_whole=is_in_place and _covers(signature),
        later=_gained(file, signature.signed_revision),
    )
    return _Found(facts, signature.signed_revision, is_in_place)


def _of_certificate(facts: SignatureFacts, certificate: Any) -> SignatureFacts:
    return replace(
        facts,
        signer=_named(certificate.subject),
        issuer=_named(certificate.issuer),
        fingerprint=certificate.sha256.hex(),
        valid_from=_in_utc(certificate.not_valid_before),
        valid_until=_in_utc(certificate.not_valid_after),
    )


def _named(name: Any) -> str:
    """The name of a person or a company in a certificate."""
    parts = name.native
    for key in ("common_name", "organization_name", "email_address"):
        if parts.get(key):
            value = parts[key]
            return text_of(value if isinstance(value, str) else str(value[0]))
    return text_of(name.human_friendly)


def _in_utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _integrity(signature: Any, certificate: Any) -> tuple[bool, bool]:
    """Whether signed bytes and signature fit together, and whether that can be told at all."""
    if signature.md_algorithm in _WEAK or entry(signature.sig_object, "/SubFilter") == "/adbe.pkcs7.sha1":
        return False, False
    try:
        digest = signature.compute_digest()
        is_intact, is_valid = validate_sig_integrity(signature.signer_info, certificate, "data", digest)
    except NotImplementedError:
        return False, False
    except _STUMBLES:
        return False, True
    return bool(is_intact and is_valid), True


def _is_in_place(file: Any, signature: Any) -> bool:
    """Whether the gap that the signature leaves holds itself and nothing else.

    It does not when another program wrote the file from scratch.
    """
    try:
        _first, end, start, _length = (int(part) for part in signature.byte_range)
        file.stream.seek(end)
        gap = file.stream.read(start - end)
        is_signature = gap[:1] == b"<" and gap[-1:] == b">"
        return is_signature and bytes.fromhex(gap[1:-1].decode("ascii")) == bytes(signature.pkcs7_content)
    except _STUMBLES:
        return False


def _covers(signature: Any) -> bool:
    """Whether all of the revision is signed but the signature itself."""
    try:
        return bool(signature.evaluate_signature_coverage() >= SignatureCoverageLevel.ENTIRE_REVISION)
    except _STUMBLES:
        return False


def _gained(file: Any, revision: int) -> Later:
    """What a file says now beside one of its revisions."""
    if revision == file.total_revisions - 1:
        return Later.NOTHING
    then = _revision(file, revision)
    level = likeness(then, file, frozenset(form_fields(then)), file.stream.patience)
    if level is Likeness.SAME:
        before, now = _states(then), _states(file)
        return Later.NOTHING if all(before[name] == now.get(name) for name in before) else Later.FILLED
    return _LATER[level]
