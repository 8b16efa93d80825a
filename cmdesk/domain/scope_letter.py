"""What goes with a scope when it is sent: a mail and a short message, in the client's language and form of address.

These words belong to the client, so they do not follow the language of the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cmdesk.domain.clients import Address
from cmdesk.domain.scope import ScopeVersion, short_fingerprint
from cmdesk.domain.wording import addressed
from cmdesk.i18n import speech

_WORDS: Final = {
    "es": {
        "subject": "Qué haremos por {client}: versión {number}",
        "hello": "Hola, {name}:",
        "hello_all": "Hola:",
        "sent": "{Te|Os|Le} mando en PDF lo que haremos por {client} (versión {number}).",
        "since": "Empieza el {day}.",
        "how": (
            "Para decir que sí: {abre|abrid|abra} el PDF, {marca|marcad|marque} la casilla «He leído este documento y "
            "estoy de acuerdo», "
            "{escribe|escribid|escriba} {tu|vuestro|su} nombre, {guárdalo|guardadlo|guárdelo} y "
            "{devuélvemelo|devolvédmelo|devuélvamelo} por correo. Con un certificado digital también se puede firmar."
        ),
        "valid": "Vale hasta el {day}.",
        "print": "Huella: {letters}. Es la misma que va impresa en el PDF.",
        "bye": "Un saludo,",
        "message": (
            "{te|os|le} he mandado por correo lo que haremos por {client} (versión {number}). "
            "{Léelo|Leedlo|Léalo} con calma y {dime|decidme|dígame} si {estás|estáis|está} de acuerdo."
        ),
    },
    "en": {
        "subject": "What we will do for {client}: version {number}",
        "hello": "Hello {name},",
        "hello_all": "Hello,",
        "sent": "Attached is a PDF of what we will do for {client} (version {number}).",
        "since": "It starts on {day}.",
        "how": (
            "To say yes: open the PDF, tick “I have read this document and I agree”, write your name, save it and send "
            "it back by mail. "
            "With a digital certificate you can sign it too."
        ),
        "valid": "It holds until {day}.",
        "print": "Fingerprint: {letters}. It is the same as the one printed in the PDF.",
        "bye": "Kind regards,",
        "message": (
            "I have sent you by mail what we will do for {client} (version {number}). "
            "Read it at your ease and tell me whether you agree."
        ),
    },
}


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail with its subject, and the same in a few words for a messenger."""

    subject: str
    body: str
    message: str


def letter(version: ScopeVersion, client: str, agency: str, name: str = "", address: Address | str = "tu") -> Letter:
    """What to write to the person who is to say yes.

    Args:
        version: The version that was sent.
        client: The client's name.
        agency: The agency's name, which signs the mail.
        name: Who gets it; empty greets nobody in particular.
        address: How the client is addressed in Spanish.
    """
    terms = version.terms
    language = "es" if terms.language == "es" else "en"
    words = _WORDS[language]
    day = speech(language).day
    first = next(iter(name.split()), "")

    def said(key: str, **parts: object) -> str:
        return addressed(words[key], address).format(client=client, number=version.number, **parts)

    hello = said("hello", name=first) if first else said("hello_all")
    when = [said("since", day=day(terms.first_day))] if terms.first_day else []
    until = [said("valid", day=day(terms.valid_until))] if terms.valid_until else []
    mark = [said("print", letters=short_fingerprint(version.fingerprint))] if version.fingerprint else []
    paragraphs = (hello, " ".join([said("sent"), *when]), " ".join([said("how"), *until]), *mark)
    body = "\n\n".join((*paragraphs, f"{said('bye')}\n{agency}")) + "\n"
    return Letter(said("subject"), body, " ".join([hello, said("message"), *until, *mark]))
