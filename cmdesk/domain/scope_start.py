"""What the terms of a new draft begin with, in the client's language and form of address.

These words belong to the document, whose language is the client's; a person changes them in the draft.
"""

from __future__ import annotations

from dataclasses import dataclass

from cmdesk.domain.clients import Address
from cmdesk.domain.wording import addressed


@dataclass(frozen=True, slots=True)
class StartTexts:
    """The texts of terms that a draft begins with; their fields are named as the terms'."""

    payment: str
    change_procedure: str
    assumptions: str
    client_provides: str
    other_terms: str


_TEXTS = {
    "es": StartTexts(
        payment="Factura el día 1 de cada mes. Se paga en 15 días, por transferencia. Lo que se cobra una sola vez"
        " y los extras se facturan cuando se hacen.",
        change_procedure="Se hace una versión nueva y se firma. La anterior se conserva.",
        assumptions="Trabajamos para una sola marca y en un idioma.\n"
        "Los anuncios los paga la casa directamente a la red.",
        client_provides="Acceso a las cuentas.\nAvisos de festivos y de cambios de horario.",
        other_terms="Las claves: Las cuentas son {tuyas|vuestras|suyas}. "
        "Al terminar, devolvemos los accesos en 5 días.\n"
        "Si hay un problema grave: {Te|Os|Le} llamamos, paramos lo programado y acordamos qué decir.\n"
        "De quién es: Todo lo publicado y pagado es de la casa: textos, fotos y vídeos.\n"
        "Los datos de la gente: Solo los usamos para responder. No los guardamos más de 12 meses.",
    ),
    "en": StartTexts(
        payment="Invoice on the 1st of each month, paid within 15 days by bank transfer. What is paid once and extras"
        " are invoiced when they are done.",
        change_procedure="A new version is made and signed. The one before it is kept.",
        assumptions="We work for one brand and in one language.\nAdvertising is paid by you directly to the network.",
        client_provides="Access to the accounts.\nNews of holidays and of changed opening hours.",
        other_terms="Passwords: The accounts are yours. When we end, we give access back within 5 days.\n"
        "If something serious happens: We call you, stop what is scheduled and agree what to say.\n"
        "Whose it is: All that is published and paid for is yours: texts, photos and videos.\n"
        "People's data: We use them to answer only. We keep them no longer than 12 months.",
    ),
}


def start_texts(language: str, address: Address | str = Address.TU) -> StartTexts:
    """The texts that a draft begins with."""
    texts = _TEXTS["es" if language == "es" else "en"]
    return StartTexts(
        payment=addressed(texts.payment, address),
        change_procedure=addressed(texts.change_procedure, address),
        assumptions=addressed(texts.assumptions, address),
        client_provides=addressed(texts.client_provides, address),
        other_terms=addressed(texts.other_terms, address),
    )
