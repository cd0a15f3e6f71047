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
        ("delegation", "gate"): "/delegation/gates/{id}",
        ("interests", "gift"): "/gifts/{id}",
        ("measures", "measure"): "/measures/{id}",
        ("meetings", "meeting"): "/meetings/{id}",
        ("packs", "assurance-pack"): "/packs/{id}",
        ("packs", "board-pack"): "/packs/{id}",
        ("people", "person"): "/people/{id}",
        ("procurement", "procurement"): "/procurement/{id}",
        ("registers", "register"): "/registers",
        ("risks", "risk"): "/risks/{id}",
        ("audits", "recommendation"): "/recommendations/{id}",
    }
)


_PLACES: Mapping[str, str] = MappingProxyType({"register": "/registers"})
"""What is no record of its own lies in a place."""


def path_of(record: Record | None, about: str = "") -> str | None:
    """The address of a record within the tenant, or of the place of what it is about; none where neither has a page."""
    if record is None:
        return _PLACES.get(about)
    found = _PAGES.get((record.room, record.kind))
    return found.format(id=record.id) if found else None
