"""The page of a review pack: one file that a client opens anywhere, reads without a network, and answers.

It loads nothing and runs nothing but its own script: its policy allows exactly this style and this script by their
hashes, and pictures only from within. Everything that a person wrote is escaped once, in `_text`; what the script
needs to know lies in a block of JSON in which no sign can end the block. The same content always gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from html import escape
from typing import Any, Final

from cmdesk.domain.moments import Month
from cmdesk.domain.review import LONGEST_WORDS, SHORT_HASH, PackContent, PackPicture, PackPlace, PackPost, spaced_code
from cmdesk.domain.review_words import ReviewWords
from cmdesk.domain.wording import network_name
from cmdesk.i18n import Speech, speech
from cmdesk.paths import resource

CONTRAST: Final = 4.5
"""How much words must differ from their ground."""
_LIGHT_GROUND, _DARK_GROUND = "#F0F0EB", "#232528"  # the least favourable grounds of the two themes
_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")
_LOGO_EDGE: Final = 360
_SIGNS: Final = {"approve": "✓", "changes": "✎", "comment": "…"}
_SPOKEN: Final = (
    "words_approve", "words_changes", "words_comment", "words_missing", "state_none", "state_approve", "state_changes",
    "state_comment", "approve_all", "approve_rest", "approved_all_one", "approved_all", "approved_none", "progress",
    "restored", "left_one", "left", "all_answered", "saved", "copied", "not_copied",
)  # fmt: skip


def review_page(content: PackContent) -> bytes:
    """The whole page, as the bytes of one HTML file."""
    return _Page(content).written().encode()


def page_file_name(content: PackContent) -> str:
    """'2026-10 Horno Masalumbre - Publicaciones para revisar K7Q2M4XR.html'; made legal by whoever writes it."""
    days = [post.day for post in content.posts if post.day is not None]
    month = f"{min(days, default=content.made_on):%Y-%m}"
    what = "Publicaciones para revisar" if content.language == "es" else "Posts to review"
    client = " ".join(re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f]+', " ", content.client.name).split())[:60].strip(". ")
    return f"{month} {client or '-'} - {what} {content.code}.html"


# --- colours ------------------------------------------------------------------------------------


def contrast(one: str, other: str) -> float:
    """How much two colours differ in brightness, as the rules for accessible pages count it: 1 to 21."""
    lighter, darker = sorted((_brightness(one), _brightness(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, ground: str, *, towards: str) -> str:
    """A colour that can be read on this ground: itself, or as little as needed of another one mixed in."""
    base = colour if _COLOUR.fullmatch(colour) else "#0F6370"
    for step in range(101):
        mixed = _mixed(base, towards, step / 100)
        if contrast(mixed, ground) >= CONTRAST:
            return mixed
    return towards


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _brightness(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(one: str, other: str, share: float) -> str:
    parts = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in parts)


# --- writing ------------------------------------------------------------------------------------


def _text(text: str) -> str:
    """What a person wrote, so that it can only be read; what no page can hold is left out."""
    kept = "".join(
        letter for letter in text if letter in "\n\t" or (letter >= " " and not "\ud800" <= letter <= "\udfff")
    )
    return escape(kept, quote=True)


def _tag(name: str, inside: str = "", **attributes: object) -> str:
    """An element; its inside is markup already, its attributes are text."""
    return f"<{name}{_attributes(attributes)}>{inside}</{name}>"


def _attributes(attributes: dict[str, object]) -> str:
    parts = []
    for key, value in attributes.items():
        name = key.rstrip("_").replace("_", "-")
        if value is True:
            parts.append(f" {name}")
        elif value is not False and value is not None:
            parts.append(f' {name}="{_text(str(value))}"')
    return "".join(parts)


def _data(value: Any) -> str:
    """JSON in which nothing can end its block or be taken for markup."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _file(name: str) -> str:
    return resource("review", name).read_text("utf-8").replace("\r\n", "\n")


def _picture_address(data: bytes, kind: str = "image/jpeg") -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _logo(data: bytes | None) -> str:
    """The address of a logo made small enough, written anew so that nothing but the picture is in it."""
    from PIL import Image, UnidentifiedImageError

    if not data:
        return ""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            picture = opened.convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return ""
    picture.thumbnail((_LOGO_EDGE, _LOGO_EDGE))
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=True)
    return _picture_address(target.getvalue(), "image/png")


class _Page:
    """One page, written from top to bottom."""

    def __init__(self, content: PackContent) -> None:
        self.content = content
        self.say = ReviewWords(content.language, content.client.speaks_as)
        self.speech: Speech = speech(self.say.language)
        self.numbers = {post.id: number for number, post in enumerate(content.posts, 1)}

    def written(self) -> str:
        """All of it."""
        script = _file("page.js")
        style = self._style()
        policy = (
            f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {_hash(script)}; "
            "base-uri 'none'; form-action 'none'"
        )
        title = self.say("title", client=self.content.client.name)
        head = "\n".join(
            [
                '<meta charset="utf-8">',
                f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                '<meta name="color-scheme" content="light dark">',
                '<meta name="referrer" content="no-referrer">',
                '<meta name="robots" content="noindex">',
                _tag("title", _text(title)),
                f"<style>{style}</style>",
            ]
        )
        body = "\n".join(
            [
                _tag("a", _text(self.say("skip")), class_="skip", href="#posts"),
                self._top(title),
                _tag("main", f"{self._tools()}\n{self._list()}\n{self._calendar()}\n{self._finish()}", class_="wide"),
                self._foot(),
                self._bar(),
                f'<script type="application/json" id="pack">{_data(self._known())}</script>',
                f"<script>{script}</script>",
            ]
        )
        inside = f"<head>\n{head}\n</head>\n<body>\n{body}\n</body>"
        return f"<!DOCTYPE html>\n{_tag('html', inside, lang=self.say.language)}\n"

    def _style(self) -> str:
        """The style with the agency's colour, made readable in both themes."""
        colour = self.content.agency.colour
        light = readable(colour, _LIGHT_GROUND, towards="#000000")
        dark = readable(colour, _DARK_GROUND, towards="#FFFFFF")
        return _file("page.css").replace("@light@", light).replace("@dark@", dark)

    def _known(self) -> dict[str, Any]:
        """What the script needs."""
        words = {key: self.say.pattern(key) for key in _SPOKEN}
        words["mail_subject"] = self.say("mail_subject", client=self.content.client.name)
        return {
            "pack": self.content.code,
            "client": self.content.client.name,
            "mail": self.content.agency.mail,
            "file": self.say("file", code=self.content.code),
            "longest": LONGEST_WORDS,
            "posts": [{"id": post.id, "hash": post.hash[:SHORT_HASH]} for post in self.content.posts],
            "words": words,
        }

    # --- the head ---------------------------------------------------------------------------

    def _top(self, title: str) -> str:
        content, say = self.content, self.say
        agency = content.agency
        logo = _logo(agency.logo)
        shown = _tag("span", f'<img src="{logo}" alt="">', class_="plate") if logo else ""
        facts = [_tag("li", _text(say.counted("count", len(content.posts))))]
        if content.answer_by:
            facts.append(_tag("li", _text(say("answer_by", day=self.speech.long_day(content.answer_by))), class_="due"))
        facts.append(_tag("li", _text(say("code", code=spaced_code(content.code)))))
        inside = [
            _tag("p", shown + _tag("span", _text(say("from", agency=agency.name))), class_="agency"),
            _tag("h1", _text(title)),
            _tag("p", _text(say("lead")), class_="lead"),
            _tag("ul", "".join(facts), class_="facts"),
            f"<noscript>{_tag('p', _text(say('no_script')), class_='note-box')}</noscript>",
        ]
        return _tag("header", _tag("div", "\n".join(inside), class_="wide"), class_="top")

    def _tools(self) -> str:
        say = self.say
        views = "".join(
            _tag("button", _text(say(name)), type="button", id=f"view-{name}", aria_pressed=str(name == "list").lower())
            for name in ("list", "calendar")
        )
        switch = _tag("div", views, class_="switch", role="group", aria_label=say("view"))
        every = _tag("button", _text(say("approve_all")), type="button", id="all", class_="button")
        told = _tag("p", "", id="told", role="status", aria_live="polite", class_="sub")
        return _tag("div", switch + told + every, class_="tools js")

    # --- the calendar -----------------------------------------------------------------------

    def _calendar(self) -> str:
        dated = [post for post in self.content.posts if post.day is not None]
        months = sorted({Month.of(post.day) for post in dated if post.day is not None})
        parts = [self._month(month, dated) for month in months]
        undated = [post for post in self.content.posts if post.day is None]
        if undated:
            rows = "".join(_tag("li", self._chip(post)) for post in undated)
            parts.append(_tag("section", _tag("h3", _text(self.say("undated"))) + _tag("ul", rows, class_="undated")))
        heading = _tag("h2", _text(self.say("calendar")), class_="unseen")
        return _tag("section", heading + "\n".join(parts), id="calendar", class_="months")

    def _month(self, month: Month, posts: Sequence[PackPost]) -> str:
        title = _text(_capital(self.speech.month(month.first)))
        heads = "".join(
            _tag("th", _text(name), scope="col") for name in self.speech.day_heads(first=self.content.first_week_day)
        )
        days = month.weeks(self.content.first_week_day)
        rows = "\n".join(
            _tag("tr", "".join(self._cell(day, month, posts) for day in days[at : at + 7]))
            for at in range(0, len(days), 7)
        )
        table = _tag(
            "table",
            f"<thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody>",
            class_="month",
            aria_labelledby=f"m-{month}",
        )
        return _tag("section", _tag("h3", title, id=f"m-{month}") + table)

    def _cell(self, day: date, month: Month, posts: Sequence[PackPost]) -> str:
        if Month.of(day) != month:
            return _tag("td", "", class_="outside")
        chips = "".join(self._chip(post) for post in posts if post.day == day)
        return _tag("td", _tag("span", str(day.day), class_="number") + chips)

    def _chip(self, post: PackPost) -> str:
        hour = "" if post.minute is None or post.day is None else self.speech.clock(post.minute)
        shown = _tag("span", _text(hour or f"{self.numbers[post.id]}."), class_="hour")
        title = _tag("span", _text(post.title), class_="title")
        state = _tag("span", _text(self.say("state_none")), class_="unseen")
        name = f"{hour} {post.title}".strip()
        return _tag(
            "a", f"{shown} {title} {state}", class_="chip", href=f"#post-{post.id}", data_post=post.id, title=name
        )

    # --- the posts --------------------------------------------------------------------------

    def _list(self) -> str:
        rows = "\n".join(_tag("li", self._post(post)) for post in self.content.posts)
        heading = _tag("h2", _text(self.say("posts")), class_="unseen", id="posts", tabindex="-1")
        return _tag("section", heading + _tag("ol", rows, class_="posts"), id="list")

    def _post(self, post: PackPost) -> str:
        say = self.say
        networks = dict.fromkeys(network_name(place.network, say.language) for place in post.places)
        sub = " · ".join([say.format_name(post.format), *networks])
        state = _tag("span", _text(say("state_none")), class_="state js", id=f"state-{post.id}")
        titles = (
            _tag("p", _text(self._when(post)), class_="when")
            + _tag("h3", _text(f"{self.numbers[post.id]}. {post.title}"), id=f"title-{post.id}")
            + _tag("p", _text(sub), class_="sub")
        )
        head = _tag("div", _tag("div", titles) + state, class_="head")
        pictures = self._pictures(post)
        note = ""
        if post.note.strip():
            words = f"{_tag('strong', _text(say('note')))}\n{_text(post.note.strip())}"
            note = _tag("p", words, class_="note", dir="auto")
        seen = _tag("div", self._places(post) + note)
        body = _tag("div", pictures + seen, class_="body has-pictures" if pictures else "body")
        return _tag(
            "article", head + body + self._answer(post), id=f"post-{post.id}", aria_labelledby=f"title-{post.id}",
            tabindex="-1", data_answer="",
        )  # fmt: skip

    def _when(self, post: PackPost) -> str:
        if post.day is None:
            return self.say("undated")
        hour = self.say("no_hour") if post.minute is None else self.speech.clock(post.minute)
        return f"{_capital(self.speech.long_day(post.day))}, {hour}"

    def _pictures(self, post: PackPost) -> str:
        count = len(post.pictures)
        figures = "".join(self._figure(picture, at, count) for at, picture in enumerate(post.pictures, 1))
        if not figures:
            return ""
        if count == 1:
            return _tag("div", figures, class_="pictures single")
        # what scrolls must be reached by the keyboard
        return _tag("div", figures, class_="pictures", tabindex="0", role="group", aria_labelledby=f"title-{post.id}")

    def _figure(self, picture: PackPicture, number: int, count: int) -> str:
        say = self.say
        place = say("film") if picture.is_film else say("picture", number=number, count=count)
        alt = picture.alt.strip()
        if picture.data:
            shown = (
                f'<img src="{_picture_address(picture.data)}" width="{picture.width}" height="{picture.height}" '
                f'decoding="async" alt="{_text(alt or place + ", " + say("no_alt"))}">'
            )
        else:
            shown = _tag(
                "p", _text(say("no_film" if picture.is_film else "no_picture", name=picture.name)), class_="missing"
            )
        parts = [place] if count > 1 or picture.is_film else []
        words = " · ".join([*parts, *([f"{say('shows')}: {alt}"] if alt else [])])
        caption = _tag("figcaption", _text(words), aria_hidden="true" if picture.data else None) if words else ""
        return _tag("figure", shown + caption)

    def _places(self, post: PackPost) -> str:
        """The post on each of its channels; several are chosen by name, and all are shown where nothing runs."""
        if not post.places:
            return _tag("div", self._words(post.text, ""), class_="frame")
        frames = "".join(self._frame(post, place, at) for at, place in enumerate(post.places))
        whole = _tag("div", frames, id=f"frames-{post.id}")
        return whole if len(post.places) == 1 else self._chooser(post) + whole

    def _chooser(self, post: PackPost) -> str:
        parts = [_tag("legend", _text(self.say("seen_on")))]
        names = [self._place_name(place) for place in post.places]
        for at, place in enumerate(post.places):
            key = f"frame-{post.id}-{at}"
            name = names[at] if names.count(names[at]) == 1 else f"{names[at]} {place.handle}"
            shown = f"{name} · {self.say('own_text')}" if place.is_own else name
            attributes = _attributes(
                {"type": "radio", "name": f"place-{post.id}", "id": f"choose-{key}", "value": key, "data_of": post.id,
                 "checked": at == 0}
            )  # fmt: skip
            parts.append(f"<input{attributes}>" + _tag("label", _text(shown), for_=f"choose-{key}"))
        return _tag("fieldset", "".join(parts), class_="places js")

    def _place_name(self, place: PackPlace) -> str:
        return _capital(network_name(place.network, self.say.language))

    def _frame(self, post: PackPost, place: PackPlace, at: int) -> str:
        say = self.say
        handle = _tag("strong", _text(place.handle)) + " · " if place.handle else ""
        parts = [
            _tag("p", handle + _text(self._place_name(place)), class_="handle"),
            self._words(place.before, place.after),
        ]
        for key, value in (("link", place.link), ("first_comment", place.first_comment)):
            if value.strip():
                parts.append(_tag("p", f"<b>{_text(say(key))}:</b> {_text(value.strip())}", class_="more", dir="auto"))
        return _tag("div", "".join(parts), class_="frame", id=f"frame-{post.id}-{at}")

    def _words(self, before: str, after: str) -> str:
        if not before.strip() and not after.strip():
            return _tag("p", _text(self.say("no_text")), class_="sub")
        seen = _tag("p", _text(before), class_="text", dir="auto")
        if not after:
            return seen
        fold = _tag("p", _tag("span", _text(self.say("after_fold"))), class_="fold")
        return seen + fold + _tag("p", _text(after), class_="text", dir="auto")

    def _answer(self, post: PackPost) -> str:
        say, key = self.say, post.id
        choices = ""
        for kind, sign in _SIGNS.items():
            attributes = _attributes({"type": "radio", "name": f"answer-{key}", "id": f"{kind}-{key}", "value": kind})
            words = _tag("span", sign, class_="sign", aria_hidden="true") + _tag("span", _text(say(kind)))
            choices += _tag("div", f"<input{attributes}>" + _tag("label", words, for_=f"{kind}-{key}"))
        field = (
            _tag("label", "", for_=f"words-{key}", id=f"label-{key}")
            + _tag(
                "textarea", "", id=f"words-{key}", maxlength=LONGEST_WORDS, rows=3, aria_describedby=f"problem-{key}"
            )
            + _tag("p", "", class_="problem", id=f"problem-{key}", role="alert", hidden=True)
        )
        inside = [
            _tag("legend", _text(say("answer")) + _tag("span", _text(f": {post.title}"), class_="unseen")),
            _tag("div", choices, class_="choices"),
            _tag("div", field, class_="field", id=f"field-{key}", hidden=True),
            _tag("button", _text(say("clear")), type="button", class_="button quiet", id=f"clear-{key}", hidden=True),
        ]
        return _tag("fieldset", "".join(inside), class_="answer js")

    # --- the end ----------------------------------------------------------------------------

    def _finish(self) -> str:
        say = self.say
        hint = _tag("span", _text(say("name_hint")), class_="sub", id="name-hint")
        attributes = _attributes(
            {"type": "text", "id": "name", "autocomplete": "name", "maxlength": 120, "required": True,
             "aria_describedby": "name-hint name-problem"}
        )  # fmt: skip
        name = _tag(
            "div",
            _tag("label", _text(say("name")), for_="name") + f"<input{attributes}>" + hint
            + _tag("p", _text(say("name_missing")), class_="problem", id="name-problem", role="alert", hidden=True),
            class_="field",
        )  # fmt: skip
        ways = _tag("button", _text(say("save")), type="button", class_="button primary", id="save")
        ways += _tag("button", _text(say("copy")), type="button", class_="button", id="copy")
        code = _tag("label", _text(say("code_field")), for_="code")
        code += _tag("textarea", "", id="code", readonly=True, rows=6, spellcheck="false")
        mail = ""
        if self.content.agency.mail.strip():
            link = _tag("a", _text(say("mail")), class_="button", id="mail", href="#finish")
            mail = _tag("div", link, class_="ways")
        result = _tag("div", _tag("div", code, class_="field") + mail, id="result", hidden=True)
        inside = [
            _tag("h2", _text(say("finish")), id="finish-title"),
            _tag("p", _text(say("finish_lead", agency=self.content.agency.name))),
            _tag("p", "", id="left"),
            _tag("p", _text(say("nothing")), class_="problem", id="nothing", role="alert", tabindex="-1", hidden=True),
            name,
            _tag("div", ways, class_="ways"),
            _tag("p", "", class_="told", id="end", role="status", aria_live="polite"),
            result,
        ]
        return _tag("section", "\n".join(inside), id="finish", class_="js", aria_labelledby="finish-title")

    def _foot(self) -> str:
        agency = self.content.agency
        contact = " · ".join(part for part in (agency.name, agency.mail, agency.phone) if part.strip())
        words = f"{_text(contact)}<br>{_text(self.say('own_words'))} {_text(self.say('zone', zone=self.content.zone))}"
        return _tag("footer", _tag("p", words), class_="foot wide")

    def _bar(self) -> str:
        say = self.say
        count = len(self.content.posts)
        shown = _tag("span", "", id="count") + _tag(
            "progress", "", id="progress", max=count, value=0, aria_labelledby="count"
        )
        parts = [
            _tag("div", shown, class_="count"),
            _tag("button", _text(say("next")), type="button", class_="button", id="next", title=say("next_about")),
            _tag("button", _text(say("to_finish")), type="button", class_="button primary", id="to-finish"),
        ]
        inside = _tag("div", "".join(parts), class_="wide")
        return _tag("aside", inside, class_="bar js", aria_labelledby="count")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
