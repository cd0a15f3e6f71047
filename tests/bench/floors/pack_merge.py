"""The bare merge: qpdf puts the pages one after another and does nothing else."""

import subprocess
from collections.abc import Sequence
from pathlib import Path


def merged(files: Sequence[Path], *, into: Path) -> bytes:
    """The pages of the files, in order, as one PDF. Tags, labels and bookmarks of the later files are lost."""
    subprocess.run(
        [
            "qpdf",
            "--empty",
            "--remove-unreferenced-resources=no",
            "--pages",
            *map(str, files),
            "--",
            str(into),
        ],
        check=True,
    )
    return into.read_bytes()
