"""What enclosures are called: a meeting goes in, its list as the letter prints it comes out, in a person's language.

The words are made in the process apart, which loads the meeting, from when somebody opens its page. They are kept for
as long as what they are made of is as it was, so that a page which is asked for again waits for nobody.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from pipeline import Contents, House, PapersError, Session
from pipeline.desk.apart import Apart, LostError

_MOST = 200
_State: TypeAlias = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A meeting's list, by the places of groups and of enclosures in them, from 0."""

    language: str
    """That it is in: the person's where the meeting has it, else the meeting's first."""
    _typed: tuple[tuple[Any, tuple[Any, ...]], ...]
    _printed: Contents | None

    def group(self, group: int) -> str:
        """A group's title; nothing where it has none."""
        return self._said(self._typed[group][0]) if self._printed is None else self._printed.groups[group][0]

    def title(self, group: int, place: int) -> str:
        """An enclosure's title, with its placeholders filled in, unless the meeting is wrong."""
        if self._printed is None:
            return self._said(self._typed[group][1][place])
        return self._printed.groups[group][1][place].title

    def number(self, group: int, place: int) -> str:
        """An enclosure's number: 3 or 1.2 or B."""
        if self._printed is None:
            return str(sum(len(enclosures) for _, enclosures in self._typed[:group]) + place + 1)
        return self._printed.groups[group][1][place].number

    def all(self) -> list[tuple[str, str]]:
        """The number and the title of each enclosure, in order."""
        at = [(group, place) for group, (_, own) in enumerate(self._typed) for place in range(len(own))]
        return [(self.number(*each), self.title(*each)) for each in at]

    def _said(self, titles: object) -> str:
        return str(titles.get(self.language) or next(iter(titles.values()), "")) if isinstance(titles, dict) else ""


class Titles:
    """The lists of meetings that somebody looked at last."""

    def __init__(self, house: House, apart: Apart) -> None:
        self._house, self._apart = house, apart
        self._known: OrderedDict[tuple[str, str], tuple[_State, Future[Contents]]] = OrderedDict()
        self._lock = threading.Lock()

    def expect(self, meeting: str, languages: Sequence[str], wanted: str) -> None:
        """Has the list made for whoever comes to look at it next."""
        self._asked(meeting, _language(languages, wanted))

    def of(self, meeting: str, data: Mapping[str, Any], wanted: str) -> Listed:
        """The list of a meeting, of which ``data`` is the file, in the wanted language where it is one of its own."""
        language = _language([str(each) for each in data.get("languages", ())], wanted)
        typed = tuple(
            (group.get("title"), tuple(each.get("title") for each in group.get("enclosures", ())))
            for group in data.get("groups", ())
        )
        printed = self._printed(meeting, language)
        fits = printed is not None and [len(own) for _, own in typed] == [len(own) for _, own in printed.groups]
        return Listed(language, typed, printed if fits else None)

    def _printed(self, meeting: str, language: str) -> Contents | None:
        """The list as it is printed; None for a meeting of which nothing is, as it is wrong."""
        asked = self._asked(meeting, language)
        try:
            return asked.result()
        except LostError:
            self._forget(asked)
            return None
        except PapersError:  # a check tells it, with its place
            return None
        except BaseException:
            self._forget(asked)
            raise

    def _asked(self, meeting: str, language: str) -> Future[Contents]:
        """What is being made of the state of now, or was."""
        state, of = self._state(meeting, language), (meeting, language)
        with self._lock:
            known = self._known.get(of)
            if known is not None and known[0] == state:
                self._known.move_to_end(of)
                return known[1]
            asked = self._apart.begin(Session.contents, meeting, language)
            self._known[of] = state, asked
            self._known.move_to_end(of)
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
        return asked

    def _forget(self, asked: Future[Contents]) -> None:
        with self._lock:
            for of in [of for of, (_, known) in self._known.items() if known is asked]:
                del self._known[of]

    def _state(self, meeting: str, language: str) -> _State:
        """When the files were changed that say it."""
        words = self._house.root / "templates" / language
        files = (self._house.find(meeting) / "meeting.toml", self._house.root / "config.toml")
        return tuple(map(_changed, (*files, words / "phrases.po", words / "language.toml")))


def _language(languages: Sequence[str], wanted: str) -> str:
    return wanted if wanted in languages else languages[0] if languages else ""


def _changed(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
