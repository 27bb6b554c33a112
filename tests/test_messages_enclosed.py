"""Messages as enclosures: head, text, pictures in their place, and attachments that go along or are named."""

from __future__ import annotations

import contextlib
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pipeline.convert import Converted, Details, convert_with_remarks
from pipeline.convert.office import Offices
from pipeline.errors import MeetingError
from pipeline.findings.catalogue import CATALOGUE
from pipeline.model import HIGHEST
from pipeline.officefile.package import Package
from pipeline.recast import About, recast

CREATED = datetime(2025, 1, 15, 12, tzinfo=UTC)


def a_png(colour: str = "navy") -> bytes:
    out = BytesIO()
    Image.new("RGB", (160, 90), colour).save(out, "PNG")
    return out.getvalue()


def a_message(subject: str = "Réunion de juin", words: str = "Madame,\n\n  un   tableau\n") -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = "Émilie Exemple <emilie@example.org>"
    message["To"] = "secretariat@example.org"
    message["Cc"] = "Bo Ek <bo@example.org>, 王 <w@example.org>"
    message["Date"] = "Mon, 14 Apr 2025 10:12:00 +0200"
    message["Subject"] = subject
    message.set_content(words)
    return message


def whole() -> EmailMessage:
    """With a page and its picture, a picture, a text, a message in it, and files of other programs."""
    message = a_message()
    message.add_alternative("<p>Un <b>mot</b></p><img src='cid:logo@x' alt='le logo'><p>Suite</p>", subtype="html")
    page = list(message.iter_parts())[1]
    page.add_related(a_png(), "image", "png", cid="<logo@x>")
    message.add_attachment(a_png("teal"), "image", "png", filename="plan.png")
    message.add_attachment("Ligne une\n", filename="note été.txt")
    inner = a_message("Autre message", "Mot du dedans\n")
    inner.add_attachment(b"%PDF-1.7", "application", "pdf", filename="dedans.pdf")
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


def told(made: Converted | MeetingError) -> list[tuple[str, str]]:
    findings = made.findings if isinstance(made, MeetingError) else made.remarks
    return [(each.code, str(each.values.get("name", ""))) for each in findings if not each.code.startswith("font")]


def test_a_message_is_printed_with_what_goes_with_it(offices: Offices, tmp_path: Path) -> None:
    source, target = kept(tmp_path, whole().as_bytes()), tmp_path / "a.pdf"
    details = Details("Message", "fr", "fr", alone=True)
    made = convert_with_remarks(source, offices, CREATED, target, (), details)
    head = (
        "Réunion de juin De Émilie Exemple <emilie@example.org> À secretariat@example.org "
        "Cc Bo Ek <bo@example.org>, 王 <w@example.org> Date Mon, 14 Apr 2025 10:12:00 +0200 Objet Réunion de juin "
        "Pièces jointes plan.png, note été.txt, Autre message, budget.zip"
    )
    words = words_of(target)
    assert words.startswith(f"{head} Un mot Suite plan.png note été.txt Ligne une Autre message")
    assert words.endswith("Mot du dedans")
    assert outline_of(target) == ["Réunion de juin", "plan.png", "note été.txt", "Autre message"]
    assert told(made) == [("attachment-stays", "dedans.pdf"), ("attachment-stays", "budget.zip")]
    assert made.pages == 4
    assert made.met == HIGHEST
    with pikepdf.open(target) as pdf:
        pictures = [str(each.Alt) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
        assert {"le logo", "plan.png"} <= {*pictures}
    again = tmp_path / "again.pdf"
    convert_with_remarks(source, offices, CREATED, again, (), details)
    assert again.read_bytes() == target.read_bytes()


def test_what_does_not_go_along_stops_a_package_until_a_person_accepts_it() -> None:
    entry = CATALOGUE["attachment-stays"]
    assert (entry.severity, entry.acceptable) == ("error", True)


def test_a_message_in_plain_words_keeps_its_spaces_and_runs_as_they_do(offices: Offices, tmp_path: Path) -> None:
    source = kept(tmp_path, a_message("اجتماع", "السيدة الوزيرة\n\nGeneva   123\n").as_bytes())
    made = convert_with_remarks(source, offices, CREATED, tmp_path / "a.pdf", (), Details(written_in="ar"))
    assert told(made) == []
    made_text = recast(source, About("ar"), lambda _path, _form: b"")
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
    "a bomb's picture": (
        raw(
            b"Content-Transfer-Encoding: base64", b64encode(b"\x89PNG\r\n\x1a\n" + bytes(90)), b"image/png; name=b.png"
        ),
        "b.png",
        [("attachment-stays", "b.png")],
    ),
    "a picture that would start a program": (
        raw(b"Subject: x", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", b"image/png; name=b.png"),
        "b.png",
        [("attachment-stays", "b.png")],
    ),
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


def shown(data: bytes, folder: Path) -> tuple[str, list[tuple[str, str]]]:
    made = recast(kept(folder, data), About("fr"), lambda _path, _form: b"")
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
    first, second = (recast(source, About("fr"), lambda _path, _form: b"") for _ in range(2))
    assert first == second
