"""The main job, from nothing to a delivered month, said in words on both databases."""

from __future__ import annotations

from pathlib import Path

from cmdesk.cli.words import FORMATS, NETWORKS, STATUSES


def feed_of(rows):
    return next(row for row in rows if row["lineage"] == "CON-FEED")


def test_from_nothing_to_a_month_that_counts(ask, say, database, tmp_path):
    where = ("-w", database)
    proof = tmp_path / "yes.pdf"
    proof.write_bytes(b"%PDF-1.4 signed")

    ask(*where, "new", "--agency", "Estudio Farolillo", "--owner", "Nuria Cabal")
    client = ask(
        *where, "clients", "add", "Horno Masalumbre", "--contact", "Elena Masal", "--channel", "instagram:@horno"
    )
    assert (client["name"], client["letters"], client["contacts"][0]["name"]) == (
        "Horno Masalumbre",
        "HM",
        "Elena Masal",
    )

    draft = ask(*where, "scope", "draft", "horno", "--template", "essential")
    assert (draft["client"], draft["number"], draft["status"], draft["fingerprint"]) == (
        "Horno Masalumbre",
        1,
        "draft",
        None,
    )
    ask(*where, "scope", "set", "horno", "--first-day", "2026-10-01")
    changed = ask(*where, "scope", "set", "horno", "feed", "--quantity", "2", "--price", "95.50", "--cadence", "month")
    line = next(line for line in changed["lines"] if line["price"] == "95.50")
    assert (line["quantity"], line["cadence"], line["treatment"]) == (2, "month", "included")

    sent = ask(*where, "scope", "send", "horno")
    assert sent["status"] == "sent"
    assert len(sent["fingerprint"]) == 64
    agreed = ask(*where, "scope", "agree", "horno", "--by", "elena", "--means", "signed-pdf", "--evidence", str(proof))
    assert (agreed["status"], agreed["agreed_by"], agreed["first_day"]) == ("agreed", "Elena Masal", "2026-10-01")

    bread = ask(*where, "posts", "add", "Pan", "de", "hoy", "--client", "horno", "--on", "fri", "16", "9:00")
    assert bread["scheduled"] == "2026-10-16T09:00+02:00"
    idea = ask(*where, "posts", "add", "Una idea", "--client", "horno")
    assert (idea["scheduled"], idea["status"]) == (None, "idea")
    moved = ask(*where, "posts", "move", str(idea["id"]), "mañana", "10:30")
    assert (moved["scheduled"], moved["status"], moved["mark"]) == ("2026-10-15T10:30+02:00", "draft", None)
    third = ask(*where, "posts", "add", "Una más", "--client", "horno", "--on", "2026-10-30")
    assert (third["scheduled"], third["mark"]) == ("2026-10-30", "over")

    feed = feed_of(ask(*where, "allowance", "horno", "--month", "2026-10"))
    assert {name: feed[name] for name in ("from", "to", "agreed", "planned", "left", "over")} == {
        "from": "2026-10-01", "to": "2026-10-31", "agreed": 2, "planned": 3, "left": 0, "over": 1,
    }  # fmt: skip
    assert ask(*where, "undo") == {"undone": "Add post"}
    assert ask(*where, "undo") == {"undone": "Move post"}
    feed = feed_of(ask(*where, "allowance", "horno"))
    assert (feed["planned"], feed["left"], feed["over"]) == (1, 1, 0)
    assert [post["title"] for post in ask(*where, "posts", "list", "--client", "horno")] == ["Pan de hoy", "Una idea"]

    assert ask(*where, "scope", "verify", "horno") == {"ok": True, "faults": []}
    assert ask(*where, "check") == {"ok": True, "faults": []}
    history = ask(*where, "history", "--limit", "2")
    assert [(entry["action"], entry["member"]) for entry in history] == [
        ("Move post", "Nuria Cabal"),
        ("Add post", "Nuria Cabal"),
    ]
    assert all(entry["undoes"] for entry in history)


def test_a_backup_is_made_and_put_back(ask, agreed, tmp_path):
    before = ask("clients", "list")
    made = ask("backup")
    assert Path(made["file"]).parent == tmp_path / "data" / "backups"
    ask("clients", "add", "Otra casa")

    restored = ask("restore", made["file"])

    assert ask("clients", "list") == before
    assert Path(restored["aside"]).is_file()
    assert len(ask("-w", restored["aside"], "clients", "list")) == 2
    assert ask("check")["ok"]


def test_a_backup_goes_where_it_is_told_and_nowhere_else(ask, say, agreed, tmp_path):
    target = tmp_path / "copy.cmdesk-backup"
    ask("backup", "--to", str(target))
    ask("backup", "--to", str(target))
    (tmp_path / "folder").mkdir()
    assert Path(ask("backup", "--to", str(tmp_path / "folder"))["file"]).parent == tmp_path / "folder"
    letter = tmp_path / "letter.txt"
    letter.write_text("dear reader")

    assert say("backup", "--to", str(letter)).code == 1
    assert letter.read_text() == "dear reader"
    assert say("backup", "--to", agreed).code == 1


def test_a_shared_database_is_backed_up_on_its_server(say, ask, postgres):
    ask("-w", postgres, "new", "--agency", "Estudio Farolillo")
    assert "server" in say("-w", postgres, "backup").err
    assert "server" in say("-w", postgres, "restore", "copy").err


def test_the_keys_of_the_documents_are_those_that_are_promised(ask, agreed):
    service = ask("catalogue")[0]
    assert service.keys() >= {
        "code", "name", "description", "area", "function", "responsibility", "rank", "unit", "cadence", "quantity",
        "covers", "es", "en",
    }  # fmt: skip
    assert service["es"]["name"] != service["en"]["name"]
    client = ask("clients", "list")[0]
    assert client.keys() >= {"id", "name", "status", "language", "time_zone", "currency"}
    scope = ask("scope", "show", "horno")
    assert scope.keys() >= {
        "client", "number", "status", "first_day", "last_day", "fingerprint", "undecided", "problems", "lines",
    }  # fmt: skip
    assert scope["lines"][0].keys() >= {
        "lineage", "area", "service", "title", "description", "treatment", "quantity", "unit", "cadence", "channels",
        "price",
    }  # fmt: skip
    post = ask("posts", "add", "Pan", "--client", "horno")
    assert post.keys() >= {
        "id", "client", "title", "scheduled", "time_zone", "status", "format", "channels", "coverage",
    }  # fmt: skip
    assert ask("posts", "list")[0].keys() >= post.keys() - {"mark"}
    assert ask("allowance", "horno")[0].keys() >= {
        "lineage", "title", "unit", "from", "to", "agreed", "carried", "planned", "approved", "delivered", "left",
        "over", "gifts",
    }  # fmt: skip
    task = ask("tasks", "add", "Pedir fotos")
    assert task.keys() >= {"id", "client", "title", "column", "due", "assignee", "coverage"}


def test_a_sentence_follows_the_figures_beside_it(ask, agency):
    ask("scope", "set", "horno", "feed", "--quantity", "12")
    line = _feed(ask("scope", "set", "horno", "feed", "--quantity", "20"))
    assert "20" in line["description"]
    assert "{" not in line["description"]
    said = "We write 20 posts a month, with care."
    ask("scope", "set", "horno", "--scope-language", "en")
    assert _feed(ask("scope", "set", "horno", "feed", "--description", said))["description"] == said
    later = _feed(ask("scope", "set", "horno", "feed", "--quantity", "24"))
    assert later["description"] == "We write 24 posts a month, with care."


def _feed(scope):
    return next(line for line in scope["lines"] if line["unit"] == "post" and line["area"] == "content")


def test_one_call_is_one_step_to_take_back(ask, agency):
    before = ask("scope", "show", "horno")
    ask("scope", "set", "horno", "feed", "--quantity", "30", "--price", "500", "--treatment", "optional",
        "--first-day", "2026-12-01", "--done-by", "nuria", "--approved-by", "elena")  # fmt: skip
    after = ask("scope", "show", "horno")
    assert (_feed(after)["quantity"], _feed(after)["price"], after["first_day"]) == (30, "500.00", "2026-12-01")
    ask("undo")
    assert ask("scope", "show", "horno") == before


def test_a_line_is_taken_out_and_put_in_again(ask, say, agency):
    code = _feed(ask("scope", "show", "horno"))["service"]
    removed = ask("scope", "set", "horno", code, "--remove")
    assert removed["undecided"] == [code]
    assert [gap["code"] for gap in ask("scope", "gaps", "horno")["undecided"]] == [code]
    sent = say("scope", "send", "horno", "--json")
    assert sent.data["undecided"] == [code]
    assert "undecided" in sent.err


def test_a_newer_version_is_compared_with_the_one_before(ask, agreed):
    ask("scope", "draft", "horno", "--from-current")
    ask("scope", "set", "horno", "feed", "--quantity", "5")
    (line,) = ask("scope", "compare", "horno", "1", "2")["lines"]
    assert (line["what"], line["fields"]) == ("changed", ["quantity"])
    assert (line["before"]["quantity"], line["after"]["quantity"]) == (2, 5)


def test_what_was_sent_can_be_withdrawn_or_declined(ask, say, agency):
    ask("scope", "send", "horno")
    assert say("scope", "withdraw", "horno").code == 2
    assert ask("scope", "withdraw", "horno", "--why", "Wrong price")["status"] == "withdrawn"
    ask("scope", "draft", "horno", "--from-current")
    ask("scope", "send", "horno")
    assert ask("scope", "decline", "horno", "--by", "elena", "--why", "Too dear")["status"] == "declined"
    assert say("scope", "agree", "horno", "--by", "elena", "--means", "email").code == 1


def test_posts_go_through_their_states_and_are_listed_by_them(ask, say, agreed):
    post = ask("posts", "add", "Pan", "--client", "horno", "--on", "20", "--format", "carousel",
               "--channels", "facebook", "--text", "Hoy, pan.")  # fmt: skip
    assert (post["scheduled"], post["format"], post["channels"]) == ("2026-10-20", "carousel", ["facebook"])
    assert ask("posts", "status", str(post["id"]), "client-review")["status"] == "client_review"
    assert [one["id"] for one in ask("posts", "list", "--status", "client_review", "--month", "2026-10")] == [
        post["id"]
    ]
    assert ask("posts", "list", "--month", "2026-11") == []
    ask("posts", "status", str(post["id"]), "published")
    refused = say("posts", "move", str(post["id"]), "+1")
    assert refused.code == 1
    assert refused.err.count("\n") == 1


def test_a_moment_with_an_offset_is_told_in_the_clients_zone(ask, agreed):
    post = ask("posts", "add", "Pan", "--client", "horno", "--on", "2026-10-16T09:00")
    assert post["scheduled"] == "2026-10-16T09:00+02:00"
    same = ask("posts", "move", str(post["id"]), post["scheduled"])
    assert same["scheduled"] == post["scheduled"]
    assert ask("posts", "move", str(post["id"]), "2026-10-26T23:30Z")["scheduled"] == "2026-10-27T00:30+01:00"
    assert ask("posts", "move", str(post["id"]), "+7")["scheduled"] == "2026-11-03T00:30+01:00"
    assert ask("posts", "move", str(post["id"]), "-1")["scheduled"] == "2026-11-02T00:30+01:00"
    assert ask("posts", "move", str(post["id"]), "bandeja")["scheduled"] is None


def test_tasks_are_written_quickly_and_moved(ask, agency):
    task = ask("tasks", "add", "Pedir", "fotos", "fri", "16", "@nuria", "#fotos", "--client", "horno")
    assert (task["title"], task["client"], task["due"], task["assignee"]) == (
        "Pedir fotos", "Horno Masalumbre", "2026-10-16", "Nuria Cabal",
    )  # fmt: skip
    assert (task["column"], task["coverage"], task["labels"]) == ("To do", "undecided", ["fotos"])
    assert ask("tasks", "move", str(task["id"]), "waiting", "for")["column"] == "Waiting for the client"
    own = ask("tasks", "add", "Ordenar", "--column", "doing")
    assert own["client"] is None
    assert [one["id"] for one in ask("tasks", "list", "--client", "horno")] == [task["id"]]
    assert [one["id"] for one in ask("tasks", "list", "--column", "doing")] == [own["id"]]


def test_both_documents_are_saved(ask, say, agreed, tmp_path):
    scope = ask("report", "scope", "horno", "--to", str(tmp_path / "scope.pdf"))
    status = ask("report", "status", "horno", "--month", "2026-10", "--to", str(tmp_path / "month.pdf"))
    for document in (scope, status):
        assert Path(document["file"]).read_bytes().startswith(b"%PDF")
    assert say("report", "scope", "horno", "--version", "9", "--to", str(tmp_path / "x.pdf")).code == 1
    assert say("report", "comparison", "horno", "1", "9", "--to", str(tmp_path / "x.pdf")).code == 1
    same = ask("report", "comparison", "horno", "1", "1", "--to", str(tmp_path / "same.pdf"))
    assert (tmp_path / "same.pdf").read_bytes().startswith(b"%PDF"), same
    assert say("report", "scope", "horno", "--to", str(tmp_path / "nowhere" / "x.pdf")).code == 1


def test_the_sample_agency_is_made_once_a_week(ask, say, tmp_path, data_folder):
    made = ask("demo", "--no-window")
    assert Path(made["workspace"]) == data_folder / "sample.cmdesk"
    assert len(ask("clients", "list")) == 4
    ask("clients", "add", "Otra casa")
    ask("demo", "--no-window")
    assert len(ask("clients", "list")) == 5
    ask("demo", "--no-window", today="2026-10-24")
    assert len(ask("clients", "list")) == 4
    assert ask("check") == {"ok": True, "faults": []}


def test_the_sample_takes_nobodys_place(say, agency):
    before = Path(agency).read_bytes()
    refused = say("demo", "--no-window", "-w", agency)
    assert refused.code == 1
    assert Path(agency).read_bytes() == before


def test_a_large_agency_is_made_for_measurements(ask, say, tmp_path):
    file = str(tmp_path / "large.cmdesk")
    ask("demo", "--no-window", "--posts", "300", "--clients", "3", "--years", "1", "-w", file)
    assert len(ask("clients", "list")) == 3
    assert len(ask("posts", "list")) == 300
    assert ask("check") == {"ok": True, "faults": []}
    assert say("demo", "--no-window", "--posts", "1", "-w", file).code == 1
    assert say("demo", "--no-window", "--clients", "0", "--posts", "1", "-w", str(tmp_path / "none.cmdesk")).code == 1
    assert not (tmp_path / "none.cmdesk").exists()


def test_a_member_acts_by_name_and_by_right(ask, say):
    ask("demo", "--no-window")
    refused = say("--as", "irene", "scope", "send", "horno")
    assert (refused.code, refused.err) == (1, "Your role does not allow this. Ask an owner of the agency.\n")
    post = ask("posts", "add", "Hola", "--client", "horno", "--as", "Irene")
    assert say("undo").code == 1  # it was not the owner who did it
    assert ask("undo", "--as", "irene valdes")["undone"] == "Add post"
    assert post["id"] not in [one["id"] for one in ask("posts", "list")]
    assert say("--as", "nobody", "clients", "list").code == 1


def test_the_words_know_the_codes_of_the_domain():
    from cmdesk.cli import words
    from cmdesk.domain import clients, networks, posts, scope

    assert set(NETWORKS) == set(networks.Network)
    assert set(FORMATS) == set(posts.PostFormat)
    assert set(STATUSES) == set(posts.PostStatus)
    assert set(words.TREATMENTS) == set(scope.Treatment)
    assert set(words.CADENCES) == set(scope.Cadence)
    assert set(words.PRICE_MODES) == set(scope.PriceMode)
    assert set(words.ROLL_OVERS) == set(scope.QuantityRule)
    assert set(words.MEANS) == set(scope.Means)
    assert set(words.CLIENT_STATUSES) == set(clients.ClientStatus)
    assert set(words.ADDRESSES) == set(clients.Address)
