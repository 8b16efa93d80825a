"""The words that a client may not know."""

from __future__ import annotations

from typing import Any

from cmdesk.cli.call import Answer, Call, columns
from cmdesk.cli.call import words as named_by
from cmdesk.domain.errors import NotFound
from cmdesk.i18n import N_, spoken
from cmdesk.i18n import gettext as _
from cmdesk.services import words as service
from cmdesk.services.words import ListedWord, WordState

STATES = {
    WordState.SHIPPED: N_("ships with CMDesk"),
    WordState.CHANGED: N_("changed by you"),
    WordState.OWN: N_("your own"),
    WordState.IGNORED: N_("never marked"),
}


def listed(call: Call) -> Answer:
    """List the words of a language."""
    found = call.read(service.word_list, _language(call))
    rows = [[one.word.word, one.word.plain, named_by(STATES, one.state), one.word.meaning] for one in found]
    heads = [_("Word"), _("Say instead"), _("Whose"), _("What it means")]
    return Answer([record(one) for one in found], columns(heads, rows))


def added(call: Call) -> Answer:
    """Mark a word, or say something else about it."""
    said = call.said
    call.do(service.explain_word, _language(call), said.word, said.means, said.instead, tuple(said.form))
    return _shown(call, _("“{word}” is marked from now on."))


def ignored(call: Call) -> Answer:
    """Never mark a word."""
    call.do(service.ignore_word, _language(call), call.said.word)
    return _shown(call, _("“{word}” is never marked."))


def put_back(call: Call) -> Answer:
    """Forget what the agency says of a word."""
    before = _word(call)
    if before is None:
        raise NotFound(_("There is no word “{word}” in the list.").format(word=call.said.word))
    call.do(service.reset_word, _language(call), before.word.word)
    now = _word(call)
    if now is None:
        return Answer(None, _("“{word}” is deleted.").format(word=before.word.word))
    return Answer(record(now), _("“{word}” is as it ships.").format(word=now.word.word))


def _language(call: Call) -> str:
    return str(call.said.of or spoken().language)


def _word(call: Call) -> ListedWord | None:
    wanted = call.said.word.strip().casefold()
    found = call.read(service.word_list, _language(call))
    return next((one for one in found if one.word.word.casefold() == wanted), None)


def _shown(call: Call, said: str) -> Answer:
    one = _word(call)
    return Answer(record(one) if one else None, said.format(word=one.word.word if one else call.said.word))


def record(one: ListedWord) -> dict[str, Any]:
    """A word as scripts read it."""
    return {
        "word": one.word.word,
        "forms": list(one.word.forms),
        "instead": one.word.plain,
        "means": one.word.meaning,
        "language": one.word.language,
        "state": str(one.state),
    }
