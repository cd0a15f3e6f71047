"""`python -m backend.catalogue check|lock|docs`: judge the catalogue, publish editions, write the reference."""

import sys
from pathlib import Path

from backend.catalogue.documents import docs_out_of_step, write_docs
from backend.catalogue.gates.locking import write_lock
from backend.catalogue.loader import load_catalogue
from backend.catalogue.problems import CatalogueProblems

_USE = "Use: python -m backend.catalogue check|lock|docs [ROOT]"


def main(words: list[str]) -> int:
    """Run one word over a root (here, if none is named). 0 well, 1 problems, 2 a word that isn't known."""
    root = Path(words[1]) if len(words) > 1 else Path.cwd()
    if not words or words[0] not in {"check", "lock", "docs"} or len(words) > 2:
        print(_USE, file=sys.stderr)  # noqa: T201 - a command line speaks by printing
        return 2
    try:
        said, code = {"check": _check, "lock": _lock, "docs": _docs}[words[0]](root)
    except CatalogueProblems as refusal:
        said, code = str(refusal), 1
    print(said, file=sys.stderr if code else sys.stdout)
    return code


def _check(root: Path) -> tuple[str, int]:
    catalogue = load_catalogue(root)
    stale = docs_out_of_step(root, root / "docs")
    if stale:
        return "\n".join(["Out of step; run the word docs:", *(f"  docs/{name}" for name in stale)]), 1
    held = f"tenants: {len(catalogue.tenants)}; framework editions: {len(catalogue.frameworks)}"
    return f"The catalogue is sound. It holds {held}; workflows: {len(catalogue.workflows)}.", 0


def _lock(root: Path) -> tuple[str, int]:
    new = write_lock(root)
    load_catalogue(root)
    return "\n".join(f"Published {path}" for path in new) or "Nothing new to publish.", 0


def _docs(root: Path) -> tuple[str, int]:
    changed = write_docs(root, root / "docs")
    return "\n".join(f"Wrote docs/{name}" for name in changed) or "The reference is in step.", 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
