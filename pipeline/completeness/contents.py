"""A document's tables of contents and the outline of its pages go in; what the tables say that is not so comes out.

An office prints a table of contents as it was last saved. The outline of its PDF has each heading with the page that
it stands on, whatever the table says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.completeness.shown import Contents, Shown
from pipeline.completeness.words import words_of
from pipeline.findings import Finding, Place, Reason

_LEADERS = " .…·_-"
"""What leads from a title to its page."""
_FIGURES = "0123456789"
_LONGEST = 5
"""Figures of a page's number."""
_SHOWN = 3
Words = tuple[str, ...]


def stale(shown: Shown, outline: Sequence[tuple[str, int]]) -> Iterator[Finding]:
    """One finding for all tables of a document, with the first examples; ``outline`` has titles and pages from 1."""
    places: dict[Words, list[int]] = {}
    for title, page in outline:
        places.setdefault(tuple(words_of(title)), []).append(page)
    wrong = [each for table in shown.contents for each in _wrong(table, shown, places)]
    if wrong:
        examples = (
            *wrong[:_SHOWN],
            *([Reason("contents-more", {"count": rest})] if (rest := len(wrong) - _SHOWN) > 0 else []),
        )
        yield Finding("contents-stale", Place(), {"entries": tuple(dict.fromkeys(examples))})


def _wrong(table: Contents, shown: Shown, places: dict[Words, list[int]]) -> Iterator[Reason]:
    standing = {tuple(words_of(block.words)) for block in shown.blocks if not block.entry and not block.repeated}
    entries = [_entry(words, standing, places) for words in table.entries]
    shifts = _shifts(entries, places, shown.restarts)
    for title, words, label in entries:
        pages = places.get(_known(words, places), [])
        if not _known(words, standing) and not pages:
            yield Reason("contents-gone", {"title": title})
        elif label is not None and pages and shifts is not None:
            right = [page + shift for page in pages for shift in shifts]
            if label not in right:
                yield Reason("contents-page", {"title": title, "said": label, "page": right[0]})
    listed = {_known(words, standing) for _, words, _ in entries}
    for block in shown.blocks:
        if block.level in table.levels and tuple(words_of(block.words)) not in listed:
            yield Reason("contents-lacks", {"title": " ".join(block.words.split())})


def _entry(words: str, standing: set[Words], places: dict[Words, list[int]]) -> tuple[str, Words, int | None]:
    """An entry's title, its words, and the page that it names: a number at its end that is not the heading's own."""
    whole = tuple(words_of(words))
    title = " ".join(words.split())
    line = words.rstrip()
    label = line[len(line.rstrip(_FIGURES)) :][-_LONGEST:]
    if not label or whole in standing or whole in places:
        return title, whole, None
    named = " ".join(line.removesuffix(label).split()).rstrip(_LEADERS)
    return named, tuple(words_of(named)), int(label)


def _known(words: Words, headings: set[Words] | dict[Words, list[int]]) -> Words:
    """The longest heading that these words end with: before it stands its number."""
    return next((words[at:] for at in range(len(words)) if words[at:] in headings), ())


def _shifts(
    entries: Sequence[tuple[str, Words, int | None]], places: dict[Words, list[int]], restarts: int
) -> Sequence[int] | None:
    """What a page's number may be more than its place; None where numbers begin anew too often to tell."""
    if not restarts:
        return (0,)
    if restarts > 1:
        return None
    seen = Counter(
        label - page
        for _, words, label in entries
        if label is not None
        for page in places.get(_known(words, places), ())[:1]
    )
    return tuple({0: None, **{shift: None for shift, _ in seen.most_common(1)}})
