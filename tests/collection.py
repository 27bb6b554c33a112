"""A collection of PDF files of every kind, and files spoilt from them: a seed goes in, the same files come out."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, ObjectStreamMode, Pdf, Stream, String

from tests.broken_pdfs import ALLOWED, jpeg
from tests.pdfs import Leaf, address, bookmarks, link, simple, tagged, text_field, write

Maker = Callable[[Path], Path]
Spoiler = Callable[[bytes, random.Random], bytes]

_TEXT = b"BT /F1 12 Tf 72 500 Td (Line %d of page) Tj 0 -20 Td (and another, %d) Tj ET\n"
_BOXES = (Leaf("Wide", box=(0, 0, 842, 595)), Leaf("Turned", rotate=90), Leaf("Cut", crop=(50, 50, 500, 800)))


# --- the files that are sound --------------------------------------------------------------------


def _packed(path: Path) -> Path:
    """Long content, packed, and its objects in streams."""
    leaves = (Leaf(content=b"".join(_TEXT % (line, page) for line in range(40))) for page in range(3))
    return write(path, *leaves, object_stream_mode=ObjectStreamMode.generate, compress_streams=True)


def _form(pdf: Pdf) -> None:
    fields = [text_field(pdf, "name", "Ana", MaxLen=20), text_field(pdf, "place", "Genève")]
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.Root.AcroForm = Dictionary(
        Fields=Array(fields), DA=String("/Helv 12 Tf 0 g"), DR=Dictionary(Font=Dictionary(Helv=helvetica))
    )


def _links(pdf: Pdf) -> None:
    link(pdf, 0, A=address("https://example.org/"))
    link(pdf, 0, Dest=Array([pdf.pages[1].obj, Name.XYZ, 0, 800, 0]))
    link(pdf, 1, A=Dictionary(S=Name.GoTo, D=String("end")))
    names = Array([String("end"), Array([pdf.pages[1].obj, Name.Fit])])
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=names))
    bookmarks(pdf, ("First", Array([pdf.pages[0].obj, Name.Fit])), ("Last", String("end")))


def _actions(pdf: Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.Root.OpenAction = script
    pdf.Root.AA = Dictionary(WC=script)
    link(pdf, 0, A=Dictionary(S=Name.Launch, F=String("a.exe")))
    link(pdf, 0, A=Dictionary(S=Name.SubmitForm, F=String("https://example.org/")))
    pdf.pages[1].obj.AA = Dictionary(O=script)


def _signed(pdf: Pdf) -> None:
    _form(pdf)
    value = pdf.make_indirect(
        Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), ByteRange=Array([0, 10, 20, 10]), Contents=String("x"))
    )
    field = text_field(pdf, "signature", "")
    field.FT, field.V = Name.Sig, value
    pdf.Root.AcroForm.Fields.append(field)
    pdf.Root.AcroForm.SigFlags = 3


def _layers(pdf: Pdf) -> None:
    shown, hidden = (pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name))) for name in ("on", "off"))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([shown, hidden]), D=Dictionary(OFF=Array([hidden])))
    for page in pdf.pages:
        page.obj.Resources.Properties = Dictionary(L1=shown, L2=hidden)
        page.contents_add(b"/OC /L1 BDC 9 9 99 99 re f EMC /OC /L2 BDC 200 9 99 99 re f EMC")


def _attachments(pdf: Pdf) -> None:
    for name in ("a.txt", "b.csv"):
        pdf.attachments[name] = AttachedFileSpec(pdf, b"one,two\n" * 40, filename=name)


def _pictures(pdf: Pdf) -> None:
    grey = Stream(pdf, jpeg(40, 60), Type=Name.XObject, Subtype=Name.Image, Width=40, Height=60, BitsPerComponent=8)
    grey.ColorSpace, grey.Filter = Name.DeviceGray, Name.DCTDecode
    rows = b"".join(bytes([2]) + bytes((x * y) % 7 for x in range(90)) for y in range(30))
    colour = Stream(pdf, zlib.compress(rows), Type=Name.XObject, Subtype=Name.Image, Width=30, Height=30)
    colour.ColorSpace, colour.BitsPerComponent, colour.Filter = Name.DeviceRGB, 8, Name.FlateDecode
    colour.DecodeParms = Dictionary(Predictor=15, Colors=3, BitsPerComponent=8, Columns=30)
    for page in pdf.pages:
        page.obj.Resources.XObject = Dictionary(A=grey, B=colour)
        page.contents_add(b"q 200 0 0 300 72 100 cm /A Do Q q 100 0 0 100 300 100 cm /B Do Q")


def _drawings(pdf: Pdf) -> None:
    """A form in a form, a pattern, a shading, a soft mask, a font of drawings and a picture in the content."""
    inner = Stream(pdf, b"1 0 0 rg 0 0 50 50 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 50, 50]))
    outer = Stream(pdf, b"q /In Do Q", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 90, 90]))
    outer.Resources = Dictionary(XObject=Dictionary(In=inner))
    outer.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    tile = Stream(pdf, b"0 0 4 4 re f", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1)
    tile.BBox, tile.XStep, tile.YStep, tile.Resources = Array([0, 0, 8, 8]), 8, 8, Dictionary()
    blend = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 0, 0]), C1=Array([0, 0, 1]), N=1)
    shade = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 200, 0]), Function=blend)
    glyph = Stream(pdf, b"500 0 0 0 400 400 d1 0 0 400 400 re f")
    type3 = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 500, 500]))
    type3.FontMatrix, type3.CharProcs = Array([0.001, 0, 0, 0.001, 0, 0]), Dictionary(box=glyph)
    type3.Encoding = Dictionary(Type=Name.Encoding, Differences=Array([97, Name.box]))
    type3.FirstChar, type3.LastChar, type3.Widths = 97, 97, Array([500])
    resources: Any = pdf.pages[0].obj.Resources
    resources.XObject, resources.Pattern, resources.Shading = (
        Dictionary(X=outer),
        Dictionary(T=tile),
        Dictionary(S=shade),
    )
    resources.ExtGState = Dictionary(G=Dictionary(ca=0.5, SMask=Name("/None")))
    resources.Font.F3 = type3
    pdf.pages[0].contents_add(
        b"q /G gs 1 0 0 1 80 80 cm /X Do Q q /Pattern cs /T scn 200 80 90 90 re f Q q 300 80 200 90 re W n /S sh Q "
        b"BT /F3 24 Tf 72 300 Td (aaa) Tj ET q 50 0 0 50 72 200 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \x00\xff\xff\x00 EI Q"
    )


def _again(path: Path) -> Path:
    """A file with a second part behind its end, which moves a page's words (7.5.6)."""
    data = simple(path, 2).read_bytes()
    with pikepdf.open(BytesIO(data)) as pdf:
        place = pdf.pages[0].obj.Contents[0].objgen[0]
        size = int(pdf.trailer.Size)
    words = b"BT /F1 12 Tf 72 300 Td (Changed) Tj ET"
    offset, before = len(data), int(data.rpartition(b"startxref")[2].split()[0])
    data += b"%d 0 obj\n<</Length %d>>stream\n%b\nendstream\nendobj\n" % (place, len(words), words)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Root 1 0 R/Size %d/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    path.write_bytes(data + table % (place, offset, size, before, len(data)))
    return path


def _changed(change: Callable[[Pdf], object], **options: Any) -> Maker:
    return lambda path: write(path, Leaf("One"), Leaf("Two"), change=change, **options)


_PLAIN = {"qdf": True, "object_stream_mode": ObjectStreamMode.disable}
_SAMPLE = Path(__file__).parent.parent / "meetings" / "siem-reap-2024" / "enclosures"


def _from_sample(path: Path) -> Path:
    """The form of the sample, which a word processor made."""
    path.write_bytes((_SAMPLE / "03-formulaire-salle.fr.pdf").read_bytes())
    return path


KINDS: Mapping[str, Maker] = {
    "plain": lambda path: write(path, Leaf("One"), Leaf("Two"), Leaf("Three"), **_PLAIN),
    "packed": _packed,
    "boxes": lambda path: write(path, *_BOXES, **_PLAIN),
    "tagged": lambda path: tagged(path, 3),
    "form": _changed(_form, **_PLAIN),
    "links": _changed(_links, **_PLAIN),
    "actions": _changed(_actions, **_PLAIN),
    "signed": _changed(_signed),
    "layers": _changed(_layers),
    "attachments": _changed(_attachments),
    "pictures": _changed(_pictures),
    "drawings": _changed(_drawings, **_PLAIN),
    "linear": _changed(_links, linearize=True),
    "again": _again,
    "unlocked": _changed(_links, encryption=pikepdf.Encryption(owner="o", allow=ALLOWED)),
    "sample": _from_sample,
}
"""How a file of each kind is made."""


# --- what spoils them ----------------------------------------------------------------------------


def _flip(data: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        spoilt[chance.randrange(9, len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def _cut_short(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) // 3, len(data))]


def _cut_a_little(data: bytes, chance: random.Random) -> bytes:
    return data[: -chance.randrange(1, 60)]


def _cut_out(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(9, len(data))
    return data[:start] + data[start + chance.choice((1, 1, 2, 17, 200)) :]


def _put_in(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(9, len(data))
    return data[:start] + chance.randbytes(chance.choice((1, 2, 17, 200))) + data[start:]


def _twice(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(9, len(data))
    return data[:start] + data[start : start + 300] + data[start:]


def _swap_objects(data: bytes, chance: random.Random) -> bytes:
    """Two objects change their numbers."""
    heads = list(re.finditer(rb"(?<=\n)\d+ 0 obj", data))
    if len(heads) < 2:
        return _flip(data, chance)
    first, second = sorted(chance.sample(heads, 2), key=lambda head: head.start())
    return b"".join(
        (data[: first.start()], second[0], data[first.end() : second.start()], first[0], data[second.end() :])
    )


_NUMBER = re.compile(rb"(?<![\d.])-?\d+(?![\d.])")
_NUMBERS = (b"0", b"1", b"-1", b"2147483647", b"4294967296", b"99999999999999999999", b"0.5", b"7")


def _change_number(data: bytes, chance: random.Random) -> bytes:
    found = chance.choice(list(_NUMBER.finditer(data, 9)))
    return data[: found.start()] + chance.choice(_NUMBERS) + data[found.end() :]


_TOKEN = re.compile(rb"\d+ 0 R|/\w+|\[[^\[\]]*\]|\(\w*\)")
_TOKENS = (b"null", b"[ ]", b"<< >>", b"/X", b"(x)", b"true", b"1 0 R", b"2 0 R", b"4 0 R", b"-1.5", b"99 0 R")


def _change_token(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 3))):
        found = list(_TOKEN.finditer(data, 9))
        if not found:
            break
        one = chance.choice(found)
        data = data[: one.start()] + chance.choice(_TOKENS) + data[one.end() :]
    return data


SPOILERS: Mapping[str, Spoiler] = {
    "bytes flipped": _flip,
    "cut short": _cut_short,
    "its end lost": _cut_a_little,
    "bytes cut out": _cut_out,
    "bytes put in": _put_in,
    "a piece twice": _twice,
    "objects swapped": _swap_objects,
    "a number changed": _change_number,
    "a word changed": _change_token,
}
"""What may happen to a file's bytes."""


def spoilt(kind: str, folder: Path, each: int) -> list[Path]:
    """The file of a kind as it is, and ``each`` of it for each way to spoil it."""
    sound = KINDS[kind](folder / f"{kind}.pdf")
    data = sound.read_bytes()
    files = [sound]
    for name, spoil in SPOILERS.items():
        for number in range(each):
            path = folder / f"{kind}-{name.replace(' ', '-')}-{number}.pdf"
            path.write_bytes(spoil(data, random.Random(f"{kind} {name} {number}")))
            files.append(path)
    return files
