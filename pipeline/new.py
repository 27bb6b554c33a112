"""A new meeting: a slug goes in, a folder with an annotated ``meeting.toml`` that builds as it is comes out."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.errors import ConfigError, Problem, UsageError
from pipeline.finding import find_root
from pipeline.load.toml import read_toml


def make_meeting(slug: str, start: Path) -> Path:
    """Makes ``meetings/<slug>/`` in the house that ``start`` is in. Its languages are those that have templates.

    Raises UsageError for a slug that is taken or can't be part of a file's name.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", slug):
        mend = "Use small letters without accents, figures and hyphens: siem-reap-2024."
        raise UsageError(Problem(slug, "The name can't be part of a file name everywhere.", mend))
    root = find_root(start)
    folder = root / "meetings" / slug
    if folder.exists():
        mend = "Choose another name, or edit the meeting that is there."
        raise UsageError(Problem(str(folder), "There is a meeting of that name already.", mend))
    words, _ = read_toml(root / "letterheads" / "plain" / "words.toml", ConfigError)
    languages = [
        language
        for language in sorted(words)
        if language in _EXAMPLES and (root / "templates" / language / "invitation.docx").is_file()
    ]
    if not languages:
        mend = "Put an invitation.docx and a phrases.po there, and the letterhead's words in its words.toml."
        raise ConfigError(Problem(str(root / "templates"), "No language has templates to begin with.", mend))
    draft = folder.with_name(f".{slug}.part")
    (draft / "enclosures").mkdir(parents=True, exist_ok=True)
    for language in languages:
        (draft / "enclosures" / f"01.{language}.txt").write_text(_EXAMPLES[language]["enclosure"], encoding="utf-8")
    (draft / "meeting.toml").write_text(_written(languages), encoding="utf-8")
    draft.rename(folder)
    return folder


def _written(languages: list[str]) -> str:
    listed = ", ".join(f'"{language}"' for language in languages)

    def each(key: str) -> str:
        return "\n".join(f"{key}.{language} = {_EXAMPLES[language][key]}" for language in languages)

    def below(key: str) -> str:
        return "\n".join(f"{language} = {_EXAMPLES[language][key]}" for language in languages)

    enclosures = "\n".join(f'file.{language} = "enclosures/01.{language}.txt"' for language in languages)
    return f"""\
#:schema ../../docs/meeting.schema.json
# A meeting and the package that goes out for it. Replace the words in quotes; “papers check” tells what is wrong.
#
# Words may be marked: *italic*, ^raised^. Words in double braces, as {{{{ event.session.prose }}}}, are put in by the
# program, so that a date is typed once; “papers vocabulary” lists them all.

date = 2025-01-15           # the day the letter bears
languages = [{listed}]          # the package is made in each
letterhead = "plain"        # a folder in letterheads/
author = "Secretariat"      # for the files' properties
index = true                # a list of the enclosures, with their pages, after the letter
slip_sheets = false         # a sheet with its number and title before each enclosure

[title]                     # what a reader's window shows
{below("title")}

[subject]                   # what the letter is about
{below("subject")}

[venues.hall]
{each("name")}
{each("address")}

[[events]]
key = "session"             # templates write event.session.dates
title.{languages[0]} = {_EXAMPLES[languages[0]]["event"]}
start = 2025-03-03          # or a moment: 2025-03-03T10:00:00+01:00
end = 2025-03-05            # the last day, included
venue = "hall"

[signatory]
name = "Prénom Nom"
titles.{languages[0]} = {_EXAMPLES[languages[0]]["titles"]}

[[instruments]]             # what the package goes out under
key = "invitation"
template = "invitation"     # templates/<language>/invitation.docx
addressees.{languages[0]} = {_EXAMPLES[languages[0]]["addressees"]}
salutations = ["excellencies"]  # phrases of templates/<language>/phrases.po
closing = "cordially"

# The enclosures, in groups, in order. Their numbers are their places: they run on through all groups.

[[groups]]
{each("group").replace("group.", "title.")}

[[groups.enclosures]]
{each("agenda").replace("agenda.", "title.")}
{enclosures}
# template = true           # for a Word file that is filled in with the letter's words
"""


_EXAMPLES: dict[str, dict[str, str]] = {
    "fr": {
        "title": '"Réunion d’exemple"',
        "subject": '"Invitation à la réunion d’exemple, {{ event.session.prose }}"',
        "name": '"Salle des conférences"',
        "address": '"1 place de l’Exemple, Ville"',
        "event": '"Réunion d’exemple"',
        "titles": '["Secrétaire général de la réunion"]',
        "addressees": '["Missions permanentes"]',
        "group": '"Documents de la réunion"',
        "agenda": '"Ordre du jour provisoire"',
        "enclosure": "Ordre du jour provisoire\n\n1. Ouverture de la réunion\n2. Adoption de l’ordre du jour\n"
        "3. Questions diverses\n4. Clôture de la réunion\n\n(Exemple, à remplacer par votre document.)\n",
    },
}
"""Words to begin with, as TOML writes them. Ours; they await review by native speakers."""
