"""The order of ideas in the tray."""

import pytest

from cmdesk.domain.errors import NotFound
from cmdesk.models import Post
from cmdesk.services import calendar, ideas, posts
from cmdesk.services.action import action, found
from tests.bakery import add_client, open_bakery


@pytest.fixture
def bakery(vacant):
    desk, client_id = open_bakery(vacant)
    yield desk, client_id
    desk.close()


@action("Rank ideas")
def rank(session, ranks):
    for key, value in ranks.items():
        found(session, Post, key).rank = value


def order(desk, client_id):
    return [card.title for card in desk.read(calendar.tray, client_id)]


def test_ideas_are_ordered_anew_in_one_clients_tray_and_no_other(bakery):
    desk, client = bakery
    other = desk.do(add_client, "Clínica Velanova", "CV", 2).value
    bread, rolls, cake = (desk.do(posts.add_idea, client, title).value for title in ("Pan", "Bollos", "Tarta"))
    theirs = desk.do(posts.add_idea, other, "Implantes").value
    desk.do(rank, {bread: "i00000", rolls: "i00000", cake: "", theirs: "i00000"})

    done = desk.do(ideas.order_ideas, [bread], cake, client)

    assert order(desk, client) == ["Pan", "Tarta", "Bollos"]
    assert {row.key for row in done.changes.rows} == {bread, rolls, cake}
    desk.undo()
    assert order(desk, client) == ["Tarta", "Pan", "Bollos"]


def test_ideas_of_all_clients_are_ordered_among_each_other(bakery):
    desk, client = bakery
    other = desk.do(add_client, "Clínica Velanova", "CV", 2).value
    bread, rolls = (desk.do(posts.add_idea, client, title).value for title in ("Pan", "Bollos"))
    theirs = desk.do(posts.add_idea, other, "Implantes").value
    desk.do(rank, {bread: "i00000", theirs: "i00000", rolls: "i00001"})

    desk.do(ideas.order_ideas, [rolls], theirs)

    assert order(desk, None) == ["Pan", "Bollos", "Implantes"]


def test_several_dropped_on_one_of_themselves_stay_together_there(bakery):
    desk, client = bakery
    keys = [desk.do(posts.add_idea, client, title).value for title in ("Uno", "Dos", "Tres", "Cuatro")]
    desk.do(ideas.order_ideas, [keys[0], keys[2]], keys[2], client)
    assert order(desk, client) == ["Dos", "Uno", "Tres", "Cuatro"]


def test_before_an_idea_that_a_colleague_deleted_meanwhile_nothing_is_put(bakery):
    desk, client = bakery
    keys = [desk.do(posts.add_idea, client, title).value for title in ("Uno", "Dos", "Tres")]
    desk.do(posts.delete_posts, [keys[0]])
    with pytest.raises(NotFound):
        desk.do(ideas.order_ideas, [keys[2]], keys[0], client)
    assert order(desk, client) == ["Dos", "Tres"]
