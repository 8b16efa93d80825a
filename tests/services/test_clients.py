"""Clients, contacts and channels, through a real desk on both databases."""

from datetime import UTC, date, datetime

import pytest

from cmdesk.desk import Desk, open_desk
from cmdesk.domain.clients import Address, ClientStatus, GivenChannel
from cmdesk.domain.errors import Conflict, NotFound, RuleBroken
from cmdesk.models import Post, ScopeEvent
from cmdesk.models import Scope as ScopeRow
from cmdesk.services import clients, scopes, templates
from cmdesk.services.action import action
from cmdesk.services.reading import scope_versions

TODAY = date(2026, 10, 14)


@pytest.fixture
def desk(spanish):
    desk = open_desk(spanish, member_id=1, today=TODAY)
    yield desk
    desk.close()


@pytest.fixture
def bakery(desk: Desk) -> int:
    return desk.do(clients.add_client, "Horno Masalumbre").value


@action("Send something")
def something_sent(session, client_id):
    scope = ScopeRow(client_id=client_id, number=1)
    session.add(scope)
    session.flush()
    session.add(
        ScopeEvent(
            client_id=client_id,
            scope_id=scope.id,
            kind="sent",
            day=TODAY,
            at=datetime(2026, 10, 14, tzinfo=UTC),
            own_hash="x",
        )
    )


@action("Plan a post")
def planned_post(session, client_id, status="draft"):
    post = Post(client_id=client_id, title="Pan", status=status, day=TODAY, minute=540, zone="Europe/Madrid", instant=0)
    session.add(post)
    session.flush()
    return post.id


def moment_of(session, post_id):
    post = session.get(Post, post_id)
    return post.zone, post.day, post.minute, post.instant


def test_a_new_client_gets_free_letters_the_next_colour_and_the_agencys_customs(desk):
    first = desk.do(clients.add_client, "Horno Masalumbre").value
    second = desk.do(clients.add_client, "Hotel Marina").value
    assert [(t.id, t.letters, t.colour) for t in desk.read(clients.tiles)] == [(first, "HM", 1), (second, "HA", 2)]
    shown = desk.read(clients.client, first)
    assert (shown.language, shown.currency, shown.time_zone) == ("es", "EUR", "Europe/Madrid")
    assert shown.status is ClientStatus.ACTIVE


def test_what_is_given_wins(desk):
    key = desk.do(clients.add_client, "Velanova", letters="vx", colour=7, language="en", address="usted").value
    shown = desk.read(clients.client, key)
    assert (shown.letters, shown.colour, shown.language, shown.address) == ("VX", 7, "en", Address.USTED)


def test_a_client_without_a_name_is_refused(desk):
    with pytest.raises(RuleBroken) as refused:
        desk.do(clients.add_client, "   ")
    assert refused.value.field == "name"
    assert desk.read(clients.tiles) == []


def test_one_action_makes_client_contact_and_channels_and_one_undo_takes_them_all(desk):
    key = desk.do(
        clients.add_client_with_contact,
        "Floristería Alborada",
        language="es",
        contact="Elena Robles",
        email="elena@alborada.example",
        channels=[GivenChannel("instagram", "@alborada"), GivenChannel("tiktok")],
    ).value
    shown = desk.read(clients.client, key)
    assert [(c.name, c.email, c.signs_scope, c.approves_posts) for c in shown.contacts] == [
        ("Elena Robles", "elena@alborada.example", True, True)
    ]
    assert [(c.network, c.handle) for c in shown.channels] == [("instagram", "@alborada"), ("tiktok", "")]
    desk.undo()
    assert desk.read(clients.tiles) == []
    desk.redo()
    assert len(desk.read(clients.client, key).channels) == 2


def test_a_refused_contact_leaves_no_client(desk):
    with pytest.raises(RuleBroken):
        desk.do(clients.add_client_with_contact, "Alborada", contact="", email="elena@alborada.example")
    assert desk.read(clients.tiles) == []


def test_each_field_changes_and_comes_back(desk, bakery):
    for field, value in {
        "name": "Horno Nuevo", "legal_name": "Masalumbre S.L.", "tax_id": "B00000000", "colour": 5, "letters": "HN",
        "language": "en", "address": "usted", "currency": "USD", "status": "paused", "sector": "Bakery",
        "postal_address": "Calle Mayor 1\n44001 Teruel", "voice": "Warm", "key_messages": "Bread",
        "hashtags": "#pan", "notes": "Closed on Mondays", "time_zone": "Atlantic/Canary",
    }.items():  # fmt: skip
        before = getattr(desk.read(clients.client, bakery), field)
        desk.do(clients.change_client, bakery, field, value)
        assert getattr(desk.read(clients.client, bakery), field) == value
        desk.undo()
        assert getattr(desk.read(clients.client, bakery), field) == before


def test_an_old_form_is_refused(desk, bakery):
    seen = desk.read(clients.client, bakery).version
    desk.do(clients.change_client, bakery, "sector", "Bakery", seen)
    with pytest.raises(Conflict):
        desk.do(clients.change_client, bakery, "sector", "Bread", seen)


def test_letters_of_another_client_are_refused(desk, bakery):
    other = desk.do(clients.add_client, "Velanova").value
    with pytest.raises(RuleBroken):
        desk.do(clients.change_client, other, "letters", "hm")
    desk.do(clients.change_client, bakery, "letters", "HM")


def test_planned_posts_keep_their_hour_when_the_zone_changes(desk, bakery):
    planned = desk.do(planned_post, bakery).value
    published = desk.do(planned_post, bakery, "published").value
    desk.do(clients.change_client, bakery, "time_zone", "Atlantic/Canary")
    zone, day, minute, instant = desk.read(moment_of, planned)
    assert (zone, day, minute) == ("Atlantic/Canary", TODAY, 540)
    assert instant == int(datetime(2026, 10, 14, 8, tzinfo=UTC).timestamp())
    assert desk.read(moment_of, published)[0] == "Europe/Madrid"


def test_clients_stand_in_the_order_a_person_gave_them(desk):
    keys = [desk.do(clients.add_client, name).value for name in ("One", "Two", "Three")]
    desk.do(clients.reorder_clients, [keys[2], keys[0], keys[1]])
    assert [t.id for t in desk.read(clients.tiles)] == [keys[2], keys[0], keys[1]]
    desk.undo()
    assert [t.id for t in desk.read(clients.tiles)] == keys
    fourth = desk.do(clients.add_client, "Four").value
    assert [t.id for t in desk.read(clients.tiles)] == [*keys, fourth]


def test_an_archived_client_leaves_the_list_and_comes_back(desk, bakery):
    desk.do(clients.archive_client, bakery)
    assert desk.read(clients.tiles) == []
    assert [t.is_archived for t in desk.read(clients.tiles, include_archived=True)] == [True]
    desk.do(clients.unarchive_client, bakery)
    assert [t.id for t in desk.read(clients.tiles)] == [bakery]


def test_a_deleted_client_takes_its_people_along_and_one_undo_brings_all_back(desk, bakery):
    desk.do(clients.add_contact, bakery, "Elena Robles")
    post = desk.do(planned_post, bakery).value
    desk.do(clients.delete_client, bakery)
    assert desk.read(clients.tiles) == []
    with pytest.raises(NotFound):
        desk.read(clients.client, bakery)
    assert desk.read(lambda session: session.get(Post, post).deleted_at) is not None
    desk.undo()
    assert [c.name for c in desk.read(clients.client, bakery).contacts] == ["Elena Robles"]
    assert desk.read(lambda session: session.get(Post, post).deleted_at) is None


def test_a_client_to_whom_a_scope_was_sent_is_archived_not_deleted(desk, bakery):
    desk.do(something_sent, bakery)
    assert desk.read(clients.client, bakery).has_sent_scope
    with pytest.raises(RuleBroken, match="Archive"):
        desk.do(clients.delete_client, bakery)
    desk.do(clients.archive_client, bakery)


def test_contacts_are_added_changed_and_deleted(desk, bakery):
    key = desk.do(clients.add_contact, bakery, "Elena Robles", area="marketing").value
    desk.do(clients.change_contact, key, "phone", "+34 600 000 000")
    desk.do(clients.change_contact, key, "signs_scope", True)
    (contact,) = desk.read(clients.client, bakery).contacts
    assert (contact.area, contact.phone, contact.signs_scope) == ("marketing", "+34 600 000 000", True)
    desk.do(clients.delete_contact, key)
    assert desk.read(clients.contacts, bakery) == []
    desk.undo()
    assert [c.id for c in desk.read(clients.contacts, bakery)] == [key]


def test_channels_are_added_changed_and_deleted(desk, bakery):
    key = desk.do(clients.add_channel, bakery, "instagram", handle="@horno", url="instagram.com/horno").value
    desk.do(clients.change_channel, key, "usual_minute", 540)
    (channel,) = desk.read(clients.channels, bakery)
    assert (channel.name, channel.url, channel.usual_minute) == ("Instagram @horno", "https://instagram.com/horno", 540)
    desk.do(clients.change_channel, key, "is_active", False)
    assert desk.read(clients.channels, bakery, only_active=True) == []
    desk.do(clients.delete_channel, key)
    assert desk.read(clients.channels, bakery) == []


def test_the_same_channel_twice_is_refused(desk, bakery):
    desk.do(clients.add_channel, bakery, "instagram", handle="@horno")
    with pytest.raises(RuleBroken):
        desk.do(clients.add_channel, bakery, "instagram", handle="@HORNO")
    other = desk.do(clients.add_channel, bakery, "instagram", handle="@tienda").value
    with pytest.raises(RuleBroken):
        desk.do(clients.change_channel, other, "handle", "@horno")
    desk.do(clients.change_channel, other, "handle", "@tienda")


def test_text_that_cannot_be_kept_is_refused(desk, bakery):
    for wrong in ("a\0b", "\ud800"):
        with pytest.raises(RuleBroken):
            desk.do(clients.change_client, bakery, "notes", f"x{wrong}x")


def test_the_dialog_for_a_new_client_offers_the_templates_with_their_figures(desk, bakery):
    offers = desk.read(clients.beginnings, "en")
    assert [(one.code, one.monthly_cents) for one in offers.templates] == [
        ("essential", 39000), ("growth", 78000), ("full", 145000),
    ]  # fmt: skip
    growth = {line.service: line for line in offers.templates[1].lines}
    assert (growth["CON-FEED"].figure, growth["CON-FEED"].is_hours) == (12, False)
    assert (growth["LIS-ANSWER"].figure, growth["LIS-ANSWER"].is_hours) == (4, True)
    assert "MEA-REPORT" not in growth
    assert (offers.language, offers.currency, offers.letters, offers.colour) == ("es", "EUR", {"HM"}, 2)
    assert desk.read(clients.beginnings, "es").templates[0].name == "Esencial"


def test_a_client_begins_with_the_draft_of_a_template_and_its_own_figures(desk):
    key = desk.do(
        clients.add_client_with_contact,
        "Alborada",
        contact="Elena",
        template="growth",
        figures={"CON-FEED": 9, "LIS-ANSWER": 12},
    ).value
    (version,) = desk.read(scope_versions, key)
    lines = {line.service: line for line in version.lines}
    assert lines["CON-FEED"].quantity == 9
    assert lines["LIS-ANSWER"].response_hours == 12
    assert lines["CON-REEL"].quantity == 4


def test_a_client_may_have_a_logo(desk, bakery):
    desk.do(clients.change_client_logo, bakery, b"\x89PNG\r\n\x1a\nrest")
    assert desk.read(clients.client, bakery).logo
    with pytest.raises(RuleBroken):
        desk.do(clients.change_client_logo, bakery, b"GIF89a")
    desk.undo()
    assert desk.read(clients.client, bakery).logo is None


def test_the_same_order_again_changes_nothing(desk, bakery):
    desk.do(clients.reorder_clients, [bakery])
    assert not desk.do(clients.reorder_clients, [bakery]).changes.rows


def test_the_same_zone_again_moves_no_post(desk, bakery):
    post = desk.do(planned_post, bakery).value
    desk.do(clients.change_client, bakery, "time_zone", "Europe/Madrid")
    assert desk.read(moment_of, post)[3] == 0


def test_a_client_begins_with_a_copy_of_another_clients_scope_and_its_own_form_of_address(desk, bakery):
    source = desk.do(scopes.draft_from_template, bakery, "growth").value
    desk.do(scopes.add_line, source, None, area="content", title="Foto del pan")
    (offered,) = desk.read(clients.beginnings, "es").sources
    lines = desk.read(scopes.scope, source).lines
    assert (offered.scope_id, offered.client, offered.monthly_cents) == (source, "Horno Masalumbre", 78000)
    assert offered.included + offered.optional + offered.excluded == len(lines)

    key = desk.do(
        clients.add_client_with_contact, "Alborada", contact="Elena", address="vosotros", copied_from=source
    ).value
    (copy,) = desk.read(scope_versions, key)
    assert desk.read(clients.client, key).address is Address.VOSOTROS
    assert [line.title for line in copy.lines if line.service is None] == ["Foto del pan"]
    assert len(copy.lines) == len(lines)


def test_an_own_template_is_offered_with_the_lines_of_the_agency(desk, bakery):
    source = desk.do(scopes.draft_from_template, bakery, "essential").value
    own = desk.do(scopes.add_line, source, None, area="content", title="Foto del pan").value
    desk.do(scopes.change_line, own, "quantity", 3)
    desk.do(scopes.change_line, own, "price_cents", 5000)
    desk.do(templates.save_template, source, "La nuestra")
    offered = desk.read(clients.beginnings, "es").templates
    essential, mine = offered[0], offered[-1]
    assert mine.name == "La nuestra"
    assert (mine.monthly_cents, mine.included) == (essential.monthly_cents + 5000, essential.included + 1)
    assert [line.title for line in mine.lines] == [line.title for line in essential.lines]
