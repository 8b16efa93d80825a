"""The catalogue edited by words, templates, routines, the list of words, and the day."""

from __future__ import annotations


def test_a_service_is_changed_hidden_and_reset(say, ask, agency):
    changed = ask("catalogue", "set", "CON-FEED", "es.title", "Publicaciones del horno")
    assert (changed[0]["es"]["title"], changed[0]["changed"]) == ("Publicaciones del horno", ["es.title"])
    assert ask("catalogue", "set", "feed", "price", "12.50")[0]["price"] == "12.50"
    ask("catalogue", "hide", "CON-FEED", "CON-REEL")
    assert {"CON-FEED", "CON-REEL"}.isdisjoint(one["code"] for one in ask("catalogue"))
    ask("catalogue", "show", "CON-FEED")
    assert ask("catalogue", "reset", "CON-FEED")[0]["changed"] == ["price_cents"]

    refused = say("catalogue", "set", "CON-FEED", "quantity", "many")
    assert (refused.code, refused.err) == (1, "“many” is no whole number.\n")
    assert say("catalogue", "set", "CON-FEED", "colour", "red").err.startswith("“colour” is none of these: es.name")


def test_a_service_of_ones_own_is_added_and_deleted(ask, agency):
    made = ask("catalogue", "add", "content", "Drone", "films", "--like", "CON-FEED")[0]
    assert (made["own"], made["name"], made["unit"]) == (True, "Drone films", "post")
    ask("catalogue", "remove", made["code"])
    assert made["code"] not in {one["code"] for one in ask("catalogue")}
    assert ask("catalogue", "update") == {"added": [], "changed": [], "kept": []}


def test_a_template_is_saved_and_travels_as_a_file(say, ask, agency, tmp_path):
    file = tmp_path / "bakeries.json"
    saved = ask("templates", "save", "horno", "Bakeries", "--about", "What a bakery needs")
    ask("templates", "export", "bakeries", "--to", str(file))
    read = ask("templates", "import", str(file))

    assert (saved["own"], read["name"], read["lines"]) == (True, "Bakeries (2)", saved["lines"])
    ask("templates", "remove", "Bakeries (2)")
    assert [one["name"] for one in ask("templates", "list")] == ["Essential", "Growth", "Full service", "Bakeries"]
    file.write_bytes(b"{")
    assert say("templates", "import", str(file)).code == 1
    assert say("templates", "remove", "essential").code == 1


def test_a_routine_becomes_tasks(ask, agency):
    routine = next(one for one in ask("routines", "list") if one["code"] == "small")
    planned = ask("routines", "plan", "small", "horno", "--from", "2026-10-19", "--to", "2026-10-23")

    assert planned["tasks"] == 5 * len(routine["steps"]) == len(ask("tasks", "list"))


def test_words_are_listed_added_and_never_marked(ask, agency):
    ask("words", "add", "masa madre", "--means", "Levadura de casa", "--form", "masas madre", "--of", "es")
    ask("words", "ignore", "reel", "--of", "es")
    states = {one["word"]: one["state"] for one in ask("words", "list", "--of", "es")}

    assert (states["masa madre"], states["reel"]) == ("own", "ignored")
    assert ask("words", "reset", "masa madre", "--of", "es") is None


def test_the_day_is_said_in_a_sentence_and_for_scripts(say, ask, agreed):
    ask("posts", "add", "Pan", "de", "muerto", "--client", "horno", "--on", "2026-10-14")
    day = ask("today")

    assert day["sentence"] == "1 post goes out today."
    assert day["month"] == [{"client": "Horno Masalumbre", "planned": 1, "agreed": 2, "over": 0}]
    assert say("today", "--client", "horno").out.splitlines()[0] == "1 post goes out today."
