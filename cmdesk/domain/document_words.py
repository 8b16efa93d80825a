"""What a document says by itself, around what a person wrote: in Spanish and English, in the client's form of address.

These words belong to the document and do not follow the language of the program. `{tú|vosotros|usted}` chooses by the
form of address; places in braces are filled by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cmdesk.domain.clients import Address
from cmdesk.domain.wording import addressed, filled

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    # what stands on every page of a draft
    "draft_title": ("{title} · borrador", "{title} · draft"),
    "draft_note": (
        "Borrador: todavía puede cambiar y no compromete a nadie.",
        "Draft: it may still change, and binds nobody.",
    ),
    # one page in plain words
    "page": ("En una página", "In one page"),
    "page_lead": (
        "Lo más importante, sin palabras raras. Cada punto se explica entero más adelante.",
        "What matters most, in plain words. Each point is told in full further on.",
    ),
    "will": ("Lo que haremos", "What we will do"),
    "wont": ("Lo que no haremos", "What we will not do"),
    "need": ("Lo que necesitamos de {ti|vosotros|usted}", "What we need from you"),
    "hear": (
        "Cuándo {sabrás|sabréis|sabrá} de nosotros",
        "When you will hear from us",
    ),
    "where": ("Dónde está cada cosa", "Where to find it"),
    "more_one": ("y 1 más", "and 1 more"),
    "more": ("y {count} más", "and {count} more"),
    "wont_more_one": ("Y otra cosa más, en «{section}».", "And one more, under “{section}”."),
    "wont_more": ("Y otras {count}, en «{section}».", "And {count} more, under “{section}”."),
    "says_yes": ("{name} da el sí a lo que sale.", "{name} says yes to what goes out."),
    "says_yes_in_one": (
        "{name} dice sí o pide cambios en 1 día laborable.",
        "{name} says yes or asks for changes within 1 working day.",
    ),
    "says_yes_in": (
        "{name} dice sí o pide cambios en {count} días laborables.",
        "{name} says yes or asks for changes within {count} working days.",
    ),
    "yes_in_one": (
        "Un sí, o los cambios, en 1 día laborable.",
        "A yes, or the changes, within 1 working day.",
    ),
    "yes_in": (
        "Un sí, o los cambios, en {count} días laborables.",
        "A yes, or the changes, within {count} working days.",
    ),
    "hear_proposal": (
        "{Recibes|Recibís|Recibe} cada pieza antes de que salga.",
        "You get each piece before it goes out.",
    ),
    "hear_answers": ("Respondemos a la gente {within}, {hours}.", "We answer people {within}, {hours}."),
    "hear_answers_always": ("Respondemos a la gente {within}.", "We answer people {within}."),
    "hear_crisis": (
        "Si pasa algo grave, {te|os|le} llamamos.",
        "If something serious happens, we call you.",
    ),
    "hear_contact": (
        "Para lo de cada día, {name}: {mail}.",
        "For everyday matters, {name}: {mail}.",
    ),
    "hear_contact_bare": ("Para lo de cada día, {name}.", "For everyday matters, {name}."),
    # people
    "people": ("Las personas", "The people"),
    "people_who": ("Quién", "Who"),
    "people_does": ("Para qué", "What for"),
    "people_reach": ("Dónde", "How to reach"),
    "approves": ("da el sí a lo que sale", "says yes to what goes out"),
    "stands_in": ("da el sí si la otra persona no está", "says yes when the other person is away"),
    "signs": ("firma este documento", "signs this document"),
    "in_crisis": ("recibe la llamada si pasa algo grave", "is called if something serious happens"),
    "everyday": ("contacto de cada día", "everyday contact"),
    "at_client": ("En {client}", "At {client}"),
    "at_agency": ("En {agency}", "At {agency}"),
    # aims
    "aims": ("Para qué lo hacemos", "What it is for"),
    "aim": ("Qué queremos", "What we want"),
    "aim_measure": ("Cómo se mide", "How it is measured"),
    "aim_baseline": ("Ahora", "Now"),
    "aim_target": ("Meta", "Goal"),
    "aim_by": ("Para cuándo", "By when"),
    "aim_source": ("{measure} (según {source})", "{measure} (from {source})"),
    "aim_source_alone": ("según {source}", "from {source}"),
    "aims_note": (
        "Son metas, no promesas: dicen hacia dónde vamos y con qué número lo miramos.",
        "These are goals, not promises: they say where we are going and by which number we look.",
    ),
    "audiences": ("A quién hablamos", "Whom we talk to"),
    "voice": ("Cómo suena la casa", "How you sound"),
    # accounts
    "accounts": ("Las cuentas", "The accounts"),
    "account_network": ("Red", "Network"),
    "account_handle": ("Cuenta", "Account"),
    "account_purpose": ("Para qué", "What for"),
    "accounts_note": (
        "Este documento vale para estas cuentas y ninguna más. Cualquier otra red es un extra.",
        "This document covers these accounts and no others. Any other network is an extra.",
    ),
    # not included
    "excluded": ("Qué no está incluido", "Not included"),
    "excluded_lead": (
        "Lo decimos ahora, para que nadie lo espere después.",
        "We say it now, so that nobody expects it later.",
    ),
    "can_be_added": ("Se puede añadir por ", "It can be added for "),
    "excluded_others": ("Tampoco entra", "Nor is this included"),
    "excluded_beside": (
        "Y de lo que haremos, esto no entra",
        "And of what we will do, this is not part",
    ),
    # quantities
    "rules": ("Reglas de las cantidades", "Rules for quantities"),
    "rules_lapse": (
        "Lo que no se usa en su periodo se pierde: no pasa al siguiente.",
        "What is not used in its period is lost: it does not pass to the next.",
    ),
    "rules_carry": (
        "Lo que no se usa en su periodo pasa al siguiente, y solo a ese.",
        "What is not used in its period passes to the next one, and to that one only.",
    ),
    "rules_cap": (
        "Lo que no se usa en su periodo pasa al siguiente, hasta la cantidad de un periodo.",
        "What is not used in its period passes to the next one, up to one period's quantity.",
    ),
    "rules_over": (
        "Si hace falta más de lo acordado, {te|os|le} lo decimos antes y {eliges|elegís|elige}: pagarlo aparte, "
        "cambiarlo por otra cosa o dejarlo para el periodo siguiente.",
        "If more than agreed is needed, we tell you first and you choose: pay for it apart, swap it for something "
        "else, or leave it for the next period.",
    ),
    "rule_line": ("Qué", "What"),
    "rule_unused": ("Lo que no se usa", "What is not used"),
    "rule_more": ("Una más cuesta", "One more costs"),
    "unused_lapses": ("se pierde", "is lost"),
    "unused_carries": ("pasa al periodo siguiente", "passes to the next period"),
    "unused_capped": ("pasa, hasta un periodo", "passes on, up to one period"),
    "unused_cap": ("pasa, hasta {count}", "passes on, up to {count}"),
    "in_fee": ("incluido", "included"),
    "done": ("Cuándo cuenta como hecho", "When it counts as done"),
    # money
    "fee_plus": ("al mes, más {tax}", "a month, plus {tax}"),
    "fee_bare": ("al mes", "a month"),
    "optional_cost": ("Si {quieres|queréis|quiere}: {title}", "If you want: {title}"),
    "once_tax": ("Lo que se paga una sola vez va sin {tax}.", "What is paid once is before {tax}."),
    "extra_hour": (
        "Una hora de trabajo más de lo acordado cuesta {price}.",
        "One hour of work beyond what is agreed costs {price}.",
    ),
    "extra_hour_tax": (
        "Una hora de trabajo más de lo acordado cuesta {price}, más {tax}.",
        "One hour of work beyond what is agreed costs {price}, plus {tax}.",
    ),
    # answers and crisis
    "kind_question": ("Pregunta", "Asks something"),
    "kind_complaint": ("Se queja", "Complains"),
    "kind_review": ("Deja una reseña", "Leaves a review"),
    "kind_praise": ("Da las gracias", "Says thank you"),
    "kind_danger": ("Cuenta un peligro", "Tells of a danger"),
    "if_somebody": ("Si alguien…", "If somebody…"),
    "hours_one": ("1 hora", "1 hour"),
    "hours": ("{count} horas", "{count} hours"),
    "crisis": ("Si pasa algo grave", "If something serious happens"),
    "crisis_lead": (
        "Del nivel más leve al más grave. Primero se responde; después se resuelve.",
        "From the mildest level to the gravest. First we answer; then it is solved.",
    ),
    "crisis_level": ("Nivel", "Level"),
    "crisis_within": ("Antes de", "Within"),
    "crisis_decides": ("Quién decide", "Who decides"),
    "crisis_words": ("La primera frase", "The first sentence"),
    # approvals
    "silence_yes_one": (
        "Si pasa 1 día laborable sin respuesta, la pieza se da por buena y sale.",
        "After 1 working day without an answer, the piece counts as approved and goes out.",
    ),
    "silence_yes": (
        "Si pasan {count} días laborables sin respuesta, la pieza se da por buena y sale.",
        "After {count} working days without an answer, the piece counts as approved and goes out.",
    ),
    "late_yes": (
        "Si el sí llega tarde, la pieza sale en otra fecha y lo anotamos con su causa.",
        "If the yes comes late, the piece goes out on another day, and we note why.",
    ),
    "round_meaning": ("Qué es una ronda", "What a round is"),
    "change_title": ("Cómo se cambia este documento", "How this document is changed"),
    # what we need
    "need_title": ("Qué necesitamos de {ti|vosotros|usted}", "What we need from you"),
    "need_lead": (
        "Sin esto no podemos cumplir las fechas.",
        "Without this we cannot keep the dates.",
    ),
    "need_for": ("Para {title}: ", "For {title}: "),
    # terms
    "lasts": ("Cuánto dura", "How long it lasts"),
    "lasts_from_to": ("Del {first} al {last}.", "From {first} to {last}."),
    "lasts_until": ("Hasta el {last}.", "Until {last}."),
    "lasts_open": (
        "Desde el {first}, de mes en mes.",
        "From {first}, from month to month.",
    ),
    "lasts_open_bare": ("De mes en mes.", "From month to month."),
    "notice_one": (
        "Cualquiera de las partes puede dejarlo avisando 1 día antes.",
        "Either side may leave with 1 day's notice.",
    ),
    "notice": (
        "Cualquiera de las partes puede dejarlo avisando {count} días antes.",
        "Either side may leave with {count} days' notice.",
    ),
    "renews_one": (
        "Antes de que acabe {te|os|le} preguntamos si seguimos 1 mes más.",
        "Before it ends we ask you whether to go on for 1 more month.",
    ),
    "renews": (
        "Antes de que acabe {te|os|le} preguntamos si seguimos {count} meses más.",
        "Before it ends we ask you whether to go on for {count} more months.",
    ),
    "renewed": ("Se renovó hasta el {last}.", "It was renewed until {last}."),
    "ended": ("Terminó el {last}.", "It ended on {last}."),
    "replaced": ("Rigió hasta el {last}.", "It held until {last}."),
    "rights": ("De quién es", "Whose it is"),
    "privacy": ("Los datos", "The data"),
    # expectation test
    "test": ("Para que nadie espere otra cosa", "So that nobody expects something else"),
    "test_lead": (
        "{Lee|Leed|Lea} estas preguntas antes de firmar. La respuesta es la de este documento.",
        "Read these questions before you sign. The answer is what this document says.",
    ),
    "test_question": ("Pregunta", "Question"),
    "test_answer": ("Respuesta", "Answer"),
    "answer_included": ("incluido", "included"),
    "answer_excluded": ("no incluido", "not included"),
    "answer_extra": ("extra, con precio", "extra, at a price"),
    # signatures
    "i_agree": (
        "He leído este documento y estoy de acuerdo.",
        "I have read this document and I agree.",
    ),
    "fill_lead": (
        "{Marca|Marcad|Marque} la casilla y {escribe|escribid|escriba} nombre, cargo y fecha, en pantalla o a mano. "
        "Quien tenga un certificado puede además firmar con él.",
        "Tick the box and write name, post and date, on the screen or by hand. "
        "Whoever has a certificate can sign with it as well.",
    ),
    "extras_lead": (
        "{Marca|Marcad|Marque} también lo que {quieras|queráis|quiera} añadir:",
        "Tick what you want to add, too:",
    ),
    "field_name": ("Nombre y apellidos", "Full name"),
    "field_role": ("Cargo", "Post"),
    "field_day": ("Fecha", "Date"),
    "field_signature": ("Firma", "Signature"),
    "about_name": ("Nombre de quien está de acuerdo", "Name of the person who agrees"),
    "about_role": ("Cargo de quien está de acuerdo", "Post of the person who agrees"),
    "about_day": ("Fecha de hoy", "Today's date"),
    "about_signature": ("Firma con certificado, si lo hay", "Signature with a certificate, if there is one"),
    "for_agency": ("Por {agency}", "For {agency}"),
    "for_client": ("Por {client}", "For {client}"),
    "sent_by": ("Enviado el {day}", "Sent on {day}"),
    "accepted": ("También se acordó: {titles}.", "Also agreed: {titles}."),
    "attached": (
        "Este documento lleva dentro sus propios datos: un archivo con el texto exacto del que sale la huella.",
        "This document carries its own data: a file with the exact text that the fingerprint is made of.",
    ),
    # history
    "history": ("Historia", "History"),
    "history_lead": (
        "Las versiones anteriores se conservan tal como se firmaron.",
        "Earlier versions are kept as they were signed.",
    ),
    "history_version": ("Versión", "Version"),
    "history_state": ("Estado", "State"),
    "history_sent": ("Enviada", "Sent"),
    "history_agreed": ("Acordada", "Agreed"),
    "history_force": ("Vigente", "In force"),
    "history_print": ("Huella", "Fingerprint"),
    "history_change": ("{number}, cambia la {base}", "{number}, changes {base}"),
    "force_from": ("desde el {first}", "from {first}"),
    "force_until": ("del {first} al {last}", "{first} to {last}"),
    "by": ("{day}, {name}", "{day}, {name}"),
    "state_draft": ("borrador", "draft"),
    "state_sent": ("propuesta", "proposal"),
    "state_agreed": ("acordada", "agreed"),
    "state_superseded": ("sustituida", "replaced"),
    "state_ended": ("terminada", "ended"),
    "state_withdrawn": ("retirada", "withdrawn"),
    "state_declined": ("rechazada", "declined"),
    # what changes
    "changes": ("Qué cambia", "What changes"),
    "changes_from": (
        "Desde el {day} sustituye a la versión {number}.",
        "From {day} it replaces version {number}.",
    ),
    "changes_when": (
        "Cuando se acuerde, sustituye a la versión {number}.",
        "Once agreed, it replaces version {number}.",
    ),
    "cover_new": ("Nuevo: {text}", "New: {text}"),
    "cover_gone": ("Ya no: {text}", "No longer: {text}"),
    "cover_now": ("Ahora: {text}", "Now: {text}"),
    "cover_more_one": ("Y 1 cambio más.", "And 1 more change."),
    "cover_more": ("Y {count} cambios más.", "And {count} more changes."),
    "changes_marks": (
        "Lo nuevo va subrayado; lo que desaparece, tachado.",
        "What is new is underlined; what is gone is struck through.",
    ),
    "changes_none": (
        "Las dos versiones dicen lo mismo.",
        "Both versions say the same.",
    ),
    "change_new": ("Nuevo", "New"),
    "change_gone": ("Ya no", "No longer"),
    "change_line": ("Cambia", "Changed"),
    "change_moved": ("en otro lugar", "in another place"),
    "change_none_counted": ("Sin cambios: {count} líneas.", "Unchanged: {count} lines."),
    "change_none_counted_one": ("Sin cambios: 1 línea.", "Unchanged: 1 line."),
    "change_what_line": ("Línea", "Line"),
    "change_before": ("Antes", "Before"),
    "change_now": ("Ahora", "Now"),
    "change_month": ("{currency} al mes", "{currency} a month"),
    "change_terms": ("Condiciones que cambian", "Terms that change"),
    "change_what": ("Condición", "Term"),
    "change_sums": ("Lo que cuesta", "What it costs"),
    "sum_month": ("Cuota al mes, sin {tax}", "Fee a month, before {tax}"),
    "sum_month_bare": ("Cuota al mes", "Fee a month"),
    "sum_total": ("Total al mes, con {tax}", "Total a month, with {tax}"),
    "sum_once": ("Una sola vez", "One time"),
    "sum_hours": ("Horas al mes", "Hours a month"),
    "difference": ("Diferencia", "Difference"),
    "term_first_day": ("Primer día", "First day"),
    "term_last_day": ("Último día", "Last day"),
    "term_renewal_months": ("Meses de cada renovación", "Months of each renewal"),
    "term_notice_days": ("Días de aviso para dejarlo", "Days of notice to leave"),
    "term_approver_name": ("Quién da el sí", "Who says yes"),
    "term_lead_days": ("Días laborables para dar el sí", "Working days to say yes"),
    "term_revision_rounds": ("Rondas de cambios", "Rounds of changes"),
    "term_round_meaning": ("Qué es una ronda", "What a round is"),
    "term_silence_is_yes": ("¿El silencio es un sí?", "Is silence a yes?"),
    "term_silence_days": ("Días laborables de silencio", "Working days of silence"),
    "term_response_hours": ("Horas para la primera respuesta", "Hours to the first answer"),
    "term_coverage": ("Cuándo se responde", "When answers come"),
    "term_response_rows": ("Primera respuesta, según el mensaje", "First answer, by kind of message"),
    "term_crisis_levels": ("Si pasa algo grave", "If something serious happens"),
    "term_quantity_rule": ("Lo que no se usa", "What is not used"),
    "term_extra_hour_cents": ("Una hora más", "One hour more"),
    "term_discount_bp": ("Descuento", "Discount"),
    "term_tax_bp": ("Impuesto", "Tax"),
    "term_payment": ("Cómo se paga", "How it is paid"),
    "term_client_provides": ("Qué necesitamos de {ti|vosotros|usted}", "What we need from you"),
    "term_assumptions": ("Lo que damos por hecho", "What we take for granted"),
    "term_change_procedure": ("Cómo se cambia este documento", "How this document is changed"),
    "term_rights": ("De quién es", "Whose it is"),
    "term_privacy": ("Los datos", "The data"),
    "term_other_terms": ("Lo demás", "The rest"),
    "term_yes": ("sí", "yes"),
    "term_no": ("no", "no"),
    "title_changes": ("Qué cambia para {client}", "What changes for {client}"),
    "comparison": ("Versiones {old} y {new}", "Versions {old} and {new}"),
    "comparison_title": (
        "{client}: de la versión {old} a la {new}",
        "{client}: from version {old} to {new}",
    ),
    "comparison_lead": (
        "Qué dice la versión {new} que no decía la {old}, línea por línea.",
        "What version {new} says that version {old} did not, line by line.",
    ),
    "unsaid": ("—", "—"),
    "said_if_wanted": ("{text} (si {quieres|queréis|quiere})", "{text} (if you want)"),
    "said_excluded": ("no incluido", "not included"),
    # proof
    "proof": ("Prueba del acuerdo", "Proof of the agreement"),
    "proof_title": ("Prueba del acuerdo con {client}", "Proof of the agreement with {client}"),
    # dates that were missed
    "missed_title": ("Lo que no salió en su fecha", "What did not go out on its date"),
    "missed_what": ("Qué", "What"),
    "missed_day": ("Fecha", "Date"),
    "missed_why": ("Por qué", "Why"),
    "missed_fate": ("Qué pasó después", "What became of it"),
    "missed_client_approval": ("El sí llegó tarde", "The yes came late"),
    "missed_client_material": ("El material llegó tarde", "The material came late"),
    "missed_agency": ("Llegamos tarde", "We were late"),
    "missed_network": ("La red no funcionó", "The network did not work"),
    "missed_agreed_move": ("Acordamos otra fecha", "We agreed another date"),
    "missed_out": ("Salió el {day}", "It went out on {day}"),
    "missed_later": ("Salió más tarde", "It went out later"),
    "missed_planned": ("Prevista para el {day}", "Planned for {day}"),
    "missed_waiting": ("Sin nueva fecha", "No new date yet"),
    "missed_cancelled": ("Se canceló", "It was cancelled"),
    "missed_lead_one": ("1 publicación.", "1 post."),
    "missed_lead": ("{count} publicaciones.", "{count} posts."),
    "missed_waited_one": ("1 esperaba algo {tuyo|vuestro|suyo}.", "1 waited for something of yours."),
    "missed_waited": ("{count} esperaban algo {tuyo|vuestro|suyo}.", "{count} waited for something of yours."),
    "proof_events": ("Los sucesos, en cadena", "The events, in a chain"),
    "proof_versions": ("Las versiones", "The versions"),
    "proof_evidence": ("Los archivos guardados", "The files that are kept"),
    "proof_rule": ("Cómo se comprueba", "How to check it"),
    "proof_verdict_good": (
        "Comprobado el {day}: todo lee como se escribió.",
        "Checked on {day}: everything reads as it was written.",
    ),
    "proof_verdict_bad": (
        "Comprobado el {day}: algo no lee como se escribió.",
        "Checked on {day}: something does not read as it was written.",
    ),
    "proof_version": ("Versión {number}", "Version {number}"),
    "proof_who": ("Lo anotó {name}.", "Noted by {name}."),
    "proof_contact": ("Por parte del cliente: {name}", "For the client: {name}"),
    "proof_until": ("Rige hasta {day}.", "It rules until {day}."),
    "proof_note": ("Nota: {text}", "Note: {text}"),
    "proof_kept": ("Archivo guardado: {name} ({print})", "File kept: {name} ({print})"),
    "proof_link_bad": (
        "Este suceso no lee como se escribió.",
        "This event does not read as it was written.",
    ),
    "proof_attached": (
        "Este documento lleva dentro los mismos datos como JSON, para comprobarlos con una máquina.",
        "This document carries the same data as JSON, to be checked by a machine.",
    ),
    "proof_own": ("Hash propio", "Own hash"),
    "proof_before": ("Hash anterior", "Hash before"),
    "proof_content": ("Hash del contenido", "Hash of the content"),
    "proof_file": ("Archivo", "File"),
    "proof_hash": ("SHA-256", "SHA-256"),
}  # fmt: skip


class DocumentWords:
    """The words of one document, in its language and form of address."""

    def __init__(self, language: str, address: Address | str = Address.TU) -> None:
        self.language = "es" if language == "es" else "en"
        self.address = Address(address)

    def __call__(self, key: str, **places: object) -> str:
        """A sentence with its places filled; what a person wrote is never read for places."""
        return filled(addressed(_WORDS[key][self.language == "en"], self.address), places)

    def counted(self, key: str, count: int, **places: object) -> str:
        """The same for one and for several."""
        return self(f"{key}_one" if count == 1 else key, count=count, **places)
