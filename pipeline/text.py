"""Words with marks: a string as people type it goes in, the same string with its marks as single characters comes out.

``meeting.toml`` and the catalogues may mark words: ``*italic*``, ``^raised^``, and between backticks names and
quotations that keep their spelling; a backslash before one of these signs or itself takes the sign as it is. Inside the
program each mark is one private-use character, so that marked words stay plain strings that any template filter can
handle. The merge turns the marks into Word's formatting; :func:`plain` drops them where there is none to
give (outlines, stamps, file names).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from pipeline.findings import Unfit

ITALIC, ITALIC_END = "\ue000", "\ue001"
RAISED, RAISED_END = "\ue002", "\ue003"
LINK, LINK_TEXT, LINK_END = "\ue004", "\ue005", "\ue006"
PARAGRAPH = "\ue007"
PROTECT, PROTECT_END = "\ue008", "\ue009"
"""Around words that the rules of typography leave alone."""
PAGE, PAGES = "\ue00a", "\ue00b"
"""Stand for the number of the page they are on, and for that of the document's last."""
DRAWING, DRAWING_END = "\ue00c", "\ue00d"
"""Around what is drawn in the line: see :func:`drawn`."""
COUNTED, COUNTED_END = "\ue00e", "\ue00f"
"""Around the position of an enclosure: stand for how many pages it has."""
LINE = "\ue010"
"""Ends a line within a paragraph, as in an address."""
MARKS = "".join(map(chr, range(0xE000, 0xE011)))
ORIGINS = "\U000f0000-\U0010fffd"
"""The signs, as a range, that say where words come from (:mod:`pipeline.origins`): no mark, and never printed."""

BRACES = re.compile(r"\{\{|\}\}|\{[%#]|[%#]\}")
"""What opens or closes a placeholder: in finished words, one that was not filled in."""

_UNPRINTABLE = re.compile(
    "[\\0-\t\v-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]"
)
"""Control characters but for a line's end, surrogates, and signs for private use: the categories Cc, Cs and Co."""
_TOKENS = re.compile(r"\\([*^`\\])|([*^`])")
_PAIRS = {"*": (ITALIC, ITALIC_END), "^": (RAISED, RAISED_END), "`": (PROTECT, PROTECT_END)}
_UNSAID = re.compile(f"{LINK}[^{LINK_TEXT}]*{LINK_TEXT}|{DRAWING}[^{DRAWING_END}]*{DRAWING_END}")
"""What is between marks and no words: the address of a link, a drawing."""
_DRAWN = re.compile(f"{DRAWING}[^|]*\\|[^|]*\\|[^|]*\\|([^{DRAWING_END}]*){DRAWING_END}")
_SIGNS = {ord(mark): sign for sign, marks in _PAIRS.items() for mark in marks}
_LINKED = re.compile(f"{LINK}[^{LINK_TEXT}]*{LINK_TEXT}")
_COUNTED = re.compile(f"{COUNTED}([0-9]+){COUNTED_END}")
_ANY_MARK = re.compile(f"[{MARKS}{ORIGINS}\u00ad\u200b\ufeff]")
"""And what says where a line may end: the soft hyphen, and two spaces of no width."""
_FORMAT = re.compile(f"[{MARKS}\u00ad\u200b\ufeff]")
_KEPT = re.compile(f"({_UNSAID.pattern}|[{MARKS}{ORIGINS}])")


def parse(typed: str) -> str:
    """The string with its typed marks as private-use characters.

    Raises Unfit for a mark that is opened and not closed, and for
    private-use or control characters, which no font shows.

    >>> plain(parse("*Informations* du 1^er^ juin")), parse("2 \\\\* 2")
    ('Informations du 1er juin', '2 * 2')
    >>> parse("un *seul")
    Traceback (most recent call last):
    pipeline.findings.Unfit: A “*” is opened and not closed.
    """
    if unprintable := _UNPRINTABLE.search(typed):
        raise Unfit("character-unprintable", code=f"U+{ord(unprintable[0]):04X}")
    opened: set[str] = set()

    def mark(match: re.Match[str]) -> str:
        escaped, sign = match.groups()
        if escaped:
            return str(escaped)
        opened.symmetric_difference_update(sign)
        return _PAIRS[sign][sign not in opened]

    marked = _TOKENS.sub(mark, typed)
    for sign in sorted(opened):
        raise Unfit("mark-open", sign=sign)
    return marked.replace("\n", PARAGRAPH)


def typed(marked: str) -> str:
    """The words as a person types them, their marks as signs again; links are words, and paragraphs are lines.

    >>> typed(parse("*Informations* du 1^er^ juin, 2 \\\\* 2")), typed(linked("enclosure:3", "Ordre"))
    ('*Informations* du 1^er^ juin, 2 \\\\* 2', 'Ordre')
    """
    words = _LINKED.sub("", marked).replace(LINK_END, "").replace(PARAGRAPH, "\n")
    return re.sub(r"[*^`\\]", r"\\\g<0>", words).translate(_SIGNS)


def plain(marked: str) -> str:
    """The words without their marks; paragraphs are joined by a space, and pages that nobody counted are “…”.

    >>> plain(f"{LINK}enclosure:3{LINK_TEXT}Ordre du jour{LINK_END}"), plain("Tages\u00adordnung")
    ('Ordre du jour', 'Tagesordnung')
    """
    if COUNTED in marked:
        marked = _COUNTED.sub("…", marked)
    return _ANY_MARK.sub("", _UNSAID.sub("", marked).replace(PARAGRAPH, " ").replace(LINE, " "))


def unformatted(marked: str) -> str:
    """The same for words in a line, with the signs that say where they come from."""
    return _FORMAT.sub("", _UNSAID.sub("", marked).replace(PARAGRAPH, " ").replace(LINE, " "))


def changed(marked: str, change: Callable[[str], str], *, beginning: bool = False) -> str:
    """The words changed, or their beginning alone; their marks and their links' addresses stay as they are.

    >>> plain(changed(linked("enclosure:3", parse("*ordre* du jour")), str.upper))
    'ORDRE DU JOUR'
    """
    pieces = _KEPT.split(marked)
    stretches = [number for number in range(0, len(pieces), 2) if pieces[number]]
    for number in stretches[:1] if beginning else stretches:
        pieces[number] = change(pieces[number])
    return "".join(pieces)


def raised(words: str) -> str:
    """The words as a superscript."""
    return f"{RAISED}{words}{RAISED_END}"


def linked(address: str, words: str) -> str:
    """The words as a link: ``enclosure:3`` is the third enclosure of the bundle."""
    return f"{LINK}{address}{LINK_TEXT}{words}{LINK_END}"


def drawn(kind: str, width: float, what: str, alternative: str) -> str:
    """A drawing in the line, ``width`` millimetres wide; ``alternative`` is what it says to who can't see it.

    A ``qr`` is a code of the address ``what``, which has no “|”.
    """
    return f"{DRAWING}{kind}|{width:g}|{what}|{alternative}{DRAWING_END}"


def spoken(marked: str) -> str:
    """The words with what each drawing says in its place.

    >>> spoken("Code: " + drawn("qr", 25, "https://example.org", "the address")), plain(drawn("qr", 25, "a:b", "c"))
    ('Code: the address', '')
    """
    return _DRAWN.sub(r"\1", marked)


def unlinked(marked: str) -> str:
    """The words with their other marks, but no links."""
    return _LINKED.sub("", marked).replace(LINK_END, "")


def pages_of(position: int) -> str:
    """A place for how many pages the enclosure at that position has."""
    return f"{COUNTED}{position}{COUNTED_END}"


def counts(marked: str) -> list[int]:
    """The positions of the enclosures whose pages the words ask for.

    >>> counts(f"3. Form ({pages_of(3)} pages)")
    [3]
    """
    return [int(position) for position in _COUNTED.findall(marked)]


def counted(marked: str, pages: Mapping[int, int], figures: str = "") -> str:
    """The words with the numbers of pages that they ask for, by position; one that is not there is still asked for.
    ``figures`` are the ten signs that they are set in, where those are others than 0123456789.

    >>> counted(f"3. Form ({pages_of(3)} pages)", {3: 12})
    '3. Form (12 pages)'
    """
    signs = {ord("0") + place: sign for place, sign in enumerate(figures)}

    def put(match: re.Match[str]) -> str:
        many = pages.get(int(match[1]))
        return match[0] if many is None else str(many).translate(signs)

    return _COUNTED.sub(put, marked)


def in_lines(lines: Sequence[str]) -> str:
    """Lines as one value that makes one paragraph of them."""
    return LINE.join(lines)


def paragraphs(lines: tuple[str, ...]) -> str:
    """Lines as one value that makes a paragraph of each."""
    return PARAGRAPH.join(lines)
