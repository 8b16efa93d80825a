"""What may be said on the command line: the words, their options and what they mean."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NoReturn

import cmdesk
from cmdesk import i18n
from cmdesk.i18n import N_
from cmdesk.i18n import gettext as _

TREATMENTS = ("included", "optional", "excluded")
CADENCES = ("once", "day", "week", "month", "quarter", "demand")
PRICE_MODES = ("fee", "unit", "once")
ROLL_OVERS = ("lapses", "carries", "capped")
MEANS = ("signed_pdf", "email", "in_person", "phone", "other")
FORMATS = ("post", "carousel", "reel", "story", "video", "article", "thread", "live", "newsletter", "event")
NETWORKS = (
    "instagram", "facebook", "x", "linkedin", "tiktok", "youtube", "pinterest", "threads", "bluesky", "mastodon",
    "whatsapp", "telegram", "google_business", "blog", "newsletter", "forum", "other",
)  # fmt: skip
STATUSES = ("idea", "draft", "internal_review", "client_review", "approved", "scheduled", "published", "cancelled")
CLIENT_STATUSES = ("prospect", "active", "paused", "ended")
FATES = ("tray", "bin", "keep")
DECISIONS = ("open", "change_order", "swap", "courtesy", "declined")
PRICE_PRINTS = ("line", "area", "total")
FIRST_YEAR, LAST_YEAR = 1900, 2999
ADDRESSES = ("tu", "vosotros", "usted")
DEFAULT_POSTS, DEFAULT_CLIENTS, DEFAULT_YEARS = 10_000, 20, 3  # of a large agency

# How argparse says that words are wrong, and how we do
_SAID = (
    (r"the following arguments are required: (?P<names>.*)", N_("These words are missing: {names}.")),
    (r"one of the arguments (?P<names>.*) is required", N_("Say one of these: {names}.")),
    (r"unrecognized arguments: (?P<words>.*)", N_("These words mean nothing here: {words}.")),
    (
        r"argument .*: invalid choice: '?(?P<word>.*?)'? \(choose from (?P<choices>.*?)\)(?:, maybe.*)?",
        N_("“{word}” is none of these: {choices}."),
    ),
    (r"argument .*: invalid \w+ value: '?(?P<word>.*?)'?", N_("“{word}” is no whole number.")),
    (r"argument (?P<name>.*): expected (?:one argument|at least one argument)", N_("A value is missing after {name}.")),
    (r"argument (?P<name>.*): ignored explicit argument .*", N_("{name} takes no value.")),
    (r"argument (?P<name>.*): not allowed with argument (?P<other>.*)", N_("Say {name} or {other}, not both.")),
    (r"argument .*?: (?P<sentence>.*)", "{sentence}"),
)  # fmt: skip


_COMMON = frozenset({"workspace", "json", "language", "today", "member", "help", "version"})


class WrongWords(Exception):
    """The words cannot be understood; the text says why, and the usage what could be said."""

    def __init__(self, sentence: str, usage: str = "") -> None:
        super().__init__(sentence)
        self.usage = usage


class _Help(argparse.HelpFormatter):
    """Help in our language, on lines that fit a terminal."""

    def __init__(self, prog: str, **_given: Any) -> None:
        super().__init__(prog, max_help_position=30, width=100)

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        own = [action for action in actions if action.dest not in _COMMON]
        super().add_usage(usage, own, groups, _("Usage: ") if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        ours = {"positional arguments": _("Values"), "options": _("Options")}
        super().start_section(ours.get(heading or "", heading))


class _Parser(argparse.ArgumentParser):
    """A parser whose sentences are ours."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{"add_help": False, "allow_abbrev": False, "formatter_class": _Help, **given})

    def error(self, message: str) -> NoReturn:
        raise WrongWords(_in_our_words(message), self.format_usage())


class _ShowHelp(argparse.Action):
    """Answer with the help of the words said so far."""

    def __call__(self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, *_given: Any) -> NoReturn:
        raise _Asked(parser.format_help())


class _ShowVersion(argparse.Action):
    """Answer with the version."""

    def __call__(self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, *_given: Any) -> NoReturn:
        raise _Asked(f"CMDesk {cmdesk.__version__}\n")


class _Asked(Exception):
    """The words ask about the program itself."""


class Words:
    """The parser of all that may be said."""

    def __init__(self) -> None:
        name = "cmdesk" if getattr(sys, "frozen", False) else "python main.py"
        self._root = _Parser(
            prog=name,
            description=_("CMDesk: what an agency promised each client, and how it keeps the promise. "
                          "Without words the window opens."),
            epilog=_("“{program} WORD --help” says more about a word.").format(program=name),
        )  # fmt: skip
        self._root.set_defaults(does=None, workspace="", json=False, language="", today=None, member="")
        self._topics = self._root.add_subparsers(title=_("Words"), metavar=_("WORD"))
        _common(self._root).add_argument("--version", action=_ShowVersion, nargs=0, help=_("say which version this is"))
        self._workspace()
        self._clients()
        self._scope()
        self._extras()
        self._posts()
        self._review()
        self._tasks()
        self._reports()
        self._keeping()

    def parse_args(self, words: Sequence[str]) -> argparse.Namespace:
        """What the words mean: `does` names it.

        Raises:
            WrongWords: They mean nothing.
        """
        try:
            return self._root.parse_args(words)
        except _Asked as asked:
            return argparse.Namespace(does="help", text=str(asked))

    # --- parts ------------------------------------------------------------------------------

    def _word(self, name: str, help_: str, does: str = "", topics: Any = None) -> argparse.ArgumentParser:
        """A word; one that does nothing itself waits for a second one."""
        said: argparse.ArgumentParser = (topics or self._topics).add_parser(
            name, help=help_, description=_sentence(help_)
        )
        if does:
            said.set_defaults(does=does)
        _common(said)
        return said

    def _pair(self, name: str, help_: str) -> Callable[[str, str, str], argparse.ArgumentParser]:
        """A word that a second one follows."""
        seconds = self._word(name, help_).add_subparsers(title=_("Words"), metavar=_("WORD"), required=True)
        return lambda second, said, does: self._word(second, said, does, seconds)

    def _workspace(self) -> None:
        said = self._word("open", _("open an agency in the window"), "open")
        said.add_argument("place", metavar=_("WORKSPACE"), help=_("a file, or the address of a PostgreSQL database"))
        said = self._word("demo", _("make the sample agency and open it"), "demo")
        said.add_argument("--no-window", action="store_true", help=_("only make it"))
        large = said.add_argument_group(_("A large agency for measurements instead"))
        large.add_argument("--posts", type=int, metavar="N", help=_("how many posts"))
        large.add_argument("--clients", type=int, metavar="N", help=_("how many clients"))
        large.add_argument("--years", type=int, metavar="N", help=_("over how many years"))
        said = self._word("new", _("make an empty workspace with the catalogue"), "new")
        said.add_argument("--agency", required=True, metavar=_("NAME"), help=_("name of the agency"))
        said.add_argument("--owner", default="", metavar=_("NAME"), help=_("your name; by itself the agency's"))
        self._catalogue()
        self._templates()
        self._routines()
        self._plain_words()

    def _catalogue(self) -> None:
        said = self._word("catalogue", _("list the services that the agency offers, or change them"), "catalogue")
        said.add_argument("--asked", action="store_true", help=_("what is asked of the trade, and what does it"))
        seconds = said.add_subparsers(title=_("Words"), metavar=_("WORD"), required=False)

        def word(second: str, help_: str, does: str) -> argparse.ArgumentParser:
            return self._word(second, help_, f"catalogue.{does}", seconds)

        said = word("set", _("change one field of a service"), "changed")
        said.add_argument("service", metavar=_("SERVICE"), help=_("its code or name"))
        said.add_argument("field", metavar=_("FIELD"), help=_("such as es.title, en.sentence, quantity or price"))
        said.add_argument("value", metavar=_("VALUE"), help=_("empty for nothing"))
        said = word("add", _("add a service of your own"), "added")
        said.add_argument("area", type=code, metavar=_("AREA"), help=_("content, publish, listen …"))
        said.add_argument("name", nargs="+", metavar=_("NAME"))
        said.add_argument("--like", metavar=_("SERVICE"), help=_("begin as a copy of this one"))
        for second, help_, does in (
            ("hide", _("hide services: a scope does not ask for them"), "hidden"),
            ("show", _("show hidden services again"), "shown"),
            ("reset", _("let services say what ships; their price stays"), "put_back"),
            ("remove", _("delete a service of your own"), "removed"),
        ):
            word(second, help_, does).add_argument(
                "service", nargs="+", metavar=_("SERVICE"), help=_("its code or name")
            )
        word("update", _("take in what the program ships since the last update"), "updated")
        said = self._word("today", _("say what the day asks for"), "today")
        said.add_argument("--client", metavar=_("CLIENT"))
        said.add_argument("--mine", action="store_true", help=_("only the work of who acts"))

    def _templates(self) -> None:
        word = self._pair("templates", _("list templates of scopes, make them, and pass them on as files"))
        word("list", _("list the templates"), "templates.listed")
        said = word("save", _("keep a client’s scope as a template"), "templates.saved")
        said.add_argument("client", metavar=_("CLIENT"))
        said.add_argument("name", nargs="+", metavar=_("NAME"))
        said.add_argument("--about", default="", metavar=_("TEXT"), help=_("what is in it"))
        said.add_argument("--version", type=int, metavar="N", dest="number", help=_("by itself the newest work"))
        word("remove", _("delete a template of your own"), "templates.removed").add_argument(
            "template", metavar=_("TEMPLATE")
        )
        said = word("export", _("save a template as a file that another agency can read"), "templates.exported")
        said.add_argument("template", metavar=_("TEMPLATE"))
        said.add_argument("--to", required=True, metavar=_("FILE"))
        word("import", _("read a template from a file"), "templates.imported").add_argument("file", metavar=_("FILE"))

    def _routines(self) -> None:
        word = self._pair("routines", _("list routines, and plan them for a client"))
        word("list", _("list the routines with their steps"), "routines.listed")
        said = word("plan", _("turn a routine into tasks"), "routines.planned")
        said.add_argument("routine", metavar=_("ROUTINE"), help=_("its code or name"))
        said.add_argument("client", metavar=_("CLIENT"))
        said.add_argument("--from", dest="first", type=day, required=True, metavar=_("DAY"))
        said.add_argument("--to", dest="last", type=day, required=True, metavar=_("DAY"))
        said.add_argument("--column", metavar=_("COLUMN"), help=_("by itself the first one"))

    def _plain_words(self) -> None:
        word = self._pair("words", _("the words that a client may not know"))
        said = word("list", _("list the words"), "plain_words.listed")
        said.add_argument("--of", choices=i18n.LANGUAGES, metavar="es|en", help=_("by itself of the language spoken"))
        said = word("add", _("mark a word, or say something else about it"), "plain_words.added")
        said.add_argument("word", metavar=_("TEXT"))
        said.add_argument("--means", required=True, metavar=_("TEXT"), help=_("what it means"))
        said.add_argument("--instead", default="", metavar=_("TEXT"), help=_("what to say instead"))
        said.add_argument("--form", action="append", default=[], metavar=_("TEXT"),
                          help=_("another form of it; may be said several times"))  # fmt: skip
        said.add_argument("--of", choices=i18n.LANGUAGES, metavar="es|en", help=_("by itself of the language spoken"))
        for second, help_, does in (
            ("ignore", _("never mark a word"), "ignored"),
            ("reset", _("forget what you say of a word"), "put_back"),
        ):
            said = word(second, help_, f"plain_words.{does}")
            said.add_argument("word", metavar=_("TEXT"))
            said.add_argument(
                "--of", choices=i18n.LANGUAGES, metavar="es|en", help=_("by itself of the language spoken")
            )

    def _clients(self) -> None:
        word = self._pair("clients", _("list, add and show clients"))
        said = word("list", _("list the clients"), "clients.listed")
        said.add_argument("--archived", action="store_true", help=_("archived ones too"))
        word("show", _("show a client with its people and channels"), "clients.shown").add_argument(
            "name", metavar=_("CLIENT")
        )
        said = word("pause", _("let the work with a client rest"), "clients.paused")
        said.add_argument("name", metavar=_("CLIENT"))
        said.add_argument("--why", required=True, metavar=_("REASON"))
        said = word("resume", _("let the work with a client go on"), "clients.resumed")
        said.add_argument("name", metavar=_("CLIENT"))
        said.add_argument("--why", default="", metavar=_("REASON"))
        said = word("add", _("add a client"), "clients.added")
        said.add_argument("name", metavar=_("NAME"))
        _fields(said, CLIENT_FIELDS, "client")
        person = said.add_argument_group(_("Who says yes, where the client speaks, and its first scope"))
        person.add_argument("--contact", default="", metavar=_("NAME"), help=_("who approves posts and signs"))
        person.add_argument("--email", default="", metavar=_("ADDRESS"), help=_("of that person"))
        person.add_argument("--channel", action="append", default=[], type=channel, metavar=_("NETWORK[:HANDLE]"),
                            help=_("a network, such as instagram:@bakery; may be said several times"))  # fmt: skip
        person.add_argument("--template", metavar=_("TEMPLATE"), help=_("begin a scope with this template"))
        said.usage = f"{said.prog} {_('NAME')} [{_('OPTIONS')}]"

    def _scope(self) -> None:
        word = self._pair("scope", _("write a client's scope, send it, agree it and check it"))

        def of_client(second: str, help_: str, does: str) -> argparse.ArgumentParser:
            said = word(second, help_, does if "." in does else f"scopes.{does}")
            said.add_argument("client", metavar=_("CLIENT"))
            return said

        start = of_client("draft", _("begin a new draft"), "drafted").add_mutually_exclusive_group(required=True)
        start.add_argument("--template", metavar=_("TEMPLATE"), help=_("begin with a template"))
        start.add_argument("--from-current", action="store_true", help=_("begin as a copy of what is agreed"))
        said = of_client("set", _("change a line of the draft, or its conditions"), "changed")
        said.add_argument("service", nargs="?", metavar=_("SERVICE"),
                          help=_("its code or name; without options it becomes part of the draft"))  # fmt: skip
        said.add_argument("--remove", action="store_true", help=_("take the line out; it is undecided again"))
        _fields(said, LINE_FIELDS, "line", _("What the line says"))
        _fields(said, TERM_FIELDS, "term", _("Conditions of the whole draft"))
        said.usage = f"{said.prog} {_('CLIENT')} [{_('SERVICE')}] [{_('OPTIONS')}]"
        said = of_client("show", _("show a version line by line"), "shown")
        said.add_argument("--version", type=int, metavar="N", dest="number", help=_("by itself the newest work"))
        said = of_client("compare", _("say what differs between two versions, line by line"), "agreement.compared")
        said.add_argument("before", type=int, metavar="A")
        said.add_argument("after", type=int, metavar="B")
        of_client("gaps", _("list the services that nobody has decided on"), "gaps")
        self._agreement(of_client)

    def _agreement(self, of_client: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
        said = of_client("send", _("freeze the draft, note that it was sent and keep its PDF"), "agreement.sent")
        said.add_argument("--on", type=day, metavar=_("DAY"), help=_("by itself today"))
        said.add_argument("--to", metavar=_("FILE"), help=_("save a copy of the PDF"))
        said = of_client("withdraw", _("take back what was sent"), "agreement.withdrawn")
        said.add_argument("--why", required=True, metavar=_("REASON"))
        said = of_client("agree", _("note that the client said yes"), "agreement.agreed")
        said.add_argument("--by", required=True, metavar=_("CONTACT"), help=_("who said yes"))
        said.add_argument("--means", required=True, type=code, choices=MEANS, help=_("how: {choices}").format(
            choices=", ".join(MEANS)), metavar=_("MEANS"))  # fmt: skip
        said.add_argument("--evidence", metavar=_("FILE"), help=_("a file that proves it; a signed PDF is looked at"))
        said.add_argument("--option", action="append", default=[], metavar=_("LINE"),
                          help=_("an optional line that the client takes; may be said several times"))  # fmt: skip
        said.add_argument("--on", type=day, metavar=_("DAY"), help=_("by itself today"))
        said.add_argument("--note", default="", metavar=_("TEXT"))
        said = of_client("decline", _("note that the client said no"), "agreement.declined")
        said.add_argument("--by", metavar=_("CONTACT"), help=_("who said no"))
        said.add_argument("--why", default="", metavar=_("REASON"))
        said = of_client("evidence", _("keep another file that proves an agreement"), "agreement.evidence")
        said.add_argument("file", metavar=_("FILE"))
        said.add_argument("--version", type=int, metavar="N", dest="number", help=_("by itself what is agreed"))
        said.add_argument("--note", default="", metavar=_("TEXT"))
        said = of_client("renew", _("let what is agreed go on after its last day"), "agreement.renewed")
        said.add_argument("--until", type=day, metavar=_("DAY"), help=_("by itself as the scope says"))
        said.add_argument("--open-ended", action="store_true", help=_("until somebody gives notice"))
        said.add_argument("--note", default="", metavar=_("TEXT"))
        said = of_client("end", _("note that what is agreed ends"), "agreement.ended")
        said.add_argument("--last-day", type=day, required=True, metavar=_("DAY"), help=_("the last one in force"))
        said.add_argument("--given-on", type=day, metavar=_("DAY"), help=_("when notice was given; by itself today"))
        said.add_argument("--why", default="", metavar=_("REASON"), help=_("needed where the notice is not kept"))
        said = of_client("left", _("list what is planned after the end, or say what becomes of it"), "agreement.left")
        said.add_argument("--fate", type=code, choices=FATES, metavar=_("FATE"), help=", ".join(FATES))
        said.add_argument("--why", default="", metavar=_("REASON"), help=_("needed to keep it planned"))
        of_client("history", _("list all that happened about what is agreed"), "agreement.story")
        said = of_client("proof", _("save the proof of what was agreed"), "agreement.proved")
        said.add_argument("--to", required=True, metavar=_("FILE"), help=_("a .pdf to read, or a .json to check"))
        of_client("verify", _("check that all that was sent still reads as it did"), "agreement.verified")

    def _extras(self) -> None:
        word = self._pair("extras", _("what clients ask for beside what was agreed"))
        said = word("list", _("list what was asked for"), "extras.listed")
        said.add_argument("--client", metavar=_("CLIENT"))
        said.add_argument("--open", action="store_true", help=_("only what is not decided"))
        said = word("add", _("write down what a client asks for"), "extras.added")
        said.add_argument("client", metavar=_("CLIENT"))
        said.add_argument("title", nargs="+", metavar=_("TITLE"))
        said.add_argument("--by", metavar=_("CONTACT"), help=_("who asked"))
        said.add_argument("--on", type=day, metavar=_("DAY"), help=_("by itself today"))
        said.add_argument("--quantity", type=number, metavar="N", help=_("how many"))
        said.add_argument("--unit", default="", metavar=_("UNIT"), help=_("of what: post, reel, story, hour …"))
        said.add_argument("--price", type=amount, metavar=_("AMOUNT"), help=_("such as 905.00"))
        said.add_argument("--minutes", type=number, metavar="N", help=_("our own time"))
        said.add_argument("--note", default="", metavar=_("TEXT"))
        said.add_argument("--post", type=int, metavar="ID", help=_("the post that it is"))
        said.add_argument("--task", type=int, metavar="ID", help=_("the task that it is"))
        said = word("decide", _("say what becomes of it"), "extras.decided")
        said.add_argument("extra", type=int, metavar="ID")
        said.add_argument("decision", type=code, choices=DECISIONS, metavar=_("DECISION"), help=", ".join(DECISIONS))
        said.add_argument("--why", default="", metavar=_("REASON"), help=_("needed to decline it"))
        said.add_argument("--line", metavar=_("LINE"), help=_("the line that a swap uses up"))
        word("remove", _("put it into the bin"), "extras.removed").add_argument("extra", type=int, metavar="ID")
        self._word("reminders", _("list what the agreements ask for these days"), "agreement.due")

    def _posts(self) -> None:
        word = self._pair("posts", _("list, add and move posts"))
        said = word("list", _("list posts"), "posts.listed")
        said.add_argument("--client", metavar=_("CLIENT"))
        said.add_argument("--month", type=month, metavar=_("MONTH"), help=_("such as 2026-10"))
        said.add_argument("--status", type=code, choices=STATUSES, metavar=_("STATUS"), help=", ".join(STATUSES))
        said = word("add", _("add a post, or an idea when it has no day"), "posts.added")
        said.add_argument("title", nargs="+", metavar=_("TITLE"))
        said.add_argument("--client", required=True, metavar=_("CLIENT"))
        said.add_argument("--on", nargs="+", metavar=_("WHEN"), help=_when_help())
        said.add_argument("--format", type=code, choices=FORMATS, default="post", metavar=_("FORMAT"),
                          help=", ".join(FORMATS))  # fmt: skip
        said.add_argument("--channels", type=codes, metavar=_("NETWORKS"),
                          help=_("networks of the client with commas between; by itself the first one"))  # fmt: skip
        said.add_argument("--text", default="", metavar=_("TEXT"))
        said = word("move", _("move a post"), "posts.moved")
        said.add_argument("post", type=int, metavar="ID")
        said.add_argument("when", nargs="+", metavar=_("WHEN"), help=_when_help())
        said = word("status", _("say how far a post has come"), "posts.status")
        said.add_argument("post", type=int, metavar="ID")
        said.add_argument("status", type=code, choices=STATUSES, metavar=_("STATUS"), help=", ".join(STATUSES))
        said.add_argument("--comment", default="", metavar=_("TEXT"))
        said = self._word("allowance", _("say what a month holds and how much of it is used"), "posts.allowance")
        said.add_argument("client", metavar=_("CLIENT"))
        said.add_argument("--month", type=month, metavar=_("MONTH"), help=_("such as 2026-10; by itself this one"))

    def _review(self) -> None:
        word = self._pair("review", _("give posts to a client to answer, and read what comes back"))
        said = word("pack", _("make the page of a review pack"), "review.packed")
        said.add_argument("client", metavar=_("CLIENT"))
        said.add_argument("--month", type=month, metavar=_("MONTH"), help=_("all that waits in it; such as 2026-10"))
        said.add_argument("--post", type=int, action="append", default=[], metavar="ID",
                          help=_("only this post; may be said several times"))  # fmt: skip
        said.add_argument("--by", type=day, metavar=_("DAY"), help=_("the day by which to answer"))
        said.add_argument("--page-language", choices=i18n.LANGUAGES, metavar="es|en", help=_("by itself the client's"))
        said.add_argument("--to", required=True, metavar=_("FILE"), help=_("a .html to answer, or a .pdf to print too"))
        said = word("answers", _("show what a client answered, and file it"), "review.answered")
        said.add_argument("file", metavar=_("FILE"), help=_("what came back, or a text that holds the code"))
        said.add_argument("--contact", metavar=_("CONTACT"), help=_("who answered; by itself whom the name means"))
        said.add_argument("--look", action="store_true", help=_("only show it"))
        said = word("list", _("list the packs of a client"), "review.listed")
        said.add_argument("client", metavar=_("CLIENT"))

    def _tasks(self) -> None:
        word = self._pair("tasks", _("list, add and move tasks"))
        said = word("list", _("list tasks: what is open, and what was done this week"), "tasks.listed")
        said.add_argument("--client", metavar=_("CLIENT"))
        said.add_argument("--column", metavar=_("COLUMN"))
        said.add_argument("--all", action="store_true", help=_("what was done earlier too"))
        said = word("add", _("add a task"), "tasks.added")
        said.add_argument("words", nargs="+", metavar=_("TITLE"),
                          help=_("may end with a day and hold @member and #label"))  # fmt: skip
        said.add_argument("--client", metavar=_("CLIENT"), help=_("by itself it is the agency's own work"))
        said.add_argument("--column", metavar=_("COLUMN"), help=_("by itself the first one"))
        said = word("move", _("move a task to the end of a column"), "tasks.moved")
        said.add_argument("task", type=int, metavar="ID")
        said.add_argument("column", nargs="+", metavar=_("COLUMN"))

    def _reports(self) -> None:
        word = self._pair("report", _("save a document for a client as PDF"))
        said = word("scope", _("save the scope document"), "reports.scope")
        said.add_argument("client", metavar=_("CLIENT"))
        said.add_argument("--version", type=int, metavar="N", dest="number", help=_("by itself the newest work"))
        said.add_argument("--to", required=True, metavar=_("FILE"))
        said = word("comparison", _("save what differs between two versions"), "reports.comparison")
        said.add_argument("client", metavar=_("CLIENT"))
        said.add_argument("old", type=int, metavar="N")
        said.add_argument("new", type=int, metavar="N")
        said.add_argument("--to", required=True, metavar=_("FILE"))
        said = word("proof", _("save the proof of what was agreed"), "reports.proof")
        said.add_argument("client", metavar=_("CLIENT"))
        said.add_argument("--to", required=True, metavar=_("FILE"))
        said = word("status", _("save the status report of a month"), "reports.status")
        said.add_argument("client", metavar=_("CLIENT"))
        said.add_argument("--month", required=True, type=month, metavar=_("MONTH"), help=_("such as 2026-10"))
        said.add_argument("--to", required=True, metavar=_("FILE"))

        for name, help_, answer in (
            ("calendar", _("save a month of the calendar on one sheet"), "reports.calendar"),
            ("posts", _("save the posts of a month with their texts and pictures"), "reports.posts"),
        ):
            said = word(name, help_, answer)
            said.add_argument("client", metavar=_("CLIENT"), nargs="?", help=_("by itself all clients"))
            said.add_argument("--month", required=True, type=month, metavar=_("MONTH"), help=_("such as 2026-10"))
            said.add_argument("--to", required=True, metavar=_("FILE"))
            if name == "calendar":
                said.add_argument("--paper", choices=("a4", "a3"), default="a4", help=_("by itself a4"))
                said.add_argument("--texts", action="store_true", help=_("with what each post says"))

    def _keeping(self) -> None:
        self._word("undo", _("take back the newest thing that you did"), "undo")
        said = self._word("history", _("list what was done"), "history")
        said.add_argument("--limit", type=count, default=20, metavar="N", help=_("how many lines; by itself 20"))
        self._word("check", _("check the whole workspace; each fault is named"), "check")
        said = self._word("backup", _("make a verified backup"), "backup")
        said.add_argument("--to", metavar=_("FILE"), help=_("by itself in the data folder"))
        said = self._word("restore", _("put a backup in the place of the workspace"), "restore")
        said.add_argument("file", metavar=_("FILE"))


def parser() -> Words:
    """The parser of all that may be said, in the language that is spoken now."""
    return _parser_in(i18n.spoken().language)


@cache
def _parser_in(_language: str) -> Words:
    return Words()


def _in_our_words(message: str) -> str:
    for pattern, sentence in _SAID:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            values = {name: value.replace("'", "") for name, value in found.groupdict().items()}
            return _(sentence).format(**values)
    return message


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _common(parser: argparse.ArgumentParser) -> Any:
    """The options that may stand before or after the words."""
    group = parser.add_argument_group(_("Options that may stand anywhere"))
    silent = argparse.SUPPRESS  # so that what was said before the words is not forgotten
    group.add_argument("-w", "--workspace", default=silent, metavar=_("FILE|URL"),
                       help=_("the agency's file or address; by itself the one opened last"))  # fmt: skip
    group.add_argument("--json", action="store_true", default=silent, help=_("answer as one JSON document"))
    group.add_argument("--language", choices=i18n.LANGUAGES, default=silent, metavar="es|en",
                       help=_("the language of the answer"))  # fmt: skip
    group.add_argument("--today", type=day, default=silent, metavar=_("DAY"), help=_("the day it is, as YYYY-MM-DD"))
    group.add_argument(
        "--as",
        dest="member",
        default=silent,
        metavar=_("MEMBER"),
        help=_("who acts; by itself who you are here, else the owner"),
    )
    group.add_argument("-h", "--help", action=_ShowHelp, nargs=0, default=silent, help=_("show this help"))
    return group


# --- values ----------------------------------------------------------------------------------


def _wrong(sentence: str) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(sentence)


def _when_help() -> str:
    """What stands for a day and an hour, in the language of the moment."""
    return _("a day and hour such as 2026-10-16T09:00, “fri 16 9:00”, “+7”, or “tray”")


def day(text: str) -> date:
    """A day as YYYY-MM-DD."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        raise _wrong(_("Write the day as YYYY-MM-DD, such as 2026-10-14.")) from None
    _check_year(found.year)
    return found


def month(text: str) -> Any:
    """A month as YYYY-MM."""
    from cmdesk.domain.errors import RuleBroken
    from cmdesk.domain.moments import Month

    try:
        found = Month.parse(text)
    except RuleBroken as error:
        raise _wrong(str(error)) from None
    _check_year(found.year)
    return found


def _check_year(year: int) -> None:
    """Refuse what no agency plans for, and what calendars cannot count on from."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _wrong(_("Write a year from {first} to {last}.").format(first=FIRST_YEAR, last=LAST_YEAR))


def count(text: str) -> int:
    """A number from 1 on."""
    if not text.isdecimal() or int(text) < 1:
        raise _wrong(_("Write a number from 1 on."))
    return int(text)


def number(text: str) -> int | None:
    """A whole number, or nothing for an empty text."""
    if not text.strip():
        return None
    if not re.fullmatch(r"\d{1,9}", text.strip()):
        raise _wrong(_("“{word}” is no whole number.").format(word=text))
    return int(text)


def amount(text: str) -> int | None:
    """An amount of money in cents, or nothing for an empty text."""
    if not text.strip():
        return None
    found = re.fullmatch(r"(\d{1,9})(?:[.,](\d{1,2}))?", text.strip())
    if not found:
        raise _wrong(_("Write an amount such as 905.00, without currency."))
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def share(text: str) -> int:
    """A percentage in hundredths of a per cent."""
    found = re.fullmatch(r"\d{1,3}(?:[.,]\d{1,2})?", text.strip().removesuffix("%").strip())
    if not found:
        raise _wrong(_("Write a percentage such as 21 or 10.5."))
    return int(Decimal(found[0].replace(",", ".")) * 100)


def maybe_day(text: str) -> date | None:
    """A day, or nothing for an empty text."""
    return day(text) if text.strip() else None


def yes_or_no(text: str) -> bool:
    """Yes or no, in either language."""
    word = code(text)
    if word not in {"yes", "no", "si", "sí"}:
        raise _wrong(_("Write yes or no."))
    return word != "no"


def hour(text: str) -> int:
    """An hour as minutes after midnight."""
    found = re.fullmatch(r"(\d{1,2})(?::(\d{2}))?", text.strip())
    if not found or int(found[1]) > 24 or int(found[2] or 0) > 59:
        raise _wrong(_("Write an hour such as 9:00."))
    return int(found[1]) * 60 + int(found[2] or 0)


def week_days(text: str) -> list[int]:
    """Days of the week, Monday being 1: '1-5', '2,4'; nothing for an empty text."""
    found: set[int] = set()
    for part in filter(None, text.replace(" ", "").split(",")):
        span = re.fullmatch(r"([1-7])(?:-([1-7]))?", part)
        if not span:
            raise _wrong(_("Write days of the week such as 1-5, Monday being 1."))
        found |= set(range(int(span[1]) - 1, int(span[2] or span[1])))
    return sorted(found)


def code(text: str) -> str:
    """A code as we write it: 'Signed-PDF' is signed_pdf."""
    return text.strip().lower().replace("-", "_").replace(" ", "_")


def codes(text: str) -> list[str]:
    """Codes with commas between them."""
    return [code(word) for word in text.split(",") if word.strip()]


def channel(text: str) -> tuple[str, str]:
    """A network and the client's name there."""
    network, _colon, handle = text.partition(":")
    return _one_of(code(network), NETWORKS), handle.strip()


def networks(text: str) -> list[str]:
    """Networks with commas between them."""
    return [_one_of(word, NETWORKS) for word in codes(text)]


def formats(text: str) -> list[str]:
    """Formats of posts with commas between them."""
    return [_one_of(word, FORMATS) for word in codes(text)]


def _one_of(word: str, choices: Sequence[str]) -> str:
    if word not in choices:
        raise _wrong(_("“{word}” is none of these: {choices}.").format(word=word, choices=", ".join(choices)))
    return word


Field = tuple[str, str, Any, tuple[str, ...], str]  # option, field, type, choices, help
CLIENT_FIELDS: tuple[Field, ...] = (
    ("legal-name", "legal_name", str, (), N_("the name that signs")),
    ("tax-id", "tax_id", str, (), N_("number of the tax office")),
    ("postal-address", "postal_address", str, (), N_("postal address")),
    ("letters", "letters", str, (), N_("two letters for the tile")),
    ("sector", "sector", str, (), N_("what the client does")),
    ("client-language", "language", code, ("es", "en"), N_("language of its documents: es, en")),
    ("address", "address", code, ADDRESSES, N_("how documents speak to the client: tu, vosotros, usted")),
    ("time-zone", "time_zone", str, (), N_("such as Europe/Madrid")),
    ("currency", "currency", str, (), N_("such as EUR")),
    ("status", "status", code, CLIENT_STATUSES, N_("prospect, active, paused, ended")),
    ("notes", "notes", str, (), N_("what is worth knowing")),
)
LINE_FIELDS: tuple[Field, ...] = (
    ("treatment", "treatment", code, TREATMENTS, N_("included, optional, excluded")),
    ("quantity", "quantity", number, (), N_("how many")),
    ("unit", "unit", str, (), N_("of what: post, reel, story, hour …")),
    ("cadence", "cadence", code, CADENCES, N_("how often: once, day, week, month, quarter, demand")),
    ("price", "price_cents", amount, (), N_("such as 905.00")),
    ("price-mode", "price_mode", code, PRICE_MODES, N_("fee: part of the month; unit: for each; once: one time")),
    ("overage", "overage_cents", amount, (), N_("price of one more than agreed")),
    ("roll-over", "roll_over", code, ROLL_OVERS, N_("what is not used: lapses, carries, capped")),
    ("channels", "networks", networks, (), N_("networks with commas between")),
    ("formats", "formats", formats, (), N_("formats of posts with commas between")),
    ("rounds", "revision_rounds", number, (), N_("rounds of changes")),
    ("hours", "response_hours", number, (), N_("hours within which messages are answered")),
    ("done-by", "done_by", str, (), N_("a member or a contact of the client")),
    ("approved-by", "approved_by", str, (), N_("a contact of the client")),
    ("title", "title", str, (), N_("what the line is called")),
    ("description", "description", str, (), N_("the sentence that the client reads")),
    ("criterion", "criterion", str, (), N_("when it counts as done")),
    ("needs", "needs", str, (), N_("what it needs from the client")),
    ("question", "question", str, (), N_("what to ask the client about it")),
    ("minutes", "minutes_per_unit", number, (), N_("own minutes for each; never printed")),
    ("note", "staff_note", str, (), N_("for the staff; never printed")),
    ("area", "area", code, (), N_("where it stands: content, publish, listen …")),
    ("not-included", "not_included", str, (), N_("what people often expect with it, and do not get")),
    ("carry-cap", "carry_cap", number, (), N_("how many pass on at most")),
    ("week-days", "week_days", week_days, (), N_("days of the week, 1 being Monday: 1-5, or 2,4")),
)
TERM_FIELDS: tuple[Field, ...] = (
    ("first-day", "first_day", maybe_day, (), N_("when it starts, as YYYY-MM-DD")),
    ("last-day", "last_day", maybe_day, (), N_("when it ends; empty for open-ended")),
    ("notice-days", "notice_days", number, (), N_("days of notice")),
    ("valid-until", "valid_until", maybe_day, (), N_("until when the price holds")),
    ("scope-language", "language", code, ("es", "en"), N_("language of the document: es, en")),
    ("tax", "tax_bp", share, (), N_("such as 21")),
    ("discount", "discount_bp", share, (), N_("such as 5")),
    ("approver", "approver", str, (), N_("the contact who approves posts")),
    ("lead-days", "lead_days", number, (), N_("working days for the client's yes")),
    ("answer-hours", "response_hours", number, (), N_("hours within which messages are answered")),
    ("introduction", "introduction", str, (), N_("the sentence under the title")),
    ("assumptions", "assumptions", str, (), N_("what the price takes for granted")),
    ("client-provides", "client_provides", str, (), N_("what the client gives")),
    ("payment", "payment", str, (), N_("when and how it is paid")),
    ("change-procedure", "change_procedure", str, (), N_("how the scope is changed")),
    ("other-terms", "other_terms", str, (), N_("what else holds")),
    ("scope-rounds", "revision_rounds", number, (), N_("rounds of changes of every line")),
    ("round-meaning", "round_meaning", str, (), N_("what counts as one round of changes")),
    ("silence-is-yes", "silence_is_yes", yes_or_no, (), N_("whether silence means yes: yes, no")),
    ("silence-days", "silence_days", number, (), N_("working days after which it does")),
    ("answer-days", "coverage_days", week_days, (), N_("days of answering, 1 being Monday: 1-5, or 2,4")),
    ("answer-from", "coverage_from", hour, (), N_("when answering begins, such as 9:00")),
    ("answer-to", "coverage_to", hour, (), N_("when it ends, such as 19:00")),
    ("quantity-rule", "quantity_rule", code, ROLL_OVERS, N_("what is not used: lapses, carries, capped")),
    ("price-print", "price_print", code, PRICE_PRINTS, N_("how prices are printed: line, area, total")),
    ("extra-hour", "extra_hour_cents", amount, (), N_("price of an hour more, such as 45.00")),
    ("renewal-months", "renewal_months", number, (), N_("months of the next term")),
    ("rights", "rights", str, (), N_("who owns texts, pictures and accounts")),
    ("privacy", "privacy", str, (), N_("how personal data are handled")),
    ("prints-expectations", "prints_expectations", yes_or_no, (), N_("whether the expectation test is printed")),
)  # fmt: skip


def _fields(parser: argparse.ArgumentParser, fields: Iterable[Field], of: str, title: str | None = None) -> None:
    group = parser.add_argument_group(title) if title else parser
    for option, name, kind, choices, help_ in fields:
        group.add_argument(
            f"--{option}", dest=f"{of}_{name}", type=kind, choices=choices or None, default=argparse.SUPPRESS,
            metavar=option.upper().replace("-", "_"), help=_(help_),
        )  # fmt: skip


def given(said: argparse.Namespace, fields: Iterable[Field], of: str) -> dict[str, Any]:
    """Of some fields, those that were said with their values."""
    names = (name for _option, name, *_rest in fields)
    return {name: getattr(said, f"{of}_{name}") for name in names if hasattr(said, f"{of}_{name}")}
