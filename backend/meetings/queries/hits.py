"""What was found of members' interests in items, and how they are handled: as it is kept, for whoever judges it.

Not for readers: ask `handling`, which knows who may see what. Only what is withheld from the public is kept back here.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.interests.queries import withholding
from backend.interests.queries.marks import MarkedInterest, marked_interests
from backend.kit.database import fetch
from backend.meetings import hits, rules
from backend.meetings.queries.effects import effects_on
from backend.meetings.queries.touched import TouchedOrganisation
from backend.meetings.treating import Effect, Treatment
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class HitLine:
    """One hit. `state` is what it comes to today: a dismissal that has lapsed is open again, `lapsed` says why.

    `id` is none for an interest that the register holds already and the search has not kept yet. `gone`: the search no
    longer finds it. `withheld`: the interest is withheld from the public.
    """

    id: UUID | None
    item_id: UUID
    person_id: UUID
    person: str
    source: hits.Source
    interest_id: UUID | None
    organisation: str | None
    reason: str
    found: tuple[hits.Words, ...]
    sureness: int
    kind: str | None
    indirect: bool
    state: hits.HitState
    settled_at: datetime | None = None
    settled_by: str | None = None
    settled_because: str | None = None
    lapsed: str | None = None
    gone: bool = False
    withheld: bool = False

    @property
    def counts(self) -> bool:
        """It makes the person conflicted: accepted, or likely enough and not judged."""
        if self.state is hits.HitState.ACCEPTED:
            return True
        return self.state is hits.HitState.OPEN and self.sureness >= hits.SURE and not self.gone

    @property
    def shown(self) -> bool:
        """Nothing is left of a hit that nobody judged and that is no longer found."""
        return not (self.gone and self.state is hits.HitState.OPEN)

    @property
    def sureness_in_words(self) -> str:
        return hits.sureness_in_words(self.sureness)

    @property
    def source_in_words(self) -> str:
        return hits.SOURCE_IN_WORDS[self.source]

    @property
    def state_in_words(self) -> str:
        return hits.STATE_IN_WORDS[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatmentLine:
    """How a member's interest in an item is handled, as it stands: who decided it, in which office, why; its review.

    `effect` is what the treatment brings on the meeting's day.

    `withholds`: papers are kept from them because of it.
    """

    id: UUID
    item_id: UUID
    person_id: UUID
    person: str
    treatment: Treatment
    effect: Effect
    reason: str
    decided_at: datetime
    decided_by_person_id: UUID
    decided_by: str
    office: str
    recorded_by: str
    withholding_id: UUID | None
    review_asked_at: datetime | None
    review_words: str | None
    review_answered_at: datetime | None
    review_answer: str | None
    review_answered_by: str | None

    @property
    def withholds(self) -> bool:
        return self.withholding_id is not None

    @property
    def waits_for_review(self) -> bool:
        return self.review_asked_at is not None and self.review_answered_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchLine:
    """When conflicts were last looked for on an item, and whether by the radar too."""

    item_id: UUID
    searched_at: datetime
    radar: bool


async def hits_of(
    scope: Scope, *, items: Sequence[Any], touched: Mapping[UUID, tuple[TouchedOrganisation, ...]]
) -> dict[UUID, tuple[HitLine, ...]]:
    """What is kept of these items (rows of `meetings_item`), ranked: those to be judged first, then the surest.

    Two statements.
    """
    rows = await fetch(
        "SELECT h.*, p.name AS person FROM meetings_hit h "
        "JOIN people_person p ON p.tenant_id = $1 AND p.id = h.person_id "
        "WHERE h.tenant_id = $1 AND h.item_id = ANY($2) ORDER BY h.sureness DESC, lower(p.name), h.id",
        scope.tenant.id,
        [item["id"] for item in items],
    )
    interest_ids = {row["interest_id"] for row in rows if row["interest_id"]}
    marked = await marked_interests(scope, interest_ids=interest_ids) if interest_ids else {}
    by_id = {item["id"]: item for item in items}
    found: dict[UUID, list[HitLine]] = {}
    for row in rows:
        item = by_id[row["item_id"]]
        basis = basis_of(item, touched.get(item["id"], ()), _mark_of(row, marked))
        found.setdefault(item["id"], []).append(
            _hit(scope, row, marked.get(row["interest_id"]) if row["interest_id"] else None, basis)
        )
    return {
        item_id: tuple(sorted(lines, key=lambda line: (line.state is not hits.HitState.OPEN, -line.sureness)))
        for item_id, lines in found.items()
    }


async def treatments_of(scope: Scope, meeting_id: UUID) -> Mapping[tuple[UUID, UUID], TreatmentLine]:
    """How interests in the items of a meeting are handled, by item and person; what stands now. Two statements."""
    rows = await fetch(
        "SELECT t.id, t.item_id, t.person_id, p.name AS person, t.treatment, t.reason, t.decided_at, "
        "t.decided_by_person_id, t.decided_by_name AS decided_by, t.office, t.recorded_by_name AS recorded_by, "
        "t.withholding_id, t.review_asked_at, t.review_words, t.review_answered_at, t.review_answer, "
        "t.review_answered_by_name AS review_answered_by, m.starts_at "
        "FROM meetings_treatment t JOIN meetings_item i ON i.tenant_id = $1 AND i.id = t.item_id "
        "JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id "
        "JOIN people_person p ON p.tenant_id = $1 AND p.id = t.person_id "
        "WHERE t.tenant_id = $1 AND i.meeting_id = $2 AND t.ended_at IS NULL ORDER BY lower(p.name), t.id",
        scope.tenant.id,
        meeting_id,
    )
    if not rows:
        return {}
    effects = await effects_on(scope, rules.day_of(scope, rows[0]["starts_at"]))
    found = {}
    for row in rows:
        treatment = Treatment(row["treatment"])
        given = {name: value for name, value in row.items() if name != "starts_at"}
        line = TreatmentLine(**{**given, "treatment": treatment, "effect": effects[treatment]})
        found[line.item_id, line.person_id] = line
    return found


async def searches_of(scope: Scope, item_ids: Collection[UUID]) -> dict[UUID, SearchLine]:
    """When these items were last searched."""
    rows = await fetch(
        "SELECT item_id, searched_at, radar FROM meetings_search WHERE tenant_id = $1 AND item_id = ANY($2)",
        scope.tenant.id,
        list(item_ids),
    )
    return {row["item_id"]: SearchLine(**row) for row in rows}


def basis_of(item: Any, touched: Collection[TouchedOrganisation], mark: str | None) -> dict[str, Any]:
    """What a dismissal on this item is judged on."""
    return hits.basis(
        mark=mark,
        purpose=rules.Purpose(item["purpose"]).value,
        value_pence=item["value_pence"],
        procures=item["procures"],
        organisations=[each.id for each in touched],
    )


def _mark_of(row: Any, marked: Mapping[UUID, MarkedInterest]) -> str | None:
    interest = marked.get(row["interest_id"]) if row["interest_id"] else None
    return interest.mark if interest else None


def _hit(scope: Scope, row: Any, interest: MarkedInterest | None, basis: Mapping[str, Any]) -> HitLine:
    state, lapsed = hits.HitState(row["state"]), row["lapsed_because"]
    settled = {name: row[f"settled_{name}"] for name in ("at", "by_name", "because")}
    if state is hits.HitState.DISMISSED:
        judged_on = json.loads(row["judged_on"])
        because = hits.lapse(
            judged_on, basis, settled_on=rules.day_of(scope, settled["at"]), today=scope.today
        )
        if because is not None:
            state, lapsed = hits.HitState.OPEN, because
    withheld = interest is not None and interest.withheld
    closed = withheld and not (scope.may(withholding.SEE) or scope.actor.person_id == row["person_id"])
    reason = row["reason"]
    if closed and interest:
        reason = f"{row['person']} has an interest in {interest.organisation}, which is withheld from the register."
    return HitLine(
        id=row["id"],
        item_id=row["item_id"],
        person_id=row["person_id"],
        person=row["person"],
        source=hits.Source(row["source"]),
        interest_id=row["interest_id"],
        organisation=interest.organisation if interest else None,
        reason=reason,
        found=() if closed else tuple(hits.Words(**words) for words in json.loads(row["found"])),
        sureness=row["sureness"],
        kind=row["kind"],
        indirect=row["indirect"],
        state=state,
        settled_at=settled["at"],
        settled_by=settled["by_name"],
        settled_because=settled["because"],
        lapsed=lapsed if state is hits.HitState.OPEN else None,
        gone=row["gone_at"] is not None or (row["interest_id"] is not None and interest is None),
        withheld=withheld,
    )
