"""What changed in a row, in words for its history."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from backend.committees import queries as committees
from backend.kit.calendar import in_words
from backend.people import queries as people
from backend.risks import rules
from backend.scope import Scope

LABELS: Mapping[str, str] = {
    "called": "reference",
    "title": "title",
    "cause": "cause",
    "event": "event",
    "effect": "effect",
    "category": "category",
    "directorate": "directorate",
    "objective_ids": "objectives",
    "linked_ids": "linked risks",
    "owner_person_id": "owner",
    "lead_person_id": "lead executive",
    "committee_id": "lead committee",
    "next_review_on": "next review",
    "target_on": "target date",
    "source": "where it came from",
    "words": "words",
    "strength": "strength",
    "line": "line",
    "level": "level",
    "finding": "finding",
    "given_on": "given on",
    "next_on": "next due",
    "due_on": "due date",
    "kind": "kind",
    "control_id": "control",
    "position": "place",
    "falls_on": "day",
    "score": "score",
}
_SHORT = 60


async def changed_words(scope: Scope, before: Mapping[str, Any], changed: Mapping[str, Any]) -> str:
    """“owner from Ann Lee to Tom Fox; cause reworded”: short values are told, long ones are only named."""
    ids = [
        value
        for name in ("owner_person_id", "lead_person_id")
        if name in changed
        for value in (before[name], changed[name])
        if value is not None
    ]
    persons = await people.persons_by_id(scope, ids) if ids else {}
    bodies = await committees.committee_names(scope) if "committee_id" in changed else {}
    names = {**{each.id: each.name for each in persons.values()}, **bodies}
    return "; ".join(_told(name, before[name], changed[name], names) for name in changed)


async def check_people(scope: Scope, **ids: UUID | None) -> None:
    """Whether these are people of the tenant. Raises rules.UnableToKeepRisk naming the first field that is not."""
    wanted = [value for value in ids.values() if value is not None]
    known = await people.persons_by_id(scope, wanted) if wanted else {}
    for field, value in ids.items():
        if value is not None and value not in known:
            raise rules.UnableToKeepRisk(
                f"Choose the {LABELS.get(field, 'person')} from the list.", field=field
            )


def _told(name: str, was: Any, came: Any, names: Mapping[UUID, str]) -> str:
    label = LABELS.get(name, name.replace("_", " "))
    if isinstance(was, list) or isinstance(came, list):
        return f"{label} changed"
    old, new = _plain(was, names), _plain(came, names)
    if len(old) > _SHORT or len(new) > _SHORT:
        return f"{label} reworded"
    return f"{label} from {old} to {new}"


def _plain(value: Any, names: Mapping[UUID, str]) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, date):
        return in_words(value)
    if isinstance(value, UUID):
        return names.get(value, "another")
    return f"“{value}”" if isinstance(value, str) else str(value)
