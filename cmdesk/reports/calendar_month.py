"""A month on one sheet: its weeks, its posts, what lies over its days, and below it what does not fit on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from reportlab.lib.pagesizes import A3, A4

from cmdesk.domain.calendar_papers import CalendarPaper, PaperPost, PaperSize, PaperWords
from cmdesk.domain.days import CampaignBar, lanes
from cmdesk.domain.moments import Month
from cmdesk.domain.networks import NETWORK_NAMES, Network
from cmdesk.domain.posts import PostStatus
from cmdesk.i18n import Speech
from cmdesk.reports.calendar_words import furniture, text_section
from cmdesk.reports.frame import Furniture, Paper
from cmdesk.reports.glyphs import draw_status
from cmdesk.reports.icons import draw_network
from cmdesk.reports.layout import Columns, Gap, NewPage, Rule, Size, Stack, section
from cmdesk.reports.parts import Tile
from cmdesk.reports.pictures import Picture
from cmdesk.reports.placed import Placed
from cmdesk.reports.style import (
    BODY,
    BODY_GREY,
    BOLD,
    GREY,
    HAIR,
    HEAD_INK,
    INK,
    LIGHT_GREY,
    MEDIUM,
    PAPER,
    REGULAR,
    RULE,
    SERIF,
    SMALL,
    TABULAR,
    Type,
    brand,
    palette,
    px,
    status_colours,
)
from cmdesk.reports.text import Heading, Line, Piece, Text, cut_to, draw_line, draw_lines, one_line, set_lines

_MARGIN: Final = px(46)
_TOP: Final = px(34)
_HEAD: Final = px(58)
_FOOT: Final = px(76)  # of every page
_PAPERS: Final = {PaperSize.A4: (A4, 1.0), PaperSize.A3: (A3, 1.28)}
_MOST_LANES: Final = 2
_SIGNS: Final = 3  # networks on a card at most
_AGREED: Final = SMALL.but(size=px(10.4))
_THURSDAY: Final = 3  # a week has the number of its Thursday


def month_paper(size: PaperSize) -> Paper:
    """The paper of a month: it lies across."""
    (short, long), _scale = _PAPERS[size]
    return Paper(long, short, _MARGIN)


def month_furniture(paper: CalendarPaper, speech: Speech) -> Furniture:
    """What stands around the sheets of a month."""
    return furniture(paper, speech, "calendar")


def month_pages(paper: CalendarPaper, speech: Speech) -> list[Placed]:
    """The month as pieces: the sheet, then what does not fit on it, then what the posts say."""
    say = PaperWords(speech.language)
    kind = month_paper(paper.size)
    head = _head(paper, speech, say, kind.room)
    room = kind.height - _FOOT - _TOP - _HEAD - px(10)
    sheet = MonthSheet(paper, speech, say, (kind.room, room), _PAPERS[paper.size][1])
    pieces: list[Placed] = [Gap(_TOP), head, sheet]
    if sheet.hidden:
        pieces += [NewPage(), *_rest(sheet.hidden, speech, say, kind.room)]
    if paper.with_texts and paper.posts:
        pieces += [NewPage(), *text_section(paper, speech, say, kind.room)]
    return pieces


class _Fixed(Placed):
    """Something in a room of a fixed height."""

    def __init__(self, child: Placed, height: float) -> None:
        super().__init__()
        self.child, self.height = child, height
        self.width = self._tall = 0.0

    def wrap(self, width: float, _height: float) -> Size:
        """As high as it was made."""
        self.width = width
        self._tall = self.child.wrap(width, self.height)[1]
        return width, self.height

    def place(self, canvas: Any, x: float, y: float) -> None:
        """At the top of its room."""
        self.child.drawOn(canvas, x, y + self.height - self._tall)


def _head(paper: CalendarPaper, speech: Speech, say: PaperWords, width: float) -> Placed:
    """Whose month, which month, how it stands, and the agency's logo at the right."""
    name = speech.month(paper.month)
    title = name[:1].upper() + name[1:]
    whose = paper.client.name if paper.client else say("all")
    count = len(paper.posts)
    below = [say.counted("count", count) if count else say("nothing", month=speech.month_name(paper.month)).rstrip(".")]
    if paper.zone:
        below.append(say("zone", zone=paper.zone))
    agreed = " · ".join(say("agreed", title=line, planned=planned, due=due) for line, planned, due in paper.agreed)
    cells: list[tuple[float, Placed]] = []
    tile = px(34)
    right = _letterhead(paper, speech, say)
    wide = right.wrap(width * 0.34, _HEAD)[0]
    left = width - wide - px(20)
    if paper.client:
        cells.append((tile, Tile(paper.client.letters, palette(paper.client.colour), tile, px(14))))
        left -= tile + px(20)
    serif = Type(SERIF, px(23), px(28), HEAD_INK, -10)
    room = left
    words = Stack(
        Heading(_cut(f"{whose} · {title}", serif, room), serif, tag="H1"),
        Text(_cut(" · ".join(below), SMALL, room), SMALL),
        Text(_cut(agreed, _AGREED, room), _AGREED) if agreed else None,
    )
    cells += [(left, words), (wide, right)]
    return _Fixed(Columns(cells, px(20), is_centred=True), _HEAD)


def _cut(text: str, type_: Type, width: float) -> str:
    """As much of a text as a line holds."""
    return "".join(piece.text for piece in cut_to(text, type_, width).pieces)


class _Letterhead(Placed):
    """The agency's logo or name, and the day of the document below it, at the right edge."""

    def __init__(self, paper: CalendarPaper, made: str) -> None:
        super().__init__()
        self.made, self.name = made, paper.agency.name
        self.picture = Picture(paper.agency.logo, px(26), px(110)) if paper.agency.logo else None
        self.type = Type(BOLD, px(13), px(20), brand(paper.agency.colour), -3, "right")
        self.width = 0.0

    def wrap(self, width: float, _height: float) -> Size:
        """As wide as it has to be."""
        widest = max(Text(self.made, SMALL).natural_width, Text(self.name, self.type).natural_width)
        shown = self.picture.width if self.picture is not None else 0.0
        self.width = min(width, max(widest + 1, shown))
        return self.width, px(48)

    def place(self, canvas: Any, x: float, y: float) -> None:
        """Logo or name above, the day below."""
        if self.picture is not None and self.picture.image:
            self.picture.drawOn(canvas, x + self.width - self.picture.width, y + px(20))
        else:
            canvas.begin_words("P", self)
            draw_line(canvas, self.name, self.type, x, y + px(44), self.width)
            canvas.end_words("P")
        canvas.begin_words("P", self.made)
        draw_line(canvas, self.made, SMALL.but(align="right"), x, y + px(17), self.width)
        canvas.end_words("P")


def _letterhead(paper: CalendarPaper, speech: Speech, say: PaperWords) -> Placed:
    return _Letterhead(paper, say("made", day=speech.day(paper.issued)))


# --- the sheet ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Shown:
    """A post on the sheet: how many lines its title has, and how high it is; a compact one has a single line."""

    post: PaperPost
    title: tuple[Line, ...]
    height: float
    is_compact: bool


class MonthSheet(Placed):
    """The weeks of a month with their posts.

    Attributes:
        hidden: The posts that found no room, by day and hour.
    """

    def __init__(
        self, paper: CalendarPaper, speech: Speech, say: PaperWords, size: tuple[float, float], scale: float
    ) -> None:
        super().__init__()
        self.paper, self.speech, self.say = paper, speech, say
        self.width, self.height = size
        self.s = scale
        self.days = Month.of(paper.month).weeks(paper.first_week_day)
        self._legend = self._legend_height()
        self._heads = 15 * scale
        self._number = 10 * scale  # the gutter with the number of the week
        self._each = (self.width - self._number) / 7
        self._row = (self.height - self._heads - self._legend) / (len(self.days) // 7)
        self._lanes = [self._lanes_of(week) for week in range(len(self.days) // 7)]
        self.hidden: list[PaperPost] = []
        self._shown: dict[date, list[_Shown]] = {}
        for at, day in enumerate(self.days):
            if Month.of(day) == Month.of(paper.month):
                self._arrange(day, len(self._lanes[at // 7]))

    # --- how much finds room ------------------------------------------------------------------

    def _types(self) -> tuple[Type, Type, Type]:
        """Of titles, of hours, and of titles on one line."""
        s = self.s
        return (
            Type(MEDIUM, 7.1 * s, 8.7 * s, INK, -3),
            Type(REGULAR + TABULAR, 6.2 * s, 8.2 * s, GREY, -3),
            Type(MEDIUM, 6.6 * s, 9.6 * s, INK, -3),
        )

    def _lanes_of(self, week: int) -> list[list[CampaignBar]]:
        first, last = self.days[week * 7], self.days[week * 7 + 6]
        return lanes(self.paper.campaigns, first, last, _MOST_LANES)

    def _top_of_posts(self, count: int) -> float:
        """How far below the top of a day its first post begins."""
        return (12.5 + 9 * count) * self.s

    def _arrange(self, day: date, bars: int) -> None:
        """Choose how the posts of a day are shown, so that as much as possible is read."""
        posts = self.paper.of_day(day)
        room = self._row - self._top_of_posts(bars) - 2 * self.s
        width = self._each - 11 * self.s
        title, _hour, compact = self._types()
        gap = 2 * self.s
        for lines in (2, 1):
            shown = [
                _Shown(post, found, (9.4 + 2.6) * self.s + len(found) * title.leading, is_compact=False)
                for post in posts
                for found in [_lines(post.title, title, width, lines)]
            ]
            if sum(one.height + gap for one in shown) - gap <= room:
                self._shown[day] = shown
                return
        high = compact.leading + 1.4 * self.s
        fitting = int((room + gap) / (high + gap))
        if len(posts) > fitting:
            fitting = max(0, int((room + gap - 8.5 * self.s) / (high + gap)))
        self._shown[day] = [_Shown(post, (), high, is_compact=True) for post in posts[:fitting]]
        self.hidden += posts[fitting:]

    def wrap(self, _width: float, _height: float) -> Size:
        """As large as it was made."""
        return self.width, self.height

    # --- drawing ------------------------------------------------------------------------------

    def place(self, canvas: Any, x: float, y: float) -> None:
        """Grounds and lines, then the days as a table, then what the signs mean."""
        top = y + self.height
        grid = top - self._heads
        left = x + self._number
        self._draw_grounds(canvas, left, grid)
        self._draw_lines(canvas, left, grid)
        with canvas.part("Table", self):
            with canvas.part("TR", self.days):
                self._draw_heads(canvas, left, top)
            for week in range(len(self.days) // 7):
                with canvas.part("TR", self._lanes[week]):
                    self._draw_week(canvas, week, left, grid - week * self._row)
        self._draw_legend(canvas, x, y)

    def _draw_grounds(self, canvas: Any, left: float, top: float) -> None:
        for at, day in enumerate(self.days):
            is_out = Month.of(day) != Month.of(self.paper.month)
            if is_out or day in self.paper.holidays:
                y = top - (at // 7 + 1) * self._row
                canvas.fill(PAPER, left + at % 7 * self._each, y, self._each, self._row)

    def _draw_lines(self, canvas: Any, left: float, top: float) -> None:
        weeks = len(self.days) // 7
        for column in range(8):
            canvas.fill(RULE, left + column * self._each - HAIR / 2, top - weeks * self._row, HAIR, weeks * self._row)
        for week in range(weeks + 1):
            canvas.fill(RULE, left, top - week * self._row - HAIR / 2, 7 * self._each, HAIR)

    def _draw_heads(self, canvas: Any, left: float, top: float) -> None:
        head = Type(BOLD, 7 * self.s, 12 * self.s, LIGHT_GREY, -3)
        for at, name in enumerate(_week_day_names(self.days[:7], self.speech)):
            canvas.begin_words("TH", (self, at))
            draw_line(canvas, name, head, left + at * self._each + 4 * self.s, top - 1.5 * self.s, self._each)
            canvas.end_words("TH")

    def _draw_week(self, canvas: Any, week: int, left: float, top: float) -> None:
        days = self.days[week * 7 : week * 7 + 7]
        number = next(day for day in days if day.weekday() == _THURSDAY).isocalendar().week
        type_ = Type(REGULAR + TABULAR, 5.6 * self.s, 8 * self.s, LIGHT_GREY, 0, "center")
        draw_line(canvas, str(number), type_, left - self._number, top - 2 * self.s, self._number - 2 * self.s)
        self._bookmark(canvas, days, number, top)
        self._draw_campaigns(canvas, week, left, top)
        for at, day in enumerate(days):
            with canvas.part("TD", (self, day)):
                self._draw_day(canvas, day, left + at * self._each, top, len(self._lanes[week]))

    def _bookmark(self, canvas: Any, days: Sequence[date], number: int, top: float) -> None:
        inside = [day for day in days if Month.of(day) == Month.of(self.paper.month)]
        words = self.say(
            "week_days",
            number=number,
            first=self.speech.day_month(inside[0]),
            last=self.speech.day_month(inside[-1]),
        )
        key = f"week{number}-{days[0]:%Y%m%d}"
        high = canvas.absolutePosition(0, top)[1]
        canvas.bookmarkHorizontalAbsolute(key, high, 0)
        canvas.addOutlineEntry(words, key, level=1, closed=1)

    def _draw_campaigns(self, canvas: Any, week: int, left: float, top: float) -> None:
        days = self.days[week * 7 : week * 7 + 7]
        high = 8 * self.s
        for lane, bars in enumerate(self._lanes[week]):
            for bar in bars:
                first, last = max(bar.first, days[0]), min(bar.last, days[6])
                x = left + (first - days[0]).days * self._each + 1.5 * self.s
                wide = ((last - first).days + 1) * self._each - 3 * self.s
                y = top - (11.5 + 9 * lane) * self.s - high
                colours = palette(int(bar.colour)) if bar.colour.isdigit() else palette(1)
                canvas.setFillColor(colours.tint)
                canvas.roundRect(x, y, wide, high, 2 * self.s, stroke=0, fill=1)
                type_ = Type(BOLD, 5.8 * self.s, high, colours.text, -3)
                canvas.begin_words("P", (bar, week))
                draw_line(canvas, bar.name, type_, x + 4 * self.s, y + high, wide - 8 * self.s)
                canvas.end_words("P")

    def _draw_day(self, canvas: Any, day: date, x: float, top: float, bars: int) -> None:
        s = self.s
        is_out = Month.of(day) != Month.of(self.paper.month)
        type_ = Type((REGULAR if is_out else BOLD) + TABULAR, 7.4 * s, 10 * s, LIGHT_GREY if is_out else HEAD_INK, -3)
        canvas.begin_words("P", day)
        number = draw_line(canvas, str(day.day), type_, x + 4 * s, top - 1.5 * s, 14 * s)
        if not is_out:
            self._draw_names(canvas, day, x + 8 * s + number.width, top - 1.5 * s, self._each - number.width - 11 * s)
        canvas.end_words("P")
        y = top - self._top_of_posts(bars)
        for one in self._shown.get(day, []):
            y -= one.height
            self._draw_post(canvas, one, x + 2 * s, y, self._each - 4 * s)
            y -= 2 * s
        hidden = sum(1 for post in self.hidden if post.day == day)
        if hidden:
            more = Type(BOLD, 5.9 * s, 8 * s, GREY, -3)
            canvas.begin_words("P", (self, day, "more"))
            draw_line(canvas, self.say.counted("hidden", hidden), more, x + 4 * s, y + s, self._each - 6 * s)
            canvas.end_words("P")

    def _draw_names(self, canvas: Any, day: date, x: float, top: float, width: float) -> None:
        """What the day is called: its holiday, else its theme."""
        names = self.paper.holidays.get(day) or self.paper.themes.get(day, ())[:1]
        if names and width > 12 * self.s:
            font = MEDIUM if day in self.paper.holidays else REGULAR
            type_ = Type(font, 5.8 * self.s, 10 * self.s, GREY, -3, "right")
            self._hide(canvas, ". ", x - 2 * self.s, top - 9 * self.s, self.s)
            draw_line(canvas, ", ".join(names), type_, x, top, width)

    def _draw_post(self, canvas: Any, one: _Shown, x: float, y: float, width: float) -> None:
        s, post = self.s, one.post
        ground = status_colours(post.status)[1]
        canvas.setFillColor(ground)
        canvas.roundRect(x, y, width, one.height, 2.6 * s, stroke=0, fill=1)
        side = 6.4 * s
        glyph_y = y + (one.height - side) / 2 if one.is_compact else y + one.height - 2 * s - side
        draw_status(canvas, post.status, x + 3 * s, glyph_y, side)
        inside = x + 3 * s + side + 2.5 * s
        right = self._draw_places(canvas, one, x + width - 3 * s, y, inside)
        canvas.begin_words("P", one)
        self._hide(canvas, f"{self.say.status(post.status)} ", x + 3 * s, glyph_y, side)
        if one.is_compact:
            self._draw_compact(canvas, one, inside, y, right - inside)
        else:
            self._draw_facts(canvas, one, inside, y + one.height - s, right - inside)
            self._hide(canvas, ". ", inside, glyph_y, s)
            title = self._title_type(post)
            draw_lines(canvas, one.title, title, x + 3.5 * s, y + one.height - 9.4 * s, width - 7 * s)
        self._hide(canvas, " " + ", ".join(_name(network, self.speech) for network in post.networks), x, y, side)
        canvas.end_words("P")

    def _title_type(self, post: PaperPost, *, is_compact: bool = False) -> Type:
        title, _hour, compact = self._types()
        type_ = compact if is_compact else title
        return type_.but(color=GREY, font=REGULAR) if post.status is PostStatus.PUBLISHED else type_

    def _draw_facts(self, canvas: Any, one: _Shown, x: float, top: float, width: float) -> None:
        hour = self._types()[1]
        draw_line(canvas, self._facts(one.post), hour, x, top, max(width, 10))

    def _facts(self, post: PaperPost) -> str:
        """'09:00 · reel'; what has no hour says only what it is."""
        kind = self.say.format(post.format)
        if post.minute is None:
            return kind
        clock = self.speech.clock(post.minute)
        return clock if post.format == "post" else f"{clock} · {kind}"

    def _draw_compact(self, canvas: Any, one: _Shown, x: float, y: float, width: float) -> None:
        post, top = one.post, y + one.height - 0.7 * self.s
        if post.minute is not None:
            hour = self._types()[1].but(leading=self._types()[2].leading)
            said = draw_line(canvas, self.speech.clock(post.minute), hour, x, top, width)
            self._hide(canvas, ". ", x + said.width, y, self.s)
            x += said.width + 3 * self.s
            width -= said.width + 3 * self.s
        draw_line(canvas, post.title, self._title_type(post, is_compact=True), x, top, max(width, 8))

    def _draw_places(self, canvas: Any, one: _Shown, right: float, y: float, least: float) -> float:
        """The networks against the right edge, and the client's tile outside them; where they begin."""
        s, post = self.s, one.post
        side = 6.6 * s
        base = y + (one.height - side) / 2 if one.is_compact else y + one.height - 2 * s - side
        if post.client is not None:
            right -= side * 1.25
            self._draw_tile(canvas, post, right, base - side * 0.125, side * 1.25)
            right -= 1.5 * s
        count = _SIGNS if not one.is_compact else 0 if post.client else 1  # on one line the title needs the room
        for network in reversed(post.networks[:count]):
            if right - side < least + 24 * s:
                break
            right -= side
            draw_network(canvas, network, right, base, side)
            right -= 1.2 * s
        return right - s

    def _draw_tile(self, canvas: Any, post: PaperPost, x: float, y: float, side: float) -> None:
        assert post.client is not None
        colours = palette(post.client.colour)
        canvas.setFillColor(colours.tile)
        canvas.roundRect(x, y, side, side, side * 0.26, stroke=0, fill=1)
        type_ = Type(BOLD, side * 0.46, side, colours.letters, 0, "center")
        draw_line(canvas, post.client.letters, type_, x, y + side, side)

    def _hide(self, canvas: Any, words: str, x: float, y: float, side: float) -> None:
        """Words behind a sign, for whoever listens or searches; small, or readers take close letters for one."""
        if words.strip():
            wide = max(side, 0.4 * len(words) * self.s)
            line = Line((Piece("hidden", words, REGULAR, wide),), wide)
            draw_lines(canvas, [line], Type(REGULAR, 1.6 * self.s, 6 * self.s), x, y + side, wide)

    # --- what the signs mean ------------------------------------------------------------------

    def _statuses(self) -> list[PostStatus]:
        used = {post.status for post in self.paper.posts}
        return [status for status in PostStatus if status in used]

    def _legend_height(self) -> float:
        return 15 * self.s if self.paper.posts else 4 * self.s

    def _draw_legend(self, canvas: Any, x: float, y: float) -> None:
        s = self.s
        type_ = Type(REGULAR, 6.4 * s, 10 * s, GREY, -3)
        at, side = x + self._number, 6.6 * s
        for status in self._statuses():
            draw_status(canvas, status, at, y + 2 * s, side)
            at += side + 3 * s
            canvas.begin_words("P", (self, status))
            at += draw_line(canvas, self.say.status(status), type_, at, y + 10.3 * s, 90 * s).width + 11 * s
            canvas.end_words("P")
        for client in _clients(self.paper.posts):
            wide = Text(client.client.name if client.client else "", type_).natural_width + side * 1.25 + 14 * s
            if at + wide > x + self.width:
                break
            self._draw_tile(canvas, client, at, y + 1.2 * s, side * 1.25)
            at += side * 1.25 + 3 * s
            name = client.client.name if client.client else ""
            at += draw_line(canvas, name, type_, at, y + 10.3 * s, 120 * s).width + 11 * s


def _clients(posts: Iterable[PaperPost]) -> list[PaperPost]:
    """A post of each client, by the client's name."""
    found = {post.client.name: post for post in posts if post.client is not None}
    return [found[name] for name in sorted(found)]


def _week_day_names(days: Sequence[date], speech: Speech) -> list[str]:
    """'Monday' and so on."""
    return [speech.long_day(day).split(" ")[0].rstrip(",").capitalize() for day in days]


def _name(network: str, speech: Speech) -> str:
    return speech.gettext(NETWORK_NAMES[Network(network)]) if network in set(Network) else network


def _lines(text: str, type_: Type, width: float, most: int) -> tuple[Line, ...]:
    """A title in at most so many lines; the last one ends in an ellipsis where more follows."""
    words = one_line(text[:600])
    found = set_lines(((words, False),), type_, width)
    if len(found) <= most:
        return found
    rest = " ".join("".join(piece.text for piece in line.pieces).strip() for line in found[most - 1 :])
    return (*found[: most - 1], cut_to(rest, type_, width))


# --- what does not fit ---------------------------------------------------------------------------------


class _Status(Placed):
    """The circle of a status beside a line of text."""

    def __init__(self, status: PostStatus) -> None:
        super().__init__()
        self.status = status

    def wrap(self, width: float, _height: float) -> Size:
        """A line of body text high."""
        return width, px(20)

    def place(self, canvas: Any, x: float, y: float) -> None:
        """In the middle of the line."""
        draw_status(canvas, self.status, x, y + px(4), px(12))


def _rest(posts: Sequence[PaperPost], speech: Speech, say: PaperWords, width: float) -> list[Placed]:
    """The posts that found no room on the sheet, day by day."""
    rows: list[Placed] = []
    for day in dict.fromkeys(post.day for post in posts):
        name = speech.long_day(day)
        rows += [
            Rule(),
            Gap(px(6)),
            Heading(name[:1].upper() + name[1:], BODY.but(font=BOLD), level=1, tag="H3"),
            *(post_row(post, speech, say, width) for post in posts if post.day == day),
            Gap(px(8)),
        ]
    lead = Text(say("rest_lead"), BODY_GREY)
    return [Stack(*section(say("rest"), lead, Gap(px(8)), Stack(*rows)))]


def post_row(post: PaperPost, speech: Speech, say: PaperWords, width: float) -> Placed:
    """A post on one line: hour, status, title, networks and kind."""
    hour = "—" if post.minute is None else speech.clock(post.minute)
    names = ", ".join(_name(network, speech) for network in post.networks)
    whose = f"{post.client.name} · " if post.client else ""
    about = f"{whose}{say.format(post.format)}{' · ' if names else ''}{names}"
    fixed = px(52 + 14 + 130 + 8 * 3)
    wide = width * 0.3
    return Columns(
        [
            (px(52), Text(hour, BODY_GREY.but(font=REGULAR + TABULAR))),
            (px(14), _Status(post.status)),
            (px(130), Text(say.status(post.status), BODY_GREY)),
            (width - fixed - wide - px(8), Text(post.title, BODY)),
            (wide, Text(about, BODY_GREY)),
        ],
        px(8),
    )
