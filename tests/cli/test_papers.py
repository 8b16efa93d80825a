"""The calendar's papers by words."""

import pypdfium2


def words_of(path):
    document = pypdfium2.PdfDocument(path)
    return " ".join(page.get_textpage().get_text_range() for page in document)


def test_a_month_is_saved_on_its_sheet_and_as_a_list(agency, ask, say, tmp_path):
    ask("posts", "add", "Hogaza", "--client", "horno", "--on", "2026-10-20", "--text", "Pan de dos días")
    folder = str(tmp_path)
    sheet = ask("report", "calendar", "horno", "--month", "2026-10", "--to", folder)["file"]
    assert sheet.endswith("2026-10 Horno Masalumbre - Calendar.pdf")
    assert "October 2026" in words_of(sheet)
    assert "Pan de dos días" not in words_of(sheet)
    large = ask("report", "calendar", "--month", "2026-10", "--paper", "a3", "--texts", "--to", f"{folder}/all.pdf")
    assert "Pan de dos días" in words_of(large["file"])
    listed = ask("report", "posts", "horno", "--month", "2026-10", "--to", f"{folder}/list.pdf")["file"]
    assert "Hogaza" in words_of(listed)
    refused = say("report", "calendar", "nobody", "--month", "2026-10", "--to", folder)
    assert (refused.code, len(refused.err.strip().splitlines())) == (1, 1)
