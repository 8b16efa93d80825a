"""Review packs: posts given to a client to answer without an account, and what came back."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from cmdesk.domain.approval import check_step, rounds_asked, stands
from cmdesk.domain.clients import Client as ClientSheet
from cmdesk.domain.counting import before_fold
from cmdesk.domain.errors import Conflict, NotFound, RuleBroken
from cmdesk.domain.limits import Limits
from cmdesk.domain.moments import Month
from cmdesk.domain.posts import APPROVED_OR_LATER, PostEventKind, PostFormat, PostStatus, withdrawn
from cmdesk.domain.review import (
    MEANS,
    MOST_POSTS,
    REVIEWABLE,
    SHORT_HASH,
    AnswerKind,
    AnswerRow,
    AnswerSheet,
    Candidate,
    Filed,
    Pack,
    PackContent,
    PackPicture,
    PackPlace,
    PackPost,
    ReturnedAnswer,
    ReturnedPost,
    Stale,
    check_reviewable,
    same_name,
)
from cmdesk.domain.scope import ScopeVersion
from cmdesk.i18n import N_, spoken
from cmdesk.i18n import gettext as _
from cmdesk.models import (
    Channel,
    Client,
    Contact,
    Media,
    Member,
    Placement,
    Post,
    PostEvent,
    PostMedia,
    ReviewAnswer,
    ReviewPack,
)
from cmdesk.services.action import acting, acting_role, action, found
from cmdesk.services.agency import agency
from cmdesk.services.allowance import versions
from cmdesk.services.approval import agreed_rounds, told
from cmdesk.services.clients import client
from cmdesk.services.limits import limits
from cmdesk.services.media import bytes_of, keep_bytes
from cmdesk.services.pictures import learn_kinds
from cmdesk.services.posts import STANDS, card_of, content_hash, held_posts
from cmdesk.services.reading import dated_cards
from cmdesk.services.scope_document import agency_card, client_card

_EDGES: Final = ((16, 1080), (40, 800))
"""Up to so many pictures, the longer edge of each in pixels; with more they are smaller still."""
_LEAST_EDGE: Final = 560
_QUALITY: Final = 80
_ANSWERS: Final = frozenset({PostEventKind.APPROVED, PostEventKind.CHANGES_ASKED})
_KINDS: Final = {
    AnswerKind.APPROVE: PostEventKind.APPROVED,
    AnswerKind.CHANGES: PostEventKind.CHANGES_ASKED,
    AnswerKind.COMMENT: PostEventKind.COMMENTED,
}


# --- what a pack holds ---------------------------------------------------------------------------


def candidates(session: Session, client_id: int, month: Month, also: Collection[int] = ()) -> tuple[Candidate, ...]:
    """The posts of a month about which a client could be asked, by day and hour, and some others by their ids."""
    cards = {card.id: card for card in dated_cards(session, client_id, month.first, month.last)}
    further = select(Post).where(Post.id.in_(list(also)), Post.client_id == client_id, Post.deleted_at.is_(None))
    cards.update({row.id: card_of(row) for row in session.scalars(further)} if also else {})
    return tuple(
        Candidate(
            card.id, card.title, card.status, card.day, card.minute, card.networks, card.thumb, card.changes_asked
        )
        for card in sorted(cards.values(), key=lambda card: card.order)
        if card.status in REVIEWABLE
    )


def pack_content(
    session: Session,
    client_id: int,
    post_ids: Sequence[int],
    *,
    answer_by: date | None = None,
    language: str | None = None,
) -> PackContent:
    """All that a pack of these posts shows, by day and hour, with its code.

    Args:
        session: The open session.
        client_id: Whose posts they are.
        post_ids: The posts.
        answer_by: The day by which an answer is hoped for.
        language: By itself, the client's.

    Raises:
        RuleBroken: There is none, there are too many, or one of them is not to be asked about.
        NotFound: One is not there any more.
    """
    rows = _asked(session, client_id, post_ids)
    sheet = client(session, client_id)
    count = len(list(session.scalars(select(PostMedia.id).where(PostMedia.post_id.in_([row.id for row in rows])))))
    edge = next((size for most, size in _EDGES if count <= most), _LEAST_EDGE)
    known = limits(session)
    posts = tuple(_pack_post(session, row, known, edge) for row in rows)
    return PackContent(
        client_id=client_id,
        code=_code(session, client_id, posts),
        language=language or sheet.language,
        made_on=acting(session).today,
        answer_by=answer_by,
        agency=agency_card(session),
        client=client_card(sheet),
        first_week_day=agency(session).first_week_day,
        zone=sheet.time_zone,
        posts=posts,
    )


def _asked(session: Session, client_id: int, post_ids: Sequence[int]) -> list[Post]:
    """The posts that are asked about, in the order in which they go out."""
    wanted = list(dict.fromkeys(post_ids))
    if not wanted:
        raise RuleBroken(_("Choose at least one post."), field="posts")
    if len(wanted) > MOST_POSTS:
        raise RuleBroken(_("A pack holds up to 100 posts. Make two of them."), field="posts")
    rows = list(session.scalars(select(Post).where(Post.id.in_(wanted), Post.deleted_at.is_(None))))
    if len(rows) < len(wanted):
        raise NotFound(_("This is not there any more. Somebody may have deleted it."))
    for row in rows:
        if row.client_id != client_id:
            raise RuleBroken(_("A pack holds the posts of one client."), field="posts")
        check_reviewable(row.title, PostStatus(row.status))
    return sorted(rows, key=lambda row: card_of(row).order)


def _code(session: Session, client_id: int, posts: Iterable[PackPost]) -> str:
    """Eight letters that no other pack has, and that nobody guesses from another one."""
    acts = acting(session)
    earlier = len(list(session.scalars(select(ReviewPack.id).where(ReviewPack.client_id == client_id))))
    parts = [str(client_id), acts.now.isoformat(), acts.salt, str(earlier), *(post.hash for post in posts)]
    return base64.b32encode(hashlib.sha256("|".join(parts).encode()).digest()[:5]).decode()


def _pack_post(session: Session, row: Post, known: Limits, edge: int) -> PackPost:
    return PackPost(
        id=row.id,
        hash=content_hash(session, row),
        title=row.title,
        text=row.text,
        format=PostFormat(row.format),
        day=row.day,
        minute=row.minute,
        note=row.client_note,
        pictures=_pictures(session, row.id, edge),
        places=_places(session, row, known),
    )


def _places(session: Session, row: Post, known: Limits) -> tuple[PackPlace, ...]:
    query = (
        select(Channel.network, Channel.handle, Placement.text, Placement.link, Placement.first_comment)
        .join(Channel, Channel.id == Placement.channel_id)
        .where(Placement.post_id == row.id, STANDS)
        .order_by(Placement.id)
    )
    places = []
    for placed in session.execute(query):
        text = row.text if placed.text is None else placed.text
        before, after = before_fold(text, placed.network, known)
        is_own = placed.text is not None and placed.text != row.text
        places.append(
            PackPlace(placed.network, placed.handle, before, after, placed.link, placed.first_comment, is_own)
        )
    return tuple(places)


def _pictures(session: Session, post_id: int, edge: int) -> tuple[PackPicture, ...]:
    query = (
        select(Media.hash, Media.thumb, Media.name, Media.kind, PostMedia.alt, Media.alt.label("own_alt"))
        .join(PostMedia, PostMedia.media_id == Media.id)
        .where(PostMedia.post_id == post_id)
        .order_by(PostMedia.position, PostMedia.id)
    )
    pictures = []
    for row in session.execute(query):
        is_film = row.kind.startswith("video/")
        keys = [row.thumb] if is_film else [row.hash, row.thumb]
        data, width, height = _readable(session, [key for key in keys if key], edge)
        pictures.append(PackPicture(data, width, height, row.alt or row.own_alt, row.name, is_film))
    return tuple(pictures)


def _readable(session: Session, keys: Iterable[str], edge: int) -> tuple[bytes, int, int]:
    """The first of these pictures that can be read, made smaller; none where none can."""
    for key in keys:
        try:
            small = shrunk(bytes_of(session, key), edge)
        except NotFound:
            continue
        if small is not None:
            return small
    return b"", 0, 0


def shrunk(data: bytes, edge: int) -> tuple[bytes, int, int] | None:
    """A picture as an upright JPEG without metadata, its longer edge at most this, with its width and height."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    learn_kinds()
    try:
        with Image.open(io.BytesIO(data)) as opened:
            opened.draft("RGB", (2 * edge, 2 * edge))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((edge, edge), Image.Resampling.LANCZOS)
            seen = _on_white(_in_srgb(upright))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None
    seen.info.clear()  # a comment would be written again
    target = io.BytesIO()
    seen.save(target, "JPEG", quality=_QUALITY, optimize=True)
    return target.getvalue(), seen.width, seen.height


def _in_srgb(picture: Any) -> Any:
    """A picture whose colours look the same without the profile that it brought."""
    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return picture
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode=mode) or picture
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture


def _on_white(picture: Any) -> Any:
    """A picture without holes; what was to be seen through is white."""
    from PIL import Image

    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        whole = picture.convert("RGBA")
        ground = Image.new("RGBA", whole.size, "white")
        ground.alpha_composite(whole)
        return ground.convert("RGB")
    return picture.convert("RGB")


# --- giving it to the client ----------------------------------------------------------------------


@action(N_("Send for review"))
def make_pack(session: Session, content: PackContent, page: bytes) -> int:
    """Keep a pack with its page, let its posts wait for the client, and return its id.

    Raises:
        Conflict: A post is not any more what the page shows.
        RuleBroken: A post is not to be asked about any more, or the role does not allow sending it.
    """
    keys = [post.id for post in content.posts]
    held_posts(session, keys)
    rows = {row.id: row for row in _asked(session, content.client_id, keys)}
    acts, role = acting(session), acting_role(session)
    for shown in content.posts:
        row = rows[shown.id]
        check_step(role, PostStatus(row.status), PostStatus.CLIENT_REVIEW)
        if content_hash(session, row) != shown.hash:
            raise Conflict(_("“{title}” was changed while the pack was made. Make it again.").format(title=row.title))
        row.status = PostStatus.CLIENT_REVIEW
        row.changes_asked = False
        session.add(
            PostEvent(
                post_id=row.id,
                kind=PostEventKind.SENT_FOR_REVIEW,
                at=acts.now,
                member_id=acts.member_id,
                means=MEANS,
                detail=_detail(content.code),
                content_hash=shown.hash,
                is_for_client=True,
            )
        )
    pack = ReviewPack(
        client_id=content.client_id,
        code=content.code,
        at=acts.now,
        member_id=acts.member_id,
        language=content.language,
        answer_by=content.answer_by,
        posts=[_entry(post) for post in content.posts],
        hash=keep_bytes(session, page),
    )
    session.add(pack)
    session.flush()
    return pack.id


def _detail(code: str) -> str:
    return f"pack {code}"


def _entry(post: PackPost) -> dict[str, Any]:
    return {
        "post": post.id,
        "hash": post.hash,
        "day": post.day.isoformat() if post.day else None,
        "minute": post.minute,
    }


def packs(session: Session, client_id: int) -> tuple[Pack, ...]:
    """The packs that a client got, newest first."""
    answered: dict[str, set[int]] = {}
    is_answer = and_(PostEvent.kind.in_(list(_KINDS.values())), PostEvent.means == MEANS)
    lines = session.execute(
        select(PostEvent.id, PostEvent.kind, PostEvent.detail, PostEvent.post_id)
        .join(Post, Post.id == PostEvent.post_id)
        .where(Post.client_id == client_id, or_(is_answer, PostEvent.kind == PostEventKind.TAKEN_BACK))
        .order_by(PostEvent.id)
    ).all()
    gone = withdrawn(lines)
    for line in lines:
        if line.id not in gone and line.kind != PostEventKind.TAKEN_BACK:
            answered.setdefault(line.detail, set()).add(line.post_id)
    query = (
        select(ReviewPack, Member.name)
        .outerjoin(Member, Member.id == ReviewPack.member_id)
        .where(ReviewPack.client_id == client_id)
        .order_by(ReviewPack.id.desc())
    )
    return tuple(
        Pack(
            row.id, row.client_id, row.code, row.at, name or "", row.language, row.answer_by,
            tuple(entry["post"] for entry in row.posts), len(answered.get(_detail(row.code), ())), row.hash,
        )
        for row, name in session.execute(query)
    )  # fmt: skip


def pack_page(session: Session, pack_id: int) -> bytes:
    """The page of a pack, as it was given to the client.

    Raises:
        NotFound: There is no such pack.
    """
    key = session.scalar(select(ReviewPack.hash).where(ReviewPack.id == pack_id))
    if key is None:
        raise NotFound(_("There is no such review pack."))
    return bytes_of(session, key)


# --- what came back -------------------------------------------------------------------------------


def read_answer(session: Session, returned: ReturnedAnswer) -> AnswerSheet:
    """What came back, held against the workspace: each answer beside its post, and whether it still counts.

    Raises:
        NotFound: No pack of this workspace has its code, or the client is gone.
    """
    pack = session.scalars(select(ReviewPack).where(ReviewPack.code == returned.code)).one_or_none()
    owner = session.get(Client, pack.client_id) if pack else None
    if pack is None or owner is None:
        raise NotFound(_("This answer belongs to a review pack that is not in this workspace."))
    if owner.deleted_at is not None:
        raise NotFound(_("The client of this review pack is not there any more."))
    sheet = client(session, pack.client_id)
    scopes = versions(session, pack.client_id)
    was_filed = _was_filed(session, pack.id, returned.content)
    reader = _Reader(session, pack, scopes, was_filed=was_filed)
    rows = tuple(reader.row(answer) for answer in returned.answers)
    people = _people(sheet)
    known = {entry["post"] for entry in pack.posts}
    return AnswerSheet(
        pack_id=pack.id,
        code=pack.code,
        client_id=pack.client_id,
        client=owner.name,
        name=returned.name,
        at=returned.at,
        rows=rows,
        people=people,
        contact_id=same_name(returned.name, people),
        unanswered=len(known - {answer.post_id for answer in returned.answers}),
        returned=returned,
    )


def _people(sheet: ClientSheet) -> tuple[tuple[int, str], ...]:
    ordered = sorted(sheet.contacts, key=lambda person: not person.approves_posts)
    return tuple((person.id, person.name) for person in ordered)


def _was_filed(session: Session, pack_id: int, content: str) -> bool:
    query = select(ReviewAnswer.id).where(ReviewAnswer.pack_id == pack_id, ReviewAnswer.hash == _hash(content))
    return session.scalars(query).first() is not None


def _hash(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _is_noted(session: Session, code: str, post_id: int, words: str) -> bool:
    """Whether the answer to a pack stands as a comment in a post's history, and was not taken back."""
    return any(
        one.kind is PostEventKind.COMMENTED and (one.detail, one.comment) == (_detail(code), words)
        for one in stands(told(session, post_id))
    )


class _Reader:
    """Hold the answers to one pack against its posts."""

    def __init__(self, session: Session, pack: ReviewPack, scopes: Sequence[ScopeVersion], *, was_filed: bool) -> None:
        self.session, self.pack, self.scopes, self.was_filed = session, pack, scopes, was_filed
        self.entries = {entry["post"]: entry for entry in pack.posts}

    def row(self, answer: ReturnedPost) -> AnswerRow:
        """One answer beside its post."""
        entry = self.entries.get(answer.post_id)
        post = self.session.get(Post, answer.post_id) if entry else None
        if entry is None or answer.hash != entry["hash"][:SHORT_HASH]:
            return AnswerRow(answer.post_id, "", None, None, None, answer.answer, answer.words, Stale.UNKNOWN)
        if post is None or post.deleted_at is not None:
            title = post.title if post else ""
            return AnswerRow(answer.post_id, title, None, None, None, answer.answer, answer.words, Stale.DELETED)
        stale = self._stale(answer, entry, post)
        remark = "" if stale else self._remark(answer, entry, post)
        return AnswerRow(
            post.id, post.title, post.day, post.minute, post.thumb, answer.answer, answer.words, stale, remark
        )

    def _stale(self, answer: ReturnedPost, entry: dict[str, Any], post: Post) -> Stale | None:
        is_comment = answer.answer is AnswerKind.COMMENT
        if post.status == PostStatus.PUBLISHED and not is_comment:
            return Stale.PUBLISHED
        if post.status == PostStatus.CANCELLED and not is_comment:
            return Stale.CANCELLED
        if content_hash(self.session, post) != entry["hash"]:
            return Stale.CHANGED
        if is_comment:
            was_answered = self.was_filed and _is_noted(self.session, self.pack.code, post.id, answer.words)
        else:
            was_answered = self._was_answered(post)
        return Stale.ANSWERED if was_answered else None

    def _was_answered(self, post: Post) -> bool:
        """Whether somebody said yes or asked for changes since the pack was made, and it still stands."""
        story, code = told(self.session, post.id), _detail(self.pack.code)
        sent = (one.id for one in story if one.kind is PostEventKind.SENT_FOR_REVIEW and one.detail == code)
        since = max(sent, default=0)
        has_answer = any(one.kind in _ANSWERS and one.id > since for one in stands(story))
        return has_answer or post.status in APPROVED_OR_LATER

    def _remark(self, answer: ReturnedPost, entry: dict[str, Any], post: Post) -> str:
        """What somebody should know before it is filed."""
        remarks = []
        then, now = (entry.get("day"), entry.get("minute")), (post.day.isoformat() if post.day else None, post.minute)
        if then != now and answer.answer is AnswerKind.APPROVE:
            remarks.append(_("It was moved since; the client saw it on {when}.").format(when=_when(*then)))
        if answer.answer is AnswerKind.CHANGES:
            number, agreed = self._round(post)
            if agreed == 0:
                remarks.append(_("The scope agrees no round of changes for it."))
            elif agreed is not None and number > agreed:
                words = _("This is round {number} of changes; {agreed} are agreed.")
                remarks.append(words.format(number=number, agreed=agreed))
        return " ".join(remarks)

    def _round(self, post: Post) -> tuple[int, int | None]:
        """Which round of changes this would be, and how many are agreed."""
        return rounds_asked(told(self.session, post.id)) + 1, agreed_rounds(card_of(post), self.scopes)


def _when(day: str | None, minute: int | None) -> str:
    if day is None:
        return _("no day")
    shown = spoken().short_day(date.fromisoformat(day))
    return shown if minute is None else _("{day}, {time}").format(day=shown, time=spoken().clock(minute))


@action(N_("File answers"))
def file_answer(
    session: Session, sheet: AnswerSheet, accepted: Collection[int], contact_id: int | None = None
) -> Filed:
    """File what a client answered: yes, changes and comments, each in the history of its post.

    An answer that does not count any more is left out, also where it was accepted a moment ago; what the client wrote
    to a text that changed since is kept as a comment. The whole answer is kept as it came.

    Args:
        session: The open session.
        sheet: The answer as a person saw it.
        accepted: The posts whose answers are to be filed.
        contact_id: Who answered; by itself, whoever the name in the answer says.

    Raises:
        RuleBroken: Nobody is named, the contact is another client's, or nothing counts any more.
    """
    there = session.scalars(select(Post.id).where(Post.id.in_(list(accepted)), Post.deleted_at.is_(None)))
    held_posts(session, list(there))
    fresh = read_answer(session, sheet.returned)
    contact = found(session, Contact, contact_id) if contact_id is not None else None
    if contact is not None and contact.client_id != fresh.client_id:
        raise RuleBroken(_("Choose a person of this client."), field="contact")
    name = contact.name if contact else fresh.name
    if not name:
        raise RuleBroken(_("Say who answered."), field="contact")
    filed = [row for row in fresh.rows if row.post_id in accepted and row.can_be_filed]
    if not filed:
        raise RuleBroken(_("None of these answers counts any more, so nothing was filed."))
    was_filed = _was_filed(session, fresh.pack_id, fresh.returned.content)
    for row in filed:
        _file(session, fresh, row, contact, name)
    for row in fresh.rows:
        is_about_other = row.stale is Stale.CHANGED and bool(row.words)
        if is_about_other and not (was_filed and _is_noted(session, fresh.code, row.post_id, row.words)):
            _note(session, fresh, row, contact, name, is_about_other=True)
    acts = acting(session)
    session.add(
        ReviewAnswer(
            pack_id=fresh.pack_id,
            at=acts.now,
            member_id=acts.member_id,
            contact_id=contact.id if contact else None,
            contact=name,
            content=fresh.returned.content,
            hash=_hash(fresh.returned.content),
        )
    )
    kinds = [row.answer for row in filed]
    return Filed(
        approved=kinds.count(AnswerKind.APPROVE),
        changes=kinds.count(AnswerKind.CHANGES),
        comments=kinds.count(AnswerKind.COMMENT),
        refused=sum(not row.can_be_filed for row in fresh.rows if row.post_id in accepted),
    )


def _file(session: Session, sheet: AnswerSheet, row: AnswerRow, contact: Contact | None, name: str) -> None:
    post = found(session, Post, row.post_id)
    if row.answer is AnswerKind.APPROVE:
        post.status = PostStatus.APPROVED
        post.changes_asked = False
    elif row.answer is AnswerKind.CHANGES:
        post.status = PostStatus.DRAFT
        post.changes_asked = True
    _note(session, sheet, row, contact, name)


def _note(
    session: Session,
    sheet: AnswerSheet,
    row: AnswerRow,
    contact: Contact | None,
    name: str,
    *,
    is_about_other: bool = False,
) -> None:
    """Write an answer into the history of its post; words about an earlier text are only a comment."""
    acts = acting(session)
    kind = PostEventKind.COMMENTED if is_about_other else _KINDS[row.answer]
    session.add(
        PostEvent(
            post_id=row.post_id,
            kind=kind,
            at=acts.now,
            member_id=acts.member_id,
            contact_id=contact.id if contact else None,
            contact=name,
            means=MEANS,
            comment=row.words,
            detail=_detail(sheet.code),
            content_hash="" if is_about_other else content_hash(session, found(session, Post, row.post_id)),
            is_for_client=True,
        )
    )
