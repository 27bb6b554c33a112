"""The words of stamps, drawn from left to right: symbols of the United Nations among Arabic words above all."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from unicodedata import category, normalize

import pikepdf
import pytest
import uharfbuzz as hb

from pipeline.audit import audit
from pipeline.bundle.assemble import bundle
from pipeline.bundle.shaping import drawn
from pipeline.findings import Finding
from pipeline.pdf.conformance import check
from tests.pdfs import BINDING, font, letter, part, simple

SYMBOLS = (
    "A/78/5 (Vol. I)",
    "A/78/5*",
    "A/78/6 Rev.",
    "A/78/6/Rev.1/Add.1",
    "A/CONF.62/122 (1982) [Part II]",
    "CCPR/C/21/Rev.1/Add. 13 – 26%",
)
ARABIC = "مرفق"


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_symbol_keeps_its_order_among_arabic_words(symbol: str) -> None:
    line = drawn(f"{ARABIC} ٣ – \u2068{symbol}\u2069", right_to_left=True)
    assert line.startswith(f"{symbol} – ٣ ")
    assert drawn(f"\u2068{symbol}\u2069 – {ARABIC}", right_to_left=True).endswith(f" – {symbol}")


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("(א) b", "b (א)"),  # the line is Hebrew by its first letter
        ("a (א) b", "a (א) b"),
        ("א (b) ג", "ג (b) א"),
        ("א (a ב) ג", "ג (ב a) א"),
        ("א 1-2 ב", "ב 1-2 א"),
        ("א 10% ב", "ב 10% א"),
        ("א \u2067a ב\u2069 ג", "ג ב a א"),
    ],
)
def test_the_order_is_that_of_the_unicode_algorithm(typed: str, seen: str) -> None:
    assert drawn(typed) == seen


def test_vowel_signs_do_not_part_letters() -> None:
    assert normalize("NFKC", drawn("مَرف"))[::-1].replace("\u064e", "") == "مرف"
    assert "\ufee3" in drawn("مَرف"), "the first letter still joins the second"


@pytest.mark.parametrize("symbol", [*SYMBOLS, "A/78/5\u00a0Rev.1", "RE\u0301S/12", "A\u200e/78"])
@pytest.mark.parametrize("right_to_left", [False, True])
def test_a_stamp_with_a_symbol_is_bound_and_audited(symbol: str, right_to_left: bool, tmp_path: Path) -> None:
    words = f"{ARABIC} {{number}} – \u2068{symbol}\u2069" if right_to_left else f"Annexe {{number}} – {symbol}"
    name = "Amiri-Regular.ttf" if right_to_left else "Carlito-Regular.ttf"
    binding = replace(BINDING, stamp=words, stamp_fonts=(font(name),), right_to_left=right_to_left)
    parts = [letter(simple(tmp_path / "letter.pdf")), part(simple(tmp_path / "a.pdf"), 1)]
    bundle(parts, binding, tmp_path / "bundle.pdf")
    assert audit(tmp_path / "bundle.pdf", parts, binding) == ()
    other = replace(binding, stamp=words.replace(symbol[0], "B"))
    assert audit(tmp_path / "bundle.pdf", parts, other) != ()


NOTO = "NotoSans{}-Regular.ttf"
SET_GLYPH_BY_GLYPH = {
    "km": (NOTO.format("Khmer"), "ឯកសារភ្ជាប់ {number} – ទំព័រ {page}/{pages} – A/78/5 (Vol. I) ប្រជុំ ស្ត្រី"),
    "th": (NOTO.format("Thai"), "เอกสารแนบ {number} – หน้า {page}/{pages} ที่นี้น้ำ"),
    "hi": (NOTO.format("Devanagari"), "संलग्नक {number} – पृष्ठ {page}/{pages} क्षेत्र शक्ति"),
    "he": (NOTO.format("Hebrew"), "נספח {number} – עמוד {page}/{pages} – \u2068A/78/5 (Vol. I)\u2069 שָׁלוֹם"),
    "fa": ("Amiri-Regular.ttf", "پیوست {number} – صفحه {page}/{pages} – \u2068A/78/5 (Vol. I)\u2069"),
    "ka": (NOTO.format("Georgian"), "დანართი {number} – გვერდი {page}/{pages}"),
    "am": (NOTO.format("Ethiopic"), "አባሪ {number} – ገጽ {page}/{pages}"),
    "ja": ("NotoSansCJK-Regular.ttc", "別添{number} – {page}/{pages}ページ"),
    "my": (NOTO.format("Myanmar"), "ပူးတွဲ {number} – စာမျက်နှာ {page}/{pages}"),
}
"""Words of each script, and a font for them, that has no Latin letters or figures for most."""


@pytest.mark.parametrize("language", SET_GLYPH_BY_GLYPH)
def test_a_stamp_in_any_script_is_bound_audited_and_read(language: str, tmp_path: Path) -> None:
    name, words = SET_GLYPH_BY_GLYPH[language]
    leftwards = language in {"he", "fa"}
    fonts = (font(name), font("Carlito-Regular.ttf"))
    binding = replace(BINDING, stamp=words, stamp_fonts=fonts, right_to_left=leftwards, language=language)
    parts = [letter(simple(tmp_path / "letter.pdf")), part(simple(tmp_path / "a.pdf"), 1)]
    target = tmp_path / "bundle.pdf"
    bundle(parts, binding, target)
    told: list[Finding] = []
    assert audit(target, parts, binding, told.append) == ()
    assert told == [], "pypdf reads it: no second reader is asked"
    assert audit(target, parts, replace(binding, stamp=words.replace("1", "2").replace("{number}", "7"))) != ()
    asked = words.format(number="1", page=1, pages=1)
    read = subprocess.run(["pdftotext", "-layout", str(target), "-"], capture_output=True, text=True, check=True).stdout
    seen = "".join(sign for sign in read if category(sign) not in {"Cf", "Zs"})
    wanted = ["".join(sign for sign in each if category(sign) != "Cf") for each in asked.split()]
    assert all(each in seen for each in wanted if category(each[0]) == "Lo" and each.isalpha()), read
    assert leftwards or "".join(wanted) in seen
    again = tmp_path / "again.pdf"
    bundle(parts, binding, again)
    assert again.read_bytes() == target.read_bytes()


@pytest.mark.parametrize("name", ["NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc"])
def test_a_font_with_postscript_outlines_has_the_widths_that_the_file_says(name: str, tmp_path: Path) -> None:
    """Parts of such a font have widths of their own to which each glyph's is the difference."""
    binding = replace(BINDING, stamp="附件{number}，第{page}页 – Annex", stamp_fonts=(font(name),), language="zh")
    parts = [letter(simple(tmp_path / "letter.pdf")), part(simple(tmp_path / "a.pdf"), 1)]
    target = tmp_path / "bundle.pdf"
    bundle(parts, binding, target)
    assert audit(target, parts, binding) == ()
    assert not [rule for rule in check(target).broken if "GLYPH" in rule]
    with pikepdf.open(target) as pdf:
        (own,) = (each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/W" in each)
        program = hb.Face(hb.Blob(own.FontDescriptor.FontFile3.read_bytes()))
        widths = dict(zip(list(own.W)[::2], (float(each[0]) for each in list(own.W)[1::2]), strict=True))
    drawn_with = hb.Font(program)
    assert len(widths) > 8
    assert widths == {
        code: pytest.approx(drawn_with.get_glyph_h_advance(int(code)) * 1000 / program.upem, abs=0.5) for code in widths
    }
    assert {*map(ord, "附件，第页–Annex")} <= set(program.unicodes)
