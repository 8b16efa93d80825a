"""Review packs: what they hold, what comes back, and what still counts."""

import io
from datetime import date

import pytest
from PIL import Image
from sqlalchemy import select

from cmdesk.desk import open_desk
from cmdesk.domain.errors import Conflict, NotFound, RuleBroken
from cmdesk.domain.moments import Month, When
from cmdesk.domain.posts import PostEventKind
from cmdesk.domain.review import AnswerKind, Stale, same_name
from cmdesk.exchange.review_answer import coded, written
from cmdesk.models import Client, Contact, Post, PostEvent, ReviewAnswer, ReviewPack
from cmdesk.services import approval, clients, posts, review
from cmdesk.services.action import action
from cmdesk.services.bin import empty
from cmdesk.services.posts import content_hash
from tests.made import add_picture
from tests.review_world import picture, waiting_month, write_own


@pytest.fixture
def month(vacant):
    desk, client_id, keys = waiting_month(vacant, 3)
    yield desk, client_id, keys
    desk.close()


@pytest.fixture
def desk(month):
    return month[0]


@pytest.fixture
def client(month):
    return month[1]


@pytest.fixture
def keys(month):
    return month[2]


@pytest.fixture
def pack(desk, client, keys):
    return desk.make_review_pack(client, keys, answer_by=date(2026, 10, 20)).value.content


def said(pack, *answers, name="Elena Robles"):
    """What the page would send back: kind and words for each post, in order; none leaves one out."""
    rows = [
        {"post": post.id, "hash": post.hash[:16], "answer": answer[0], "words": answer[1] if len(answer) > 1 else ""}
        for post, answer in zip(pack.posts, answers, strict=False)
        if answer
    ]
    return {
        "kind": "cmdesk-review-answer", "version": 1, "pack": pack.code, "client": pack.client.name, "name": name,
        "at": "2026-10-15T10:00:00Z", "answers": rows,
    }  # fmt: skip


def look(desk, pack, *answers, **more):
    return desk.look_at_answer(written(said(pack, *answers, **more)).encode())


def file(desk, sheet, accepted=None, contact_id=None):
    return desk.do(review.file_answer, sheet, accepted or sheet.fileable, contact_id or sheet.contact_id)


def states(desk, keys):
    return [desk.read(posts.post, key).card.status for key in keys]


def events(desk, key, *kinds):
    query = select(PostEvent).where(PostEvent.post_id == key).order_by(PostEvent.id)
    return desk.read(
        lambda session: [
            (e.kind, e.contact, e.means, e.comment, e.content_hash) for e in session.scalars(query) if e.kind in kinds
        ]
    )


class TestMaking:
    def test_the_posts_wait_for_the_client_and_their_history_says_what_they_were(self, desk, keys, pack):
        assert states(desk, keys) == ["client_review"] * 3
        (sent,) = events(desk, keys[0], PostEventKind.SENT_FOR_REVIEW)
        assert sent[4] == pack.posts[0].hash == desk.read(lambda s: content_hash(s, s.get(Post, keys[0])))

    def test_the_pack_is_kept_with_its_page(self, desk, client, keys, pack):
        (kept,) = desk.read(review.packs, client)
        assert (kept.code, kept.post_ids, kept.answered) == (pack.code, tuple(keys), 0)
        assert kept.answer_by == date(2026, 10, 20)
        assert pack.code.encode() in desk.read(review.pack_page, kept.id)

    def test_undo_takes_the_sending_back_and_the_pack_stays(self, desk, client, keys, pack):
        desk.undo()
        assert states(desk, keys) == ["draft"] * 3
        assert len(desk.read(review.packs, client)) == 1
        assert desk.read(posts.post, keys[0]).events[-1].kind == "taken_back"

    @pytest.mark.parametrize("status", ["approved", "scheduled", "published", "cancelled"])
    def test_what_is_decided_already_is_not_asked_about(self, desk, client, keys, status):
        desk.do(posts.set_status, [keys[1]], status)
        with pytest.raises(RuleBroken, match="Cruasán"):
            desk.make_review_pack(client, keys)
        assert [one.id for one in desk.read(review.candidates, client, Month(2026, 10))] == [keys[0], keys[2]]

    def test_an_idea_is_not_asked_about(self, desk, client):
        idea = desk.do(posts.add_idea, client, "Pan").value
        with pytest.raises(RuleBroken, match="only an idea"):
            desk.make_review_pack(client, [idea])

    def test_nothing_is_no_pack(self, desk, client):
        with pytest.raises(RuleBroken, match="at least one"):
            desk.make_review_pack(client, [])

    def test_a_post_of_another_client_is_refused(self, desk, client, keys):
        other = desk.do(clients.add_client, "Refugio").value
        with pytest.raises(RuleBroken, match="one client"):
            desk.make_review_pack(other, keys)

    def test_a_post_that_was_changed_while_the_page_was_drawn_is_refused(self, desk, client, keys):
        content = desk.read(review.pack_content, client, keys)
        desk.do(posts.edit_post, keys[0], "text", "Otra cosa")
        with pytest.raises(Conflict, match="Hogaza de centeno"):
            desk.do(review.make_pack, content, b"page")

    def test_each_pack_has_a_code_of_its_own(self, desk, client, keys):
        codes = {desk.make_review_pack(client, keys).value.content.code for _each in range(3)}
        assert len(codes) == 3
        assert all(len(code) == 8 for code in codes)

    def test_what_is_written_for_one_channel_belongs_to_what_is_approved(self, desk, client, keys):
        before = desk.read(review.pack_content, client, keys[:1]).posts[0]
        desk.do(write_own, keys[0], "Solo aquí", "https://horno.example", "#pan")
        after = desk.read(review.pack_content, client, keys[:1]).posts[0]
        assert before.hash != after.hash
        first, second = after.places
        assert (first.before, first.is_own, first.link, first.first_comment) == (
            "Solo aquí", True, "https://horno.example", "#pan",
        )  # fmt: skip
        assert not second.is_own


class TestPictures:
    def test_they_are_made_smaller_and_tell_nothing_of_the_camera(self):
        data, width, height = review.shrunk(picture(size=(3000, 2000)), 1080)
        with Image.open(io.BytesIO(data)) as seen:
            assert (seen.format, seen.size, dict(seen.getexif())) == ("JPEG", (1080, 720), {})
        assert (width, height) == (1080, 720)
        assert b"SecretCamera" not in data

    def test_they_stand_upright(self):
        image = Image.new("RGB", (40, 20), "red")
        exif = image.getexif()
        exif[0x0112] = 6
        target = io.BytesIO()
        image.save(target, "JPEG", exif=exif)
        assert review.shrunk(target.getvalue(), 1080)[1:] == (20, 40)

    def test_what_can_be_seen_through_is_white(self):
        target = io.BytesIO()
        Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(target, "PNG")
        with Image.open(io.BytesIO(review.shrunk(target.getvalue(), 100)[0])) as seen:
            assert min(seen.getpixel((1, 1))) > 250

    def test_what_is_no_picture_is_none(self):
        assert review.shrunk(b"%PDF-1.7 no", 100) is None


class TestReading:
    def test_each_answer_stands_beside_its_post(self, desk, keys, pack):
        sheet = look(desk, pack, ("approve",), None, ("comment", "¿En papel también?"))
        assert [(row.post_id, row.title, row.answer, row.words) for row in sheet.rows] == [
            (keys[0], "Hogaza de centeno", AnswerKind.APPROVE, ""),
            (keys[2], "Cómo se corta una hogaza", AnswerKind.COMMENT, "¿En papel también?"),
        ]
        assert sheet.unanswered == 1
        assert sheet.fileable == (keys[0], keys[2])

    def test_reading_writes_nothing(self, desk, keys, pack):
        look(desk, pack, ("approve",))
        assert states(desk, keys) == ["client_review"] * 3
        assert desk.read(lambda session: session.scalars(select(ReviewAnswer)).all()) == []

    def test_a_code_means_the_same_as_a_file(self, desk, keys, pack):
        answer = said(pack, ("approve",), ("changes", "Más luz"))
        assert desk.look_at_answer(coded(answer)) == desk.look_at_answer(written(answer).encode())

    def test_a_pack_of_another_workspace_is_not_known(self, desk, pack):
        other = {**said(pack, ("approve",)), "pack": "AAAAAAAA"}
        with pytest.raises(NotFound, match="not in this workspace"):
            desk.look_at_answer(written(other))

    def test_a_post_that_is_not_in_the_pack_does_not_count(self, desk, pack):
        answer = said(pack, ("approve",))
        answer["answers"] = [
            {**answer["answers"][0], "post": 99},
            {**answer["answers"][0], "hash": "0" * 16},
        ]
        sheet = desk.look_at_answer(written(answer))
        assert [row.stale for row in sheet.rows] == [Stale.UNKNOWN] * 2

    def test_a_text_or_a_picture_that_changed_since_does_not_count(self, desk, keys, pack):
        desk.do(posts.edit_post, keys[0], "text", "Otra cosa")
        add_picture(desk, keys[1], "otra.jpg", picture("navy"))
        sheet = look(desk, pack, ("approve",), ("comment", "Bien"), ("approve",))
        assert [row.stale for row in sheet.rows] == [Stale.CHANGED, Stale.CHANGED, None]
        assert "changed since" in sheet.rows[0].why_not

    def test_a_text_that_was_put_back_counts(self, desk, keys, pack):
        text = desk.read(posts.post, keys[0]).text
        desk.do(posts.edit_post, keys[0], "text", "Otra cosa")
        desk.do(posts.edit_post, keys[0], "text", text)
        assert look(desk, pack, ("approve",)).rows[0].can_be_filed

    def test_what_is_out_cancelled_or_gone_does_not_count(self, desk, keys, pack):
        desk.do(posts.set_status, [keys[0]], "published")
        desk.do(posts.set_status, [keys[1]], "cancelled")
        desk.do(posts.delete_posts, [keys[2]])
        sheet = look(desk, pack, ("approve",), ("changes", "Más luz"), ("approve",))
        assert [row.stale for row in sheet.rows] == [Stale.PUBLISHED, Stale.CANCELLED, Stale.DELETED]

    def test_what_was_approved_by_other_means_is_answered(self, desk, keys, pack):
        desk.do(posts.set_status, [keys[0]], "approved")
        assert look(desk, pack, ("approve",)).rows[0].stale is Stale.ANSWERED

    def test_another_day_is_told_and_counts(self, desk, keys, pack):
        desk.do(posts.move_post, keys[0], When(date(2026, 10, 28)))
        (row,) = look(desk, pack, ("approve",)).rows
        assert row.can_be_filed
        assert "Fri 16 Oct, 09:00" in row.remark

    def test_the_round_beyond_what_was_agreed_is_told(self, desk, client, keys, pack):
        for _each in range(2):
            desk.do(approval.note_changes, [keys[0]], "")
        again = desk.make_review_pack(client, keys[:1]).value.content
        (row,) = look(desk, again, ("changes", "Más luz")).rows
        assert row.can_be_filed
        assert row.remark == "This is round 3 of changes; 2 are agreed."

    @pytest.mark.parametrize(
        ("name", "found"),
        [("Elena Robles", 1), ("elena róbles", 1), ("Elena", 1), ("Robles, Elena", 1), ("Ana", None), ("", None)],
    )
    def test_a_typed_name_means_a_contact(self, name, found):
        assert same_name(name, [(1, "Elena Robles"), (2, "Marcos Vidal")]) == found

    def test_a_name_that_means_two_people_means_nobody(self):
        assert same_name("Elena", [(1, "Elena Robles"), (2, "Elena Masal")]) is None


class TestFiling:
    def test_a_yes_is_kept_with_who_when_how_and_of_what(self, desk, keys, pack):
        file(desk, look(desk, pack, ("approve", "Preciosa")))
        assert states(desk, keys) == ["approved", "client_review", "client_review"]
        (event,) = events(desk, keys[0], PostEventKind.APPROVED)
        assert event == ("approved", "Elena Robles", "review pack", "Preciosa", pack.posts[0].hash)
        assert desk.read(posts.post, keys[0]).events[-1].who == "Elena Robles"

    def test_changes_make_it_a_draft_with_a_mark(self, desk, keys, pack):
        filed = file(desk, look(desk, pack, None, ("changes", "Más luz"))).value
        card = desk.read(posts.post, keys[1]).card
        assert (card.status, card.changes_asked, filed.changes) == ("draft", True, 1)
        assert events(desk, keys[1], PostEventKind.CHANGES_ASKED)[0][3] == "Más luz"

    def test_a_comment_changes_nothing_but_the_history(self, desk, keys, pack):
        file(desk, look(desk, pack, ("comment", "¿En papel?")))
        assert states(desk, keys)[0] == "client_review"
        assert events(desk, keys[0], PostEventKind.COMMENTED)[0][3] == "¿En papel?"

    def test_only_what_was_accepted_is_filed(self, desk, keys, pack):
        sheet = look(desk, pack, ("approve",), ("approve",))
        file(desk, sheet, [keys[1]])
        assert states(desk, keys) == ["client_review", "approved", "client_review"]

    def test_an_answer_that_went_stale_while_it_was_looked_at_is_left_out(self, desk, keys, pack):
        sheet = look(desk, pack, ("approve",), ("approve",))
        desk.do(posts.edit_post, keys[0], "text", "Otra cosa")
        filed = file(desk, sheet).value
        assert (filed.approved, filed.refused) == (1, 1)
        assert states(desk, keys) == ["client_review", "approved", "client_review"]

    def test_what_was_written_to_an_earlier_text_is_kept_as_a_comment(self, desk, keys, pack):
        desk.do(posts.edit_post, keys[0], "text", "Otra cosa")
        file(desk, look(desk, pack, ("changes", "Más luz"), ("approve",)))
        assert states(desk, keys)[0] == "client_review"
        assert events(desk, keys[0], PostEventKind.COMMENTED)[0][3:] == ("Más luz", "")

    def test_the_same_answer_is_not_filed_twice(self, desk, keys, pack):
        answers = (("approve",), ("changes", "Más luz"), ("comment", "Bien"))
        file(desk, look(desk, pack, *answers))
        again = look(desk, pack, *answers)
        assert [row.stale for row in again.rows] == [Stale.ANSWERED] * 3
        with pytest.raises(RuleBroken, match="nothing was filed"):
            desk.do(review.file_answer, again, keys, again.contact_id)

    def test_the_rest_can_come_later(self, desk, client, keys, pack):
        file(desk, look(desk, pack, ("approve",)))
        later = look(desk, pack, ("approve",), ("approve",), ("comment", "Bien"))
        assert later.fileable == (keys[1], keys[2])
        file(desk, later)
        assert desk.read(review.packs, client)[0].answered == 3

    def test_undo_takes_it_back_in_one_step_and_it_can_be_filed_again(self, desk, keys, pack):
        answers = (("approve",), ("changes", "Más luz"), ("comment", "Bien"))
        file(desk, look(desk, pack, *answers))
        desk.undo()
        assert states(desk, keys) == ["client_review"] * 3
        assert not desk.read(posts.post, keys[1]).card.changes_asked
        assert desk.read(review.packs, desk.read(posts.post, keys[0]).card.client_id)[0].answered == 0
        assert look(desk, pack, *answers).fileable == tuple(keys)

    def test_a_comment_alone_is_a_step_of_its_own(self, desk, keys, pack):
        file(desk, look(desk, pack, ("comment", "Bien")))
        desk.undo()
        assert states(desk, keys) == ["client_review"] * 3
        assert look(desk, pack, ("comment", "Bien")).fileable == (keys[0],)

    def test_it_is_kept_as_it_came(self, desk, pack):
        sheet = look(desk, pack, ("approve",))
        file(desk, sheet)
        (kept,) = desk.read(lambda s: [(r.contact, r.content) for r in s.scalars(select(ReviewAnswer))])
        assert kept == ("Elena Robles", sheet.returned.content)

    def test_somebody_must_be_named(self, desk, pack):
        sheet = look(desk, pack, ("approve",), name="")
        with pytest.raises(RuleBroken, match="who answered"):
            desk.do(review.file_answer, sheet, sheet.fileable, None)

    def test_a_name_that_is_no_contact_is_kept_as_it_was_typed(self, desk, keys, pack):
        file(desk, look(desk, pack, ("approve",), name="Ana del obrador"))
        assert events(desk, keys[0], PostEventKind.APPROVED)[0][1] == "Ana del obrador"

    def test_a_contact_of_another_client_is_refused(self, desk, pack):
        other = desk.do(clients.add_client, "Refugio").value
        stranger = desk.do(clients.add_contact, other, "Ana Sierra").value
        with pytest.raises(RuleBroken, match="person of this client"):
            file(desk, look(desk, pack, ("approve",)), contact_id=stranger)


class TestForEver:
    def test_packs_and_answers_are_never_changed(self, desk, pack):
        file(desk, look(desk, pack, ("approve",)))

        @action("Forge")
        def forge(session, model):
            row = session.scalars(select(model)).first()
            row.hash = "0" * 64

        for model in (ReviewPack, ReviewAnswer):
            with pytest.raises(RuleBroken):
                desk.do(forge, model)

    def test_a_client_with_packs_leaves_an_empty_shell(self, desk, client, pack):
        file(desk, look(desk, pack, ("approve",)))

        @action("Forget scope", is_undoable=False)
        def unsent(session):
            other = Client(name="Refugio", letters="RE")
            session.add(other)
            session.flush()
            contact = Contact(client_id=other.id, name="Ana Sierra")
            session.add(contact)
            session.flush()
            return other.id, contact.id

        other, contact = desk.do(unsent).value
        post = desk.do(posts.add_post, other, "Ruta", day=date(2026, 10, 20), channel_ids=[]).value
        made = desk.make_review_pack(other, [post]).value.content
        file(desk, look(desk, made, ("approve",), name=""), contact_id=contact)
        desk.do(clients.delete_client, other)
        desk.do(empty)
        row = desk.read(lambda s: (s.get(Client, other).name, s.get(Client, other).deleted_at is not None))
        assert row == ("", True)
        with pytest.raises(NotFound, match="not there any more"):
            look(desk, made, ("approve",))


def test_it_is_all_there_after_a_restart(tmp_path):
    file_name = str(tmp_path / "a.cmdesk")
    desk, client_id, keys = waiting_month(file_name, 2)
    pack = desk.make_review_pack(client_id, keys).value.content
    desk.close()
    again = open_desk(file_name, member_id=1, today=date(2026, 10, 15))
    try:
        assert look(again, pack, ("approve",), ("approve",)).fileable == tuple(keys)
    finally:
        again.close()
