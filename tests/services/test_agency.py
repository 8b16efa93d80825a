"""The agency and its members."""

from datetime import date

import pytest

from cmdesk.desk import open_desk
from cmdesk.domain.agency import LOGO_BYTES, Role
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.services import agency
from cmdesk.store import workspace

PNG = b"\x89PNG\r\n\x1a\n" + b"rest"


@pytest.fixture
def desk(spanish):
    desk = open_desk(spanish, member_id=1, today=date(2026, 10, 14))
    yield desk
    desk.close()


def test_a_new_workspace_has_its_agency_and_an_owner(desk):
    (member,) = desk.read(agency.members)
    assert (member.name, member.role, member.letters) == ("Nuria Cabal", Role.OWNER, "NC")
    assert desk.read(agency.agency).name == "Estudio Farolillo"
    assert desk.member_id == member.id


def test_there_is_one_agency(desk):
    with pytest.raises(RuleBroken):
        desk.do(agency.found_agency, "Another", "Somebody")


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("name", " Estudio Nuevo ", "Estudio Nuevo"),
        ("tax_id", "B00000000", "B00000000"),
        ("address", "Calle Mayor 1\nTeruel", "Calle Mayor 1\nTeruel"),
        ("email", "hola@farolillo.example", "hola@farolillo.example"),
        ("phone", "+34 900 000 000", "+34 900 000 000"),
        ("colour", "#0b515c", "#0B515C"),
        ("language", "en", "en"),
        ("currency", "usd", "USD"),
        ("tax_bp", 1000, 1000),
        ("time_zone", "Atlantic/Canary", "Atlantic/Canary"),
        ("first_week_day", 6, 6),
        ("working_days", (5, 0, 1), (0, 1, 5)),
        ("opens", 480, 480),
        ("closes", 1080, 1080),
    ],
)
def test_each_field_changes_and_comes_back(desk, field, value, kept):
    before = getattr(desk.read(agency.agency), field)
    desk.do(agency.change_agency, field, value)
    assert getattr(desk.read(agency.agency), field) == kept
    desk.undo()
    assert getattr(desk.read(agency.agency), field) == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "), ("email", "nobody"), ("colour", "red"), ("language", "fr"), ("currency", "EU"),
        ("tax_bp", 10_001),
        ("tax_bp", -1), ("time_zone", "Mars/Base"), ("first_week_day", 7), ("working_days", ()), ("working_days", (9,)),
        ("opens", 1200), ("closes", 500), ("closes", None), ("id", 7),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_beside_its_field(desk, field, value):
    with pytest.raises(RuleBroken) as refused:
        desk.do(agency.change_agency, field, value)
    assert refused.value.field == field


def test_members_are_added_and_changed(desk):
    key = desk.do(agency.add_member, "Diego Ferro", role=Role.MANAGER, email="diego@farolillo.example").value
    desk.do(agency.change_member, key, "colour", 3)
    desk.do(agency.change_member, key, "is_active", False)
    assert [m.name for m in desk.read(agency.members)] == ["Diego Ferro", "Nuria Cabal"]
    assert [m.name for m in desk.read(agency.members, only_active=True)] == ["Nuria Cabal"]
    for field, value in (("name", ""), ("role", "king"), ("colour", 9), ("email", "x"), ("id", 1)):
        with pytest.raises(RuleBroken):
            desk.do(agency.change_member, key, field, value)
    with pytest.raises(RuleBroken):
        desk.do(agency.add_member, "  ")


def test_one_active_owner_stays(desk):
    owner = desk.member_id
    with pytest.raises(RuleBroken, match="owner"):
        desk.do(agency.change_member, owner, "role", Role.EDITOR)
    with pytest.raises(RuleBroken, match="owner"):
        desk.do(agency.change_member, owner, "is_active", False)
    assert desk.read(agency.members)[0].role is Role.OWNER


def test_who_only_edits_cannot_change_the_agency(desk):
    desk.member_id = desk.do(agency.add_member, "Iker Vela").value
    with pytest.raises(RuleBroken, match="role"):
        desk.do(agency.change_agency, "name", "Mine")


def test_a_logo_is_a_picture_of_a_reasonable_size(desk):
    desk.do(agency.change_logo, PNG)
    assert desk.read(agency.agency).logo
    desk.do(agency.change_logo, None)
    assert desk.read(agency.agency).logo is None
    for wrong in (b"GIF89a", b"<svg/>", PNG + b"x" * LOGO_BYTES):
        with pytest.raises(RuleBroken):
            desk.do(agency.change_logo, wrong)


def test_a_workspace_that_was_never_founded_says_so(database):
    workspace.create(database)
    desk = open_desk(database)
    with pytest.raises(NotFound):
        desk.read(agency.agency)
    desk.close()
