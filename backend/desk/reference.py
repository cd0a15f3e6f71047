"""The generated pages of docs/reference: written from what they describe, and compared with it by `make check`."""

import importlib
import json
from collections.abc import Callable
from pathlib import Path

from backend import timetable
from backend.catalogue import documents
from backend.catalogue.vocabulary import page as facts
from backend.desk import openapi
from backend.people import permissions

# In the order of the house, lowest first.
_ROOMS = (
    "kit",
    "catalogue",
    "tenancy",
    "ledger",
    "facts",
    "web",
    "organisations",
    "evidence",
    "notices",
    "people",
    "signoff",
    "committees",
    "powers",
    "chasing",
    "schedules",
    "actions",
    "interests",
    "procurement",
    "concerns",
    "meetings",
    "planning",
    "between",
    "sittings",
    "registers",
    "assurance",
    "delegation",
    "packs",
    "reading",
    "provision",
    "desk",
)


def write(root: Path) -> list[str]:
    """Write every generated page; returns those that changed."""
    changed = []
    for name, page in _PAGES.items():
        path = root / "docs" / "reference" / name
        text = page()
        if not path.exists() or path.read_text() != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            changed.append(f"docs/reference/{name}")
    stale = documents.docs_out_of_step(root, root / "docs")
    if stale:
        documents.write_docs(root, root / "docs")
    return changed + [f"docs/{name}" for name in stale]


def out_of_step(root: Path) -> list[str]:
    """The generated pages that do not say what they would say now."""
    folder = root / "docs" / "reference"
    stale = [
        f"docs/reference/{name}"
        for name, page in _PAGES.items()
        if not (folder / name).exists() or (folder / name).read_text() != page()
    ]
    return stale + [f"docs/{name}" for name in documents.docs_out_of_step(root, root / "docs")]


def _rooms() -> str:
    """What each room is for, from its own words."""
    lines = [
        "# The rooms of the house",
        "",
        "Lowest first. A room imports only what stands above it on this page.",
        "",
    ]
    for room in _ROOMS:
        words = (importlib.import_module(f"backend.{room}").__doc__ or "").strip()
        lines += [f"## {room}", "", words, ""]
    return "\n".join(lines)


_PAGES: dict[str, Callable[[], str]] = {
    "facts.md": facts.in_markdown,
    "permissions.md": permissions.in_markdown,
    "timetable.md": timetable.in_markdown,
    "openapi.json": lambda: json.dumps(openapi.document(), indent=1, ensure_ascii=False) + "\n",
    "rooms.md": _rooms,
}
