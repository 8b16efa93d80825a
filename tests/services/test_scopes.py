"""A client's scope from its first line to its proof, through a real desk on both databases."""

import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError

from cmdesk.desk import Desk
from cmdesk.domain.agency import Role
from cmdesk.domain.allowance import in_force
from cmdesk.domain.changes import Kind
from cmdesk.domain.errors import Conflict, NotFound, RuleBroken
from cmdesk.domain.scope import Cadence, EventKind, Means, PriceMode, ScopeStatus, Treatment
from cmdesk.services import agency, clients, scopes
from cmdesk.services.action import action
from cmdesk.services.bin import restore
from tests.made import Stage, world

TODAY = date(2026, 10, 14)
NOVEMBER = date(2026, 11, 1)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 10, 14, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def add_bakery(desk: Desk, _told):
    client_id = desk.do(clients.add_client, "Horno Masalumbre").value
    desk.do(clients.add_contact, client_id, "Elena Robles", signs_scope=True, approves_posts=True)
    for network in ("instagram", "facebook", "google_business"):
        desk.do(clients.add_channel, client_id, network)
    return client_id


def add_draft(desk, told):
    return desk.do(scopes.draft_from_template, told["bakery"], "growth").value


def send_draft(desk, told):
    desk.do(scopes.send, told["draft"])
    return told["draft"]


def agree_sent(desk, told):
    elena = desk.read(clients.contacts, told["bakery"])[0].id
    desk.do(scopes.agree, told["sent"], elena, TODAY, Means.EMAIL)
    return told["sent"]


STAGES = {
    "bakery": Stage(add_bakery),
    "draft": Stage(add_draft, "bakery"),
    "sent": Stage(send_draft, "draft"),
    "agreed": Stage(agree_sent, "sent"),
}


@pytest.fixture
def workspace(request, vacant, clock):
    with world(request, vacant, STAGES, clock=clock) as opened:
        yield opened


@pytest.fixture
def elena(desk, bakery):
    return desk.read(clients.contacts, bakery)[0].id


def line(desk, scope_id, service):
    return next(one for one in desk.read(scopes.scope, scope_id).lines if one.service == service)


def version(desk, scope_id):
    return desk.read(scopes.scope, scope_id)


# --- Drafts -----------------------------------------------------------------------------------------------------------


def test_a_template_decides_on_every_service_and_is_ready_to_send(desk, bakery, draft):
    view = desk.read(scopes.view, bakery)
    found = version(desk, draft)

    assert found.number == 1
    assert found.status is ScopeStatus.DRAFT
    assert {one.service for one in found.lines} == set(view.codes)
    feed = line(desk, draft, "CON-FEED")
    assert (feed.quantity, feed.cadence, feed.price_cents) == (12, Cadence.MONTH, 24000)
    assert feed.networks == ("instagram", "facebook")
    assert feed.done_by_name == "Nuria Cabal"
    assert feed.approved_by_name == "Elena Robles"
    assert "{amount}" in feed.description
    assert found.terms.first_day == NOVEMBER
    assert found.terms.approver_name == "Elena Robles"


def test_a_blank_draft_begins_with_the_agencys_customs_and_nothing_decided(desk, bakery):
    desk.do(agency.change_agency, "tax_bp", 1000)
    desk.do(agency.change_agency, "working_days", [0, 1, 2, 3, 4, 5])

    found = version(desk, desk.do(scopes.draft_from_template, bakery).value)

    assert found.lines == ()
    assert found.terms.tax_bp == 1000
    assert found.terms.coverage_days == (0, 1, 2, 3, 4, 5)
    assert found.terms.payment


def test_a_client_has_one_draft_at_a_time(desk, bakery, draft):
    with pytest.raises(RuleBroken, match="Version 1 is being written already"):
        desk.do(scopes.draft_from_template, bakery)


def test_an_unknown_template_makes_no_draft(desk, bakery):
    with pytest.raises(NotFound):
        desk.do(scopes.draft_from_template, bakery, "huge")

    assert desk.read(scopes.versions, bakery) == ()


def test_making_a_draft_can_be_taken_back_and_done_again(desk, bakery):
    desk.do(scopes.draft_from_template, bakery, "growth")
    desk.undo()
    assert desk.read(scopes.versions, bakery) == ()

    desk.redo()
    assert len(desk.read(scopes.versions, bakery)[0].lines) == len(desk.read(scopes.view, bakery).services)


def test_a_discarded_draft_comes_back(desk, bakery, draft):
    desk.do(scopes.discard_draft, draft)
    assert desk.read(scopes.versions, bakery) == ()

    desk.undo()
    assert desk.read(scopes.versions, bakery)[0].id == draft


# --- Lines ------------------------------------------------------------------------------------------------------------


def test_a_service_is_put_in_its_area_at_its_place(desk, bakery):
    draft = desk.do(scopes.draft_from_template, bakery).value
    for code in ("LIS-READ", "CON-REEL", "CON-FEED"):
        desk.do(scopes.add_line, draft, code)
    desk.do(scopes.add_line, draft, "CON-STORY", 1)

    assert [one.service for one in version(desk, draft).lines] == ["CON-REEL", "CON-STORY", "CON-FEED", "LIS-READ"]


def test_adding_what_was_left_out_includes_it(desk, draft):
    left_out = next(one for one in version(desk, draft).lines if one.treatment is Treatment.EXCLUDED)

    line_id = desk.do(scopes.add_line, draft, left_out.service).value

    assert line_id == left_out.id
    assert line(desk, draft, left_out.service).treatment is Treatment.INCLUDED


def test_a_line_of_ones_own_gets_a_lineage_that_was_never_used(desk, bakery, draft):
    first = desk.do(scopes.add_line, draft, None, area="content", title="Pan de Navidad").value
    desk.do(scopes.remove_line, first)
    desk.undo()
    desk.do(scopes.add_line, draft, None, area="crisis", title="Guardia")

    own = [one.lineage for one in version(desk, draft).lines if one.service is None]
    assert own == ["own-1", "own-2"]


CHANGES = (
    ("title", "Publicaciones de siempre"),
    ("description", "Preparamos {amount} {networks}."),
    ("quantity", 16),
    ("quantity", None),
    ("cadence", Cadence.WEEK),
    ("treatment", Treatment.OPTIONAL),
    ("networks", ("facebook",)),
    ("revision_rounds", 3),
    ("price_cents", 32000),
    ("price_mode", PriceMode.UNIT),
    ("unit", "story"),
    ("minutes_per_unit", 45),
    ("staff_note", "Ojo con las fotos"),
)


def test_every_field_of_a_line_is_changed_and_taken_back(desk, draft):
    for field, value in CHANGES:
        before = getattr(line(desk, draft, "CON-FEED"), field)

        desk.do(scopes.change_line, line(desk, draft, "CON-FEED").id, field, value)
        assert getattr(line(desk, draft, "CON-FEED"), field) == value

        desk.undo()
        assert getattr(line(desk, draft, "CON-FEED"), field) == before


IMPOSSIBLE = (
    ("quantity", -1),
    ("quantity", "many"),
    ("price_cents", -1),
    ("cadence", "yearly"),
    ("networks", ("myspace",)),
    ("revision_rounds", 99),
    ("response_hours", 0),
    ("treatment", "maybe"),
    ("title", "x" * 501),
    ("description", "x" * 100_000),
    ("staff_note", "a\0b"),
    ("lineage", "own-9"),
    ("scope_id", 7),
)


def test_what_a_field_cannot_hold_is_refused_in_a_sentence(desk, draft):
    before = line(desk, draft, "CON-FEED")

    for field, value in IMPOSSIBLE:
        with pytest.raises(RuleBroken) as refusal:
            desk.do(scopes.change_line, before.id, field, value)
        assert str(refusal.value).endswith(".")

    assert line(desk, draft, "CON-FEED") == before


def test_a_line_is_done_by_one_person_of_either_side(desk, draft, elena):
    feed = line(desk, draft, "CON-FEED").id
    desk.do(scopes.change_line, feed, "done_by", ("contact", elena))
    assert line(desk, draft, "CON-FEED").done_by_member is None
    assert line(desk, draft, "CON-FEED").done_by_name == "Elena Robles"

    desk.do(scopes.change_line, feed, "done_by", ("member", desk.member_id))
    assert line(desk, draft, "CON-FEED").done_by_contact is None

    desk.do(scopes.change_line, feed, "done_by", None)
    assert line(desk, draft, "CON-FEED").done_by_name == ""


def test_another_clients_contact_cannot_approve(desk, draft):
    other = desk.do(clients.add_client, "Clínica Velanova").value
    stranger = desk.do(clients.add_contact, other, "Rosa Gil").value

    with pytest.raises(RuleBroken, match="Rosa Gil does not belong to this client"):
        desk.do(scopes.change_line, line(desk, draft, "CON-FEED").id, "approved_by", stranger)


def test_a_form_that_was_overtaken_is_told_so(desk, draft):
    feed = line(desk, draft, "CON-FEED")
    desk.do(scopes.change_line, feed.id, "quantity", 8)

    with pytest.raises(Conflict):
        desk.do(scopes.change_line, feed.id, "title", "Mi título", feed.version)


def test_a_line_moves_inside_its_area(desk, draft):
    content = [one for one in version(desk, draft).lines if one.area == "content"]

    desk.do(scopes.move_line, content[2].id, 0)

    after = [one.id for one in version(desk, draft).lines if one.area == "content"]
    assert after == [content[2].id, content[0].id, content[1].id, *(one.id for one in content[3:])]
    desk.undo()
    assert [one.id for one in version(desk, draft).lines if one.area == "content"] == [one.id for one in content]


def test_several_lines_are_treated_in_one_step(desk, draft):
    ids = [line(desk, draft, code).id for code in ("CON-FEED", "CON-REEL")]

    desk.do(scopes.set_treatment, ids, Treatment.OPTIONAL)
    assert {line(desk, draft, code).treatment for code in ("CON-FEED", "CON-REEL")} == {Treatment.OPTIONAL}

    desk.undo()
    assert {line(desk, draft, code).treatment for code in ("CON-FEED", "CON-REEL")} == {Treatment.INCLUDED}


def test_everything_undecided_is_left_out_in_one_step(desk, bakery):
    draft = desk.do(scopes.draft_from_template, bakery).value
    desk.do(scopes.add_line, draft, "CON-FEED")

    count = desk.do(scopes.leave_out_undecided, draft).value

    assert count == len(desk.read(scopes.view, bakery).services) - 1
    assert sum(one.treatment is Treatment.EXCLUDED for one in version(desk, draft).lines) == count
    desk.undo()
    assert len(version(desk, draft).lines) == 1


def test_a_sentence_of_ones_own_goes_back_to_the_catalogues(desk, draft):
    feed = line(desk, draft, "CON-FEED")
    desk.do(scopes.change_line, feed.id, "description", "Publicamos.")

    desk.do(scopes.reset_sentence, feed.id)

    assert line(desk, draft, "CON-FEED").description == feed.description


# --- Conditions -------------------------------------------------------------------------------------------------------


def test_another_language_translates_what_nobody_has_rewritten(desk, draft):
    desk.do(scopes.change_line, line(desk, draft, "CON-REEL").id, "title", "Reels de los viernes")

    desk.do(scopes.change_terms, draft, "language", "en")

    assert line(desk, draft, "CON-FEED").title == "Posts for the feed"
    assert line(desk, draft, "CON-REEL").title == "Reels de los viernes"
    assert "Invoice" in version(desk, draft).terms.payment
    desk.undo()
    assert line(desk, draft, "CON-FEED").title == "Publicaciones en el muro"


IMPOSSIBLE_TERMS = (
    ("tax_bp", 10_001), ("discount_bp", -1), ("language", "fr"), ("currency", "euro"), ("coverage_days", (7,)),
    ("first_day", "soon"), ("lead_days", 99), ("number", 5),
)  # fmt: skip


def test_a_condition_that_cannot_be_is_refused(desk, draft):
    for field, value in IMPOSSIBLE_TERMS:
        with pytest.raises(RuleBroken):
            desk.do(scopes.change_terms, draft, field, value)


def test_who_approves_must_be_one_of_the_clients_people(desk, draft, elena):
    desk.do(scopes.change_terms, draft, "approver", None)
    assert version(desk, draft).terms.approver_name == ""

    desk.do(scopes.change_terms, draft, "approver", elena)
    assert version(desk, draft).terms.approver_name == "Elena Robles"


# --- Sending and agreeing ---------------------------------------------------------------------------------------------


def test_sending_freezes_the_version_and_names_its_fingerprint(desk, bakery, draft):
    digest = desk.do(scopes.send, draft).value

    found = version(desk, draft)
    assert found.status is ScopeStatus.SENT
    assert found.fingerprint == digest
    assert found.sent_on == TODAY
    assert desk.undo_label != "Send scope"


def test_what_must_be_fixed_stands_in_the_way_of_sending(desk, draft):
    for field, value, sentence in (
        ("first_day", None, "Write the day on which it starts"),
        ("last_day", date(2026, 1, 1), "It ends before it starts"),
        ("coverage_days", (), "You promise an answer"),
    ):
        desk.do(scopes.change_terms, draft, field, value)
        with pytest.raises(RuleBroken, match=sentence):
            desk.do(scopes.send, draft)
        desk.undo()

    assert version(desk, draft).status is ScopeStatus.DRAFT


def test_a_line_without_price_or_name_is_not_sent(desk, draft):
    feed = line(desk, draft, "CON-FEED").id
    desk.do(scopes.change_line, feed, "price_cents", None)
    with pytest.raises(RuleBroken, match="has no price"):
        desk.do(scopes.send, draft)

    desk.do(scopes.change_line, feed, "price_cents", 0)
    desk.do(scopes.change_line, feed, "title", "")
    with pytest.raises(RuleBroken, match="has no name"):
        desk.do(scopes.send, draft)


def test_an_empty_draft_is_not_sent(desk, bakery):
    draft = desk.do(scopes.draft_from_template, bakery).value
    with pytest.raises(RuleBroken, match="Include at least one service"):
        desk.do(scopes.send, draft)


def test_who_may_only_edit_cannot_send_or_agree(desk, draft, elena):
    editor = desk.do(agency.add_member, "Irene Vega", role=Role.EDITOR).value
    desk.member_id = editor

    with pytest.raises(RuleBroken, match="role"):
        desk.do(scopes.send, draft)
    with pytest.raises(RuleBroken, match="role"):
        desk.do(scopes.agree, draft, elena, TODAY, Means.EMAIL)
    desk.do(scopes.change_line, line(desk, draft, "CON-FEED").id, "quantity", 9)


def test_nothing_that_was_sent_is_changed_through_the_program(desk, bakery, elena):
    sent = desk.do(scopes.draft_from_template, bakery, "growth").value
    desk.do(scopes.send, sent)
    feed = line(desk, sent, "CON-FEED").id
    for attempt in (
        (scopes.change_line, feed, "quantity", 99),
        (scopes.change_terms, sent, "tax_bp", 0),
        (scopes.change_terms, sent, "approver", elena),
        (scopes.add_line, sent, "CON-NEWS"),
        (scopes.remove_line, feed),
        (scopes.move_line, feed, 3),
        (scopes.set_treatment, [feed], "excluded"),
        (scopes.reset_sentence, feed),
        (scopes.leave_out_undecided, sent),
        (scopes.discard_draft, sent),
        (scopes.send, sent),
    ):
        with pytest.raises(RuleBroken, match="stays as it is"):
            desk.do(*attempt)
    with pytest.raises(RuleBroken, match="stays as it is"):
        desk.undo()  # the making of the draft
    with pytest.raises(RuleBroken, match="waits for the client's answer"):
        desk.do(scopes.draft_from_current, bakery)
    assert desk.read(scopes.verify, bakery).is_good


def test_a_renamed_contact_does_not_change_what_was_sent(desk, bakery, sent, elena):
    desk.do(clients.change_contact, elena, "name", "Elena Robles Prado")

    assert version(desk, sent).terms.approver_name == "Elena Robles"
    assert desk.read(scopes.verify, bakery).is_good


def test_withdrawing_asks_for_the_reason_and_leads_to_the_next_draft(desk, bakery, sent):
    with pytest.raises(RuleBroken, match="Write why"):
        desk.do(scopes.withdraw, sent, "  ")
    desk.do(scopes.withdraw, sent, "El precio estaba mal")

    assert version(desk, sent).status is ScopeStatus.WITHDRAWN
    again = version(desk, desk.do(scopes.draft_from_current, bakery, sent).value)
    assert (again.number, again.based_on) == (2, None)
    assert [one.lineage for one in again.lines] == [one.lineage for one in version(desk, sent).lines]


def test_a_declined_version_is_over(desk, sent, elena):
    desk.do(scopes.decline, sent, elena, "Demasiado caro")

    assert version(desk, sent).status is ScopeStatus.DECLINED
    with pytest.raises(RuleBroken, match="does not wait"):
        desk.do(scopes.agree, sent, elena, TODAY, Means.EMAIL)


def test_only_what_was_sent_can_be_agreed(desk, draft, elena):
    with pytest.raises(RuleBroken, match="was not sent yet"):
        desk.do(scopes.agree, draft, elena, TODAY, Means.EMAIL)


def test_agreeing_keeps_who_when_how_and_the_evidence(desk, bakery, sent, elena):
    desk.do(scopes.agree, sent, elena, TODAY, Means.SIGNED_PDF, "Firmado en el horno", "firmado.pdf", b"%PDF-1.7 si")

    found = version(desk, sent)
    assert (found.status, found.agreed_by, found.agreed_on) == (ScopeStatus.AGREED, "Elena Robles", TODAY)
    event = desk.read(scopes.events, bakery)[-1]
    assert (event.kind, event.means, event.note) == (EventKind.AGREED, "signed_pdf", "Firmado en el horno")
    assert event.who == "Nuria Cabal"
    assert desk.read(scopes.evidence, event.id) == ("firmado.pdf", b"%PDF-1.7 si")
    assert desk.read(scopes.history, bakery).evidence == {event.evidence: 11}
    assert desk.undo_label != "Agree scope"


def test_the_day_of_the_yes_lies_between_sending_and_today(desk, sent, elena):
    for day in (date(2026, 10, 15), date(2026, 10, 13)):
        with pytest.raises(RuleBroken) as refusal:
            desk.do(scopes.agree, sent, elena, day, Means.EMAIL)
        assert refusal.value.field == "day"


def test_evidence_is_neither_empty_nor_larger_than_50_mb(desk, sent, elena):
    with pytest.raises(RuleBroken, match="empty"):
        desk.do(scopes.agree, sent, elena, TODAY, Means.EMAIL, "", "a.pdf", b"")
    with pytest.raises(RuleBroken, match="50 MB"):
        desk.do(scopes.agree, sent, elena, TODAY, Means.EMAIL, "", "a.pdf", bytes(50 * 1024 * 1024 + 1))
    assert version(desk, sent).status is ScopeStatus.SENT


def test_the_next_version_ends_the_one_before_it(desk, bakery, agreed, elena, clock):
    clock.now = datetime(2026, 11, 20, 9, tzinfo=UTC)
    second = desk.do(scopes.draft_from_current, bakery).value
    assert version(desk, second).based_on == 1
    desk.do(scopes.change_line, line(desk, second, "CON-FEED").id, "quantity", 16)
    desk.do(scopes.send, second)
    desk.do(scopes.agree, second, elena, date(2026, 11, 20), Means.IN_PERSON)

    first = version(desk, agreed)
    assert first.status is ScopeStatus.SUPERSEDED
    assert first.last_day_in_force == date(2026, 11, 30)
    versions = desk.read(scopes.versions, bakery)
    assert in_force(versions, date(2026, 11, 30)).number == 1
    assert in_force(versions, date(2026, 12, 1)).number == 2
    assert desk.read(scopes.verify, bakery).is_good


def test_a_version_that_reaches_back_leaves_one_in_force_on_any_day(desk, bakery, agreed, elena, clock):
    for month, first in ((11, date(2027, 1, 1)), (12, date(2026, 11, 15))):
        clock.now = datetime(2026, month, 20, 9, tzinfo=UTC)
        draft = desk.do(scopes.draft_from_current, bakery).value
        desk.do(scopes.change_terms, draft, "first_day", first)
        desk.do(scopes.send, draft)
        desk.do(scopes.agree, draft, elena, clock.now.date(), Means.EMAIL)

    versions = desk.read(scopes.versions, bakery)
    days = [date(2026, 11, day) for day in range(1, 31)] + [date(2027, 1, 1), date(2027, 6, 1)]
    assert [sum(one.in_force_on(day) for one in versions) for day in days] == [1] * len(days)
    assert in_force(versions, date(2026, 11, 14)).number == 1
    assert in_force(versions, date(2027, 1, 1)).number == 3


def test_the_overview_says_where_each_client_stands(desk, bakery, agreed):
    other = desk.do(clients.add_client, "Clínica Velanova").value

    states = {state.client_id: state for state in desk.read(scopes.overview)}

    assert (states[bakery].number, states[bakery].status, states[bakery].first_day) == (1, "agreed", NOVEMBER)
    assert states[bakery].monthly_cents == 78_000
    assert states[other].status is None


# --- The proof --------------------------------------------------------------------------------------------------------

DOORS = [
    "UPDATE scope SET tax_bp = 0 WHERE id = {scope}",
    "UPDATE scope SET version = version + 1 WHERE id = {scope}",
    "UPDATE scope SET deleted_at = '2026-10-14' WHERE id = {scope}",
    "DELETE FROM scope WHERE id = {scope}",
    "UPDATE scope_line SET price_cents = 1 WHERE scope_id = {scope}",
    "UPDATE scope_line SET staff_note = 'x' WHERE scope_id = {scope}",
    "DELETE FROM scope_line WHERE scope_id = {scope}",
    "UPDATE scope_line SET scope_id = {other} WHERE scope_id = {scope}",
    "UPDATE scope_line SET scope_id = {scope}, lineage = 'new' WHERE scope_id = {other}",
    "UPDATE scope SET rights = 'x', facts = '{{}}' WHERE id = {scope}",
    "UPDATE scope_line SET not_included = 'x', carry_cap = 9, week_days = '[]' WHERE scope_id = {scope}",
    "INSERT INTO scope_line (scope_id, lineage, position, area, title, description, treatment, unit, cadence, networks,"
    " formats, done_by_name, approved_by_name, price_mode, roll_over, criterion, needs, question, staff_note, version)"
    " VALUES ({scope}, 'new', 0, 'content', 'x', '', 'included', '', 'month', '[]', '[]', '', '', 'fee', 'lapses', '',"
    " '', '', '', 1)",
    "UPDATE scope_event SET details = '{{}}'",
    "UPDATE scope_event SET note = 'x'",
    "UPDATE scope_event SET kind = 'created' WHERE kind = 'sent'",
    "DELETE FROM scope_event",
    "UPDATE journal SET label = 'x'",
    "DELETE FROM journal",
    "DELETE FROM blob",
    "UPDATE blob SET size = 1",
]
SQLITE_DOORS = [
    "INSERT OR REPLACE INTO scope SELECT * FROM scope WHERE id = {scope}",
    "REPLACE INTO scope_line SELECT * FROM scope_line WHERE scope_id = {scope}",
    "UPDATE OR REPLACE scope_line SET id = {line} WHERE scope_id = {other}",
    "INSERT OR REPLACE INTO scope_event SELECT * FROM scope_event",
    "INSERT OR REPLACE INTO blob SELECT * FROM blob",
    "INSERT OR REPLACE INTO blob (id, hash, size, data) SELECT 9999, hash, 1, x'00' FROM blob",
    "INSERT OR REPLACE INTO journal (id, uuid, at, label, undoable, rows, notes)"
    " SELECT 9999, uuid, at, 'x', 0, '[]', '[]' FROM journal LIMIT 1",
]
POSTGRES_DOORS = [
    "TRUNCATE scope CASCADE",
    "TRUNCATE scope_line",
    "TRUNCATE scope_event",
    "INSERT INTO scope_line SELECT (l).* FROM scope_line l WHERE scope_id = {scope}"
    " ON CONFLICT (id) DO UPDATE SET price_cents = 1",
]


@pytest.fixture
def ids(desk, bakery, sent, elena) -> dict[str, int]:
    desk.do(scopes.agree, sent, elena, TODAY, Means.SIGNED_PDF, "", "si.pdf", b"%PDF")
    other = desk.do(clients.add_client, "Clínica Velanova").value
    draft = desk.do(scopes.draft_from_template, other).value
    desk.do(scopes.add_line, draft, "CON-FEED")
    return {"scope": sent, "other": draft, "line": version(desk, sent).lines[0].id}


def test_what_was_sent_cannot_be_changed_from_outside_through_any_door(desk, bakery, ids, vacant):
    before = desk.read(scopes.versions, bakery)
    special = SQLITE_DOORS if vacant.startswith("sqlite") else POSTGRES_DOORS

    for door in [*DOORS, *special]:
        refused(vacant, door.format(**ids))

    assert desk.read(scopes.versions, bakery) == before
    assert desk.read(scopes.verify, bakery).is_good


def refused(database: str, statement: str) -> None:
    """Run a statement as another program would, and see it refused."""
    if database.startswith("sqlite"):
        connection = sqlite3.connect(Path(database.removeprefix("sqlite:///")))
        try:
            with pytest.raises(sqlite3.DatabaseError, match="cmdesk"):
                connection.execute(statement)
        finally:
            connection.close()
        return
    engine = create_engine(database.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as server, pytest.raises(DatabaseError, match="cmdesk"):
        server.execute(text(statement))
    engine.dispose()


def forced(database: str, triggers: tuple[str, ...], statement: str) -> None:
    """Change what must not change, as somebody would who takes the triggers away first."""
    if database.startswith("sqlite"):
        connection = sqlite3.connect(Path(database.removeprefix("sqlite:///")))
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for name in names:
            if name.startswith(triggers):
                connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        connection.commit()
        connection.close()
        return
    engine = create_engine(database.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as server:
        server.execute(text("SET session_replication_role = replica"))
        server.execute(text(statement))
    engine.dispose()


FORCED = (
    ("UPDATE scope SET tax_bp = 0 WHERE id = {scope}", "terms.tax_bp"),
    ("UPDATE scope_line SET price_cents = 1 WHERE id = {line}", "lines.1.price_cents"),
    ("UPDATE scope_line SET not_included = 'x' WHERE id = {line}", "lines.1.not_included"),
    ("UPDATE scope_event SET details = '{{\"options\": [\"own-1\"]}}' WHERE kind = 'agreed'", "changed afterwards"),
    ("UPDATE scope_event SET note = 'x' WHERE kind = 'agreed'", "changed afterwards"),
    ("UPDATE scope_event SET content_hash = 'x' WHERE kind = 'agreed'", "not what was sent"),
    ("UPDATE blob SET data = x'00'", "damaged"),
    ("DELETE FROM scope_line WHERE id = {line}", ": lines"),
    (
        'UPDATE scope SET facts = \'{{"client": {{"name": "X"}}, "agency": {{"name": "Y"}}}}\' WHERE id = {scope}',
        "facts",
    ),
    ("UPDATE scope_event SET content = '{{}}' WHERE kind = 'sent'", "fingerprint"),
    ("DELETE FROM scope_event WHERE kind = 'created'", "missing"),
)


def test_whoever_forces_a_change_is_found_out(desk, bakery, ids, vacant):
    for statement, sentence in FORCED:
        plain = statement if vacant.startswith("sqlite") else statement.replace("x'00'", "'\\x00'::bytea")
        forced(vacant, ("scope", "blob"), plain.format(**ids))

        verdict = desk.read(scopes.verify, bakery)

        assert any(sentence in fault.what for fault in verdict.faults), sentence
        assert all(fault.where for fault in verdict.faults)


def test_each_client_has_a_chain_of_its_own(desk, bakery, agreed):
    other = desk.do(clients.add_client, "Clínica Velanova").value
    desk.do(scopes.draft_from_template, other)

    assert desk.read(scopes.events, other)[0].previous_hash == ""
    chain = desk.read(scopes.events, bakery)
    assert [one.previous_hash for one in chain[1:]] == [one.own_hash for one in chain[:-1]]


def test_two_drafts_of_one_number_after_a_way_through_the_bin_are_sent_under_two(desk, bakery, draft):
    desk.do(scopes.discard_draft, draft)
    second = desk.do(scopes.draft_from_template, bakery, "essential").value
    desk.do(scopes.send, second)
    desk.do(brought_back, draft)

    desk.do(scopes.send, draft)

    assert [one.number for one in desk.read(scopes.versions, bakery)] == [1, 2]


@action("Bring back")
def brought_back(session, scope_id):
    from cmdesk.models import Scope

    session.get(Scope, scope_id).deleted_at = None


def test_a_client_that_is_gone_has_no_scope_to_verify(desk):
    with pytest.raises(NotFound):
        desk.read(scopes.verify, 99)


# --- What a race or a strange name must not break ---------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["\0", "\udce9"])
def test_signs_that_cannot_be_kept_are_refused_in_words_and_names_of_files(desk, sent, elena, sign):
    with pytest.raises(RuleBroken, match="cannot be kept"):
        desk.do(scopes.withdraw, sent, f"Wrong {sign} person")
    with pytest.raises(RuleBroken, match="cannot be kept"):
        desk.do(scopes.agree, sent, elena, TODAY, Means.EMAIL, "", f"s{sign}.pdf", b"%PDF-1.7")
    assert version(desk, sent).status is ScopeStatus.SENT


def test_a_version_is_not_sent_on_a_day_that_has_not_come(desk, draft):
    with pytest.raises(RuleBroken, match="not come yet"):
        desk.do(scopes.send, draft, TODAY + timedelta(days=1))


def test_a_draft_is_not_brought_back_beside_another_one(desk, bakery, draft):
    desk.do(scopes.discard_draft, draft)
    second = desk.do(scopes.draft_from_template, bakery, "essential").value
    with pytest.raises(RuleBroken, match="is being written already"):
        desk.do(restore, Kind.SCOPE, draft)
    desk.do(scopes.send, second)
    with pytest.raises(RuleBroken, match="waits for the client's answer"):
        desk.do(restore, Kind.SCOPE, draft)
    desk.do(scopes.withdraw, second, "A slip")

    desk.do(restore, Kind.SCOPE, draft)

    assert [one.number for one in desk.read(scopes.versions, bakery)] == [1, 2]
    assert version(desk, draft).number == 2
