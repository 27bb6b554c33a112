"""The house's list of terms: what is taken of each kind of file, what is refused, and that a build tells of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.check import check
from pipeline.convert.office import Offices
from pipeline.errors import ConfigError
from pipeline.preflight.terms import Term, read_terms
from tests.houses import build, copy_meeting

TBX = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en"><text><body><termEntry id="1">
<langSet xml:lang="fr"><tig><term>Etats parties</term>
<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
<tig><term>États parties</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig></langSet>
<langSet xml:lang="en"><ntig><termGrp><term>States Parties</term></termGrp></ntig></langSet>
</termEntry></body></text></martif>"""
TBX_3 = """<tbx xmlns="urn:iso:std:iso:30042:ed-2" type="TBX-Basic" xml:lang="en"><text><body><conceptEntry id="1">
<langSec xml:lang="en"><termSec><term>Chair</term></termSec>
<termSec><term>Chairman</term>
<termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termSec></langSec>
</conceptEntry></body></text></tbx>"""


@pytest.mark.parametrize(
    ("name", "text", "terms"),
    [
        ("a.csv", "language,write,not\nen,Chair,Chairman; Chairperson\nfr,États parties,\n", 2),
        ("b.csv", '\ufefflanguage;write;not\nen;Chair;"Chairman"\n', 1),
        ("c.tbx", TBX, 2),
        ("d.tbx", TBX_3, 1),
    ],
)
def test_a_list_is_read(name: str, text: str, terms: int, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = read_terms(tmp_path / name)
    assert len(found) == terms
    avoided = {words for each in found for words in each.avoid}
    assert avoided in ({"Chairman", "Chairperson"}, {"Chairman"}, {"Etats parties"})
    assert Term("fr", "États parties", ("Etats parties",)) in found or name != "c.tbx"


BOMB = """<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]>
<martif><termEntry><langSet><tig><term>&d;</term></tig></langSet></termEntry></martif>"""


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b"language,write\nen,Chair\n", "terms-columns"),
        ("b.csv", b"", "terms-columns"),
        ("c.csv", "language,write,not\nfr,\xc9tats,Etats\n".encode("latin-1"), "terms-unread"),
        ("d.tbx", b"<martif><", "terms-unread"),
        ("e.tbx", b"", "terms-unread"),
        ("f.csv", b"language,write,not\n" + b"en,a,b\n" * 50_001, "terms-many"),
        ("g.csv", b" " * 5_000_001, "terms-large"),
        ("h.csv", None, "terms-unread"),
    ],
)
def test_a_list_that_is_none_is_told(name: str, data: bytes | None, code: str, tmp_path: Path) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(ConfigError) as raised:
        read_terms(tmp_path / name)
    assert [each.code for each in raised.value.findings] == [code]


def test_entities_of_a_list_are_not_filled_in(tmp_path: Path) -> None:
    (tmp_path / "bomb.tbx").write_text(BOMB, encoding="utf-8")
    assert read_terms(tmp_path / "bomb.tbx") == ()


@pytest.mark.parametrize(
    ("name", "code"), [("/etc/passwd", "terms-place"), ("../terms.csv", "terms-place"), ("lost.csv", "terms-missing")]
)
def test_a_list_lies_in_the_house(name: str, code: str, own_house: Path) -> None:
    with (own_house / "config.toml").open("a", encoding="utf-8") as config:
        config.write(f'\n[words]\nterms = "{name}"\n')
    found = check(copy_meeting(own_house))
    assert [each.code for error in found.errors for each in error.findings] == [code]
    assert found.exit_code == 3


def test_a_build_tells_of_terms_and_is_stale_when_they_change(own_house: Path, offices: Offices) -> None:
    folder = copy_meeting(own_house, "tiny")
    with (own_house / "config.toml").open("a", encoding="utf-8") as config:
        config.write('\n[words]\nterms = "terms.csv"\n')
    toml = (folder / "meeting.toml").read_text(encoding="utf-8")
    (folder / "meeting.toml").write_text(
        toml.replace('title.fr = "', 'title.fr = "Etats membres : ', 1), encoding="utf-8"
    )
    terms = own_house / "terms.csv"
    told = []
    for text in ("language,write,not\nfr,États membres,\n", "language,write,not\nfr,Etats membres,\n"):
        terms.write_text(text, encoding="utf-8")
        package = build(folder, own_house / "out", offices)
        told.append([each["code"] for each in package.manifest["notes"] if each["code"] == "term-otherwise"])
    assert (bool(told[0]), told[1]) == (True, [])
