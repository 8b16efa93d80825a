"""What a review pack says by itself: the page, its paper, and the message that goes with it.

These words belong to the client, in Spanish and English and in the client's form of address; they do not follow the
language of the program. `{tú|vosotros|usted}` chooses by the form of address; places in braces are filled by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from cmdesk.domain.clients import Address
from cmdesk.domain.posts import PostFormat
from cmdesk.domain.wording import addressed, filled, format_name
from cmdesk.i18n import speech

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    # the head
    "title": ("Publicaciones de {client} para revisar", "Posts of {client} to review"),
    "from": ("De {agency}", "From {agency}"),
    "lead": (
        "{Mira|Mirad|Mire} cada publicación y {di|decid|diga} que sí, {pide|pedid|pida} cambios o {deja|dejad|deje} un "
        "comentario. Al final, {guarda|guardad|guarde} la respuesta y {mándanosla|mandádnosla|mándenosla}.",
        "Look at each post and say yes, ask for changes or leave a comment. At the end, save your answer and send it "
        "to us.",
    ),
    "count_one": ("1 publicación", "1 post"),
    "count": ("{count} publicaciones", "{count} posts"),
    "answer_by": ("Responde antes de que acabe el {day}", "Answer by {day}"),
    "answer_by_vosotros": ("Responded antes de que acabe el {day}", "Answer by {day}"),
    "answer_by_usted": ("Responda antes de que acabe el {day}", "Answer by {day}"),
    "code": ("Código {code}", "Code {code}"),
    "zone": ("Horas de {zone}", "Times in {zone}"),
    "skip": ("Ir a las publicaciones", "Go to the posts"),
    "no_script": (
        "Aquí solo se puede leer. Para responder, {abre|abrid|abra} este archivo en un navegador como Chrome, Firefox, "
        "Safari o Edge, o {escríbenos|escribidnos|escríbanos}.",
        "Here it can only be read. To answer, open this file in a browser such as Chrome, Firefox, Safari or Edge, or "
        "write to us.",
    ),
    # views
    "view": ("Ver como", "Show as"),
    "list": ("Lista", "List"),
    "calendar": ("Calendario", "Calendar"),
    "posts": ("Publicaciones", "Posts"),
    "undated": ("Sin fecha todavía", "No date yet"),
    "no_hour": ("sin hora todavía", "no hour yet"),
    # one post
    "own_text": ("texto propio", "text of its own"),
    "seen_on": ("Así se verá en", "How it will look on"),
    "after_fold": ("Solo al tocar «más»", "Only after “more”"),
    "no_text": ("Sin texto.", "No text."),
    "link": ("Enlace", "Link"),
    "first_comment": ("Primer comentario", "First comment"),
    "note": ("Nota para {ti|vosotros|usted}", "Note for you"),
    "picture": ("Imagen {number} de {count}", "Picture {number} of {count}"),
    "film": ("Vídeo", "Video"),
    "no_picture": ("Esta imagen no se puede mostrar aquí: {name}", "This picture cannot be shown here: {name}"),
    "no_film": ("El vídeo va aparte: {name}", "The video comes separately: {name}"),
    "shows": ("Qué se ve", "What it shows"),
    "no_alt": ("sin descripción", "not described"),
    # answers
    "answer": ("{Tu|Vuestra|Su} respuesta", "Your answer"),
    "approve": ("Me gusta, adelante", "Yes, go ahead"),
    "approve_vosotros": ("Nos gusta, adelante", "Yes, go ahead"),
    "changes": ("Pedir cambios", "Ask for changes"),
    "comment": ("Solo un comentario", "Only a comment"),
    "words_approve": ("Algo más, si {quieres|queréis|quiere}", "Anything else, if you like"),
    "words_changes": ("Qué hay que cambiar", "What should change"),
    "words_comment": ("{Tu|Vuestro|Su} comentario", "Your comment"),
    "words_missing": (
        "{Escribe|Escribid|Escriba} unas palabras, para que sepamos qué hacer.",
        "Write a few words, so that we know what to do.",
    ),
    "clear": ("Quitar la respuesta", "Take the answer back"),
    "state_none": ("Sin respuesta", "No answer yet"),
    "state_approve": ("Aprobada", "Approved"),
    "state_changes": ("Con cambios", "Changes asked"),
    "state_comment": ("Comentada", "Commented"),
    "approve_all": ("Decir que sí a todas", "Say yes to all"),
    "approve_rest": ("Decir que sí a las que faltan", "Say yes to the rest"),
    "approved_all_one": ("1 publicación aprobada.", "1 post approved."),
    "approved_all": ("{count} publicaciones aprobadas.", "{count} posts approved."),
    "approved_none": ("Todas tienen ya respuesta.", "All of them are answered already."),
    # how far it is
    "progress": ("{done} de {count} respondidas", "{done} of {count} answered"),
    "next": ("Siguiente", "Next"),
    "next_about": ("Siguiente sin respuesta", "Next without an answer"),
    "to_finish": ("Terminar", "Finish"),
    "restored": (
        "Aquí {sigues|seguís|sigue} donde lo {dejaste|dejasteis|dejó}.",
        "You go on where you left off.",
    ),
    # the end
    "finish": ("Enviar la respuesta", "Send the answer"),
    "finish_lead": (
        "{Guarda|Guardad|Guarde} el archivo y {mándalo|mandadlo|mándelo} por correo o por mensaje a {agency}. Si el "
        "archivo da problemas, {copia|copiad|copie} el código y {pégalo|pegadlo|péguelo} en el mensaje: dice lo mismo.",
        "Save the file and send it to {agency} by mail or message. If the file gives trouble, copy the code and paste "
        "it into the message: it says the same.",
    ),
    "left_one": (
        "Queda 1 sin respuesta; se puede enviar después.",
        "1 is without an answer; it can be sent later.",
    ),
    "left": (
        "Quedan {count} sin respuesta; se pueden enviar después.",
        "{count} are without an answer; they can be sent later.",
    ),
    "all_answered": ("Todas tienen respuesta.", "All of them are answered."),
    "name": ("Quién responde", "Who answers"),
    "name_hint": ("Nombre y apellidos", "First and last name"),
    "name_missing": (
        "{Escribe|Escribid|Escriba} quién responde.",
        "Write who answers.",
    ),
    "nothing": (
        "Todavía no hay ninguna respuesta que enviar.",
        "There is no answer to send yet.",
    ),
    "save": ("Guardar el archivo", "Save the file"),
    "copy": ("Copiar el código", "Copy the code"),
    "mail": ("Abrir un correo con el código", "Open a mail with the code"),
    "code_field": ("Código de la respuesta", "Code of the answer"),
    "saved": (
        "Guardado como «{name}». {Mándanoslo|Mandádnoslo|Mándenoslo} y listo.",
        "Saved as “{name}”. Send it to us and you are done.",
    ),
    "copied": (
        "Código copiado. {Pégalo|Pegadlo|Péguelo} en un correo o un mensaje.",
        "Code copied. Paste it into a mail or a message.",
    ),
    "not_copied": (
        "No se ha podido copiar solo. {Selecciona|Seleccionad|Seleccione} el código y {cópialo|copiadlo|cópielo}.",
        "It could not be copied by itself. Select the code and copy it.",
    ),
    "mail_subject": ("Respuesta a las publicaciones de {client}", "Answer to the posts of {client}"),
    "file": ("respuestas-{code}.cmdesk.json", "answers-{code}.cmdesk.json"),
    "own_words": (
        "Nada sale de este archivo por sí solo: la respuesta llega cuando {la mandas|la mandáis|la manda}.",
        "Nothing leaves this file by itself: the answer arrives when you send it.",
    ),
    # on paper
    "paper_lead": (
        "{Marca|Marcad|Marque} una casilla en cada publicación, {escribe|escribid|escriba} lo que haga falta y "
        "{devuélvenos|devolvednos|devuélvanos} estas hojas.",
        "Tick a box for each post, write what is needed and give these sheets back to us.",
    ),
    "paper_words": ("Notas", "Notes"),
    "paper_name": ("Nombre", "Name"),
    "paper_day": ("Fecha", "Date"),
    "paper_signature": ("Firma", "Signature"),
    "paper_who": ("Quién responde", "Who answers"),
    # the message that goes with it
    "hello": ("Hola, {name}:", "Hello {name},"),
    "hello_all": ("Hola:", "Hello,"),
    "message_one": (
        "{te|os|le} mando 1 publicación de {client} para revisar. {Abre|Abrid|Abra} el archivo en el móvil o el "
        "ordenador (no hace falta internet), {responde|responded|responda} y {devuélveme|devolvedme|devuélvame} el "
        "archivo o el código que sale al final.",
        "here is 1 post of {client} to review. Open the file on a phone or a computer (no internet needed), answer, "
        "and send me back the file or the code that comes at the end.",
    ),
    "message": (
        "{te|os|le} mando {count} publicaciones de {client} para revisar. {Abre|Abrid|Abra} el archivo en el móvil o "
        "el ordenador (no hace falta internet), {responde|responded|responda} y {devuélveme|devolvedme|devuélvame} el "
        "archivo o el código que sale al final.",
        "here are {count} posts of {client} to review. Open the file on a phone or a computer (no internet needed), "
        "answer, and send me back the file or the code that comes at the end.",
    ),
    "message_by": (
        "Si puede ser, antes de que acabe el {day}.",
        "By {day}, if you can.",
    ),
}  # fmt: skip


class ReviewWords:
    """The words of one pack, in its language and form of address."""

    def __init__(self, language: str, address: Address | str = Address.TU) -> None:
        self.language = "es" if language == "es" else "en"
        self.address = Address(address)

    def __call__(self, key: str, **places: object) -> str:
        """A sentence with its places filled; what a person wrote is never read for places."""
        return filled(self.pattern(key), places)

    def pattern(self, key: str) -> str:
        """A sentence whose places are still open."""
        own = f"{key}_{self.address}"
        chosen = own if own in _WORDS else key
        return addressed(_WORDS[chosen][self.language == "en"], self.address)

    def counted(self, key: str, count: int, **places: object) -> str:
        """The same for one and for several."""
        return self(f"{key}_one" if count == 1 else key, count=count, **places)

    def format_name(self, kind: PostFormat) -> str:
        """'carrusel'."""
        return format_name(kind, self.language)

    def message(self, client: str, count: int, answer_by: date | None, name: str = "") -> str:
        """A few words that go with a pack, by mail or by messenger.

        Args:
            client: The client's name.
            count: How many posts there are.
            answer_by: The day by which an answer is hoped for.
            name: Who gets it; empty greets nobody in particular.
        """
        first = next(iter(name.split()), "")
        hello = self("hello", name=first) if first else self("hello_all")
        until = [self("message_by", day=speech(self.language).long_day(answer_by))] if answer_by else []
        return " ".join([hello, self.counted("message", count, client=client), *until])
