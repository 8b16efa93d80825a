"""What people write comes out as they wrote it."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from cmdesk.reports.style import BODY
from cmdesk.reports.text import plain, set_lines
from cmdesk.reports.writer import render_scope, render_status
from tests.reports.documents import REPORT, SCOPE, letters_of, text_fields, text_of, with_text

MARKUP = (
    "<b>bold</b>",
    "<font color='red'>red</font>",
    "<img src='file:///etc/passwd'/>",
    "<para><a href='http://example.org'>x</a></para>",
    "&lt;i&gt; &amp; &#65;",
    "</para><para>",
    "<!-- gone --><![CDATA[x]]>",
    "[red]__bold__ {{7*7}} ${x} %(y)s {day}",
    "(\\) ) Tj ET Q (",
    "<font color=\"[__import__('os').system('touch cmdesk_pwned')]\">",
)
DRAWN_ELSEWHERE = {("client", "letters"), ("agency", "colour"), ("cost", "currency"), ("published", 0, "url")}
ONE_LINE = {("agency", "mail"), ("agency", "phone")}  # the footer cuts what is too long for a line
NOT_PRINTED = {
    ("quantities", 0, "area"),  # only where prices are printed by area
    ("planned", 0, "url"),
    ("changed", "lines", 0, "kind"),
    ("optional", 0, "lineage"),
    ("expectations", 0, "answer"),
    ("data",),  # inside the file, not on its pages
}
NOT_IN_REPORTS = {
    ("agency", "address"),
    ("agency", "tax_id"),
    ("client", "address"),
    ("client", "tax_id"),
    ("client", "legal_name"),
}


def fields_of(document, *left_out):
    return [path for path in text_fields(document) if path not in DRAWN_ELSEWHERE | NOT_PRINTED | set(left_out)]


def all_markup_for(path):
    return " ".join(MARKUP[:1] if path in ONE_LINE else MARKUP)


@pytest.mark.parametrize("path", fields_of(SCOPE), ids=str)
def test_markup_in_a_scope_is_text(path):
    markup = all_markup_for(path)

    assert "".join(markup.split()) in letters_of(render_scope(with_text(SCOPE, path, markup), "en"))


@pytest.mark.parametrize("path", fields_of(REPORT, *NOT_IN_REPORTS), ids=str)
def test_markup_in_a_report_is_text(path):
    markup = all_markup_for(path)

    assert "".join(markup.split()) in letters_of(render_status(with_text(REPORT, path, markup), "en"))


@pytest.mark.parametrize(
    "path",
    [("client", "name"), ("areas", 0, "sentences", 0, "who"), ("quantities", 0, "who"), ("figures", 0, "value")],
    ids=str,
)
def test_a_word_of_a_hundred_thousand_letters_comes_out(path):
    word = "abcdefghij" * 10_000
    started = time.process_time()

    letters = letters_of(render_scope(with_text(SCOPE, path, word), "en"))

    assert letters.count("abcdefghij") > 5_000
    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    "emoji", ["🥐", "👩🏽‍🍳", "👨‍👩‍👧", "🇪🇸", "1️⃣", "❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🤌🏿"], ids=lambda e: "-".join(f"{ord(c):x}" for c in e)
)
def test_an_emoji_is_drawn_and_can_be_copied(emoji):
    pdf = render_scope(replace(SCOPE, changes=f"Pan{emoji}fin"), "en")

    assert f"Pan{emoji}fin" in letters_of(pdf)
    assert len(pdf) > len(render_scope(replace(SCOPE, changes="Pan fin"), "en"))


def test_a_character_that_no_font_has_is_marked_and_kept():
    line = set_lines((("pan 漢字 pan", False),), BODY, 500)[0]

    assert [piece.text for piece in line.pieces if piece.kind == "mark"] == ["漢字"]
    assert "漢字" in text_of(render_scope(replace(SCOPE, changes="pan 漢字 pan"), "en"))


def test_letters_in_fancy_dress_are_drawn_plain():
    line = set_lines((("𝗣𝗮𝗻 ﬁno", False),), BODY, 500)[0]

    assert "".join(piece.text for piece in line.pieces) == "Pan fino"


def test_signs_that_the_font_has_stay_letters():
    line = set_lines((("✓ → ★ © ™", False),), BODY, 500)[0]

    assert {piece.kind for piece in line.pieces} == {"text"}


@pytest.mark.parametrize(
    ("written", "drawn"),
    [("a\r\nb", "a\nb"), ("e\u0301", "é"), ("a\x00b", "a\ufffdb"), ("a\ud800b", "a\ufffdb"), ("a\u2028b", "a\nb")],
)
def test_text_is_made_drawable(written, drawn):
    assert plain(written) == drawn


def test_no_line_is_wider_than_its_column():
    words = "Una publicación larguísima-con-guiones 🥐🥐🥐 漢漢漢漢漢漢 y unapalabrainterminablequenocabeenninguncaso"

    for width in (15, 40, 97, 200):
        lines = set_lines(((words, False), (words, True)), BODY, width)
        assert all(line.width <= width + 0.01 for line in lines)
        kept = "".join(piece.text for line in lines for piece in line.pieces)
        assert "".join(kept.split()) == "".join(f"{words}{words}".split())
