"""The answer to a review pack, whole or hurt on its way."""

import json
import quopri
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.review import AnswerKind, ReturnedPost
from cmdesk.exchange.review_answer import coded, read_review_answer, written

ROWS = [
    {"post": 7, "hash": "0123456789abcdef", "answer": "approve", "words": ""},
    {"post": 8, "hash": "0123456789abcdef", "answer": "changes", "words": "Quitad el «ayer» 🥖\ny poned <b>hoy</b>"},
]


def answer(**more):
    made = {
        "kind": "cmdesk-review-answer", "version": 1, "pack": "K7Q2M4XR", "client": "Horno Masalumbre",
        "name": "Elena Robles", "at": "2026-10-15T10:00:00Z", "answers": ROWS,
    }  # fmt: skip
    return {**made, **more}


WAYS = {
    "as it is": lambda code: code,
    "in one line": lambda code: code.replace("\n", ""),
    "quoted": lambda code: "> " + code.replace("\n", "\n> "),
    "quoted twice": lambda code: ">> " + code.replace("\n", "\n>> "),
    "with other line ends": lambda code: code.replace("\n", "\r\n"),
    "with spaces and unseen signs": lambda code: " \u200b".join(code[at : at + 7] for at in range(0, len(code), 7)),
    "with hard spaces": lambda code: code.replace("\n", "\u00a0\n\u00a0"),
    "quoted-printable": lambda code: quopri.encodestring(f"Sí: aquí va\n{code}\nadiós".encode()).decode(),
    "quoted-printable, signs and all": lambda code: code.replace("|", "=7C").replace("+", "=2B").replace("\n", "=\n"),
    "between other words": lambda code: f"Hola | Nuria:\n\n{code}\n\nUn saludo, a | b",
    "with the other base64": lambda code: code.replace("+", "-").replace("/", "_"),
    "with a mark at its start": lambda code: f"\ufeff{code}",
}


class TestWhole:
    def test_a_file_says_who_answered_what(self):
        read = read_review_answer(written(answer()).encode())
        assert (read.code, read.client, read.name) == ("K7Q2M4XR", "Horno Masalumbre", "Elena Robles")
        assert read.answers == (
            ReturnedPost(7, "0123456789abcdef", AnswerKind.APPROVE, ""),
            ReturnedPost(8, "0123456789abcdef", AnswerKind.CHANGES, "Quitad el «ayer» 🥖\ny poned <b>hoy</b>"),
        )

    @pytest.mark.parametrize("is_packed", [True, False])
    @pytest.mark.parametrize("way", WAYS)
    def test_a_code_says_the_same_however_it_travelled(self, way, is_packed):
        code = WAYS[way](coded(answer(), is_packed=is_packed))
        assert read_review_answer(code) == read_review_answer(written(answer()))
        assert read_review_answer(code.encode()) == read_review_answer(written(answer()))

    def test_a_file_that_an_editor_made_pretty_is_the_same(self):
        pretty = json.dumps(json.loads(written(answer())), indent=2)
        assert read_review_answer(pretty) == read_review_answer(written(answer()))

    def test_a_code_of_twelve_posts_is_short(self):
        rows = [{**ROWS[0], "post": 100 + at, "hash": f"{at * 7919:016x}"} for at in range(12)]
        code = coded(answer(answers=rows))
        assert len(code) < 700
        assert max(len(line) for line in code.split("\n")) == 60

    @given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
    def test_any_words_come_back(self, words):
        rows = [{**ROWS[1], "words": words}]
        kept = words.replace("\0", "").replace("\r\n", "\n").strip()
        assert read_review_answer(coded(answer(answers=rows))).answers[0].words == kept


class TestHurt:
    @pytest.mark.parametrize("sign", ["e", "5", "+", "A"])
    @pytest.mark.parametrize("at", [12, 40, 90, 130])
    def test_one_wrong_sign_is_noticed(self, at, sign):
        code = coded(answer())
        hurt = code[:at] + (sign if code[at] != sign else "B") + code[at + 1 :]
        with pytest.raises(RuleBroken):
            read_review_answer(hurt)

    @pytest.mark.parametrize("cut", [1, 5, 20, 100])
    def test_a_code_that_is_cut_is_noticed(self, cut):
        with pytest.raises(RuleBroken, match="damaged"):
            read_review_answer(coded(answer())[:-cut])

    @pytest.mark.parametrize("field", ["name", "pack", "client", "at", "answers"])
    def test_a_file_that_somebody_changed_is_noticed(self, field):
        changed = json.loads(written(answer()))
        changed[field] = "AAAAAAAA" if field == "pack" else ROWS[:1] if field == "answers" else "x"
        with pytest.raises(RuleBroken, match="damaged"):
            read_review_answer(json.dumps(changed))

    @pytest.mark.parametrize(
        ("more", "why"),
        [
            ({"version": 2}, "newer version"),
            ({"kind": "other"}, "no answer to a review pack"),
            ({"pack": "lower"}, "damaged"),
            ({"answers": []}, "damaged"),
            ({"answers": ROWS + ROWS}, "damaged"),
            ({"answers": [{**ROWS[0], "post": "7"}]}, "damaged"),
            ({"answers": [{**ROWS[0], "post": True}]}, "damaged"),
            ({"answers": [{**ROWS[0], "post": 10**30}]}, "damaged"),
            ({"answers": [{**ROWS[0], "answer": "yes"}]}, "damaged"),
            ({"answers": [{**ROWS[0], "words": "a" * 5000}]}, "damaged"),
            ({"answers": [{**ROWS[0], "words": None}]}, "damaged"),
            ({"answers": [7]}, "damaged"),
            ({"answers": {"7": "approve"}}, "damaged"),
            ({"name": "a" * 300}, "damaged"),
            ({"name": ["Elena"]}, "damaged"),
            ({"answers": [{**ROWS[0], "post": at} for at in range(1, 102)]}, "damaged"),
        ],
    )
    def test_what_no_page_writes_is_refused(self, more, why):
        with pytest.raises(RuleBroken, match=why):
            read_review_answer(written(answer(**more)))

    @pytest.mark.parametrize(
        "text",
        ["", "   ", "Todo bien", "{", "{}", "[]", "null", "{" * 5000, '{"a":' * 5000, "|CMDESK1|z||00000000|", "NaN"],
    )
    def test_what_is_no_answer_is_refused_with_a_sentence(self, text):
        with pytest.raises(RuleBroken):
            read_review_answer(text)

    @pytest.mark.parametrize("data", [b"\x00" * 100, b"\xff\xfe", b"%PDF-1.7", b"PK\x03\x04", b"\xff" * 50])
    def test_another_kind_of_file_is_refused(self, data):
        with pytest.raises(RuleBroken):
            read_review_answer(data)

    def test_a_bomb_is_refused_before_it_grows(self):
        import base64

        squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
        bomb = squeezed.compress(b"0" * 50_000_000) + squeezed.flush()
        letters = base64.b64encode(bomb).decode().rstrip("=")
        with pytest.raises(RuleBroken, match="damaged"):
            read_review_answer(f"|CMDESK1|z|{letters}|00000000|")

    def test_what_is_far_too_large_is_not_even_read(self):
        with pytest.raises(RuleBroken, match="too large"):
            read_review_answer(b"x" * 3_000_000)

    @given(st.binary(max_size=300))
    def test_no_bytes_break_it(self, data):
        with pytest.raises(RuleBroken):
            read_review_answer(data)
