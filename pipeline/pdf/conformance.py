"""What a PDF meets of PDF/A and PDF/UA: a file goes in; its level, and what keeps it from a higher one, come out.

ISO 19005-2 and 19005-3 (PDF/A), ISO 14289-1 (PDF/UA-1). Checked by page-validation, which is young: what it says is
held to be true of its own rules, and nothing more is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias, get_args

import page

from pipeline.findings import Reason
from pipeline.findings.reasons import reason
from pipeline.model import NONE, Conformance, Level
from pipeline.pdf.verdicts import Verdicts
from pipeline.pdf.xmp import declared, declaring

_LIMITS = page.SafetyLimits(
    max_input_size=1 << 30,
    max_decoded_stream_size=128 << 20,
    max_total_decoded_content_size=512 << 20,
    max_object_count=1_000_000,
    max_reference_depth=128,
)
"""For a file that means harm, in bytes and pieces: one that goes beyond counts as not checked, and claims nothing."""

_Map: TypeAlias = Callable[[Callable[[str], dict[str, str]], Sequence[str]], Iterable[dict[str, str]]]
"""As the function ``map``; that of a pool does its work side by side."""

_RULE = re.compile(r"PDF(?:A\d[ABU]|UA1)-(.+?)-\d+")
_IDENTIFICATION = re.compile(r"ID-")
"""The rules that ask what a file declares, not what it is."""
_OF_LEVEL_A = frozenset({"TAGGED-DOCUMENT", "STRUCT-TREE-ROOT"})
_OF_LEVEL_U = frozenset({"UNICODE-MAPPING"})
"""Rules that the levels beneath do not have (ISO 19005-2, 6.7 and 6.2.11.7): the most that is broken, most often."""
_OF_BOTH = frozenset({"FONT-TYPE1-CHARSET"})
"""Rules of PDF/A that page-validation looks at for PDF/UA alone (ISO 19005-2, 6.2.11.4.2)."""
ATTACHED = frozenset({"EMBEDDED-FILE-PDFA", "EMBEDDED-FILE-MIME", "FILE-SPEC-EMBEDDED-FILE"})
"""The rules that forbid, in PDF/A-2, what PDF/A-3 allows (ISO 19005-3, 6.8)."""
_LARGE = 1000
"""Pages: of a bundle of more, excerpts are checked."""
_HEAD = 2
"""Pages of each part in the excerpt that has what the bundle has for all of them."""
_KNOWN = Verdicts()
"""What excerpts were found to be, where nobody says where that is kept."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file was found to be."""

    met: Conformance
    """What it is, whatever it declares."""
    not_pdfa: Mapping[str, Reason]
    """By rule, the reason (:mod:`~pipeline.findings.reasons`) why it is not PDF/A-2a."""
    not_pdfua: Mapping[str, Reason]
    """The same for PDF/UA-1."""
    declares: bool
    """Whether it declares PDF/A-2a and PDF/UA-1 as those ask for it."""

    @property
    def broken(self) -> Mapping[str, Reason]:
        """Both; nothing where the file is PDF/A-2a and PDF/UA-1."""
        return {**self.not_pdfa, **self.not_pdfua}

    def as_json(self) -> dict[str, Any]:
        pdfa, pdfua = (
            {rule: why.as_json() for rule, why in broken.items()} for broken in (self.not_pdfa, self.not_pdfua)
        )
        return {"met": self.met.as_json(), "not_pdfa": pdfa, "not_pdfua": pdfua, "declares": self.declares}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Checked:
        pdfa, pdfua = (
            {rule: Reason.from_json(why) for rule, why in data[name].items()} for name in ("not_pdfa", "not_pdfua")
        )
        return cls(Conformance(**data["met"]), pdfa, pdfua, data["declares"])


@dataclass(frozen=True, slots=True)
class Judged:
    """What a bundle was found to be, and its parts where it is not the highest."""

    bundle: Checked
    parts: tuple[Checked, ...]
    """In their order; none where the bundle is PDF/A-2a and PDF/UA-1."""


def check(pdf: Path | bytes, side_by_side: _Map = map, *, why_alone: bool = False) -> Checked:
    """What ``pdf`` meets, and why not more. A file that can't be checked meets nothing.

    ``why_alone`` asks for nothing but why it is not the highest: for lower levels it is not looked at again.
    """
    try:
        highest, accessible = side_by_side(partial(_broken, pdf), ("2a", "ua1"))
    except _NotCheckedError as error:
        unknown = {"": reason("", "", str(error))}
        return Checked(NONE, unknown, unknown, declares=False)
    not_pdfa, not_pdfua = _without_identification(highest), _without_identification(accessible)
    in_both = {rule: said for rule, said in not_pdfua.items() if rule in _OF_BOTH}
    level = None if why_alone or in_both else _level(pdf, not_pdfa)
    not_pdfa |= in_both
    met = Conformance(level, not not_pdfua)
    declares = not any(_IDENTIFICATION.match(rule) for rule in (*highest, *accessible))
    return Checked(met, _reasons(pdf, not_pdfa), _reasons(pdf, not_pdfua), declares)


def seems_to_list_too_few_signs(pdf: bytes) -> bool:
    """Whether a Type 1 font is taken for one that has a glyph which it does not list.

    page-validation finds glyphs in enciphered bytes, too, where their names may stand by chance.
    """
    try:
        return bool(_OF_BOTH & _broken(pdf, "ua1").keys())
    except _NotCheckedError:
        return False


def judge(bundle: Path, parts: Sequence[Path], known: Verdicts = _KNOWN, *, pages: int | None = None) -> Judged:
    """What ``bundle`` meets; and each of its parts, where that is not all.

    Of a large bundle excerpts are checked, which takes a fraction of the memory: the pages of each part, as they are in
    the bundle, and the first of all parts with what the bundle has for all together. ``known`` has what was found of
    the same excerpts before. ``pages`` is how many its parts have, where that was counted.
    """
    if pages is None or pages > _LARGE:
        with suppress(Exception):  # whatever pages can't be taken out of is checked as a whole
            if (judged := _judge_in_excerpts(bundle, parts, known)) is not None:
                return judged
    with ThreadPoolExecutor(max_workers=2) as pool:  # page-validation lets other threads run
        checked = check(bundle, pool.map)
        if not checked.broken:
            return Judged(checked, ())
        different = list(dict.fromkeys(parts))
        why = dict(zip(different, pool.map(why_not, different), strict=True))
    return Judged(checked, tuple(why[part] for part in parts))


def _judge_in_excerpts(bundle: Path, parts: Sequence[Path], known: Verdicts = _KNOWN) -> Judged | None:
    """The same of a bundle of many pages; None for one of few. Raises whatever an excerpt may stumble on."""
    import pikepdf  # noqa: PLC0415 - loaded only for a bundle that may be large

    from pipeline.pdf.excerpt import Excerpts  # noqa: PLC0415

    with pikepdf.open(bundle) as pdf, ThreadPoolExecutor(max_workers=2) as pool, known:

        def checked(excerpt: bytes) -> Checked:
            """What it meets; excerpts of the same bytes, of a part that stays as it was, are checked once."""
            return Checked.from_json(known.of(excerpt, lambda content: check(content, pool.map).as_json()))

        if len(pdf.pages) <= _LARGE:
            return None
        excerpts, firsts = Excerpts(pdf), [0]
        for part in parts:
            with pikepdf.open(part) as own:
                firsts.append(firsts[-1] + len(own.pages))
        if firsts[-1] != len(excerpts.pages):
            raise ValueError("pages that no part has")
        spans = [range(first, end) for first, end in pairwise(firsts)]
        heads = [index for span in spans for index in span[:_HEAD]]
        together = checked(excerpts.of(heads, whole=True))
        each = [checked(excerpts.of(span, whole=False)) for span in spans]
    not_pdfa = {rule: why for one in (*each, together) for rule, why in one.not_pdfa.items()}
    not_pdfua = {rule: why for one in (*each, together) for rule, why in one.not_pdfua.items()}
    met = Conformance(_lowest([one.met.pdfa for one in (*each, together)]), not not_pdfua)
    whole = Checked(met, not_pdfa, not_pdfua, together.declares)
    return Judged(whole, tuple(each) if whole.broken else ())


def _lowest(levels: Sequence[Level | None]) -> Level | None:
    """The level that all of these meet.

    >>> _lowest(["2a", "3a", "2u"]), _lowest(["2a", None])
    ('3u', None)
    """
    known = [level for level in levels if level is not None]
    if len(known) < len(levels):
        return None
    wanted = max(level[0] for level in known) + max((level[1] for level in known), key="aub".index)
    return next(level for level in get_args(Level) if level == wanted)


def why_not(part: Path) -> Checked:
    """Why ``part`` is not the highest. A package's bundles have most of their parts in common: each is judged once."""
    try:
        digest = sha256(part.read_bytes()).hexdigest()
    except OSError:
        digest = ""
    return _why_content_is_not(digest, part)


@lru_cache(maxsize=512)
def _why_content_is_not(_digest: str, part: Path) -> Checked:
    return check(part, why_alone=True)


def settle(pdf: Path, met: Conformance) -> Conformance:
    """Let the file ``pdf``, which was found to meet ``met``, declare that, where it declares anything; says what."""
    before = pdf.read_bytes()
    said = declared(before)
    now = Conformance(met.pdfa if said.pdfa else None, pdfua=met.pdfua and said.pdfua)
    if now != said:
        pdf.write_bytes(declaring(before, now))
    return now


class _NotCheckedError(Exception):
    """The reason, as the end of a sentence."""


def _level(pdf: Path | bytes, highest: Mapping[str, str]) -> Level | None:
    """The highest level that the file meets, whose breaches of PDF/A-2a are ``highest``."""
    if not highest:
        return "2a"
    if highest.keys() <= _OF_LEVEL_A | _OF_LEVEL_U:
        return "2b" if highest.keys() & _OF_LEVEL_U else "2u"
    lowest = _without_identification(_broken(pdf, "2b"))
    if not lowest:
        return "2b" if _without_identification(_broken(pdf, "2u")) else "2u"
    levels: Sequence[Level] = ("3a", "3u", "3b") if lowest.keys() <= ATTACHED else ()
    return next((level for level in levels if not _without_identification(_broken(pdf, level))), None)


def _without_identification(broken: Mapping[str, str]) -> dict[str, str]:
    return {rule: message for rule, message in broken.items() if not _IDENTIFICATION.match(rule)}


def _broken(pdf: Path | bytes, profile: str) -> dict[str, str]:
    """The rules of a profile that the file breaks, and page-validation's words for the first breach of each."""
    try:
        if isinstance(pdf, bytes):
            report = page.validate_pdf_bytes(pdf, profile=profile, limits=_LIMITS)
        else:
            report = page.validate_pdf(pdf, profile=profile, limits=_LIMITS)
    except page.SafetyLimitError:
        raise _NotCheckedError("it is too large or too deeply nested") from None
    except (page.PageError, OSError, ValueError) as error:
        raise _NotCheckedError(str(error)) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what Rust raises on its own mistakes
            raise
        raise _NotCheckedError("the checker fails on it") from None
    return {_stem(failure.rule_id): failure.message for failure in report.failures}


def _stem(rule: str) -> str:
    found = _RULE.fullmatch(rule)
    return found[1] if found else rule


def _reasons(pdf: Path | bytes, broken: Mapping[str, str]) -> dict[str, Reason]:
    fonts = _fonts_not_embedded(pdf) if "FONT-EMBEDDING" in broken else ""
    return {rule: reason(rule, said, fonts) for rule, said in broken.items()}


def _fonts_not_embedded(pdf: Path | bytes) -> str:
    """Their names, which the checker does not give."""
    from io import BytesIO  # noqa: PLC0415

    import pikepdf  # noqa: PLC0415 - loaded only for a file that falls short

    from pipeline.pdf.objects import font_name, legible  # noqa: PLC0415 - as above

    names: set[str] = set()
    try:
        with pikepdf.open(BytesIO(pdf) if isinstance(pdf, bytes) else pdf) as document:
            for thing in document.objects:
                if isinstance(thing, pikepdf.Dictionary) and _is_bare_font(thing):
                    names.add(legible(font_name(thing.get("/BaseFont", "/?"))))
    except (pikepdf.PdfError, ValueError):
        pass
    return ", ".join(sorted(names)) or "?"


def _is_bare_font(thing: Any) -> bool:
    """Whether it is a font without its program; a composite font has it in its descendant (ISO 32000-2, 9.7)."""
    if thing.get("/Type") != "/Font" or thing.get("/Subtype") in ("/Type0", "/Type3"):
        return False
    descriptor = thing.get("/FontDescriptor", {})
    return not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
