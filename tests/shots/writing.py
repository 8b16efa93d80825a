"""The ways into a post: its text on each channel, its pictures, its history, and what the client said to it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

from PIL import Image
from PySide6.QtWidgets import QScrollArea, QWidget

from cmdesk.domain.moments import Month
from cmdesk.services import approval, calendar, clients, incoming, post_media, posts, variants
from cmdesk.ui.editor.editor import PostEditor
from tests import bakery
from tests.shots.planning import BAKERY, Way, calendar_of, desk_of, october
from tests.shots.stage import Stage

Deed = Callable[[Stage, PostEditor], None]
TITLE = "Día Mundial del Pan"
TEXT = (
    "Hace 7.000 años alguien dejó una masa olvidada al sol. Hoy la seguimos amasando a las cuatro de la mañana.\n\n"
    "Este viernes las 100 primeras personas se llevan una barra de masa madre.\n\n"
    "#DíaMundialDelPan #MasaMadre #HornoDeBarrio"
)
SILENT = "Quesería Valdelana"


def _rich(stage: Stage) -> int:
    """A post with a text of its own on one channel, awkward pictures and a past; made where it is not there yet."""
    desk = desk_of(stage)
    cards = desk.read(calendar.month, BAKERY, Month(2026, 10)).cards
    found = next((card.id for card in cards if card.title == TITLE), None)
    if found is not None:
        return found
    channels = [one.id for one in desk.read(clients.channels, BAKERY)[:3]]
    key = desk.do(
        posts.add_post, BAKERY, TITLE, day=october(29), minute=720, text="Hoy amasamos.", channel_ids=channels
    ).value
    desk.do(posts.edit_post, key, "text", TEXT)
    desk.do(variants.write_on, key, channels[0], TEXT.replace("a las cuatro", "a las tres") + " #Pan")
    wide = [incoming.new_media(_picture(colour, size), name) for colour, size, name in (
        ("peru", (1080, 1350), "hogaza.jpg"), ("sienna", (3000, 600), "panorama.jpg"), ("tan", (200, 150), "mini.jpg"),
    )]  # fmt: skip
    desk.do(post_media.add_several, key, wide)
    desk.do(posts.set_status, [key], "client_review")
    for words in ("“Gratis” suena a gancho.", "¿Y si empezamos por la historia?", "Mejor sin precio."):
        desk.do(approval.note_changes, [key], words)
        desk.do(posts.set_status, [key], "client_review")
    return key


def _picture(colour: str, size: tuple[int, int]) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, "JPEG")
    return target.getvalue()


def _silent(stage: Stage) -> int:
    """A post of a client whose silence is a yes."""
    desk = desk_of(stage)
    known = next((one for one in desk.read(approval.silent_posts) if one.title == "Curado de otoño"), None)
    if known is not None:
        return known.post_id
    client = desk.do(bakery.add_client, SILENT, "QV", 3, [("instagram", 540)]).value
    desk.do(bakery.agree, client, october(1), silence_days=2)
    desk.do(clients.add_contact, client, "Olalla Prado", approves_posts=True)
    key: int = desk.do(posts.add_post, client, "Curado de otoño", day=october(20), minute=540, text="Queso.").value
    desk.do(posts.set_status, [key], "client_review")
    return key


def _late(stage: Stage) -> int:
    """A post whose day is over."""
    return desk_of(stage).do(posts.add_post, BAKERY, "La que no salió", day=october(8), text="Hola").value


def _approved(stage: Stage) -> int:
    desk = desk_of(stage)
    contact = desk.read(clients.contacts, BAKERY)[0].id
    key: int = desk.do(posts.add_post, BAKERY, "Con su sí", day=october(30), text="Hola").value
    desk.do(posts.set_status, [key], "client_review")
    desk.do(approval.note_yes, [key], approval.Heard(contact, "", "email", october(14)), "Me gusta mucho.")
    return key


def _published(stage: Stage) -> int:
    return calendar_of(stage).view.cards_on(october(9))[0].id


def at(post: Callable[[Stage], int], deed: Deed | None = None) -> Way:
    """Something done in the editor of a post."""

    def go(stage: Stage) -> None:
        key = post(stage)
        page = calendar_of(stage)
        page.open_post(key)
        stage.settle()
        editor = page.editing.editor
        if editor._look.isVisible():
            editor._look.choose("write")
            editor._on_look("write")
        editor.text.tabs.choose(None)
        stage.settle()
        if deed is not None:
            deed(stage, editor)

    return go


def _on_variant(_stage: Stage, editor: PostEditor) -> None:
    editor.text.tabs.choose(editor.text.tabs.tabs[1].channel_id)
    editor.text.what_differs.click()


def _seen(widget: QWidget) -> None:
    """Bring a part of the editor before the eyes, at the top."""
    at = widget.parentWidget()
    while at is not None and not isinstance(at, QScrollArea):
        at = at.parentWidget()
    if isinstance(at, QScrollArea) and (inside := at.widget()) is not None:
        at.verticalScrollBar().setValue(widget.mapTo(inside, widget.rect().topLeft()).y() - 12)


def _media(_stage: Stage, editor: PostEditor) -> None:
    _seen(editor.media)


def _placing(_stage: Stage, editor: PostEditor) -> None:
    _seen(editor.placing)


def _history(_stage: Stage, editor: PostEditor) -> None:
    editor.history.story._show_more()
    line = next(one for one in editor.history.story.lines if not one._opener.isHidden())
    line._turn()
    _seen(editor.history)


def _preview(_stage: Stage, editor: PostEditor) -> None:
    if editor._look.isVisible():
        editor._look.choose("look")
        editor._on_look("look")
    editor.preview.choose_channel(editor.text.tabs.tabs[1].channel_id)


WRITING_POSTS: Mapping[str, Way] = {
    "text-base": at(_rich),
    "text-variant": at(_rich, _on_variant),
    "text-snippets": at(_rich, lambda _stage, editor: editor.text.open_snippets()),
    "text-hashtags": at(_rich, lambda _stage, editor: editor.text.open_hashtags()),
    "text-voice": at(_rich, lambda _stage, editor: editor.text.open_voice()),
    "text-media": at(_rich, _media),
    "text-placing": at(_rich, _placing),
    "text-history": at(_rich, _history),
    "text-preview": at(_rich, _preview),
    "text-published": at(_published),
    "text-approved": at(_approved),
    "text-silence": at(_silent),
    "text-snippets-none": at(_silent, lambda _stage, editor: editor.text.open_snippets()),
    "text-missed": at(_late),
    "text-why": at(_late, lambda _stage, editor: editor.approval.why.click()),
}
"""A post in its editor; what adds posts stands last."""
