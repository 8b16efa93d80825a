"""The bin: what comes back, and what goes for good."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from cmdesk.desk import open_desk
from cmdesk.domain.changes import Kind
from cmdesk.domain.errors import NotFound, RuleBroken
from cmdesk.models import (
    BoardColumn,
    Channel,
    Client,
    Contact,
    Media,
    Placement,
    Post,
    PostEvent,
    PostMedia,
    ReportText,
    ScopeEvent,
    Task,
)
from cmdesk.models import Scope as ScopeRow
from cmdesk.models import ScopeLine as LineRow
from cmdesk.services import agency, clients
from cmdesk.services.action import acting, action
from cmdesk.services.bin import contents, empty, restore

TODAY = date(2026, 10, 14)


class Clock:
    """An instant that a test moves on."""

    def __init__(self):
        self.now = datetime(2026, 10, 14, 9, tzinfo=UTC)

    def __call__(self):
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def desk(spanish):
    desk = open_desk(spanish, member_id=1, today=TODAY, clock=Clock())
    yield desk
    desk.close()


@action("Make work")
def work(session, client_id, *, is_sent=False):
    """A scope, a post with all its parts, a task and a report's texts."""
    member, now = acting(session).member_id, acting(session).now
    contact = Contact(client_id=client_id, name="Elena Robles")
    channel = Channel(client_id=client_id, network="instagram", handle="@horno")
    session.add_all([contact, channel])
    session.flush()
    scope = ScopeRow(client_id=client_id, number=1, approver=contact.id, introduction="Hola")
    post = Post(client_id=client_id, title="Pan")
    media = Media(client_id=client_id, hash="h")
    session.add_all([scope, post, media, ReportText(client_id=client_id, month=TODAY.replace(day=1))])
    session.flush()
    session.add_all(
        [
            LineRow(scope_id=scope.id, lineage="l", area="content"),
            ScopeEvent(client_id=client_id, scope_id=scope.id, kind="created", day=TODAY, at=now, own_hash="a"),
            Placement(post_id=post.id, channel_id=channel.id),
            PostEvent(post_id=post.id, kind="created", at=now, member_id=member),
            PostMedia(post_id=post.id, media_id=media.id),
            Task(
                title="Foto",
                client_id=client_id,
                column_id=session.scalars(select(BoardColumn.id)).first(),
                post_id=post.id,
            ),
        ]
    )
    session.flush()
    if is_sent:
        session.add(ScopeEvent(client_id=client_id, scope_id=scope.id, kind="sent", day=TODAY, at=now, own_hash="b"))
    return {"contact": contact.id, "channel": channel.id, "scope": scope.id, "post": post.id}


@action("Delete post")
def deleted_post(session, key):
    session.get(Post, key).deleted_at = acting(session).now


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def names(things):
    return [(thing.kind, thing.title) for thing in things]


@pytest.fixture
def bakery(desk):
    return desk.do(clients.add_client, "Horno Masalumbre").value


def test_an_empty_bin_has_nothing(desk):
    assert desk.read(contents) == []
    assert desk.do(empty).value == 0


def test_a_deleted_client_is_one_thing_in_the_bin_and_comes_back_whole(desk, bakery):
    desk.do(work, bakery)
    desk.do(clients.delete_client, bakery)
    (thing,) = desk.read(contents)
    assert (thing.kind, thing.title, thing.days_left) == (Kind.CLIENT, "Horno Masalumbre", 30)
    desk.do(restore, Kind.CLIENT, bakery)
    shown = desk.read(clients.client, bakery)
    assert len(shown.contacts) == len(shown.channels) == 1
    assert desk.read(lambda session: session.scalars(select(Post.deleted_at)).all()) == [None]
    assert desk.read(contents) == []


def test_what_was_deleted_before_its_client_stays_in_the_bin_when_the_client_comes_back(desk, bakery):
    made = desk.do(work, bakery).value
    desk.do(deleted_post, made["post"])
    desk.do(clients.delete_client, bakery)
    assert names(desk.read(contents)) == [(Kind.CLIENT, "Horno Masalumbre"), (Kind.POST, "Pan")]
    with pytest.raises(RuleBroken, match="client first"):
        desk.do(restore, Kind.POST, made["post"])
    desk.do(restore, Kind.CLIENT, bakery)
    assert names(desk.read(contents)) == [(Kind.POST, "Pan")]
    desk.do(restore, Kind.POST, made["post"])
    assert desk.read(contents) == []
    desk.undo()
    assert names(desk.read(contents)) == [(Kind.POST, "Pan")]


def test_a_restored_client_gives_way_where_its_letters_were_taken(desk, bakery):
    desk.do(clients.delete_client, bakery)
    desk.do(clients.add_client, "Hotel Marina", letters="HM")
    desk.do(restore, Kind.CLIENT, bakery)
    assert sorted(tile.letters for tile in desk.read(clients.tiles)) == ["HA", "HM"]


def test_what_is_not_in_the_bin_cannot_be_restored(desk, bakery):
    for kind, key in ((Kind.CLIENT, bakery), (Kind.POST, 99)):
        with pytest.raises(NotFound):
            desk.do(restore, kind, key)


def test_people_and_channels_lie_in_the_bin_by_name(desk, bakery):
    made = desk.do(work, bakery).value
    desk.do(clients.delete_contact, made["contact"])
    desk.do(clients.delete_channel, made["channel"])
    assert names(desk.read(contents)) == [(Kind.CHANNEL, "Instagram @horno"), (Kind.CONTACT, "Elena Robles")]
    assert {thing.client for thing in desk.read(contents)} == {"Horno Masalumbre"}


def test_emptying_deletes_a_client_with_all_its_work(desk, bakery):
    desk.do(work, bakery)
    desk.do(clients.delete_client, bakery)
    assert desk.do(empty).value == 1
    assert desk.read(contents) == []
    for model in (Contact, Channel, Post, Placement, PostEvent, PostMedia, Media, LineRow, ReportText, Task):
        assert desk.read(count, model) == 0, model
    shells = desk.read(lambda session: [(c.name, c.logo) for c in session.scalars(select(Client))])
    assert shells == [("", None)]  # the history of its scope names it, so an empty shell stays
    assert desk.read(lambda session: session.scalars(select(ScopeRow.introduction)).all()) == [""]
    assert desk.read(clients.tiles, include_archived=True) == []


def test_a_client_without_history_leaves_nothing(desk, bakery):
    desk.do(clients.delete_client, bakery)
    desk.do(empty)
    assert desk.read(count, Client) == 0


def test_emptying_cannot_be_undone(desk, bakery):
    desk.do(clients.delete_client, bakery)
    done = desk.do(empty)
    assert not done.can_undo


def test_what_living_work_needs_is_hidden_but_kept(desk, bakery):
    made = desk.do(work, bakery, is_sent=True).value
    desk.do(clients.delete_contact, made["contact"])
    desk.do(clients.delete_channel, made["channel"])
    assert desk.do(empty).value == 2
    assert desk.read(contents) == []
    assert desk.read(lambda session: session.get(Contact, made["contact"]).name) == "Elena Robles"
    assert desk.read(count, Channel) == 1
    with pytest.raises(NotFound):
        desk.do(restore, Kind.CONTACT, made["contact"])


def test_a_post_goes_for_good_and_its_task_stays(desk, bakery):
    made = desk.do(work, bakery).value
    desk.do(deleted_post, made["post"])
    desk.do(empty)
    assert desk.read(count, Post) == desk.read(count, PostEvent) == 0
    assert desk.read(lambda session: session.scalars(select(Task.post_id)).all()) == [None]


def test_a_client_to_whom_a_scope_was_sent_survives_the_emptying(desk, bakery):
    desk.do(work, bakery, is_sent=True)
    desk.do(
        action("Put into the bin by undo")(
            lambda session: setattr(session.get(Client, bakery), "deleted_at", acting(session).now)
        )
    )
    assert desk.do(empty).value == 0
    desk.do(restore, Kind.CLIENT, bakery)
    assert [c.name for c in desk.read(clients.client, bakery).contacts] == ["Elena Robles"]


def test_only_owners_empty_the_bin_and_editors_restore_posts_alone(desk, bakery):
    made = desk.do(work, bakery).value
    desk.do(deleted_post, made["post"])
    desk.do(clients.delete_contact, made["contact"])
    desk.member_id = desk.do(agency.add_member, "Iker Vela").value
    with pytest.raises(RuleBroken, match="role"):
        desk.do(empty)
    with pytest.raises(RuleBroken, match="role"):
        desk.do(restore, Kind.CONTACT, made["contact"])
    desk.do(restore, Kind.POST, made["post"])


@action("Add a task of the agency")
def deleted_task(session):
    column = session.scalars(select(BoardColumn.id)).first()
    session.add(Task(title="Facturas", column_id=column, deleted_at=acting(session).now))


@action("Make a draft without history")
def bare_draft(session, client_id):
    session.add(ScopeRow(client_id=client_id, number=1, deleted_at=acting(session).now))


def test_what_belongs_to_the_agency_itself_comes_back_too(desk):
    desk.do(deleted_task)
    (thing,) = desk.read(contents)
    assert (thing.title, thing.client, thing.client_id) == ("Facturas", "", None)
    desk.do(restore, Kind.TASK, thing.id)
    assert desk.read(contents) == []


def test_a_draft_that_no_history_names_leaves_nothing(desk, bakery):
    desk.do(bare_draft, bakery)
    assert names(desk.read(contents)) == [(Kind.SCOPE, "Scope, version 1")]
    desk.do(empty)
    assert desk.read(count, ScopeRow) == 0


def test_what_was_added_to_a_client_after_it_was_taken_back_goes_with_it(desk, bakery):
    desk.do(clients.add_contact, bakery, "Elena Robles")
    desk.undo()
    desk.undo()
    assert [thing.kind for thing in desk.read(contents)] == [Kind.CLIENT, Kind.CONTACT]
    desk.do(late_contact, bakery)
    desk.do(empty)
    assert desk.read(count, Contact) == desk.read(count, Client) == 0


@action("Add a contact late")
def late_contact(session, client_id):
    session.add(Contact(client_id=client_id, name="Pablo"))
