"""Roots to try the gates on: a small sound one, and copies of it with one file or another replaced."""

import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.catalogue.gates import locking

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SOUND = HERE / "sound"
BROKEN = sorted(path.name for path in (HERE / "broken").iterdir())


@dataclass(frozen=True)
class Expected:
    gate: str
    file: str
    key: str
    words: str


def sound_root(tmp_path: Path) -> Path:
    """A copy of the sound root, its editions published."""
    root = tmp_path / "root"
    shutil.copytree(SOUND, root)
    locking.write_lock(root)
    return root


def broken_root(tmp_path: Path, name: str) -> tuple[Path, list[Expected]]:
    """The sound root with one broken example laid over it, and what must be said about it.

    Unless the example is about publishing, its editions are published as they stand: one gate speaks at a time.
    """
    root = sound_root(tmp_path)
    shutil.copytree(HERE / "broken" / name, root, dirs_exist_ok=True)
    (root / "expected.toml").unlink()
    if not _told(name).get("keep_lock", False):
        (root / locking.LOCK_FILE).unlink()
        locking.write_lock(root)
    return root, expected_of(name)


def expected_of(name: str) -> list[Expected]:
    """What must be said about a broken example, and nothing more."""
    return [Expected(**problem) for problem in _told(name)["problems"]]


def _told(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / "broken" / name / "expected.toml").read_text(encoding="utf-8"))
