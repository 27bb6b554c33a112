"""The facts of a meeting: a page for each table of ``meeting.toml``, and what is typed there is written into it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from pipeline import Change, ChangedError, Finding, MeetingError, PapersError, Place, Session
from pipeline.desk import forms
from pipeline.desk.asking import Asking, Asks
from pipeline.desk.forms import Field, Key, Node
from pipeline.desk.guard import Refused
from pipeline.desk.leading import SECTIONS, field_id
from pipeline.desk.offered import offered
from pipeline.desk.rendering import page
from pipeline.desk.views.meetings import meeting_data

router = APIRouter()

_LEFT_OUT = frozenset({"accepted", "groups"})
"""What has pages of its own."""


async def _form(request: Request) -> FormData:
    return await request.form(max_files=0, max_fields=2000)


Typed = Annotated[FormData, Depends(_form)]


@page(router, "/meetings/{slug}/facts")
def facts(asks: Asks, slug: str) -> Response:
    asks.meeting(slug)
    data = tomllib.loads(asks.desk.house.facts(slug).decode("utf-8-sig"))
    top = forms.root(asks.desk.house.schema)
    listed = [
        {"at": name, "label": asks.label(name), "count": _count(data.get(name)), "optional": node.kind == "table"}
        for name, node in top.below.items()
        if name not in _LEFT_OUT
    ]
    return asks.show(
        "facts.html",
        {"meeting": meeting_data(asks, slug), "sections": list(SECTIONS), "below": listed},
    )


@page(router, "/meetings/{slug}/facts/{at:path}")
def fact(asks: Asks, slug: str, at: str, saved: bool = False) -> Response:
    asks.meeting(slug)
    text = asks.desk.house.facts(slug)
    made = _Page(asks, slug, at, text)
    return made.show(saved=saved, problems=asks.desk.apart.do(unsaid, slug, made.languages) if saved else ())


def unsaid(session: Session, slug: str, languages: Sequence[str]) -> tuple[Finding, ...]:
    """What no letter can say: a name that is nowhere, for instance, in words that were saved one by one."""
    found: dict[Finding, None] = {}
    for each in languages:
        try:
            session.contents(slug, each)
        except PapersError as error:
            found |= dict.fromkeys(error.findings)
    return tuple(found)


@router.post("/meetings/{slug}/facts/{at:path}", include_in_schema=False)
def save(asks: Asks, slug: str, at: str, form: Typed) -> Response:
    asks.meeting(slug)
    read = asks.desk.seen.get(str(form.get("read", "")))
    now = asks.desk.house.facts(slug)
    made = _Page(asks, slug, at, now if read is None else read)
    if name := str(form.get("named", "")):
        return made.begin(name)
    move = str(form.get("move", ""))
    changes, wrong = ([made.moved(move)], {}) if move else made.changes(form)
    if wrong:
        return made.show(form=form, wrong=wrong, status=422)
    try:
        if changes:
            asks.desk.house.change(slug, changes, read=made.text)
            asks.did("changed", slug, facts=at)
    except ChangedError as error:
        return _Page(asks, slug, at, now).show(form=form, theirs=made.named(error.findings), status=409)
    except MeetingError as error:
        return made.show(form=form, problems=error.findings, status=422)
    return asks.go(made.after(move))


class _Page:
    """One place of one meeting's file, as a person has it before them."""

    def __init__(self, asks: Asking, slug: str, at: str, text: bytes) -> None:
        self.asks, self.slug, self.at, self.text = asks, slug, at.strip("/"), text
        self.data = tomllib.loads(text.decode("utf-8-sig"))
        self.languages: list[str] = [str(each) for each in self.data.get("languages", ())]
        top = forms.root(asks.desk.house.schema)
        if self.at in SECTIONS:
            named = {name for names in SECTIONS.values() for name in names}
            own = SECTIONS[self.at]
            fields = [each for each in top.fields if (each.name in own if own else each.name not in named)]
            if own:
                fields.sort(key=lambda each: own.index(each.name))
            self.key: Key = ()
            self.in_map = False
            self.node = Node("table", tuple(fields))
        else:
            self.key = tuple(int(each) if each.isdecimal() else each for each in self.at.split("/"))
            found = forms.node_at(top, self.key)
            if found is None or self.key[0] in _LEFT_OUT - {"groups"}:
                raise Refused(404, Finding("desk-no-page", Place(asks.request.url.path)))
            self.node = found
            over = forms.node_at(top, self.key[:-1])
            self.in_map = over is not None and over.kind == "map"
        self.value = _at(self.data, self.key)
        self.node = replace(self.node, fields=tuple(map(self._offered, self.node.fields)))
        if self.node.kind == "table" and self.key and isinstance(self.key[-1], int):
            siblings = _at(self.data, self.key[:-1])
            if self.key[-1] > (len(siblings) if isinstance(siblings, list) else 0):
                raise Refused(404, Finding("desk-no-page", Place(asks.request.url.path)))

    def _offered(self, made: Field) -> Field:
        own = _at(self.data, (*self.key, made.name)) if made.name else None
        return offered(made, self.key, own, self.data, self.asks.desk.house.root, self.asks.words.language)

    @property
    def new(self) -> bool:
        return self.value is None and bool(self.key)

    def _address(self, *steps: str | int) -> str:
        return "/".join(map(str, ("", "meetings", self.slug, "facts", *steps)))

    def begin(self, name: str) -> Response:
        """The page of a new named value."""
        if self.node.kind != "map" or not re.fullmatch(self.node.named, name):
            return self.show(wrong={"named": self.asks.words("facts.name.wrong")}, status=422)
        return self.asks.go(self._address(*self.key, name))

    def moved(self, move: str) -> Change:
        """An entry that goes up or down, or out."""
        where, _, position = move.partition("-")
        key = (*self.key, int(position)) if position.isdecimal() and self.node.kind == "list" else (*self.key, position)
        key = key if position else self.key
        if where == "remove":
            return Change("remove", key)
        at = key[-1]
        length = len(self.value) if isinstance(self.value, list) else 0
        to = at + (1 if where == "down" else -1) if isinstance(at, int) else -1
        if where not in {"up", "down"} or not 0 <= to < length:
            raise Refused(400, Finding("desk-words", Place(self.asks.request.url.path), {"field": "move"}))
        return Change("move", key, to)

    def after(self, move: str) -> str:
        """Where a person is led when it is saved."""
        if move.startswith("remove") and "-" not in move:
            return self._address(*self.key[:-1])
        if move:
            return self._address(*self.key)
        return f"{self._address(self.at)}?saved=true"

    def changes(self, form: FormData) -> tuple[list[Change], dict[str, str]]:
        """What is otherwise in the form than in the file; what was typed and is no value of its field."""
        found: list[Change] = []
        wrong: dict[str, str] = {}
        whole: dict[str, Any] = {}
        for each in self.node.fields:
            if forms.serves_all(each, one := _at(self.data, (*self.key, each.name))):
                found += self._of_all(each, form, one)
                continue
            for name, tag in forms.asked(each, self.languages):
                if each.kind != "truth" and name not in form:
                    continue
                key = (*self.key, *(step for step in (each.name, tag) if step))
                try:
                    value = _typed(each, form, name)
                except forms.UntypableError:
                    wrong[field_id(name)] = self.asks.words(f"facts.wrong.{each.kind}")
                    continue
                usual: Any = _usual(each)
                if value == _at(self.data, key) or (_at(self.data, key) is None and value == usual):
                    continue
                found.append(Change("remove", key) if value is None else Change("set", key, value))
                if value is not None and tag:
                    whole.setdefault(each.name, {})[tag] = value
                elif value is not None:
                    whole[each.name] = value
        if self.new and isinstance(self.key[-1], int) and not wrong:
            return [Change("insert", self.key, whole)], {}
        return found, wrong

    def _of_all(self, made: Field, form: FormData, one: Any) -> list[Change]:
        """What is otherwise of words that stand once for all languages: once still, where they are the same in all."""
        said = {
            tag: forms.typed(made, str(form[name])) for name, tag in forms.asked(made, self.languages) if name in form
        }
        if not said or all(each == one for each in said.values()):
            return []
        key, values = (*self.key, made.name), list(said.values())
        if all(each == values[0] for each in values):
            return [Change("remove", key) if values[0] is None else Change("set", key, values[0])]
        return [Change("set", key, {tag: each for tag, each in said.items() if each is not None})]

    def named(self, findings: Sequence[Finding]) -> dict[str, str]:
        """Findings by the field that they are of; all others under an empty name."""
        told: dict[str, str] = {}
        inputs = [name for each in self.node.fields for name, _ in forms.asked(each, self.languages)]
        for each in findings:
            below = each.place.key[len(self.key) :] if each.place.key[: len(self.key)] == self.key else ()
            words = self.asks.words.finding(each)
            said = f"{words['what']} {words['mend']}".strip()
            name = ".".join(map(str, below))
            near = [known for known in inputs if name == known or name.startswith(f"{known}.")]
            near = near or [known for known in inputs if below and known.partition(".")[0] == str(below[0])]
            at = field_id(near[0]) if near else ""
            told[at] = f"{told[at]} {said}" if at in told else said
        return told

    def show(
        self,
        *,
        form: FormData | None = None,
        wrong: Mapping[str, str] | None = None,
        theirs: Mapping[str, str] | None = None,
        problems: Sequence[Finding] = (),
        saved: bool = False,
        status: int = 200,
    ) -> Response:
        told = {**(wrong or {}), **self.named(problems)}
        other = told.pop("", "")
        elsewhere, other = (bool(other), "") if saved else (False, other)
        theirs, named = dict(theirs or {}), self._named()
        # enclosures are ordered, taken out and put back on a page of their own
        grouped = self.key[:1] == ("groups",)
        data = {
            "meeting": meeting_data(self.asks, self.slug),
            "at": self.at,
            "address": self._address(self.at),
            "label": named or self._label(),
            "over": self._label() if named else "",
            "crumbs": self._crumbs(),
            "kind": self.node.kind,
            "read": self.asks.desk.seen.keep(self.text),
            "fields": [self._field(each, form, told, theirs) for each in self.node.fields],
            "below": [
                {
                    "at": self._address(*self.key, name),
                    "label": self.asks.label(name),
                    "count": _count(_at(self.value, (name,))),
                }
                for name in self.node.below
            ]
            if not self.new and not grouped
            else [],
            "entries": self._entries(),
            "add": self._address(*self.key, len(self.value or ())) if self.node.kind == "list" else "",
            "removable": not self.new and not grouped and len(self.key) > 0 and self.node.kind == "table",
            "wrong": told,
            "theirs": theirs,
            "changed_by": self._changed_by() if theirs else "",
            "other": other,
            "saved": saved,
            "elsewhere": elsewhere,
        }
        return self.asks.show("fact.html", data, status=status)

    def _label(self) -> str:
        if not self.key:
            return self.asks.words(f"facts.{self.at}")
        last = self.key[-1]
        if isinstance(last, int):
            return f"{self.asks.label(str(self.key[-2]))} {last + 1}"
        return f"{self.asks.label(str(self.key[-2]))}: {last}" if self.in_map else self.asks.label(last)

    def _named(self) -> str:
        """What an entry of a list, or a named value, is called itself."""
        entry = self.in_map and not isinstance(self.value, str | int | float)
        if not entry and (not self.key or not isinstance(self.key[-1], int)):
            return ""
        if self.new:
            return self.asks.words("facts.new")
        if self.key[0] == "groups":
            listed = self.asks.desk.titles.of(self.slug, self.data, self.asks.words.language)
            places = [each for each in self.key if isinstance(each, int)]
            return listed.title(*places) if len(places) > 1 else listed.group(*places)
        return self._said(self.value)

    def _crumbs(self) -> list[dict[str, str]]:
        """The pages that lead here, besides the meeting's own."""
        if self.key[:1] == ("groups",):
            group = "-".join(str(each) for each in self.key if isinstance(each, int))
            at = f"#enclosure-{group}" if "-" in group else ""
            return [{"at": f"/meetings/{self.slug}/enclosures{at}", "label": self.asks.words("enclosures.title")}]
        crumbs = [{"at": self._address(), "label": self.asks.words("facts.title")}]
        for end in range(1, len(self.key)):
            step = self.key[end - 1]
            entry = self._said(_at(self.data, self.key[:end])) if isinstance(step, int) else ""
            label = entry or (str(step + 1) if isinstance(step, int) else self.asks.label(step))
            crumbs.append({"at": self._address(*self.key[:end]), "label": label})
        return crumbs

    def _changed_by(self) -> str:
        acts = self.asks.desk.history.last(1, self.slug)
        return acts[0].by if acts else ""

    def _entries(self) -> list[dict[str, Any]]:
        if self.node.kind == "table":
            return []
        of = self.value or ()
        names: list[str | int] = list(range(len(of))) if self.node.kind == "list" else list(of)
        return [{"at": self._address(*self.key, name), "name": str(name), "label": self._entry(name)} for name in names]

    def _entry(self, name: str | int) -> str:
        said = self._said(_at(self.value, (name,)))
        return said if isinstance(name, int) else f"{name}: {said}"

    def _said(self, entry: Any) -> str:
        """What an entry is called, or the first that it says."""
        said = ""
        for key in ("title", "name", "key", "id", "kind", "field", "file", "address", "was"):
            found = entry.get(key) if isinstance(entry, dict) else None
            if isinstance(found, dict):
                found = found.get(self.asks.words.language) or next(iter(found.values()), "")
            if isinstance(found, str) and found:
                said = found
                break
        if not said and isinstance(entry, dict):
            said = str(entry.get(self.asks.words.language) or next(iter(entry.values()), ""))
        return said or ("" if isinstance(entry, dict) else str(entry))

    def _field(
        self, made: Field, form: FormData | None, wrong: Mapping[str, str], theirs: Mapping[str, str]
    ) -> dict[str, Any]:
        own = _at(self.value if self.key else self.data, (made.name,) if made.name else ())
        value = forms.shown(made, own, self.languages)
        said, language = self.asks.words.help(made.help)
        inputs = []
        for name, tag in forms.asked(made, self.languages):
            before = value.get(tag, "") if tag else value
            at = field_id(name)
            inputs.append(
                {
                    "name": name,
                    "id": at,
                    "language": tag,
                    "error": wrong.get(at, ""),
                    "theirs": theirs.get(at, ""),
                    "value": before if form is None else _again(made, form, name, before),
                }
            )
        return {
            "name": made.name,
            "kind": made.kind,
            "help": said,
            "help_language": language,
            "required": made.required,
            "label": self.asks.label(made.name) if made.name else self._label(),
            "choices": list(made.choices),
            "said": list(made.said),
            "inputs": inputs,
            "error": next((each["error"] for each in inputs if each["error"]), ""),
        }


def _usual(made: Field) -> Any:
    """What a form says of a field that the file leaves out."""
    return {"truth": made.usual, "several": []}.get(made.kind)


def _typed(made: Field, form: FormData, name: str) -> Any:
    if made.kind == "truth":
        return name in form
    if made.kind == "several":
        return _chosen(form, name)
    return forms.typed(made, str(form.get(name, "")))


def _again(made: Field, form: FormData, name: str, before: Any) -> Any:
    """What a person typed, to be looked at again."""
    if made.kind == "truth":
        return name in form
    if made.kind == "several":
        return _chosen(form, name)
    return str(form.get(name, before))


def _chosen(form: FormData, name: str) -> list[str]:
    """What is chosen of several; the form sends an empty word beside, so that none differs from not asked."""
    return [str(each) for each in form.getlist(name) if each]


def _at(data: Any, key: Key) -> Any:
    for step in key:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _count(value: Any) -> int:
    return len(value) if isinstance(value, list | dict) else 0


# --- a day, as it is printed ------------------------------------------------------------------------


@page(router, "/meetings/{slug}/printed")
def printed(asks: Asks, slug: str) -> Response:
    """How each language of the meeting prints a day or a moment that is being typed, under whatever name."""
    asks.meeting(slug)
    value = next(iter(asks.request.query_params.values()), "")
    data = tomllib.loads(asks.desk.house.facts(slug).decode("utf-8-sig"))
    try:
        day = forms.typed(Field("", "moment", "", True), value)
    except forms.UntypableError:
        day = None
    known = [str(each) for each in data.get("languages", ())]
    words = asks.desk.house.printed(day, known) if isinstance(day, date | datetime) else {}
    return asks.show("printed.html", {"printed": dict(words)})
