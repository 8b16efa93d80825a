"""The catalogue on the command line, and the proof of what it does."""

from __future__ import annotations


def test_what_is_asked_of_the_trade_stands_beside_what_does_it(ask, agency):
    proof = ask("catalogue", "--asked")
    covers = {service["code"]: service["covers"] for service in ask("catalogue")}
    by_id = {item["id"]: item for item in proof["asked"]}

    assert len(by_id) == 165
    assert proof["open"] == []
    assert all(item["services"] for item in proof["asked"] if item["kind"] != "principle")
    assert all(id_ in covers[code] for id_, item in by_id.items() for code in item["services"])
    assert {code for item in proof["asked"] for code in item["parts"]} == {part["code"] for part in proof["parts"]}
    assert "scope.no_silent_gaps" in by_id["S4-S01"]["parts"]


def test_the_proof_reads_as_a_table(say, agency):
    english, spanish = say("catalogue", "--asked"), say("catalogue", "--asked", language="es")

    assert "165 things are asked. All are answered." in english.out
    assert "LIS-READ" in english.out
    assert "Inform people of what concerns them" in english.out
    assert "Informar a la gente de lo que le afecta" in spanish.out


def test_the_services_are_listed_by_area(say, ask, agency):
    lines = say("catalogue").out.splitlines()

    assert len(lines) - 1 == len(ask("catalogue"))
    assert lines[1].startswith("STA-PROFILES")
