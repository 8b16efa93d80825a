"""Rules of the house that imports cannot say."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

import cmdesk.services
from cmdesk.domain.changes import Kind
from cmdesk.models import APPEND_ONLY, Base
from cmdesk.services.action import Action
from tests.house.source import PACKAGE, ROOT, calls, files, name_of, tree, where

# Where anything may go wrong and the program must go on: each with its reason.
MAY_CATCH_ALL: set[str] = set()


def use_cases() -> Iterator[tuple[str, object]]:
    """Every public function and action of the services, with its dotted name."""
    for found in pkgutil.walk_packages(cmdesk.services.__path__, "cmdesk.services."):
        module = importlib.import_module(found.name)
        if found.name.endswith((".action",)):
            continue
        for name, thing in vars(module).items():
            is_own = getattr(thing, "__module__", getattr(getattr(thing, "run", None), "__module__", "")) == found.name
            if name.startswith("_") or (not is_own and not isinstance(thing, Action)):
                continue
            if isinstance(thing, Action) and thing.run.__module__ == found.name:
                yield f"{found.name}.{name}", thing.run
            elif inspect.isfunction(thing) and is_own:
                yield f"{found.name}.{name}", thing


USE_CASES = dict(use_cases())


def test_there_are_use_cases():
    assert len(USE_CASES) > 40


@pytest.mark.parametrize("name", sorted(USE_CASES))
def test_a_use_case_takes_the_session_first_and_says_what_it_does(name):
    run = USE_CASES[name]
    parameters = list(inspect.signature(run).parameters.values())
    takes_session = bool(parameters) and parameters[0].name == "session"
    is_pure = not any("Session" in str(parameter.annotation) for parameter in parameters)

    assert takes_session or is_pure, "the session comes first"
    assert not takes_session or parameters[0].annotation in {"Session", Session}
    assert inspect.getdoc(run), "its docstring is missing"
    assert not any(f"models.{model}" in str(inspect.signature(run).return_annotation) for model in _mapped())


def _mapped() -> set[str]:
    return {mapper.class_.__name__ for mapper in Base.registry.mappers}


def test_kinds_of_record_and_tables_are_the_same_set():
    assert {kind.value for kind in Kind} == set(Base.metadata.tables)


def test_every_table_that_changes_counts_its_versions():
    without = {mapper.class_.__tablename__ for mapper in Base.registry.mappers if mapper.version_id_col is None}
    assert without == set(APPEND_ONLY)


def test_colours_live_in_the_themes():
    found = [
        where(path, node)
        for path in files("ui")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})", node.value)
    ]
    assert found == []


SHOWN_BY = {"setText", "setToolTip", "setPlaceholderText", "setAccessibleName", "setWindowTitle", "setTitle",
            "addAction", "addMenu", "toast", "push_button", "words", "labelled"}  # fmt: skip
WORD = re.compile(r"[A-Za-zÁÉÍÓÚÜÑáéíóúüñ]{3,}")
NAMES = {"CMDesk"}


def test_no_sentence_of_the_window_escapes_translation():
    found = []
    for path in files("ui"):
        for call in calls(path):
            if name_of(call.func).split(".")[-1] not in SHOWN_BY:
                continue
            for argument in call.args[:4]:
                text = argument.value if isinstance(argument, ast.Constant) else None
                if isinstance(text, str) and " " in text and WORD.search(text) and text not in NAMES:
                    found.append(f"{where(path, call)} {text!r}")
    assert found == []


def test_nothing_is_formatted_before_it_is_translated():
    translators = {"_", "N_", "gettext", "ngettext", "pgettext", "i18n.gettext", "i18n.ngettext"}
    found = [
        where(path, call)
        for path in files()
        for call in calls(path)
        if name_of(call.func) in translators
        and any(isinstance(argument, (ast.JoinedStr, ast.BinOp, ast.Call)) for argument in call.args[:2])
    ]
    assert found == []


CLOCKS = {"date.today", "datetime.now", "datetime.today", "datetime.utcnow", "time.time", "datetime.date.today"}


def test_no_clock_and_no_chance_below_the_desk():
    found = []
    for path in files("domain", "services", "reports"):
        found += [where(path, call) for call in calls(path) if name_of(call.func) in CLOCKS]
        found += [
            where(path, node)
            for node in ast.walk(tree(path))
            if (isinstance(node, ast.Import) and any(name.name in {"random", "secrets"} for name in node.names))
            or (isinstance(node, ast.ImportFrom) and node.module in {"random", "secrets"})
        ]
    assert found == []


def test_the_window_is_never_held_up():
    found = []
    for path in files("ui"):
        for call in calls(path):
            name = name_of(call.func)
            is_waiting = name.endswith(".processEvents") or name in {"time.sleep", "QThread.sleep"}
            is_modal = name.endswith((".exec", ".exec_")) and not _is_allowed_loop(path, name)
            if is_waiting or is_modal:
                found.append(f"{where(path, call)} {name}")
    assert found == []


def test_bytes_become_pictures_at_one_place():
    """Qt's own search for the kind of a picture can hold two threads up for ever: see `cmdesk/ui/images.py`."""
    found = [
        where(path, call)
        for path in files("ui")
        for call in calls(path)
        if name_of(call.func).endswith((".fromData", ".loadFromData")) and path.name != "images.py"
    ]
    assert found == []


def _is_allowed_loop(path: Path, name: str) -> bool:
    return name == "app.exec" or "drag" in name.lower() or path.name == "notify.py"


def test_nobody_swallows_what_he_does_not_know():
    found = [
        where(path, node)
        for path in files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or name_of(node.type) in {"Exception", "BaseException"})
        and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
        and str(path.relative_to(ROOT)) not in MAY_CATCH_ALL
    ]
    assert found == []


def test_migrations_know_nothing_of_ours():
    found = [
        where(path, node)
        for path in files("store/migrations")
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cmdesk"))
        or (isinstance(node, ast.Import) and any(name.name.startswith("cmdesk") for name in node.names))
    ]
    assert found == []


def test_writes_pass_the_recorder():
    found = [
        where(path, call)
        for path in files("services", "ui", "desk.py", "cli")
        for call in calls(path)
        if name_of(call.func).endswith((".execute", ".scalars", ".scalar"))
        and call.args
        and isinstance(call.args[0], ast.Call)
        and name_of(call.args[0].func).split(".")[0] in {"update", "delete", "insert"}
    ]
    assert found == []


def test_a_session_is_never_committed_outside_the_store():
    found = [
        where(path, call)
        for path in files("services", "ui", "reports", "exchange", "domain", "desk.py", "cli")
        for call in calls(path)
        if name_of(call.func) in {"session.commit", "session.rollback", "session.close"}
    ]
    assert found == []


def test_every_icon_that_is_asked_for_is_there():
    shipped = {path.stem for path in (ROOT / "resources" / "icons").glob("*.svg")}
    wanted = {
        (node.value, where(path, node))
        for path in files("ui")
        for call in calls(path)
        for node in [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "icon")]
        if name_of(call.func).split(".")[-1] in {"icon", "pixmap", "Glyph", "IconButton", "set_icon_name"}
        and isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"[a-z]+(-[a-z]+)+", node.value)
    }
    assert [place for name, place in wanted if name not in shipped] == []


def test_items_of_views_are_painted_not_styled():
    sheet = (ROOT / "resources" / "themes" / "style.qss").read_text(encoding="utf-8")
    assert not re.search(r"Q(List|Tree|Table|AbstractItem)View::item", sheet)


def test_no_machine_and_no_package_index_is_named():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    pattern = re.compile(r"/(?:work|root|home)/[a-z]|--(?:extra-)?index-url|https?://[^\s\"]*/(?:simple|packages)/")
    found = [
        name
        for name in tracked
        if Path(name).suffix in {".py", ".toml", ".md", ".lock", ".in", ".bat", ".cfg", ".ini", ".yml", ""}
        and name != "tests/house/test_structure.py"
        and (ROOT / name).is_file()
        and pattern.search((ROOT / name).read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


def test_the_window_paints_before_the_database_layer_is_loaded():
    code = (
        "import sys\n"
        "from PySide6.QtCore import QTimer\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from cmdesk.ui import application\n"
        "app = QApplication([])\n"
        "program = application.Application(app, application.Wish())\n"
        "program.window.show()\n"
        "heavy = {'sqlalchemy', 'reportlab', 'alembic', 'psycopg', 'babel', 'pypdfium2', 'PIL', 'asyncio', 'pyhanko'}\n"
        "def look():\n"
        "    print(sorted(heavy & set(sys.modules)))\n"
        "    program.window.close()\n"
        "QTimer.singleShot(0, look)\n"
        "app.exec()\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert answer.stdout.strip() == "[]", answer.stderr


def test_the_version_is_told_once():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == cmdesk.__version__


def test_the_package_is_where_it_belongs():
    assert {p.name for p in PACKAGE.iterdir() if p.is_dir() and p.name != "__pycache__"} == {
        "cli", "domain", "models", "store", "services", "reports", "exchange", "ui",
    }  # fmt: skip


# Who reads the bytes of files as they were kept, and why nothing of a picture's origin leaves through them.
MAY_READ_BYTES = {
    "services/agreeing.py",  # the evidence of a yes, which is given back as it came
    "services/checking.py",  # only their hash
    "services/leaving.py",  # cleaned before they go
    "services/media.py",  # for the screen, and small pictures, which were made without what was told beside
    "services/proof.py",  # only their length
    "services/review.py",  # pictures are drawn anew; and the page of a pack that was made
    "services/scope_document.py",  # the agency's and the client's logo, drawn into a PDF
    "services/signing.py",  # the agreement's own PDF
}


def test_pictures_leave_through_one_door():
    reads = re.compile(r"\bBlob\.data\b|\bbytes_of\(")
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in files("services", "exchange", "reports", "cli", "desk.py")
        if reads.search(path.read_text(encoding="utf-8").replace("def bytes_of(", ""))
    }
    assert {name for name in found if not name.startswith("cli/")} == MAY_READ_BYTES
