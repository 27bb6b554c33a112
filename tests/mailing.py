"""Rows go in, the smallest meeting comes out with a list of these recipients."""

from __future__ import annotations

from pathlib import Path

from tests.houses import copy_meeting

HEAD = "Category,State,Organisation,Name,Gender,Language,Address 1,Address 2,E-mail"

ROWS = (
    "missions,FRA,,Žofia Ålesund,f,fr,1 rue de Varembé,1202 Genève,zofia@example.org",
    "missions,KEN,,Jean O’Brien & Fils,m,fr,2 quai du Mont-Blanc,1201 Genève,jean@example.org",
    "missions,BRA,,Наталья Щёкина,f,fr,3 chemin des Colombettes,1202 Genève,natalia@example.org",
    "missions,VNM,,Nguyễn Thị Ánh,f,fr,4 avenue de la Paix,1202 Genève,anh@example.org",
)


def write_list(meeting: Path, *rows: str) -> None:
    (meeting / "recipients.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")


def add_recipients(house: Path, *rows: str, more: str = "messages = true") -> Path:
    """The smallest meeting, with a list of recipients."""
    meeting = copy_meeting(house, "tiny")
    words = (meeting / "meeting.toml").read_text(encoding="utf-8")
    told = f'languages = ["fr"]\nrecipients = "recipients.csv"\nword_letters = true\n{more}'
    words = words.replace('languages = ["fr"]', told)
    words = words.replace('closing = "cordially"', 'closing = "cordially"\naudience = ["missions"]')
    (meeting / "meeting.toml").write_text(words, encoding="utf-8")
    write_list(meeting, *rows)
    return meeting
