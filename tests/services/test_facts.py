"""What a client wants, whom it talks to, how it speaks, and what new scopes begin with; on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cmdesk.desk import open_desk
from cmdesk.domain.aims import placed
from cmdesk.domain.changes import Kind
from cmdesk.domain.errors import Conflict, NotFound, RuleBroken
from cmdesk.domain.expectations import Answer
from cmdesk.domain.scope import CrisisLevel, MessageKind, PricePrint, ResponseRow, Treatment
from cmdesk.domain.scope_start import start_texts
from cmdesk.services import agency, audiences, clients, objectives, scopes
from cmdesk.services.bin import contents, empty, restore
from cmdesk.services.facts import facts_of

TODAY = date(2026, 10, 14)


class Clock:
    """An instant that moves on at each look."""

    def __init__(self):
        self.now = datetime(2026, 10, 14, 9, tzinfo=UTC)

    def __call__(self):
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def desk(founded):
    desk = open_desk(founded, clock=Clock())
    desk.member_id = 1
    yield desk
    desk.close()


@pytest.fixture
def bakery(desk):
    return desk.do(clients.add_client, "Horno Masalumbre", language="es").value


def aims(desk, client_id):
    return [one.aim for one in desk.read(objectives.objectives, client_id)]


def people(desk, client_id):
    return [one.who for one in desk.read(audiences.audiences, client_id)]


# --- Objectives and audiences


def test_an_aim_is_written_with_its_measure_and_stands_in_the_facts_of_the_scope(desk, bakery):
    key = desk.do(objectives.add_objective, bakery, " Vender más  pan entre semana ").value
    for field, value in {
        "measure": "Panes vendidos de lunes a jueves", "network": "instagram", "baseline": "300", "target": "360",
        "deadline": date(2027, 3, 31), "source": "La caja",
    }.items():  # fmt: skip
        desk.do(objectives.change_objective, key, field, value)

    (fact,) = desk.read(facts_of, bakery).aims
    assert (fact.aim, fact.baseline, fact.target, fact.deadline, fact.source) == (
        "Vender más pan entre semana", "300", "360", date(2027, 3, 31), "La caja",
    )  # fmt: skip
    assert desk.read(objectives.objectives, bakery)[0].name == fact.aim


def test_an_audience_is_placed_in_the_map_and_stands_in_the_facts_of_the_scope(desk, bakery):
    key = desk.do(audiences.add_audience, bakery, "Vecinos del barrio", objective="Que entren").value
    desk.do(audiences.place_audience, key, 3, 1)
    desk.do(audiences.change_audience, key, "networks", ("facebook", "instagram"))
    desk.do(audiences.change_audience, key, "message", "El pan sale a las ocho.")

    (row,) = desk.read(audiences.audiences, bakery)
    assert placed([row]) == {(3, 1): (row,)}
    assert row.name == "Vecinos del barrio"
    (fact,) = desk.read(facts_of, bakery).audiences
    assert (fact.who, fact.interest, fact.influence, fact.networks) == (
        "Vecinos del barrio", 3, 1, ("instagram", "facebook"),
    )  # fmt: skip
    desk.undo()
    assert desk.read(audiences.audiences, bakery)[0].message == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [("aim", "  "), ("network", "myspace"), ("deadline", "soon"), ("nothing", "x")],
)
def test_an_aim_refuses_what_it_cannot_hold(desk, bakery, field, value):
    key = desk.do(objectives.add_objective, bakery, "Vender más").value
    with pytest.raises(RuleBroken) as refusal:
        desk.do(objectives.change_objective, key, field, value)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("field", "value"), [("who", ""), ("interest", 4), ("influence", 0), ("networks", ["myspace"]), ("nothing", "x")]
)
def test_an_audience_refuses_what_it_cannot_hold(desk, bakery, field, value):
    key = desk.do(audiences.add_audience, bakery, "Vecinos").value
    with pytest.raises(RuleBroken) as refusal:
        desk.do(audiences.change_audience, key, field, value)
    assert refusal.value.field == field


def test_aims_and_audiences_keep_the_order_that_a_person_gave_them(desk, bakery):
    keys = [desk.do(objectives.add_objective, bakery, name).value for name in ("uno", "dos", "tres")]
    desk.do(objectives.move_objective, keys[2], 0)
    assert aims(desk, bakery) == ["tres", "uno", "dos"]
    desk.do(objectives.move_objective, keys[2], 99)
    assert aims(desk, bakery) == ["uno", "dos", "tres"]

    desk.do(objectives.move_objective, keys[0], 0)
    assert aims(desk, bakery) == ["uno", "dos", "tres"]

    rows = [desk.do(audiences.add_audience, bakery, name).value for name in ("uno", "dos", "tres")]
    desk.do(audiences.move_audience, rows[0], 1)
    assert people(desk, bakery) == ["dos", "uno", "tres"]


def test_an_aim_that_a_colleague_changed_is_not_overwritten_unseen(desk, bakery):
    key = desk.do(objectives.add_objective, bakery, "Vender más").value
    desk.do(objectives.change_objective, key, "target", "360", 1)
    with pytest.raises(Conflict):
        desk.do(objectives.change_objective, key, "target", "400", 1)


def test_aims_and_audiences_go_to_the_bin_and_come_back(desk, bakery):
    aim = desk.do(objectives.add_objective, bakery, "Vender más").value
    who = desk.do(audiences.add_audience, bakery, "Vecinos").value
    desk.do(objectives.remove_objective, aim)
    desk.do(audiences.remove_audience, who)
    assert (aims(desk, bakery), people(desk, bakery)) == ([], [])
    assert [(thing.kind, thing.title) for thing in desk.read(contents)] == [
        (Kind.AUDIENCE, "Vecinos"), (Kind.OBJECTIVE, "Vender más"),
    ]  # fmt: skip

    desk.do(restore, Kind.OBJECTIVE, aim)
    desk.do(restore, Kind.AUDIENCE, who)
    assert (aims(desk, bakery), people(desk, bakery)) == (["Vender más"], ["Vecinos"])

    desk.do(objectives.remove_objective, aim)
    assert desk.do(empty).value == 1
    with pytest.raises(NotFound):
        desk.do(restore, Kind.OBJECTIVE, aim)


def test_aims_and_audiences_go_with_their_client(desk, bakery):
    desk.do(objectives.add_objective, bakery, "Vender más")
    desk.do(audiences.add_audience, bakery, "Vecinos")
    desk.do(clients.delete_client, bakery)
    assert [thing.kind for thing in desk.read(contents)] == [Kind.CLIENT]

    desk.do(restore, Kind.CLIENT, bakery)
    assert (aims(desk, bakery), people(desk, bakery)) == (["Vender más"], ["Vecinos"])

    desk.do(clients.delete_client, bakery)
    assert desk.do(empty).value == 1
    assert desk.read(objectives.aims_sheet, bakery).objectives == ()


# --- Voice


def test_how_a_brand_speaks_stands_in_the_facts_of_the_scope(desk, bakery):
    texts = {
        "personality": "Cercana", "tone": "Con humor", "voice_do": "Dar las gracias", "voice_avoid": "Discutir",
        "own_words": "masa madre", "key_messages": "El pan sale a las ocho.", "hashtags": "#panteruel",
    }  # fmt: skip
    for field, value in texts.items():
        desk.do(clients.change_client, bakery, field, value)

    voice = desk.read(facts_of, bakery).voice
    assert (voice.personality, voice.tone, voice.do, voice.avoid, voice.own_words) == (
        "Cercana", "Con humor", "Dar las gracias", "Discutir", "masa madre",
    )  # fmt: skip
    found = desk.read(clients.client, bakery)
    assert all(getattr(found, field) == value for field, value in texts.items())


def test_a_voice_written_before_is_read_as_the_tone_until_somebody_writes_one(desk, bakery):
    desk.do(clients.change_client, bakery, "voice", "Curiosa y sin pedantería")
    assert desk.read(clients.client, bakery).tone == "Curiosa y sin pedantería"

    desk.do(clients.change_client, bakery, "tone", "")
    assert desk.read(clients.client, bakery).tone == ""
    assert desk.read(facts_of, bakery).voice.tone == ""
    desk.undo()
    assert desk.read(facts_of, bakery).voice.tone == "Curiosa y sin pedantería"


# --- What a new scope begins with


def terms(desk, client_id):
    scope_id = desk.do(scopes.draft_from_template, client_id).value
    return desk.read(scopes.scope, scope_id).terms


def test_a_new_scope_begins_with_texts_for_all_that_has_to_be_said(desk, bakery):
    begun = terms(desk, bakery)
    texts = start_texts("es", "tu")
    assert begun.rights == texts.rights
    assert begun.privacy == texts.privacy
    assert begun.round_meaning == texts.round_meaning
    assert begun.crisis_levels == texts.crisis_levels
    assert len(begun.crisis_levels) in {3, 4}
    assert all(level.example and level.hours and level.decides and level.first_words for level in begun.crisis_levels)
    assert {row.kind for row in begun.response_rows} == set(MessageKind)
    assert not any(row.tell for row in begun.response_rows)


def test_the_agency_says_what_new_scopes_begin_with_and_takes_it_back(desk, bakery):
    desk.do(agency.change_scope_start, "es", "payment", "A 30 días.")
    desk.do(agency.change_scope_start, "es", "rights", "{Tus|Vuestros|Sus} textos son de la casa.")
    desk.do(agency.change_scope_start, None, "lead_days", 4)
    desk.do(agency.change_scope_start, None, "valid_days", 10)
    desk.do(agency.change_scope_start, None, "extra_hour_cents", 4500)
    desk.do(agency.change_scope_start, None, "price_print", PricePrint.AREA)
    desk.do(clients.change_client, bakery, "address", "vosotros")

    begun = terms(desk, bakery)
    assert (begun.payment, begun.rights) == ("A 30 días.", "Vuestros textos son de la casa.")
    assert (begun.lead_days, begun.extra_hour_cents, begun.price_print) == (4, 4500, PricePrint.AREA)
    assert begun.valid_until == TODAY + timedelta(days=10)
    assert begun.privacy == start_texts("es", "vosotros").privacy
    assert desk.read(agency.scope_start).changed == {
        ("es", "payment"), ("es", "rights"), (None, "lead_days"), (None, "valid_days"), (None, "extra_hour_cents"),
        (None, "price_print"),
    }  # fmt: skip

    desk.do(agency.reset_scope_start, "es", "payment")
    start = desk.read(agency.scope_start)
    assert start.texts["es"].payment == start_texts("es").payment
    assert ("es", "payment") not in start.changed


def test_levels_and_rows_of_answers_are_kept_as_they_were_written(desk, bakery):
    levels = (CrisisLevel("Leve", "Una queja.", 4, "Quien responde", "Gracias."),)
    desk.do(agency.change_scope_start, "es", "crisis_levels", levels)
    desk.do(agency.change_scope_start, None, "response_rows", (ResponseRow(MessageKind.DANGER, 2, "Elena"),))

    begun = terms(desk, bakery)
    assert begun.crisis_levels == levels
    assert begun.response_rows == (ResponseRow(MessageKind.DANGER, 2, "Elena"),)


def test_writing_the_shipped_text_again_is_no_change(desk):
    shipped = desk.read(agency.scope_start)
    desk.do(agency.change_scope_start, "en", "rights", "Ours.")
    desk.do(agency.change_scope_start, "en", "rights", shipped.texts["en"].rights)
    desk.do(agency.change_scope_start, None, "lead_days", shipped.numbers.lead_days)
    desk.do(agency.change_scope_start, "en", "crisis_levels", shipped.texts["en"].crisis_levels)
    assert desk.read(agency.scope_start) == shipped


@pytest.mark.parametrize(
    ("language", "field", "value"),
    [
        ("es", "lead_days", 3), (None, "payment", "x"), ("fr", "payment", "x"), (None, "valid_days", 0),
        (None, "lead_days", -1), (None, "price_print", "none"), ("es", "name", "x"), (None, "first_day", None),
    ],
)  # fmt: skip
def test_what_no_scope_begins_with_is_refused(desk, language, field, value):
    with pytest.raises(RuleBroken) as refusal:
        desk.do(agency.change_scope_start, language, field, value)
    assert refusal.value.field == field


def test_another_language_says_what_nobody_rewrote_and_keeps_what_somebody_did(desk, bakery):
    desk.do(agency.change_scope_start, "es", "payment", "A 30 días.")
    desk.do(agency.change_scope_start, "en", "payment", "Within 30 days.")
    scope_id = desk.do(scopes.draft_from_template, bakery).value
    begun = desk.read(scopes.scope, scope_id).terms
    mine = (*begun.crisis_levels[:1], CrisisLevel("La mía", "Otra cosa.", 3), *begun.crisis_levels[2:])
    desk.do(scopes.change_terms, scope_id, "crisis_levels", mine)
    desk.do(scopes.change_terms, scope_id, "privacy", "Nada se guarda.")
    desk.do(scopes.change_terms, scope_id, "language", "en")

    said, english = desk.read(scopes.scope, scope_id).terms, start_texts("en")
    assert (said.payment, said.privacy, said.rights) == ("Within 30 days.", "Nada se guarda.", english.rights)
    assert said.crisis_levels[0] == english.crisis_levels[0]
    assert said.crisis_levels[1] == CrisisLevel("La mía", "Otra cosa.", 3)
    assert said.crisis_levels[3] == english.crisis_levels[3]


# --- The expectation test


@pytest.fixture
def draft(desk, bakery):
    return desk.do(scopes.draft_from_template, bakery, "essential").value


def asked(desk, scope_id, code):
    return next(one for one in desk.read(scopes.questions, scope_id) if one.question.code == code)


def one_with(desk, scope_id, answer):
    return next(one for one in desk.read(scopes.questions, scope_id) if one.derived is answer and one.line_id)


def test_the_test_is_answered_by_the_scope_itself_until_a_person_answers(desk, draft):
    first = one_with(desk, draft, Answer.EXCLUDED)
    code = first.question.code
    assert not first.question.is_changed

    desk.do(scopes.answer_question, draft, code, Answer.EXTRA)
    changed = asked(desk, draft, code)
    assert (changed.question.answer, changed.derived, changed.question.is_changed, changed.can_settle) == (
        Answer.EXTRA, Answer.EXCLUDED, True, True,
    )  # fmt: skip
    assert desk.read(scopes.scope, draft).terms.expectations == ((code, "extra"),)

    desk.do(scopes.answer_question, draft, code, Answer.EXCLUDED)
    assert desk.read(scopes.scope, draft).terms.expectations == ()


@pytest.mark.parametrize(
    ("answer", "treatment"), [(Answer.INCLUDED, Treatment.INCLUDED), (Answer.EXTRA, Treatment.OPTIONAL)]
)
def test_an_answer_that_the_scope_denies_is_put_right_in_one_step(desk, draft, answer, treatment):
    first = one_with(desk, draft, Answer.EXCLUDED)
    desk.do(scopes.answer_question, draft, first.question.code, answer)
    desk.do(scopes.settle_question, draft, first.question.code)

    version = desk.read(scopes.scope, draft)
    assert next(line for line in version.lines if line.id == first.line_id).treatment is treatment
    assert version.terms.expectations == ()
    desk.undo()
    assert asked(desk, draft, first.question.code).question.is_changed


def test_the_service_that_an_answer_asks_for_is_added_where_no_line_stands(desk, bakery):
    scope_id = desk.do(scopes.draft_from_template, bakery).value
    first = next(one for one in desk.read(scopes.questions, scope_id) if one.service and one.line_id is None)
    desk.do(scopes.answer_question, scope_id, first.question.code, Answer.INCLUDED)
    desk.do(scopes.settle_question, scope_id, first.question.code)
    (line,) = desk.read(scopes.scope, scope_id).lines
    assert (line.service, line.treatment) == (first.service, Treatment.INCLUDED)


def test_answers_that_cannot_be_are_refused(desk, draft):
    code = desk.read(scopes.questions, draft)[0].question.code
    with pytest.raises(RuleBroken):
        desk.do(scopes.answer_question, draft, code, "perhaps")
    with pytest.raises(NotFound):
        desk.do(scopes.settle_question, draft, code)
