"""The main job from end to end: from no client at all to both documents."""

from __future__ import annotations

from pathlib import Path

from pypdfium2 import PdfDocument

from tests.journeys.user import User

TODAY = "2026-10-14"
FRIDAY, SUNDAY = "2026-10-16", "2026-10-18"
CLIENT = "Pan de Lola"
EVIDENCE = b"From: Lola Prado\r\nSubject: Si\r\n\r\nDe acuerdo con todo.\r\n"


def tell(user: User, folder: Path, address: str = "") -> None:
    """Live the story, in a file or on a server, and read what came of it."""
    evidence = folder / "el-si-de-lola.eml"
    evidence.write_bytes(EVIDENCE)
    user.founds_agency("Estudio Candela", "Marta Olmo", address)
    user.adds_client(CLIENT, "Lola Prado", ["Instagram", "Facebook"])
    user.sends_scope()
    user.agrees(evidence)
    user.go("calendar", "3")
    user.writes_idea("Pan de otono")
    user.plans_idea("Pan de otono", FRIDAY)
    user.moves_post("Pan de otono", SUNDAY)
    user.undoes()
    user.sees_on(FRIDAY, "Pan de otono")
    user.go("tasks", "4")
    user.writes_task("Fotos del horno")
    user.moves_card("Fotos del horno", 1)
    user.go("reports", "7")
    user.saves_document("scope", folder / "alcance.pdf")
    user.saves_document("status", folder / "informe.pdf")
    scope, report = text_of(folder / "alcance.pdf"), text_of(folder / "informe.pdf")
    assert CLIENT in scope
    assert "Lola Prado" in scope
    assert "Estudio Candela" in scope
    assert CLIENT in report


def text_of(path: Path) -> str:
    """All that a document says."""
    with PdfDocument(path) as document:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return " ".join(text.split())
