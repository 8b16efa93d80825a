"""Several lines at once, lines that go from one client to another, and services decided one by one."""

from datetime import UTC, date, datetime

import pytest

from cmdesk.domain import copied
from cmdesk.domain.errors import Conflict, NotFound, RuleBroken
from cmdesk.domain.scope import PriceMode, Treatment
from cmdesk.services import clients, scopes
from tests.made import Stage, world

TODAY = date(2026, 10, 14)


def add_bakery(desk, _told):
    client_id = desk.do(clients.add_client, "Horno Masalumbre", language="es").value
    desk.do(clients.add_contact, client_id, "Elena Robles", signs_scope=True, approves_posts=True)
    for network in ("instagram", "facebook"):
        desk.do(clients.add_channel, client_id, network)
    return client_id


def add_clinic(desk, _told):
    client_id = desk.do(clients.add_client, "Velanova", language="en").value
    desk.do(clients.add_contact, client_id, "Marta Soler", signs_scope=True, approves_posts=True)
    desk.do(clients.add_channel, client_id, "linkedin")
    return client_id


def add_draft(desk, told):
    return desk.do(scopes.draft_from_template, told["bakery"], "growth").value


STAGES = {"bakery": Stage(add_bakery), "draft": Stage(add_draft, "bakery")}


@pytest.fixture
def workspace(request, vacant):
    now = datetime(2026, 10, 14, 9, tzinfo=UTC)
    with world(request, vacant, STAGES, language="en", clock=lambda: now) as opened:
        yield opened


@pytest.fixture
def clinic(desk):
    return add_clinic(desk, {})


@pytest.fixture
def blank(desk, clinic):
    return desk.do(scopes.draft_from_template, clinic, None).value


def lines(desk, scope_id):
    return desk.read(scopes.scope, scope_id).lines


def line(desk, scope_id, service):
    return next(one for one in lines(desk, scope_id) if one.service == service)


def ids(desk, scope_id, *services):
    return [line(desk, scope_id, service).id for service in services]


def test_several_lines_change_in_one_step_that_one_undo_takes_back(desk, draft):
    several = ids(desk, draft, "CON-FEED", "CON-REEL")

    desk.do(scopes.change_lines, several, "price_mode", PriceMode.UNIT)

    assert {line(desk, draft, one).price_mode for one in ("CON-FEED", "CON-REEL")} == {PriceMode.UNIT}
    desk.undo()
    assert {line(desk, draft, one).price_mode for one in ("CON-FEED", "CON-REEL")} == {PriceMode.FEE}


def test_several_lines_go_to_another_area_in_their_order(desk, draft):
    several = ids(desk, draft, "CON-FEED", "CON-REEL")

    desk.do(scopes.change_lines, several, "area", "campaigns")

    found = [one.service for one in lines(desk, draft) if one.area == "campaigns"]
    assert [code for code in found if code.startswith("CON-")] == ["CON-FEED", "CON-REEL"]


def test_what_belongs_to_one_line_is_not_given_to_several(desk, draft):
    with pytest.raises(RuleBroken):
        desk.do(scopes.change_lines, ids(desk, draft, "CON-FEED"), "title", "The same")


def test_several_lines_are_removed_and_come_back_with_one_undo(desk, draft):
    before = len(lines(desk, draft))

    desk.do(scopes.remove_lines, ids(desk, draft, "CON-FEED", "CON-REEL"))

    assert len(lines(desk, draft)) == before - 2
    assert [one.position for one in lines(desk, draft)] == list(range(before - 2))
    desk.undo()
    assert len(lines(desk, draft)) == before


def test_a_duplicate_stands_below_its_line_and_has_a_lineage_of_its_own(desk, draft):
    (copy,) = desk.do(scopes.duplicate_lines, ids(desk, draft, "CON-FEED")).value

    here = lines(desk, draft)
    at = next(number for number, one in enumerate(here) if one.lineage == "CON-FEED")
    assert here[at + 1].id == copy
    assert here[at + 1].lineage == "own-1"
    assert here[at + 1].title == here[at].title


def test_a_line_pasted_into_another_client_speaks_its_language_and_forgets_strangers(desk, draft, blank):
    feed = line(desk, draft, "CON-FEED")
    text = copied.written(desk.read(scopes.copied_lines, [feed.id]))

    desk.do(scopes.paste_lines, blank, copied.read(text))

    pasted = line(desk, blank, "CON-FEED")
    assert feed.title == "Publicaciones en el muro"
    assert pasted.title == "Posts for the feed"
    assert pasted.quantity == feed.quantity
    assert pasted.networks == ("linkedin",)
    assert (pasted.done_by_name, pasted.approved_by_name) == ("Nuria Cabal", "Marta Soler")


def test_a_line_of_ones_own_keeps_its_words_wherever_it_is_pasted(desk, draft, blank):
    own = desk.do(scopes.add_line, draft, title="Escaparate de Navidad").value

    made = desk.do(scopes.paste_lines, blank, desk.read(scopes.copied_lines, [own])).value

    pasted = next(one for one in lines(desk, blank) if one.id == made[0])
    assert (pasted.title, pasted.lineage, pasted.service) == ("Escaparate de Navidad", "own-1", None)


def test_a_sentence_that_was_rewritten_stays_rewritten_in_the_same_language(desk, draft, blank):
    desk.do(scopes.change_terms, blank, "language", "es")
    feed = line(desk, draft, "CON-FEED")
    desk.do(scopes.change_line, feed.id, "description", "Fotos del horno.")

    desk.do(scopes.paste_lines, blank, desk.read(scopes.copied_lines, [feed.id]))

    assert line(desk, blank, "CON-FEED").description == "Fotos del horno."


def test_pasting_over_what_was_left_out_includes_it_instead_of_doubling_it(desk, draft, blank):
    desk.do(scopes.leave_out_undecided, blank)
    before = len(lines(desk, blank))

    desk.do(scopes.paste_lines, blank, desk.read(scopes.copied_lines, ids(desk, draft, "CON-FEED")))

    assert len(lines(desk, blank)) == before
    assert line(desk, blank, "CON-FEED").treatment is Treatment.INCLUDED


def test_a_price_in_another_currency_is_left_open(desk, draft, clinic):
    desk.do(clients.change_client, clinic, "currency", "USD")
    blank = desk.do(scopes.draft_from_template, clinic, None).value

    desk.do(scopes.paste_lines, blank, desk.read(scopes.copied_lines, ids(desk, draft, "CON-FEED")))

    assert line(desk, draft, "CON-FEED").price_cents is not None
    assert line(desk, blank, "CON-FEED").price_cents is None


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"form": 2, "lines": []}', '{"form": 1, "lines": [{"line": 3}]}'])
def test_what_is_no_copied_line_is_said(text):
    with pytest.raises(RuleBroken):
        copied.read(text)


def test_a_copied_line_that_was_tampered_with_is_refused_whole(desk, draft, blank):
    text = copied.written(desk.read(scopes.copied_lines, ids(desk, draft, "CON-FEED")))
    wrong = copied.read(text.replace('"quantity": ', '"quantity": -'))

    with pytest.raises(RuleBroken):
        desk.do(scopes.paste_lines, blank, wrong)
    assert lines(desk, blank) == ()


def test_a_scope_begins_as_a_copy_of_another_clients(desk, draft, clinic):
    desk.do(scopes.change_terms, draft, "lead_days", 4)
    made = desk.do(scopes.draft_from_client, clinic, draft).value

    here, there = desk.read(scopes.scope, made), desk.read(scopes.scope, draft)
    assert [one.service for one in here.lines] == [one.service for one in there.lines]
    assert [one.treatment for one in here.lines] == [one.treatment for one in there.lines]
    assert (here.terms.language, here.terms.lead_days, here.terms.approver_name) == ("en", 4, "Marta Soler")
    assert line(desk, made, "CON-FEED").title == "Posts for the feed"
    desk.undo()
    assert desk.read(scopes.versions, clinic) == ()


def test_services_are_decided_one_by_one(desk, blank):
    first = desk.do(scopes.decide_service, blank, "CON-FEED", Treatment.INCLUDED).value
    desk.do(scopes.decide_service, blank, "CON-REEL", Treatment.EXCLUDED)
    again = desk.do(scopes.decide_service, blank, "CON-FEED", Treatment.OPTIONAL).value

    assert again == first
    assert line(desk, blank, "CON-FEED").treatment is Treatment.OPTIONAL
    assert line(desk, blank, "CON-REEL").treatment is Treatment.EXCLUDED
    with pytest.raises(NotFound):
        desk.do(scopes.decide_service, blank, "CON-NOTHING", Treatment.EXCLUDED)


def test_what_is_left_out_knows_whether_clients_often_expect_it(desk, draft):
    catalogue = {
        service.code: service for service in desk.read(scopes.view, desk.read(scopes.scope, draft).client_id).services
    }
    assert any(service.is_often_expected for service in catalogue.values())
    for one in lines(desk, draft):
        assert one.is_often_expected is catalogue[one.service].is_often_expected
    assert line(desk, draft, "CON-FEED").not_included == catalogue["CON-FEED"].es.not_included


def test_a_line_that_a_colleague_changed_is_a_conflict_that_says_what_stands_there(desk, draft):
    seen = line(desk, draft, "CON-FEED")
    desk.do(scopes.change_line, seen.id, "title", "Muro")

    with pytest.raises(Conflict):
        desk.do(scopes.change_line, seen.id, "title", "Posts", seen.version)
    assert desk.read(scopes.line, seen.id).title == "Muro"


def test_nothing_of_a_version_that_was_sent_is_changed(desk, draft, blank):
    several = ids(desk, draft, "CON-FEED", "CON-REEL")
    copy = desk.read(scopes.copied_lines, several)
    desk.do(scopes.send, draft)

    for refused in (
        lambda: desk.do(scopes.change_lines, several, "treatment", Treatment.EXCLUDED),
        lambda: desk.do(scopes.remove_lines, several),
        lambda: desk.do(scopes.duplicate_lines, several),
        lambda: desk.do(scopes.paste_lines, draft, copy),
        lambda: desk.do(scopes.decide_service, draft, "CON-FEED", Treatment.OPTIONAL),
    ):
        with pytest.raises(RuleBroken):
            refused()
    desk.do(scopes.paste_lines, blank, copy)
    assert len(lines(desk, blank)) == 2
