"""Takes nothing; writes the ten sample enclosures into ``meetings/siem-reap-2024/enclosures/``.

The files in that folder are the source: the pipeline reads them, and staff may edit or replace them. This script
shows how they were made; it is run by hand (``python tools/make_enclosures.py``), never during a build. Run twice
on the same machine, it gives the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
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

FOLDER = ROOT / "meetings" / "siem-reap-2024" / "enclosures"

PAPERS: Mapping[str, Callable[[], bytes]] = {
    "01-programme.fr.docx": programme.programme,
    "02-conseils.fr.odt": advice.advice,
    "03-formulaire-salle.fr.pdf": room_form.room_form,
    "04-informations-administratives.fr.docx": administrative.administrative,
    "05-ordre-du-jour-preparatoire.fr.docx": agendas.preparatory,
    "06-ordre-du-jour-conference.fr.docx": agendas.conference,
    "07-programme-de-travail.fr.xlsx": work_programme.work_programme,
    "08-note-de-synthese.fr.pptx": synthesis.synthesis,
    "09-reflexions.fr.pdf": reflections.reflections,
    "10-points-plan-action.fr.tif": scan.scan,
}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in PAPERS.items():
        data = make()
        (FOLDER / name).write_bytes(data)
        print(f"{len(data) / 1024:8.1f} KB  {name}")


if __name__ == "__main__":
    main()
