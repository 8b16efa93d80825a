"""Names are found whatever their accents and case, and never guessed between two."""

from __future__ import annotations

import pytest

from cmdesk.cli.names import Named, named
from cmdesk.domain.errors import NotFound, RuleBroken

KNOWN = [
    Named(1, "Horno Masalumbre", ("HM",)),
    Named(2, "Clínica Velanova", ("CV",)),
    Named(3, "Librería Sobrecubierta", ("LS",)),
    Named(4, "Librería Sur", ("LU",)),
]


def find(wanted, known=KNOWN):
    return named(wanted, known, "There is no client called “{name}”.", "Several are called “{name}”: {names}.")


@pytest.mark.parametrize(
    ("wanted", "key"),
    [
        ("Horno Masalumbre", 1),
        ("  horno   MASALUMBRE ", 1),
        ("hm", 1),
        ("clinica", 2),
        ("CLÍNICA", 2),
        ("velanova", 2),
        ("libreria sob", 3),
        ("sur", 4),
        ("3", 3),
        ("#4", 4),
    ],
)
def test_a_name_is_found(wanted, key):
    assert find(wanted) == key


def test_a_whole_name_wins_over_a_longer_one():
    assert find("sur", [Named(1, "Sur"), Named(2, "Sur de Europa")]) == 1


def test_an_ambiguous_name_is_refused_with_the_candidates():
    with pytest.raises(RuleBroken) as refused:
        find("librería")
    assert str(refused.value) == (
        "Several are called “librería”: “Librería Sobrecubierta” (LS) and “Librería Sur” (LU)."
    )


def test_two_of_the_same_name_are_told_apart_by_their_code():
    twins = [Named(1, "Bar Sol", ("BS",)), Named(2, "Bar Sol", ("BO",))]
    with pytest.raises(RuleBroken, match=r"BS.*BO"):
        find("bar sol", twins)
    assert find("bo", twins) == 2


@pytest.mark.parametrize("wanted", ["nobody", "", "  ", "99"])
def test_an_unknown_name_is_refused_with_those_that_are_known(wanted):
    with pytest.raises(NotFound, match="Horno Masalumbre"):
        find(wanted)


def test_a_long_list_of_names_is_not_recited():
    many = [Named(key, f"Casa {key:03d}") for key in range(50)]
    with pytest.raises(RuleBroken) as refused:
        find("casa", many)
    assert str(refused.value).count("“Casa") == 12
    with pytest.raises(NotFound) as missing:
        find("horno", many)
    assert "Casa" not in str(missing.value)
