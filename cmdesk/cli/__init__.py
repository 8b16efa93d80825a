"""The command line: words to use cases to printed lines. It knows no Qt.

Only what reading the words needs is imported here, so that `open` and `demo` reach the window at once.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import TYPE_CHECKING

from cmdesk import i18n, settings
from cmdesk.cli.words import WrongWords, parser
from cmdesk.domain.errors import DeskError
from cmdesk.i18n import gettext as _

if TYPE_CHECKING:
    from argparse import Namespace

DONE, REFUSED, WRONG_WORDS, STOPPED = 0, 1, 2, 130


@dataclass(frozen=True, slots=True)
class Opening:
    """What the window is to open: the words were about that and nothing else."""

    workspace: str = ""
    is_sample: bool = False
    today: date | None = None
    language: str = ""
    member: str = ""

    def for_window(self) -> dict[str, object]:
        """The same, as the window takes it."""
        return {
            "workspace": self.workspace,
            "is_sample": self.is_sample,
            "today": self.today,
            "language": self.language,
            "member": self.member,
        }


def main(words: list[str]) -> int | Opening:
    """Do what the words say: the exit code, or what the window is to open."""
    i18n.use(_language(words))
    try:
        return _done(words)
    except WrongWords as wrong:
        _tell(f"{wrong}\n{wrong.usage}".rstrip())
        return WRONG_WORDS
    except DeskError as error:
        _tell(_without_password(str(error), words))
        return REFUSED
    except BrokenPipeError:
        # whoever read the answer has heard enough; the interpreter must not try to tell the rest at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        reason = error.strerror or str(error)
        name = error.filename or ""
        _tell(_("“{file}” cannot be read or written: {reason}.").format(file=name, reason=reason))
        return REFUSED
    except KeyboardInterrupt:
        return STOPPED


def _done(words: list[str]) -> int | Opening:
    said = parser().parse_args(_kept_signs(words))
    if said.does is None:
        return _opening(said, said.workspace or "")
    if said.does == "open":
        return _opening(said, said.place)
    if said.does == "help":
        sys.stdout.write(said.text)
        sys.stdout.flush()
        return DONE
    if said.does == "demo" and not (said.no_window or said.posts or said.clients or said.years):
        return _opening(said, said.workspace or "", is_sample=True)
    return _answered(said)


def _answered(said: Namespace) -> int | Opening:
    from cmdesk.cli.call import Call

    subject, _dot, what = said.does.partition(".")
    with Call(said) as call:
        answer = getattr(_subject(subject), what or subject)(call)
    code: int = answer.show(is_json=said.json)
    if said.does == "demo" and not said.no_window:
        return _opening(said, call.workspace)
    return code


def _subject(name: str) -> ModuleType:  # noqa: PLR0911, PLR0912 - one for each subject, named so that a frozen program has them
    """The part of the command line that knows a subject; loaded when it is needed."""
    match name:
        case "catalogue":
            from cmdesk.cli import catalogue

            return catalogue
        case "templates":
            from cmdesk.cli import templates

            return templates
        case "routines":
            from cmdesk.cli import routines

            return routines
        case "plain_words":
            from cmdesk.cli import plain_words

            return plain_words
        case "today":
            from cmdesk.cli import today

            return today
        case "clients":
            from cmdesk.cli import clients

            return clients
        case "scopes":
            from cmdesk.cli import scopes

            return scopes
        case "agreement":
            from cmdesk.cli import agreement

            return agreement
        case "extras":
            from cmdesk.cli import extras

            return extras
        case "posts":
            from cmdesk.cli import posts

            return posts
        case "tasks":
            from cmdesk.cli import tasks

            return tasks
        case "reports":
            from cmdesk.cli import reports

            return reports
        case "review":
            from cmdesk.cli import review

            return review
        case _:
            from cmdesk.cli import workspace

            return workspace


def _opening(said: Namespace, workspace: str, *, is_sample: bool = False) -> Opening:
    return Opening(_absolute(workspace), is_sample, said.today, said.language, said.member)


def _absolute(workspace: str) -> str:
    """The same file, wherever the window stands; an address stays as it is."""
    is_file = workspace and "://" not in workspace
    return os.path.abspath(os.path.expanduser(workspace)) if is_file else workspace  # noqa: PTH100, PTH111 - light


def _kept_signs(words: list[str]) -> list[str]:
    if any("\0" in word for word in words):
        raise WrongWords(_("The words hold a character that cannot be kept. Take it out and try again."))
    return words


def _language(words: list[str]) -> str:
    """The language to speak: the one asked for, the one of the settings, or the system's."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == "--language":
            return following
        if word.startswith("--language="):
            return word.partition("=")[2]
    try:
        chosen = settings.load().language
    except OSError:
        chosen = "system"
    return _system_language() if chosen == "system" else chosen


def _system_language() -> str:
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG")]
    if not any(names):
        import locale

        names.append(locale.getlocale()[0] or "")
    codes = (re.sub(r"^(spanish|english)", lambda match: "es" if match[0][0] == "s" else "en", name.lower())
             for name in names)  # fmt: skip
    return next((code[:2] for code in codes if code[:2] in i18n.LANGUAGES), "en")


def _without_password(sentence: str, words: list[str]) -> str:
    """A sentence that shows no password which stands in an address among the words."""
    for word in words:
        before_server, has_server, _server = word.rpartition("@")
        if not has_server:
            continue
        account = before_server.rpartition("//")[2]
        for password in (account.partition(":")[2], account.rpartition(":")[2]):
            if password and password != account:
                sentence = sentence.replace(password, "•••")
    return sentence


def _tell(sentence: str) -> None:
    sys.stdout.flush()
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()
