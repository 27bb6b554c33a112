"""A new meeting: a slug goes in, a folder with an annotated ``meeting.toml`` that builds as it is comes out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import ConfigError, UsageError
from pipeline.findings import Finding, Place
from pipeline.findings.hints import near
from pipeline.folders import find_root
from pipeline.toml import read_toml


def make_meeting(slug: str, start: Path, languages: Sequence[str] = ()) -> Path:
    """Makes ``meetings/<slug>/`` in the house that ``start`` is in, in the languages named, or in English and French.

    Raises UsageError for a slug that is taken or can't be part of a file's name, and for a language that has no
    templates; ConfigError where none has.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", slug):
        raise UsageError(Finding("slug-unusable", Place(slug)))
    root = find_root(start)
    folder = root / "meetings" / slug
    if folder.exists():
        raise UsageError(Finding("slug-taken", Place(str(folder))))
    languages = _chosen(languages, root)
    draft = folder.with_name(f".{slug}.part")
    (draft / "enclosures").mkdir(parents=True, exist_ok=True)
    for language in languages:
        (draft / "enclosures" / f"01.{language}.txt").write_text(_EXAMPLES[language]["enclosure"], encoding="utf-8")
    (draft / "meeting.toml").write_text(_written(languages), encoding="utf-8")
    draft.rename(folder)
    return folder


def _chosen(languages: Sequence[str], root: Path) -> list[str]:
    words, _ = read_toml(root / "letterheads" / "plain" / "words.toml", ConfigError)
    known = [
        language
        for language in _EXAMPLES
        if language in words and (root / "templates" / language / "invitation.docx").is_file()
    ]
    if not known:
        raise ConfigError(Finding("languages-none", Place(str(root / "templates"))))
    unknown = [
        Finding("language-without-invitation", Place(f"--lang {language}"), {"near": near(language, known)})
        for language in languages
        if language not in known
    ]
    if unknown:
        raise UsageError(*unknown)
    return list(dict.fromkeys(languages)) or [each for each in ("en", "fr") if each in known] or known[:1]


def _written(languages: Sequence[str]) -> str:
    listed = ", ".join(f'"{language}"' for language in languages)

    def each(key: str, example: str = "") -> str:
        return "\n".join(f"{key}.{language} = {_EXAMPLES[language][example or key]}" for language in languages)

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
{f"languages = [{listed}]":27} # the package is made in each
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
{each("title", "event")}
start = 2025-03-03          # or a moment: 2025-03-03T10:00:00+01:00
end = 2025-03-05            # the last day, included
venue = "hall"

[signatory]
name = "Name Surname"
{each("titles")}

[[instruments]]             # what the package goes out under
key = "invitation"
template = "invitation"     # templates/<language>/invitation.docx
{each("addressees")}
salutations = ["excellencies"]  # phrases of templates/<language>/phrases.po
closing = "cordially"

# The enclosures, in groups, in order. Their numbers are their places: they run on through all groups.

[[groups]]
{each("title", "group")}

[[groups.enclosures]]
{each("title", "agenda")}
{enclosures}
# template = true           # for a Word file that is filled in with the letter's words
"""


_EXAMPLES: dict[str, dict[str, str]] = {
    "ar": {
        "title": '"اجتماع نموذجي"',
        "subject": '"دعوة إلى الاجتماع النموذجي، {{ event.session.prose }}"',
        "name": '"قاعة المؤتمرات"',
        "address": '"1 ساحة النموذج، المدينة"',
        "event": '"اجتماع نموذجي"',
        "titles": '["الأمين العام للاجتماع"]',
        "addressees": '["البعثات الدائمة"]',
        "group": '"وثائق الاجتماع"',
        "agenda": '"جدول الأعمال المؤقت"',
        "enclosure": "جدول الأعمال المؤقت\n\n1. افتتاح الاجتماع\n2. إقرار جدول الأعمال\n3. مسائل أخرى\n"
        "4. اختتام الاجتماع\n\n(نموذج، تحل محله وثيقتكم.)\n",
    },
    "en": {
        "title": '"Sample meeting"',
        "subject": '"Invitation to the sample meeting, {{ event.session.prose }}"',
        "name": '"Conference hall"',
        "address": '"1 Sample Square, City"',
        "event": '"Sample meeting"',
        "titles": '["Secretary-General of the meeting"]',
        "addressees": '["Permanent missions"]',
        "group": '"Documents of the meeting"',
        "agenda": '"Provisional agenda"',
        "enclosure": "Provisional agenda\n\n1. Opening of the meeting\n2. Adoption of the agenda\n3. Other matters\n"
        "4. Closing of the meeting\n\n(A sample, to be replaced by your document.)\n",
    },
    "es": {
        "title": '"Reunión de ejemplo"',
        "subject": '"Invitación a la reunión de ejemplo, {{ event.session.prose }}"',
        "name": '"Sala de conferencias"',
        "address": '"Plaza del Ejemplo 1, Ciudad"',
        "event": '"Reunión de ejemplo"',
        "titles": '["Secretario General de la reunión"]',
        "addressees": '["Misiones permanentes"]',
        "group": '"Documentos de la reunión"',
        "agenda": '"Programa provisional"',
        "enclosure": "Programa provisional\n\n1. Apertura de la reunión\n2. Aprobación del programa\n3. Otros asuntos\n"
        "4. Clausura de la reunión\n\n(Ejemplo, que se sustituirá por su documento.)\n",
    },
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
    "ru": {
        "title": '"Совещание (образец)"',
        "subject": '"Приглашение на совещание (образец), {{ event.session.prose }}"',
        "name": '"Конференц-зал"',
        "address": '"Площадь Образца, 1, Город"',
        "event": '"Совещание (образец)"',
        "titles": '["Генеральный секретарь совещания"]',
        "addressees": '["Постоянные представительства"]',
        "group": '"Документы совещания"',
        "agenda": '"Предварительная повестка дня"',
        "enclosure": "Предварительная повестка дня\n\n1. Открытие совещания\n2. Утверждение повестки дня\n"
        "3. Прочие вопросы\n4. Закрытие совещания\n\n(Образец; замените его своим документом.)\n",
    },
    "zh": {
        "title": '"示例会议"',
        "subject": '"示例会议邀请函，{{ event.session.prose }}"',
        "name": '"会议厅"',
        "address": '"某市示例广场1号"',
        "event": '"示例会议"',
        "titles": '["会议秘书长"]',
        "addressees": '["各常驻代表团"]',
        "group": '"会议文件"',
        "agenda": '"临时议程"',
        "enclosure": "临时议程\n\n1. 会议开幕\n2. 通过议程\n3. 其他事项\n4. 会议闭幕\n\n（示例，请换成您的文件。）\n",
    },
}
"""Words to begin with, as TOML writes them. Ours; they await review by native speakers."""
