"""The proof of what was agreed with a client: what was sent, what happened, and the hashes that tie it together.

Whoever gets it can check it without the program: the rule stands in it, in both languages. Nothing but JSON and SHA-256
is needed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from cmdesk.domain.scope import EventKind, Fault, event_hash, fingerprint

FORM: Final = 1  # of the JSON; an older one stays readable
PARTS: Final = (
    "client", "version", "kind", "day", "at", "who", "contact", "means", "note", "evidence", "evidence_name",
    "last_day", "fingerprint", "previous_hash", "details",
)  # fmt: skip
"""What stands in each place of an event's parts; details only where there are some."""
RULE: Final = {
    "en": (
        "What was sent: take the text “content” of a version exactly as it stands, as UTF-8. Its SHA-256 is the "
        "“fingerprint” of the version. The first 12 letters of it are printed in the client's PDF.",
        "What happened: write the “parts” of an event as one JSON list: texts in double quotes, a comma and a space "
        "between them; only quotation marks, backslashes and control characters are escaped. The SHA-256 of that line, "
        "as UTF-8, is the “hash” of the event.",
        "The chain: the 14th part of each event is the hash of the event before it; of the first one it is empty. The "
        "13th part of “sent” and “agreed” is the fingerprint of the version that the second part names.",
        "The evidence: the 10th part of an event is the SHA-256 of the file that was kept with it.",
        "The anchor: whoever changes something afterwards must write every later hash anew. The fingerprint in the "
        "client's own copy cannot be changed with it.",
    ),
    "es": (
        "Lo que se envió: toma el texto «content» de una versión tal como está, en UTF-8. Su SHA-256 es el "
        "«fingerprint» (la huella) de la versión. Sus 12 primeros caracteres van impresos en el PDF del cliente.",
        "Lo que pasó: escribe los «parts» de un suceso como una lista JSON en una línea: los textos entre comillas "
        "dobles, con una coma y un espacio entre ellos; solo se escapan las comillas, las barras invertidas y los "
        "caracteres de control. El SHA-256 de esa línea, en UTF-8, es el «hash» del suceso.",
        "La cadena: la parte 14 de cada suceso es el hash del suceso anterior; la del primero está vacía. La parte 13 "
        "de «sent» y «agreed» es la huella de la versión que nombra la segunda parte.",
        "Las pruebas: la parte 10 de un suceso es el SHA-256 del archivo que se guardó con él.",
        "El ancla: quien cambie algo después tiene que volver a escribir todos los hashes siguientes. La huella de la "
        "copia del cliente no se puede cambiar con ellos.",
    ),
}


@dataclass(frozen=True, slots=True)
class ProvedVersion:
    """A version as it was sent: its number, its whole content and the fingerprint of that."""

    id: int
    number: int
    fingerprint: str
    content: str

    @property
    def is_good(self) -> bool:
        """Whether the content has this fingerprint."""
        return fingerprint(self.content) == self.fingerprint


@dataclass(frozen=True, slots=True)
class Link:
    """One event of the chain.

    Attributes:
        number: Of the version.
        kind: What happened.
        day: When, by the calendar.
        at: When it was written, in UTC.
        parts: What its hash covers, in order.
        hash: Its hash.
        is_good: Whether the hash is that of the parts, and they name the hash before it.
    """

    number: int
    kind: EventKind
    day: date
    at: datetime
    parts: tuple[str, ...]
    hash: str
    is_good: bool = True

    def part(self, name: str) -> str:
        """One of its parts; empty where it has none."""
        place = PARTS.index(name)
        return self.parts[place] if place < len(self.parts) else ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that proves an event."""

    name: str
    hash: str
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Proof:
    """All that proves what was agreed with a client."""

    client: str
    agency: str
    made_on: date
    versions: tuple[ProvedVersion, ...]
    chain: tuple[Link, ...]
    evidence: tuple[Evidence, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether all reads as it was written."""
        return not self.faults

    def rule(self, language: str) -> tuple[str, ...]:
        """How to check it without the program, paragraph by paragraph."""
        return RULE["es" if language == "es" else "en"]

    def as_json(self) -> str:
        """The same as canonical JSON: sorted and compact, equal for equal content."""
        return json.dumps(self._plain(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def _plain(self) -> dict[str, Any]:
        return {
            "form": FORM,
            "client": self.client,
            "agency": self.agency,
            "made_on": self.made_on.isoformat(),
            "rule": {language: list(sentences) for language, sentences in RULE.items()},
            "parts": list(PARTS),
            "versions": [
                {"id": one.id, "number": one.number, "fingerprint": one.fingerprint, "content": one.content}
                for one in self.versions
            ],
            "events": [
                {"version": link.number, "kind": str(link.kind), "parts": list(link.parts), "hash": link.hash}
                for link in self.chain
            ],
            "evidence": [{"name": one.name, "sha256": one.hash, "bytes": one.size} for one in self.evidence],
        }


def is_link_good(parts: Sequence[str], own_hash: str, previous: str) -> bool:
    """Whether an event's hash is that of its parts, and they name the hash of the event before it."""
    return event_hash(parts) == own_hash and parts[PARTS.index("previous_hash")] == previous
