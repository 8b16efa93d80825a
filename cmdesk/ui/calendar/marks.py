"""How the days themselves are marked: holidays, themes, notes, tasks, deadlines and campaigns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from cmdesk.domain.days import CampaignBar, DayFacts
from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme

_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_LINE: Final = 17


LANE: Final = 18
"""How high a campaign lies over its days with its name in it, and the gap below it."""
MOST_LANES: Final = 2
"""How many campaigns lie over a day at most."""


@lru_cache(maxsize=512)
def mixed(ink: int, ground: int, share: float) -> QColor:
    """A colour laid thinly over another; both as QRgb, which can be remembered."""
    over, under = QColor.fromRgb(ink), QColor.fromRgb(ground)
    parts = zip(
        (over.red(), over.green(), over.blue()), (under.red(), under.green(), under.blue()), strict=True
    )  # fmt: skip
    return QColor(*(round(a * share + b * (1 - share)) for a, b in parts))


def line_height(theme: Theme) -> int:
    """How high a line of notes, deadlines and tasks is."""
    return theme.tokens.px(_LINE)


def colour_of(chosen: str, theme: Theme) -> QColor:
    """The colour of a campaign: one of the palette by its number, or its own."""
    return theme.tokens.client_colour(int(chosen) if chosen.isdigit() else chosen)


def paint_campaign(
    painter: QPainter, rect: QRectF, campaign: CampaignBar, theme: Theme, *, begins: bool, ends: bool
) -> None:
    """Draw a piece of a campaign over its days; it is round where it begins and ends."""
    tokens = theme.tokens
    px = tokens.px
    colour = colour_of(campaign.colour, theme)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    is_thin = rect.height() < px(12)
    share = 0.7 if is_thin else 0.24 if tokens.is_dark else 0.18
    painter.setBrush(mixed(colour.rgb(), tokens.surface.surface.rgb(), share))
    radius = px(1 if is_thin else 4)
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.drawRoundedRect(rect.adjusted(0 if begins else -radius, 0, 0 if ends else radius, 0), radius, radius)
    if begins:
        painter.fillRect(QRectF(rect.x(), rect.y(), px(3), rect.height()), colour)
    painter.restore()
    if is_thin:
        return  # the name stands beside the number of a day
    painter.setFont(theme.font("caption"))
    painter.setPen(tokens.text.primary)
    room = rect.adjusted(px(8), 0, -px(4), 0)
    words = painter.fontMetrics().elidedText(campaign.name, Qt.TextElideMode.ElideRight, round(room.width()))
    painter.drawText(room, _LEFT, words)


def paint_campaign_names(
    painter: QPainter, room: QRectF, campaigns: Sequence[CampaignBar], facts: DayFacts, theme: Theme
) -> float:
    """Draw the names of campaigns whose line says none beside the number of a day; where they end."""
    painter.setFont(theme.font("caption"))
    metrics = painter.fontMetrics()
    share = room.width() * (0.6 if facts.names else 1)
    words = metrics.elidedText(" · ".join(one.name for one in campaigns), Qt.TextElideMode.ElideRight, round(share))
    painter.setPen(theme.tokens.text.primary)
    painter.drawText(room, _LEFT, words)
    return room.x() + metrics.horizontalAdvance(words) + theme.tokens.px(6)


def day_lines(facts: DayFacts) -> list[tuple[str, str, str]]:
    """What lies over a day as lines: icon, colour role and words; what presses comes first."""
    found = [
        ("alert-triangle" if one.is_late else "flag", "danger" if one.is_late else "secondary", one.words)
        for one in facts.deadlines
    ]
    found += [("note", "secondary", note.text) for note in facts.notes]
    found += [
        ("square-check" if task.is_done else "checklist", "danger" if task.is_late else "tertiary", task.title)
        for task in facts.tasks
    ]
    return found


def paint_lines(painter: QPainter, room: QRectF, facts: DayFacts, theme: Theme, icons: Icons) -> None:
    """Draw notes, deadlines and tasks below each other, as many as find room; the last says how many more."""
    tokens = theme.tokens
    px = tokens.px
    height = px(_LINE)
    lines = day_lines(facts)
    fitting = int(room.height() // height)
    if fitting < 1:
        return
    shown = lines if len(lines) <= fitting else lines[: fitting - 1]
    painter.setFont(theme.font("caption"))
    metrics = painter.fontMetrics()
    top = room.y()
    for icon, role, words in shown:
        colour = tokens.role(role)
        icons.paint(painter, icon, QRectF(room.x(), top + (height - px(12)) / 2, px(12), px(12)), colour)
        painter.setPen(tokens.role("danger") if role == "danger" else tokens.text.secondary)
        line = QRectF(room.x() + px(16), top, room.width() - px(16), height)
        one = words.splitlines()[0] if words else ""
        painter.drawText(line, _LEFT, metrics.elidedText(one, Qt.TextElideMode.ElideRight, round(line.width())))
        top += height
    if len(shown) < len(lines):
        painter.setPen(tokens.text.tertiary)
        painter.drawText(QRectF(room.x(), top, room.width(), height), _LEFT, f"+{len(lines) - len(shown)}")


def paint_day_names(
    painter: QPainter, room: QRectF, facts: DayFacts, ink: QColor, theme: Theme, icons: Icons, *, counts_lines: bool
) -> None:
    """Draw the names of holidays and themes against the right edge, and a mark for what lies below and is not seen.

    Args:
        painter: Where to draw.
        room: Beside the number of the day.
        facts: What is known of the day.
        ink: The colour of the names.
        theme: The theme.
        icons: The icons.
        counts_lines: Whether notes, tasks and deadlines found no room of their own.
    """
    px = theme.tokens.px
    edge = px(12)
    right = room.right()
    middle = room.center().y() - edge / 2
    lines = day_lines(facts) if counts_lines else []
    for icon, role in dict.fromkeys((icon, role) for icon, role, _words in lines):
        if right - edge < room.x():
            break
        right -= edge
        icons.paint(painter, icon, QRectF(right, middle, edge, edge), theme.tokens.role(role))
        right -= px(3)
    names = facts.names
    if not names:
        return
    if not facts.holidays and right - edge - px(4) > room.x():
        has_star = right - room.x() < px(60)
        if has_star:  # too narrow for words: a small star, whose tool tip says them
            icons.paint(painter, "star", QRectF(right - edge, middle, edge, edge), ink)
            return
    painter.setFont(theme.font("caption"))
    painter.setPen(ink)
    space = QRectF(room.x(), room.y(), right - room.x(), room.height())
    words = painter.fontMetrics().elidedText(" · ".join(names), Qt.TextElideMode.ElideRight, round(space.width()))
    painter.drawText(space, _RIGHT, words)
