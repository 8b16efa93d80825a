"""A small scope that can be signed, and what clients and other programs do to it: fill, sign, change, save anew."""

from __future__ import annotations

import ctypes
import io
import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko_certvalidator.registry import SimpleCertificateStore

from cmdesk.domain.reporting import AgencyCard
from cmdesk.domain.signing import AGREE, DAY, NAME, ROLE, extra_field
from cmdesk.i18n import speech
from cmdesk.reports.frame import Furniture, printed
from cmdesk.reports.layout import Columns, Gap, Stack
from cmdesk.reports.signable import Attachment, SignatureField, TextField, TickField
from cmdesk.reports.text import Text

NOW = datetime.now(UTC).replace(microsecond=0)  # programs for signing look at the clock
FILLED = {AGREE: "/Yes", NAME: "Elena Robles", ROLE: "Gerente", DAY: "20 de octubre de 2026"}
SESSION = "photo.session"
PRICE_BOX = (54, 800, 300, 830)  # where the sentence with the price stands


@cache
def paper(number: int = 3, price: str = "450 €", client: int = 1) -> tuple[bytes, bytes]:
    """A scope of one page with all its fields, and the data that it carries."""
    content = {"client": client, "form": 1, "lines": [{"price_cents": 45000, "title": "Publicaciones"}]}
    data = json.dumps({**content, "number": number}, sort_keys=True, separators=(",", ":")).encode()
    return sheet(data, f"Alcance, versión {number}. {price} al mes."), data


def sheet(data: bytes, words: str = "Alcance") -> bytes:
    """A page with these words, all fields, and this data inside."""

    def box(name: str, words: str) -> Columns:
        return Columns([(20, TickField(name, words)), (300, Text(words))], 7)

    def pages() -> list[Any]:
        fields = [TextField(NAME, "Nombre"), TextField(ROLE, "Cargo"), TextField(DAY, "Fecha")]
        spaced = [piece for field in fields for piece in (field, Gap(8))]
        return [
            Stack(
                Text(words), Gap(20),
                box(AGREE, "Estoy de acuerdo"), box(extra_field(SESSION), "Una sesión de fotos"), *spaced,
                SignatureField("Firma con certificado"), Attachment(data, "Los datos de este documento"),
            )
        ]  # fmt: skip

    furniture = Furniture(AgencyCard("Estudio Farolillo"), "Alcance", "Horno", words, date(2026, 10, 14))
    return printed(pages, furniture, speech("es"), lambda _done, _total: None)


# --- Filling ----------------------------------------------------------------------------------------------------------


def edited(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The file with a revision added."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    change(writer)
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def filled(pdf: bytes, values: Mapping[str, str] = FILLED) -> bytes:
    """The form filled the way a careful program does, in a revision of its own."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        for reference in writer.root["/AcroForm"]["/Fields"]:
            field = reference.get_object()
            value = values.get(str(field["/T"]))
            if value is None:
                continue
            if field["/FT"] == "/Btn":
                field["/V"] = field["/AS"] = generic.NameObject(value)
            else:
                field["/V"] = generic.TextStringObject(value)
            writer.mark_update(reference.reference)

    return edited(pdf, change)


def filled_by_pdfium(pdf: bytes, *, saves_anew: bool) -> bytes:
    """The form filled with mouse and keys in the engine of a browser, in either of its two ways of saving."""
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        form = document.formenv
        for number, fields in _places(pdf).items():
            page = document[number]
            for name, x, y in fields:
                if name == NAME:
                    pdfium.FORM_OnFocus(form, page, 0, x, y)
                    pdfium.FORM_ReplaceSelection(form, page, _wide("Elena Robles"))
                else:
                    pdfium.FORM_OnMouseMove(form, page, 0, x, y)
                    pdfium.FORM_OnLButtonDown(form, page, 0, x, y)
                    pdfium.FORM_OnLButtonUp(form, page, 0, x, y)
            pdfium.FORM_ForceToKillFocus(form)
            page.close()
        kept = io.BytesIO()
        document.save(kept, flags=pdfium.FPDF_NO_INCREMENTAL if saves_anew else pdfium.FPDF_INCREMENTAL)
        return kept.getvalue()


_FILL_IN_POPPLER = """
import sys, gi
gi.require_version("Poppler", "0.18")
from gi.repository import Poppler
document = Poppler.Document.new_from_file("file://" + sys.argv[1], None)
for page in range(document.get_n_pages()):
    for place in document.get_page(page).get_form_field_mapping():
        if place.field.get_name() == "name":
            place.field.text_set_text("Elena Robles")
        if place.field.get_name() == "agree":
            place.field.button_set_state(True)
document.save("file://" + sys.argv[2])
"""


@cache
def has_poppler_for_forms() -> bool:
    """Whether the system's Python can fill a form with Poppler."""
    python = Path("/usr/bin/python3")
    words = "import gi; gi.require_version('Poppler', '0.18'); from gi.repository import Poppler"
    return python.exists() and subprocess.run([python, "-c", words], capture_output=True, check=False).returncode == 0


def filled_by_poppler(pdf: bytes, folder: Path) -> bytes:
    """The form filled by Poppler, as the readers of many Linux desktops do."""
    blank, done = folder / "blank.pdf", folder / "done.pdf"
    blank.write_bytes(pdf)
    words = ["/usr/bin/python3", "-c", _FILL_IN_POPPLER, str(blank), str(done)]
    subprocess.run(words, capture_output=True, check=True, timeout=60)
    return done.read_bytes()


def _places(pdf: bytes) -> dict[int, list[tuple[str, float, float]]]:
    """The middles of the name and of all boxes, by page."""
    found: dict[int, list[tuple[str, float, float]]] = {}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = [page.obj.objgen for page in document.pages]
        for field in document.Root.AcroForm.Fields:
            left, bottom, right, top = (float(edge) for edge in field.Rect)
            if field.FT == "/Btn" or str(field.T) == NAME:
                place = (str(field.T), (left + right) / 2, (bottom + top) / 2)
                found.setdefault(pages.index(field.P.objgen), []).append(place)
    return found


def _wide(text: str) -> Any:
    data = (text + "\0").encode("utf-16-le")
    kept = ctypes.create_string_buffer(data, len(data))
    return ctypes.cast(kept, ctypes.POINTER(ctypes.c_ushort))


# --- Signing ----------------------------------------------------------------------------------------------------------


@cache
def signer(name: str = "Elena Robles", days: int = 365, *, starts: datetime = NOW - timedelta(days=30)) -> Any:
    """A signer with a certificate that nobody vouches for."""
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(4711).not_valid_before(starts).not_valid_after(starts + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    plain = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        signing_key=asn1_keys.PrivateKeyInfo.load(plain),
        cert_registry=SimpleCertificateStore(),
    )


def fingerprint(by: Any) -> str:
    """The fingerprint of a signer's certificate."""
    return str(by.signing_cert.sha256.hex())


def signed(
    pdf: bytes, by: Any = None, *, field: str = "signature", box: tuple[int, int, int, int] | None = None
) -> bytes:
    """The file with a signature in one of its fields, or in a new one that covers a part of the first page."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    if field != "signature":
        append_signature_field(writer, SigFieldSpec(field, box=box, on_page=0))
    meta = signers.PdfSignatureMetadata(field_name=field)
    return bytes(signers.PdfSigner(meta, by or signer()).sign_pdf(writer).getvalue())


def signed_by_poppler(pdf: bytes, folder: Path, name: str = "Elena Robles") -> bytes:
    """The file signed by Poppler's `pdfsig`, with a certificate that Mozilla's tools made."""
    keys = f"sql:{folder / 'keys'}"
    (folder / "keys").mkdir()
    (folder / "noise").write_bytes(bytes(range(100)))
    (folder / "filled.pdf").write_bytes(pdf)
    run("certutil", "-N", "-d", keys, "--empty-password")
    run(
        *("certutil", "-S", "-d", keys, "-n", "client", "-s", f"CN={name}", "-x", "-t", "u,u,u"),
        *("-z", str(folder / "noise"), "-k", "rsa", "-g", "2048", "-w", "-1", "-v", "24"),
    )
    run(
        *("pdfsig", "-nssdir", keys, "-nick", "client", "-sign", "signature"),
        *(str(folder / "filled.pdf"), str(folder / "signed.pdf")),
    )
    return (folder / "signed.pdf").read_bytes()


def poppler_says(pdf: bytes, folder: Path) -> str:
    """What `pdfsig` says of the signatures."""
    keys = folder / "asked"
    if not keys.exists():
        keys.mkdir()
        run("certutil", "-N", "-d", f"sql:{keys}", "--empty-password")
    path = keys / "signed.pdf"
    path.write_bytes(pdf)
    return run("pdfsig", "-nssdir", f"sql:{keys}", str(path))


def run(*words: str) -> str:
    """What a program of the system says."""
    path = shutil.which(words[0])
    assert path is not None
    done = subprocess.run([path, *words[1:]], capture_output=True, text=True, check=False, timeout=60)
    return done.stdout


# --- Changing ---------------------------------------------------------------------------------------------------------


def painted_over(pdf: bytes) -> bytes:
    """The page with another price painted over its own, in a revision of its own."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        old = page["/Contents"]
        stream = generic.StreamObject(stream_data=old.data + b"\n1 1 1 rg 54 800 200 30 re f")
        page["/Contents"] = writer.add_object(stream)
        writer.update_container(page)

    return edited(pdf, change)


def with_note(pdf: bytes, kind: str = "/Text", words: str = "pero 20 publicaciones, por favor") -> bytes:
    """The first page with something written or drawn on it, in a revision of its own."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        note = generic.DictionaryObject(
            {
                generic.NameObject("/Type"): generic.NameObject("/Annot"),
                generic.NameObject("/Subtype"): generic.NameObject(kind),
                generic.NameObject("/Rect"): generic.ArrayObject(map(generic.NumberObject, (100, 700, 120, 720))),
            }
        )
        if words:
            note[generic.NameObject("/Contents")] = generic.TextStringObject(words)
        page["/Annots"].append(writer.add_object(note))
        writer.update_container(page["/Annots"])

    return edited(pdf, change)


def with_other_data(pdf: bytes, data: bytes) -> bytes:
    """The attached data swapped, in a revision of its own."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        file = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]
        kept = file["/EF"]
        new = writer.add_object(generic.StreamObject(stream_data=data))
        kept["/F"] = kept["/UF"] = new
        writer.update_container(kept)

    return edited(pdf, change)


def saved_anew(pdf: bytes, **how: Any) -> bytes:
    """The file written from scratch by another program."""
    kept = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(kept, **how)
    return kept.getvalue()
