"""Which pictures and films a network takes for a format, said in sentences; and what it shows of a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cmdesk.domain.limits import Limit, Limits, Unit, shown_value
from cmdesk.domain.networks import NETWORK_NAMES, Network
from cmdesk.domain.posts import PostFormat
from cmdesk.i18n import N_, spoken
from cmdesk.i18n import gettext as _

GIF: Final = "image/gif"
SUFFIXES: Final[Mapping[str, tuple[str, ...]]] = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "image/bmp": (".bmp",),
    "image/tiff": (".tif", ".tiff"),
    "image/heic": (".heic", ".heif"),
    "image/avif": (".avif",),
    "video/mp4": (".mp4", ".m4v"),
    "video/quicktime": (".mov",),
    "video/webm": (".webm",),
    "video/x-matroska": (".mkv",),
}
"""What a file of each kind may be called; the first is what it is called by itself."""


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What is known of a picture or a film."""

    kind: str  # media type, such as "image/png"
    size: int | None = None  # bytes
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    name: str = ""

    @property
    def is_film(self) -> bool:
        """Whether it moves and sounds."""
        return self.kind.startswith("video/")

    @property
    def ratio(self) -> int | None:
        """Its width by its height in thousandths."""
        return round(self.width * 1000 / self.height) if self.width and self.height else None


@dataclass(frozen=True, slots=True)
class MediaProblem:
    """Why a network will not take something, or may not."""

    network: str
    sentence: str
    is_error: bool
    place: int | None = None  # which of the media; none: all together


@dataclass(frozen=True, slots=True)
class Crop:
    """What is seen of a picture, in its own pixels."""

    left: int
    top: int
    width: int
    height: int


def media_problems(
    media: Sequence[MediaFacts],
    network: str,
    format: str,
    limits: Limits,
) -> tuple[MediaProblem, ...]:
    """What a network has against these media in a format: first what is wrong with all of them together."""
    check = _Check(network, _case(network, format, media), limits)
    check.numbers(media, format)
    for place, one in enumerate(media):
        check.kind(one, place)
        if one.is_film:
            check.film(one, place)
        else:
            check.picture(one, place)
    return tuple(check.found)


def crop(width: int, height: int, network: str, format: str, limits: Limits) -> Crop:
    """What a network shows of a picture: all of it, or as much from its middle as the widest or tallest shape lets."""
    case = "story" if format == PostFormat.REEL else format
    tallest, widest = limits.of(network, "ratio_least", case), limits.of(network, "ratio", case)
    least = tallest.most if tallest is not None else None
    most = widest.most if widest is not None else None
    if width < 1 or height < 1:
        return Crop(0, 0, max(0, width), max(0, height))
    if least is not None and width * 1000 < least * height:
        shown = max(1, width * 1000 // least)
        return Crop(0, (height - shown) // 2, width, shown)
    if most is not None and width * 1000 > most * height:
        shown = max(1, height * most // 1000)
        return Crop((width - shown) // 2, 0, shown, height)
    return Crop(0, 0, width, height)


def fitting_name(name: str, kind: str) -> str:
    """A file's name that opens: with an ending that tells what is in it."""
    bare = name.strip() or "media"
    fitting = SUFFIXES.get(kind, ())
    if not fitting or bare.lower().endswith(fitting):
        return bare
    known = tuple(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)
    stem = bare[: bare.rindex(".")] if bare.lower().endswith(known) else bare
    return (stem or "media") + fitting[0]


def ratio_name(width: int | None, height: int | None) -> str:
    """A shape as people say it: “4:5”, or “1.37:1” where it has no such name; empty where it is not known."""
    if not width or not height:
        return ""
    wide, tall = max(width, height), min(width, height)
    for long, short in _SHAPES:
        if abs(wide * short - tall * long) * 100 <= 2 * tall * long:
            return f"{long}:{short}" if width >= height else f"{short}:{long}"
    said = spoken().number(round(wide / tall, 2))
    return f"{said}:1" if width >= height else f"1:{said}"


def length_name(duration_ms: int | None) -> str:
    """How long a film lasts: “0:42”, “1:02:05”; empty where it is not known."""
    if not duration_ms:
        return ""
    minutes, seconds = divmod(max(1, round(duration_ms / 1000)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def size_name(size: int | None) -> str:
    """How large a file is: “3.2 MB”, “480 kB”; empty where it is not known."""
    if size is None:
        return ""
    if size < 1_000_000:
        return _("{count} kB").format(count=spoken().number(max(1, round(size / 1000))))
    return _("{count} MB").format(count=spoken().number(round(size / 1_000_000, 1)))


_SHAPES: Final = ((1, 1), (5, 4), (4, 3), (3, 2), (16, 9), (2, 1), (21, 9))


# ----- Checking -------------------------------------------------------------------------------------------------------


_SENTENCES: Final[Mapping[str, str]] = {
    "media_least": N_("{network} takes no post without a picture or a video."),
    "pictures": N_("Pictures: {value}. {network} takes at most {most}."),
    "pictures_least": N_("Pictures: {value}. A carousel on {network} needs at least {most}."),
    "gifs": N_("GIFs: {value}. {network} takes at most {most}."),
    "videos": N_("Videos: {value}. {network} takes at most {most}."),
    "videos_least": N_("{network} needs a video."),
    "picture_bytes": N_("“{name}” has {value} MB; {network} takes {most} MB."),
    "gif_bytes": N_("“{name}” has {value} MB; {network} takes GIFs of {most} MB."),
    "video_bytes": N_("“{name}” has {value} MB; {network} takes {most} MB."),
    "picture_width_least": N_("“{name}” is {value} pixels wide; {network} needs {most}."),
    "picture_width": N_("“{name}” is {value} pixels wide; {network} makes it {most}."),
    "ratio_least": N_("“{name}” is taller than {network} shows; it will be cut above and below."),
    "ratio": N_("“{name}” is wider than {network} shows; it will be cut left and right."),
    "video_ratio_least": N_("“{name}” is taller than {network} takes."),
    "video_ratio": N_("“{name}” is wider than {network} takes."),
    "video_ms_least": N_("“{name}” lasts {value} s; {network} needs {most} s."),
    "video_ms": N_("“{name}” lasts {value} s; {network} takes {most} s."),
}
_NONE_SENTENCES: Final[Mapping[str, str]] = {
    "pictures": N_("{network} takes no pictures."),
    "videos": N_("{network} takes no videos."),
}


class _Check:
    """What one network has against media, gathered."""

    def __init__(self, network: str, case: str, limits: Limits) -> None:
        self.network, self.case, self.limits = network, case, limits
        self.found: list[MediaProblem] = []
        name = NETWORK_NAMES[Network(network)]
        self.name = name if network not in _PLACES else _(name)

    def numbers(self, media: Sequence[MediaFacts], format: str) -> None:
        """How many there are, and which stand together."""
        films = sum(one.is_film for one in media)
        gifs = sum(one.kind == GIF for one in media)
        pictures = len(media) - films
        has_gifs = self.limits.of(self.network, "gifs") is not None
        self.held("media_least", len(media))
        self.held("videos_least", films)
        if pictures:
            self.held("pictures", pictures)
        if gifs:
            self.held("gifs", gifs)
        if films:
            self.held("videos", films)
        if format == PostFormat.CAROUSEL and not films:
            self.held("pictures_least", pictures)
        mixes = self.limits.of(self.network, "mixes")
        kinds = [bool(films), bool(pictures - gifs if has_gifs else pictures), bool(gifs and has_gifs)]
        if mixes is not None and mixes.error == 0 and sum(kinds) > 1:
            self.say(_("{network} takes no pictures and videos together.").format(network=self.name), is_error=True)

    def kind(self, one: MediaFacts, place: int) -> None:
        """Whether files of this kind are taken."""
        listed = self.limits.video_types if one.is_film else self.limits.picture_types
        taken = listed.get(self.network, listed.get("*", ()))
        if not taken or one.kind in taken or self.network not in self.limits.networks:
            return
        disputed = self.limits.disputed_types.get(self.network, self.limits.disputed_types.get("*", ()))
        words = {"name": one.name, "network": self.name, "kind": kind_name(one.kind), "best": kind_name(taken[0])}
        if one.kind in disputed:
            self.say(_("“{name}” is {kind}, which not every tool hands on to {network}.").format(**words), place=place)
        else:
            sentence = _("“{name}” is {kind}; {network} takes {best}. Save it as {best} first.")
            self.say(sentence.format(**words), place=place, is_error=one.is_film)

    def picture(self, one: MediaFacts, place: int) -> None:
        """One picture by itself."""
        has_own = one.kind == GIF and self.limits.of(self.network, "gif_bytes") is not None
        self.held("gif_bytes" if has_own else "picture_bytes", one.size, one, place)
        self.held("picture_width_least", one.width, one, place)
        self.held("picture_width", one.width, one, place)
        self.held("ratio_least", one.ratio, one, place)
        self.held("ratio", one.ratio, one, place)

    def film(self, one: MediaFacts, place: int) -> None:
        """One film by itself."""
        self.held("video_bytes", one.size, one, place)
        self.held("video_ms_least", one.duration_ms, one, place)
        self.held("video_ms", one.duration_ms, one, place)
        self.held("video_ratio_least", one.ratio, one, place)
        self.held("video_ratio", one.ratio, one, place)

    def held(self, name: str, value: int | None, one: MediaFacts | None = None, place: int | None = None) -> None:
        """Hold a value against a limit, and say it where it does not fit."""
        limit = self.limits.of(self.network, name, self.case)
        passed = _passed(value, limit) if value is not None and limit is not None else None
        if value is None or limit is None or passed is None:
            return
        most, is_error = passed
        template = _NONE_SENTENCES.get(name) if most == 0 else None
        sentence = _(template or _SENTENCES[name]).format(
            network=self.name,
            name=one.name if one else "",
            value=_rounded(value, limit.unit),
            most=shown_value(most, limit.unit),
        )
        if not is_error and limit.is_disputed:
            other = _("Another source allows {most}.").format(most=shown_value(limit.error, limit.unit))
            sentence = f"{sentence} {other}"
        self.say(sentence, place=place, is_error=is_error)

    def say(self, sentence: str, *, place: int | None = None, is_error: bool = False) -> None:
        """Note one problem."""
        self.found.append(MediaProblem(self.network, sentence, is_error, place))


_PLACES: Final = frozenset({Network.BLOG, Network.NEWSLETTER, Network.FORUM, Network.OTHER})


def kind_name(kind: str) -> str:
    """What people call a kind of file: “JPEG”, “MP4”."""
    names = {"image/jpeg": "JPEG", "video/quicktime": "MOV", "image/heic": "HEIC", "video/x-matroska": "MKV"}
    return names.get(kind, kind.partition("/")[2].upper())


def _case(network: str, format: str, media: Sequence[MediaFacts]) -> str:
    """Under which case a format's limits stand."""
    if network == Network.YOUTUBE and format == PostFormat.REEL:
        return "short"
    if format == PostFormat.POST and len(media) > 1:
        return PostFormat.CAROUSEL
    return format


def _passed(value: int, limit: Limit) -> tuple[int, bool] | None:
    """The value that is passed, and whether that is an error; none where it fits."""
    below = limit.counts_from_below
    if limit.error is not None and (value < limit.error if below else value > limit.error):
        return limit.error, True
    if limit.warning is not None and (value < limit.warning if below else value > limit.warning):
        return limit.warning, False
    return None


def _rounded(value: int, unit: Unit) -> str:
    """A value as it is said: megabytes and seconds with one place."""
    if unit is Unit.FILE_BYTES:
        value = round(value, -5) or 100_000
    elif unit is Unit.MILLISECONDS:
        value = round(value, -2)
    return shown_value(value, unit)
