"""What a client's fields may hold, and what a new client gets by itself."""

from datetime import UTC, date, datetime

import pytest

from cmdesk.domain.bin import days_left
from cmdesk.domain.clients import (
    CHANNEL_RULES,
    CLIENT_RULES,
    CONTACT_RULES,
    checked_address,
    checked_field,
    checked_letters,
    checked_mail,
    free_colour,
    free_letters,
)
from cmdesk.domain.errors import RuleBroken


@pytest.mark.parametrize(
    ("name", "taken", "letters"),
    [
        ("Horno Masalumbre", set(), "HM"),
        ("Clínica Velanova", set(), "CV"),
        ("Librería Sobrecubierta", set(), "LS"),
        ("Ópera", set(), "OP"),
        ("La Panadería", set(), "PA"),
        ("Horno Masalumbre", {"HM"}, "HA"),
        ("7 Calas", set(), "7C"),
        ("¡!", set(), "XA"),
    ],
)
def test_letters_come_from_the_name_and_move_on_while_they_are_taken(name, taken, letters):
    assert free_letters(name, taken) == letters


def test_letters_are_found_even_when_most_are_taken():
    assert free_letters("X", {f"X{c}" for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345678"}) == "X9"


def test_the_next_colour_is_the_one_that_the_fewest_have():
    assert free_colour([]) == 1
    assert free_colour([1, 2, 4]) == 3
    assert free_colour([1, 2, 3, 4, 5, 6, 7, 8, 1]) == 2


def test_letters_are_two_and_in_capitals():
    assert checked_letters(" fa ", set()) == "FA"


@pytest.mark.parametrize("text", ["", "A", "ABC", "A-", "  "])
def test_other_letters_are_refused(text):
    with pytest.raises(RuleBroken) as refused:
        checked_letters(text, set())
    assert refused.value.field == "letters"


def test_letters_of_another_client_are_refused():
    with pytest.raises(RuleBroken, match="HM"):
        checked_letters("hm", {"HM"})


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        ("instagram.com/horno", "https://instagram.com/horno"),
        ("http://example.com", "http://example.com"),
        ("https://example.com/a?b=c#d", "https://example.com/a?b=c#d"),
        ("localhost:8080/a", "https://localhost:8080/a"),
    ],
)
def test_a_web_address_gets_its_beginning(written, kept):
    assert checked_address(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://example.com",
        "https://",
        "two words",
        "http://[",
        "data:text/html,x",
    ],
)
def test_what_no_browser_should_open_is_refused(written):
    with pytest.raises(RuleBroken):
        checked_address(written)


def test_mail_has_one_at_sign():
    assert checked_mail(" elena@masalumbre.example ") == "elena@masalumbre.example"
    assert checked_mail("") == ""
    for wrong in ("elena", "a@b@c", "a b@c"):
        with pytest.raises(RuleBroken):
            checked_mail(wrong)


@pytest.mark.parametrize(
    ("rules", "field", "value"),
    [
        (CLIENT_RULES, "name", "  "),
        (CLIENT_RULES, "name", "x" * 501),
        (CLIENT_RULES, "time_zone", "Europe/Nowhere"),
        (CLIENT_RULES, "colour", 9),
        (CLIENT_RULES, "colour", 0),
        (CLIENT_RULES, "currency", "EURO"),
        (CLIENT_RULES, "language", "fr"),
        (CLIENT_RULES, "address", "thou"),
        (CLIENT_RULES, "status", "lost"),
        (CLIENT_RULES, "notes", "x" * 50_001),
        (CLIENT_RULES, "deleted_at", None),
        (CONTACT_RULES, "area", "kitchen"),
        (CONTACT_RULES, "name", ""),
        (CHANNEL_RULES, "network", "myspace"),
        (CHANNEL_RULES, "usual_minute", 1440),
        (CHANNEL_RULES, "url", "javascript:alert(1)"),
    ],
)
def test_what_cannot_be_is_refused_and_says_where(rules, field, value):
    with pytest.raises(RuleBroken) as refused:
        checked_field(rules, field, value)
    assert refused.value.field == field


def test_a_line_loses_its_line_breaks_and_a_text_keeps_them():
    assert checked_field(CLIENT_RULES, "name", " Horno\n Masalumbre ") == "Horno Masalumbre"
    assert checked_field(CLIENT_RULES, "notes", "One\nTwo\n") == "One\nTwo"


def test_the_bin_keeps_for_thirty_days():
    deleted = datetime(2026, 10, 1, 22, tzinfo=UTC)
    assert days_left(deleted, date(2026, 10, 1)) == 30
    assert days_left(deleted, date(2026, 10, 31)) == 0
    assert days_left(deleted, date(2026, 12, 31)) == 0
    assert days_left(deleted, date(2026, 9, 30)) == 30  # west of Greenwich it is still yesterday
