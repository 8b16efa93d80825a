"""The workspace as a whole: made, looked after, taken back."""

from __future__ import annotations

import re
import sys

from cmdesk import desk as desks
from cmdesk.cli.call import Answer, Call, columns, full_name, path_of, remember
from cmdesk.cli.words import DEFAULT_CLIENTS, DEFAULT_POSTS, DEFAULT_YEARS
from cmdesk.domain.agency import Member
from cmdesk.domain.scope import Verdict
from cmdesk.i18n import gettext as _
from cmdesk.i18n import ngettext, spoken
from cmdesk.paths import data_folder, sample_workspace
from cmdesk.services.agency import members
from cmdesk.store.passwords import stripped
from cmdesk.store.store import Entry

_ILLEGAL = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')


def new(call: Call) -> Answer:
    """Make an empty workspace with the catalogue."""
    said = call.said
    name = full_name(said.workspace) if said.workspace else str(data_folder() / _file_name(said.agency))
    made = desks.new_desk(name, said.agency, said.owner, language=spoken().language, today=said.today, clock=call.clock)
    made.close()
    remember(name, made.member_id)
    shown = stripped(name)
    return Answer({"workspace": shown, "agency": said.agency}, _("Made: {workspace}").format(workspace=shown))


def _file_name(agency: str) -> str:
    plain = " ".join(_ILLEGAL.sub(" ", agency).split()).strip(". ")[:80]
    return f"{plain or 'agency'}.cmdesk"


def demo(call: Call) -> Answer:
    """Make the sample agency, or a large one for measurements."""
    said = call.said
    if said.posts is None and said.clients is None and said.years is None:
        name = full_name(said.workspace) if said.workspace else str(sample_workspace())
        call.said.workspace = name
        _progress(_("Making the sample agency…"))
        desks.make_sample(name, today=said.today, clock=call.clock)
    else:
        name = full_name(said.workspace) if said.workspace else str(data_folder() / "large.cmdesk")
        call.said.workspace = name
        _progress(_("Making a large agency…"))
        desks.make_large(
            name,
            posts=DEFAULT_POSTS if said.posts is None else said.posts,
            clients=DEFAULT_CLIENTS if said.clients is None else said.clients,
            years=DEFAULT_YEARS if said.years is None else said.years,
            today=said.today,
            clock=call.clock,
        )
    remember(name)
    shown = stripped(name)
    is_shown = said.no_window
    return Answer({"workspace": shown}, _("Made: {workspace}").format(workspace=shown) if is_shown else "")


def undo(call: Call) -> Answer:
    """Take back the newest thing that the member did."""
    call.check_member()
    label = call.desk.undo_newest()
    return Answer({"undone": label}, _("Taken back: {action}").format(action=_(label)))


def history(call: Call) -> Answer:
    """List what was done, the newest first."""
    entries = call.desk.history(call.said.limit)
    people: dict[int | None, Member] = {member.id: member for member in call.read(members)}
    taken_back = {entry.undoes for entry in entries if entry.undoes is not None}

    def name(member_id: int | None) -> str:
        return people[member_id].name if member_id in people else ""

    def label(entry: Entry) -> str:
        if entry.undoes is None:
            return _(entry.label)
        return _("Taken back: {action}").format(action=_(entry.label))

    data = [
        {
            "id": entry.id,
            "at": entry.at.astimezone().isoformat(timespec="seconds"),
            "member": name(entry.member_id) or None,
            "action": entry.label,
            "undoes": entry.undoes,
            "is_undoable": entry.is_undoable,
            "is_taken_back": entry.id in taken_back,
            "kinds": sorted(entry.changes.kinds),
        }
        for entry in entries
    ]
    rows = []
    for entry in entries:
        at = entry.at.astimezone()
        when = f"{at:%Y-%m-%d} {spoken().clock(at.hour * 60 + at.minute)}"
        rows.append([str(entry.id), when, name(entry.member_id), label(entry)])
    heads = [_("No."), _("When"), _("Who"), _("What")]
    return Answer(data, columns(heads, rows, right=[0]) if rows else _("Nothing was done yet."))


def check(call: Call) -> Answer:
    """Check the whole workspace."""
    name = call.workspace
    _progress(_("Checking…"))
    verdict = desks.check_workspace(name, today=call.said.today, clock=call.clock)
    return verdict_answer(verdict, _("All is as it should be: {workspace}").format(workspace=stripped(name)))


def verdict_answer(verdict: Verdict, good: str) -> Answer:
    """What a check found."""
    faults = [{"what": fault.what, "where": fault.where} for fault in verdict.faults]
    data = {"ok": verdict.is_good, "faults": faults}
    if verdict.is_good:
        return Answer(data, good)
    remark = ngettext(
        "{count} thing is not as it was written. A backup from before has it as it was.",
        "{count} things are not as they were written. A backup from before has them as they were.",
        len(faults),
    ).format(count=len(faults))
    rows = [[fault.where, fault.what] for fault in verdict.faults]
    return Answer(data, columns([_("Where"), _("What")], rows), code=1, remark=remark)


def backup(call: Call) -> Answer:
    """Make a verified backup."""
    _progress(_("Backing up…"))
    made = desks.back_up(call.workspace, path_of(call.said.to) if call.said.to else None, clock=call.clock)
    data = {"file": str(made.path), "workspace": made.workspace, "at": made.at.isoformat(), "size": made.size}
    return Answer(data, _("Backed up: {name}").format(name=made.path))


def restore(call: Call) -> Answer:
    """Put a backup in the place of the workspace."""
    name = call.workspace
    aside = desks.restore_backup(path_of(call.said.file), name, clock=call.clock)
    text = _("Restored: {workspace}").format(workspace=name)
    if aside:
        text += "\n" + _("What was there before lies in {file} now.").format(file=aside)
    return Answer({"workspace": name, "aside": str(aside) if aside else None}, text)


def _progress(sentence: str) -> None:
    """Say what takes time, where somebody watches."""
    if sys.stderr.isatty():
        sys.stderr.write(f"{sentence}\n")


__all__ = ["backup", "check", "demo", "history", "new", "restore", "undo", "verdict_answer"]
