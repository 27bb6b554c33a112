"""Takes nothing; writes the ten sample enclosures, in their languages, to ``meetings/siem-reap-2024/enclosures/``.

The files in that folder are the source: the pipeline reads them, and staff may edit or replace them. This script
shows how they were made; it is run by hand (``python tools/make_enclosures.py``), never during a build. Run twice
on the same machine, it gives the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.enclosures import (  # noqa: E402
    administrative,
    advice,
    agendas,
    programme,
    reflections,
    room_form,
    scan,
    synthesis,
    work_programme,
)
from tools.enclosures.versions import ENGLISH, FRENCH, VERSIONS, Version  # noqa: E402

FOLDER = ROOT / "meetings" / "siem-reap-2024" / "enclosures"

IN_FRENCH: Mapping[str, Callable[[], bytes]] = {
    "03-formulaire-salle.fr.pdf": room_form.room_form,
    "07-programme-de-travail.fr.xlsx": work_programme.work_programme,
    "09-reflexions.fr.pdf": reflections.reflections,
    "10-points-plan-action.fr.tif": scan.scan,
}
"""What other languages have no version of."""

IN_ENGLISH_TOO: Mapping[str, Callable[[Version], bytes]] = {
    "01-programme.{}.docx": programme.programme,
    "02-conseils.{}.odt": advice.advice,
    "04-informations-administratives.{}.docx": administrative.administrative,
    "08-note-de-synthese.{}.pptx": synthesis.synthesis,
}

IN_ALL: Mapping[str, Callable[[Version], bytes]] = {
    "05-ordre-du-jour-preparatoire.{}.docx": agendas.preparatory,
    "06-ordre-du-jour-conference.{}.docx": agendas.conference,
}


def papers() -> Iterator[tuple[str, bytes]]:
    """Every file's name and content."""
    yield from ((name, make()) for name, make in IN_FRENCH.items())
    for makers, versions in ((IN_ENGLISH_TOO, (FRENCH, ENGLISH)), (IN_ALL, VERSIONS)):
        for name, make_version in makers.items():
            yield from ((name.format(version.tag), make_version(version)) for version in versions)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in sorted(papers()):
        (FOLDER / name).write_bytes(data)
        print(f"{len(data) / 1024:8.1f} KB  {name}")


if __name__ == "__main__":
    main()
