"""What clients ask for beside the scope, from the asking to the decision: on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cmdesk.desk import open_desk
from cmdesk.domain.errors import Conflict, NotFound, RuleBroken
from cmdesk.domain.extras import Decision
from cmdesk.domain.moments import Month
from cmdesk.domain.posts import Coverage
from cmdesk.domain.scope import Cadence, Means, PriceMode, ScopeStatus
from cmdesk.services import bin as bins
from cmdesk.services import clients, extras, posts, scopes, tasks
from cmdesk.services.allowance import allowance
from cmdesk.services.timeline import timeline

TODAY = date(2026, 10, 14)


@pytest.fixture
def desk(founded):
    desk = open_desk(founded, member_id=1, clock=lambda: datetime(2026, 10, 14, 9, tzinfo=UTC))
    yield desk
    desk.close()


@pytest.fixture
def bakery(desk):
    client_id = desk.do(clients.add_client, "Horno Masalumbre").value
    desk.do(clients.add_contact, client_id, "Elena Robles", signs_scope=True, approves_posts=True)
    return client_id


@pytest.fixture
def elena(desk, bakery):
    return desk.read(clients.contacts, bakery)[0].id


@pytest.fixture
def feed(desk, bakery, elena):
    """The lineage of the one agreed line: twelve posts a month since October."""
    scope_id = desk.do(scopes.draft_from_template, bakery).value
    line = desk.do(scopes.add_line, scope_id, title="Posts").value
    for field, value in {"quantity": 12, "unit": "post", "formats": ["post"], "price_cents": 24000}.items():
        desk.do(scopes.change_line, line, field, value)
    desk.do(scopes.change_terms, scope_id, "first_day", date(2026, 10, 1))
    desk.do(scopes.send, scope_id)
    desk.do(scopes.agree, scope_id, elena, TODAY, Means.EMAIL)
    return desk.read(scopes.scope, scope_id).lines[0].lineage


@pytest.fixture
def post(desk, bakery):
    return desk.do(posts.add_post, bakery, "Christmas video", day=date(2026, 10, 20)).value


@pytest.fixture
def asked(desk, bakery, elena, post):
    return desk.do(
        extras.ask_extra, bakery, "Christmas video", asked_by=elena, estimate_cents=30000, estimate_minutes=240,
        post_id=post,
    ).value  # fmt: skip


def card(desk, post):
    return desk.read(posts.post, post).card


def planned(desk, bakery):
    return {row.lineage: row.planned for row in desk.read(allowance, bakery, Month(2026, 10))}


def test_what_was_asked_counts_against_nothing_until_it_is_decided(desk, bakery, feed, asked, post):
    (found,) = desk.read(extras.extras, bakery, only_open=True)

    assert (found.title, found.asked_by_name, found.asked_on) == ("Christmas video", "Elena Robles", TODAY)
    assert [linked.id for linked in found.posts] == [post]
    assert (card(desk, post).coverage, card(desk, post).extra_id) == (Coverage.EXTRA, asked)
    assert planned(desk, bakery)[feed] == 0
    desk.undo()
    assert desk.read(extras.extras, bakery) == ()
    assert card(desk, post).coverage is Coverage.UNDECIDED


def test_a_change_order_is_a_draft_with_the_extra_as_its_line(desk, bakery, feed, asked, post):
    draft = desk.do(extras.decide_extra, asked, Decision.CHANGE_ORDER).value

    version = desk.read(scopes.scope, draft)
    line = next(one for one in version.lines if one.title == "Christmas video")
    assert (version.number, version.status, version.based_on) == (2, ScopeStatus.DRAFT, 1)
    assert (line.price_cents, line.price_mode, line.cadence) == (30000, PriceMode.ONCE, Cadence.ONCE)
    assert (line.quantity, line.unit, line.formats, line.minutes_per_unit) == (1, "post", ("post",), 240)
    found = desk.read(extras.extra, asked)
    assert (found.decision, found.lineage, found.scope_id, found.scope_number) == (
        Decision.CHANGE_ORDER, line.lineage, draft, 2,
    )  # fmt: skip
    assert card(desk, post).lineage == line.lineage
    desk.undo()
    assert desk.read(extras.extra, asked).is_open
    assert len(desk.read(scopes.versions, bakery)) == 1


def test_once_the_change_order_is_agreed_the_post_counts_against_its_line(desk, bakery, feed, asked, elena, post):
    draft = desk.do(extras.decide_extra, asked, Decision.CHANGE_ORDER).value
    desk.do(scopes.change_terms, draft, "first_day", date(2026, 10, 15))
    desk.do(scopes.send, draft)
    desk.do(scopes.agree, draft, elena, TODAY, Means.EMAIL)

    assert planned(desk, bakery) == {feed: 0, card(desk, post).lineage: 1}
    for decide in (
        lambda: desk.do(extras.decide_extra, asked, Decision.COURTESY),
        lambda: desk.do(extras.remove_extra, asked),
    ):
        with pytest.raises(RuleBroken, match="part of version 2"):
            decide()


def test_a_second_extra_goes_into_the_draft_that_is_open(desk, bakery, feed, asked):
    draft = desk.do(extras.decide_extra, asked, Decision.CHANGE_ORDER).value
    other = desk.do(extras.ask_extra, bakery, "Easter video").value

    assert desk.do(extras.decide_extra, other, Decision.CHANGE_ORDER).value == draft
    assert [line.title for line in desk.read(scopes.scope, draft).lines][-2:] == ["Christmas video", "Easter video"]
    desk.do(extras.decide_extra, other, Decision.COURTESY)
    assert [line.title for line in desk.read(scopes.scope, draft).lines][-1] == "Christmas video"


def test_while_a_version_waits_for_an_answer_there_is_no_change_order(desk, bakery, feed, asked):
    draft = desk.do(scopes.draft_from_current, bakery).value
    desk.do(scopes.send, draft)

    with pytest.raises(RuleBroken, match="Version 2 waits for the client's answer"):
        desk.do(extras.decide_extra, asked, Decision.CHANGE_ORDER)


def test_a_swap_uses_up_what_another_line_holds(desk, bakery, feed, asked, post):
    for wrong in (None, "own-99"):
        with pytest.raises(RuleBroken, match="Choose the line"):
            desk.do(extras.decide_extra, asked, Decision.SWAP, lineage=wrong)

    desk.do(extras.decide_extra, asked, Decision.SWAP, lineage=feed)

    assert (card(desk, post).coverage, card(desk, post).lineage) == (Coverage.LINE, feed)
    assert planned(desk, bakery)[feed] == 1


def test_a_courtesy_is_a_gift_of_the_month(desk, bakery, feed, asked, post):
    desk.do(extras.decide_extra, asked, Decision.COURTESY)

    row = desk.read(allowance, bakery, Month(2026, 10))[0]
    assert (card(desk, post).coverage, row.planned, row.gifts) == (Coverage.COURTESY, 0, 1)


def test_a_declined_one_keeps_its_reason_and_stands_in_the_history(desk, bakery, feed, asked):
    with pytest.raises(RuleBroken, match="Write why"):
        desk.do(extras.decide_extra, asked, Decision.DECLINED)

    desk.do(extras.decide_extra, asked, Decision.DECLINED, reason="No camera in December")

    found = desk.read(extras.extra, asked)
    assert (found.reason, found.decided_on, found.decided_by_name) == ("No camera in December", TODAY, "Nuria Cabal")
    last = desk.read(timeline, bakery)[-1]
    assert last.is_declined
    assert last.note == "No camera in December"


def test_a_task_is_asked_for_and_decided_like_a_post(desk, bakery, feed):
    task = desk.do(tasks.add_task, "Photos of the shop", bakery, desk.read(tasks.columns)[0].id).value
    key = desk.do(extras.ask_extra, bakery, "Photos", task_id=task).value
    assert desk.read(tasks.task, task).card.extra_id == key
    desk.do(extras.decide_extra, key, Decision.SWAP, lineage=feed)
    found = desk.read(tasks.task, task).card
    assert (found.coverage, found.lineage) == (Coverage.LINE, feed)


def test_an_extra_that_is_removed_leaves_its_posts_undecided_and_comes_back(desk, bakery, asked, post):
    desk.do(extras.remove_extra, asked)

    assert (card(desk, post).coverage, card(desk, post).extra_id) == (Coverage.UNDECIDED, None)
    with pytest.raises(NotFound):
        desk.read(extras.extra, asked)
    assert [thing.title for thing in desk.read(bins.contents)] == ["Christmas video"]
    desk.undo()
    assert card(desk, post).extra_id == asked
    desk.do(extras.remove_extra, asked)
    assert desk.do(bins.empty).value == 1
    assert card(desk, post).title == "Christmas video"


def test_what_belongs_to_another_client_is_refused(desk, bakery, elena, asked, post):
    other = desk.do(clients.add_client, "Clínica Velanova").value
    for given in ({"asked_by": elena}, {"post_id": post}):
        with pytest.raises(RuleBroken):
            desk.do(extras.ask_extra, other, "Video", **given)
    foreign = desk.do(posts.add_post, other, "Teeth", day=TODAY).value
    with pytest.raises(RuleBroken, match="another client"):
        desk.do(posts.set_coverage, [foreign], Coverage.EXTRA, extra_id=asked)
    with pytest.raises(RuleBroken, match="no such line"):
        desk.do(posts.set_coverage, [foreign], Coverage.LINE, "own-1")
    assert desk.read(extras.extras, other) == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", "  "), ("quantity", -1), ("estimate_cents", "ten"), ("asked_on", None), ("decision", "swap")],
)
def test_a_value_that_cannot_be_is_refused(desk, asked, field, value):
    with pytest.raises(RuleBroken):
        desk.do(extras.change_extra, asked, field, value)


def test_a_form_that_was_overtaken_is_told_so(desk, asked):
    seen = desk.read(extras.extra, asked).version
    desk.do(extras.change_extra, asked, "quantity", 2)
    with pytest.raises(Conflict):
        desk.do(extras.change_extra, asked, "quantity", 3, version=seen)
    desk.do(extras.change_extra, asked, "asked_by", None)
    assert desk.read(extras.extra, asked).asked_by_name == ""
