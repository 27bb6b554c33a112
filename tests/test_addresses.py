"""Web addresses and weight of a package: the report lists the one, and tells of the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from lxml import html
from pikepdf import Array, Dictionary, Name, String

from pipeline.convert.office import Offices
from pipeline.errors import TemplateError
from pipeline.localise import Wording, Words
from pipeline.merge import check_template, merge
from tests.houses import MEETINGS, Package, build, copy_house, copy_meeting
from tests.reading import seen
from tests.templates import PROPERTIES

GOOD = "https://example.org/agenda"
LONG = f"https://example.org/{'a' * 9980}"
DOUBTFUL = {
    "https://ex\u0430mple.org/": "address-lookalike",
    "https://xn--exmple-4nf.org/": "address-lookalike",
    "https://example.org@evil.example/": "address-with-a-name",
    "https://example.org/\u202egro.live": "address-unseen",
    LONG: "address-long",
}
HOSTILE = ("javascript:alert(1)", "file:///etc/passwd")


def with_links(source: Path, target: Path, *addresses: str) -> None:
    with pikepdf.open(source) as pdf:
        for page in pdf.pages:
            page.obj.Annots = Array(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Link,
                    Rect=[10, 10 * number, 100, 10 * number + 8],
                    A=Dictionary(S=Name.URI, URI=String(address)),
                )
                for number, address in enumerate(addresses, start=1)
            )
        pdf.save(target)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory, offices: Offices) -> Package:
    house = copy_house(tmp_path_factory.mktemp("addresses") / "house")
    with (house / "config.toml").open("a", encoding="utf-8") as config:
        config.write("\n[email]\nlimit = 0.02\n")
    folder = copy_meeting(house, "tiny")
    form = MEETINGS / "small" / "enclosures" / "form.pdf"
    with_links(form, folder / "enclosures" / "form.pdf", GOOD, *DOUBTFUL, *HOSTILE)
    linked(house / "templates" / "fr" / "invitation.docx")
    toml = folder / "meeting.toml"
    source = toml.read_text(encoding="utf-8").replace(
        "[[events]]", f'[links.agenda]\naddress = "{GOOD}"\n\n[[events]]', 1
    )
    toml.write_text(
        f'{source}\n[[groups.enclosures]]\ntitle.fr = "Formulaire"\nfile = "enclosures/form.pdf"\n', "utf-8"
    )
    return build(folder, house / "build" / "tiny", offices)


def linked(template: Path) -> None:
    """Gives a template a link whose address is a placeholder, as Word writes it, and an address in words."""
    document = docx.Document(str(template))
    paragraph = next(each for each in document.paragraphs if each.text == "{{ date }}")
    link = OxmlElement("w:hyperlink")
    # Word writes braces in per cent.
    link.set(
        qn("r:id"), document.part.relate_to("%7B%7B%20links.agenda.address%20%7D%7D", RT.HYPERLINK, is_external=True)
    )
    run = OxmlElement("w:r")
    words = OxmlElement("w:t")
    words.text = " ici, ou https://example.org/letter."
    run.append(words)
    link.append(run)
    paragraph._p.append(link)
    document.save(str(template))


def report(package: Package) -> Any:
    return html.fromstring(package.path("report").read_text(encoding="utf-8"))


def test_each_address_is_listed_once_with_its_pages(package: Package) -> None:
    section = report(package).find(".//section[@class='addresses']")
    lines = [seen(each.text_content()) for each in section.findall(".//li")]
    assert seen(section.find("h2").text_content()) == f"Adresses Web : {len(lines)}"
    assert lines[:2] == ["https://example.org/letterpage 1", f"{GOOD}page 1 · page 3 · page 4"]
    assert len(lines) == 2 + len(DOUBTFUL)
    assert any("\\u202e" in line for line in lines)
    assert all(len(line) < 400 for line in lines)
    assert [each for each in HOSTILE if each in " ".join(lines)] == []


def test_doubtful_addresses_are_told_and_sound_ones_are_not(package: Package) -> None:
    told = [note for note in package.manifest["notes"] if note["code"] == "link-misleads"]
    assert {note["values"]["address"]: note["values"]["why"]["code"] for note in told} == {
        address[:200]: why for address, why in DOUBTFUL.items()
    }
    removed = [note for note in package.manifest["notes"] if note["code"] == "removed-address"]
    assert len(removed) == 1


def test_a_bundle_over_the_limit_for_email_is_told_with_its_heaviest_parts(package: Package) -> None:
    (told,) = [note for note in package.manifest["notes"] if note["code"] == "email-limit"]
    assert told["values"]["limit"] == "0.02"
    assert len(told["values"]["heaviest"]) == 3
    assert all(" MB)" in part for part in told["values"]["heaviest"])
    assert "Lettre" in " ".join(told["values"]["heaviest"])
    assert "Ses parties les plus lourdes" in seen(report(package).text_content())


def test_a_bundle_below_the_limit_is_not(sample: Package) -> None:
    assert [note for note in sample.manifest["notes"] if note["code"] in {"email-limit", "link-misleads"}] == []


WORDS = Words(
    {
        "good": "https://пример.рф/é?a=1&b=2",
        "key": "x/y?z",
        "script": "javascript:alert(1)",
        "turned": "https://example.org/\u202egro.live",
        "alike": "https://ex\u0430mple.org",
        "long": LONG,
        "named": "https://example.org@evil.example/",
    }
)


def template_with(folder: Path, address: str) -> Path:
    document = docx.Document()
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), document.part.relate_to(address, RT.HYPERLINK, is_external=True))
    document.add_paragraph("{{ key }}")._p.append(link)
    document.save(str(folder / "template.docx"))
    return folder / "template.docx"


@pytest.mark.parametrize(
    ("typed", "filled"),
    [
        ("{{ good }}", "https://xn--e1afmkfd.xn--p1ai/%C3%A9?a=1&b=2"),
        ("%7B%7B%20good%20%7D%7D", "https://xn--e1afmkfd.xn--p1ai/%C3%A9?a=1&b=2"),
        ("https://example.org/{{ key }}", "https://example.org/x/y%3Fz"),
    ],
)
def test_the_address_of_a_link_is_filled_in_like_text(typed: str, filled: str, tmp_path: Path) -> None:
    source = template_with(tmp_path, typed)
    assert check_template(source, Wording("fr", WORDS)) == []
    merge(Wording("fr", WORDS), source, None, PROPERTIES, tmp_path / "made.docx")
    links = docx.Document(str(tmp_path / "made.docx")).part.rels.values()
    assert [each.target_ref for each in links if each.reltype == RT.HYPERLINK] == [filled]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("{{ script }}", "template-address"),
        ("javascript:{{ key }}", "template-address"),
        ("file:///{{ key }}", "template-address"),
        ("{{ turned }}", "template-address-misleads"),
        ("{{ alike }}", "template-address-misleads"),
        ("{{ long }}", "template-address-misleads"),
        ("{{ named }}", "template-address-misleads"),
    ],
)
def test_a_hostile_address_is_told_once_it_is_filled_in(typed: str, code: str, tmp_path: Path) -> None:
    source = template_with(tmp_path, typed)
    assert [each.code for each in check_template(source, Wording("fr", WORDS))] == [code]
    with pytest.raises(TemplateError) as caught:
        merge(Wording("fr", WORDS), source, None, PROPERTIES, tmp_path / "made.docx")
    assert [each.code for each in caught.value.findings] == [code]
