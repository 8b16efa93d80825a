"""A post as its editor reads and writes it: variants, what goes with them, checklist, tasks, and texts used again."""

from datetime import date

import pytest

from cmdesk.domain.editor import filled
from cmdesk.domain.errors import Conflict, NotFound, RuleBroken
from cmdesk.domain.tasks import Check
from cmdesk.services import clients, editing, posts, snippets, tasks, variants
from tests.bakery import open_bakery

FRIDAY = date(2026, 10, 16)


@pytest.fixture
def bakery(vacant):
    desk, client_id = open_bakery(vacant)
    yield desk, client_id
    desk.close()


@pytest.fixture
def desk(bakery):
    return bakery[0]


@pytest.fixture
def channels(bakery):
    desk, client_id = bakery
    return [channel.id for channel in desk.read(clients.channels, client_id)]


@pytest.fixture
def post(bakery, channels):
    desk, client_id = bakery
    return desk.do(
        posts.add_post, client_id, "Pan", day=FRIDAY, minute=540, text="Recién hecho", channel_ids=channels[:2]
    ).value


def sheet_of(desk, post):
    return desk.read(editing.editor_sheet, post)


class TestVariants:
    def test_a_channel_follows_the_post_until_it_says_something_else(self, desk, post, channels):
        desk.do(posts.edit_post, post, "text", "Del horno")
        assert sheet_of(desk, post).texts() == {"instagram": "Del horno", "facebook": "Del horno"}
        desk.do(variants.write_on, post, channels[0], "Del horno #pan", None)
        desk.do(posts.edit_post, post, "text", "Otro")
        assert sheet_of(desk, post).texts() == {"instagram": "Del horno #pan", "facebook": "Otro"}

    def test_what_the_post_says_anyway_is_no_text_of_its_own(self, desk, post, channels):
        desk.do(variants.write_on, post, channels[0], "Recién hecho")
        assert not sheet_of(desk, post).placement(channels[0]).is_changed

    def test_back_to_the_base_is_one_step_and_can_be_taken_back(self, desk, post, channels):
        desk.do(variants.write_on, post, channels[0], "Otro")
        desk.do(variants.write_on, post, channels[0], None)
        assert sheet_of(desk, post).text_on(channels[0]) == "Recién hecho"
        desk.undo()
        assert sheet_of(desk, post).text_on(channels[0]) == "Otro"

    def test_a_colleagues_text_is_not_written_over(self, desk, post, channels):
        desk.do(variants.write_on, post, channels[0], "El suyo")
        with pytest.raises(Conflict):
            desk.do(variants.write_on, post, channels[0], "El mío", None)
        desk.do(variants.write_on, post, channels[0], "El mío", "El suyo")
        assert sheet_of(desk, post).text_on(channels[0]) == "El mío"

    def test_the_history_keeps_both_texts(self, desk, post, channels):
        desk.do(variants.write_on, post, channels[0], "Otro")
        desk.do(posts.edit_post, post, "text", "Nuevo")
        own, base = sheet_of(desk, post).detail.events[-2:]
        assert (own.detail, own.changes) == ("text instagram", {"text": ["Recién hecho", "Otro"]})
        assert base.changes == {"text": ["Recién hecho", "Nuevo"]}

    @pytest.mark.parametrize("field", ["text", "link", "first_comment"])
    def test_what_was_approved_loses_the_approval_when_it_changes(self, desk, post, channels, field):
        desk.do(posts.set_status, [post], "approved")
        if field == "text":
            lost = desk.do(variants.write_on, post, channels[0], "Otro").value
        else:
            lost = desk.do(variants.edit_placement, post, channels[0], field, "https://horno.es").value
        assert lost
        assert sheet_of(desk, post).detail.card.status == "draft"
        desk.undo()
        assert sheet_of(desk, post).detail.card.status == "approved"

    def test_a_link_goes_to_one_channel_or_to_all(self, desk, post, channels):
        desk.do(variants.edit_placement, post, None, "link", "https://horno.es")
        desk.do(variants.edit_placement, post, channels[1], "link", "https://horno.es/carta")
        links = [one.link for one in sheet_of(desk, post).placements]
        assert links == ["https://horno.es", "https://horno.es/carta"]
        with pytest.raises(RuleBroken):
            desk.do(variants.edit_placement, post, None, "link", "no link")
        with pytest.raises(Conflict):
            desk.do(variants.edit_placement, post, channels[0], "link", "https://x.es", "https://other.es")

    def test_a_channel_may_have_a_moment_of_its_own(self, desk, post, channels):
        desk.do(variants.move_placement, post, channels[1], FRIDAY, 600)
        assert (sheet_of(desk, post).placement(channels[1]).minute) == 600
        desk.do(variants.move_placement, post, channels[1], FRIDAY, 540)
        assert sheet_of(desk, post).placement(channels[1]).day is None
        desk.do(posts.to_tray, [post])
        with pytest.raises(RuleBroken):
            desk.do(variants.move_placement, post, channels[1], FRIDAY, 600)

    def test_a_channel_that_it_does_not_go_to_is_refused(self, desk, post, channels):
        with pytest.raises(NotFound):
            desk.do(variants.write_on, post, channels[2], "Otro")


class TestWhatStandsBeside:
    def test_a_checklist_that_a_colleague_changed_is_not_written_over(self, desk, post):
        first = (Check("Texto"), Check(" Foto "))
        desk.do(editing.set_post_checks, post, first, ())
        assert sheet_of(desk, post).checks == (Check("Texto"), Check("Foto"))
        with pytest.raises(Conflict):
            desk.do(editing.set_post_checks, post, (Check("Otra"),), ())

    def test_a_task_about_a_post_is_made_and_shown(self, desk, post):
        key = desk.do(editing.add_task_about, post, "Pedir fotos").value
        (task,) = sheet_of(desk, post).tasks
        assert (task.id, task.title, task.is_done) == (key, "Pedir fotos", False)
        assert desk.read(tasks.task, key).post_id == post

    def test_it_says_which_of_what_was_agreed_it_is(self, desk, bakery, post):
        later = desk.do(posts.add_post, bakery[1], "Otro pan", day=date(2026, 10, 20)).value
        assert (sheet_of(desk, post).place, sheet_of(desk, later).place) == (1, 2)
        assert sheet_of(desk, post).scope_number == 1
        words = desk.read(editing.words_sheet, post)
        assert (words.is_whole, words.place, words.detail.text) == (False, None, "Recién hecho")

    def test_another_clients_campaign_is_refused(self, desk, post):
        with pytest.raises(NotFound):
            desk.do(editing.set_theme, post, "campaign_id", 99)
        with pytest.raises(RuleBroken):
            desk.do(editing.set_theme, post, "colour", None)


class TestTextsUsedAgain:
    def test_a_snippet_of_the_client_comes_before_the_agencys(self, desk, bakery):
        desk.do(snippets.add_snippet, "Firma", "Equipo de {agency}")
        desk.do(snippets.add_snippet, "Despedida", "Te esperamos, {client}", bakery[1])
        assert [one.name for one in desk.read(editing.snippets, bakery[1])] == ["Despedida", "Firma"]
        assert [one.name for one in desk.read(editing.snippets)] == ["Firma"]

    def test_a_snippet_is_changed_and_thrown_away(self, desk, bakery):
        key = desk.do(snippets.add_snippet, "Firma", "Equipo").value
        desk.do(snippets.change_snippet, key, "text", "El equipo")
        assert desk.read(editing.snippets)[0].text == "El equipo"
        desk.do(snippets.remove_snippet, key)
        assert desk.read(editing.snippets) == ()
        with pytest.raises(RuleBroken):
            desk.do(snippets.add_snippet, "Nada", "  ")

    def test_a_new_post_begins_with_a_template_whose_blanks_are_filled(self, desk, bakery):
        key = desk.do(snippets.add_snippet, "Pan de {month}", "{client}, {día} de {mes}: {nada}", kind="post").value
        post = desk.do(snippets.add_post_from, key, bakery[1], day=FRIDAY, minute=540).value
        detail = sheet_of(desk, post).detail
        assert detail.card.title == "Pan de octubre"
        assert detail.text == "Horno Masalumbre, 16 de octubre: {nada}"

    def test_hashtags_get_their_sign_and_stand_once(self, desk, bakery, post):
        key = desk.do(snippets.add_hashtag_group, bakery[1], "Pan", "masa, #masa #horno").value
        (group,) = sheet_of(desk, post).hashtag_groups
        assert (group.tags, group.count) == ("#masa #horno", 2)
        desk.do(snippets.change_hashtag_group, key, "tags", "#trigo")
        assert sheet_of(desk, post).hashtag_groups[0].tags == "#trigo"
        desk.do(snippets.remove_hashtag_group, key)
        assert sheet_of(desk, post).hashtag_groups == ()
        with pytest.raises(RuleBroken):
            desk.do(snippets.add_hashtag_group, bakery[1], "Nada", " # ")

    def test_a_blank_that_nobody_knows_stays_to_be_seen(self):
        assert filled("{cliente} y {otro}", {"client": "Horno"}) == "Horno y {otro}"
