"""Damage that the database itself does not see is found and named."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from datetime import date

import psycopg
import pytest
from PIL import Image
from sqlalchemy import make_url

from cmdesk.desk import check_workspace, open_desk
from cmdesk.domain.scope import Means
from cmdesk.services import catalogue, clients, posts, scopes
from cmdesk.services.checking import faults
from tests.made import add_picture, founded, made

TODAY = date(2026, 10, 14)
FROZEN = ("scope", "scope_line", "scope_event", "journal", "blob")


def picture(colour="red"):
    target = io.BytesIO()
    Image.new("RGB", (300, 300), colour).save(target, "PNG")
    return target.getvalue()


def fill(place):
    desk = open_desk(founded(place, today=TODAY), member_id=1, today=TODAY)
    client_id = desk.do(clients.add_client, "Horno Masalumbre").value
    desk.do(clients.add_channel, client_id, "instagram", handle="@horno")
    contact_id = desk.do(clients.add_contact, client_id, "Elena Masal", signs_scope=True).value
    scope_id = desk.do(scopes.draft_from_template, client_id, desk.read(catalogue.templates)[0].code).value
    desk.do(scopes.send, scope_id)
    desk.do(scopes.agree, scope_id, contact_id, TODAY, Means.SIGNED_PDF, evidence_name="yes.pdf", evidence=b"%PDF yes")
    post_id = desk.do(posts.add_post, client_id, "Pan", day=TODAY).value
    add_picture(desk, post_id, "bread.png", picture())
    desk.close()


@pytest.fixture
def workspace(vacant):
    """An agency with a scope that was agreed on paper, and a post with a picture."""
    made(vacant, "checking", fill)
    return vacant


def tamper(workspace, *statements):
    """Write into the tables from outside the program, with the triggers out of the way."""
    if workspace.startswith("sqlite"):
        with closing(sqlite3.connect(workspace.removeprefix("sqlite:///"), isolation_level=None)) as connection:
            triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _sql in triggers:
                connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                connection.execute(statement)
            for _name, sql in triggers:
                connection.execute(sql)
        return
    url = make_url(workspace)
    with psycopg.connect(
        host=str(url.query["host"]), user=url.username, dbname=url.database, autocommit=True
    ) as connection:
        for table in FROZEN:
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            connection.execute(statement.replace("X'00'", r"'\x00'"))
        for table in FROZEN:
            connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def found(workspace):
    """What the check names."""
    return [(fault.what, fault.where) for fault in check_workspace(workspace, today=TODAY).faults]


def verified(workspace):
    """What the proof of the client's agreement says."""
    desk = open_desk(workspace, today=TODAY)
    try:
        return [fault.what for fault in desk.read(scopes.verify, 1).faults]
    finally:
        desk.close()


def test_a_whole_workspace_has_no_fault(workspace):
    assert found(workspace) == []
    assert verified(workspace) == []


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE scope SET payment = payment || '.' WHERE id = 1", "The version does not read as it was sent"),
        ("UPDATE scope_line SET price_cents = 1 WHERE id = 4", "The version does not read as it was sent"),
        ("UPDATE scope_line SET treatment = 'free' WHERE id = 4", "A version cannot be read any more."),
        ("DELETE FROM scope_line WHERE id = 4", "The version does not read as it was sent"),
        ("UPDATE scope SET deleted_at = '2026-10-14 10:00:00' WHERE id = 1", "The version does not read as it was"),
        ("UPDATE scope_event SET who = 'Somebody' WHERE kind = 'agreed'", "What happened was changed afterwards."),
        ("UPDATE scope_event SET day = '2026-01-01' WHERE kind = 'sent'", "What happened was changed afterwards."),
        ("UPDATE scope_event SET kind = 'praised' WHERE kind = 'agreed'", "What happened was changed afterwards."),
        ("UPDATE scope_event SET content = '{}' WHERE kind = 'sent'", "The text that was sent does not fit"),
        ("UPDATE scope_event SET content = '' WHERE kind = 'sent'", "The text that was sent does not fit"),
        ("UPDATE scope_event SET details = '[7]' WHERE kind = 'agreed'", "What happened was changed afterwards."),
        ("UPDATE scope_event SET details = '7' WHERE kind = 'agreed'", "What happened was changed afterwards."),
        ("UPDATE scope SET expectations = '[]' WHERE id = 1", "A version cannot be read any more."),
        ("UPDATE scope SET response_rows = '[{\"name\": 3}]' WHERE id = 1", "A version cannot be read any more."),
        ("UPDATE scope SET facts = '{\"client\": 3}' WHERE id = 1", "A version cannot be read any more."),
        ("UPDATE scope SET based_on = 7 WHERE id = 1", "The version does not read as it was sent: based_on."),
        ("DELETE FROM scope_event WHERE kind = 'created'", "What happened before this is missing or was changed."),
        ("DELETE FROM blob WHERE size = 8", "The file that proves the agreement is damaged or missing."),
        ("UPDATE blob SET data = X'00' WHERE size = 8", "The file that proves the agreement is damaged or missing."),
    ],
)
def test_what_was_agreed_cannot_be_changed_unseen(workspace, statement, what):
    tamper(workspace, statement)
    assert any(said.startswith(what) for said in verified(workspace)), verified(workspace)
    faults = found(workspace)
    assert any(said.startswith(what) and where.startswith("Horno Masalumbre: ") for said, where in faults), faults


def test_a_word_or_a_time_zone_that_nobody_knows_is_named(workspace):
    tamper(
        workspace,
        "UPDATE post SET status = 'burnt', zone = 'Mars/Base'",
        "UPDATE channel SET network = 'orkut'",
        "UPDATE client SET status = 'asleep'",
    )
    assert found(workspace) == [
        ("This program does not know the word “asleep”.", "client.status"),
        ("This program does not know the word “orkut”.", "channel.network"),
        ("This program does not know the word “burnt”.", "post.status"),
        ("There is no time zone called Mars/Base.", "post.zone"),
    ]


def test_the_newest_event_is_missed_too(workspace):
    tamper(workspace, "DELETE FROM scope_event WHERE kind = 'agreed'")

    assert verified(workspace) == ["What happened then is missing."]
    assert [(what, where.split(",")[0]) for what, where in found(workspace)] == [
        ("What happened then is missing.", "Agree scope")
    ]


@pytest.mark.parametrize("change", ["kind = 'praised'", "details = '[7]'", "details = '{\"options\": [[]]}'"])
def test_what_no_program_writes_into_an_event_stops_nobody_from_working(workspace, change):
    tamper(workspace, f"UPDATE scope_event SET {change} WHERE kind = 'agreed'")

    desk = open_desk(workspace, today=TODAY)
    try:
        assert len(desk.read(scopes.versions, 1)) == 1
        assert len(desk.read(scopes.events, 1)) >= 2
        assert not desk.read(scopes.verify, 1).is_good
    finally:
        desk.close()


def test_the_damaged_bytes_of_a_picture_are_named(workspace):
    tamper(workspace, "UPDATE blob SET data = X'00' WHERE hash = (SELECT hash FROM media WHERE id = 1)")
    assert found(workspace) == [("The bytes of this file are damaged.", "bread.png")]
    assert verified(workspace) == []


def test_a_missing_picture_is_named_where_it_is_missed(workspace):
    tamper(workspace, "DELETE FROM blob WHERE hash IN (SELECT thumb FROM media)")
    assert found(workspace) == [
        ("This file is missing.", "small picture of “bread.png”"),
        ("This file is missing.", "small picture of “Pan”"),
    ]


def test_a_review_pack_without_its_page_is_named(workspace):
    tamper(
        workspace,
        "INSERT INTO review_pack (client_id, code, at, language, posts, hash) "
        "VALUES (1, 'ABCDEFGH', '2026-10-14 10:00:00', 'es', '[]', 'gone')",
    )
    assert found(workspace) == [("This file is missing.", "page of the review pack ABCDEFGH")]


def test_the_agreement_of_a_client_in_the_bin_is_looked_at_too(workspace):
    tamper(
        workspace,
        "UPDATE client SET deleted_at = '2026-10-14 10:00:00'",
        "UPDATE scope_line SET price_cents = 1 WHERE id = 4",
    )
    assert [what for what, _where in found(workspace)] == [
        "The version does not read as it was sent: lines.4.price_cents."
    ]


def test_a_workspace_without_its_agency_is_no_workspace(workspace):
    tamper(workspace, "DELETE FROM agency")
    assert ("A workspace holds one agency.", "agency") in found(workspace)


def test_how_far_the_check_is_can_be_told(workspace):
    desk = open_desk(workspace, today=TODAY)
    told = []
    try:
        assert desk.read(faults, lambda done, total: told.append((done, total))) == ()
    finally:
        desk.close()
    assert told == [(done, 3) for done in range(3)]
