"""Messages as enclosures: head, text, pictures in their place, and attachments that go along or are named."""

from __future__ import annotations

import contextlib
import struct
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import openpyxl
import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen import canvas

from pipeline import House, Session
from pipeline.convert import Converted, Details, convert_with_remarks
from pipeline.convert.intake import Intake
from pipeline.convert.office import Offices
from pipeline.errors import ConverterError, MeetingError
from pipeline.findings import Reason
from pipeline.findings.catalogue import CATALOGUE
from pipeline.findings.words import say
from pipeline.languages import language_of
from pipeline.model import HIGHEST, NONE
from pipeline.officefile.kinds import recognise
from pipeline.officefile.package import Package
from pipeline.recast import About, recast
from pipeline.tasks import Result
from pipeline.tasks.joining import convert_message
from pipeline.tasks.workshop import Workshop
from pipeline.workers.auditors import Auditors
from pipeline.workers.mergers import Mergers
from tests.houses import copy_meeting
from tests.messages import a_message

CREATED = datetime(2025, 1, 15, 12, tzinfo=UTC)


def labels_in(language: str) -> tuple[tuple[str, str], ...]:
    rows = language_of(language).table.message.model_dump(by_alias=True, exclude={"source"})
    return tuple(rows.items())


IN_FRENCH = Details("Message", "fr", "fr", alone=True, labels=labels_in("fr"))


def a_png(colour: str = "navy") -> bytes:
    out = BytesIO()
    Image.new("RGB", (160, 90), colour).save(out, "PNG")
    return out.getvalue()


def a_pdf() -> bytes:
    out = BytesIO()
    page = canvas.Canvas(out, invariant=True)
    page.drawString(72, 700, "Blank words of a PDF")
    page.save()
    return out.getvalue()


def whole() -> EmailMessage:
    """With a page and its picture, a picture, a text, a message in it, and files of other programs."""
    message = a_message()
    message.add_alternative("<p>Un <b>mot</b></p><img src='cid:logo@x' alt='le logo'><p>Suite</p>", subtype="html")
    page = list(message.iter_parts())[1]
    page.add_related(a_png(), "image", "png", cid="<logo@x>")
    message.add_attachment(a_png("teal"), "image", "png", filename="plan.png")
    message.add_attachment("Ligne une\n", filename="note été.txt")
    inner = a_message("Autre message", "Mot du dedans\n")
    inner.add_attachment(a_pdf(), "application", "pdf", filename="dedans.pdf")
    message.add_attachment(inner)
    message.add_attachment(b"PK", "application", "zip", filename="budget.zip")
    return message


def kept(folder: Path, data: bytes, name: str = "a.eml") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def words_of(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def outline_of(pdf: Path) -> list[str]:
    with pikepdf.open(pdf) as document, document.open_outline() as outline:

        def names(items: list[pikepdf.OutlineItem]) -> list[str]:
            return [name for each in items for name in (each.title, *names(list(each.children)))]

        return names(list(outline.root))


_OF_PDFS = {"no-language", "lower-level"}


def told(made: Converted | Result | MeetingError) -> list[tuple[str, str]]:
    findings = made.findings if isinstance(made, MeetingError) else made.remarks
    return [
        (each.code, str(each.values.get("name", "")))
        for each in findings
        if not each.code.startswith("font") and each.code not in _OF_PDFS
    ]


@pytest.fixture(scope="module")
def workshop(offices: Offices) -> Iterator[Workshop]:
    made = Workshop(offices, Intake(), Auditors(1), Mergers())
    yield made
    made.intake.close()
    made.auditors.close()


def printed(workshop: Workshop, source: Path, target: Path, details: Details = IN_FRENCH, password: str = "") -> Result:
    return convert_message(
        target, workshop, source=source, created=CREATED, linked_names=(), details=details, password=password
    )


def test_a_message_is_printed_with_what_goes_with_it(workshop: Workshop, tmp_path: Path) -> None:
    source, target = kept(tmp_path, whole().as_bytes()), tmp_path / "a.pdf"
    made = printed(workshop, source, target)
    head = (
        "Réunion de juin De Émilie Exemple <emilie@example.org> À secretariat@example.org "
        "Cc Bo Ek <bo@example.org>, 王 <w@example.org> Date Mon, 14 Apr 2025 10:12:00 +0200 Objet Réunion de juin "
        "Pièces jointes 1. plan.png 2. note été.txt 3. Autre message 4. budget.zip"
    )
    words = words_of(target)
    assert words.startswith(f"{head} Un mot Suite Ligne une Autre message")
    assert words.endswith("1. dedans.pdf Mot du dedans Blank words of a PDF")
    assert outline_of(target) == [
        "Réunion de juin",
        "1. plan.png",
        "2. note été.txt",
        *("3. Autre message", "Autre message", "1. dedans.pdf"),
    ]
    assert told(made) == [("attachment-stays", "budget.zip")]
    assert made.pages == 5
    assert made.facts["conformance"] == NONE.as_json()  # the PDF in it has neither tags nor its fonts
    assert [(str(each.place.part), each.code) for each in made.remarks if each.code == "lower-level"] == [
        ("Autre message: dedans.pdf", "lower-level"),
        ("Autre message", "lower-level"),
    ]
    with pikepdf.open(target) as pdf:
        pictures = [str(each.Alt) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
        assert {"le logo", "plan.png"} <= {*pictures}
    again = tmp_path / "again.pdf"
    printed(workshop, source, again)
    assert again.read_bytes() == target.read_bytes()


def with_files(files: Mapping[str, bytes]) -> EmailMessage:
    message = a_message()
    for name, data in files.items():
        message.add_attachment(data, "application", "octet-stream", filename=name)
    return message


SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'><rect width='50' height='50'/></svg>"


def a_document(words: str = "Mots du rapport") -> bytes:
    out = BytesIO()
    document = docx.Document()
    document.add_heading("Rapport", 1)
    document.add_paragraph(words)
    document.save(out)
    return out.getvalue()


def a_workbook() -> bytes:
    out = BytesIO()
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Voyage", 1200])
    book.save(out)
    return out.getvalue()


def test_what_is_attached_becomes_pages_as_enclosures_of_its_kind_do(workshop: Workshop, tmp_path: Path) -> None:
    tiff = BytesIO()
    Image.new("RGB", (90, 90), "red").save(tiff, "TIFF")
    files = {
        "rapport.docx": a_document(),
        "budget.xlsx": a_workbook(),
        "liste.csv": b"Nom;Lieu\r\nNair;Cuttack\r\n",
        "notes.md": "# Été\n\n- un mot\n".encode(),
        "page.html": b"<h1>Accueil</h1><p>Bonjour",
        "plan.svg": SVG,
        "photo.tiff": tiff.getvalue(),
    }
    target = tmp_path / "a.pdf"
    made = printed(workshop, kept(tmp_path, with_files(files).as_bytes()), target)
    assert told(made) == [("page-looks", "")]
    assert made.remarks[-1].place.part == "page.html"
    assert made.pages == 1 + len(files)
    assert made.facts["conformance"] == HIGHEST.as_json()
    numbered = [f"{number}. {name}" for number, name in enumerate(files, start=1)]
    assert [each for each in outline_of(target) if each[0].isdigit()] == numbered
    assert {"Rapport", "Voyage", "Cuttack", "Été", "Accueil"} <= {*words_of(target).split()}
    alone = printed(workshop, tmp_path / "a.eml", tmp_path / "b.pdf", Details("", "fr", "fr", take="2", alone=True))
    assert (alone.pages, words_of(tmp_path / "b.pdf")) == (1, "Rapport Mots du rapport")


def locked(password: str) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(a_pdf())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user=password))
    return out.getvalue()


def a_bomb() -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(a_document())) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, old.read(each))
        new.writestr("word/media/big.bin", bytes(1 << 30))
    return out.getvalue()


def tracked() -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(a_document("Mots"))) as old, ZipFile(out, "w") as new:
        for each in old.namelist():
            data = old.read(each).replace(b"<w:r><w:t>Mots", b'<w:ins w:id="1" w:author="A"><w:r><w:t>Mots')
            new.writestr(each, data.replace(b"Mots</w:t></w:r>", b"Mots</w:t></w:r></w:ins>"))
    return out.getvalue()


SPOILT: dict[str, tuple[str, bytes, str]] = {
    "a PDF that is none": ("a.pdf", b"%PDF-1.7 and no more", "pdf-ruins"),
    "a PDF under another name": ("a.docx", a_pdf(), "no-whole-file"),
    "a PDF that is locked": ("a.pdf", locked("secret"), "pdf-password"),
    "a document cut short": ("a.docx", a_document()[:2000], "no-whole-file"),
    "a document that unpacks without an end": ("a.docx", a_bomb(), "too-large-part"),
    "a document with changes that nobody settled": ("a.docx", tracked(), "changes"),
    "a table of another program": ("a.csv", b"PK\0\0", "no-text-file"),
    "a picture that is none": ("a.tiff", b"II*\0" + bytes(90), "picture-damaged"),
    "a drawing that is none": ("a.svg", b"<p>", "not-its-name"),
    "nothing at all": ("a.pdf", b"", "file-empty"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_attached_and_spoilt_is_told_and_the_rest_is_printed(
    workshop: Workshop, tmp_path: Path, name: str
) -> None:
    called, data, code = SPOILT[name]
    made = printed(workshop, kept(tmp_path, with_files({called: data}).as_bytes()), tmp_path / "a.pdf")
    assert told(made) == [("attachment-unread", called)]
    why = made.remarks[0].values["why"]
    assert isinstance(why, Reason)
    assert why.code == code
    assert made.remarks[0].acceptable
    assert str(why) in say(made.remarks[0]).what
    assert made.pages == 1


def test_what_is_attached_and_locked_opens_with_the_password_of_the_enclosure(
    workshop: Workshop, tmp_path: Path
) -> None:
    source = kept(tmp_path, with_files({"a.pdf": locked("secret"), "b.docx": a_document()}).as_bytes())
    made = printed(workshop, source, tmp_path / "a.pdf", password="secret")
    assert (told(made), made.pages) == ([("unlocked", "")], 3)


HOSTILE = {
    "../../../etc/passwd.pdf": "../../../etc/passwd.pdf",
    "a\u202efdp.exe.pdf": "afdp.exe.pdf",
    "n" * 300 + ".pdf": "n" * 200,
    "CON.pdf": "CON.pdf",
    "a\x00b.pdf": "a b.pdf",
}


def test_names_of_files_are_words_and_nothing_else(workshop: Workshop, tmp_path: Path) -> None:
    parts = b"".join(
        b"--x\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Disposition: attachment; filename*=utf-8''"
        + quote(name, safe="").encode()
        + b"\r\n\r\n"
        + b64encode(a_pdf())
        + b"\r\n"
        for name in HOSTILE
    )
    source = kept(tmp_path, b"Subject: x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + parts + b"--x--\r\n")
    made = printed(workshop, source, tmp_path / "a.pdf")
    assert made.pages == 1 + len(HOSTILE)
    names = [f"{number}. {name}" for number, name in enumerate(HOSTILE.values(), start=1)]
    assert outline_of(tmp_path / "a.pdf")[1:] == names
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.eml", "a.pdf"]


def test_what_does_not_go_along_stops_a_package_until_a_person_accepts_it() -> None:
    entry = CATALOGUE["attachment-stays"]
    assert (entry.severity, entry.acceptable) == ("error", True)


def test_a_message_in_plain_words_keeps_its_spaces_and_runs_as_they_do(offices: Offices, tmp_path: Path) -> None:
    source = kept(tmp_path, a_message("اجتماع", "السيدة الوزيرة\n\nGeneva   123\n").as_bytes())
    made = convert_with_remarks(
        source, offices, CREATED, tmp_path / "a.pdf", (), Details(written_in="ar", labels=labels_in("ar"))
    )
    assert told(made) == []
    made_text = recast(source, About("ar", labels=labels_in("ar")), lambda _path, _form: b"")
    assert made_text is not None
    with Package(made_text.data) as package:
        assert b'Geneva<text:s text:c="3"/>123' in package.read("content.xml")
    assert {"من", "إلى", "الموضوع"} <= {*words_of(tmp_path / "a.pdf").split()}


def raw(head: bytes, body: bytes = b"Words\n", kind: bytes = b"text/plain; charset=utf-8") -> bytes:
    return b"From: a@example.org\r\n" + head + b"\r\nContent-Type: " + kind + b"\r\n\r\n" + body


def nested(depth: int) -> bytes:
    data = b"Subject: deep\r\n\r\nWords\r\n"
    for _ in range(depth):
        data = b"Subject: outer\r\nContent-Type: message/rfc822\r\n\r\n" + data
    return data


def in_parts(count: int) -> bytes:
    return (
        b"Subject: a\nContent-Type: multipart/mixed; boundary=x\n\n"
        + b"--x\nContent-Type: text/plain\n\nWords\n" * count
        + b"--x--\n"
    )


SAFE: dict[str, tuple[bytes, str, list[tuple[str, str]]]] = {
    "signs that turn": (
        raw("Subject: invoice \u202egnp.exe".encode()),
        "invoice gnp.exe",
        [("message-turned", "")],
    ),
    "ten thousand lines in a head": (raw(b"\r\n".join(b"X-A: b" for _ in range(10_000))), "Words", []),
    "a line that is too long": (
        raw(b"To: " + b", ".join(b"a@example.org" for _ in range(5_000))),
        "…",
        [("message-cut", "")],
    ),
    "letters in no coding that it names": (
        raw(b"Subject: x", "été".encode("cp1252"), b"text/plain; charset=nonsense"),
        "été",
        [("message-coding", "")],
    ),
    "letters in another coding": (
        raw(b"Subject: x", "été".encode("cp1252"), b"text/plain; charset=utf-8"),
        "été",
        [("message-coding", "")],
    ),
    "letters in UTF-8 in the head": (raw("Subject: été".encode()), "été", []),
    "a subject in a coding that is none": (raw(b"Subject: =?nonsense?q?=E9?="), "é", [("message-coding", "")]),
    "base64 that is none": (raw(b"Content-Transfer-Encoding: base64", b"!!!!" * 1000), "a@example.org", []),
    "a message in a message, too deep": (nested(9), "outer", [("attachment-stays", "message/rfc822")]),
    "a script in a page": (raw(b"Subject: x", b"<script>bad()</script><p>Words", b"text/html"), "Words", []),
    "a picture that lies elsewhere": (
        raw(b"Subject: x", b"<img src='https://example.org/t.gif'>Words", b"text/html"),
        "Words",
        [("outside-picture", "")],
    ),
    "a picture that is not with it": (
        raw(b"Subject: x", b"<img src='cid:gone' alt='logo'>Words", b"text/html"),
        "[logo]",
        [("outside-picture", "")],
    ),
    "a proof of who wrote it": (
        b"Subject: a\nContent-Type: multipart/signed; boundary=x\n\n--x\n\nWords\n--x\n"
        b"Content-Type: application/pgp-signature; name=s.asc\n\nabc\n--x--\n",
        "Words",
        [],
    ),
}


def shown(data: bytes, folder: Path, name: str = "a.eml") -> tuple[str, list[tuple[str, str]]]:
    made = recast(kept(folder, data, name), About("fr", labels=labels_in("fr")), lambda _path, _form: b"")
    assert made is not None
    with Package(made.data) as package:
        words = "".join(map(str, package.xml("content.xml").itertext()))
    return words, [(each.code, str(each.values.get("name", ""))) for each in made.findings]


@pytest.mark.parametrize("name", SAFE)
def test_a_hostile_message_is_printed_within_limits_and_told(tmp_path: Path, name: str) -> None:
    data, words, codes = SAFE[name]
    found, findings = shown(data, tmp_path)
    assert words in found
    assert findings == codes
    assert not {*"\u202e\u2066\0"} & {*found}


REFUSED: dict[str, tuple[bytes, str]] = {
    "no message": (b"Dear Sir,\nWords\n", "not-its-name"),
    "nothing": (b"", "file-empty"),
    "more parts than any office sends": (in_parts(300), "too-large"),
    "more bounds than any office sends": (raw(b"X: " + b"boundary=a;" * 300), "too-large"),
    "a chain of messages without an end": (nested(5_000), "too-large"),
    "more lines than paper has": (raw(b"Subject: x", b"a\n" * 200_002), "too-large"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_message_for_paper_is_refused(offices: Offices, tmp_path: Path, name: str) -> None:
    data, code = REFUSED[name]
    with pytest.raises(MeetingError) as error:
        convert_with_remarks(kept(tmp_path, data), offices, CREATED, tmp_path / "a.pdf")
    assert [each for each, _ in told(error.value)] == [code]


PIECES = st.sampled_from(
    [
        *'=?utf-8?q?=C3=A9?= =?x?b?////?= =?utf-7?q?+2AA-?= \u202e été <a@example.org> " ( ) , ; \r\n\t'.split(" "),
        "filename*=utf-8''%E9",
        "name*0=a",
        "charset=punycode",
        "boundary=x",
        "multipart/mixed",
        "message/rfc822",
        "text/html",
        "attachment",
        "base64",
        "x-uuencode",
        "--x\r\n",
        "\r\n\r\n",
    ]
)
NAMES = st.sampled_from(
    ["From", "Subject", "Content-Type", "Content-Disposition", "Content-Transfer-Encoding", "Content-ID", "Date"]
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(NAMES, st.lists(PIECES | st.text(max_size=6), max_size=6).map(" ".join)), max_size=8),
    st.binary(max_size=60),
)
def test_any_head_becomes_a_sound_text_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, head: list[tuple[str, str]], body: bytes
) -> None:
    lines = "".join(f"{name}: {words}\r\n" for name, words in head).encode("utf-8", "surrogatepass")
    with contextlib.suppress(MeetingError):
        shown(lines + b"\r\n" + body, tmp_path_factory.getbasetemp())


@pytest.mark.parametrize("make", [whole, a_message], ids=lambda make: make.__name__)
def test_the_same_message_is_the_same_text(tmp_path: Path, make: Callable[[], EmailMessage]) -> None:
    source = kept(tmp_path, make().as_bytes())
    first, second = (recast(source, About("fr", labels=labels_in("fr")), lambda _path, _form: b"") for _ in range(2))
    assert first == second


Tree: TypeAlias = "dict[str, bytes | Tree]"


def compound(tree: Tree) -> bytes:
    """A compound file (MS-CFB) with storages; none of its streams is kept as a small one."""
    sectors: list[bytes] = []
    following: list[int] = []
    entries: list[tuple[str, int, int, int, int, int]] = []

    def add(data: bytes) -> int:
        start = len(sectors)
        pieces = [data[at : at + 512].ljust(512, b"\0") for at in range(0, len(data), 512)] or [bytes(512)]
        sectors.extend(pieces)
        following.extend([*range(start + 1, start + len(pieces)), 0xFFFFFFFE])
        return start

    def fill(at: int, name: str, content: bytes | Tree, right: int) -> None:
        if isinstance(content, bytes):
            entries[at] = (name, 2, right, 0xFFFFFFFF, add(content), len(content))
            return
        first = len(entries)
        below = first if content else 0xFFFFFFFF
        entries[at] = (name, 1 if at else 5, right, below, 0xFFFFFFFE, 0)
        entries.extend([("", 0, 0, 0, 0, 0)] * len(content))
        for number, (own, inner) in enumerate(content.items(), start=first):
            fill(number, own, inner, number + 1 if number + 1 < first + len(content) else 0xFFFFFFFF)

    entries.append(("", 0, 0, 0, 0, 0))
    fill(0, "Root Entry", tree, 0xFFFFFFFF)
    directory = b""
    for name, kind, right, below, start, size in entries:
        encoded = name.encode("utf-16-le") + b"\0\0"
        directory += encoded.ljust(64, b"\0")
        directory += struct.pack("<HBBIII", len(encoded), kind, 1, 0xFFFFFFFF, right, below) + bytes(36)
        directory += struct.pack("<IQ", start, size)
    listed = add(directory)
    count = len(sectors) // 127 + 1
    table = struct.pack(f"<{len(following) + count}I", *following, *[0xFFFFFFFD] * count).ljust(512 * count, b"\xff")
    where = range(len(sectors), len(sectors) + count)
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, count, listed, 0, 0, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    return head + struct.pack(f"<{count}I", *where).ljust(436, b"\xff") + b"".join(sectors) + table


def outlook(words: dict[int, str | bytes], head: int = 32, fixed: bytes = b"") -> Tree:
    """A message or an attachment as Outlook keeps it (MS-OXMSG): its properties by number."""
    made: Tree = {"__properties_version1.0": bytes(head) + fixed}
    for key, value in words.items():
        kind, data = ("0102", value) if isinstance(value, bytes) else ("001F", value.encode("utf-16-le"))
        made[f"__substg1.0_{key:04X}{kind}"] = data
    return made


def attached(number: int, words: dict[int, str | bytes], **inner: Tree) -> Tree:
    return {f"__attach_version1.0_#{number:08X}": {**outlook(words, 8), **inner}}


SENT = struct.pack("<HHIQ", 0x40, 0x39, 6, 133_891_855_200_000_000)  # 2025-04-15 10:12:00 UTC
HEAD: dict[int, str | bytes] = {
    0x0037: "Réunion",
    0x0C1A: "Émilie Exemple",
    0x5D01: "emilie@example.org",
    0x0E04: "Bo Ek; 王",
}


def in_outlook() -> bytes:
    page = b"<p>Un mot</p><img src='cid:logo@x' alt='le logo'>"
    inner = outlook({0x0037: "Dedans", 0x1000: "Mot du dedans"}, 24)
    tree = outlook({**HEAD, 0x1000: "Un mot", 0x1013: page}, fixed=SENT)
    tree |= attached(0, {0x3707: "logo.png", 0x3712: "logo@x", 0x3701: a_png()})
    tree |= attached(1, {0x3707: "plan.png", 0x3701: a_png("teal")})
    tree |= attached(2, {0x3001: "Dedans"}, **{"__substg1.0_3701000D": inner})
    tree |= attached(3, {0x3707: "note.txt", 0x3701: "Ligne été".encode()})
    tree |= attached(4, {0x3707: "budget\u202excod.docx", 0x3701: a_document()})
    return compound(tree)


def test_a_message_of_outlook_is_printed_with_what_goes_with_it(workshop: Workshop, tmp_path: Path) -> None:
    source, target = kept(tmp_path, in_outlook(), "a.msg"), tmp_path / "a.pdf"
    made = printed(workshop, source, target)
    assert words_of(target) == (
        "Réunion De Émilie Exemple <emilie@example.org> À Bo Ek; 王 Date 2025-04-15 10:12:00 +0000 Objet Réunion "
        "Pièces jointes 1. plan.png 2. Dedans 3. note.txt 4. budgetxcod.docx Un mot Dedans Objet Dedans Mot du dedans "
        "Ligne été Rapport Mots du rapport"
    )
    assert outline_of(target) == [
        "Réunion",
        *("1. plan.png", "2. Dedans", "Dedans", "3. note.txt", "4. budgetxcod.docx", "Rapport"),
    ]
    assert told(made) == [("message-turned", "")]
    assert made.facts["conformance"] == HIGHEST.as_json()


OF_OUTLOOK: dict[str, tuple[bytes, str, list[tuple[str, str]]]] = {
    "the head that it came with": (
        compound(outlook({**HEAD, 0x007D: "From: a@example.org\r\nDate: Mon, 14 Apr 2025 10:12:00 +0200\r\n\r\n"})),
        "a@example.org",
        [],
    ),
    "rich text alone": (compound(outlook({**HEAD, 0x1009: b"x"})), "Réunion", [("attachment-stays", "text/rtf")]),
}


@pytest.mark.parametrize("name", OF_OUTLOOK)
def test_what_outlook_keeps_in_other_ways_is_read_or_told(tmp_path: Path, name: str) -> None:
    data, words, codes = OF_OUTLOOK[name]
    found, findings = shown(data, tmp_path, "a.msg")
    assert words in found
    assert findings == codes


OUTLOOK_REFUSED: dict[str, tuple[bytes, str]] = {
    "a message of another kind": (a_message().as_bytes(), "not-its-name"),
    "a compound file of another program": (compound({"Workbook": b"x"}), "not-its-name"),
    "a message cut short": (in_outlook()[:2000], "no-whole-file"),
    "more attachments than any office sends": (
        compound({**outlook(HEAD), **{name: tree for at in range(201) for name, tree in attached(at, {}).items()}}),
        "too-large",
    ),
}


@pytest.mark.parametrize("name", OUTLOOK_REFUSED)
def test_what_is_no_message_of_outlook_is_refused(offices: Offices, tmp_path: Path, name: str) -> None:
    data, code = OUTLOOK_REFUSED[name]
    with pytest.raises(MeetingError) as error:
        convert_with_remarks(kept(tmp_path, data, "a.msg"), offices, CREATED, tmp_path / "a.pdf")
    assert [each for each, _ in told(error.value)] == [code]


def test_streams_that_lie_in_one_another_have_an_end(tmp_path: Path) -> None:
    tree = outlook({**HEAD, 0x1000: "w" * 50_000})
    for number in range(20):
        tree |= attached(number, {0x3707: "a.png", 0x3701: b"x"})
    data = bytearray(compound(tree))
    at = data.index("__substg1.0_1000001F".encode("utf-16-le")) + 116
    claimed, name = data[at : at + 8], "__substg1.0_37010102".encode("utf-16-le")
    at = data.find(name)
    while at >= 0:
        data[at + 116 : at + 124] = claimed
        at = data.find(name, at + 1)
    with pytest.raises(MeetingError) as error:
        shown(bytes(data), tmp_path, "a.msg")
    assert told(error.value) == [("too-large", "")]


WHOLE = in_outlook()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=30))
def test_a_message_of_outlook_that_is_damaged_gives_no_trace(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]]
) -> None:
    data = bytearray(WHOLE)
    for at, value in changes:
        data[at] = value
    with contextlib.suppress(MeetingError):
        source = kept(tmp_path_factory.getbasetemp(), bytes(data), "any.msg")
        recognise(source)
        recast(source, About("fr", labels=labels_in("fr")), lambda _path, _form: b"")


def test_a_message_with_a_spoilt_attachment_stops_a_package_until_a_person_lets_it_go(own_house: Path) -> None:
    folder = copy_meeting(own_house, "tiny")
    kept(folder / "enclosures", with_files({"a.pdf": a_pdf(), "b.pdf": b"%PDF-1.7", "c.zip": b"PK"}).as_bytes())
    with (folder / "meeting.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[groups.enclosures]]\ntitle.fr = "Message"\nfile.fr = "enclosures/a.eml"\n')
    with Session(House.open(own_house), jobs=1) as session:
        told_first = [group.first.code for group in session.check(folder).groups]
        assert told_first[:2] == ["attachment-stays", "attachment-unread"]
        with pytest.raises(ConverterError) as caught:
            session.build(folder)
        assert {each.code for each in caught.value.findings} == {"attachment-stays", "attachment-unread"}
        for number in (1, 2):
            session.accept(folder, number, reason="Both are drafts.", by="N. N.", on=date(2026, 1, 2))
        assert session.check(folder).exit_code == 0
        bundle = session.build(folder).bundles[0]
    assert "Blank words of a PDF" in words_of(bundle)
    assert "1. a.pdf" in outline_of(bundle)
