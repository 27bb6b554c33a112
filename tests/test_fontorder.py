from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pikepdf

from pipeline.convert.finish import finish
from pipeline.convert.office import Offices

CREATED = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
FONTS = {b"BAAAAA+Carlito": b"short", b"CAAAAA+Caladea": b"a longer program " * 9, b"DAAAAA+Amiri": b"x"}


def written(order: tuple[bytes, ...]) -> bytes:
    """A file as LibreOffice writes it, with its fonts in that order of objects; F1, F2 and F3 are always the same."""
    objects: list[tuple[int, bytes]] = []
    numbers: dict[bytes, int] = {}
    number = 4
    for name in order:
        data = zlib.compress(FONTS[name])
        stream = b"<</Length %d 0 R/Filter/FlateDecode/Length1 9>>\nstream\n%b\nendstream" % (number + 1, data)
        objects += [
            (number, stream),
            (number + 1, b"%d" % len(data)),
            (number + 2, b"<</Type/FontDescriptor/FontName/%b\n/FontFile2 %d 0 R\n>>" % (name, number)),
            (number + 3, b"<</Type/Font/BaseFont/%b\n/FontDescriptor %d 0 R>>" % (name, number + 2)),
        ]
        numbers[name] = number + 3
        number += 4
    # LibreOffice breaks the line after some of them.
    names = b"\n".join(b"/F%d %d 0 R" % (place, numbers[name]) for place, name in enumerate(FONTS, start=1))
    objects.append((number, b"<<%b\n>>" % names))
    objects += [
        (number + 1, b"<</Fields[]/DR<</Font<</Own %d 0 R>>>>>>" % numbers[b"DAAAAA+Amiri"]),
        (1, b"<</Type/Catalog/Pages 2 0 R/AcroForm %d 0 R\n>>" % (number + 1)),
        (2, b"<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        (3, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</Font %d 0 R>>>>" % number),
    ]
    pdf, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", {}
    for number, content in objects:
        places[number] = len(pdf) + 1
        pdf += b"\n%d 0 obj\n%b\nendobj\n" % (number, content)
    size = max(places) + 1
    table = b"".join(
        b"%010d %05d %b \n" % (places.get(each, 0), 0, b"n" if each in places else b"f") for each in range(size)
    )
    start = len(pdf) + 1
    return pdf + b"\nxref\n0 %d\n%btrailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
        size,
        start,
    )


def test_the_order_of_fonts_in_memory_does_not_show() -> None:
    assert len({written(order) for order in permutations(FONTS)}) == 6
    assert len({finish(written(order), "Titre", CREATED).pdf for order in permutations(FONTS)}) == 1


def test_chinese_is_the_same_whatever_the_office_converted_before(offices: Offices, tmp_path: Path) -> None:
    pages = []
    for number in range(3):
        other = tmp_path / f"other{number}.txt"
        other.write_text(f"第{number}次会议的议程\n", encoding="utf-8")
        offices.export(other)
        source = tmp_path / "same.txt"
        source.write_text("第五次审议会议第一次筹备会议\n", encoding="utf-8")
        pdf = finish(offices.export(source), "Titre", CREATED).pdf
        (tmp_path / "made.pdf").write_bytes(pdf)
        with pikepdf.open(tmp_path / "made.pdf") as opened:
            assert opened.check_pdf_syntax() == []
            programs = [
                each.read_bytes() for each in opened.objects if isinstance(each, pikepdf.Stream) and "/Length2" in each
            ]
        pages.append([re.findall(rb"/UniqueID (\d+)", program) for program in programs])
        pages[-1] += [[program] for program in programs]
    assert pages[0]
    assert pages[0] == pages[1] == pages[2]
