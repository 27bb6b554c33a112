"""Words go out to translators' programs and come back: unchanged they change nothing; damaged, nothing is written."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from difflib import ndiff
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from babel.messages.pofile import read_po
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline import House, MeetingError, PapersError, TemplateError, UsageError
from pipeline.errors import PapersError as Problem
from pipeline.files import digest
from pipeline.findings import Unfit
from pipeline.translating.exchange import catalogues, documents, facts, po, xliff
from pipeline.translating.exchange.units import Code, Mark, Pieces, Sent, Unit, from_text, joined, same_words, to_text
from pipeline.translating.tomltext import found_in
from pipeline.translating.wordfile import read_word
from tests.houses import ROOT, SAMPLE, copy_house

X = "{urn:oasis:names:tc:xliff:document:2.0}"
LETTER = "invitation-siem-reap.docx"


def new_house(root: Path) -> House:
    copy_house(root)
    meeting = Path(shutil.copytree(ROOT / "meetings" / SAMPLE, root / "meetings" / SAMPLE)) / "meeting.toml"
    text = meeting.read_text(encoding="utf-8")
    meeting.write_text(text.replace("template = true\n", "", 2), encoding="utf-8")  # one is enough
    for path in root.glob("templates/*/phrases.po"):
        whole = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r'(?:#.*\n)*msgctxt "report\..*\n(?:.+\n)*\n?', "", whole), encoding="utf-8")
    return House.open(root)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """One that nothing is written to: whatever is refused leaves it as it is."""
    return new_house(tmp_path_factory.mktemp("exchange") / "house")


@pytest.fixture
def own_house(tmp_path: Path) -> House:
    return new_house(tmp_path / "house")


@pytest.fixture(scope="module")
def sent(house: House, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The Spanish words as they went out."""
    folder = tmp_path_factory.mktemp("sent")
    for kind in ("po", "xlf"):
        house.translations.export(SAMPLE, folder / f"es.{kind}", languages=["es"])
    return {path.suffix: path.read_bytes() for path in folder.iterdir()}


def state(house: House) -> dict[str, str]:
    return {str(path.relative_to(house.root)): digest(path) for path in house.root.rglob("*") if path.is_file()}


# --- out and back ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "en", "es", "ru", "zh"])
@pytest.mark.parametrize("kind", ["po", "xlf"])
def test_words_that_come_back_as_they_went_change_no_file(
    house: House, tmp_path: Path, language: str, kind: str
) -> None:
    before = state(house)
    out = house.translations.export(SAMPLE, tmp_path / f"x.{kind}", languages=[language])
    assert out.untranslated == 0
    assert out.segments > 200
    back = house.translations.bring_back(SAMPLE, tmp_path / f"x.{kind}")
    assert (back.files, back.segments, back.languages) == ((), 0, (language,))
    assert state(house) == before


def louder(text: str) -> str:
    """Another translation: words in it are doubled, codes and placeholders stay."""
    return re.sub(r"(?<![\w{.<\\])([^\W\d_]{4,})(?![\w}.>])(?![^{]*\})", r"\1 \1", text)


def changed_po(data: bytes) -> bytes:
    return re.sub(
        rb'(msgctxt "(?!phrases|index).*\nmsgid .*\nmsgstr )"(.*)"',
        lambda found: found[1] + b'"' + louder(found[2].decode()).encode() + b'"',
        data,
    )


def test_other_words_come_into_every_kind_of_file_and_nothing_else_changes(
    own_house: House, sent: dict[str, bytes], tmp_path: Path
) -> None:
    before = state(own_house)
    toml = own_house.find(SAMPLE) / "meeting.toml"
    text = toml.read_text(encoding="utf-8")
    letter = own_house.root / "templates/es" / LETTER
    old = docx.Document(str(letter))
    shapes = [[(run.bold, run.italic) for run in each.runs] for each in old.paragraphs]
    path = tmp_path / "es.po"
    path.write_bytes(changed_po(sent[".po"]))
    back = own_house.translations.bring_back(SAMPLE, path)
    assert back.segments > 60
    after = state(own_house)
    assert {name for name in after if after[name] != before[name]} == {
        str(each.relative_to(own_house.root)) for each in back.files
    }
    now = toml.read_text(encoding="utf-8")
    gone = [line for line in ndiff(text.splitlines(), now.splitlines()) if line.startswith("- ")]
    assert gone
    assert all(re.match(r"- (?:[\w.]*es = |    \"|Invitación|\{\{ event)", line) for line in gone), gone
    assert [each.path for each in found_in(now)] == [each.path for each in found_in(text)]
    new = docx.Document(str(letter))
    assert [each.style.name for each in new.paragraphs] == [each.style.name for each in old.paragraphs]  # type: ignore[union-attr]
    assert [[(run.bold, run.italic) for run in each.runs] for each in new.paragraphs] == shapes
    assert own_house.translations.compare(SAMPLE, languages=["es"]).findings == ()
    again = own_house.translations.export(SAMPLE, tmp_path / "again.po", languages=["es"])
    assert again.segments > 200
    assert (tmp_path / "again.po").read_bytes() == path.read_bytes()


def test_words_of_a_letterhead_come_back_to_their_line(
    own_house: House, sent: dict[str, bytes], tmp_path: Path
) -> None:
    words = own_house.root / "letterheads/siem-reap-angkor/words.toml"
    before = words.read_text(encoding="utf-8")
    path = tmp_path / "es.po"
    office = "Presidente de la Quinta Conferencia de Examen"
    path.write_bytes(sent[".po"].replace(f'msgstr "{office}"'.encode(), b'msgstr "Presidencia"'))
    assert own_house.translations.bring_back(SAMPLE, path).files == (words,)
    assert words.read_text(encoding="utf-8") == before.replace(f'office = "{office}"', 'office = "Presidencia"')


def test_phrases_come_back_line_by_line(own_house: House, sent: dict[str, bytes], tmp_path: Path) -> None:
    catalogue = own_house.root / "templates/es/phrases.po"
    before = catalogue.read_text(encoding="utf-8").splitlines()
    path = tmp_path / "es.po"
    path.write_bytes(sent[".po"].replace(b'msgstr "Excelencias"', b'msgstr ""\n"Su "\n"\\"Excelencia\\""'))
    back = own_house.translations.bring_back(SAMPLE, path)
    assert back.files == (catalogue,)
    after = catalogue.read_text(encoding="utf-8").splitlines()
    assert [(one, two) for one, two in zip(before, after, strict=True) if one != two] == [
        ('msgstr "Excelencias"', 'msgstr "Su \\"Excelencia\\""')
    ] * back.segments


def test_a_template_that_is_not_there_yet_is_made_of_the_source(own_house: House, tmp_path: Path) -> None:
    target = own_house.root / "templates/es" / LETTER
    target.unlink()
    path = tmp_path / "es.po"
    out = own_house.translations.export(SAMPLE, path, languages=["es"])
    assert out.untranslated == 8
    text = path.read_text(encoding="utf-8")
    text = re.sub(rf'(msgctxt "{LETTER}#.*"\nmsgid "(.*)"\nmsgstr )""', r'\1"¡\2!"', text)
    path.write_text(text, encoding="utf-8")
    back = own_house.translations.bring_back(SAMPLE, path)
    assert back.files == (target,)
    source = [each.text for each in docx.Document(str(own_house.root / "templates/fr" / LETTER)).paragraphs]
    made = [each.text for each in docx.Document(str(target)).paragraphs]
    assert [each for each in made if not each.startswith("¡")] == [
        each for each in source if not re.sub(r"\{.*?\}\}?", "", each).strip()
    ]
    assert own_house.translations.compare(SAMPLE, languages=["es"]).findings == ()


def test_a_paragraph_that_the_translation_lacks_comes_behind_the_one_before_it(
    own_house: House, tmp_path: Path
) -> None:
    letter = own_house.root / "templates/es" / LETTER
    document = docx.Document(str(letter))
    (lost,) = [each for each in document.paragraphs if each.text.startswith("Por último")]
    lost._p.getparent().remove(lost._p)  # type: ignore[union-attr]
    document.save(str(letter))
    path = tmp_path / "es.xlf"
    assert own_house.translations.export(SAMPLE, path, languages=["es"]).untranslated == 1
    text = path.read_text(encoding="utf-8")
    text = re.sub(
        r'<segment state="initial">(\s*<source>Enfin.*</source>)',
        r'<segment state="translated">\1<target>Por último.</target>',
        text,
    )
    path.write_text(text, encoding="utf-8")
    own_house.translations.bring_back(SAMPLE, path)
    texts = [each.text for each in docx.Document(str(letter)).paragraphs]
    assert texts[texts.index("Por último.") - 1].startswith("Se adjunta")
    assert own_house.translations.compare(SAMPLE, languages=["es"]).findings == ()


def test_a_memory_has_all_languages(house: House, tmp_path: Path) -> None:
    made = house.translations.export(SAMPLE, tmp_path / "all.tmx")
    assert made.languages == ("ar", "en", "es", "ru", "zh")
    root = etree.fromstring((tmp_path / "all.tmx").read_bytes())
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert root.get("version") == "1.4"
    assert {each.get(lang) for each in root.iter("tuv")} == {"ar", "en", "es", "fr", "ru", "zh"}
    header = root.find("header")
    assert header is not None
    required = ("creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype")
    assert all(header.get(name) for name in required)
    for unit in root.iter("tu"):
        tuvs = [each.get(lang) for each in unit.iter("tuv")]
        assert tuvs[0] == "fr"
        assert len(tuvs) == len(set(tuvs)) > 1
        assert all(len(seg.findall("bpt")) == len(seg.findall("ept")) for seg in unit.iter("seg"))


def test_the_xliff_keeps_the_standards_rules(house: House, sent: dict[str, bytes]) -> None:
    """OASIS XLIFF 2.1, 4.2 and 4.3: order of elements, identifiers, references, and codes that answer to each other."""
    root = etree.fromstring(sent[".xlf"])
    assert (root.tag, root.get("version"), root.get("srcLang"), root.get("trgLang")) == (f"{X}xliff", "2.1", "fr", "es")
    assert len({each.get("id") for each in root}) == len(root)
    limited = 0
    for file in root:
        assert file.tag == f"{X}file"
        units = file.findall(f"{X}unit")
        assert len({each.get("id") for each in units}) == len(units) > 0
        for unit in units:
            names = [etree.QName(each).localname for each in unit]
            assert names == [name for name in ("notes", "originalData", "segment") if name in names]
            data = [str(each.get("id")) for each in unit.iter(f"{X}data")]
            assert len(data) == len(set(data))
            limited += "{urn:oasis:names:tc:xliff:sizerestriction:2.0}sizeRestriction" in unit.attrib
            for side in (*unit.iter(f"{X}source"), *unit.iter(f"{X}target")):
                ids = [each.get("id") for each in side.iter() if each is not side]
                assert len(ids) == len(set(ids))
                for each in side.iter(f"{X}ph", f"{X}pc"):
                    assert (each.get("dataRef") or each.get("dataRefStart")) in data
                    assert each.get("type") in {"fmt", "link", "other"}
                    assert re.fullmatch(r"[\w.-]+", str(each.get("id")))
            (segment,) = unit.iter(f"{X}segment")
            assert segment.get("state") == "translated"
    assert limited >= 4


# --- what other programs make of a file -----------------------------------------------------------


def wrapped(data: bytes) -> bytes:
    """As Poedit saves: long lines are folded, a header is added."""
    text = data.decode().replace('"MIME-Version', '"X-Generator: Poedit 3.4\\n"\n"MIME-Version', 1)

    def folded(found: re.Match[str]) -> str:
        words = re.findall(r"\S+\s*", found[2])
        return f'{found[1]}""\n' + "\n".join(f'"{each}"' for each in words) if len(found[2]) > 60 else found[0]

    return re.sub(r'((?:msgid|msgstr) )"(.*)"', folded, text).encode()


def indented(data: bytes) -> bytes:
    """As programs that reformat: lines are broken and indented, also among words."""
    return re.sub(rb"(<(?:source|target)>)", rb"\1\n          ", data).replace(b" de la ", b"\n      de la ")


def split(data: bytes) -> bytes:
    """As programs that cut paragraphs into sentences: several segments, with what stands between."""
    return data.replace(
        b"<target>Quinta Conferencia de Examen</target>",
        b"<target>Quinta </target></segment><ignorable><source/><target> </target></ignorable>"
        b'<segment state="final"><source/><target>Conferencia de Examen</target>',
        1,
    ).replace(b"<target>Quinta </target>", b"<target>Quinta</target>")


def annotated(data: bytes) -> bytes:
    """With terms that are marked, and notes that a program adds to a unit."""
    data = data.replace(b"<source>Quinta", b"<source>Quinta")
    data = data.replace(
        b"<target>Quinta Conferencia de Examen</target>",
        b'<target><mrk id="m1" type="term">Quinta <mrk id="m2" translate="yes">Conferencia</mrk></mrk> de Examen'
        b'<sm id="m3" type="comment"/><em startRef="m3"/></target>',
    )
    return data.replace(b"<notes>", b'<notes><note appliesTo="target">seen</note>')


def spanned(data: bytes) -> bytes:
    """With codes as their two ends."""
    data = re.sub(rb'<pc id="(\w+)" dataRefStart="(\w+)"[^>]*>', rb'<sc id="\1" dataRef="\2"/>', data)
    return data.replace(b"</pc>", b'<ec startRef="2"/>') if data.count(b"</pc>") else data


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        (".po", wrapped),
        (".po", lambda data: b"\xef\xbb\xbf" + data),
        (".po", lambda data: data.replace(b"\n", b"\r\n")),
        (".po", lambda data: data.decode().encode("utf-16")),
        (".po", lambda data: data + b'\n#~ msgctxt "gone"\n#~ msgid "x"\n#~ msgstr "y"\n'),
        (".po", lambda data: data.replace(b"\nmsgctxt", b'\n#| msgid "before"\nmsgctxt')),
        (".po", lambda data: data.replace(b"Language: es\\n", b'Language: es\\n"\n"PO-Revision-Date: 2026\\n')),
        (".xlf", lambda data: b"\xef\xbb\xbf" + data),
        (".xlf", lambda data: data.replace(b"\n", b"\r\n")),
        (".xlf", lambda data: data.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")),
        (".xlf", indented),
        (".xlf", split),
        (".xlf", annotated),
        (".xlf", lambda data: data.replace(b'version="2.1"', b'version="2.0"')),
        (".xlf", lambda data: data.replace(b'state="translated"', b'state="final" subState="x:y"')),
        (".xlf", lambda data: re.sub(rb' disp="[^"]*" equiv=""| canDelete="no"', b"", data)),
        (".xlf", lambda data: data.replace(b"<xliff ", b"<!-- by a program --><?pi x?><xliff ")),
    ],
    ids=[
        *("po-wrapped", "po-mark", "po-crlf", "po-utf-16", "po-obsolete", "po-previous", "po-header"),
        *("mark", "crlf", "utf-16", "indented", "split", "annotated", "2.0", "final", "no-display", "comment"),
    ],
)
def test_what_programs_make_of_a_file_is_read_right(
    house: House, sent: dict[str, bytes], tmp_path: Path, kind: str, change: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / f"es{kind}"
    path.write_bytes(change(sent[kind]))
    assert path.read_bytes() != sent[kind]
    assert house.translations.bring_back(SAMPLE, path).segments == 0


def test_what_is_not_translated_is_left_as_it_is(house: House, sent: dict[str, bytes], tmp_path: Path) -> None:
    changes: list[tuple[str, Callable[[bytes], bytes]]] = [
        (".po", lambda data: re.sub(rb'msgstr ".+"(?=\n\n)', b'msgstr ""', data)),
        (".po", lambda data: data.replace(b"\nmsgctxt", b"\n#, fuzzy\nmsgctxt").replace(b"Quinta", b"Sexta")),
        (".xlf", lambda data: re.sub(rb"<target>.*?</target>", b"", data)),
        (".xlf", lambda data: data.replace(b"Quinta", b"Sexta").replace(b'state="translated"', b'state="initial"')),
        (".xlf", lambda data: re.sub(rb"<target>.*?</target>", b"<target/>", data)),
    ]
    for kind, change in changes:
        path = tmp_path / f"es{kind}"
        path.write_bytes(change(sent[kind]))
        made = house.translations.bring_back(SAMPLE, path)
        assert (made.files, made.segments) == ((), 0)
        assert made.untranslated > 200


# --- what is damaged or hostile -------------------------------------------------------------------

BOMB = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
HOSTILE: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "no-po": (".po", lambda _: b"this is no catalogue\n", "exchange-unread"),
    "po-quotes": (".po", lambda data: data.replace(b'msgstr "Excelencias"', b"msgstr Excelencias"), "exchange-unread"),
    "po-latin-1": (".po", lambda data: data.decode().encode("utf-8").replace(b"\xc3\xa9", b"\xe9"), "no-utf-8"),
    "po-twice": (".po", lambda data: data + data[data.index(b'\nmsgctxt "phrases') :], "exchange-twice"),
    "po-placeholder": (
        ".po",
        lambda data: data.replace(
            b'msgstr "Reuniones entre per\xc3\xadodos de sesiones y {{ event.preparatory.title }}',
            b'msgstr "Reuniones y ',
        ),
        "exchange-placeholders",
    ),
    "po-placeholder-more": (
        ".po",
        lambda data: data.replace(b'msgstr "Quinta Conf', b'msgstr "{{ names.plan }} Quinta Conf'),
        "exchange-braces",
    ),
    "po-place-of-a-phrase": (
        ".po",
        lambda data: re.sub(rb'(msgctxt "phrases.po#bundle.stamp"\nmsgid .*\nmsgstr ).*', rb'\1"Hoja"', data),
        "exchange-placeholders",
    ),
    "po-language": (".po", lambda data: data.replace(b"Language: es", b"Language: de"), "exchange-language"),
    "po-no-language": (".po", lambda data: data.replace(b'"Language: es\\n"\n', b""), "exchange-language"),
    "po-source": (
        ".po",
        lambda data: data.replace(b"X-Source-Language: fr", b"X-Source-Language: en"),
        "exchange-source",
    ),
    "po-extra": (
        ".po",
        lambda data: data + b'\nmsgctxt "meeting.toml#nothing"\nmsgid "x"\nmsgstr "y"\n',
        "exchange-extra",
    ),
    "po-stale": (
        ".po",
        lambda data: data.replace(b'msgid "Excellences"', b'msgid "Vos Excellences"').replace(
            b'msgid "Excellencies"', b'msgid "Your Excellencies"'
        ),
        "exchange-stale",
    ),
    "po-mark": (
        ".po",
        lambda data: data.replace(b'msgstr "Quinta Conferencia de Examen"', b'msgstr "Quinta *Conferencia de Examen"'),
        "mark-open",
    ),
    "po-control": (".po", lambda data: data.replace(b'msgstr "Quinta', b'msgstr "\x07Quinta'), "exchange-signs"),
    "po-override": (
        ".po",
        lambda data: data.replace(b'msgstr "Quinta', 'msgstr "\u202eQuinta'.encode()),
        "exchange-signs",
    ),
    "po-code-open": (".po", lambda data: data.replace(b'msgstr "<1>', b'msgstr "'), "exchange-code-open"),
    "po-code-unknown": (
        ".po",
        lambda data: data.replace(b'msgstr "Quinta', b'msgstr "<77/>Quinta'),
        "exchange-code-unknown",
    ),
    "no-xml": (".xlf", lambda data: data[: len(data) // 2], "exchange-unread"),
    "empty": (".xlf", lambda _: b"", "exchange-unread"),
    "bomb": (
        ".xlf",
        lambda data: data.replace(b"<xliff", BOMB + b"<xliff", 1).replace(b"Quinta", b"&b;"),
        "exchange-entities",
    ),
    "outside": (
        ".xlf",
        lambda data: data.replace(b"<xliff", b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><xliff', 1),
        "exchange-entities",
    ),
    "deep": (
        ".xlf",
        lambda data: data.replace(b"Quinta", b"<mrk>" * 500 + b"Q" + b"</mrk>" * 500, 1),
        "exchange-unread",
    ),
    "large": (".xlf", lambda data: data + b" " * (1 << 24), "exchange-large"),
    "xliff-1.2": (".xlf", lambda data: data.replace(b"xliff:document:2.0", b"xliff:document:1.2"), "exchange-version"),
    "html": (".xlf", lambda _: b"<html/>", "exchange-version"),
    "placeholder": (
        ".xlf",
        lambda data: re.sub(rb"(<target>[^<]*)<ph [^>]*>", rb"\1", data, count=1),
        "exchange-placeholders",
    ),
    "placeholder-twice": (
        ".xlf",
        lambda data: re.sub(rb"(<target>[^<]*)(<ph [^>]*>)", rb"\1\2\2", data, count=1),
        "exchange-placeholders",
    ),
    "placeholder-typed": (
        ".xlf",
        lambda data: data.replace(b"<target>Quinta", b"<target>{%p endif %}Quinta", 1),
        "exchange-braces",
    ),
    "thing": (
        ".xlf",
        lambda data: re.sub(
            rb'(<target>(?:(?!</target>).)*)<ph id="\d+" dataRef="\d*\w+" type="other" disp="\xe2\x87\xa5"[^>]*>',
            rb"\1",
            data,
            count=1,
        ),
        "exchange-things",
    ),
    "twice": (
        ".xlf",
        lambda data: re.sub(rb'(?s)(<unit id="u1" name="meeting.toml.*?</unit>)', rb"\1\1", data, count=1),
        "exchange-twice",
    ),
    "extra": (
        ".xlf",
        lambda data: data.replace(b'name="meeting.toml#title"', b'name="meeting.toml#titel"'),
        "exchange-extra",
    ),
    "source": (".xlf", lambda data: data.replace(b'srcLang="fr"', b'srcLang="ru"'), "exchange-source"),
    "language": (".xlf", lambda data: data.replace(b'trgLang="es"', b'trgLang="fr"'), "exchange-language"),
    "stale": (".xlf", lambda data: data.replace(b"<source>Enfin", b"<source>Pour finir"), "exchange-stale"),
    "element": (
        ".xlf",
        lambda data: data.replace(b"<target>Quinta", b"<target><script>x</script>Quinta", 1),
        "exchange-element",
    ),
    "point": (
        ".xlf",
        lambda data: data.replace(b"<target>Quinta", b'<target><cp hex="0007"/>Quinta', 1),
        "exchange-signs",
    ),
    "surrogate": (
        ".xlf",
        lambda data: data.replace(b"<target>Quinta", b'<target><cp hex="D800"/>Quinta', 1),
        "exchange-signs",
    ),
    "long": (
        ".xlf",
        lambda data: re.sub(rb"(<source>Pages</source>\s*<target>)", rb"\1" + b"x" * 99, data),
        "exchange-long",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_damaged_file_is_told_and_nothing_is_written(
    house: House, sent: dict[str, bytes], tmp_path: Path, name: str
) -> None:
    kind, change, code = HOSTILE[name]
    data = change(sent[kind])
    assert data != sent[kind], "the case must change something"
    path = tmp_path / f"es{kind}"
    path.write_bytes(data)
    with pytest.raises(Problem) as error:
        house.translations.bring_back(SAMPLE, path)
    assert code in {each.code for each in error.value.findings}
    assert all(each.place.file == str(path) for each in error.value.findings)
    assert error.value.exit_code == 5
    assert not list(house.root.rglob("*.part"))


def test_nothing_was_written_by_what_was_refused(house: House) -> None:
    mine, shipped = (
        {str(path.relative_to(root)): digest(path) for path in root.glob("templates/*/*.docx")}
        for root in (house.root, ROOT)
    )
    assert mine == shipped


def test_one_wrong_text_keeps_all_others_out(own_house: House, sent: dict[str, bytes], tmp_path: Path) -> None:
    before = state(own_house)
    path = tmp_path / "es.xlf"
    path.write_bytes(
        sent[".xlf"].replace(b"<target>Excelencias", b"<target>Excmos").replace(b"<source>Enfin", b"<source>X")
    )
    with pytest.raises(TemplateError):
        own_house.translations.bring_back(SAMPLE, path)
    assert state(own_house) == before


@pytest.mark.parametrize("name", ["es.docx", "es", "es.mo"])
def test_other_kinds_of_files_neither_go_out_nor_come_back(house: House, tmp_path: Path, name: str) -> None:
    for way in (house.translations.export, house.translations.bring_back):
        with pytest.raises(UsageError) as error:
            way(SAMPLE, tmp_path / name, languages=["es"])
        assert [each.code for each in error.value.findings] == ["exchange-kind"]
    assert list(tmp_path.iterdir()) == []


def test_a_file_has_one_language_and_is_there(house: House, tmp_path: Path) -> None:
    wrong: list[tuple[Callable[[], Any], str]] = [
        (lambda: house.translations.export(SAMPLE, tmp_path / "x.po"), "exchange-one-language"),
        (lambda: house.translations.export(SAMPLE, tmp_path / "x.po", languages=["de"]), "language-not-chosen"),
        (lambda: house.translations.bring_back(SAMPLE, tmp_path / "x.po"), "exchange-missing"),
        (lambda: house.translations.bring_back(SAMPLE, tmp_path / "x.tmx"), "exchange-kind"),
    ]
    for way, code in wrong:
        with pytest.raises(PapersError) as error:
            way()
        assert [each.code for each in error.value.findings] == [code]


def test_a_translation_for_another_language_than_was_asked_for_is_refused(
    house: House, sent: dict[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "es.po"
    path.write_bytes(sent[".po"])
    with pytest.raises(TemplateError) as error:
        house.translations.bring_back(SAMPLE, path, languages=["ru"])
    assert [each.code for each in error.value.findings] == ["exchange-language"]


# --- Word files of every shape --------------------------------------------------------------------

RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def rich(pieces: list[tuple[str, str]], target: Path) -> Path:
    """A document with a paragraph, a cell and a head of these pieces, each a kind and words."""
    document = docx.Document()
    for paragraph in (
        document.add_paragraph(style="Heading 1"),
        document.add_table(1, 1).cell(0, 0).paragraphs[0],
        document.sections[0].header.paragraphs[0],
    ):
        for kind, words in pieces:
            run = paragraph.add_run(words)
            run.bold, run.italic = kind == "bold" or None, kind == "italic" or None
            if kind == "rtl":
                run._r.get_or_add_rPr().append(parse_xml(f"<w:rtl {nsdecls('w')}/>"))
            elif kind == "tab":
                run.add_tab()
            elif kind == "link":
                key = paragraph.part.relate_to("https://example.org/a", RELATIONSHIP, is_external=True)
                link = parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{key}"/>')
                paragraph._p.append(link)
                link.append(run._r)
            elif kind == "field":
                for mark in ("begin", "separate", "end"):
                    run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{mark}"/>'))
            elif kind == "bookmark":
                paragraph._p.append(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="7" w:name="b"/>'))
                paragraph._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="7"/>'))
            elif kind == "note":
                run._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="1"/>'))
            elif kind == "control":
                control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent/></w:sdt>")
                paragraph._p.append(control)
                control[1].append(run._r)
    document.save(str(target))
    return target


KINDS = ("plain", "bold", "italic", "rtl", "tab", "link", "field", "bookmark", "note", "control")
WORDS = st.sampled_from(
    ["a", " b ", "{{ da", "te }}", "{{ x.y }}", "R & <D>", "<1/>", "\\<2>", "مرحبا", "会议", "\u00a0", ""]
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(KINDS), WORDS), min_size=1, max_size=7))
def test_whatever_a_paragraph_has_it_comes_back_byte_by_byte_and_its_words_can_be_others(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("rich")
    path = rich(pieces, folder / "a.docx")
    before = path.read_bytes()
    document = documents.read_document(read_word(path), read_word(path))
    units = list(documents.units_of(document, "a"))
    as_it_is: dict[str, tuple[Unit, Pieces]] = {}
    other: dict[str, tuple[Unit, Pieces]] = {}
    for unit in units:
        for text in (to_text(unit, unit.source), to_text(unit, unit.source, placeholders=False)):
            assert joined(from_text(unit, text)) == joined(unit.source)
        as_it_is[unit.key] = (unit, unit.with_target(from_text(unit, to_text(unit, unit.target))))
        changed = tuple(f"{piece}é&<" if isinstance(piece, str) else piece for piece in unit.source)
        other[unit.key] = (unit, unit.with_target(changed))
    assert documents.with_translations(document, "a", as_it_is) == before
    after = folder / "b.docx"
    after.write_bytes(documents.with_translations(document, "a", other))
    again = list(documents.units_of(documents.read_document(read_word(after), None), "a"))
    assert [unit.shown(unit.source) for unit in again] == [unit.shown(other[unit.key][1]) for unit in units]
    for one_unit, two_unit in zip(units, again, strict=True):
        kinds = [
            sorted(code.shown for code in each.codes.values() if code.kind == "placeholder")
            for each in (one_unit, two_unit)
        ]
        assert kinds[0] == kinds[1]
    one, two = (_parts(each) for each in (before, after.read_bytes()))
    assert {name for name in one if one[name] != two[name]} <= {"word/document.xml", "word/header1.xml"}
    assert [_things(each["word/document.xml"]) for each in (one,)] == [_things(two["word/document.xml"])]


def _parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _things(xml: bytes) -> list[str]:
    """What is no words, in order."""
    names = ("tab", "fldChar", "bookmarkStart", "footnoteReference", "hyperlink", "sdt", "tbl", "sectPr", "pStyle")
    return [name for each in etree.fromstring(xml).iter() if (name := etree.QName(each).localname) in names]


def test_a_format_that_the_translation_has_not_yet_is_added_to_its_own(tmp_path: Path) -> None:
    source = rich(
        [("plain", "Un mot "), ("bold", "gras"), ("plain", " ici, et puis c’est tout.")], tmp_path / "fr.docx"
    )
    target = rich([("rtl", "كلمة عادية هنا وهذا كل شيء")], tmp_path / "ar.docx")
    document = documents.read_document(read_word(source), read_word(target))
    units = list(documents.units_of(document, "a"))
    made = {unit.key: (unit, unit.with_target(from_text(unit, "كلمة <1>عريضة</1> هنا"))) for unit in units}
    (tmp_path / "new.docx").write_bytes(documents.with_translations(document, "a", made))
    paragraph = docx.Document(str(tmp_path / "new.docx")).paragraphs[0]
    assert [(run.text, run.bold) for run in paragraph.runs] == [("كلمة ", None), ("عريضة", True), (" هنا", None)]
    assert all(run._r.rPr is not None and "rtl" in etree.tostring(run._r.rPr).decode() for run in paragraph.runs)


def test_a_link_or_a_note_of_the_source_is_put_into_the_translation_in_word(tmp_path: Path) -> None:
    source = rich([("plain", "Voir "), ("link", "ici"), ("plain", " pour le reste.")], tmp_path / "fr.docx")
    target = rich([("plain", "See here for the rest.")], tmp_path / "en.docx")
    document = documents.read_document(read_word(source), read_word(target))
    unit = next(documents.units_of(document, "a"))
    pieces = unit.with_target(from_text(unit, "See <1>here</1>."))
    with pytest.raises(Unfit) as error:
        documents.with_translations(document, "a", {unit.key: (unit, pieces)})
    assert error.value.code == "exchange-code-foreign"


# --- TOML -----------------------------------------------------------------------------------------

TOML = '''\
# kept
date = 2024-04-22
[title]   # a comment
fr = "Un titre"     # of it
[subject]
fr = """\\
Une {{ event.a.prose }} \\
longue"""
es = """\\
Una {{ event.a.prose }} \\
larga"""
[signatory]
titles.fr = [
    "Un", # first
    'Deux',
]
titles.es = ["Uno"]
name = "N"
[links.a]
address.fr = "https://example.org/fr"
'''


def test_words_come_into_toml_in_their_places_and_its_form_stays() -> None:
    units = {unit.key: unit for unit in facts.units_of(TOML, "m", "fr", "es")}
    assert list(units) == ["m#title", "m#subject", "m#signatory.titles[0]", "m#signatory.titles[1]"]
    words = {
        "m#title": 'Un "título" \\ nuevo',
        "m#subject": "La {{ event.a.prose }} corta",
        "m#signatory.titles[0]": "Primero",
        "m#signatory.titles[1]": "Segundo",
    }
    made = {key: (units[key], units[key].with_target(from_text(units[key], words[key]))) for key in words}
    after = facts.with_translations(TOML, "m", "fr", "es", made)
    assert after == TOML.replace(
        'fr = "Un titre"     # of it\n', 'fr = "Un titre"     # of it\nes = "Un \\"título\\" \\\\ nuevo"\n'
    ).replace("Una {{ event.a.prose }} \\\nlarga", "La {{ event.a.prose }} corta").replace(
        '["Uno"]', '["Primero", "Segundo"]'
    )
    crlf = TOML.replace("\n", "\r\n")
    units = {unit.key: unit for unit in facts.units_of(crlf, "m", "fr", "es")}
    assert facts.with_translations(crlf, "m", "fr", "es", made) == after.replace("\n", "\r\n")


def test_a_list_that_has_no_line_for_a_translation_is_told() -> None:
    one = 'title = { fr = "Un", en = "One" }\n'
    units = {unit.key: unit for unit in facts.units_of(one, "m", "fr", "es")}
    with pytest.raises(Unfit) as error:
        facts.with_translations(one, "m", "fr", "es", {"m#title": (units["m#title"], ("Uno",))})
    assert error.value.code == "exchange-toml"
    units = {unit.key: unit for unit in facts.units_of(TOML, "m", "fr", "es")}
    short = TOML.replace('titles.es = ["Uno"]\n', "")
    last = {"m#signatory.titles[1]": (units["m#signatory.titles[1]"], ("Dos",))}
    with pytest.raises(Unfit) as error:
        facts.with_translations(short, "m", "fr", "es", last)
    assert error.value.code == "exchange-list"


# --- texts with codes -----------------------------------------------------------------------------

UNIT = Unit(
    "k",
    ("a", Mark("1", "alone"), Mark("2", "open"), "b", Mark("2", "close")),
    (),
    {"1": Code("1", "placeholder", "{{ x }}"), "2": Code("2", "format", "b")},
)


@given(st.text("ab<>/\\12{} x", max_size=20))
def test_any_words_come_back_from_a_text(words: str) -> None:
    unit = Unit("k", (words,), (), {"1": Code("1", "thing", "⇥"), "2": Code("2", "format", "b")})
    assert joined(from_text(unit, to_text(unit, (words, Mark("1", "alone"), words)))) == joined(
        (words, Mark("1", "alone"), words)
    )


def test_words_are_read_and_tidied_in_one_go_however_long_they_are() -> None:
    unit = Unit("k", ("x",), ())
    for sign, tidied in (("\n", "x y"), (" ", f"x{' ' * 200_000}y"), ("\\", "x" + "\\" * 200_000 + "y")):
        assert unit.with_target(from_text(unit, f"x{sign * 200_000}y")) == (tidied,)


def test_codes_are_written_as_in_html() -> None:
    assert to_text(UNIT, UNIT.source) == "a{{ x }}<2>b</2>"
    assert same_words(
        UNIT.with_target(from_text(UNIT, "<2>c\n  d</2>{{ x }}")),
        (Mark("2", "open"), "c d", Mark("2", "close"), Mark("1", "alone")),
    )


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=9), min_size=1, max_size=4
    )
)
def test_any_words_survive_each_kind_of_file(texts: list[str]) -> None:
    units = [Unit(f"f#{number}", (text,) if text else ("x",), (), {}) for number, text in enumerate(texts)]
    units = [Unit(unit.key, unit.source, unit.source) for unit in units]
    known = {unit.key: unit for unit in units}
    sent = Sent("m", "fr", "es")
    if not any(sign in "".join(texts) for sign in "\x85\u2028\u2029\x0b\x0c\x1c\x1d\x1e"):
        back = po.read(po.written(units, sent).encode(), known)
        assert {key: joined(target or ()) for key, (_, target) in back.texts.items()} == {
            unit.key: joined(unit.target) for unit in units
        }
    out = xliff.written(units, sent, (False, True))
    back = xliff.read(out.encode(), known)
    assert {key: joined(target or ()) for key, (_, target) in back.texts.items()} == {
        unit.key: joined(unit.target) for unit in units
    }


def test_the_entries_of_a_catalogue_are_those_that_a_library_reads() -> None:
    path = ROOT / "templates/fr/phrases.po"
    with path.open("rb") as file:
        messages = [each for each in read_po(file) if each.context]
        wanted = [
            (str(each.context), str(each.id), str(each.string))
            if isinstance(each.id, str)
            else (
                str(each.context),
                each.id[0],
                [*(each.string or ())][-1],
            )  # counted: the source of one, the last form
            for each in messages
        ]
    text = path.read_text(encoding="utf-8")
    found = [(each.context, each.source, each.target) for each in catalogues.entries(text) if each.context]
    assert found == wanted
    assert MeetingError.exit_code == 4
