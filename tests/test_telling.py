"""What the command line tells of many findings."""

from __future__ import annotations

import pytest

from pipeline.cli.telling import tell_by_file
from pipeline.findings import Finding, Place, Value
from pipeline.findings.groups import groups


def test_a_cure_is_said_once_in_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    def instead(number: int, file: str) -> Finding:
        said: dict[str, Value] = {"language": "en", "name": "a.en.docx", "languages": (f"L{number}",)}
        return Finding("file-instead", Place(file, key=("enclosures", number)), said)

    tell_by_file(groups([instead(1, "a/meeting.toml"), instead(2, "a/meeting.toml"), instead(3, "b/meeting.toml")]))
    told = capsys.readouterr().err
    assert [told.count(f"L{number}") for number in (1, 2, 3)] == [1, 1, 1]
    assert told.count("Nothing, where that is meant") == 2
