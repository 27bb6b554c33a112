"""A page of the web goes in; a text with its words, headings, lists, tables and pictures comes out.

Nothing is fetched and nothing is run. What a browser would hide is not shown; what paper can't hold (films, fields,
frames) and pictures that lie elsewhere are told. Its own looks are not kept.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, unquote_to_bytes

from lxml import etree, html
from PIL import Image

from pipeline.errors import MeetingError
from pipeline.findings import Finding, Place, Reason, Unfit
from pipeline.officefile.plaintext import spaced
from pipeline.recast import About, Recast
from pipeline.recast.text import BREAK, DOT, RULE, Cell, Text, linked, styled

_STYLES = {
    **dict.fromkeys(("b", "strong"), "B"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "I"),
    **dict.fromkeys(("u", "ins"), "U"),
    **dict.fromkeys(("s", "del", "strike"), "S"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "Code"),
    "sub": "Sub",
    "sup": "Sup",
}
_BLOCKS = frozenset(
    "address article aside blockquote body center details dd div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hgroup hr html li main nav ol p pre section summary table ul".split()
)
_OF_TABLES, _CELLS = frozenset("caption colgroup col thead tbody tfoot tr".split()), frozenset({"td", "th"})
_UNSEEN = frozenset("head script style template title meta link base noscript datalist".split())
_NOT_ON_PAPER = frozenset(
    "iframe frame object embed applet video audio canvas svg math input textarea select button progress meter".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_ADDRESS = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
_DATA = re.compile(r"data:image/(png|jpe?g|gif|webp)(?:;[^,;]*)*?(;base64)?,(.*)", re.IGNORECASE | re.DOTALL)
_MOST_ELEMENTS, _DEEPEST = 200_000, 100
_MOST_DOTS = 50_000_000
_PICTURES = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
"""What is read as a picture, whatever it calls itself: for others, programs of other makers may be started."""
_LARGEST = 1 << 25
_LONGEST_ADDRESS = 200


def from_page(source: Path, about: About) -> Recast:
    """The text. MeetingError for a page without words, or one that is too large."""
    return made_of(source, decoded_page(source.read_bytes()), about, looks=True)


def made_of(source: Path, page: str, about: About, *, looks: bool = False) -> Recast:
    """The text of a page that was read. ``looks``: whether it may have had looks of its own."""
    place = Place(str(source))
    root = parsed(page, place)
    language = about.language if about.language != "und" else (root.get("lang") or "und")
    title = " ".join((root.findtext(".//title") or "").split())
    text = Text(language, about.title or title or source.stem)
    made, findings = set_in(text, root, place)
    if not made:
        raise MeetingError(Finding("file-empty", place))
    if looks:
        findings.append(Finding("page-looks", place))
    return Recast(text.packed(made), ".odt", tuple(findings))


def parsed(page: str, place: Place) -> html.HtmlElement:
    """The elements of a page. MeetingError for one without any, or with too many."""
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(f"\ufeff{page.replace(chr(0), '')}".encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        raise MeetingError(Finding("file-empty", place)) from None
    if len(page) > _LARGEST or sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        why = Reason("unsound-elements", {"most": f"{_MOST_ELEMENTS:,}"})
        raise MeetingError(Unfit("too-large", kind=Reason("kind-pdf"), ending=".pdf", why=why).at(place))
    return root


def set_in(
    text: Text, root: html.HtmlElement, place: Place, pictures: Mapping[str, bytes] = MappingProxyType({})
) -> tuple[str, list[Finding]]:
    """The paragraphs of a page in ``text``, and what of it is not among them. ``pictures`` are those that travel with
    it, by what follows ``cid:`` (RFC 2392)."""
    walk = _Walk(text, pictures)
    body = root.find("body")
    made = "".join(walk.blocks(root if body is None else body, "P", 0))
    findings = [Finding("outside-picture", place, {"address": address}) for address in dict.fromkeys(walk.elsewhere)]
    if walk.left_out:
        findings.append(Finding("page-left-out", place, {"what": ", ".join(sorted(walk.left_out))}))
    return made, findings


def picture_of(text: Text, data: bytes, words: str) -> str | None:
    """A picture of the web's kinds in ``text``; None for what is none, or has too many dots."""
    try:
        with Image.open(BytesIO(data), formats=_PICTURES) as image:
            if image.width * image.height > _MOST_DOTS:
                return None
            out = BytesIO()
            image.convert("RGBA" if image.has_transparency_data else "RGB").save(out, "PNG")
            size = (image.width * DOT, image.height * DOT)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return text.picture(out.getvalue(), ".png", size, words)


def decoded_page(data: bytes) -> str:
    """As HTML's standard has it (12.2.3.2): a mark, what the page says, UTF-8, or Windows-1252."""
    said = re.search(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{1,40})", data[:4096], re.IGNORECASE)
    named = said[1].decode("ascii", "ignore") if said else "utf-8"
    for encoding in ("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig", named, "cp1252"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


class _Walk:
    """A page, walked through once."""

    def __init__(self, text: Text, pictures: Mapping[str, bytes]) -> None:
        self.text = text
        self.pictures = pictures
        self.elsewhere: list[str] = []
        self.left_out: set[str] = set()

    def blocks(self, element: html.HtmlElement, style: str, depth: int) -> Iterator[str]:
        """The paragraphs, lists and tables of an element, in its order."""
        run: list[str] = []
        words: list[str] = []
        self._say(element.text, run, words)
        for child in element:
            if _is_block(child) and depth < _DEEPEST:
                yield from self._closed(run, words, style)
                yield from self._block(child, style, depth + 1)
            else:
                self._inline(child, run, words, depth + 1)
            self._say(child.tail, run, words)
        yield from self._closed(run, words, style)

    def _block(self, element: html.HtmlElement, style: str, depth: int) -> Iterator[str]:
        if self._unseen(element):
            return
        name = str(element.tag)
        match name:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                run, words = self._line(element, depth)
                if "".join(words).strip():
                    yield self.text.heading("".join(run).strip(), "".join(words), int(name[1]))
            case "ul" | "ol":
                if items := list(self._items(element, style, depth)):
                    start = element.get("start") or "1"
                    yield self.text.listed(
                        items, ordered=name == "ol", start=int(start) if re.fullmatch("[0-9]{1,6}", start) else 1
                    )
            case "table":
                yield from self._table(element, depth)
            case "pre":
                yield self.text.lines("".join(map(str, element.itertext())).strip("\n"))
            case "hr":
                yield RULE
            case "blockquote" | "dd":
                yield from self.blocks(element, "Quote", depth)
            case _:
                yield from self.blocks(element, style, depth)

    def _items(self, element: html.HtmlElement, style: str, depth: int) -> Iterator[str]:
        """The items of a list, and words that stand between them."""
        yield from self._words(element.text, style)
        for each in element:
            if not self._unseen(each):
                yield "".join(self.blocks(each, style, depth)) or self.text.paragraph("", "")
            yield from self._words(each.tail, style)

    def _words(self, words: str | None, style: str) -> Iterator[str]:
        run: list[str] = []
        said: list[str] = []
        self._say(words, run, said)
        yield from self._closed(run, said, style)

    def _table(self, table: html.HtmlElement, depth: int) -> Iterator[str]:
        caption = table.find("caption")
        if caption is not None:
            yield from self.blocks(caption, "P", depth)
        yield from self._strays(table, depth)
        rows, heads = [], 0
        for row in _rows(table):
            cells = [each for each in row if each.tag in {"td", "th"} and not self._unseen(each)]
            if cells:
                rows.append([self._cell(each, depth) for each in cells])
                parent = row.getparent()
                head = all(each.tag == "th" for each in cells) or (parent is not None and parent.tag == "thead")
                heads += head and heads == len(rows) - 1
        if rows:
            yield self.text.table(rows, heads if heads < len(rows) else 0)

    def _strays(self, table: html.HtmlElement, depth: int) -> Iterator[str]:
        """What stands in a table and in none of its cells: before it, as browsers have it."""
        for element in (table, *table.iterchildren("thead", "tbody", "tfoot"), *_rows(table)):
            yield from self._words(element.text, "P")
            for child in element:
                expected = _CELLS if element.tag == "tr" else _OF_TABLES
                if child.tag not in expected and not self._unseen(child):
                    yield from self.blocks(child, "P", depth + 1)
                yield from self._words(child.tail, "P")

    def _cell(self, cell: html.HtmlElement, depth: int) -> Cell:
        across, down = (_span(cell.get(name)) for name in ("colspan", "rowspan"))
        return Cell(
            "".join(self.blocks(cell, "Head" if cell.tag == "th" else "Cell", depth + 1)),
            across,
            down,
            head=cell.tag == "th",
        )

    def _line(self, element: html.HtmlElement, depth: int) -> tuple[list[str], list[str]]:
        run: list[str] = []
        words: list[str] = []
        self._say(element.text, run, words)
        for child in element:
            self._inline(child, run, words, depth + 1)
            self._say(child.tail, run, words)
        return run, words

    def _inline(self, element: html.HtmlElement, run: list[str], words: list[str], depth: int) -> None:
        if self._unseen(element):
            return
        name = str(element.tag)
        if name == "br":
            run.append(BREAK)
            words.append("\n")
        elif name == "img":
            run.append(self._picture(element))
        elif depth >= _DEEPEST:
            self._say(" ".join(map(str, element.itertext())), run, words)
        else:
            inner, inner_words = self._line(element, depth)
            content = "".join(inner)
            if name in _STYLES and content:
                content = styled(content, _STYLES[name])
            elif name == "a" and (address := _ADDRESS.fullmatch((element.get("href") or "").strip())):
                content = linked(content, address[0])
            run.append(content)
            words += inner_words

    def _picture(self, element: html.HtmlElement) -> str:
        address, alt = (element.get("src") or "").strip(), " ".join((element.get("alt") or "").split())
        data = self._data(address)
        made = None if data is None else picture_of(self.text, data, alt)
        if made is not None:
            return made
        if address:
            self.elsewhere.append(address.partition(",")[0][:_LONGEST_ADDRESS])
        return spaced(f"[{alt}]") if alt else ""

    def _data(self, address: str) -> bytes | None:
        """What an address holds itself, or names among the pictures that travel with the page."""
        if address[:4].casefold() == "cid:":
            return self.pictures.get(unquote(address[4:]))
        found = _DATA.fullmatch(address)
        if found is None:
            return None
        try:
            return base64.b64decode(found[3], validate=False) if found[2] else unquote_to_bytes(found[3])
        except (ValueError, binascii.Error):
            return None

    def _unseen(self, element: html.HtmlElement) -> bool:
        name = str(element.tag)
        if name in _UNSEEN or element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            return True
        if name in _NOT_ON_PAPER:
            if not (name == "input" and (element.get("type") or "").casefold() == "hidden"):
                self.left_out.add(name)
            return True
        return False

    def _say(self, words: str | None, run: list[str], said: list[str]) -> None:
        if words:
            plain = _SPACE.sub(" ", words)
            if plain.startswith(" ") and (not said or said[-1].endswith((" ", "\n"))):
                plain = plain[1:]
            if plain:
                run.append(spaced(plain) if plain != " " else " ")
                said.append(plain)

    def _closed(self, run: list[str], words: list[str], style: str) -> Iterator[str]:
        """The paragraph that ends here, where there is anything in it."""
        content, said = "".join(run).strip(), "".join(words)
        run.clear()
        words.clear()
        if content:
            yield self.text.paragraph(content, said, style)


def _is_block(element: html.HtmlElement) -> bool:
    """Whether an element stands on lines of its own, or holds what does."""
    name = str(element.tag)
    return name in _BLOCKS or (name in {"a", "span", "font", "b", "i"} and _holds_block(element))


def _holds_block(element: html.HtmlElement) -> bool:
    return any(str(each.tag) in _BLOCKS for each in element)


def _rows(table: html.HtmlElement) -> Iterable[html.HtmlElement]:
    """The rows of a table, not of those in its cells."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in child if row.tag == "tr")


def _span(said: str | None) -> int:
    return max(1, int(said)) if said and re.fullmatch("[0-9]{1,3}", said) else 1
