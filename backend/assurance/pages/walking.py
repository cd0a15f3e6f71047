"""Where the record lies that a reason names: its address within the tenant, as far as it has a page."""

from collections.abc import Mapping
from types import MappingProxyType

from backend.ledger.records import Record

_PAGES: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("actions", "action"): "/actions/{id}",
        ("committees", "committee"): "/committees/{id}",
        ("concerns", "breach"): "/concerns/breaches/{id}",
        ("delegation", "milestone"): "/delegation/milestones/{id}",
        ("delegation", "gate"): "/delegation",
        ("interests", "gift"): "/gifts/{id}",
        ("measures", "measure"): "/measures/{id}",
        ("meetings", "meeting"): "/meetings/{id}",
        ("packs", "assurance-pack"): "/packs/{id}",
        ("packs", "board-pack"): "/packs/{id}",
        ("people", "person"): "/people/{id}",
        ("procurement", "procurement"): "/procurement/{id}",
        ("registers", "register"): "/registers",
        ("risks", "risk"): "/risks/{id}",
    }
)


def path_of(record: Record | None) -> str | None:
    """The address of a record within the tenant; none for what has no page of its own."""
    found = _PAGES.get((record.room, record.kind)) if record is not None else None
    return found.format(id=record.id) if found and record is not None else None
