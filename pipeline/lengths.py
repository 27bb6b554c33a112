"""Settings as they were typed go in; which of their words and lists are longer than anything of their kind comes out.

A title of a million characters is a document that was pasted into the wrong place, and no office is to set it. Each
limit is many times what papers that go out have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.findings import Key, Unfit

_WORDS = 20_000
"""Characters of a paragraph: six pages."""
_LINE = 2_000
"""Characters of what stands in outlines, lists and properties. The longest name of a treaty has some three hundred."""
_PATH = 4_096
"""Of a file's name with its folders: PATH_MAX of Linux."""
_ENTRIES = 5_000
"""Of a list or a table."""

_MOST: Mapping[str, int] = {
    **dict.fromkeys(("title", "titles", "subject", "author", "names", "symbol", "sheets"), _LINE),
    **dict.fromkeys(("venues", "zone", "zones", "key", "number", "header", "password"), _LINE),
    **dict.fromkeys(("file", "recipients", "letterhead", "template"), _PATH),
}
"""Characters of words below a key of this name: of several, of the innermost. Below none, words are a paragraph."""


def overlong(data: object, key: Key = ()) -> Iterator[tuple[Key, Unfit]]:
    """Each value that is too long, with its key. What stands in a list that is too long is not looked at.

    >>> [key for key, _ in overlong({"title": {"fr": "a" * 2001}, "body": ["a" * 2001]})]
    [('title', 'fr')]
    """
    if isinstance(data, str):
        most = next((_MOST[step] for step in reversed(key) if isinstance(step, str) and step in _MOST), _WORDS)
        if len(data) > most:
            yield key, Unfit("value-too-long", count=len(data), most=most)
    elif isinstance(data, dict | list):
        if len(data) > _ENTRIES:
            yield key, Unfit("list-too-long", count=len(data), most=_ENTRIES)
            return
        for step, value in data.items() if isinstance(data, dict) else enumerate(data):
            if isinstance(step, str) and len(step) > _LINE:
                yield key, Unfit("value-too-long", count=len(step), most=_LINE)
            else:
                yield from overlong(value, (*key, step))
