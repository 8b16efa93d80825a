"""The posts of a month as a list: when, where, how far, what they say and what they show."""

from __future__ import annotations

from cmdesk.domain.calendar_papers import CalendarPaper, PaperWords
from cmdesk.i18n import Speech
from cmdesk.reports.calendar_words import furniture, post_blocks
from cmdesk.reports.comparison import masthead
from cmdesk.reports.cover import letterhead
from cmdesk.reports.frame import Furniture
from cmdesk.reports.layout import Band, Columns, Gap, Stack
from cmdesk.reports.placed import Placed
from cmdesk.reports.style import PAPER_DARK, REPORT_TITLE, SMALL, SUMMARY, WIDTH, px
from cmdesk.reports.text import Heading, Text


def list_furniture(paper: CalendarPaper, speech: Speech) -> Furniture:
    """What stands around the text of a list."""
    return furniture(paper, speech, "posts")


def list_pages(paper: CalendarPaper, speech: Speech) -> list[Placed]:
    """The list as pieces: whose and how many, then post after post."""
    say = PaperWords(speech.language)
    if not paper.posts:
        body: list[Placed] = [Text(say("nothing", month=speech.month_name(paper.month)), SUMMARY)]
    else:
        body = post_blocks(paper.posts, speech, say, WIDTH)
    return [Stack(_head(paper, speech, say), Gap(px(26)), *body)]


def _head(paper: CalendarPaper, speech: Speech, say: PaperWords) -> Band:
    title = say("posts", month=speech.month(paper.month))
    made = say("made", day=speech.day(paper.issued))
    parts = [say.counted("count", len(paper.posts)), *([say("zone", zone=paper.zone)] if paper.zone else [])]
    if paper.client is not None:
        return masthead(paper.agency, paper.client, title, " · ".join(parts), made)
    words = Stack(
        letterhead((paper.agency.logo, paper.agency.name), made),
        Gap(px(44)),
        Text(" · ".join([say("all"), *parts]), SMALL.but(size=px(13.5), leading=px(20))),
        Gap(px(12)),
        Columns([(px(640), Heading(title, REPORT_TITLE, tag="H1"))]),
    )
    return Band(words, PAPER_DARK, (px(48), px(34)))
