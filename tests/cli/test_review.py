"""Review packs by words: made, answered, filed."""

import re

import pytest

from cmdesk.exchange.review_answer import coded


@pytest.fixture
def pack(agency, ask, tmp_path):
    """A pack of two posts, and its page."""
    for day in ("2026-10-20", "2026-10-22"):
        ask("posts", "add", "Hogaza", "--client", "horno", "--on", day, "--text", "Pan de dos días")
    made = ask("review", "pack", "horno", "--month", "2026-10", "--by", "2026-10-18", "--to", str(tmp_path / "p.pdf"))
    return made, (tmp_path / "p.html").read_text()


def answer(pack, page, *kinds):
    hashes = re.findall(r'"hash":"([0-9a-f]{16})"', page)
    rows = [
        {"post": post, "hash": found, "answer": kind, "words": "Más luz"}
        for post, found, kind in zip(pack["posts"], hashes, kinds, strict=False)
    ]
    return coded(
        {
            "kind": "cmdesk-review-answer", "version": 1, "pack": pack["code"], "client": "Horno Masalumbre",
            "name": "Elena Masal", "at": "2026-10-15T10:00:00Z", "answers": rows,
        }
    )  # fmt: skip


def test_a_pack_is_saved_as_a_page_and_on_paper(pack, ask, tmp_path):
    made, page = pack
    assert len(made["posts"]) == 2
    assert page.startswith("<!DOCTYPE html>")
    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF")
    assert [row["status"] for row in ask("posts", "list", "--client", "horno")] == ["client_review"] * 2
    assert ask("review", "list", "horno")[0]["answered"] == 0


def test_an_answer_is_looked_at_then_filed_once(pack, ask, say, tmp_path):
    file = tmp_path / "mail.txt"
    file.write_text(f"Hola:\n\n> {answer(*pack, 'approve', 'changes')}".replace("\n", "\n> "))
    shown = ask("review", "answers", str(file), "--look")
    assert [row["answer"] for row in shown["answers"]] == ["approve", "changes"]
    assert ask("review", "answers", str(file))["filed"] == {"approved": 1, "changes": 1, "comments": 0}
    assert [row["status"] for row in ask("posts", "list", "--client", "horno")] == ["approved", "draft"]
    again = say("review", "answers", str(file))
    assert again.code == 1
    assert "answered already" in again.out
    assert ask("review", "list", "horno")[0]["answered"] == 2


@pytest.mark.parametrize("text", ["", "nothing", "|CMDESK1|z|AAAA|00000000|"])
def test_what_is_no_answer_is_refused_in_a_sentence(pack, say, tmp_path, text):
    file = tmp_path / "mail.txt"
    file.write_text(text)
    said = say("review", "answers", str(file))
    assert said.code == 1
    assert said.err.count("\n") == 1


def test_a_month_without_posts_is_refused(agency, say, tmp_path):
    said = say("review", "pack", "horno", "--month", "2027-01", "--to", str(tmp_path / "p.html"))
    assert (said.code, (tmp_path / "p.html").exists()) == (1, False)


def test_a_file_that_is_not_there_is_told(agency, say, tmp_path):
    assert "cannot be read" in say("review", "answers", str(tmp_path / "gone.json")).err
