"""The dispatch list: the letters that were made go in; who gets which file comes out, as a workbook and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from textwrap import indent
from typing import Any

from pipeline import states
from pipeline.languages import Language
from pipeline.model import HouseStyle, Recipient
from pipeline.workbooks import workbook


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that was made for a recipient, or why it was not."""

    recipient: Recipient
    path: str = ""
    """From the folder of the manifest."""
    pages: int = 0
    sha256: str = ""
    problem: str = ""
    """In words, where there is no letter, or not all that goes with it."""
    bundle: str = ""
    """The path of their bundle, where there is one, and its hash."""
    bundle_sha256: str = ""


_COLUMNS: Mapping[str, int] = {
    "Key": 14, "Category": 11, "State": 16, "Organisation": 24, "Person": 20, "Language": 9, "Instrument": 12,
    "File": 32, "Pages": 6, "E-mail": 24, "Copies": 20, "Row": 5, "Problem": 24, "SHA-256": 66,
}  # fmt: skip
"""With their widths, in characters."""
_OF_BUNDLES: Mapping[str, int] = {"Bundle": 60, "SHA-256 of the bundle": 66}
"""Those that there are besides where recipients get bundles."""
_PRINTED = "Category", "Problem"
"""The first and the last of those that are printed: with keys and hashes nobody could read the others."""


_NONE: Mapping[int, str] = {}
_LONG = 2_000
"""Letters of which there is not more in memory than a row at a time."""


def in_order(sent: Iterable[Sent], style: HouseStyle, language_of: Callable[[str], Language]) -> tuple[Sent, ...]:
    """The letters by language, States in the order of each language, what has no State after them, by name."""
    by_language: dict[str, list[Sent]] = {}
    for each in sent:
        by_language.setdefault(each.recipient.language, []).append(each)
    return tuple(each for tag in sorted(by_language) for each in _ordered(by_language[tag], language_of(tag), style))


def _ordered(sent: Sequence[Sent], language: Language, style: HouseStyle) -> list[Sent]:
    codes = {each.recipient.state for each in sent if each.recipient.state}
    own = style.state_names.get(language.tag, {})
    place = {code: number for number, code in enumerate(states.in_order(sorted(codes), language, own))}

    def order(each: Sent) -> tuple[Any, ...]:
        recipient = each.recipient
        state = place[recipient.state] if recipient.state else len(place)
        return state, recipient.organisation.casefold(), recipient.person.casefold(), recipient.row, recipient.key

    return sorted(sent, key=order)


def write_dispatch_json(sent: Sequence[Sent], target: Path, rows: Mapping[int, str] = _NONE) -> None:
    """The list for programs, in the order given: a letter that was not made has no path, and a problem. What is wrong
    with ``rows`` that nobody could be read from stands after them."""
    bundles = _has_bundles(sent)
    with target.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{\n  "letters": [')
        for number, each in enumerate(sent):  # by itself: of all at once there would be some megabytes
            entry = json.dumps(_entry(each, bundles=bundles), ensure_ascii=False, indent=2)
            file.write(f"{',' if number else ''}\n{indent(entry, '    ')}")
        file.write("\n  ]")
        if rows:
            wrong = [{"row": number, "problem": words} for number, words in rows.items()]
            file.write(f',\n  "rows": {indent(json.dumps(wrong, ensure_ascii=False, indent=2), "  ").lstrip()}')
        file.write("\n}\n")


def _has_bundles(sent: Iterable[Sent]) -> bool:
    return any(each.bundle for each in sent)


def _entry(sent: Sent, *, bundles: bool) -> dict[str, Any]:
    recipient = sent.recipient
    return {
        "recipient": recipient.key,
        "category": recipient.category,
        "state": recipient.state,
        "organisation": recipient.organisation,
        "person": recipient.person,
        "language": recipient.language,
        "instrument": recipient.instrument,
        "path": sent.path,
        "pages": sent.pages,
        "email": recipient.email,
        "copies": list(recipient.copies),
        "row": recipient.row,
        "problem": sent.problem,
        "sha256": sent.sha256,
        **({"bundle": sent.bundle, "bundle_sha256": sent.bundle_sha256} if bundles else {}),
    }


def write_dispatch(
    sent: Sequence[Sent],
    target: Path,
    created: datetime,
    language_of: Callable[[str], Language],
    rows: Mapping[int, str] = _NONE,
) -> None:
    """The list for people, in the order given: States by their names in the language of each letter. What is wrong with
    ``rows`` that nobody could be read from stands at the end."""
    bundles = _has_bundles(sent)
    columns = {**_COLUMNS, **(_OF_BUNDLES if bundles else {})}
    with workbook(target, created, "Dispatch list", long=len(sent) > _LONG) as book:
        sheet = book.sheet("Letters")
        lines = max(1, len(sent) + len(rows))
        sheet.autofilter(0, 0, lines, len(columns) - 1)
        first, last, of_row = (list(columns).index(each) for each in (*_PRINTED, "Row"))
        sheet.print_area(0, first, lines, last)
        plain, number = book.format(), book.format(align="center")
        for column, (heading, width) in enumerate(columns.items()):
            sheet.set_column(column, column, width, plain)
            sheet.write_string(0, column, heading, book.head)
        for row, each in enumerate(sent, start=1):
            entry = _entry(each, bundles=bundles)
            code = each.recipient.state
            state = states.short(code, language_of(each.recipient.language)) if code else ""
            cells = {**entry, "state": state, "copies": ", ".join(each.recipient.copies)}
            for column, value in enumerate(cells.values()):
                if isinstance(value, int) and value:
                    sheet.write_number(row, column, value, number)
                elif isinstance(value, str) and value:
                    book.put(sheet, row, column, value, text_wrap=True)
        for line, (row, words) in enumerate(rows.items(), start=len(sent) + 1):
            sheet.write_number(line, of_row, row, number)
            book.put(sheet, line, last, words, text_wrap=True)
