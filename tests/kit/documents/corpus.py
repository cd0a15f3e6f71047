"""PDFs that others have collected for being odd: those in the source distribution of pikepdf, of the locked version.

`make test` has them fetched by its set-up; run as a module, this fetches them. They lie in the user's cache folder.
"""

import importlib.metadata
import os
import random
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

NAME = f"pikepdf-{importlib.metadata.version('pikepdf')}.tar.gz"
FOLDER = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "probity" / "corpus"
MISSING = f"The PDFs of {NAME} are not here: python -m tests.kit.documents.corpus fetches them."


def is_here() -> bool:
    return (FOLDER / NAME).is_file()


def files(*, some: int | None = None, seed: int = 4711) -> dict[str, bytes]:
    """The PDFs by name, or some of them, chosen by the seed."""
    with tarfile.open(FOLDER / NAME) as archive:
        members = sorted(
            (each for each in archive if each.isfile() and each.name.endswith(".pdf")),
            key=lambda each: each.name,
        )
        chosen = members if some is None else random.Random(seed).sample(members, some)
        found = {}
        for member in chosen:
            file = archive.extractfile(member)
            assert file is not None
            found[member.name.split("/", 1)[1].replace("/", "-")] = file.read()
        return found


def fetch() -> bool:
    """Have pip bring the source distribution; False where it cannot be had from here."""
    if is_here():
        return True
    FOLDER.mkdir(parents=True, exist_ok=True)
    version = NAME.removeprefix("pikepdf-").removesuffix(".tar.gz")
    with tempfile.TemporaryDirectory(dir=FOLDER) as place:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", "pikepdf"]
        try:
            subprocess.run(
                [*command, "--dest", place, f"pikepdf=={version}"],
                check=True,
                capture_output=True,
                timeout=300,
            )
        except (subprocess.SubprocessError, OSError):
            return False
        (Path(place) / NAME).rename(FOLDER / NAME)
    return True


if __name__ == "__main__":
    if not fetch():
        print(f"The source distribution {NAME} could not be had; tests over its PDFs are left out.")
