"""Colours, letters and distances of the window, and the one place that applies them.

Every widget is given the `Theme` and reads its `tokens` while it paints, so a change of theme or text
size needs nothing but a repaint. Hex values live in `resources/themes` alone. The tokens are named
tuples: as many data classes would cost the first paint a twentieth.
"""

from __future__ import annotations

import math
import re
import sys
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QToolTip

from cmdesk.paths import resource

G = TypeVar("G")

Mode = Literal["system", "light", "dark"]

_INTERFACE: Final = "Inter"
_DOCUMENT: Final = "Source Serif 4"
_FALLBACKS: Final = ("Segoe UI", "SF Pro Text", "Noto Sans", "sans-serif")
_IS_WINDOWS: Final[bool] = sys.platform.startswith("win")
_IS_STYLED_BY_SYSTEM: Final[bool] = sys.platform in {"win32", "darwin"}
_AIR: Final = 0.25
_UNREDUCED: Final = ("toast_stay", "tooltip_delay", "spring_open")
_EQUAL_CONTRAST: Final = 0.179  # the luminance on which white and black can be read equally well


class Surface(NamedTuple):
    """Grounds, from the sidebar to menus, and those of hovered and pressed things."""

    window: QColor
    canvas: QColor
    surface: QColor
    sunken: QColor
    raised: QColor
    hover: QColor
    pressed: QColor


class Line(NamedTuple):
    """Separators, outlines of cards, and outlines of fields."""

    subtle: QColor
    default: QColor
    control: QColor


class Text(NamedTuple):
    """Colours of letters."""

    primary: QColor
    secondary: QColor
    tertiary: QColor
    disabled: QColor
    on_accent: QColor


class Accent(NamedTuple):
    """What is selected, focused, or the main action."""

    base: QColor
    hover: QColor
    pressed: QColor
    tint: QColor
    tint_strong: QColor
    text: QColor
    focus: QColor


class Feedback(NamedTuple):
    """Late or broken, soon, done, changed."""

    danger: QColor
    danger_tint: QColor
    warn: QColor
    warn_tint: QColor
    ok: QColor
    ok_tint: QColor
    info: QColor
    info_tint: QColor


class StatusColours(NamedTuple):
    """The glyph of a status and the card below it."""

    fg: QColor
    bg: QColor


class Chart(NamedTuple):
    """Series, grid and background bars of charts."""

    series: tuple[QColor, ...]
    grid: QColor
    muted: QColor


class Overlay(NamedTuple):
    """What lies over a page: scrim, shadow, toasts and tool tips."""

    scrim: QColor
    shadow: QColor
    tooltip: QColor
    tooltip_text: QColor


class TypeRole(NamedTuple):
    """A size of letters, scaled: pixels, line height, weight and tracking in parts of the size."""

    px: float
    line: float
    weight: int
    tracking: float


class TypeRoles(NamedTuple):
    """The sizes of letters, by what they are for."""

    display: TypeRole
    headline: TypeRole
    figure: TypeRole
    title: TypeRole
    section: TypeRole
    section_medium: TypeRole
    heading: TypeRole
    reading: TypeRole
    body: TypeRole
    body_medium: TypeRole
    body_strong: TypeRole
    small: TypeRole
    small_medium: TypeRole
    small_strong: TypeRole
    label: TypeRole
    card: TypeRole
    caption: TypeRole
    caption_strong: TypeRole


class Radius(NamedTuple):
    """Corners."""

    tag: float
    post_card: float
    control: float
    card: float
    panel: float
    dialog: float
    check: float


class Size(NamedTuple):
    """Heights and widths."""

    sidebar: int
    sidebar_collapsed: int
    header: int
    toolbar: int
    quota_strip: int
    row: int
    row_comfortable: int
    nav_row: int
    control: int
    control_compact: int
    chip: int
    tag: int
    pill: int
    check: int
    icon: int
    nav_icon: int
    status_glyph: int
    network_glyph: int
    post_card_tall: int
    post_card_medium: int
    post_card_compact: int
    tray: int
    detail_panel: int
    min_window_width: int
    min_window_height: int
    drag_threshold: int
    hit_target: int
    toast: int


class Motion(NamedTuple):
    """Durations in milliseconds."""

    hover: int
    press: int
    popover: int
    panel: int
    reorder: int
    drop: int
    cancel_drag: int
    toast_in: int
    toast_stay: int
    tooltip_delay: int
    spring_open: int


class Tokens(NamedTuple):
    """Everything a painter needs to know about one theme at one text size."""

    name: str
    scale: float
    surface: Surface
    line: Line
    text: Text
    accent: Accent
    feedback: Feedback
    status: Mapping[str, StatusColours]
    client: tuple[QColor, ...]
    client_letters: QColor
    person: tuple[QColor, ...]
    person_letters: QColor
    chart: Chart
    overlay: Overlay
    type: TypeRoles
    radius: Radius
    size: Size
    motion: Motion
    space: tuple[int, ...]
    light_client: tuple[QColor, ...]

    @property
    def is_dark(self) -> bool:
        """Whether letters are lighter than their ground."""
        return self.name == "dark"

    def px(self, length: float) -> int:
        """A length of the pictures in pixels of this text size."""
        return round(length * self.scale)

    def role(self, name: str) -> QColor:
        """The colour of a role: a colour of text or feedback, 'accent', or dotted: 'surface.hover'.

        Raises:
            KeyError: No such role.
        """
        if "." in name:
            group, colour = name.split(".", 1)
            found = getattr(getattr(self, group, None), colour, None)
        else:
            found = self._short_role(name)
        if not isinstance(found, QColor):
            raise KeyError(name)
        return found

    def _short_role(self, name: str) -> object:
        if name == "accent":
            return self.accent.base
        for group in (self.text, self.feedback):
            found = getattr(group, name, None)
            if found is not None:
                return found
        if name == "accent_text":
            return self.accent.text
        status = self.status.get(name)
        return status.fg if status else None

    def client_colour(self, chosen: int | str | QColor) -> QColor:
        """A client's colour in this theme.

        Args:
            chosen: 1 to 8 for one of the palette, or a colour; one that is in the light palette
                becomes its counterpart here.
        """
        if isinstance(chosen, int):
            return self.client[(chosen - 1) % len(self.client)]
        colour = QColor(chosen)
        for light, here in zip(self.light_client, self.client, strict=True):
            if colour.rgb() == light.rgb():
                return here
        return colour

    def letters_on(self, ground: QColor) -> QColor:
        """The colour of letters that can be read on a client's colour."""
        if _luminance(ground) < _EQUAL_CONTRAST:
            return QColor(Qt.GlobalColor.white)
        return self.client_letters if self.is_dark else self.text.primary


class Theme(QObject):
    """The look that was chosen, applied to the whole application.

    Signals:
        changed: The tokens are new; caches of colours and sizes are to be forgotten.
    """

    changed = Signal()

    def __init__(self, app: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._mode: Mode = "system"
        self._percent = 100
        self._reduced = False
        self._fonts: dict[tuple[str, bool], QFont] = {}
        self._metrics: dict[str, QFontMetricsF] = {}
        self._contrast = app.styleHints().accessibility()  # kept: a second wrapper of it would be dead
        _load_fonts()
        self._tokens = self._current_tokens()
        self._is_applied = False
        app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    @property
    def tokens(self) -> Tokens:
        """The tokens of the theme and text size in use."""
        return self._tokens

    @property
    def mode(self) -> Mode:
        """What was chosen: the system's theme, light or dark."""
        return self._mode

    @property
    def text_percent(self) -> int:
        """The chosen size of text."""
        return self._percent

    def choose(self, mode: Mode, text_percent: int, *, reduce_motion: bool = False) -> None:
        """Apply a theme and a text size to the application."""
        self._mode, self._percent, self._reduced = mode, text_percent, reduce_motion
        self._tell_system()
        self._apply()

    def font(self, role: str, *, tabular: bool = False) -> QFont:
        """The font of a type role; tabular figures for times, money and tables."""
        key = (role, tabular)
        if key not in self._fonts:
            self._fonts[key] = _font(_INTERFACE, getattr(self._tokens.type, role), tabular=tabular)
        return self._fonts[key]

    def document_font(self, px: float, weight: int = 600) -> QFont:
        """The serif of what a client will read, at an unscaled pixel size."""
        return _font(_DOCUMENT, TypeRole(px * self._tokens.scale, 0, weight, 0), tabular=False)

    def metrics(self, role: str) -> QFontMetricsF:
        """The measures of a type role's letters."""
        if role not in self._metrics:
            self._metrics[role] = QFontMetricsF(self.font(role))
        return self._metrics[role]

    def line_height(self, role: str) -> int:
        """The height of a line of a type role."""
        found: TypeRole = getattr(self._tokens.type, role)
        return round(found.line)

    def _current_tokens(self) -> Tokens:
        hints = self._app.styleHints()
        is_dark = self._mode == "dark" or (self._mode == "system" and hints.colorScheme() == Qt.ColorScheme.Dark)
        tokens = load_tokens("dark" if is_dark else "light", self._percent / 100, reduced=self._reduced)
        return _high_contrast(tokens, self._app.palette()) if self._is_high_contrast() else tokens

    def _is_high_contrast(self) -> bool:
        return _IS_WINDOWS and self._contrast.contrastPreference() == Qt.ContrastPreference.HighContrast

    def _tell_system(self) -> None:
        if not _IS_STYLED_BY_SYSTEM:
            return  # Nothing listens on X11; title bars and native dialogs do elsewhere.
        hints = self._app.styleHints()
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        if self._mode in schemes:
            hints.setColorScheme(schemes[self._mode])
        else:
            hints.unsetColorScheme()

    def _on_scheme_changed(self) -> None:
        if self._is_applied and self._mode == "system":
            self._apply()

    def _apply(self) -> None:
        self._tokens = self._current_tokens()
        self._fonts.clear()
        self._metrics.clear()
        if not self._is_applied:
            self._app.setStyle(QStyleFactory.create("Fusion"))
            self._is_applied = True
        self._app.setFont(self.font("body"))
        QToolTip.setFont(self.font("label"))
        if self._is_high_contrast():
            self._app.setStyleSheet("")
        else:
            self._app.setPalette(_palette(self._tokens))
            self._app.setStyleSheet(_style_sheet(self._tokens))
        self.changed.emit()


def load_tokens(name: str, scale: float = 1.0, *, reduced: bool = False) -> Tokens:
    """The tokens of the light or the dark theme at a scale of text."""
    colours = _read(name)
    shape = _read("shape")
    light = colours if name == "light" else _read("light")

    def length(value: float) -> int:
        return round(value * scale)

    def duration(field: str, value: int) -> int:
        return value if not reduced or field in _UNREDUCED else 0

    chart = colours["chart"]
    return Tokens(
        name=name,
        scale=scale,
        surface=_group(Surface, colours["surface"], QColor),
        line=_group(Line, colours["line"], QColor),
        text=_group(Text, colours["text"], QColor),
        accent=_group(Accent, colours["accent"], QColor),
        feedback=_group(Feedback, colours["feedback"], QColor),
        status=MappingProxyType({k: _group(StatusColours, v, QColor) for k, v in colours["status"].items()}),
        client=_colours(colours["client"]),
        client_letters=QColor(colours["client_letters"]),
        person=_colours(colours["person"]),
        person_letters=QColor(colours["person_letters"]),
        chart=Chart(_colours(chart["series"]), QColor(chart["grid"]), QColor(chart["muted"])),
        overlay=_group(Overlay, colours["overlay"], QColor),
        type=_group(TypeRoles, shape["type"], lambda role: _type_role(role, scale)),
        radius=_group(Radius, shape["radius"], lambda value: value * scale),
        size=_group(Size, shape["size"], length),
        motion=Motion(**{k: duration(k, v) for k, v in shape["motion"].items()}),
        space=tuple(length(value) for value in shape["space"]),
        light_client=_colours(light["client"]),
    )


@cache
def _read(name: str) -> dict[str, Any]:
    with resource("themes", f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _group(kind: Callable[..., G], table: Mapping[str, Any], convert: Callable[[Any], object]) -> G:
    return kind(**{name: convert(value) for name, value in table.items()})


def _colours(values: list[str]) -> tuple[QColor, ...]:
    return tuple(QColor(value) for value in values)


def _type_role(role: Mapping[str, float], scale: float) -> TypeRole:
    return TypeRole(role["px"] * scale, role["line"] * scale, int(role["weight"]), role["tracking"])


def _luminance(colour: QColor) -> float:
    red, green, blue = (math.pow(part, 2.2) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def _load_fonts() -> None:
    for file in sorted(resource("fonts").glob("*.ttf")):
        if file.name.startswith(("Inter-", "SourceSerif4-")):
            QFontDatabase.addApplicationFont(str(file))


def _font(family: str, role: TypeRole, *, tabular: bool) -> QFont:
    font = QFont([family, *_FALLBACKS])
    px = math.ceil(role.px - 0.5)  # Qt knows whole pixels only; half a pixel less gets a little more air
    font.setPixelSize(px)
    font.setWeight(QFont.Weight(role.weight))
    spacing = role.tracking * role.px + max(role.px - px, 0) * _AIR
    if spacing:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if _IS_WINDOWS and QApplication.primaryScreen().devicePixelRatio() == 1:
        font.setHintingPreference(QFont.HintingPreference.PreferDefaultHinting)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _palette(tokens: Tokens) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.surface.canvas,
        role.Base: tokens.surface.surface,
        role.AlternateBase: tokens.surface.sunken,
        role.Button: tokens.surface.surface,
        role.WindowText: tokens.text.primary,
        role.Text: tokens.text.primary,
        role.ButtonText: tokens.text.primary,
        role.BrightText: tokens.feedback.danger,
        role.PlaceholderText: tokens.text.tertiary,
        role.Highlight: tokens.accent.tint,
        role.HighlightedText: tokens.accent.text,
        role.Accent: tokens.accent.base,
        role.Link: tokens.accent.text,
        role.LinkVisited: tokens.accent.text,
        role.ToolTipBase: tokens.overlay.tooltip,
        role.ToolTipText: tokens.overlay.tooltip_text,
        role.Light: tokens.surface.raised,
        role.Midlight: tokens.line.subtle,
        role.Mid: tokens.line.default,
        role.Dark: tokens.line.control,
        role.Shadow: QColor(Qt.GlobalColor.black),
    }
    palette = QPalette()
    for name, colour in colours.items():
        palette.setColor(QPalette.ColorGroup.All, name, colour)
    for name in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, tokens.text.disabled)
    return palette


def _style_sheet(tokens: Tokens) -> str:
    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name.startswith("font "):
            return f"{round(getattr(tokens.type, name[5:]).px)}px"
        if name[0].isdigit():
            return f"{tokens.px(float(name))}px"
        return tokens.role(name).name(QColor.NameFormat.HexArgb)

    text = resource("themes", "style.qss").read_text(encoding="utf-8")
    return re.sub(r"\$\{([^}]+)\}", value, text)


def _high_contrast(tokens: Tokens, palette: QPalette) -> Tokens:
    """These tokens with every ground and letter taken from the system's own palette."""
    role = QPalette.ColorRole
    base, text, window = palette.color(role.Base), palette.color(role.Text), palette.color(role.Window)
    highlight, on_highlight = palette.color(role.Highlight), palette.color(role.HighlightedText)
    grounds = dict.fromkeys(Surface._fields, base)
    return tokens._replace(
        surface=Surface(**{**grounds, "window": window, "canvas": window}),
        line=Line(text, text, text),
        text=Text(text, text, text, palette.color(QPalette.ColorGroup.Disabled, role.Text), on_highlight),
        accent=Accent(highlight, highlight, highlight, base, base, text, highlight),
        feedback=Feedback(*(text, base) * 4),
        status=MappingProxyType(dict.fromkeys(tokens.status, StatusColours(text, base))),
    )
