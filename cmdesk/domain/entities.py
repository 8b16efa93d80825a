"""What a network makes of a text: links, mentions and hashtags, each with its place; and links that can be measured.

A link is what begins with http:// or https://, and also a bare name such as `cafe.es/carta` where the network links
those. A bare name counts only when it ends in a top-level domain that exists: all of two letters, and those of more
letters in the list below, which holds the common ones rather than all of the more than a thousand. With http:// in
front any ending is taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, quote, unquote_plus, urlsplit, urlunsplit

from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.networks import Network
from cmdesk.i18n import gettext as _

_COUNTRIES: Final = (
    "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by bz ca cc "
    "cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb "
    "gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke "
    "kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu "
    "mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw "
    "sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz "
    "ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw"
)
_GENERIC: Final = (
    "com org net info biz edu gov int mil name pro mobi jobs tel travel museum coop aero asia cat gal eus barcelona "
    "madrid app dev page online site website store shop tienda blog cloud design digital agency studio social media "
    "news live team tech xyz club email link click space world today life love fun gratis games art ink photo photos "
    "pics gallery events restaurant cafe bar pizza kitchen recipes wine beer coffee bakery organic farm fish garden "
    "flowers fashion clothing shoes beauty salon fit fitness yoga health care dental clinic hospital doctor vet pet "
    "hotel hotels tours viajes casa immo properties rent estate house homes furniture energy solar eco green bio "
    "academy school university courses training education coach center company business finance money bank insurance "
    "legal lawyer tax law consulting services solutions support help management marketing partners ventures works "
    "foundation ngo ong charity community church events tickets theater film movie music band radio video tv audio "
    "book books press magazine guide review reviews wiki zone top vip one plus new eu lat"
)
_TLDS: Final = frozenset(f"{_COUNTRIES} {_GENERIC}".split())

_LETTER: Final = r"A-Za-z0-9\u00c0-\u024f"
_LABEL: Final = rf"[{_LETTER}](?:[{_LETTER}_-]{{0,61}}[{_LETTER}])?"
_BARE: Final = re.compile(
    rf"(?<![{_LETTER}@＠$#＃._/-])(?P<host>(?:{_LABEL}\.)+(?P<tld>[A-Za-z]{{2,24}}|xn--[A-Za-z0-9-]{{2,59}}))"
    rf"(?![{_LETTER}_@-])(?!\.[{_LETTER}])(?P<rest>(?::\d{{1,5}})?(?:[/?#][^\s<>\"“”«»]*)?)"
)
_WORD: Final = re.compile(r"\S+")
_WITH_SCHEME: Final = re.compile(
    r"(?<![A-Za-z0-9@＠$#＃])(?i:https?)://(?:[^\s/@<>\"]{1,80}@)?"
    r"(?:(?:[\w\u00a1-\uffff](?:[\w\u00a1-\uffff-]{0,61}[\w\u00a1-\uffff])?\.)+[^\W\d_][\w-]{1,58})(?![\w])"
    r"(?P<rest>(?::\d{1,5})?(?:[/?#][^\s<>\"“”«»]*)?)"
)
_NOT_AT_ITS_END: Final = ".,;:!?¡¿'’…·*_~"
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}

_MENTION_SIGN: Final = r"(?<![A-Za-z0-9_.!#$%&*@＠/\u00c0-\u024f])[@＠]"
_USER_RULES: Final[Mapping[str, str]] = {
    Network.X: r"[A-Za-z0-9_]{1,20}(?![@＠\w])",
    Network.INSTAGRAM: r"[A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?",
    Network.THREADS: r"[A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?",
    Network.TIKTOK: r"[A-Za-z0-9_](?:[A-Za-z0-9_.]{0,22}[A-Za-z0-9_])?",
    Network.BLUESKY: r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+",
    Network.MASTODON: (
        r"[A-Za-z0-9_]+(?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?(?:@[A-Za-z0-9][A-Za-z0-9.-]*[A-Za-z0-9](?::\d{1,5})?)?"
    ),
    Network.TELEGRAM: r"[A-Za-z][A-Za-z0-9_]{3,31}",
}
_OTHER_USERS: Final = r"[\w](?:[\w.-]{0,98}\w)?"
_TAG: Final = re.compile(r"(?<![\w&/#＃])[#＃](?=[^\s#]*[^\W\d_])[\w\u00b7\u200c\u200d\u0300-\u036f]+")
_BLUESKY_TAG: Final = re.compile(r"(?<!\S)[#＃](?=[^\s#]*[^\W\d_]|[^\s#]*[\u2190-\uffff\U0001f000-\U0001faff])[^\s#]+")


class EntityKind(StrEnum):
    """What stands there."""

    LINK = "link"
    MENTION = "mention"
    HASHTAG = "hashtag"


@dataclass(frozen=True, slots=True)
class Entity:
    """Something in a text that a network makes live."""

    kind: EntityKind
    start: int
    end: int
    text: str


@lru_cache(maxsize=64)
def entities(text: str, network: str = "") -> tuple[Entity, ...]:
    """What a network makes live in a text, from its start to its end; no two overlap."""
    found = list(_links(text, has_bare=network != Network.MASTODON))  # Mastodon links nothing without its scheme
    taken = bytearray(len(text))
    for link in found:
        taken[link.start : link.end] = b"\x01" * (link.end - link.start)
    for kind, signs, pattern in (
        (EntityKind.MENTION, "@＠", _mentions(network)),
        (EntityKind.HASHTAG, "#＃", _tags(network)),
    ):
        if not any(sign in text for sign in signs):
            continue
        for match in pattern.finditer(text):
            start, end = match.span()
            if kind is EntityKind.HASHTAG and network == Network.BLUESKY:
                end = start + len(match[0].rstrip(_NOT_AT_ITS_END + ')]}"”»'))
            _take(found, taken, kind, text, start, end)
    return tuple(sorted(found, key=lambda one: one.start))


def _take(found: list[Entity], taken: bytearray, kind: EntityKind, text: str, start: int, end: int) -> None:
    """Note what was found, where nothing else stands."""
    if not any(taken[start:end]):
        found.append(Entity(kind, start, end, text[start:end]))
        taken[start:end] = b"\x01" * (end - start)


@lru_cache(maxsize=64)
def _links(text: str, *, has_bare: bool) -> tuple[Entity, ...]:
    """The links, which are the same for most networks."""
    found: list[Entity] = []
    if "." not in text:
        return ()
    taken = bytearray(len(text))
    if "://" in text:
        for match in _WITH_SCHEME.finditer(text):
            _take_link(found, taken, text, match)
    if has_bare:
        for word in _WORD.finditer(text):
            for match in _BARE.finditer(text, *word.span()) if "." in word[0] else ():
                if match["tld"].lower() in _TLDS or match["tld"].startswith("xn--"):
                    _take_link(found, taken, text, match)
    return tuple(found)


def _take_link(found: list[Entity], taken: bytearray, text: str, match: re.Match[str]) -> None:
    start = match.start()
    end = start + len(_trimmed(match[0], len(match[0]) - len(match["rest"])))
    _take(found, taken, EntityKind.LINK, text, start, end)


def _trimmed(link: str, shortest: int) -> str:
    """A link without what belongs to the sentence around it."""
    while len(link) > shortest:
        last = link[-1]
        is_left_open = last in _PAIRS and link.count(last) > link.count(_PAIRS[last])
        if last not in _NOT_AT_ITS_END and not is_left_open:
            break
        link = link[:-1]
    return link


@lru_cache(maxsize=32)
def _mentions(network: str) -> re.Pattern[str]:
    return re.compile(_MENTION_SIGN + _USER_RULES.get(network, _OTHER_USERS))


def _tags(network: str) -> re.Pattern[str]:
    return _BLUESKY_TAG if network == Network.BLUESKY else _TAG


# ----- Links that can be measured -------------------------------------------------------------------------------------

_UTM: Final = ("source", "medium", "campaign", "term", "content")
_LONGEST_LINK: Final = 2048


def with_utm(url: str, source: str, medium: str, campaign: str, *, content: str = "", term: str = "") -> str:
    """A link that says where its readers come from.

    What the link asks for already stays, and so does its place in the page; former words of this kind are replaced.

    Raises:
        RuleBroken: It is no link to a page, or one of the first three words is missing.
    """
    words = {"source": source, "medium": medium, "campaign": campaign, "term": term, "content": content}
    words = {name: " ".join(word.split()) for name, word in words.items()}
    for name in ("source", "medium", "campaign"):
        if not words[name]:
            raise RuleBroken(_("Say where the readers come from: source, medium and campaign."), field=name)
    parts = _page(url)
    kept = [one for one in parts.query.split("&") if one and not _is_utm(one)]
    added = [f"utm_{name}={quote(words[name], safe='')}" for name in _UTM if words[name]]
    return urlunsplit(parts._replace(query="&".join([*kept, *added])))


def _page(url: str) -> SplitResult:
    """The parts of a link to a page; without a scheme it is taken as https.

    Raises:
        RuleBroken: It is none.
    """
    bare = url.strip()
    refused = RuleBroken(_("Write the address of a page, such as https://example.com/menu."), field="url")
    if not bare or len(bare) > _LONGEST_LINK or re.search(r"[\s\x00-\x1f\x7f\\]", bare):
        raise refused
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d{1,5}(?:[/?#]|$))", bare):
        bare = f"https://{bare.removeprefix('//')}"
    try:
        parts = urlsplit(bare)
        is_page = parts.scheme.lower() in {"http", "https"} and "." in (parts.hostname or "").strip(".")
        is_page = is_page and (parts.port is None or parts.port > 0)
    except ValueError as error:
        raise refused from error
    if not is_page:
        raise refused
    return parts


def _is_utm(part: str) -> bool:
    name = unquote_plus(part.partition("=")[0]).lower()
    return name.startswith("utm_") and name.removeprefix("utm_") in _UTM
