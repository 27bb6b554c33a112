"""A PDF that others made goes in; what is wrong with it, or what of it goes on into a package, comes out.

This runs in a process of its own (:mod:`~pipeline.convert.intake` starts it), because the file may be made to harm:
whatever later stages do to a PDF is done to it here first, where neither a crash nor a lack of memory does any harm.
"""

from __future__ import annotations

import resource
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Page, Pdf, Stream

from pipeline.convert.dimensions import picture_size
from pipeline.convert.faults import Faults
from pipeline.convert.mend import mended, renumbered, unsized, without_cut_pictures
from pipeline.convert.missing import refuse_missing
from pipeline.convert.pictures import Pictures
from pipeline.convert.refused import Refused
from pipeline.convert.reviewed import in_short, is_signed, reviewed
from pipeline.convert.shortcomings import shortcomings
from pipeline.pdf.objects import as_list, integer, items
from pipeline.pdf.taken import taken
from pipeline.ranges import NoSuchPagesError, in_ranges, pages_named
from pipeline.workers.serve import Line, limit, limit_memory, limit_processor

Noted = dict[str, dict[str, str]]
"""The keys of remarks, with their values."""
At = Callable[[str | int], object]
"""Is told what is being looked at: by a code of the reasons, or the number of a page."""

_BROKEN = (pikepdf.PdfError, pikepdf.QpdfRuntimeError)
_UNPACKED = 256 << 20
"""What one stream may unpack to, in bytes: a coloured picture of A1 at 300 dots an inch has 210 million."""
_PICTURE = 600 << 20
"""What one picture may take to be drawn, in bytes: a poster of A0 at 300 dots an inch takes 560 million."""
_DOT = 4
"""Bytes that pdfium takes for a coloured dot."""
_NESTING = 100
"""How deep arrays and dictionaries may lie in one another; no program that writes PDFs comes near."""
_STACK = 4 << 20
"""Bytes: half of what a thread of the build has, so that what goes well here goes well there."""
_HEAD = 2048
"""Bytes at a file's start that have what says that it is arranged for the web."""
_FILTERS = 8
"""How many a stream may have: two are usual."""


def examine(
    path: str, password: str, right: bool, at: At, *, keep: bool = False, like: str = ""
) -> tuple[int, Noted, bytes | None]:
    """The pages of the PDF ``path``, what is to be remarked, and its new bytes where it can't go on as it is.

    ``right`` says that the office may put it together with other files, whatever its author allows; ``at`` is told
    what is being looked at; ``keep`` keeps the remarks of its readers; its pages must look as those of the sound file
    ``like``, where it is given. Raises Refused.
    """
    at("at-objects")
    original = Path(path).read_bytes()
    noted: Noted = {}
    pdf, read = _opened(original, password, right)
    said = _refuse_what_it_is(pdf)
    if pdf.is_encrypted:
        # qpdf checks a file by writing it as it is locked, which it can't do with every way to lock one.
        noted["unlocked"] = {}
        read = _saved(pdf)
        pdf = pikepdf.open(BytesIO(read))
    with pdf:
        _refuse_huge_pictures(pdf)
        at("at-streams")
        said += [*map(str, pdf.check_pdf_syntax()), *map(str, pdf.get_warnings())]
        _refuse_bombs(said)
        faults, cut = without_cut_pictures(pdf, Faults.told(said))
        if cut:
            noted["cut-picture"] = {"pages": in_ranges(cut)}
        # Readers forgive this, each in its own way, and qpdf says nothing of it.
        endless, without_size = b"%%EOF" not in read[-1024:], bool(unsized(pdf))
        if not (faults.any or endless or without_size or noted.keys() & {"unlocked"}):
            before = Pictures(Path(like).read_bytes()) if like else None
            pages = _looked_at(pdf, Pictures(original), before, noted, at)
            return pages, noted, _without_remarks(pdf, noted, keep=keep)
        if faults.structure:
            refuse_missing(pdf, read)
        new, changed = mended(pdf) if faults.any or endless or without_size else (read, False)
        if changed or faults.structure or without_size:
            noted["repaired"] = {}
        before = Pictures(original, password, pdf.Root.objgen[0])
    with pikepdf.open(BytesIO(new)) as pdf:
        pages = _looked_at(pdf, Pictures(new), before, noted, at)
        return pages, noted, _without_remarks(pdf, noted, keep=keep) or new


def _without_remarks(pdf: Pdf, noted: Noted, *, keep: bool) -> bytes | None:
    """The bytes without the remarks of those who read the file, where it has some that stay in the house."""
    signed = is_signed(pdf)
    found = reviewed(pdf, keep=keep or signed)
    if found.shown:
        noted["remarks-shown"] = {"remarks": in_short(found.shown)}
    if not found.left_out:
        return None
    if keep or signed:
        noted["remarks-kept" if keep else "remarks-signed"] = {"remarks": in_short(found.left_out)}
        return None
    noted["remarks-left-out"] = {"remarks": in_short(found.left_out)}
    return _saved(pdf)


def _looked_at(pdf: Pdf, pictures: Pictures, before: Pictures | None, noted: Noted, at: At) -> int:
    """The pages of a file that is sound as far as qpdf sees, when all that is left to do has been done."""
    _rehearse(pdf, at)
    _see(pictures, len(pdf.pages), before, noted, at)
    noted |= shortcomings(pdf)
    return len(pdf.pages)


def _opened(original: bytes, password: str, right: bool) -> tuple[Pdf, bytes]:
    """The file, opened, where it may be put together with others; and the bytes that it was read from.

    Whoever was given the password that a file is read with was given the file to use; without one, its author's word
    holds (ISO 32000-2, 7.6.4.2: bit 11 of ``/P``).
    """
    readable = _without_hints(original)
    try:
        pdf, readable = _read(readable)
        # With an empty password of its owner a file opens here, and asks every reader for another.
        if pdf.is_encrypted and not pdf.user_password_matched:
            missing = "pdf-wrong-password" if password else "pdf-password"
        elif right or not pdf.is_encrypted or pdf.owner_password_matched or pdf.allow.modify_assembly:
            return pdf, readable
        else:
            missing = "pdf-assembly"
    except pikepdf.PasswordError:
        missing = "pdf-wrong-password" if password else "pdf-password"
    except _BROKEN as error:
        if "memory limit" in str(error):
            raise Refused("pdf-bomb") from None
        raise Refused("pdf-locked" if "encrypt" in str(error) else "pdf-ruins") from None
    if not password or any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in password):  # no text
        raise Refused(missing)
    try:
        pdf = pikepdf.open(BytesIO(readable), password=password)
    except pikepdf.PasswordError:
        raise Refused(missing) from None
    if missing == "pdf-assembly" and not pdf.owner_password_matched:
        raise Refused(missing)
    return pdf, readable


def _without_hints(original: bytes) -> bytes:
    """The file, as if it were not arranged for the web (ISO 32000-2, Annex F): qpdf checks the hints for that too,
    which are wrong in many files and which no viewer needs."""
    return original[:_HEAD].replace(b"/Linearized", b"/NoLonger__") + original[_HEAD:]


def _read(readable: bytes) -> tuple[Pdf, bytes]:
    """The file and its bytes: with other numbers where its objects' lie so far apart that qpdf would leave some out."""
    broken: Exception | None = None
    try:
        pdf = pikepdf.open(BytesIO(readable))
        if integer(pdf.trailer.get(Name.Size)) in range(len(readable)):
            return pdf, readable
    except pikepdf.PasswordError:
        raise
    except _BROKEN as error:
        broken = error
    nearer = renumbered(readable)
    if nearer is not None:
        return pikepdf.open(BytesIO(nearer)), nearer
    if broken is not None:
        raise broken
    return pdf, readable


def _refuse_what_it_is(pdf: Pdf) -> list[str]:
    """What qpdf has to say of a file that has pages; it says it once. Raises Refused for all others."""
    root: Any = pdf.trailer.get(Name.Root)
    if not isinstance(root, Dictionary):
        raise Refused("pdf-ruins")
    if Name.Collection in root:
        raise Refused("pdf-portfolio")
    if bool(root.get(Name.NeedsRendering, False)):
        raise Refused("pdf-xfa")
    try:
        pages = len(pdf.pages)
        for page in pdf.pages:
            page.obj.get(Name.Contents)
    except (*_BROKEN, TypeError, ValueError):
        pages = -1
    warnings = [*map(str, pdf.get_warnings())]
    _refuse_bombs(warnings)
    if pages < 1:
        raise Refused("pdf-ruins" if pages else "pdf-no-pages")
    if _dynamic(pdf, root.get(Name.AcroForm)):
        raise Refused("pdf-xfa")
    return warnings


def _dynamic(pdf: Pdf, form: Any) -> bool:
    """Whether the pages of a form are made while it is shown.

    Its XFA packets (12.7.8) say so, or they have fields and its pages, which ask the reader to wait, have none.
    """
    held = as_list(form.get(Name.XFA)) if isinstance(form, Dictionary) else []
    packets = [packet.read_bytes() for packet in held if isinstance(packet, Stream)]
    if any(b"<dynamicRender>required" in packet for packet in packets):
        return True
    return any(b"<field" in packet for packet in packets) and not any(map(_has_fields, pdf.pages))


def _has_fields(page: Page) -> bool:
    annotations = (each for each in items(page.obj.get(Name.Annots)) if isinstance(each, Dictionary))
    return any(each.get(Name.Subtype) == Name.Widget for each in annotations)


def _refuse_huge_pictures(pdf: Pdf) -> None:
    for each in pdf.objects:
        if isinstance(each, Stream) and each.get(Name.Subtype) == Name.Image:
            width, height = picture_size(each)
            if width * height * (1 if each.get(Name.BitsPerComponent) == 1 else 8 * _DOT) > 8 * _PICTURE:
                raise Refused("pdf-picture", {"width": str(width), "height": str(height)})


def _refuse_bombs(problems: Sequence[str]) -> None:
    """Raises Refused where qpdf has come up against one of its limits."""
    words = " ".join(problems)
    if "memory limit" in words or "max-stream-filters" in words:
        raise Refused("pdf-bomb")
    if "nesting" in words or "nested" in words:
        raise Refused("pdf-nested")


def _saved(pdf: Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out, deterministic_id=True, encryption=False)
    return out.getvalue()


def _rehearse(pdf: Pdf, at: At) -> None:
    """Copies all that a bundle copies: qpdf follows references as deep as they lead."""
    at("at-links")
    with pikepdf.new() as copy:
        copy.add_pages_from(pdf, outlines="ignore")
        for key in (Name.AcroForm, Name.StructTreeRoot, Name.OCProperties, Name.Names):
            value = pdf.Root.get(key)
            if isinstance(value, Dictionary):
                copy.copy_foreign(value if value.is_indirect else pdf.make_indirect(value))


def _see(pictures: Pictures, pages: int, original: Pictures | None, noted: Noted, at: At) -> None:
    """Draws each page with a second reader, and compares it with the same page of the file as it was."""
    for each in (pictures, original):
        if each is not None and each.pages != pages:
            raise Refused("pdf-pages", {"pages": str(pages), "others": str(each.pages)})
    without_text = []
    for index in range(pages):
        at(index + 1)
        seen = pictures.draw(index)
        if original is not None and not original.shows_nothing(index) and not original.draw(index).like(seen):
            raise Refused("pdf-page", {"page": str(index + 1)})
        if seen.has_no_text:
            without_text.append(index + 1)
    if original is not None and pictures.lines() < original.lines():
        noted["lost-outline"] = {}
    if without_text:
        noted["no-text"] = {"pages": in_ranges(without_text)}


# --- the process --------------------------------------------------------------------------------


def serve() -> None:
    """Answers requests until nobody asks any more.

    A request has ``path``, ``password``, ``right``, ``keep``, ``like``, ``take``, and the ``memory`` in bytes and the
    processor's ``time`` in seconds that it may take. Answers with ``at`` tell what is being looked at; the last has
    ``refused``, or ``pages`` and the new bytes.
    """
    line = Line()
    limit(resource.RLIMIT_STACK, _STACK)
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=_UNPACKED,
        run_length_max_memory=_UNPACKED,
        png_max_memory=_UNPACKED,
        tiff_max_memory=_UNPACKED,
        max_stream_filters=_FILTERS,
        parser_max_nesting=_NESTING,
        parser_max_errors=0,
    )
    for request, _ in line.requests():
        limit_memory(request["memory"])
        limit_processor(request["time"])
        line.answer(*_answer(request, lambda what: line.answer({"at": what})))


def _taken(pdf: bytes, said: str, count: int) -> tuple[int, bytes]:
    """How many pages are taken, and the file of these alone. Raises Refused."""
    with pikepdf.open(BytesIO(pdf)) as document:
        if is_signed(document):
            raise Refused("take-signed", {})
    try:
        return len(pages_named(said, count)), taken(pdf, said)
    except NoSuchPagesError:
        raise Refused("take-no-such-pages", {"said": said, "pages": str(count)}) from None


def _answer(request: Mapping[str, Any], at: At) -> tuple[dict[str, Any], bytes]:
    try:
        pages, noted, new = examine(
            request["path"], request["password"], request["right"], at, keep=request["keep"], like=request["like"]
        )
        if request["take"]:
            at("at-taken")
            pages, new = _taken(new or Path(request["path"]).read_bytes(), request["take"], pages)
    except Refused as refused:
        return {"refused": refused.code, "values": refused.values}, b""
    except MemoryError:
        return {"refused": "pdf-memory"}, b""
    except OSError as error:
        return {"refused": "pdf-unread", "values": {"reason": error.strerror or "no reason given"}}, b""
    except Exception as error:
        return {"refused": "pdf-unexpected", "values": {"error": type(error).__name__}}, b""
    return {"pages": pages, "noted": noted, "changed": new is not None}, new or b""
