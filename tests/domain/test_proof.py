"""The proof of what was agreed, checked as somebody would who has the file, the rule in it, and not our program."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cmdesk.domain.proof import PARTS, RULE, Evidence, Link, Proof, ProvedVersion, is_link_good
from cmdesk.domain.scope import EventKind, event_hash, fingerprint

CONTENT = '{"form":1,"lines":[{"title":"Publicaciones «diarias»"}],"number":1}'
FILE = b"%PDF-1.7 the client's signature"


def parts(kind, previous, content_hash="", evidence="", note=""):
    return ("7", "1", kind, "2026-10-14", "2026-10-14T09:00:00+00:00", "Nuria Cabal", "", "", note, evidence,
            "si.pdf" if evidence else "", "", content_hash, previous)  # fmt: skip


def made(note="Dijo «sí» en la tienda"):
    digest = fingerprint(CONTENT)
    rows = [("created", ""), ("sent", digest), ("agreed", digest)]
    chain, previous = [], ""
    for kind, content in rows:
        evidence = hashlib.sha256(FILE).hexdigest() if kind == "agreed" else ""
        said = parts(kind, previous, content, evidence, note if kind == "agreed" else "")
        own = event_hash(said)
        chain.append(Link(1, EventKind(kind), date(2026, 10, 14), datetime(2026, 10, 14, 9, tzinfo=UTC), said, own,
                          is_link_good(said, own, previous)))  # fmt: skip
        previous = own
    return Proof("Horno Masalumbre", "Estudio Farolillo", date(2026, 10, 14),
                 (ProvedVersion(1, 1, digest, CONTENT),), tuple(chain),
                 (Evidence("si.pdf", hashlib.sha256(FILE).hexdigest(), len(FILE)),))  # fmt: skip


def sha(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def faults_of(text, files=()):
    """What is wrong with a proof, found with json and hashlib alone, as its rule says."""
    kept = json.loads(text)
    faults = [f"content {one['number']}" for one in kept["versions"] if sha(one["content"]) != one["fingerprint"]]
    prints = {str(one["id"]): one["fingerprint"] for one in kept["versions"]}
    previous = ""
    for number, event in enumerate(kept["events"], 1):
        said = event["parts"]
        if sha(json.dumps(said, ensure_ascii=False)) != event["hash"]:
            faults.append(f"event {number}")
        if said[13] != previous:
            faults.append(f"chain {number}")
        if event["kind"] in {"sent", "agreed"} and said[12] != prints.get(said[1]):
            faults.append(f"fingerprint {number}")
        previous = event["hash"]
    named = {event["parts"][9] for event in kept["events"]} - {""}
    faults += ["file" for data in files if hashlib.sha256(data).hexdigest() not in named]
    return faults


def test_a_reader_without_the_program_finds_it_good():
    assert made().is_good
    assert all(link.is_good for link in made().chain)
    assert faults_of(made().as_json(), [FILE]) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("Publicaciones", "Vacaciones", "content 1"),
        ("en la tienda", "en el bar", "event 3"),
        ('"sent"', '"created"', "event 2"),
    ],
)
def test_what_was_changed_in_it_is_found(old, new, fault):
    text = made().as_json()
    assert old in text
    assert fault in faults_of(text.replace(old, new))


def test_an_event_that_was_taken_out_is_missed():
    proof = made()
    shorter = replace(proof, chain=(proof.chain[0], proof.chain[2]))
    assert faults_of(shorter.as_json()) == ["chain 2"]


def test_another_file_is_no_evidence():
    assert faults_of(made().as_json(), [b"%PDF-1.7 another"]) == ["file"]


def test_a_link_knows_whether_it_holds():
    link = made().chain[1]
    assert is_link_good(link.parts, link.hash, made().chain[0].hash)
    assert not is_link_good(link.parts, link.hash, "")
    assert not is_link_good((*link.parts[:8], "x", *link.parts[9:]), link.hash, made().chain[0].hash)


def test_equal_proofs_are_equal_texts_and_the_rule_stands_in_both_languages():
    assert made().as_json() == made().as_json()
    kept = json.loads(made().as_json())
    assert set(kept["rule"]) == {"en", "es"}
    assert len(RULE["en"]) == len(RULE["es"])
    assert kept["parts"] == list(PARTS)
    assert made().rule("es") == RULE["es"]


def test_parts_are_found_by_name():
    link = made().chain[2]
    assert (link.part("who"), link.part("evidence_name"), link.part("details")) == ("Nuria Cabal", "si.pdf", "")
