"""What is at hand while a post is written: words to avoid, and blanks."""

from cmdesk.domain.editor import avoided, blank_names, left_blank, lines_of, words_to_avoid


def test_what_is_to_be_avoided_is_quoted_or_short():
    lines = lines_of("La palabra “gratis” en la primera línea.\n\nPrisas y mayúsculas.\nNunca prometer descuentos así")
    assert words_to_avoid(lines) == ("gratis", "Prisas y mayúsculas")


def test_it_is_found_whatever_its_capitals_and_accents():
    text = "¡GRATÍS! Gratisimo no. prisas  y MAYUSCULAS"
    found = [text[start:end] for start, end in avoided(text, ("gratis", "Prisas y mayúsculas"))]
    assert found == ["GRATÍS", "prisas  y MAYUSCULAS"]
    assert avoided("nada", ()) == ()


def test_known_blanks_that_are_left_are_told():
    assert left_blank("{client} {mes} {algo} {client}") == ("{client}", "{mes}")
    assert "{cliente}" in blank_names("es")
    assert "{client}" in blank_names("en")
