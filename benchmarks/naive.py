"""What the package is measured against: LibreOffice's command once for each document, pypdf once.

Takes a folder of documents, in order by name, and a path for the PDF. This is the script that people write: no
numbers, links, outline, stamps or checks, and the documents are already merged.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from pypdf import PdfWriter


def main(folder: Path, target: Path, soffice: str) -> None:
    with tempfile.TemporaryDirectory() as work:
        profile = f"-env:UserInstallation=file://{work}/profile"
        writer = PdfWriter()
        for source in sorted(folder.iterdir()):
            if source.suffix == ".pdf":
                writer.append(source)
                continue
            subprocess.run(
                [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", work, str(source)],
                check=True,
                capture_output=True,
            )
            writer.append(Path(work, source.stem + ".pdf"))
        writer.write(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
