"""A scope and a report with something in every field, for the tests to print and to change."""

from __future__ import annotations

import io
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum

import pypdfium2
from PIL import Image

from cmdesk.domain.networks import Network
from cmdesk.domain.posts import PostFormat
from cmdesk.domain.reporting import (
    AccountRow,
    AgencyCard,
    AimRow,
    Approval,
    ChangedLine,
    ChangedSum,
    ChangedTerm,
    Changes,
    ClientCard,
    Cost,
    CrisisRow,
    DeliveryRow,
    ExpectationRow,
    Figure,
    HistoryRow,
    LeftOut,
    Once,
    OptionalLine,
    OutsideRow,
    Party,
    PersonRow,
    PostRow,
    QuantityRow,
    QuantityRuleRow,
    QuantityRules,
    ResponseRow,
    ScopeArea,
    ScopeDocument,
    ScopeSentence,
    StatusReport,
    Summary,
    TaskRow,
    Term,
)
from cmdesk.domain.scope import ScopeStatus


def picture(colour: str = "orange") -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(kept, "PNG")
    return kept.getvalue()


AGENCY = AgencyCard("Estudio Farolillo", "nuria@farolillo.example", "900 000 000", "Calle 1", "B-1", picture())
CLIENT = ClientCard("Horno Masalumbre", "HM", "Horno Masalumbre, S. L.", "Plaza del Molino, 4", 1, tax_id="B-2")

SCOPE = ScopeDocument(
    agency=AGENCY,
    client=CLIENT,
    number=2,
    status=ScopeStatus.SENT,
    issued=date(2026, 10, 14),
    first_day=date(2026, 11, 1),
    lasts="De mes en mes. Cualquiera puede dejarlo avisando 30 días antes.",
    valid_until=date(2026, 10, 31),
    replaces=(1, date(2026, 9, 3)),
    introduction="Qué hacemos, y qué no.",
    figures=(Figure("16", "publicaciones al mes"), Figure("905 €", "al mes, más IVA")),
    to=Party("Elena Robles", ("Horno Masalumbre, S. L.", "Plaza del Molino, 4")),
    sender=Party("Nuria Cabal", ("Estudio Farolillo",)),
    changes="Pasamos de 12 a 16 publicaciones. ¿Y las reseñas? También.",
    changed=Changes(
        "Desde el 1 de noviembre sustituye a la versión 1.",
        (
            ChangedLine(
                (("Publicamos ", "same"), ("12", "removed"), (" publicaciones.", "same")),
                (("Publicamos ", "same"), ("16", "added"), (" publicaciones.", "same")),
                8000,
            ),
            ChangedLine((("Traducimos al inglés.", "same"),), (), -4500, "removed"),
        ),
        (ChangedSum("Cuota al mes", "870,00 €", "905,00 €", "+35,00 €"),),
        (ChangedTerm("Quién da el sí", (("Julián", "removed"),), (("Elena", "added"),)),),
        7,
    ),
    summary=Summary(
        (("Contenido", ("publicaciones (16 al mes)", "historias (20 al mes)")),),
        ("Anuncios de pago",),
        80,
        ("Elena dice sí en 1 día laborable.",),
        ("Un informe al mes.",),
    ),
    client_people=(PersonRow("Elena Robles", "Dueña", ("da el sí a lo que sale",), ("600 000 000",)),),
    agency_people=(PersonRow("Nuria Cabal", "Dirección", ("contacto de cada día",), ("900 000 000",)),),
    aims=(AimRow("Que venga más gente", "visitas (según el mostrador)", "40", "60", "31 de marzo de 2027"),),
    audiences=(Term("El barrio", "Pan de hoy"),),
    voice="Cercana y tranquila",
    accounts=(AccountRow("Instagram", "@horno", "https://www.instagram.com/horno/", "El día a día"),),
    areas=(
        ScopeArea(
            "Contenido",
            (
                ScopeSentence((("Publicamos ", False), ("16 publicaciones", True), (" con diseño.", False)), "Diego"),
                ScopeSentence((("Todas las fotos llevan una descripción.", False),)),
            ),
            "Lo que se ve en las redes.",
        ),
    ),
    optional=(OptionalLine("Una sesión de fotos", "180 €", "cada una", "Sesión", "fotos.1"),),
    excluded=(LeftOut("Anuncios de pago", "95 € al mes"),),
    excluded_others=(("Técnico", ("Cambios en la web",)),),
    excluded_beside=(Term("Publicaciones", "Fotos hechas en el local."),),
    quantities=(
        QuantityRow("Publicaciones", "16 al mes", "lunes a viernes", "2 rondas", "Diego", 32000, "Contenido"),
        QuantityRow("Historias", "20 al mes", "lunes a sábado", "", "Diego", 58500, "Contenido"),
    ),
    agency_does=((("Nuria", True), (" dirige el trabajo", False)),),
    client_does=((("Elena", True), (" dice sí", False)),),
    client_provides=((("Para publicar: ", True), ("acceso a las cuentas.", False)),),
    responses=(ResponseRow("Pregunta", "2 horas", "lun a sáb, 9 a 19 h", "nadie"),),
    crisis=(CrisisRow("Queja suelta", "Una persona se queja.", "4 horas", "Elena", "Gracias por contarlo."),),
    approval=Approval(20, 1, 2, 1500, round_meaning="Una lista de cambios.", extra_hour="Una hora más cuesta 40 €."),
    rules=QuantityRules(
        "Lo que no se usa se pierde.", "Si hace falta más, se dice.", (QuantityRuleRow("Historias", "pasa", "3 €"),)
    ),
    criteria=(Term("Publicaciones", "Cada una sale con su texto aprobado."),),
    cost=Cost(
        "EUR",
        90500,
        109505,
        tax_cents=19005,
        tax_points=2100,
        tax_name="IVA",
        once=(Once("Plantillas de Navidad", 24000),),
        optional=(("Sesión de fotos", "180 € cada una"),),
        payment="El día 1 de cada mes.",
    ),
    assumptions=("Hay un manual de marca.",),
    rights="Todo lo publicado es de la casa.",
    privacy="Solo para responder.",
    terms=(Term("Las claves", "Las cuentas son tuyas."),),
    change_procedure="Por escrito.",
    expectations=(ExpectationRow("¿Esperas que hagamos las fotos?", "extra"),),
    glossary=(Term("Reel", "Vídeo corto y vertical."),),
    history=(HistoryRow("1", "sustituida", "1 sep 2026", "3 sep 2026, Elena", "desde el 3 sep 2026", "7E0C 453C"),),
    fingerprint="9F4C 71A2",
    data='{"número":2}',
)

REPORT = StatusReport(
    agency=AGENCY,
    client=CLIENT,
    month=date(2026, 9, 1),
    issued=date(2026, 10, 3),
    headline="Más gente y más preguntas",
    summary="Este mes 41.300 personas vieron algo del horno.",
    needs=("Firmar la versión 2.", "Una mañana para grabar buñuelos."),
    deliveries=(
        DeliveryRow("Publicaciones", 12, 12, carried=1, gifts=2),
        DeliveryRow("Historias", 20, 18, cause="El obrador cerró."),
        DeliveryRow("Reels", 2, 3),
    ),
    version=1,
    published=(
        PostRow(
            date(2026, 9, 4),
            "El horno a las cuatro 🥐",
            PostFormat.REEL,
            (Network.INSTAGRAM, Network.TIKTOK),
            540,
            picture(),
            "https://example.org/p/1",
        ),
        PostRow(date(2026, 9, 4), "Día a día", PostFormat.STORY, (Network.INSTAGRAM,), 480),
        PostRow(date(2026, 9, 11), "Sin imagen", PostFormat.POST, (Network.GOOGLE_BUSINESS,)),
    ),
    tasks=(TaskRow("Preparar el calendario", date(2026, 9, 18), "Publicaciones", "Diego"),),
    planned=(PostRow(date(2026, 10, 1), "Huele a octubre", PostFormat.POST, tuple(Network), 540),),
    outside=(OutsideRow("Sorteo de la feria", date(2026, 9, 4), "Hecho", "0 €"),),
    outside_note="Una nota.",
)


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def text_of(pdf: bytes) -> str:
    """The text of all pages, on one line."""
    return " ".join(" ".join(pages_of(pdf)).split())


def letters_of(pdf: bytes) -> str:
    """All that is written, without what stands between words: lines may break anywhere."""
    return "".join("".join(pages_of(pdf)).split()).replace("\ufffe", "").replace("\x02", "")


def text_fields(value: object, path: tuple = ()):
    """Where in a document texts stand."""
    if isinstance(value, Enum):
        return
    if isinstance(value, str):
        yield path
    elif isinstance(value, tuple):
        for i, part in enumerate(value[:1]):
            yield from text_fields(part, (*path, i))
    elif is_dataclass(value):
        for part in fields(value):
            yield from text_fields(getattr(value, part.name), (*path, part.name))


def with_text(value, path: tuple, text: str):
    """The same document with one text replaced."""
    if not path:
        return text
    first, *rest = path
    if isinstance(first, int):
        return (*value[:first], with_text(value[first], tuple(rest), text), *value[first + 1 :])
    return replace(value, **{first: with_text(getattr(value, first), tuple(rest), text)})
