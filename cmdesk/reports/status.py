"""The month's status report: what was agreed and delivered, what went out, what comes next."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from babel.dates import get_day_names

from cmdesk.domain.document_words import DocumentWords
from cmdesk.domain.posts import POST_FORMAT_NAMES, PostFormat
from cmdesk.domain.publishing import Cause
from cmdesk.domain.reporting import DeliveryRow, PostRow, Runs, StatusReport
from cmdesk.i18n import Speech
from cmdesk.reports.cover import letterhead
from cmdesk.reports.frame import Furniture
from cmdesk.reports.icons import Networks
from cmdesk.reports.layout import Band, Box, Break, Columns, Gap, Rule, Stack, Together, section, spaced
from cmdesk.reports.month import GridDay, GridPost, MonthGrid
from cmdesk.reports.parts import Aside, Bar, Tile, as_spoken
from cmdesk.reports.placed import Placed
from cmdesk.reports.style import (
    AMBER_WORD,
    BODY,
    BODY_GREY,
    CELL,
    CELL_GREY,
    CELL_STRONG,
    COVER_TEXT,
    GREEN,
    HEADING,
    HINT,
    LABEL,
    LINK,
    MEDIUM,
    NOTE,
    PAPER,
    REPORT_TITLE,
    SMALL,
    STRONG,
    SUMMARY,
    TABULAR,
    TERM,
    WIDTH,
    palette,
    px,
)
from cmdesk.reports.tables import Column, table
from cmdesk.reports.text import Heading, Text

_THEIRS = frozenset({Cause.CLIENT_APPROVAL, Cause.CLIENT_MATERIAL})
_NEW_PAGE = px(540)  # the month's picture needs most of a page


def status_furniture(report: StatusReport, speech: Speech) -> Furniture:
    """What stands around the text of a report."""
    _ = speech.gettext
    title = _("Report of {month}").format(month=speech.month(report.month))
    return Furniture(
        agency=report.agency,
        title=title,
        client=report.client.name,
        full_title=f"{report.client.name}: {title}",
        day=report.issued,
    )


def status_pages(report: StatusReport, speech: Speech) -> list[Placed]:
    """The report as pieces: the month in a minute, then agreed and delivered, published, done, planned."""
    _ = speech.gettext
    main = [
        _summary(report, speech),
        _deliveries(report, speech),
        _published(report, speech),
        _missed(report, speech),
        _tasks(report, speech),
        _plan(report, speech),
        _outside(report, speech),
    ]
    if not any(main):
        main = [[Text(_("There is nothing to tell of this month yet."), SUMMARY)]]
    return [Stack(_head(report, speech), Gap(px(26)), *spaced(main))]


def _head(report: StatusReport, speech: Speech) -> Band:
    _ = speech.gettext
    colours = palette(report.client.colour)
    delivered = _("Delivered on {day}").format(day=speech.day(report.issued))
    whose = f"{report.client.name} · {speech.month(report.month)}"
    headline = report.headline or _("What we did in {month}").format(month=speech.month(report.month))
    tile = Columns(
        [
            (px(26), Tile(report.client.letters, colours, px(26), px(11))),
            (WIDTH - px(37), Text(whose, COVER_TEXT.but(size=px(13.5), leading=px(20)))),
        ],
        px(11),
        is_centred=True,
    )
    words = Stack(
        letterhead((report.agency.logo, report.agency.name), delivered),
        Gap(px(44)),
        tile,
        Gap(px(12)),
        Columns([(px(640), Heading(headline, REPORT_TITLE, tag="H1"))]),
    )
    return Band(words, colours.tint, (px(48), px(34)))


def _summary(report: StatusReport, speech: Speech) -> list[Placed]:
    _, pgettext = speech.gettext, speech.pgettext
    if not report.needs:
        return [Text(report.summary, SUMMARY)] if report.summary else []
    title = as_spoken(
        report.client,
        pgettext("tu", "What we need from you"),
        pgettext("vosotros", "What we need from you"),
        pgettext("usted", "What we need from you"),
    )
    type_ = TERM.but(size=px(12.2), leading=px(17.5))
    lines = [Text(f"{i}. {need}", type_) for i, need in enumerate(report.needs, 1)]
    needs = Aside(Stack(Text(title, LABEL), Gap(px(5)), *lines), palette(report.client.colour).text)
    if not report.summary:
        return [needs]
    return [Columns([(WIDTH - px(250), Text(report.summary, SUMMARY)), (px(220), needs)], px(30))]


def _deliveries(report: StatusReport, speech: Speech) -> list[Placed]:
    _ = speech.gettext
    if not report.deliveries:
        return [Box(Text(report.outside_note, NOTE), PAPER, _NOTE_BOX)] if report.outside_note else []
    rows = [_delivery(row, speech) for row in report.deliveries]
    notes = _delivery_notes(report, speech)
    below: list[Placed] = [Gap(px(10)), Text(notes, NOTE)] if notes else []
    body = [*rows, Rule(), *below]
    if report.outside_note:
        body += [Gap(px(16)), Box(Text(report.outside_note, NOTE), PAPER, _NOTE_BOX)]
    return section(_("Agreed and delivered"), *body, gap=px(8))


_NOTE_BOX = (px(12), px(18), px(12), px(18))


def _delivery(row: DeliveryRow, speech: Speech) -> Placed:
    _ = speech.gettext
    agreed, delivered = Decimal(row.agreed), Decimal(row.delivered)
    word, is_short = _delivery_word(row, speech)
    over = delivered > agreed > 0
    part = 1.0 if over else float(delivered / agreed) if agreed else float(delivered > 0)
    mark = float(agreed / delivered) if over else None
    count = _("{delivered} of {agreed}").format(delivered=speech.number(delivered), agreed=speech.number(agreed))
    type_ = SMALL.but(size=px(11.8), color=AMBER_WORD if is_short else GREEN)
    rest = px(74 + 84 + 14 * 3 + 150)
    cells: list[tuple[float, Placed]] = [
        (px(150), Text(row.title, BODY.but(font=MEDIUM, leading=px(17)))),
        (WIDTH - rest, Bar(part, is_short=is_short, mark=mark)),
        (px(74), Text(count, STRONG.but(font=STRONG.font + TABULAR, align="right", leading=px(17)))),
        (px(84), Text(((word, is_short),), type_)),
    ]
    padded = [(wide, Stack(Gap(px(4)), cell, Gap(px(4)))) for wide, cell in cells]
    return Stack(Rule(), Columns(padded, px(14), least=px(32), is_centred=True))


def _delivery_word(row: DeliveryRow, speech: Speech) -> tuple[str, bool]:
    """The word behind the number, and whether the row is amber."""
    _, ngettext, pgettext = speech.gettext, speech.ngettext, speech.pgettext
    missing = Decimal(row.agreed) - Decimal(row.delivered)
    count = speech.number(abs(missing))
    plural = 1 if abs(missing) == 1 else 2
    if not row.is_agreed:
        word, is_short = _("not agreed"), True
    elif missing > 0:
        word, is_short = ngettext("{count} missing", "{count} missing", plural).format(count=count), True
    elif missing < 0:
        word, is_short = ngettext("{count} over", "{count} over", plural).format(count=count), True
    elif not row.agreed:
        word, is_short = _("nothing due"), False
    else:
        word, is_short = pgettext("document", "done"), False
    return row.word or word, is_short if row.is_short is None else row.is_short


def _delivery_notes(report: StatusReport, speech: Speech) -> Runs:
    """Why something is missing, what came over from before, what was a gift; and which version says so."""
    _, ngettext = speech.gettext, speech.ngettext
    runs: list[tuple[str, bool]] = []
    for row in report.deliveries:
        if row.cause:
            word = _delivery_word(row, speech)[0]
            runs += [(f"{row.title}, {word}: ", True), (f"{_as_sentence(row.cause)} ", False)]
        if row.carried:
            text = ngettext("{count} came over from before.", "{count} came over from before.", _plural(row.carried))
            runs += [(f"{row.title}: ", True), (f"{text.format(count=speech.number(row.carried))} ", False)]
        if row.gifts:
            text = ngettext("{count} more, as a gift.", "{count} more, as a gift.", _plural(row.gifts))
            runs += [(f"{row.title}: ", True), (f"{text.format(count=speech.number(row.gifts))} ", False)]
    if report.version is not None:
        runs.append((_("By version {number} of the scope.").format(number=report.version), False))
    return tuple(runs)


def _plural(count: int | Decimal) -> int:
    return 1 if count == 1 else 2


def _as_sentence(text: str) -> str:
    return text if text.rstrip().endswith((".", "!", "?", "…")) else f"{text.rstrip()}."


def _published(report: StatusReport, speech: Speech) -> list[Placed]:
    _ = speech.gettext
    if not report.published:
        return []
    lead = _counts(report.published, speech)
    if any(post.format is PostFormat.STORY for post in report.published):
        lead = f"{lead} {_('Each circle is a story.')}"
    posts = sorted(report.published, key=_when)
    return [
        Break(_NEW_PAGE),
        Heading(_("What we published"), HEADING),
        Gap(px(5)),
        Text(lead, BODY_GREY, clings=True),
        Gap(px(11)),
        _grid(report, speech),
        Gap(px(29)),
        Heading(_("One by one"), HEADING),
        Gap(px(8)),
        *_weeks(posts, report, speech),
    ]


def _counts(posts: Sequence[PostRow], speech: Speech) -> str:
    """How many of each kind: '12 posts, 4 reels and 18 stories.'."""
    _, ngettext = speech.gettext, speech.ngettext
    counted = Counter(post.format for post in posts)
    words = {
        PostFormat.POST: ngettext("{count} post", "{count} posts", counted[PostFormat.POST]),
        PostFormat.CAROUSEL: ngettext("{count} carousel", "{count} carousels", counted[PostFormat.CAROUSEL]),
        PostFormat.REEL: ngettext("{count} reel", "{count} reels", counted[PostFormat.REEL]),
        PostFormat.STORY: ngettext("{count} story", "{count} stories", counted[PostFormat.STORY]),
        PostFormat.VIDEO: ngettext("{count} video", "{count} videos", counted[PostFormat.VIDEO]),
        PostFormat.ARTICLE: ngettext("{count} article", "{count} articles", counted[PostFormat.ARTICLE]),
        PostFormat.THREAD: ngettext("{count} thread", "{count} threads", counted[PostFormat.THREAD]),
        PostFormat.LIVE: ngettext("{count} live broadcast", "{count} live broadcasts", counted[PostFormat.LIVE]),
        PostFormat.NEWSLETTER: ngettext("{count} newsletter", "{count} newsletters", counted[PostFormat.NEWSLETTER]),
        PostFormat.EVENT: ngettext("{count} event", "{count} events", counted[PostFormat.EVENT]),
    }
    parts = [words[kind].format(count=speech.number(counted[kind])) for kind in PostFormat if counted[kind]]
    return f"{speech.list_of(parts)}."


def _grid(report: StatusReport, speech: Speech) -> MonthGrid:
    weeks = calendar.Calendar(report.first_weekday).monthdatescalendar(report.month.year, report.month.month)
    by_day: dict[date, list[GridPost]] = {}
    for post in sorted(report.published, key=_when):
        is_small = post.format is PostFormat.STORY
        tag = "" if is_small or post.format is PostFormat.POST else speech.gettext(POST_FORMAT_NAMES[post.format])
        by_day.setdefault(post.day, []).append(GridPost(post.title, post.thumbnail, tag, is_small=is_small))
    days = [
        GridDay(day.day, is_outside=day.month != report.month.month, posts=tuple(by_day.get(day, ())))
        for week in weeks
        for day in week
    ]
    names = get_day_names("wide", context="stand-alone", locale=speech.locale)
    heads = [names[(report.first_weekday + i) % 7] for i in range(7)]
    return MonthGrid(heads, days, palette(report.client.colour))


def _when(post: PostRow) -> tuple[date, int, str]:
    return post.day, -1 if post.minute is None else post.minute, post.title


def _weeks(posts: Sequence[PostRow], report: StatusReport, speech: Speech) -> list[Placed]:
    """Posts week by week, each with day, hour, networks, title and kind."""
    weeks: dict[date, list[PostRow]] = {}
    for post in posts:
        begins = post.day - timedelta(days=(post.day.weekday() - report.first_weekday) % 7)
        weeks.setdefault(begins, []).append(post)
    blocks = [Stack(Rule(), Gap(px(9)), _week(begins, week, speech), Gap(px(9))) for begins, week in weeks.items()]
    return [Together(block) if len(week) <= 6 else block for block, week in zip(blocks, weeks.values(), strict=True)]


def _week(begins: date, posts: Sequence[PostRow], speech: Speech) -> Columns:
    _ = speech.gettext
    month = posts[0].day
    first = max(begins, month.replace(day=1))
    last = min(begins + timedelta(days=6), month.replace(day=calendar.monthrange(month.year, month.month)[1]))
    days = str(first.day) if first == last else _("{first} to {last}").format(first=first.day, last=last.day)
    room = WIDTH - px(108)
    rows = spaced([[_post(post, room, speech)] for post in posts], px(4))
    return Columns([(px(92), Text(days, STRONG)), (room, Stack(*rows))], px(16))


def _post(post: PostRow, room: float, speech: Speech) -> Columns:
    kind = Text(speech.gettext(POST_FORMAT_NAMES[post.format]), HINT.but(leading=px(20), align="right"))
    hour = "" if post.minute is None else speech.clock(post.minute)
    grey = BODY_GREY.but(font=BODY_GREY.font + TABULAR)
    fixed = px(52 + 42 + 66 + 80 + 8 * 4)
    return Columns(
        [
            (px(52), Text(speech.week_day(post.day), grey)),
            (px(42), Text(hour, grey)),
            (px(66), Networks(post.networks, speech)),
            (room - fixed, Text(post.title, BODY.but(color=LINK) if post.url else BODY, link=post.url)),
            (px(80), kind),
        ],
        px(8),
    )


def _missed(report: StatusReport, speech: Speech) -> list[Placed]:
    """The dates that posts missed, each with its cause and what became of it."""
    if not report.missed:
        return []
    say = DocumentWords(speech.language, report.client.speaks_as)
    waited = sum(row.cause in _THEIRS for row in report.missed)
    lead = say.counted("missed_lead", len(report.missed))
    if waited:
        lead = f"{lead} {say.counted('missed_waited', waited)}"
    columns = [
        Column(say("missed_what"), CELL_STRONG, px(220)),
        Column(say("missed_day"), CELL_GREY),
        Column(say("missed_why"), CELL),
        Column(say("missed_fate"), CELL_GREY),
    ]
    rows = [
        (
            row.title,
            speech.short_day(row.day),
            say(f"missed_{row.cause}"),
            say(f"missed_{row.fate}", day=speech.short_day(row.now) if row.now else ""),
        )
        for row in sorted(report.missed, key=lambda row: row.day)
    ]
    return section(
        say("missed_title"), Text(lead, BODY_GREY, clings=True), Gap(px(9)), table(columns, rows), gap=px(5)
    )  # fmt: skip


def _tasks(report: StatusReport, speech: Speech) -> list[Placed]:
    _, pgettext = speech.gettext, speech.pgettext
    if not report.tasks:
        return []
    columns = [
        Column(pgettext("document", "What"), CELL_STRONG, px(220)),
        Column(_("What for"), CELL_GREY),
        Column(pgettext("document", "Who"), CELL_GREY),
        Column(pgettext("document", "When"), CELL_GREY),
    ]
    rows = [
        (task.title, task.line or "—", task.who, speech.short_day(task.day))
        for task in sorted(report.tasks, key=lambda task: task.day)
    ]
    return section(_("Tasks done"), table(columns, rows), gap=px(9))


def _plan(report: StatusReport, speech: Speech) -> list[Placed]:
    _ = speech.gettext
    if not report.planned:
        return []
    following = (report.month.replace(day=1) + timedelta(days=32)).replace(day=1)
    title = _("The plan for {month}").format(month=speech.month_name(following))
    lead = Text(_counts(report.planned, speech), BODY_GREY, clings=True)
    posts = sorted(report.planned, key=_when)
    return [
        Break(px(300)),
        Heading(title, HEADING),
        Gap(px(5)),
        lead,
        Gap(px(11)),
        *_weeks(posts, report, speech),
    ]


def _outside(report: StatusReport, speech: Speech) -> list[Placed]:
    _, pgettext = speech.gettext, speech.pgettext
    if not report.outside:
        return []
    title = as_spoken(
        report.client,
        pgettext("tu", "What you asked for and the scope does not hold"),
        pgettext("vosotros", "What you asked for and the scope does not hold"),
        pgettext("usted", "What you asked for and the scope does not hold"),
    )
    columns = [
        Column(pgettext("document", "What"), CELL_STRONG),
        Column(pgettext("document", "When"), CELL_GREY),
        Column(_("What we did"), CELL_GREY),
        Column(_("Price"), CELL.but(align="right")),
    ]
    rows = [(row.title, speech.short_day(row.day), row.outcome or "—", row.price or "—") for row in report.outside]
    return section(title, table(columns, rows), gap=px(8))
