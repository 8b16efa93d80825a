"""What is said on the command line, and what it answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

import main
from cmdesk.cli.call import remember
from tests.made import FOUNDER, made

TODAY = "2026-10-14"


@dataclass(frozen=True)
class Said:
    """What a call of the program answered."""

    code: object
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Its answer as one JSON document."""
        return json.loads(self.out)


@pytest.fixture
def say(capsys):
    """Say words to the program, on a fixed day, in English unless the words say otherwise."""

    def said(*words, today=TODAY, language="en"):
        capsys.readouterr()
        code = main.main(["--today", today, "--language", language, *words])
        heard = capsys.readouterr()
        return Said(code, heard.out, heard.err)

    return said


@pytest.fixture
def ask(say):
    """Say words that must succeed, and return the JSON document of their answer."""

    def asked(*words, **given):
        answer = say(*words, "--json", **given)
        assert (answer.code, answer.err) == (0, "") or answer.code == 0, answer.err
        return answer.data

    return asked


@pytest.fixture
def agency(request, ask, tmp_path):
    """The file of an agency with a bakery as its client."""
    file = tmp_path / "farolillo.cmdesk"
    proof = tmp_path / "yes.pdf"
    proof.write_bytes(b"%PDF-1.4 the client's signature")

    def found(place):
        ask("-w", place, "new", "--agency", "Estudio Farolillo", "--owner", "Nuria Cabal")
        ask("clients", "add", "Horno Masalumbre", "--contact", "Elena Masal", "--email", "elena@horno.example",
            "--channel", "instagram:@horno", "--channel", "facebook", "--template", "essential")  # fmt: skip

    def agree(place):
        made(place, "said agency", found)
        remember(place, FOUNDER)
        ask("scope", "set", "horno", "--first-day", "2026-10-01")
        ask("scope", "set", "horno", "feed", "--quantity", "2")
        ask("scope", "send", "horno")
        ask("scope", "agree", "horno", "--by", "elena", "--means", "signed-pdf", "--evidence", str(proof))

    is_agreed = "agreed" in request.fixturenames
    made(file, "agreed agency" if is_agreed else "said agency", agree if is_agreed else found)
    remember(str(file), FOUNDER)
    return str(file)


@pytest.fixture
def agreed(agency):
    """The same agency, whose scope is in force since the beginning of the month."""
    return agency
