"""What may be said, in which order, in which language, and what is loaded to understand it."""

from __future__ import annotations

import argparse
import subprocess
import sys

import pytest

import cmdesk
import main
from cmdesk import cli, i18n, settings
from cmdesk.cli import _subject
from cmdesk.cli.words import WrongWords, parser
from tests.house.source import ROOT


def _words(found, path=()):
    """Every word with its parser."""
    yield path, found
    for action in found._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, following in action.choices.items():
                yield from _words(following, (*path, name))


ALL = dict(_words(parser()._root))


@pytest.mark.parametrize("path", sorted(ALL), ids=" ".join)
def test_a_word_does_something_and_explains_itself(path, say):
    does = ALL[path].get_default("does")
    if does not in {None, "open"}:
        subject, _dot, what = does.partition(".")
        assert callable(getattr(_subject(subject), what or subject))
    answer = say(*path, "--help")
    assert answer.code == 0
    assert answer.out.startswith("Usage: python main.py")


@pytest.mark.parametrize("path", sorted(ALL), ids=" ".join)
def test_help_speaks_spanish(path, say):
    answer = say(*path, "--help", language="es")
    assert answer.out.startswith("Uso: python main.py")
    assert "show this help" not in answer.out


def test_the_version_is_told(say):
    assert say("--version").out == f"CMDesk {cmdesk.__version__}\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["frobnicate"], "“frobnicate” is none of these: open, demo, new, "),
        (["scope"], "These words are missing: WORD."),
        (["clients", "show"], "These words are missing: CLIENT."),
        (["clients", "list", "more"], "These words mean nothing here: more."),
        (["clients", "list", "--nonsense"], "These words mean nothing here: --nonsense."),
        (["scope", "draft", "horno"], "Say one of these: --template --from-current."),
        (["scope", "draft", "x", "--template", "a", "--from-current"], "Say --from-current or --template, not both."),
        (["posts", "move", "seven", "+7"], "“seven” is no whole number."),
        (["posts", "list", "--status", "lost"], "“lost” is none of these: idea, draft, "),
        (["allowance", "horno", "--month", "2026-13"], "Write the month as a year and a number"),
        (["allowance", "horno", "--month", "9999-12"], "Write the month as a year and a number"),
        (["--today", "yesterday", "check"], "Write the day as YYYY-MM-DD"),
        (["scope", "set", "horno", "--price"], "A value is missing after --price."),
        (["-w"], "A value is missing after -w/--workspace."),
        (["clients", "list", "--json=yes"], "--json takes no value."),
        (["scope", "set", "horno", "feed", "--price", "-5"], "Write an amount such as 905.00"),
        (["scope", "set", "horno", "feed", "--price=ten"], "Write an amount such as 905.00"),
        (["scope", "set", "horno", "feed", "--price", "1.234"], "Write an amount such as 905.00"),
        (["scope", "set", "horno", "feed", "--quantity", "2.5"], "“2.5” is no whole number."),
        (["scope", "set", "horno", "feed", "--tax", "much"], "Write a percentage"),
        (["scope", "set", "horno", "feed", "--channels", "instagram,carrier pigeon"], "“carrier_pigeon” is none of"),
        (["history", "--limit", "0"], "Write a number from 1 on."),
        (["clients", "add", "a\0b"], "The words hold a character that cannot be kept."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_words_are_named(words, said, say):
    answer = say(*words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(said), answer.err


def test_wrong_words_are_named_in_spanish(say):
    assert say("posts", "move", "siete", "+7", language="es").err.startswith("«siete» no es un número entero.")


def test_options_stand_before_or_after_the_words():
    before = parser().parse_args(["--json", "-w", "a", "--as", "nuria", "--today", "2026-10-14", "clients", "list"])
    after = parser().parse_args(["clients", "list", "--json", "--workspace=a", "--as=nuria", "--today", "2026-10-14"])
    assert vars(before) == vars(after)
    between = parser().parse_args(["clients", "-w", "a", "list"])
    assert between.workspace == "a"


def test_no_option_is_guessed_from_its_beginning():
    with pytest.raises(WrongWords):
        parser().parse_args(["clients", "list", "--js"])


@pytest.mark.parametrize(
    ("words", "window"),
    [
        (["demo"], {"is_sample": True}),
        (["open", "postgresql://nuria@server/agency"], {"workspace": "postgresql://nuria@server/agency"}),
        (["open", "/agency.cmdesk"], {"workspace": "/agency.cmdesk"}),
        (["-w", "/agency.cmdesk", "--language", "es"], {"workspace": "/agency.cmdesk", "language": "es"}),
        (["open", "/a.cmdesk", "--as", "Nuria"], {"workspace": "/a.cmdesk", "member": "Nuria"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_words_that_are_about_the_window_only_say_what_it_opens(words, window):
    answer = cli.main(words)
    assert isinstance(answer, cli.Opening)
    empty = {"workspace": "", "is_sample": False, "today": None, "language": "", "member": ""}
    assert answer.for_window() == {**empty, **window}


def test_a_file_is_opened_by_its_whole_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = cli.main(["open", "agency.cmdesk"])
    assert isinstance(answer, cli.Opening)
    assert answer.workspace == str(tmp_path / "agency.cmdesk")


def test_the_language_is_the_one_chosen_in_the_settings(data_folder, capsys):
    settings.save(settings.Settings(language="es"))
    main.main(["--help"])
    assert capsys.readouterr().out.startswith("Uso:")


@pytest.mark.parametrize(
    ("names", "language"),
    [
        ({"LANG": "es_ES.UTF-8"}, "es"),
        ({"LC_ALL": "C", "LANG": "es_MX.UTF-8"}, "es"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "Spanish_Spain.1252"}, "es"),
    ],
    ids=str,
)
def test_else_it_is_the_systems(names, language, monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    cli.main(["demo"])
    assert i18n.spoken().language == language


def _loaded(code):
    answer = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sorted(sys.modules))"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return {name.partition(".")[0] for name in answer.stdout.splitlines()[-1].split()}


def test_the_way_to_the_window_loads_next_to_nothing():
    loaded = _loaded("from cmdesk import cli; cli.main(['demo']); cli.main(['open', 'a'])")
    assert not loaded & {"sqlalchemy", "alembic", "babel", "reportlab", "psycopg", "PIL", "PySide6", "keyring"}


def test_the_command_line_never_loads_qt(tmp_path):
    loaded = _loaded(
        "import main\n"
        "for words in (['new', '--agency', 'A'], ['clients', 'add', 'B'],\n"
        "              ['scope', 'draft', 'B', '--template', 'essential'], ['posts', 'add', 'C', '--client', 'B'],\n"
        "              ['tasks', 'list'], ['check'], ['history'], ['backup'],\n"
        f"              ['report', 'scope', 'B', '--to', {str(tmp_path / 'scope.pdf')!r}]):\n"
        "    assert main.main(words) == 0, words\n"
    )
    assert "sqlalchemy" in loaded
    assert not loaded & {"PySide6", "shiboken6"}


def test_every_part_of_the_command_line_can_be_loaded():
    for subject in ("catalogue", "clients", "scopes", "posts", "tasks", "reports", "workspace"):
        assert _subject(subject).__name__ == f"cmdesk.cli.{subject}"
