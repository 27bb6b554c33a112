"""The words of stamps, drawn from left to right: symbols of the United Nations among Arabic words above all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pytest

from pipeline.audit import audit
from pipeline.bundle.assemble import bundle
from pipeline.bundle.shaping import drawn
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
    binding = replace(BINDING, stamp=words, stamp_font=font(name), right_to_left=right_to_left)
    parts = [letter(simple(tmp_path / "letter.pdf")), part(simple(tmp_path / "a.pdf"), 1)]
    bundle(parts, binding, tmp_path / "bundle.pdf")
    assert audit(tmp_path / "bundle.pdf", parts, binding) == ()
    other = replace(binding, stamp=words.replace(symbol[0], "B"))
    assert audit(tmp_path / "bundle.pdf", parts, other) != ()
