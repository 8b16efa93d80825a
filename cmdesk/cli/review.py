"""Review packs, and the answers to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cmdesk.cli.call import Answer, Call, columns, iso_day, path_of
from cmdesk.cli.call import words as word
from cmdesk.cli.names import Named, named
from cmdesk.domain.errors import RuleBroken, Unavailable
from cmdesk.domain.moments import Month
from cmdesk.domain.review import ANSWER_NAMES, AnswerSheet, spaced_code
from cmdesk.i18n import N_, ngettext
from cmdesk.i18n import gettext as _
from cmdesk.services import review

_NO_CONTACT = N_("This client has nobody called “{name}”.")
_CONTACTS = N_("Several people are called “{name}”: {names}. Write more of the name.")
_LARGEST = 5_000_000


def packed(call: Call) -> Answer:
    """Make a pack, save its page, and its paper too where a PDF is asked for."""
    from cmdesk.reports.writer import put

    said = call.said
    client_id = call.client(said.client)
    call.check_member()
    keys = tuple(said.post) or tuple(
        one.id for one in call.read(review.candidates, client_id, said.month or Month.of(call.today))
    )
    if not keys:
        raise RuleBroken(_("No post of this month waits to be shown to the client."))
    made = call.desk.make_review_pack(client_id, keys, answer_by=said.by, language=said.page_language).value
    target = path_of(said.to)
    page = target / made.page.file_name if target.is_dir() else target.with_suffix(".html")
    files = [page]
    put(made.page.content, page)
    if target.suffix.lower() == ".pdf":
        put(call.desk.review_paper(made.content).content, target)
        files.append(target)
    count = len(made.content.posts)
    sentence = ngettext(
        "Pack {code} with {count} post is saved: {files}", "Pack {code} with {count} posts is saved: {files}", count
    ).format(code=spaced_code(made.content.code), count=count, files=", ".join(map(str, files)))
    data = {"code": made.content.code, "posts": [post.id for post in made.content.posts], "files": [*map(str, files)]}
    return Answer(data, sentence)


def answered(call: Call) -> Answer:
    """Show what a client answered, and file what still counts."""
    sheet = call.desk.look_at_answer(_bytes_of(path_of(call.said.file)))
    rows = [
        [str(row.post_id), row.title, word(ANSWER_NAMES, row.answer), row.words, row.why_not or row.remark]
        for row in sheet.rows
    ]
    shown = columns([_("No."), _("Title"), _("Answer"), _("Words"), _("Remark")], rows, right=[0])
    data: dict[str, Any] = {"code": sheet.code, "client": sheet.client, "name": sheet.name, "answers": _records(sheet)}
    if call.said.look or not sheet.fileable:
        return Answer(data, shown, code=0 if call.said.look else 1, remark="" if call.said.look else _nothing())
    people = [Named(key, name) for key, name in sheet.people]
    contact_id = sheet.contact_id
    if call.said.contact:
        contact_id = named(call.said.contact, people, _NO_CONTACT, _CONTACTS)
    filed = call.do(review.file_answer, sheet, sheet.fileable, contact_id)
    data["filed"] = {"approved": filed.approved, "changes": filed.changes, "comments": filed.comments}
    words = _("Filed: {approved} approved, {changes} with changes asked, {comments} commented.").format(
        approved=filed.approved, changes=filed.changes, comments=filed.comments
    )
    return Answer(data, f"{shown}\n{words}")


def listed(call: Call) -> Answer:
    """List the packs that a client got."""
    found = call.read(review.packs, call.client(call.said.client))
    data = [
        {
            "code": pack.code, "at": pack.at.isoformat(), "by": pack.who, "answer_by": iso_day(pack.answer_by),
            "posts": list(pack.post_ids), "answered": pack.answered,
        }
        for pack in found
    ]  # fmt: skip
    rows = [
        [spaced_code(pack.code), pack.at.date().isoformat(), pack.who, f"{pack.answered}/{len(pack.post_ids)}"]
        for pack in found
    ]
    heads = [_("Code"), _("Made on"), _("By"), _("Answered")]
    return Answer(data, columns(heads, rows) if rows else _("This client has no review pack yet."))


def _nothing() -> str:
    return _("None of these answers counts any more, so nothing was filed.")


def _records(sheet: AnswerSheet) -> list[dict[str, Any]]:
    return [
        {
            "post": row.post_id, "title": row.title, "answer": row.answer.value, "words": row.words,
            "stale": row.stale.value if row.stale else None, "remark": row.remark,
        }
        for row in sheet.rows
    ]  # fmt: skip


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise RuleBroken(_("This is too large to be an answer. Choose the file that the client sent back."))
        return path.read_bytes()
    except OSError as error:
        raise Unavailable(_("“{name}” cannot be read. Is it still there?").format(name=path.name)) from error
