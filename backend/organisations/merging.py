"""Merging duplicates: what was two turns out to be one, and can turn out to be two again.

Nothing that names an organisation is rewritten: a merged one keeps its id and says whom it was merged into, and the
view `organisations_named` reads through it. So undoing a merge undoes it for every register and agenda at once.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record, canonical
from backend.organisations import queries, rules
from backend.organisations.queries import OrganisationLine
from backend.organisations.searching import search_ahead
from backend.organisations.tables import Merge, Organisation
from backend.scope import NotFound, OvertakenByAnother, Refusal, Scope

_TAKEN_OVER = ("ods_code", "company_number", "charity_number", "started_on", "ended_on", "locality_id")
"""What the kept organisation takes over where it has nothing of its own."""

# Words that tell nothing apart: legal forms, and what the demonstration adds.
_EMPTY_WORDS = frozenset({"the", "and", "ltd", "limited", "plc", "llp", "cic", "demonstration", "invented"})
_SHORT = {"st": "street", "rd": "road", "ctr": "centre", "med": "medical", "surg": "surgery"}


class UnableToMerge(Refusal):
    """Two organisations that can't be made one, or one that can't be made two again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Organisations that could be the same, and why."""

    organisations: tuple[OrganisationLine, ...]
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeLine:
    """A merge that stands: which organisation was merged into the one that is looked at."""

    id: UUID
    merged_id: UUID
    merged_name: str
    merged_on: date
    merged_by: str


def check_can_merge(
    *, kept: OrganisationLine, merged: OrganisationLine, parents_of_kept: Iterable[UUID]
) -> None:
    """Two living organisations, neither of which is a part of the other."""
    if kept.id == merged.id:
        raise UnableToMerge("Choose another organisation: this is the one itself.", field="other_id")
    for each in (kept, merged):
        if each.merged_into is not None:
            raise UnableToMerge(f"“{each.name}” has been merged already.", field="other_id")
        if each.retired_on is not None:
            raise UnableToMerge(
                f"“{each.name}” is retired. Choose one that is in the directory.", field="other_id"
            )
    if merged.id in set(parents_of_kept) or merged.part_of == kept.id:
        raise UnableToMerge(
            f"“{merged.name}” and “{kept.name}” are part of one another, so they are two.", field="other_id"
        )


def loosely(name: str) -> str:
    """The name without legal forms, punctuation and abbreviations: to suggest, never to decide."""
    words = re.sub(r"[^\w\s]", " ", rules.folded(name).replace("&", " and ")).split()
    kept = [_SHORT.get(word, word) for word in words if word not in _EMPTY_WORDS]
    return " ".join(kept) or rules.folded(name)


def alike(organisations: Sequence[OrganisationLine]) -> tuple[Alike, ...]:
    """Groups that share a code, a number or, loosely, a name. Each organisation stands in one group at most."""
    found: list[Alike] = []
    grouped: set[UUID] = set()
    for because, keys_of in (
        ("the same ODS code", lambda each: [each.ods_code]),
        ("the same company number", lambda each: [each.company_number]),
        ("the same charity number", lambda each: [each.charity_number]),
        (
            "names that are alike",
            lambda each: [loosely(name) for name in (each.name, *each.other_names, *each.former_names)],
        ),
    ):
        groups: defaultdict[str, dict[UUID, OrganisationLine]] = defaultdict(dict)
        for each in organisations:
            if each.id in grouped or each.retired_on is not None:
                continue
            for key in keys_of(each):
                if key:
                    groups[key][each.id] = each
        for _, group in sorted(groups.items()):
            members = tuple(each for each in group.values() if each.id not in grouped)
            if len(members) > 1:
                found.append(Alike(organisations=members, because=because))
                grouped.update(each.id for each in members)
    return tuple(found)


async def alike_in(scope: Scope) -> tuple[Alike, ...]:
    """What could be duplicates in the directory."""
    return alike(await queries.organisations_of(scope))


async def merges_into(scope: Scope, *, organisation_id: UUID) -> tuple[MergeLine, ...]:
    """The merges into this organisation that stand, newest first."""
    rows = await fetch(
        """
        SELECT m.id, m.merged_id, o.name AS merged_name, m.merged_on, m.merged_by FROM organisations_merge m
        JOIN organisations_organisation o ON o.tenant_id = $1 AND o.id = m.merged_id
        WHERE m.tenant_id = $1 AND m.kept_id = $2 AND m.undone_on IS NULL ORDER BY m.merged_on DESC, m.id DESC""",
        scope.tenant.id,
        organisation_id,
    )
    return tuple(MergeLine(**row) for row in rows)


async def merge(scope: Scope, *, kept_id: UUID, merged_id: UUID) -> None:
    """Make `merged_id` one with `kept_id`, which takes over its names, parts and what it lacks itself.

    Everything that named the merged one names the kept one from now on. Raises `UnableToMerge`, `NotFound`.
    """
    kept_row, merged_row = await _both(scope, kept_id, merged_id)
    lines = await queries.organisations_by_id(scope, ids=[kept_id, merged_id])
    kept, merged = lines[kept_id], lines[merged_id]
    check_can_merge(kept=kept, merged=merged, parents_of_kept=await _above(scope, kept_id))

    had = set(kept_row["folded_names"])
    names = [
        name
        for name in dict.fromkeys((merged.name, *merged.other_names, *merged.former_names))
        if rules.folded(name) not in had
    ]
    values = {
        column: merged_row[column]
        for column in _TAKEN_OVER
        if kept_row[column] is None and merged_row[column] is not None
    }
    if "ended_on" in values and (values.get("started_on") or kept_row["started_on"]) is not None:
        begun = kept_row["started_on"] or values["started_on"]
        if values["ended_on"] < begun:
            del values["ended_on"]
    parts = await fetch(
        "UPDATE organisations_organisation SET part_of = $3 WHERE tenant_id = $1 AND part_of = $2 RETURNING id",
        scope.tenant.id,
        merged_id,
        kept_id,
    )
    before = await fetch(
        "UPDATE organisations_organisation SET merged_into = $3 WHERE tenant_id = $1 AND merged_into = $2 RETURNING id",
        scope.tenant.id,
        merged_id,
        kept_id,
    )
    await Organisation.change(scope, merged_into=kept_id, retired_on=scope.today).where(
        Organisation.id == merged_id
    )
    await Organisation.change(
        scope,
        other_names=[*kept_row["other_names"], *names],
        folded_names=[*kept_row["folded_names"], *dict.fromkeys(map(rules.folded, names))],
        **values,
    ).where(Organisation.id == kept_id)
    brought = {
        "names": names,
        "values": values,
        "parts": [row["id"] for row in parts],
        "merged_before": [row["id"] for row in before],
    }
    await Merge.add(
        scope,
        kept_id=kept_id,
        merged_id=merged_id,
        brought=canonical(brought),
        merged_on=scope.today,
        merged_by=scope.actor.name,
        undone_on=None,
    )
    search_ahead(scope)
    await ledger.record(
        scope,
        "organisations.organisation.merged",
        _record(kept_id, kept.name),
        after={"merged": merged_id, "name": merged.name, **brought},
    )


async def undo_merge(scope: Scope, *, merge_id: UUID) -> UUID:
    """Make two of one again, as far as nobody changed what the merge had brought. Returns the kept one's id.

    Raises `UnableToMerge` where another organisation has taken the name meanwhile, `NotFound`.
    """
    rows = await Merge.within(scope).where(Merge.id == merge_id)
    if not rows or rows[0]["undone_on"] is not None:
        raise NotFound("merge")
    standing = rows[0]
    kept_id, merged_id = standing["kept_id"], standing["merged_id"]
    kept_row, merged_row = await _both(scope, kept_id, merged_id)
    if merged_row["merged_into"] != kept_id:
        raise OvertakenByAnother(
            f"“{kept_row['name']}” was itself merged into another organisation since. Undo that first."
        )
    namesakes = await fetch(
        """
        SELECT name FROM organisations_organisation
        WHERE tenant_id = $1 AND folded_names[1] = $2 AND retired_on IS NULL""",
        scope.tenant.id,
        merged_row["folded_names"][0],
    )
    if namesakes:
        raise UnableToMerge(
            f"Another organisation is called “{namesakes[0]['name']}” now. Rename it first, then undo the merge."
        )
    brought: dict[str, Any] = json.loads(standing["brought"])
    gone = {rules.folded(name) for name in brought["names"]}
    others = [name for name in kept_row["other_names"] if rules.folded(name) not in gone]
    still = {
        column: None
        for column, value in brought["values"].items()
        if canonical(kept_row[column]) == canonical(value)
    }
    every_name = [kept_row["name"], *others, *kept_row["former_names"]]
    await Organisation.change(
        scope,
        other_names=others,
        folded_names=list(dict.fromkeys(map(rules.folded, every_name))),
        **still,
    ).where(Organisation.id == kept_id)
    await Organisation.change(scope, merged_into=None, retired_on=None).where(Organisation.id == merged_id)
    await fetch(
        """
        UPDATE organisations_organisation SET part_of = $3
        WHERE tenant_id = $1 AND part_of = $2 AND id = ANY($4::uuid[])""",
        scope.tenant.id,
        kept_id,
        merged_id,
        [UUID(each) for each in brought["parts"]],
    )
    await fetch(
        """
        UPDATE organisations_organisation SET merged_into = $3
        WHERE tenant_id = $1 AND merged_into = $2 AND id = ANY($4::uuid[])""",
        scope.tenant.id,
        kept_id,
        merged_id,
        [UUID(each) for each in brought["merged_before"]],
    )
    await Merge.change(scope, undone_on=scope.today).where(Merge.id == merge_id)
    search_ahead(scope)
    await ledger.record(
        scope,
        "organisations.organisation.unmerged",
        _record(kept_id, kept_row["name"]),
        after={"merged": merged_id, "name": merged_row["name"]},
    )
    return UUID(str(kept_id))


async def _both(scope: Scope, kept_id: UUID, merged_id: UUID) -> tuple[Any, Any]:
    """The two rows, held for us alone until the transaction ends; always in one order, so that two can't deadlock."""
    rows = await fetch(
        "SELECT * FROM organisations_organisation WHERE tenant_id = $1 AND id = ANY($2) ORDER BY id FOR UPDATE",
        scope.tenant.id,
        [kept_id, merged_id],
    )
    found = {row["id"]: row for row in rows}
    if kept_id not in found or merged_id not in found:
        raise NotFound("organisation")
    return found[kept_id], found[merged_id]


async def _above(scope: Scope, organisation_id: UUID) -> list[UUID]:
    """What the organisation is part of, and what that is part of, and so on."""
    rows = await fetch(
        """
        WITH RECURSIVE up AS (
          SELECT part_of, 1 AS step FROM organisations_organisation WHERE tenant_id = $1 AND id = $2
          UNION ALL
          SELECT o.part_of, up.step + 1 FROM organisations_organisation o JOIN up ON o.id = up.part_of
          WHERE o.tenant_id = $1 AND up.step < 50)
        SELECT part_of FROM up WHERE part_of IS NOT NULL""",
        scope.tenant.id,
        organisation_id,
    )
    return [row["part_of"] for row in rows]


def _record(organisation_id: UUID, title: str) -> Record:
    return Record(room="organisations", kind="organisation", id=organisation_id, title=title)
