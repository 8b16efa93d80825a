"""What a line in the tray means, and which posts a filter keeps."""

from datetime import date

import pytest

from cmdesk.domain.agency import Member, Role
from cmdesk.domain.campaigns import Campaign, Pillar, Themes, mix_of
from cmdesk.domain.ideas import parse_idea
from cmdesk.domain.moments import Month
from cmdesk.domain.posts import Coverage, PostCard, PostFormat, PostStatus
from cmdesk.domain.views import ALL_OVERLAYS, NOBODY, Overlay, PostFilter, ViewSettings, read_settings

STAFF = (
    Member(1, "Nuria Cabal", "", 1, Role.OWNER, is_active=True),
    Member(2, "Iván Soto", "", 2, Role.EDITOR, is_active=True),
    Member(3, "Iván Peña", "", 3, Role.EDITOR, is_active=True),
    Member(4, "Olga Ruiz", "", 4, Role.EDITOR, is_active=False),
)
THEMES = Themes((Campaign(7, 1, "Otoño en casa"),), (Pillar(8, 1, "Oficio"), Pillar(9, 1, "Receta")))


def test_a_whole_line_is_understood():
    idea = parse_idea("reel: cómo se corta una hogaza #pan #oficio @nuria", STAFF, THEMES)
    assert (idea.title, idea.format) == ("Cómo se corta una hogaza", PostFormat.REEL)
    assert (idea.owner_id, idea.pillar_id, idea.campaign_id, idea.hashtags) == (1, 8, None, ("#pan",))
    assert idea.text == "#pan"


@pytest.mark.parametrize(
    ("line", "format_"),
    [("Vídeo: pan", PostFormat.VIDEO), ("HISTORIA: pan", PostFormat.STORY), ("carrusel : pan", PostFormat.CAROUSEL),
     ("boletín: pan", PostFormat.NEWSLETTER), ("story: bread", PostFormat.STORY), ("thread:bread", PostFormat.THREAD)],
)  # fmt: skip
def test_formats_are_known_in_both_languages(line, format_):
    assert parse_idea(line).format is format_


def test_what_is_no_format_stays_in_the_title():
    assert parse_idea("Pan: una historia").title == "Pan: una historia"
    assert parse_idea("mirad https://a.es/#b").title == "mirad https://a.es/#b"


def test_a_hashtag_may_be_the_beginning_of_a_campaign_or_all_of_it():
    for tag in ("#OtoñoEnCasa", "#otono"):
        idea = parse_idea(f"pan {tag}", STAFF, THEMES)
        assert (idea.campaign, idea.hashtags, idea.title) == ("Otoño en casa", (), "pan")


def test_a_name_that_could_be_two_people_or_nobody_stays_in_the_title():
    assert parse_idea("pan @ivan", STAFF).title == "pan @ivan"
    assert parse_idea("pan @olga @hornodebarrio", STAFF).owner_id is None
    assert parse_idea("pan @ivan.pena", STAFF).owner_id == 3


def test_a_line_of_signs_alone_is_its_own_title():
    assert parse_idea("#pan").title == "#pan"


def card(key=1, **more):
    values = {"status": PostStatus.DRAFT, "format": PostFormat.POST, "day": date(2026, 10, 5), "minute": None,
              "networks": ("instagram",), **more}  # fmt: skip
    return PostCard(key, 1, "Cómo se corta una hogaza", **values)


class TestFilters:
    def test_an_empty_one_keeps_all(self):
        assert PostFilter().is_empty
        assert PostFilter().keeps(card())

    @pytest.mark.parametrize(
        "narrow",
        [{"hidden_networks": frozenset({"instagram"})}, {"statuses": frozenset({"idea"})}, {"owners": frozenset({2})},
         {"campaigns": frozenset({7})}, {"pillars": frozenset({8})}, {"coverages": frozenset({"courtesy"})},
         {"text": "pan"}],
    )  # fmt: skip
    def test_each_part_narrows(self, narrow):
        assert not PostFilter(**narrow).keeps(card())
        assert PostFilter(**narrow).count == 1

    def test_what_belongs_to_nobody_can_be_looked_for(self):
        assert PostFilter(owners=frozenset({NOBODY})).keeps(card())
        assert not PostFilter(owners=frozenset({NOBODY})).keeps(card(owner_id=2))

    def test_words_are_found_without_accents_and_in_any_order(self):
        assert PostFilter(text="HOGAZA como").keeps(card())

    def test_a_post_on_a_network_that_is_seen_stays(self):
        assert PostFilter(frozenset({"instagram"})).keeps(card(networks=("instagram", "x")))

    def test_the_tray_is_not_narrowed_by_the_status(self):
        assert PostFilter(statuses=frozenset({"approved"})).keeps(card(day=None), status_too=False)

    def test_what_was_kept_comes_back(self):
        narrow = PostFilter(frozenset({"x"}), frozenset({"draft"}), frozenset({1, NOBODY}), frozenset({3}), frozenset(),
                            frozenset({Coverage.COURTESY}), "pan")  # fmt: skip
        kept = ViewSettings("week", "status", frozenset({Overlay.NOTES}), narrow, {"weeks": 3})
        assert read_settings(kept.as_json()) == kept

    def test_what_cannot_be_read_narrows_nothing(self):
        broken = {"kind": 3, "overlays": [1, "moon"], "filter": {"statuses": ["lost"], "owners": ["x"], "text": 4}}
        assert read_settings(broken) == ViewSettings(overlays=frozenset())
        assert read_settings({}).overlays == ALL_OVERLAYS


def test_the_mix_counts_what_is_planned_in_a_month_and_compares_it_with_the_wish():
    pillars = (Pillar(8, 1, "Oficio", 50), Pillar(9, 1, "Receta", 30))
    cards = [card(1, pillar_id=8), card(2, pillar_id=8), card(3, pillar_id=9), card(4),
             card(5, pillar_id=9, status=PostStatus.CANCELLED),
             card(6, day=date(2026, 11, 1), pillar_id=9)]  # fmt: skip
    mix = mix_of(cards, pillars, Month(2026, 10))
    assert [(row.pillar_id, row.posts, row.percent, row.wish) for row in mix.rows] == [
        (8, 2, 50, 50), (9, 1, 25, 30), (None, 1, 25, None),
    ]  # fmt: skip
    assert (mix.posts, mix.wished) == (4, 80)
    assert not mix.rows[1].is_short
