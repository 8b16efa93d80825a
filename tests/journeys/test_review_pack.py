"""A client answers a review pack in a real browser, and the answer comes back."""

import pytest

from cmdesk.domain.errors import RuleBroken
from cmdesk.domain.review import AnswerKind, Stale
from cmdesk.services import posts, review
from tests.journeys.browser import Browser
from tests.review_world import waiting_month

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow, pytest.mark.xdist_group("chromium")]

PHONE, DESKTOP = (390, 844), (1280, 800)


@pytest.fixture
def month(tmp_path):
    desk, client_id, keys = waiting_month(tmp_path / "agency.cmdesk")
    yield desk, client_id, keys
    desk.close()


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    browser = Browser(tmp_path_factory.mktemp("chromium"))
    yield browser
    browser.close()


@pytest.fixture
def browser(chromium, tmp_path):
    chromium.begin(tmp_path / "downloads")
    yield chromium
    chromium.end()


@pytest.fixture
def page(month, browser, tmp_path):
    """The page of a pack of twelve posts, open in the browser."""
    desk, client_id, keys = month
    made = desk.make_review_pack(client_id, keys).value
    file = tmp_path / "pack.html"
    file.write_bytes(made.page.content)
    browser.screen(*DESKTOP)
    browser.open(file)
    return made


def answer(browser, key, kind, words=""):
    """Answer one post by clicks."""
    browser.click(f"label[for='{kind}-{key}']")
    if words:
        browser.click(f"#words-{key}")
        browser.write(words)


def sign(browser, name="Elena Robles"):
    browser.click("#name")
    browser.write(name)


class TestTwelvePosts:
    def test_are_answered_by_clicks_and_the_file_comes_back(self, month, page, browser):
        desk, _client_id, keys = month
        for key in keys[:9]:
            answer(browser, key, "approve")
        answer(browser, keys[9], "changes", "Sin la foto del horno, por favor")
        answer(browser, keys[10], "changes", "Quitad el «ayer» 🥖\ny poned <b>hoy</b>")
        answer(browser, keys[11], "comment", "¿Va también en papel?")
        assert browser.text("#count") == "12 de 12 respondidas"
        sign(browser)
        browser.click("#save")
        file = browser.downloaded()
        assert file.name == f"respuestas-{page.content.code}.cmdesk.json"

        desk.do(posts.edit_post, keys[0], "text", "Otra cosa")  # meanwhile, at the agency
        sheet = desk.look_at_answer(file.read_bytes())
        assert (sheet.name, sheet.unanswered, len(sheet.rows)) == ("Elena Robles", 0, 12)
        stale = [row for row in sheet.rows if not row.can_be_filed]
        assert [(row.post_id, row.stale) for row in stale] == [(keys[0], Stale.CHANGED)]
        assert sheet.rows[10].words == "Quitad el «ayer» 🥖\ny poned <b>hoy</b>"

        filed = desk.do(review.file_answer, sheet, keys, sheet.contact_id).value
        assert (filed.approved, filed.changes, filed.comments, filed.refused) == (8, 2, 1, 1)
        states = [desk.read(posts.post, key).card.status for key in keys]
        assert states == ["client_review", *["approved"] * 8, "draft", "draft", "client_review"]
        with pytest.raises(RuleBroken):
            desk.do(review.file_answer, sheet, keys, sheet.contact_id)
        assert browser.faults == []

    def test_the_code_says_the_same_as_the_file(self, month, page, browser):
        desk, _client_id, keys = month
        browser.click("#all")
        assert browser.text("#told") == "12 publicaciones aprobadas."
        answer(browser, keys[3], "changes", "Ñandú — «otra» foto")
        sign(browser, "Elena")
        browser.click("#copy")
        browser.until("document.getElementById('code').value !== ''")
        code = browser.ask("document.getElementById('code').value")
        assert max(len(line) for line in code.split("\n")) <= 60
        sheet = desk.look_at_answer("> " + code.replace("\n", "\n> "))
        assert sheet.name == "Elena"
        assert [row.answer for row in sheet.rows].count(AnswerKind.APPROVE) == 11
        assert sheet.rows[3].words == "Ñandú — «otra» foto"

    def test_a_browser_that_cannot_compress_writes_a_code_all_the_same(self, month, page, browser):
        desk, _client_id, _keys = month
        browser.ask("delete window.CompressionStream")
        browser.click("#all")
        sign(browser)
        browser.click("#copy")
        browser.until("document.getElementById('code').value !== ''")
        code = browser.ask("document.getElementById('code').value")
        assert code.startswith("|CMDESK1|p|")
        assert len(desk.look_at_answer(code).fileable) == 12

    def test_half_an_answer_is_asked_for_its_words_and_its_name(self, page, browser, month):
        keys = month[2]
        browser.click("#save")
        assert browser.text("#nothing") == "Todavía no hay ninguna respuesta que enviar."
        answer(browser, keys[4], "changes")
        browser.click("#save")
        assert browser.ask("document.activeElement.id") == f"words-{keys[4]}"
        assert browser.text(f"#problem-{keys[4]}") == "Escribe unas palabras, para que sepamos qué hacer."
        browser.write("Más luz")
        browser.click("#save")
        assert browser.ask("document.activeElement.id") == "name"
        assert not list(browser.downloads.iterdir())

    def test_what_was_answered_is_there_again_after_a_reload(self, page, browser, month, tmp_path):
        keys = month[2]
        answer(browser, keys[0], "approve")
        answer(browser, keys[1], "changes", "Otra foto")
        browser.open(tmp_path / "pack.html")
        assert browser.text("#count") == "2 de 12 respondidas"
        assert browser.ask(f"document.getElementById('words-{keys[1]}').value") == "Otra foto"
        assert browser.text("#told") == "Aquí sigues donde lo dejaste."

    def test_it_works_where_nothing_can_be_kept(self, month, page, browser, tmp_path):
        script = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } });"
        browser.say("Page.addScriptToEvaluateOnNewDocument", source=script)
        browser.open(tmp_path / "pack.html")
        browser.click("#all")
        assert browser.text("#count") == "12 de 12 respondidas"
        assert browser.faults == []


class TestThePage:
    def test_it_loads_nothing_and_its_policy_refuses_nothing_of_its_own(self, page, browser):
        browser.click("#view-calendar")
        browser.click("#view-list")
        asked = [address.split(":", 1)[0] for address in browser.requests]
        assert set(asked) <= {"file", "data"}
        assert asked.count("file") == 1
        assert browser.faults == []

    def test_a_foreign_script_or_picture_is_refused_by_its_policy(self, page, browser):
        browser.ask(
            """(() => {
                const script = document.createElement("script");
                script.textContent = "window.cmdesk_pwned = 1";
                document.body.append(script);
                const image = document.createElement("img");
                image.src = "https://example.invalid/x.png";
                document.body.append(image);
                const button = document.createElement("button");
                button.setAttribute("onclick", "window.cmdesk_pwned = 2");
                document.body.append(button);
                button.click();
            })()"""
        )
        assert browser.ask("window.cmdesk_pwned") is None
        assert any("Content Security Policy" in fault for fault in browser.faults)

    def test_the_calendar_leads_to_a_post(self, page, browser, month):
        keys = month[2]
        browser.click("#view-calendar")
        assert not browser.ask("document.getElementById('calendar').hidden")
        browser.click(f".chip[data-post='{keys[5]}']")
        assert browser.ask("document.activeElement.id") == f"post-{keys[5]}"

    def test_each_channel_has_its_preview_with_its_fold(self, page, browser, month):
        key = month[2][0]
        assert "Solo al tocar «más»" in browser.text(f"#frame-{key}-0")
        browser.click(f"label[for='choose-frame-{key}-1']")
        assert browser.ask(f"document.getElementById('frame-{key}-0').hidden")
        assert "Solo al tocar" not in browser.text(f"#frame-{key}-1")

    def test_everything_can_be_reached_and_done_by_keyboard(self, page, browser, month):
        keys = month[2]
        browser.ask(f"document.getElementById('approve-{keys[0]}').focus()")
        browser.press(" ", 32, text=" ")
        assert browser.text("#count") == "1 de 12 respondidas"
        browser.press("ArrowDown", 40)
        assert browser.ask("document.activeElement.id") == f"changes-{keys[0]}"
        browser.press("Tab", 9)
        assert browser.ask("document.activeElement.id") == f"words-{keys[0]}"
        browser.write("Otra luz")
        browser.press("Tab", 9)
        assert browser.ask("document.activeElement.id") == f"clear-{keys[0]}"
        browser.press("Enter", 13, text="\r")
        assert browser.text("#count") == "0 de 12 respondidas"
        assert browser.ask("document.activeElement.id") == f"approve-{keys[0]}"

    @pytest.mark.parametrize("size", [PHONE, DESKTOP, (320, 640)])
    @pytest.mark.parametrize("is_dark", [False, True])
    def test_nothing_is_wider_than_the_screen_and_every_word_can_be_read(self, page, browser, size, is_dark):
        browser.screen(*size, is_dark=is_dark, is_phone=size != DESKTOP)
        browser.click("#all")
        for view in ("calendar", "list"):
            browser.click(f"#view-{view}")
            assert browser.ask("document.documentElement.scrollWidth") <= size[0]
            assert browser.ask(_FAINT) == []

    def test_every_field_has_a_name_and_every_heading_its_level(self, page, browser):
        assert browser.ask(_NAMELESS) == []
        assert browser.ask("[...document.querySelectorAll('h1')].length") == 1
        marks = browser.ask("['header','main','footer','aside'].map((one) => document.querySelectorAll(one).length)")
        assert marks[1] == 1
        assert 0 not in marks


_NAMELESS = """[...document.querySelectorAll("button, input, textarea, a, progress")].filter((one) => {
    const label = one.labels && one.labels.length ? one.labels[0].textContent : "";
    const by = one.getAttribute("aria-labelledby");
    const named = by ? document.getElementById(by).textContent : one.getAttribute("aria-label") ?? "";
    return !(label + named + one.textContent).trim() && !one.closest("[hidden]");
}).map((one) => one.id)"""

_FAINT = """(() => {
    const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const bright = ([r, g, b]) => {
        const lin = [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
        return 0.2126 * lin[0] + 0.7152 * lin[1] + 0.0722 * lin[2];
    };
    const ground = (one) => {
        for (let at = one; at; at = at.parentElement) {
            const colour = parts(getComputedStyle(at).backgroundColor);
            if (colour.length < 4 || colour[3] > 0) return colour;
        }
        return [255, 255, 255];
    };
    const faint = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const one = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || !one.checkVisibility() || one.closest("script, .unseen")) continue;
        const ink = parts(getComputedStyle(one).color);
        if (ink.length === 4 && ink[3] === 0) continue;
        const [high, low] = [bright(ink), bright(ground(one))].sort((a, b) => b - a);
        if ((high + 0.05) / (low + 0.05) < 4.5) faint.push(one.className + ": " + walker.currentNode.data.trim());
    }
    return faint;
})()"""
