"""The sample agency: whole and true on any day it is made for."""

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from cmdesk.desk import make_sample, new_desk, open_desk
from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.moments import Month
from cmdesk.domain.posts import PostStatus
from cmdesk.domain.scope import ScopeStatus
from cmdesk.models import Placement, Post, PostEvent, PostMedia, ReportText, Task
from cmdesk.services import agency, allowance, clients, sample, scopes, tasks
from cmdesk.store import workspace

pytestmark = pytest.mark.xdist_group("samples")  # three are made, which takes its time

DAYS = [date(2026, 10, 14), date(2026, 3, 1), date(2027, 2, 28)]


@pytest.fixture(scope="module", params=DAYS, ids=str)
def desk(request, tmp_path_factory):
    path = str(tmp_path_factory.mktemp("sample") / "sample.cmdesk")
    make_sample(path, today=request.param)
    desk = open_desk(path, today=request.param)
    yield desk
    desk.close()


def posts(session):
    return list(session.execute(select(Post.client_id, Post.status, Post.day, Post.text, Post.networks)))


def client_ids(desk):
    return {tile.name: tile.id for tile in desk.read(clients.tiles)}


def test_the_sample_knows_its_day(desk):
    assert desk.read(sample.sample_day) == desk.today


def test_another_workspace_is_no_sample(tmp_path):
    desk = new_desk(str(tmp_path / "own.cmdesk"), "Mi agencia", "Ana", today=DAYS[0])

    assert desk.read(sample.sample_day) is None
    desk.close()


def test_the_agency_has_its_people_and_four_clients(desk):
    names = {member.name for member in desk.read(agency.members)}

    assert names == {"Diego Ferro", "Nuria Cabal", "Irene Valdés", "Tomás Hervás", "Lucía Prats"}
    assert [(tile.letters, tile.colour) for tile in desk.read(clients.tiles)] == [
        ("HM", 1), ("CV", 2), ("RO", 3), ("LS", 4),
    ]  # fmt: skip


def test_a_scope_stands_in_every_state(desk):
    ids = client_ids(desk)
    stand = {
        name: [(version.number, version.status) for version in desk.read(scopes.versions, key)]
        for name, key in ids.items()
    }

    assert stand == {
        "Horno Masalumbre": [(1, ScopeStatus.AGREED), (2, ScopeStatus.DRAFT)],
        "Clínica Velanova": [(1, ScopeStatus.SENT)],
        "Refugio Peña Orbal": [(1, ScopeStatus.DRAFT)],
        "Librería Sobrecubierta": [(1, ScopeStatus.AGREED)],
    }
    assert all(desk.read(scopes.verify, key).is_good for key in ids.values())


def test_the_new_version_of_the_bakery_has_one_thing_to_fix(desk):
    bakery, clinic, hostel, shop = desk.read(scopes.overview)

    assert (bakery.monthly_cents, bakery.problems) == (90500, 1)
    assert (clinic.monthly_cents, clinic.problems) == (78000, 0)
    assert hostel.problems == 2
    assert shop.monthly_cents == 82500


def test_the_months_count_as_the_pictures_show(desk):
    ids, month = client_ids(desk), Month.of(desk.today)

    def planned(name, of):
        return [(row.planned, row.agreed) for row in desk.read(allowance.allowance, ids[name], of) if row.planned][:3]

    assert planned("Horno Masalumbre", month) == [(9, 12), (4, 4), (15, 20)]
    assert planned("Horno Masalumbre", month.plus(-1)) == [(12, 12), (4, 4), (18, 20)]
    assert planned("Librería Sobrecubierta", month)[0] == (13, 12)


def test_posts_stand_in_every_status_and_none_was_forgotten(desk):
    rows = desk.read(posts)
    by_status = Counter(row.status for row in rows)

    assert set(by_status) == set(PostStatus)
    late = [row for row in rows if row.day and row.day < desk.today]
    assert {row.status for row in late} == {PostStatus.PUBLISHED}
    assert all((row.status == PostStatus.IDEA) == (row.day is None) for row in rows)
    assert all(row.networks for row in rows)
    assert not any("{" in row.text for row in rows)


def test_no_event_and_no_publication_lies_in_the_future(desk):
    tomorrow = desk.today + timedelta(days=1)
    events = desk.read(lambda session: list(session.scalars(select(PostEvent.at))))
    outs = desk.read(
        lambda session: list(session.scalars(select(Placement.published_at).where(Placement.published_at.is_not(None))))
    )

    assert events
    assert outs
    assert all(moment.date() < tomorrow for moment in [*events, *outs])


def test_each_picture_says_what_it_shows(desk):
    alts = desk.read(lambda session: list(session.scalars(select(PostMedia.alt))))

    assert alts
    assert all(alt.endswith(".") for alt in alts)


def test_tasks_stand_in_every_column_and_most_belong_to_a_line(desk):
    rows = desk.read(
        lambda session: list(session.execute(select(Task.column_id, Task.lineage, Task.due, Task.done_on)))
    )
    columns = desk.read(tasks.columns)

    assert {row.column_id for row in rows} == {column.id for column in columns}
    assert sum(row.lineage is None for row in rows) == 3
    assert any(row.due and row.due < desk.today and not row.done_on for row in rows)


def test_last_month_has_its_report(desk):
    months = desk.read(lambda session: list(session.scalars(select(ReportText.month))))

    assert months == [Month.of(desk.today).plus(-1).first] * 2


def test_the_sample_is_made_in_an_empty_workspace_only(desk):
    with pytest.raises(RuleBroken):
        desk.do(sample.build_sample, desk.today)


def test_the_sample_is_the_same_on_both_databases(database):
    workspace.create(database)
    desk = open_desk(database, today=DAYS[0])
    desk.do(sample.build_sample, DAYS[0])

    assert desk.read(sample.sample_day) == DAYS[0]
    assert len(desk.read(posts)) > 150
    desk.close()
