"""Makes the sample's Word templates in six languages and its letterheads, as they were first made.

Takes nothing; writes ``templates/<lang>/*.docx`` and ``letterheads/*/letterhead.docx``. The Word files are the source
from then on: they are edited in Word, and running this again would undo what was edited. It is kept to show how they
were set, and as a start for a further language. Run twice, it gives the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.templates import ar, en, es, fr, letterheads, ru, zh  # noqa: E402
from tools.templates.letters import make_letters  # noqa: E402
from tools.templates.papers import make_index, make_slip_sheet  # noqa: E402

LANGUAGES = (ar.LANGUAGE, en.LANGUAGE, es.LANGUAGE, fr.LANGUAGE, ru.LANGUAGE, zh.LANGUAGE)


def main() -> None:
    letterheads.make_siem_reap(ROOT / "letterheads")
    letterheads.make_plain(ROOT / "letterheads")
    for language in LANGUAGES:
        folder = ROOT / "templates" / language.tag
        make_letters(language, folder)
        make_index(language, folder)
        make_slip_sheet(language, folder)


if __name__ == "__main__":
    main()
