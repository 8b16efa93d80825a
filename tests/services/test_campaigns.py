"""Campaigns and pillars of a client, the posts they are given to, ideas in one line, and views with a name."""

from datetime import date

import pytest

from cmdesk.desk import open_desk
from cmdesk.domain.changes import Kind
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.moments import Month
from cmdesk.domain.posts import PostFormat
from cmdesk.domain.views import Overlay, PostFilter, ViewSettings
from cmdesk.services import bin as trash
from cmdesk.services import calendar, campaigns, clients, ideas, posts, views
from tests.bakery import add_client

OCTOBER = Month(2026, 10)


@pytest.fixture
def desk(founded):
    desk = open_desk(founded, member_id=1, today=date(2026, 10, 14))
    yield desk
    desk.close()


@pytest.fixture
def client(desk):
    return desk.do(add_client, "Horno Masalumbre", "HM").value


def add(desk, client, day=5):
    return desk.do(posts.add_post, client, "Pan", day=date(2026, 10, day)).value


class TestCampaigns:
    def test_one_is_added_changed_and_moved(self, desk, client):
        first = desk.do(campaigns.add_campaign, client, "Autumn", first_day=date(2026, 10, 1)).value
        second = desk.do(campaigns.add_campaign, client, "Christmas").value
        desk.do(campaigns.change_campaign, first, "budget_cents", 50_000)
        desk.do(campaigns.move_campaign, second, 0)
        found = desk.read(campaigns.campaigns, client)
        assert [(one.name, one.colour) for one in found] == [("Christmas", 2), ("Autumn", 1)]
        assert found[1].budget_cents == 50_000
        desk.undo()
        assert desk.read(campaigns.campaigns, client)[0].id == first

    def test_what_cannot_be_is_refused(self, desk, client):
        key = desk.do(campaigns.add_campaign, client, "Autumn", first_day=date(2026, 10, 5)).value
        for field, value in (("last_day", date(2026, 10, 4)), ("name", " "), ("colour", 9), ("budget_cents", -1)):
            with pytest.raises(RuleBroken):
                desk.do(campaigns.change_campaign, key, field, value)

    def test_posts_are_given_to_it_and_belong_to_it_again_when_it_comes_back(self, desk, client):
        key = desk.do(campaigns.add_campaign, client, "Autumn").value
        pair = [add(desk, client), add(desk, client, 6)]
        desk.do(campaigns.set_campaign, pair, key)
        assert [card.campaign_id for card in desk.read(calendar.month, client, OCTOBER).cards] == [key, key]
        assert desk.read(campaigns.campaigns, client)[0].posts == 2
        assert desk.read(posts.post, pair[0]).card.campaign_id == key
        desk.do(campaigns.remove_campaign, key)
        assert desk.read(campaigns.campaigns, client) == ()
        assert [thing.title for thing in desk.read(trash.contents)] == ["Autumn"]
        desk.do(trash.restore, Kind.CAMPAIGN, key)
        assert desk.read(campaigns.campaigns, client)[0].posts == 2

    def test_one_of_another_client_is_refused(self, desk, client):
        other = desk.do(add_client, "Clínica Velanova", "CV", 2).value
        key = desk.do(campaigns.add_campaign, other, "Theirs").value
        with pytest.raises(RuleBroken, match="another client"):
            desk.do(campaigns.set_campaign, [add(desk, client)], key)

    def test_emptying_the_bin_leaves_the_posts(self, desk, client):
        key, pillar = (
            desk.do(add_one, client, "Autumn").value for add_one in (campaigns.add_campaign, campaigns.add_pillar)
        )
        post = add(desk, client)
        desk.do(campaigns.set_campaign, [post], key)
        desk.do(campaigns.set_pillar, [post], pillar)
        desk.do(campaigns.remove_campaign, key)
        desk.do(campaigns.remove_pillar, pillar)
        assert desk.do(trash.empty).value == 2
        card = desk.read(posts.post, post).card
        assert (card.campaign_id, card.pillar_id) == (None, None)

    def test_a_client_goes_for_good_with_its_campaigns(self, desk, client):
        desk.do(campaigns.add_campaign, client, "Autumn")
        desk.do(campaigns.add_pillar, client, "Craft")
        desk.do(views.add_view, "Mine", ViewSettings(), client)
        desk.do(clients.delete_client, client)
        desk.do(trash.empty)
        assert desk.read(clients.tiles, include_archived=True) == []


def test_a_pillars_share_stands_beside_what_is_planned(desk, client):
    craft = desk.do(campaigns.add_pillar, client, "Craft", share=60).value
    desk.do(campaigns.add_pillar, client, "Recipes", share=40)
    pair = [add(desk, client), add(desk, client, 6)]
    desk.do(campaigns.set_pillar, pair[:1], craft)
    sheet = desk.read(campaigns.campaign_sheet, client, OCTOBER)
    assert [(row.name, row.percent, row.wish) for row in sheet.mix.rows] == [
        ("Craft", 50, 60), ("Recipes", 0, 40), ("", 50, None),
    ]  # fmt: skip
    with pytest.raises(RuleBroken, match="between 0 and 100"):
        desk.do(campaigns.change_pillar, craft, "share", 101)


def test_a_copy_keeps_its_campaign_and_its_pillar(desk, client):
    post, pillar = add(desk, client), desk.do(campaigns.add_pillar, client, "Craft").value
    desk.do(campaigns.set_pillar, [post], pillar)
    (copy,) = desk.do(posts.duplicate_posts, [post]).value
    assert desk.read(posts.post, copy).card.pillar_id == pillar


def test_an_idea_in_one_line_knows_its_format_its_person_and_its_pillar(desk, client):
    pillar = desk.do(campaigns.add_pillar, client, "Oficio").value
    key = desk.do(ideas.jot, client, "reel: cómo se corta una hogaza #oficio #pan @nuria").value
    detail = desk.read(posts.post, key)
    assert (detail.card.title, detail.card.format) == ("Cómo se corta una hogaza", PostFormat.REEL)
    assert (detail.card.pillar_id, detail.card.owner_id, detail.text) == (pillar, 1, "#pan")
    desk.undo()
    assert desk.read(calendar.tray, client) == ()


def test_a_channel_keeps_its_usual_days(desk, client):
    key = desk.do(clients.add_channel, client, "instagram").value
    desk.do(clients.change_channel, key, "usual_days", [4, 1, 1])
    assert desk.read(clients.channels, client)[0].usual_days == (1, 4)
    desk.do(clients.change_channel, key, "usual_days", range(7))
    assert desk.read(clients.channels, client)[0].usual_days == ()


def test_a_view_is_saved_renamed_changed_and_forgotten(desk, client):
    shown = ViewSettings("week", "status", frozenset({Overlay.NOTES}), PostFilter(statuses=frozenset({"draft"})))
    key = desk.do(views.add_view, "Drafts", shown).value
    mine = desk.do(views.add_view, "Mine", ViewSettings(), client).value
    assert [(view.id, view.settings) for view in desk.read(views.saved_views)] == [(key, shown), (mine, ViewSettings())]
    assert [view.id for view in desk.read(views.saved_views, client + 1)] == [key]
    desk.do(views.rename_view, key, "My drafts")
    desk.do(views.change_view, key, ViewSettings())
    desk.do(views.remove_view, key)
    assert [view.id for view in desk.read(views.saved_views, client)] == [mine]
    desk.undo()
    assert [view.name for view in desk.read(views.saved_views)] == ["My drafts", "Mine"]
    with pytest.raises(RuleBroken, match="name for the view"):
        desk.do(views.add_view, " ", ViewSettings())
