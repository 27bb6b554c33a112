"""Letterheads of a house: a logo and words go in, a letterhead comes out; a letterhead goes in, how it looks comes out.

What is made is a folder as any other in ``letterheads/``: a Word file to be edited in Word, and the words of each
language. How one looks is seen in a letter that is built for real, of a meeting that is made up, in a house that is
gone afterwards.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.convert.placed import settled
from pipeline.errors import ConfigError, MeetingError, UsageError
from pipeline.findings import Finding, Place, Value
from pipeline.findings.hints import near
from pipeline.languages import SOURCE, known
from pipeline.load import load_house, load_letterhead
from pipeline.merge.newletterhead import with_logo
from pipeline.new import make_meeting
from pipeline.pictures import DOTS
from pipeline.report.letterhead import write_pages
from pipeline.results import Shown
from pipeline.toml import read_toml

_LOGO = 35.0
"""How wide a logo is, in millimetres, where nobody says."""
_SAMPLE = "letterhead"
"""What the meeting is called whose letter shows it."""


def words_of(root: Path, name: str) -> dict[str, dict[str, str]]:
    """A letterhead's words in each language. ConfigError for a letterhead that is not there, or can't be read."""
    folder = root / "letterheads" / name
    if not (folder / "letterhead.docx").is_file():
        load_letterhead(folder, SOURCE)  # which says what is there
    if not (folder / "words.toml").is_file():
        return {}
    data, _ = read_toml(folder / "words.toml", ConfigError)
    tags = known(root / "templates")
    return {
        language: {key: str(each) for key, each in words.items()}
        for language, words in data.items()
        if isinstance(words, dict) and language in tags
    }


def make_letterhead(
    root: Path, name: str, logo: Path, words: Mapping[str, Mapping[str, str]], like: str, width: float | None
) -> Path:
    """Makes ``letterheads/<name>/`` with the logo, as the letterhead ``like`` is made.

    ``words`` has those that are its own, by language and key; the others are those of ``like``. UsageError for a name
    that is taken or can't be part of a file's name everywhere, and for words that ``like`` has no place for;
    ConfigError for words that can't be printed, and for a logo that is none or has too few dots for its ``width``.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise UsageError(Finding("slug-unusable", Place(name)))
    folder = root / "letterheads" / name
    if folder.exists():
        raise UsageError(Finding("letterhead-taken", Place(str(folder))))
    of_like = words_of(root, like)
    _known(words, of_like)
    whole = {language: {**own, **words.get(language, {})} for language, own in of_like.items()}
    size = width or _LOGO
    if not logo.is_file():
        beside = [each.name for each in logo.parent.glob("*") if each.is_file()]
        raise UsageError(Finding("file-missing", Place("--logo"), {"name": str(logo), "near": near(logo.name, beside)}))
    if logo.suffix.lower() not in DOTS:
        raise UsageError(Finding("picture-kind", Place("--logo"), {"name": logo.name, "taken": DOTS}))
    try:
        picture, found = settled(logo, (), size, 0.0, load_house(root).settings.letter.least_dpi)
    except MeetingError as error:
        raise ConfigError(*error.findings) from None
    if found:
        raise ConfigError(Finding("letterhead-logo-coarse", Place(str(logo)), found[0].values))
    draft = folder.with_name(f".{name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir(parents=True)
        alternative = next((own["house"] for own in whole.values() if "house" in own), name)
        document = with_logo(root / "letterheads" / like / "letterhead.docx", picture, size, alternative)
        (draft / "letterhead.docx").write_bytes(document)
        (draft / f"logo{logo.suffix.lower()}").write_bytes(picture)
        (draft / "words.toml").write_text(_written(whole), encoding="utf-8")
        for language in whole:
            _sound(draft, language, folder)
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def _known(words: Mapping[str, Mapping[str, str]], known: Mapping[str, Mapping[str, str]]) -> None:
    """Raises UsageError for each word that has no place."""
    problems: list[Finding] = []
    for language, own in words.items():
        if language not in known:
            values: dict[str, Value] = {"language": language, "near": near(language, known)}
            problems.append(Finding("language-unknown", Place(f"--word {language}"), values))
            continue
        problems += [
            Finding(
                "letterhead-word-unknown",
                Place(f"--word {language}.{key}"),
                {"key": key, "near": near(key, known[language])},
            )
            for key in own
            if key not in known[language]
        ]
    if problems:
        raise UsageError(*problems)


def _sound(draft: Path, language: str, folder: Path) -> None:
    try:
        load_letterhead(draft, language)
    except ConfigError as error:
        raise ConfigError(*(each.at(str(folder / "words.toml")) for each in error.findings)) from None


def _written(words: Mapping[str, Mapping[str, str]]) -> str:
    """As ``words.toml`` has them."""
    tables = (
        "\n".join([f"[{language}]", *(f"{key} = {json.dumps(each, ensure_ascii=False)}" for key, each in own.items())])
        for language, own in words.items()
    )
    return "# The words of the letterhead, in each language. Their places are in letterhead.docx.\n\n" + "\n\n".join(
        [*tables, ""]
    )


@contextmanager
def sample_house(root: Path, name: str) -> Iterator[tuple[Path, Path]]:
    """A house that has all that the one in ``root`` has, with a made-up meeting on that letterhead, and its folder.

    ConfigError for a letterhead that is not there.
    """
    languages = [
        language
        for language in words_of(root, name) or known(root / "templates")
        if (root / "templates" / language / "invitation.docx").is_file()
    ]
    with TemporaryDirectory(prefix="papers-") as temporary:
        house = Path(temporary)
        for each in root.iterdir():
            if each.name not in {"meetings", "build"} and not each.name.startswith("."):
                (house / each.name).symlink_to(each.resolve())
        folder = make_meeting(_SAMPLE, house, languages)
        toml = folder / "meeting.toml"
        words = toml.read_text(encoding="utf-8")
        toml.write_text(words.replace('letterhead = "plain"', f'letterhead = "{name}"'), encoding="utf-8")
        yield house, folder


def draw(name: str, bundles: Mapping[str, Path], out: Path) -> Shown:
    """Draws the first page of a letter and one that follows, of each language's bundle, and a page that shows them."""
    out.mkdir(parents=True, exist_ok=True)
    return Shown(out / "index.html", write_pages(name, bundles, out / "index.html"))
