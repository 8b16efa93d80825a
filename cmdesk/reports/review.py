"""A review pack on paper: each post with its picture and words, boxes to tick, and lines for a note."""

from __future__ import annotations

from typing import Any

from cmdesk.domain.review import PackContent, PackPicture, PackPlace, PackPost, spaced_code
from cmdesk.domain.review_words import ReviewWords
from cmdesk.domain.wording import network_name
from cmdesk.i18n import Speech
from cmdesk.reports.comparison import masthead
from cmdesk.reports.frame import Furniture
from cmdesk.reports.layout import Box, Columns, Gap, Rule, Size, Stack, Together, shares, spaced
from cmdesk.reports.pictures import WholePicture
from cmdesk.reports.placed import Placed
from cmdesk.reports.style import (
    AREA_HEADING,
    BODY,
    BODY_GREY,
    HINT,
    LABEL,
    LIGHT_GREY,
    NOTE,
    PAPER,
    SMALL,
    STRONG,
    SUMMARY,
    WHITE,
    WIDTH,
    px,
)
from cmdesk.reports.text import Heading, Text

_PICTURE_WIDTH, _PICTURE_HEIGHT = px(200), px(250)
_SMALL_WIDTH = px(94)
_SHARPNESS = 2.5  # dots of a picture for each point of the paper
_PADDING = (px(16), px(20), px(16), px(20))
_LINE = px(25)
_LINES = 2
_ANSWERS = ("approve", "changes", "comment")


class TickBox(Placed):
    """A square to tick by hand."""

    def wrap(self, _width: float, _height: float) -> Size:
        """As high as a line of body text."""
        return px(18), px(20)

    def place(self, canvas: Any, x: float, y: float) -> None:
        """Open, and white inside."""
        canvas.saveState()
        canvas.setStrokeColor(LIGHT_GREY)
        canvas.setFillColor(WHITE)
        canvas.setLineWidth(px(1.2))
        canvas.roundRect(x, y + px(3), px(14), px(14), px(3), stroke=1, fill=1)
        canvas.restoreState()


def review_furniture(content: PackContent, speech: Speech) -> Furniture:
    """What stands around the text of a pack."""
    say = ReviewWords(speech.language, content.client.speaks_as)
    title = say("title", client=content.client.name)
    return Furniture(
        agency=content.agency,
        title=f"{title} · {spaced_code(content.code)}" if content.code else title,
        client=content.client.name,
        full_title=title,
        day=content.made_on,
    )


def review_pages(content: PackContent, speech: Speech) -> list[Placed]:
    """The pack as pieces: what to do, each post, and who answers."""
    say = ReviewWords(speech.language, content.client.speaks_as)
    title = say("title", client=content.client.name)
    below = say.counted("count", len(content.posts))
    head = masthead(content.agency, content.client, title, below, speech.day(content.made_on))
    lead: list[Placed] = [Text(say("paper_lead"), SUMMARY)]
    if content.answer_by:
        lead += [Gap(px(4)), Text(say("answer_by", day=speech.long_day(content.answer_by)), STRONG)]
    posts = [_post(post, number, say, speech) for number, post in enumerate(content.posts, 1)]
    return [Stack(head, Gap(px(26)), *spaced([lead, *posts, _signature(say)]))]


def _post(post: PackPost, number: int, say: ReviewWords, speech: Speech) -> list[Placed]:
    """One post: what it is, how it looks, what it says, and the room to answer."""
    networks = dict.fromkeys(network_name(place.network, say.language) for place in post.places)
    about = " · ".join([_when(post, say, speech), say.format_name(post.format), *networks])
    head = Stack(Heading(f"{number}. {post.title}", AREA_HEADING, level=0, tag="H2"), Text(about, SMALL, clings=True))
    first = [picture for picture in post.pictures if picture.data][:1]
    words = _words(post, say)
    body: Placed = Stack(*words)
    if first:
        left = Stack(*_picture(first[0], say, _PICTURE_WIDTH, _PICTURE_HEIGHT), *_others(post, say))
        right = WIDTH - _PICTURE_WIDTH - px(20)
        body = Columns([(_PICTURE_WIDTH, left), (right, Stack(*words))], px(20))
    elif post.pictures:
        body = Stack(*_missing(post, say), *words)
    return [Together(Stack(Rule(), Gap(px(12)), head, Gap(px(9)), body, Gap(px(12)), _answer(say)))]


def _when(post: PackPost, say: ReviewWords, speech: Speech) -> str:
    if post.day is None:
        return say("undated")
    hour = say("no_hour") if post.minute is None else speech.clock(post.minute)
    day = speech.long_day(post.day)
    return f"{day[:1].upper()}{day[1:]}, {hour}"


def _picture(picture: PackPicture, say: ReviewWords, width: float, height: float) -> list[Placed]:
    words = f"{say('shows')}: {picture.alt.strip()}" if picture.alt.strip() else ""
    about = f"{say('film')}. {words}".strip() if picture.is_film else words
    return [
        WholePicture(picture.data, (width, height), _SHARPNESS),
        *([Gap(px(4)), Text(about, HINT)] if about else []),
    ]


def _others(post: PackPost, say: ReviewWords) -> list[Placed]:
    """The further pictures, two a row, and the names of those that cannot be shown."""
    seen = [picture for picture in post.pictures if picture.data][1:]
    rows: list[Placed] = []
    for at in range(0, len(seen), 2):
        cells: list[tuple[float, Placed]] = [
            (_SMALL_WIDTH, Stack(*_picture(picture, say, _SMALL_WIDTH, _SMALL_WIDTH))) for picture in seen[at : at + 2]
        ]
        rows += [Gap(px(8)), Columns(cells, px(12))]
    return [*rows, *_missing(post, say)]


def _missing(post: PackPost, say: ReviewWords) -> list[Placed]:
    return [
        Text(say("no_film" if picture.is_film else "no_picture", name=picture.name), HINT)
        for picture in post.pictures
        if not picture.data
    ]


def _words(post: PackPost, say: ReviewWords) -> list[Placed]:
    """The text once, then what differs on a channel; paper has no fold to tap on."""
    same = [place for place in post.places if not place.is_own]
    flow: list[Placed] = []
    if same or not post.places:
        flow += _said(post.text, say)
    for place in post.places:
        if place.is_own:
            flow += [Gap(px(8)) if flow else Gap(0), Text(_place(place, say), LABEL, clings=True)]
            flow += _said(place.before + place.after, say)
        flow += _beside(place, say)
    if post.note.strip():
        flow += [Gap(px(8)), Text(((f"{say('note')}: ", True), (post.note.strip(), False)), NOTE)]
    return flow


def _said(text: str, say: ReviewWords) -> list[Placed]:
    lines = text.strip().split("\n")
    if not text.strip():
        return [Text(say("no_text"), BODY_GREY)]
    return [Text(line, BODY) if line.strip() else Gap(px(9)) for line in lines]


def _place(place: PackPlace, say: ReviewWords) -> str:
    name = network_name(place.network, say.language)
    return f"{name[:1].upper()}{name[1:]} {place.handle}".strip()


def _beside(place: PackPlace, say: ReviewWords) -> list[Placed]:
    parts = (("link", place.link), ("first_comment", place.first_comment))
    return [
        Text(((f"{say(key)}: ", True), (value.strip(), False)), NOTE) for key, value in parts if value.strip()
    ]  # fmt: skip


def _answer(say: ReviewWords) -> Placed:
    room = WIDTH - _PADDING[1] - _PADDING[3]
    each = shares(len(_ANSWERS), px(12), room)
    boxes: list[tuple[float, Placed]] = [
        (each, Columns([(px(18), TickBox()), (each - px(26), Text(say(kind), BODY))], px(8))) for kind in _ANSWERS
    ]
    lines: list[Placed] = []
    for _each in range(_LINES):
        lines += [Gap(_LINE), Rule(LIGHT_GREY, px(0.8))]
    notes = Text(say("paper_words"), SMALL)
    return Box(Stack(Columns(boxes, px(12)), Gap(px(8)), notes, *lines), PAPER, _PADDING)


def _signature(say: ReviewWords) -> list[Placed]:
    """Who answers, when, and their signature."""
    each = shares(3, px(24))
    cells: list[tuple[float, Placed]] = [
        (each, Stack(Gap(px(34)), Rule(LIGHT_GREY, px(0.8)), Gap(px(3)), Text(say(key), SMALL)))
        for key in ("paper_name", "paper_day", "paper_signature")
    ]
    return [Together(Stack(Text(say("paper_who"), STRONG, clings=True), Columns(cells, px(24))))]
