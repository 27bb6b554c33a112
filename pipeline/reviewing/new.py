"""A further language: a tag and a house go in, a folder with all that a language needs comes out, to be reviewed.

Its rules are CLDR's, its catalogues all keys without words, its templates those of the nearest language of the house.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.findings import Finding, Place
from pipeline.folders import SHIPPED
from pipeline.fonts import FAMILIES
from pipeline.fonts.scripts import OF_SCRIPT
from pipeline.languages import FILE, SOURCE, known, language_of
from pipeline.languages.cldr import is_tag, left_out, plural_forms, script_of
from pipeline.languages.names import name_of
from pipeline.localise import right_to_left
from pipeline.localise.phrases import FILE as PHRASES
from pipeline.localise.phrases import PROGRAM
from pipeline.results import NewLanguage
from pipeline.reviewing.templates import turn_to
from pipeline.settings import read_settings

_HEAD = """# How {name} is set: what the Unicode CLDR says, as a first draft. docs/languages.md explains each key.
# CLDR's words are those of calendars, not of running text: all rows await review by a native speaker. A row may be left
# out; it is CLDR's then{parent}. `papers language review {tag}` makes a sheet for them to sign.
"""


_TAIL = """
# What no locale of CLDR says. Without a table, what it is for is left out or not looked for: nothing is taken from
# another language. docs/languages.md explains each; look at the file of a language that is much like it.
#
# [lists]        or, where it is not above
# [numbers]      numbers and ordinals in words. CLDR has them apart, in common/rbnf/{file}.xml or its language's, as the
#                sets %spellout-cardinal…, %spellout-ordinal… and %digits-ordinal…: copy them into rules, correct them
# [dates]        first_of_month, at, elisions and eras; prose, on and moments above are to become words (from … to …)
# [markers]      enclosures, the letters of annexes, where they are not A, B, C: enclosures = "А Б В Г"
# [nouns]        the gender of an enclosure and an annex, where numbers in words have one
# [names]        how names of languages end in “only in …”
# [cities]       prepositions that join a name
# [sorting]      letters of their own; without it, names stand in the order of their plain letters
# [states]       names, where the United Nations has a list in it; they are CLDR's now
# [typography.…] quotation marks, spaces and dashes of a house
# [mentions]     how “Annex 1” is written in running text, [said] how days are, [written] words that stand twice,
#                [message] the labels above e-mails: what checks of texts look for
#
# The direction of its script is CLDR's: {direction}.
"""


def make_language(root: Path, tag: str, like: str | None = None) -> NewLanguage:
    """Makes ``templates/<tag>/``. UsageError for what is no tag, for a language that is there, and where there is none
    to begin from."""
    templates = root / "templates"
    folder = templates / tag
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", tag) or not is_tag(tag):
        raise UsageError(Finding("language-no-tag", Place(tag), {"language": tag}))
    if folder.exists():
        raise UsageError(Finding("language-taken", Place(str(folder)), {"language": tag}))
    source = _nearest(templates, tag, like)
    draft = templates / f".{tag}.part"
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(source, draft, ignore=shutil.ignore_patterns(FILE, PHRASES, PROGRAM))
    try:
        parent = tag.rpartition("-")[0] if re.search(r"-([A-Z]{2}|\d{3})$", tag) else ""
        inherits = parent in known(templates)
        stamp = _stamp_font(root, tag, source.name)
        (draft / FILE).write_text(rules_for(tag, parent if inherits else "", stamp), encoding="utf-8")
        for name in (PHRASES, PROGRAM):
            if (phrases := _catalogue(source, name)) is not None:
                text = phrases.read_text(encoding="utf-8-sig")
                made = _head(text, tag) if inherits else _without_words(text, tag)
                (draft / name).write_text(made, encoding="utf-8")
        for template in sorted(draft.glob("*.docx")):
            turn_to(template, tag, like=source.name)
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return NewLanguage(folder, source.name, tuple(_left(root, tag)))


def _catalogue(source: Path, name: str) -> Path | None:
    """That of the language whose templates are copied; as it ships, where the house leaves it to the program."""
    return next((path for folder in (source, SHIPPED / source.name) if (path := folder / name).is_file()), None)


def _nearest(templates: Path, tag: str, like: str | None) -> Path:
    """The folder of the language whose templates are copied: the one that is named, the same but for its region, one in
    the same script, or that of the program."""
    there = [path.parent for path in sorted(templates.glob("*/invitation.docx"))] or [
        path.parent for path in sorted(SHIPPED.glob("*/invitation.docx"))
    ]
    by_tag = {path.name: path for path in there}
    if like is not None and like not in by_tag:
        raise UsageError(Finding("language-without-invitation", Place(like), {"near": tuple(by_tag)}))
    wanted = [like, tag.rpartition("-")[0], tag.partition("-")[0]]
    wanted += [SOURCE] if script_of(SOURCE) == script_of(tag) else []
    wanted += [each for each in by_tag if script_of(each) == script_of(tag)]
    found = next((by_tag[each] for each in (*wanted, SOURCE, *by_tag) if each in by_tag), None)
    if found is None:
        raise UsageError(Finding("languages-none", Place(str(templates))))
    return found


def _stamp_font(root: Path, tag: str, like: str) -> str:
    """A family for stamps in a language: that of its script, or that of the language that it is ``like``, where this is
    in the same script or itself in another; nothing where it is the house's own."""
    if fonts := OF_SCRIPT.get(script_of(tag), ()):
        return fonts[-1]
    if script_of(tag) != script_of(like) and tag.partition("-")[0] != like.partition("-")[0]:
        return ""
    named = read_settings(root).data.get("stamp", {}).get("fonts", {}).get(like)
    return str(named or language_of(like, root / "templates").table.stamp.font or "")


def rules_for(tag: str, parent: str = "", stamp_font: str = "") -> str:
    """The text of the language's file: what CLDR says, or that it inherits from a ``parent``."""
    said = f", or that of {parent}" if parent else ""
    head = _HEAD.format(name=name_of(tag, SOURCE), tag=tag, parent=said)
    if parent:
        return f'{head}\ninherits = "{parent}"\n'
    rows = left_out(tag)
    if (digits := rows["dates"]["digits"]) != "latn":
        rows["numbers"] = {"digits": digits}
    tables = "".join(_tables(rows)).replace("\n[dates]\n", f"\n[dates]\n{_unnamed(rows['dates'])}")
    stamp = f"\n[stamp]\nfont = {_value(stamp_font)}\n" if stamp_font else ""
    direction = "from right to left" if right_to_left(tag) else "from left to right"
    return f"{head}{tables}{stamp}" + _TAIL.format(file=tag.replace("-", "_"), direction=direction)


_NAMED = {"months": "from January", "weekdays": "from Monday"}


def _unnamed(dates: Mapping[str, Any]) -> str:
    """The rows of names that CLDR has not: without them nothing is built in the language."""
    return "".join(
        f"# {row} = [] # fill in, {order}: CLDR has none\n" for row, order in _NAMED.items() if row not in dates
    )


def _tables(rows: Mapping[str, Any]) -> Iterator[str]:
    for name, table in rows.items():
        if any(isinstance(value, Mapping) for value in table.values()):
            for key, inner in table.items():
                yield f"\n[{name}.{key}]\n" + "".join(f"{each} = {_value(value)}\n" for each, value in inner.items())
        else:
            yield f"\n[{name}]\n" + "".join(
                f"{key} = {_value(value)} # awaits review\n" for key, value in table.items()
            )


def _value(value: object) -> str:
    """A value as TOML has it; rows of a list in one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


_COUNTED = re.compile(r"(?:^msgstr\[\d+\] .*\n(?:\".*\n)*)+", re.MULTILINE)
"""All forms of a phrase that is counted."""
_WORDS = re.compile(r'^msgstr ("(?:[^"\\]|\\.)*")((?:\n"(?:[^"\\]|\\.)*")*)', re.MULTILINE)


def _head(catalogue: str, tag: str) -> str:
    """A catalogue without entries: what it leaves out is said by that of the language that it inherits from."""
    head = re.sub(r"(?m)^# .*\n", "", catalogue.partition("\n\n")[0])
    about = (
        "Phrases in {name}: what stands as msgid is to be translated as msgstr; *italic* and ^raised^ may be marked."
    )
    head = f"# {about.format(name=name_of(tag, SOURCE))}\n{head}"
    head = re.sub(r"(Plural-Forms: ).*(\\n\")", lambda found: f"{found[1]}{plural_forms(tag)}{found[2]}", head)
    return re.sub(r"(Language: )[\w-]+", rf"\g<1>{tag}", head) + "\n"


def _without_words(catalogue: str, tag: str) -> str:
    """A catalogue with all its keys and none of its words, but for its head."""
    _before, gap, entries = catalogue.partition("\n\n")
    forms = int(plural_forms(tag).partition(";")[0].removeprefix("nplurals="))
    empty = "".join(f'msgstr[{number}] ""\n' for number in range(forms))
    entries = _WORDS.sub('msgstr ""', _COUNTED.sub(empty, f"{entries.rstrip()}\n"))
    return _head(catalogue, tag).rstrip("\n") + gap + entries


def _left(root: Path, tag: str) -> Iterator[Finding]:
    """What a person has still to add elsewhere."""
    settings = read_settings(root)
    families = settings.data.get("fonts", {}).get("families", FAMILIES)
    if wanted := [each for each in OF_SCRIPT.get(script_of(tag), ()) if each not in families]:
        yield Finding(
            "language-fonts", Place(str(settings.path), key=("fonts", "families")), {"families": tuple(wanted)}
        )
    for words in sorted(root.glob("letterheads/*/words.toml")):
        yield Finding("language-letterhead-words", Place(str(words)), {"language": tag})
