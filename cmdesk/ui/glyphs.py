"""The small pictures that delegates and widgets share: statuses, networks, tiles, people, pills.

Square is a client, circle a status, glyph a network, pill a time; never mixed, so that everything can
be read without colour. All functions leave the painter as they found it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from types import MappingProxyType
from typing import Concatenate, Final, Literal, ParamSpec, TypeVar, cast

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from cmdesk.ui.icons import Icons
from cmdesk.ui.theme import Theme, Tokens

P = ParamSpec("P")
R = TypeVar("R")

Tone = Literal["neutral", "soon", "late", "warn", "danger", "ok", "info", "accent"]

NETWORK_ICONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "instagram": "brand-instagram",
        "facebook": "brand-facebook",
        "x": "brand-x",
        "linkedin": "brand-linkedin",
        "tiktok": "brand-tiktok",
        "youtube": "brand-youtube",
        "pinterest": "brand-pinterest",
        "threads": "brand-threads",
        "bluesky": "brand-bluesky",
        "mastodon": "brand-mastodon",
        "whatsapp": "brand-whatsapp",
        "telegram": "brand-telegram",
        "google_business": "brand-google",
        "blog": "article",
        "newsletter": "mail",
        "forum": "message-circle",
        "other": "world",
    }
)

SCOPE_GLYPHS: Final[Mapping[str, str]] = MappingProxyType(
    {"draft": "draft", "sent": "client_review", "agreed": "published", "withdrawn": "cancelled"}
)

_GRID: Final = 16.0
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_TICK: Final = ((5.2, 8.2), (7.2, 10.2), (10.8, 6.2))
_RING_TICK: Final = ((5.4, 8.2), (7.3, 10.1), (10.7, 6.3))
_HANDS: Final = ((8.0, 4.6), (8.0, 8.2), (10.3, 9.7))
_CROSS: Final = (((5.8, 5.8), (10.2, 10.2)), ((10.2, 5.8), (5.8, 10.2)))
_DASHES: Final = (2.2 / 1.7, 2.5 / 1.7)

Points = tuple[tuple[float, float], ...]


def _kept(draw: Callable[Concatenate[QPainter, P], R]) -> Callable[Concatenate[QPainter, P], R]:
    """Give the painter back as it was, and smooth edges meanwhile."""

    @wraps(draw)
    def kept(painter: QPainter, *args: P.args, **kwargs: P.kwargs) -> R:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        try:
            return draw(painter, *args, **kwargs)
        finally:
            painter.restore()

    return cast("Callable[Concatenate[QPainter, P], R]", kept)


@_kept
def paint_status(painter: QPainter, rect: QRectF, status: str, tokens: Tokens, ground: QColor | None = None) -> None:
    """Draw a status: a circle that fills up as the work advances.

    Args:
        painter: Where to draw.
        rect: A square; 14 px is usual.
        status: idea, draft, internal_review, client_review, approved, scheduled, published or cancelled.
        tokens: The theme.
        ground: The colour of what is cut out of a solid disc; the surface by itself.
    """
    colour = tokens.status[status].fg
    _paint_stage(painter, QRectF(rect), status, colour, ground or tokens.surface.surface)


@_kept
def paint_scope_state(painter: QPainter, rect: QRectF, state: str, tokens: Tokens) -> None:
    """Draw the state of a scope version: draft, sent, agreed or withdrawn."""
    glyph = SCOPE_GLYPHS[state]
    _paint_stage(painter, QRectF(rect), glyph, tokens.status[glyph].fg, tokens.surface.surface)


def _paint_stage(painter: QPainter, rect: QRectF, status: str, colour: QColor, inner: QColor) -> None:
    unit = rect.width() / _GRID
    centre = rect.center()

    def disc(radius: float) -> QRectF:
        return QRectF(centre.x() - radius * unit, centre.y() - radius * unit, 2 * radius * unit, 2 * radius * unit)

    if status in ("scheduled", "published"):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(disc(6.8))
        _stroke(painter, rect, _HANDS if status == "scheduled" else _TICK, inner, 1.8)
        return
    ring = QPen(colour, 1.7 * unit)
    if status == "idea":
        ring.setCapStyle(Qt.PenCapStyle.FlatCap)
        ring.setDashPattern(_DASHES)
    painter.setPen(ring)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(disc(6))
    if status in ("internal_review", "client_review"):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPie(disc(3.6), 90 * 16, (-180 if status == "internal_review" else -270) * 16)
    elif status == "approved":
        _stroke(painter, rect, _RING_TICK, colour, 1.7)
    elif status == "cancelled":
        for points in _CROSS:
            _stroke(painter, rect, points, colour, 1.7)


def _stroke(painter: QPainter, rect: QRectF, points: Points, colour: QColor, width: float) -> None:
    unit = rect.width() / _GRID
    pen = QPen(colour, width * unit)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline([QPointF(rect.x() + x * unit, rect.y() + y * unit) for x, y in points])


def paint_network(painter: QPainter, rect: QRectF, network: str, colour: QColor, icons: Icons) -> None:
    """Draw a network's outline in the colour of text; one that is not known gets a globe."""
    icons.paint(painter, NETWORK_ICONS.get(network, "world"), QRectF(rect), colour)


def paint_networks(
    painter: QPainter, right: float, rect: QRectF, networks: tuple[str, ...], colour: QColor, icons: Icons
) -> float:
    """Draw several networks against a right edge, in the height of `rect`; returns where they begin."""
    edge = rect.height()
    for network in reversed(networks):
        right -= edge
        paint_network(painter, QRectF(right, rect.y(), edge, edge), network, colour, icons)
        right -= 3
    return right


@_kept
def paint_tile(painter: QPainter, rect: QRectF, letters: str, colour: int | str | QColor, tokens: Tokens) -> None:
    """Draw a client: a rounded square with two letters; `colour` is 1 to 8 or a colour."""
    rect = QRectF(rect)
    ground = tokens.client_colour(colour)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    radius = rect.width() * 0.25
    painter.drawRoundedRect(rect, radius, radius)
    painter.setPen(tokens.letters_on(ground))
    painter.setFont(_letters_font(rect.width(), 0.45, 700))
    painter.drawText(rect, _CENTRE, letters[:2])


@_kept
def paint_avatar(
    painter: QPainter, rect: QRectF, letters: str, colour: QColor, tokens: Tokens, *, filled: bool = True
) -> None:
    """Draw a person: a circle with two letters, filled for the agency, outlined for a client's people."""
    rect = QRectF(rect)
    if filled:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(rect)
        painter.setPen(tokens.letters_on(colour))
    else:
        painter.setPen(QPen(tokens.text.tertiary, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(rect.adjusted(0.75, 0.75, -0.75, -0.75))
        painter.setPen(tokens.text.primary)
    painter.setFont(_letters_font(rect.width(), 0.41, 600))
    painter.drawText(rect, _CENTRE, letters[:2])


def person_colour(number: int, tokens: Tokens) -> QColor:
    """The colour of a person's circle: the one of the theme's eight that was chosen in the settings."""
    return tokens.client_colour(number)


@lru_cache(maxsize=64)
def _letters_font(edge: float, part: float, weight: int) -> QFont:
    font = QFont("Inter")
    font.setPixelSize(max(6, round(edge * part)))
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def tone_colours(tone: Tone, tokens: Tokens) -> tuple[QColor, QColor]:
    """The colours of letters and ground of a pill or tag."""
    feedback = tokens.feedback
    return {
        "soon": (feedback.warn, feedback.warn_tint),
        "warn": (feedback.warn, feedback.warn_tint),
        "late": (feedback.danger, feedback.danger_tint),
        "danger": (feedback.danger, feedback.danger_tint),
        "ok": (feedback.ok, feedback.ok_tint),
        "info": (feedback.info, feedback.info_tint),
        "accent": (tokens.accent.text, tokens.accent.tint),
    }.get(tone, (tokens.text.secondary, tokens.surface.sunken))


def pill_width(text: str, theme: Theme, tone: Tone = "neutral") -> int:
    """How wide a pill with these words is."""
    metrics = theme.metrics("label") if tone != "late" else QFontMetricsF(_late_font(theme))
    return theme.tokens.px(5 + 13 + 4 + 7) + round(metrics.horizontalAdvance(text) + 0.5)


def _late_font(theme: Theme) -> QFont:
    font = QFont(theme.font("label", tabular=True))
    font.setWeight(QFont.Weight.DemiBold)
    return font


@_kept
def paint_pill(
    painter: QPainter, position: QPointF, text: str, tone: Tone, theme: Theme, icons: Icons, icon: str = ""
) -> QRectF:
    """Draw a time pill with its top left corner at `position`; returns what it covers."""
    tokens = theme.tokens
    ink, ground = tone_colours(tone, tokens)
    rect = QRectF(position.x(), position.y(), pill_width(text, theme, tone), tokens.size.pill)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    edge = tokens.px(13)
    place = QRectF(rect.x() + tokens.px(5), rect.y() + (rect.height() - edge) / 2, edge, edge)
    icons.paint(painter, icon or ("alert-triangle" if tone == "late" else "clock"), place, ink)
    painter.setPen(ink)
    painter.setFont(_late_font(theme) if tone == "late" else theme.font("label", tabular=True))
    painter.drawText(rect.adjusted(tokens.px(5) + edge + tokens.px(4), 0, 0, 0), _LEFT, text)
    return rect


def tag_width(text: str, theme: Theme, icon: str = "") -> int:
    """How wide a tag with these words is."""
    room = theme.tokens.px(14) + (theme.tokens.px(17) if icon else 0)
    return room + round(theme.metrics("caption").horizontalAdvance(text) + 0.5)


@_kept
def paint_tag(
    painter: QPainter, position: QPointF, text: str, tone: Tone, theme: Theme, icons: Icons, icon: str = ""
) -> QRectF:
    """Draw a tag, a small rectangle for a fact, with its top left corner at `position`; returns what it covers."""
    tokens = theme.tokens
    ink, ground = tone_colours(tone, tokens)
    rect = QRectF(position.x(), position.y(), tag_width(text, theme, icon), tokens.size.tag)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(rect, tokens.radius.tag, tokens.radius.tag)
    left = tokens.px(7)
    if icon:
        edge = tokens.px(13)
        place = QRectF(rect.x() + left, rect.y() + (rect.height() - edge) / 2, edge, edge)
        icons.paint(painter, icon, place, ink)
        left += edge + tokens.px(4)
    painter.setPen(ink)
    painter.setFont(theme.font("caption"))
    painter.drawText(rect.adjusted(left, 0, 0, 0), _LEFT, text)
    return rect


def key_size(keys: str, theme: Theme) -> QSize:
    """The size of a key cap with these keys."""
    width = round(theme.metrics("caption").horizontalAdvance(keys) + 0.5) + 2 * theme.tokens.px(6)
    return QSize(max(width, theme.tokens.px(18)), theme.tokens.px(18))


@_kept
def paint_key(painter: QPainter, position: QPointF, keys: str, theme: Theme) -> QRectF:
    """Draw a key cap with its top left corner at `position`; returns what it covers."""
    tokens = theme.tokens
    rect = QRectF(position, QSizeF(key_size(keys, theme)))
    painter.setBrush(tokens.surface.sunken)
    painter.setPen(QPen(tokens.line.subtle, 1))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), tokens.px(4), tokens.px(4))
    painter.setPen(tokens.text.secondary)
    painter.setFont(theme.font("caption"))
    painter.drawText(rect, _CENTRE, keys)
    return rect


@_kept
def paint_quota_bar(
    painter: QPainter, rect: QRectF, value: float, agreed: float, tokens: Tokens, preview: float | None = None
) -> None:
    """Draw how much of what was agreed is planned; what a drag would add or take is hatched."""
    rect = QRectF(rect)
    radius = rect.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.surface.pressed)
    painter.drawRoundedRect(rect, radius, radius)
    whole = max(agreed, 1e-9)
    first, last = sorted((value, value if preview is None else preview))
    painter.setBrush(tokens.accent.base)
    full = QRectF(rect.x(), rect.y(), rect.width() * min(last / whole, 1), rect.height())
    if full.width() > 0:
        painter.drawRoundedRect(full, radius, radius)
    if preview is None or first == last:
        return
    added = QRectF(rect)
    added.setLeft(rect.x() + rect.width() * min(first / whole, 1))
    added.setRight(full.right())
    if added.width() < 1:
        added.setLeft(added.right() - tokens.px(12))
    painter.setClipRect(added)
    painter.setPen(QPen(tokens.accent.tint_strong, tokens.px(3)))
    step, slant = tokens.px(5), rect.height() * 0.47
    x = added.left() + step / 2
    while x < added.right() + step:
        painter.drawLine(QPointF(x + slant / 2, rect.top() - 1), QPointF(x - slant / 2, rect.bottom() + 1))
        x += step


@_kept
def paint_focus(painter: QPainter, rect: QRectF, tokens: Tokens, radius: float = 0) -> None:
    """Draw the focus ring inside a row or cell."""
    painter.setPen(QPen(tokens.accent.focus, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inside = QRectF(rect).adjusted(1, 1, -1, -1)
    painter.drawRoundedRect(inside, max(radius - 1, 0), max(radius - 1, 0))


def paint_shadow(painter: QPainter, rect: QRect | QRectF, tokens: Tokens, radius: float, level: int = 1) -> None:
    """Draw the soft shadow of something that floats, around `rect`; 1 for ghosts and toasts, 2 for menus."""
    offset, blur = (8, 24) if level == 1 else (24, 64)
    ratio = painter.device().devicePixelRatio()
    tile = _shadow_tile(blur, round(radius), tokens.overlay.shadow.rgba(), ratio)
    corner = blur + round(radius)
    outer = QRectF(rect).adjusted(-blur, -blur + offset, blur, blur + offset)
    _paint_nine(painter, outer, tile, corner, ratio)


def _paint_nine(painter: QPainter, outer: QRectF, tile: QPixmap, corner: int, ratio: float) -> None:
    side = tile.width() / ratio
    columns = (
        (outer.left(), corner, 0.0, corner),
        (outer.left() + corner, outer.width() - 2 * corner, corner, side - 2 * corner),
        (outer.right() - corner, corner, side - corner, corner),
    )
    rows = (
        (outer.top(), corner, 0.0, corner),
        (outer.top() + corner, outer.height() - 2 * corner, corner, side - 2 * corner),
        (outer.bottom() - corner, corner, side - corner, corner),
    )
    for x, width, source_x, source_width in columns:
        for y, height, source_y, source_height in rows:
            if width > 0 and height > 0:
                source = QRectF(source_x * ratio, source_y * ratio, source_width * ratio, source_height * ratio)
                painter.drawPixmap(QRectF(x, y, width, height), tile, source)


@lru_cache(maxsize=16)
def _shadow_tile(blur: int, radius: int, rgba: int, ratio: float) -> QPixmap:
    """A blurred rounded square, built of faint outlines, to be stretched in the middle."""
    corner = blur + radius
    side = 2 * corner + 2
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    colour = QColor.fromRgba(rgba)
    strength = colour.alphaF()
    steps = blur
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        for step in range(steps + 1):
            inset = blur * step / steps
            near = step / steps / 2  # a blur is at half its strength where the thing ends
            colour.setAlphaF(strength * near * near * (3 - 2 * near))
            painter.setBrush(colour)
            rounding = radius + blur - inset
            painter.drawRoundedRect(QRectF(inset, inset, side - 2 * inset, side - 2 * inset), rounding, rounding)
    return pixmap
