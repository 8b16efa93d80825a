"""An agency makes the catalogue its own, and updates leave that alone."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from cmdesk.desk import Desk, new_desk, open_desk
from cmdesk.domain.agency import Role
from cmdesk.domain.errors import Conflict, RuleBroken
from cmdesk.models import Agency, Service
from cmdesk.services import agency, catalogue, clients, scopes, templates
from cmdesk.services.action import action
from tests.bakery import old_workspace


@pytest.fixture
def desk(spanish):
    desk = open_desk(spanish, member_id=1, today=date(2026, 10, 14))
    yield desk
    desk.close()


def feed(desk: Desk):
    return desk.read(catalogue.service, "CON-FEED")


def test_a_changed_service_begins_new_lines_and_can_be_reset(desk):
    shipped = feed(desk).es.title
    desk.do(catalogue.change_service, "CON-FEED", "es.title", "Publicaciones del horno")
    desk.do(catalogue.change_service, "CON-FEED", "price_cents", 30000)

    assert feed(desk).changed == ("es.title", "price_cents")
    bakery = desk.do(clients.add_client, "Horno Masalumbre", language="es").value
    draft = desk.do(scopes.draft_from_template, bakery).value
    desk.do(scopes.add_line, draft, "CON-FEED")
    (line,) = desk.read(scopes.scope, draft).lines
    assert (line.title, line.price_cents) == ("Publicaciones del horno", 30000)

    desk.do(catalogue.reset_service, "CON-FEED")
    assert (feed(desk).es.title, feed(desk).price_cents) == (shipped, 30000)
    desk.undo()
    assert feed(desk).es.title == "Publicaciones del horno"


def test_words_that_are_put_back_by_hand_count_as_shipped_again(desk):
    shipped = feed(desk).en.sentence
    desk.do(catalogue.change_service, "CON-FEED", "en.sentence", "We post.")
    desk.do(catalogue.change_service, "CON-FEED", "en.sentence", shipped)
    assert feed(desk).changed == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [("es.title", " "), ("area", "elsewhere"), ("quantity", -1), ("fr.title", "Titre"), ("colour", 3)],
)
def test_what_a_service_cannot_hold_is_refused_and_nothing_is_changed(desk, field, value):
    before = feed(desk)
    with pytest.raises(RuleBroken):
        desk.do(catalogue.change_service, "CON-FEED", field, value)
    assert feed(desk) == before


def test_two_who_edit_one_service_do_not_overwrite_each_other(desk):
    seen = feed(desk).version
    desk.do(catalogue.change_service, "CON-FEED", "quantity", 9, seen)
    with pytest.raises(Conflict):
        desk.do(catalogue.change_service, "CON-FEED", "quantity", 7, seen)


def test_a_service_of_its_own_is_added_moved_and_deleted(desk):
    code = desk.do(catalogue.add_service, "content", "Vídeos con dron").value
    desk.do(catalogue.move_service, code, 0)
    content = [one.code for one in desk.read(catalogue.services) if one.area == "content"]

    assert content[0] == code
    assert desk.read(catalogue.service, code).is_own
    desk.do(catalogue.remove_service, code)
    assert code not in {one.code for one in desk.read(catalogue.services)}
    desk.undo()
    assert desk.read(catalogue.service, code).es.title == "Vídeos con dron"


def test_a_copy_of_a_service_says_the_same_under_another_name(desk):
    code = desk.do(catalogue.add_service, "content", "Posts for the shop", like="CON-FEED").value
    copy = desk.read(catalogue.service, code)
    assert (copy.en.sentence, copy.en.title) == (feed(desk).en.sentence, "Posts for the shop")
    assert copy.covers == ()


def test_what_ships_is_hidden_not_deleted(desk):
    with pytest.raises(RuleBroken, match="Hide it instead"):
        desk.do(catalogue.remove_service, "CON-FEED")
    desk.do(catalogue.hide_services, ["CON-FEED", "CON-REEL"])
    assert {"CON-FEED", "CON-REEL"}.isdisjoint(one.code for one in desk.read(catalogue.services))
    desk.do(catalogue.hide_services, ["CON-FEED"], False)
    assert "CON-FEED" in {one.code for one in desk.read(catalogue.services)}


def test_a_service_stays_where_it_was_put(desk):
    before = [one.code for one in desk.read(catalogue.services) if one.area == "content"]
    desk.do(catalogue.move_service, before[3], 1)
    desk.do(catalogue.move_service, before[0], 99)
    after = [one.code for one in desk.read(catalogue.services) if one.area == "content"]
    assert after == [before[3], before[1], before[2], *before[4:], before[0]]


def test_an_editor_does_not_change_what_the_agency_sells(desk):
    editor = desk.do(agency.add_member, "Diego Ferro", role=Role.EDITOR).value
    desk.member_id = editor
    with pytest.raises(RuleBroken, match="role"):
        desk.do(catalogue.change_service, "CON-FEED", "quantity", 9)


# --- Updates ----------------------------------------------------------------------------------------------------------


@action("Go back to an older catalogue", is_undoable=False)
def made_older(session):
    """As if an earlier program had made this workspace: one service missing, one with other words."""
    for row in session.scalars(select(Service).where(Service.code.in_(["CON-REEL", "CON-STORY", "MEA-REPORT"]))):
        if row.code == "CON-REEL":
            session.delete(row)
        else:
            row.texts = row.texts | {"es": row.texts["es"] | {"title": "Como antes"}}
            row.changed = ["es.title"] if row.code == "MEA-REPORT" else []
    session.scalars(select(Agency)).one().catalogue_edition = 1


def test_an_update_adds_what_is_new_and_keeps_what_the_agency_changed(desk):
    desk.do(made_older)
    assert desk.read(catalogue.has_newer_catalogue)

    news = desk.do(catalogue.update_catalogue).value

    assert (news.added, news.changed, news.kept) == (("CON-REEL",), ("CON-STORY",), ("MEA-REPORT",))
    assert desk.read(catalogue.service, "CON-REEL").is_new
    assert desk.read(catalogue.service, "CON-STORY").es.title != "Como antes"
    assert desk.read(catalogue.service, "MEA-REPORT").es.title == "Como antes"
    assert not desk.read(catalogue.has_newer_catalogue)
    assert not desk.do(catalogue.update_catalogue).value
    desk.do(catalogue.mark_seen)
    assert not any(one.is_new for one in desk.read(catalogue.services))


def test_the_catalogue_of_version_0_1_grows_in_its_order(tmp_path, data_folder):
    desk = open_desk(str(old_workspace(tmp_path)), member_id=1)
    old = {one.code for one in desk.read(catalogue.services)}

    news = desk.do(catalogue.update_catalogue).value
    now = desk.read(catalogue.services)

    assert len(old) == 26
    assert old | set(news.added) == {one.code for one in now}
    assert [one.area.order for one in now] == sorted(one.area.order for one in now)
    assert desk.read(scopes.verify, 1).is_good
    desk.close()


# --- Templates --------------------------------------------------------------------------------------------------------


@pytest.fixture
def bakery(desk):
    return desk.do(clients.add_client, "Horno Masalumbre", language="es", address="tu").value


@pytest.fixture
def draft(desk, bakery):
    draft = desk.do(scopes.draft_from_template, bakery, "growth").value
    feed_line = next(one for one in desk.read(scopes.scope, draft).lines if one.service == "CON-FEED")
    desk.do(scopes.change_line, feed_line.id, "title", "Pan en el muro")
    desk.do(scopes.change_line, feed_line.id, "quantity", 17)
    desk.do(scopes.change_line, feed_line.id, "overage_cents", 2500)
    own = desk.do(scopes.add_line, draft, area="content", title="Cartel del mes").value
    desk.do(scopes.change_line, own, "price_cents", 4500)
    desk.do(scopes.change_terms, draft, "lead_days", 5)
    desk.do(scopes.change_terms, draft, "payment", "Al contado.")
    return draft


def _printed(scope):
    left_out = {"id", "version", "lineage", "position", "done_by_member", "done_by_name"}
    names = [name for name in type(scope.lines[0]).__dataclass_fields__ if name not in left_out]
    return [tuple(getattr(line, name) for name in names) for line in scope.lines]


def test_a_template_made_of_a_scope_makes_the_same_scope_again(desk, draft):
    before = desk.read(scopes.scope, draft)
    code = desk.do(templates.save_template, draft, "Horno").value
    other = desk.do(clients.add_client, "Panadería Río", language="es", address="tu").value

    again = desk.read(scopes.scope, desk.do(scopes.draft_from_template, other, code).value)

    assert _printed(again) == _printed(before)
    assert (again.terms.lead_days, again.terms.payment) == (5, "Al contado.")


def test_texts_of_a_template_stay_out_of_another_language(desk, draft):
    code = desk.do(templates.save_template, draft, "Horno").value
    other = desk.do(clients.add_client, "Riverside Bakery", language="en").value

    scope = desk.read(scopes.scope, desk.do(scopes.draft_from_template, other, code).value)
    line = next(one for one in scope.lines if one.service == "CON-FEED")

    assert (line.title, line.quantity, line.overage_cents) == (feed(desk).en.title, 17, 2500)
    assert scope.terms.lead_days == 5
    assert scope.terms.payment != "Al contado."


def test_a_template_travels_to_another_agency_as_a_file(desk, draft, tmp_path):
    code = desk.do(catalogue.add_service, "technical", "Cámara de obra").value
    desk.do(scopes.add_line, draft, code)
    file = desk.read(templates.template_file, desk.do(templates.save_template, draft, "Horno").value)
    assert file == desk.read(templates.template_file, "own-1")

    there = new_desk(str(tmp_path / "there.cmdesk"), "Otro Estudio", "Ana", today=date(2026, 10, 14))
    there.do(catalogue.add_service, "content", "Otra cosa")
    taken = there.do(templates.read_template_file, file).value
    other = there.do(clients.add_client, "Panadería Río", language="es", address="tu").value
    again = there.read(scopes.scope, there.do(scopes.draft_from_template, other, taken).value)
    kept = {line.title for line in again.lines if line.is_included}
    there.close()

    assert {"Pan en el muro", "Cartel del mes", "Cámara de obra"} <= kept


def test_a_template_that_names_what_nobody_sells_is_refused_whole(desk, draft):
    code = desk.do(catalogue.add_service, "technical", "Cámara de obra").value
    file = desk.read(templates.template_file, desk.do(templates.save_template, draft, "Horno").value)
    broken = file.replace(b'"CON-REEL"', b'"CON-NOTHING"')
    before = desk.read(catalogue.templates)
    with pytest.raises(RuleBroken, match="CON-NOTHING"):
        desk.do(templates.read_template_file, broken)
    assert desk.read(catalogue.templates) == before
    assert desk.read(catalogue.service, code).is_own


def test_templates_are_renamed_deleted_and_come_back(desk, draft):
    code = desk.do(templates.save_template, draft, "Horno", "Para hornos.").value
    with pytest.raises(RuleBroken, match="already"):
        desk.do(templates.save_template, draft, "horno")
    desk.do(templates.change_template, code, "name", "Obrador")
    assert desk.read(templates.template, code).es.name == "Obrador"
    desk.do(templates.remove_template, code)
    desk.undo()
    assert len(desk.read(templates.template, code).lines) > 10
    for refused in ((templates.remove_template, "growth"), (templates.change_template, "growth", "name", "X")):
        with pytest.raises(RuleBroken, match="comes with CMDesk"):
            desk.do(*refused)


def test_the_edition_is_written_where_the_catalogue_lies():
    files = sorted(Path("resources/catalogue/services").glob("*.toml"))
    assert len(files) == 12
    assert catalogue.EDITION >= 2
