"""The fields and the data inside a document: there for every program, the same bytes for the same content."""

from __future__ import annotations

import hashlib
import io

import pikepdf
import pytest

from cmdesk.domain.signing import AGREE, ATTACHMENT, DAY, NAME, ROLE, SIGNATURE, extra_field
from tests.signed import SESSION, paper, run


@pytest.fixture(scope="module")
def document():
    with pikepdf.open(io.BytesIO(paper()[0])) as opened:
        yield opened


@pytest.fixture(scope="module")
def fields(document):
    return {str(field.T): field for field in document.Root.AcroForm.Fields}


def test_the_same_content_gives_the_same_bytes():
    assert paper.__wrapped__() == paper.__wrapped__()


def test_the_form_asks_for_all_that_makes_a_yes(fields):
    assert set(fields) == {AGREE, NAME, ROLE, DAY, SIGNATURE, extra_field(SESSION)}
    assert {str(field.FT) for field in fields.values()} == {"/Btn", "/Tx", "/Sig"}


def test_nothing_is_filled_or_signed_yet(fields):
    assert "/V" not in fields[SIGNATURE]
    assert fields[AGREE].V == fields[AGREE].AS == "/Off"
    assert str(fields[NAME].V) == ""


def test_every_field_is_named_in_the_language_of_the_document(fields):
    assert {name: str(field.TU) for name, field in fields.items()} == {
        AGREE: "Estoy de acuerdo",
        extra_field(SESSION): "Una sesión de fotos",
        NAME: "Nombre",
        ROLE: "Cargo",
        DAY: "Fecha",
        SIGNATURE: "Firma con certificado",
    }


def test_every_field_lies_on_its_page_and_is_printed(document, fields):
    page = document.pages[0]
    on_page = {str(annotation.T) for annotation in page.Annots if "/T" in annotation}

    assert on_page == set(fields)
    for field in fields.values():
        left, bottom, right, top = (float(edge) for edge in field.Rect)
        assert 0 < left < right < 596
        assert 0 < bottom < top < 842
        assert int(field.F) == 4
        assert field.P.objgen == page.obj.objgen


def test_fields_do_not_cover_each_other(fields):
    boxes = sorted([float(edge) for edge in field.Rect] for field in fields.values())

    for i, one in enumerate(boxes):
        for other in boxes[i + 1 :]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_a_box_has_a_look_for_both_of_its_states(fields):
    looks = fields[AGREE].AP.N

    assert set(looks.keys()) == {"/Yes", "/Off"}
    assert looks.Yes.read_bytes()
    assert not looks.Off.read_bytes()


def test_the_document_carries_its_own_data_once(document):
    data = paper()[1]

    assert list(document.attachments) == [ATTACHMENT]
    assert document.attachments[ATTACHMENT].get_file().read_bytes() == data
    (file,) = document.Root.AF
    assert (str(file.AFRelationship), str(file.Desc)) == ("/Data", "Los datos de este documento")
    assert str(file.EF.F.Subtype) == "/application/json"
    assert bytes(file.EF.F.Params.CheckSum) == hashlib.md5(data).digest()


@pytest.mark.needs("qpdf")
def test_another_program_finds_nothing_wrong_with_the_file(tmp_path):
    path = tmp_path / "scope.pdf"
    path.write_bytes(paper()[0])

    assert "No syntax or stream encoding errors" in run("qpdf", "--check", str(path))


@pytest.mark.needs("pdfsig", "pdfdetach")
def test_poppler_sees_the_empty_signature_and_the_data(tmp_path):
    path = tmp_path / "scope.pdf"
    path.write_bytes(paper()[0])

    assert "signature form field is not signed" in run("pdfsig", str(path))
    assert ATTACHMENT in run("pdfdetach", "-list", str(path))
