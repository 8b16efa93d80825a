"""Files that a person chooses or saves, read and written beside the window."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from cmdesk.domain.errors import RuleBroken, Unavailable
from cmdesk.domain.scope import LARGEST_EVIDENCE
from cmdesk.i18n import _
from cmdesk.paths import data_folder
from cmdesk.ui.jobs import Progress
from cmdesk.ui.memory import Memory

_CLOSES: Final = Qt.WidgetAttribute.WA_DeleteOnClose
_FILES: Final = "files/folder"  # where a person chose or saved a file last
_KEPT_S: Final = 24 * 60 * 60  # so long a mail program may take to open what it was given
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


def read_file(path: Path, progress: Progress) -> tuple[str, bytes]:
    """A file's name and bytes.

    Raises:
        RuleBroken: It is empty or too large.
        Unavailable: It cannot be read.
    """
    progress.step(0, 1)
    try:
        if path.stat().st_size > LARGEST_EVIDENCE:
            raise RuleBroken(_("The file is larger than 50 MB. Choose a smaller one."))
        data = path.read_bytes()
    except OSError as error:
        raise Unavailable(_("“{name}” cannot be read. Is it still there?").format(name=path.name)) from error
    if not data:
        raise RuleBroken(_("The file is empty. Choose another one."))
    return path.name, data


def write_file(path: Path, data: bytes, progress: Progress) -> str:
    """Write beside the target, replace it in one step, and return its name.

    Raises:
        Unavailable: It cannot be written there.
    """
    progress.step(0, 1)
    beside = path.with_name(path.name + ".part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise Unavailable(_("“{name}” cannot be written there.").format(name=path.name)) from error
    return path.name


def hand_over(name: str, data: bytes, progress: Progress) -> Path:
    """Write a file that another program is to open, in a folder of this person alone; older ones are removed.

    Raises:
        Unavailable: It cannot be written.
    """
    progress.step(0, 1)
    try:
        folder = data_folder() / "opened"
        folder.mkdir(mode=0o700, exist_ok=True)
        _sweep(folder)
        path = folder / safe_name(name)
        path.write_bytes(data)
    except OSError as error:
        raise Unavailable(_("“{name}” cannot be written there.").format(name=name)) from error
    return path


def safe_name(name: str) -> str:
    """A file name that every system takes, and that leads nowhere else."""
    bare = _FORBIDDEN.sub("-", name).strip(" .")
    stem, dot, ending = bare.rpartition(".")
    return f"{stem[:120]}{dot}{ending[:12]}" if stem else bare[:120] or "file"


def _sweep(folder: Path) -> None:
    for old in folder.iterdir():
        with contextlib.suppress(OSError):
            if old.is_file() and time.time() - old.stat().st_mtime > _KEPT_S:
                old.unlink()


def choose_file(
    parent: QWidget,
    title: str,
    on_chosen: Callable[[str], object],
    kinds: str = "",
    *,
    place: str = _FILES,
    folder: str = "",
) -> None:
    """Let a person choose a file, of one of these kinds (“Pictures (*.png *.jpg)”, several parted by `;;`).

    The dialog begins where the last one of the same `place` ended, the first one in `folder` or among the documents.
    """
    dialog = _dialog(parent, title, kinds, place, folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(on_chosen)
    dialog.open()


def choose_files(
    parent: QWidget, title: str, on_chosen: Callable[[list[str]], object], kinds: str = "", *, place: str = _FILES
) -> None:
    """Let a person choose one or several files."""
    dialog = _dialog(parent, title, kinds, place)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(on_chosen)
    dialog.open()


def choose_folder(parent: QWidget, title: str, on_chosen: Callable[[str], object], *, place: str = _FILES) -> None:
    """Let a person choose a folder."""
    dialog = _dialog(parent, title, "", place, "")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(on_chosen)
    dialog.open()


def choose_place(
    parent: QWidget,
    title: str,
    name: str,
    on_chosen: Callable[[str], object],
    kinds: str = "",
    *,
    place: str = _FILES,
    folder: str = "",
) -> None:
    """Let a person choose where a file is saved, and under which name; an ending left away is that of `name`.

    Without a `place` the dialog begins in `folder`, and nothing is remembered.
    """
    dialog = _dialog(parent, title, kinds, place, folder)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix[1:])
    dialog.selectFile(safe_name(name))
    dialog.fileSelected.connect(on_chosen)
    dialog.open()


def _dialog(parent: QWidget, title: str, kinds: str, place: str, folder: str = "") -> QFileDialog:
    """A dialog that goes with its closing, and begins where the last one of its place ended."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(parent, title, (Memory().recall(place) if place else "") or folder or documents, kinds)
    dialog.setAttribute(_CLOSES)  # else it stays, with the list of names it proposes, as long as its parent
    if place:
        dialog.filesSelected.connect(partial(_keep_folder, place))
    return dialog


def _keep_folder(place: str, chosen: list[str]) -> None:
    if chosen:
        Memory().keep(place, str(Path(chosen[0]).parent))
