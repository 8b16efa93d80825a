"""What the papers of a month share: what stands around their pages, and posts by day with all that they say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cmdesk.domain.calendar_papers import CalendarPaper, PaperPicture, PaperPost, PaperText, PaperWords
from cmdesk.domain.wording import network_name
from cmdesk.i18n import Speech
from cmdesk.reports.frame import Furniture
from cmdesk.reports.glyphs import draw_status
from cmdesk.reports.layout import Columns, Gap, Rule, Size, Stack, Together, section
from cmdesk.reports.pictures import WholePicture
from cmdesk.reports.placed import Placed
from cmdesk.reports.style import (
    AREA_HEADING,
    BODY,
    BODY_GREY,
    HINT,
    LABEL,
    LINK,
    NOTE,
    SMALL,
    SOFT_INK,
    px,
)
from cmdesk.reports.text import Heading, Text

_PICTURE = px(118)
_SHARPNESS = 3.0  # dots of a picture for each point of the paper
_GAP = px(18)
_BETWEEN = px(40)


def furniture(paper: CalendarPaper, speech: Speech, kind: str) -> Furniture:
    """What stands around the pages of a month's paper; `kind` is its title among the words of the papers."""
    say = PaperWords(speech.language)
    month = speech.month(paper.month)
    whose = paper.client.name if paper.client else say("all")
    return Furniture(
        agency=paper.agency,
        title=say(kind, month=month),
        client=whose,
        full_title=say(f"{kind}_title", client=whose, month=month),
        day=paper.issued,
    )


class StatusLine(Placed):
    """The circle of a status and a line of words behind it."""

    def __init__(self, post: PaperPost, words: str) -> None:
        super().__init__()
        self.status = post.status
        self.words = Text(words, SMALL)
        self.keep_with_next = True

    def wrap(self, width: float, height: float) -> Size:
        """As high as the words."""
        self.width = width
        self.height = self.words.wrap(width - px(17), height)[1]
        return width, self.height

    def place(self, canvas: Any, x: float, y: float) -> None:
        """The circle on the first line."""
        draw_status(canvas, self.status, x, y + self.height - px(13.5), px(12))
        self.words.drawOn(canvas, x + px(17), y)


def text_section(paper: CalendarPaper, speech: Speech, say: PaperWords, width: float) -> list[Placed]:
    """All posts of a month with what they say, two beside each other, each with its day."""
    each = (width - _BETWEEN) / 2
    cells = [_dated(post, speech, say, each) for post in paper.posts]
    rows: list[Placed] = []
    for at in range(0, len(cells), 2):
        pair = cells[at : at + 2]
        rows += [Together(Columns([(each, cell) for cell in pair], _BETWEEN)), Gap(px(16))]
    return [Stack(*section(say("texts"), Gap(px(6)), *rows))]


def _dated(post: PaperPost, speech: Speech, say: PaperWords, width: float) -> Placed:
    name = speech.long_day(post.day)
    day = Text(name[:1].upper() + name[1:], LABEL.but(color=SOFT_INK), clings=True)
    return Stack(Rule(), Gap(px(9)), day, Gap(px(7)), _block(post, speech, say, width, level=1))


def post_blocks(posts: Sequence[PaperPost], speech: Speech, say: PaperWords, width: float) -> list[Placed]:
    """Posts below each other, the days between them as headings."""
    flow: list[Placed] = []
    for day in dict.fromkeys(post.day for post in posts):
        name = speech.long_day(day)
        flow.append(_day_heading(name[:1].upper() + name[1:]))
        for post in posts:
            if post.day == day:
                flow += [_block(post, speech, say, width, level=2), Gap(px(16))]
    return flow


def _day_heading(name: str) -> Placed:
    return _Clinging(Stack(Rule(), Gap(px(9)), Heading(name, LABEL.but(color=SOFT_INK), level=1, tag="H3"), Gap(px(7))))


class _Clinging(Placed):
    """What never ends a page."""

    def __init__(self, child: Placed) -> None:
        super().__init__()
        self.child = child
        self.keep_with_next = True

    def wrap(self, width: float, height: float) -> Size:
        """As high as what it holds."""
        self.width, self.height = self.child.wrap(width, height)
        return width, self.height

    def place(self, canvas: Any, x: float, y: float) -> None:
        """Draw what it holds."""
        self.child.drawOn(canvas, x, y)


def _block(post: PaperPost, speech: Speech, say: PaperWords, width: float, *, level: int) -> Placed:
    """One post: picture at the left, words at the right."""
    right = width - _PICTURE - _GAP
    head: list[Placed] = [
        Heading(post.title, AREA_HEADING, level=level, tag=f"H{level + 2}"),
        StatusLine(post, about(post, speech, say)),
        Gap(px(6)),
    ]
    if not post.pictures:
        body: Placed = Stack(*head, *_words(post, say))
        return Together(Columns([(_PICTURE, Gap(0)), (right, body)], _GAP))
    left = [piece for picture in post.pictures for piece in _picture(picture, say)]
    return Together(Columns([(_PICTURE, Stack(*left)), (right, Stack(*head, *_words(post, say)))], _GAP))


def about(post: PaperPost, speech: Speech, say: PaperWords) -> str:
    """'Draft · 09:00 · reel · Instagram, TikTok'."""
    hour = say("no_hour") if post.minute is None else speech.clock(post.minute)
    names = ", ".join(_first_up(network_name(network, say.language)) for network in post.networks)
    whose = [post.client.name] if post.client else []
    return " · ".join(part for part in (say.status(post.status), hour, say.format(post.format), names, *whose) if part)


def _first_up(name: str) -> str:
    return name[:1].upper() + name[1:]


def _picture(picture: PaperPicture, say: PaperWords) -> list[Placed]:
    """A small picture and what it shows; the name of what cannot be seen."""
    shown = WholePicture(picture.data, (_PICTURE, _PICTURE), _SHARPNESS)
    alt = picture.alt.strip()
    words = [say("film")] if picture.is_film else []
    if not shown.image:
        words.append(say("no_picture", name=picture.name))
    words.append(f"{say('shows')}: {alt}" if alt else say("no_alt"))
    return [*([shown, Gap(px(4))] if shown.image else []), Text(" · ".join(words), HINT), Gap(px(9))]


def _words(post: PaperPost, say: PaperWords) -> list[Placed]:
    """The text once, then what differs on a network and what stands beside it there."""
    flow = _said(post.text, say)
    for place in post.places:
        if place.is_own:
            flow += [Gap(px(8)), Text(say("own_text", network=_where(place, say)), LABEL, clings=True)]
            flow += _said(place.text, say)
        flow += _beside(place, say)
    if post.note.strip():
        flow += [Gap(px(8)), Text(((f"{say('note')}: ", True), (post.note.strip(), False)), NOTE)]
    return flow


def _said(text: str, say: PaperWords) -> list[Placed]:
    if not text.strip():
        return [Text(say("no_text"), BODY_GREY)]
    return [Text(line, BODY) if line.strip() else Gap(px(9)) for line in text.strip().split("\n")]


def _where(place: PaperText, say: PaperWords) -> str:
    return f"{network_name(place.network, say.language)} {place.handle}".strip()


def _beside(place: PaperText, say: PaperWords) -> list[Placed]:
    """Link, first comment, and where it went out; each says on which network."""
    where = f" ({_where(place, say)})"
    flow: list[Placed] = []
    for key, value in (("link", place.link), ("first_comment", place.first_comment)):
        if value.strip():
            flow += [Gap(px(4)), Text(((f"{say(key)}{where}: ", True), (value.strip(), False)), NOTE)]
    if place.url.strip():
        words = f"{say('published')} {_where(place, say)}: {place.url.strip()}"
        flow += [Gap(px(4)), Text(words, NOTE.but(color=LINK), link=place.url.strip())]
    return flow
