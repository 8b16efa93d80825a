"""Keep the Spanish catalogue in step with the sentences in the code.

translations.py --update    take over new sentences, drop gone ones, compile
translations.py --check     fail when something is new, gone, untranslated or not compiled
"""

from __future__ import annotations

import argparse
import io
import string
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "locale" / "es" / "LC_MESSAGES"
KEYWORDS = {**DEFAULT_KEYWORDS, "mark": None}
WIDTH = 110


def sentences() -> Catalog:
    """Every sentence that the code marks for translation, in the order of the files."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for _line, text, _comments, context in extract_from_file("python", ROOT / "main.py", keywords=KEYWORDS):
        catalog.add(text, context=context)
    for _file, _line, text, _comments, context in extract_from_dir(
        ROOT / "cmdesk", [("**.py", "python")], keywords=KEYWORDS
    ):
        catalog.add(text, context=context)
    return catalog


def load(folder: Path) -> Catalog:
    """The catalogue as it is kept; an empty one when there is none yet."""
    path = folder / "cmdesk.po"
    if not path.exists():
        return Catalog(
            locale="es",
            charset="utf-8",
            fuzzy=False,
            project="CMDesk",
            version="0.1.0",
            header_comment="# The Spanish sentences of CMDesk, under the licence of the program.",
            last_translator="The CMDesk authors",
            language_team="Spanish",
            msgid_bugs_address="none",
        )
    with path.open("rb") as file:
        return read_po(file, locale="es")


def compiled(catalog: Catalog) -> bytes:
    """The catalogue as the program reads it."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def update(folder: Path) -> None:
    """Take over new sentences, drop those that are gone, and compile."""
    catalog = load(folder)
    created = catalog.creation_date
    catalog.update(sentences(), no_fuzzy_matching=True)
    catalog.creation_date = created
    catalog.obsolete.clear()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "cmdesk.po").open("wb") as file:
        write_po(file, catalog, width=WIDTH, no_location=True, ignore_obsolete=True)
    (folder / "cmdesk.mo").write_bytes(compiled(catalog))


def faults(folder: Path) -> Iterator[str]:
    """What is wrong with the catalogue, one line each."""
    catalog, wanted = load(folder), sentences()
    kept = {_key(message): message for message in catalog if message.id}
    asked = {_key(message): message for message in wanted if message.id}
    for key, message in asked.items():
        if key not in kept:
            yield f"not in the catalogue: {_english(message)!r}"
        else:
            yield from _faults_of(kept[key])
    for key in kept.keys() - asked.keys():
        yield f"no longer in the code: {_english(kept[key])!r}"
    path = folder / "cmdesk.mo"
    if not path.exists() or path.read_bytes() != compiled(catalog):
        yield "cmdesk.mo is not compiled from cmdesk.po"


def _faults_of(message: Message) -> Iterator[str]:
    spanish = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    if message.fuzzy or not all(spanish):
        yield f"not translated: {_english(message)!r}"
        return
    english = message.id if isinstance(message.id, (list, tuple)) else [message.id]
    known = set().union(*map(_placeholders, english))
    for text in spanish:
        if not _placeholders(text) <= known or (len(spanish) == 1 and _placeholders(text) != known):
            yield f"other placeholders than in English: {text!r}"


def _placeholders(text: str | None) -> set[str]:
    try:
        return {name for _text, name, _format, _conversion in string.Formatter().parse(text or "") if name is not None}
    except ValueError:
        return set()  # a lone brace: the sentence is never formatted


def _key(message: Message) -> tuple[object, object]:
    return message.context, _english(message)


def _english(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (list, tuple)) else message.id


def main() -> int:
    """Update or check the catalogue."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--update", action="store_true")
    choice.add_argument("--check", action="store_true")
    if parser.parse_args().update:
        update(FOLDER)
    found = sorted(faults(FOLDER))
    for line in found:
        print(line)
    print(f"{len(found)} faults in the Spanish catalogue." if found else "The Spanish catalogue is complete.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
