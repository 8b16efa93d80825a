"""Going on, ending, asking besides and proving, said in words."""

from __future__ import annotations

import hashlib
import json


def test_an_extra_becomes_a_change_order_that_is_compared_and_proved(ask, say, agreed, tmp_path):
    asked = ask("extras", "add", "horno", "Vídeo", "navideño", "--by", "elena", "--price", "300", "--minutes", "240")
    assert (asked["title"], asked["asked_by"], asked["estimate"]) == ("Vídeo navideño", "Elena Masal", "300.00")
    decided = ask("extras", "decide", str(asked["id"]), "change-order")
    assert (decided["decision"], decided["version"]) == ("change_order", 2)
    compared = ask("scope", "compare", "horno", "1", "2")
    (line,) = compared["lines"]
    assert (line["title"], line["what"], line["once"], line["monthly"]) == ("Vídeo navideño", "added", "300.00", "0.00")
    refused = say("extras", "decide", str(asked["id"]), "declined")
    assert (refused.code, refused.err) == (1, "Write why, so that it can be understood later.\n")

    proof = tmp_path / "proof.json"
    ask("scope", "proof", "horno", "--to", str(proof))
    kept = json.loads(proof.read_text(encoding="utf-8"))
    version = kept["versions"][0]
    assert hashlib.sha256(version["content"].encode()).hexdigest() == version["fingerprint"]
    assert say("scope", "proof", "horno", "--to", str(tmp_path / "proof.doc")).code == 1
    assert [one["event"] for one in ask("scope", "history", "horno")][:3] == ["created", "sent", "agreed"]


def test_what_is_agreed_is_ended_with_notice_and_what_is_left_is_decided(ask, say, agreed):
    ask("posts", "add", "Pan", "--client", "horno", "--on", "2026-12-24")
    assert say("scope", "renew", "horno", "--until", "2027-01-01").code == 1  # it has no end
    assert say("scope", "end", "horno", "--last-day", "2026-10-20").code == 1

    ended = ask("scope", "end", "horno", "--last-day", "2026-11-30")

    assert (ended["status"], ended["last_day_in_force"]) == ("ended", "2026-11-30")
    assert "in force until 30 November 2026" in say("scope", "show", "horno").out
    assert [one["kind"] for one in ask("reminders")] == ["ends", "left_over"]
    assert [one["title"] for one in ask("scope", "left", "horno")["posts"]] == ["Pan"]
    assert ask("scope", "left", "horno", "--fate", "tray") == {"fate": "tray", "count": 1}
    assert ask("scope", "left", "horno")["posts"] == []


def test_new_conditions_are_set_in_words(ask, say, agency):
    ask("scope", "set", "horno", "--silence-is-yes", "yes", "--answer-days", "1-6", "--answer-to", "20:30",
        "--renewal-months", "12", "--extra-hour", "45", "--price-print", "area")  # fmt: skip
    ask("scope", "set", "horno", "feed", "--week-days", "2,4", "--carry-cap", "3")
    for wrong in (["--answer-days", "8"], ["--answer-to", "25:00"], ["--silence-is-yes", "perhaps"]):
        assert say("scope", "set", "horno", *wrong).code == 2


def test_a_client_rests_and_goes_on(ask, agency):
    ask("scope", "send", "horno")
    assert [one["kind"] for one in ask("reminders")] == ["waiting"]
    paused = ask("clients", "pause", "horno", "--why", "Works in the shop")
    assert (paused["status"], paused["status_reason"]) == ("paused", "Works in the shop")
    assert ask("reminders") == []
    assert ask("clients", "resume", "horno")["status"] == "active"
