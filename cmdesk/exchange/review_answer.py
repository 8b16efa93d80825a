"""The answer to a review pack: a small file, or a text code that travelled through a mail or a messenger.

The file is JSON with a checksum. The code is the same JSON, compressed where the browser could, as base64 between two
bars with its checksum: `|CMDESK1|z|eNo…|1A2B3C4D|`. On its way a mail may break its lines, quote it with `>`, or write
it as quoted-printable; none of this hurts it, because no sign of the code means anything to them.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from typing import Any, Final

from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.review import LONGEST_WORDS, MOST_POSTS, AnswerKind, ReturnedAnswer, ReturnedPost
from cmdesk.i18n import gettext as _

KIND: Final = "cmdesk-review-answer"
VERSION: Final = 1
LARGEST: Final = 2_000_000
"""Bytes; an answer with a hundred long texts is a fraction of it."""
_CODE: Final = re.compile(r"\|CMDESK(\d+)\|([zp])\|([A-Za-z0-9+/_-]+)\|([0-9A-Fa-f]{8})\|")
_QUOTES: Final = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_SOFT_BREAK: Final = re.compile(r"=\r?\n")
_PRINTED: Final = re.compile(r"=([0-9A-Fa-f]{2})")
_UNSEEN: Final = re.compile(r"[\s\u200b-\u200f\u2028\u2029\u2060\ufeff\u00ad]+")
_PACK: Final = re.compile(r"[A-Z2-7]{8}")
_FIELDS: Final = ("kind", "version", "pack", "client", "name", "at", "answers")
_LONGEST_NAME: Final = 200


def read_review_answer(data: bytes | str) -> ReturnedAnswer:
    """What came back, from the bytes of a file or from a text that somebody pasted.

    Raises:
        RuleBroken: It is no answer, or it was damaged on its way; the sentence says what to do.
    """
    if len(data) > LARGEST:
        raise RuleBroken(_("This is too large to be an answer. Choose the file that the client sent back."))
    text = _decoded(data) if isinstance(data, bytes) else data
    found = _from_json(text) if text.lstrip("\ufeff \t\r\n").startswith("{") else _from_code(text)
    return _answer(found)


def written(answer: dict[str, Any]) -> str:
    """An answer as its file holds it, with its checksum; the page writes the same."""
    return json.dumps({**answer, "check": checksum(answer)}, ensure_ascii=False, separators=(",", ":"))


def coded(answer: dict[str, Any], *, is_packed: bool = True) -> str:
    """An answer as a text code in lines of sixty letters; the page writes the same."""
    plain = written(answer).encode()
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = squeezed.compress(plain) + squeezed.flush() if is_packed else plain
    letters = base64.b64encode(body).decode().rstrip("=")
    whole = f"|CMDESK{VERSION}|{'z' if is_packed else 'p'}|{letters}|{zlib.crc32(plain):08X}|"
    return "\n".join(whole[at : at + 60] for at in range(0, len(whole), 60))


def checksum(answer: dict[str, Any]) -> str:
    """The CRC-32 of an answer without its checksum, as the page computes it."""
    bare = {name: answer[name] for name in _FIELDS if name in answer}
    text = json.dumps(bare, ensure_ascii=False, separators=(",", ":"))
    return f"{zlib.crc32(text.encode('utf-8', 'surrogatepass')):08X}"


# --- reading ------------------------------------------------------------------------------------


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig",):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")  # a mail that was saved as a file: the code in it is plain letters


def _from_json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text.strip("\ufeff \t\r\n"), parse_constant=_refused_number)
    except (ValueError, RecursionError) as error:
        raise _damaged() from error
    if not isinstance(found, dict) or found.get("kind") != KIND:
        raise RuleBroken(_("This file is no answer to a review pack."))
    return found


def _refused_number(word: str) -> float:
    raise ValueError(word)


def _from_code(text: str) -> dict[str, Any]:
    unquoted = _QUOTES.sub("", _SOFT_BREAK.sub("", text))
    bare = _UNSEEN.sub("", _PRINTED.sub(lambda match: chr(int(match[1], 16)), unquoted))
    match = _CODE.search(bare)
    if match is None:
        if "CMDESK" in bare:
            raise _damaged()
        raise RuleBroken(_("There is no answer in this text. Copy the whole code, from the first bar to the last."))
    if int(match[1]) != VERSION:
        raise _newer()
    plain = _unpacked(match[3], is_packed=match[2] == "z")
    if f"{zlib.crc32(plain):08X}" != match[4].upper():
        raise _damaged()
    return _from_json(plain.decode("utf-8", "replace"))


def _unpacked(letters: str, *, is_packed: bool) -> bytes:
    """The bytes behind the letters of a code, never more than an answer can be."""
    usual = letters.replace("-", "+").replace("_", "/")
    try:
        body = base64.b64decode(usual + "=" * (-len(usual) % 4), validate=True)
        if not is_packed:
            return body
        unpacking = zlib.decompressobj(-15)
        plain = unpacking.decompress(body, LARGEST)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise _damaged() from error
    if unpacking.unconsumed_tail:
        raise _damaged()
    return plain


def _damaged() -> RuleBroken:
    return RuleBroken(
        _("The answer was damaged on its way, so nothing was read. Ask for the file, or copy the whole code again.")
    )


def _newer() -> RuleBroken:
    return RuleBroken(_("This answer was made by a newer version of the program. Update it, then try again."))


# --- checking -----------------------------------------------------------------------------------


def _answer(found: dict[str, Any]) -> ReturnedAnswer:
    """What was read, if it is whole and holds nothing but what an answer holds."""
    version = found.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        raise _newer()
    try:
        is_whole = found.get("check") == checksum(found)
        returned = _returned(found)
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise _damaged() from error
    if not is_whole:
        raise _damaged()
    return returned


def _returned(found: dict[str, Any]) -> ReturnedAnswer:
    code, rows = _line(found["pack"], 8), found["answers"]
    if _PACK.fullmatch(code) is None or not isinstance(rows, list) or not 0 < len(rows) <= MOST_POSTS:
        raise ValueError
    answers = tuple(_row(row) for row in rows)
    if len({one.post_id for one in answers}) < len(answers):
        raise ValueError
    name, client = _line(found["name"], _LONGEST_NAME), _line(found["client"], 500)
    bare = {field: found[field] for field in _FIELDS}
    return ReturnedAnswer(code, client, name, _line(found["at"], 40), answers, written(bare))


def _row(row: Any) -> ReturnedPost:
    if not isinstance(row, dict) or type(row["post"]) is not int or not 0 < row["post"] < 2**31:
        raise TypeError
    return ReturnedPost(row["post"], _line(row["hash"], 64), AnswerKind(row["answer"]), _text(row["words"]))


def _line(value: Any, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest:
        raise TypeError
    return " ".join(_kept(value).split())


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_WORDS:
        raise TypeError
    return _kept(value).replace("\r\n", "\n").strip()


def _kept(text: str) -> str:
    """Without what a database cannot keep."""
    return "".join(letter for letter in text if letter != "\0" and not "\ud800" <= letter <= "\udfff")
