"""Evidence as it stands on a day: one item, a list, what rests on it, and what something rests on.

A confidential item is shown to officers, internal audit, its owner and its readers. To anybody else it is `hidden`: it
counts for what rests on it, and nothing is told of it but that.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from backend.assurance.queries import amending
from backend.assurance.rules import evidence as rules
from backend.kit.database import fetch
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """One item as it stands on a day; the words of the version that was the newest then.

    `used` is how many things rest on it. `lapses_on` is the next day on which time alone changes its state.
    """

    id: UUID
    number: int
    title: str
    owner_person_id: UUID
    owner: str
    confidential: bool
    hidden: bool
    version: int
    version_number: int
    sort: rules.Sort
    file_id: UUID | None
    file_name: str | None
    record_room: str | None
    record_kind: str | None
    record_id: UUID | None
    record_title: str | None
    record_path: str | None
    record_as_at: date | None
    statement: str | None
    stated_by_name: str | None
    stated_on: date | None
    sha256: str
    shows: str
    limits: str
    line: rules.Line
    independence: rules.Independence
    level: rules.Level
    effective_from: date
    effective_to: date | None
    expires_on: date | None
    review_on: date | None
    added_at: datetime
    added_by_name: str
    withdrawn_because: str | None
    amendments: tuple[rules.Amendment, ...]
    state: rules.State
    why: str
    lapses_on: date | None
    used: int

    @property
    def reference(self) -> str:
        return rules.reference(self.number)

    @property
    def path(self) -> str:
        return f"/evidence/{self.id}"

    @property
    def counts(self) -> bool:
        """Whether it counts for what rests on it."""
        return self.state in rules.COUNTS

    @property
    def needs_review(self) -> bool:
        return self.state is rules.State.DUE

    @property
    def state_in_words(self) -> str:
        return rules.STATE_IN_WORDS[self.state]

    @property
    def sort_in_words(self) -> str:
        return rules.SORT_IN_WORDS[self.sort]

    @property
    def line_in_words(self) -> str:
        return rules.LINE_IN_WORDS[self.line]

    @property
    def line_short(self) -> str:
        return rules.LINE_SHORT[self.line]

    @property
    def independence_in_words(self) -> str:
        return rules.INDEPENDENCE_IN_WORDS[self.independence]

    @property
    def level_in_words(self) -> str:
        return rules.LEVEL_IN_WORDS[self.level]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an item is worth on a day, for whatever rests on it. `why` is a sentence, empty for what is current."""

    evidence_id: UUID
    title: str
    state: rules.State
    why: str
    counts: bool
    needs_review: bool
    lapses_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelianceLine:
    """That something rests on an item, or did: `path` is its page within the tenant."""

    id: UUID
    evidence_id: UUID
    by_room: str
    by_kind: str
    by_id: UUID
    by_title: str
    path: str
    because: str
    begun_at: datetime
    begun_by_name: str
    ended_at: datetime | None
    ended_by_name: str | None
    ended_because: str | None


# $1 tenant, $2 the end of the day, $3 ids of items or null for all
_ROWS = """
SELECT i.id, i.number, i.title, i.owner_person_id, p.name AS owner, i.confidential, i.readers, i.version,
  v.number AS version_number, v.sort, v.file_id, f.name AS file_name, v.record_room, v.record_kind, v.record_id,
  v.record_title, v.record_path, v.record_as_at, v.statement, v.stated_by_name, v.stated_on, v.sha256, v.shows,
  v.limits, v.line, v.independence, v.level, v.effective_from, v.effective_to, v.expires_on, v.added_at,
  v.added_by_name, s.review_on, s.made_at AS looked_at,
  CASE WHEN w.kind = 'withdrawn' THEN w.words END AS withdrawn_because,
  (SELECT count(*) FROM assurance_reliance r WHERE r.tenant_id = $1 AND r.evidence_id = i.id
    AND r.begun_at <= $2 AND (r.ended_at IS NULL OR r.ended_at > $2)) AS used
FROM assurance_evidence i
JOIN people_person p ON p.tenant_id = $1 AND p.id = i.owner_person_id
JOIN LATERAL (
  SELECT * FROM assurance_evidence_version x WHERE x.tenant_id = $1 AND x.evidence_id = i.id AND x.added_at <= $2
  ORDER BY x.number DESC LIMIT 1
) v ON true
JOIN LATERAL (
  SELECT x.review_on, x.made_at FROM assurance_evidence_step x
  WHERE x.tenant_id = $1 AND x.evidence_id = i.id AND x.made_at <= $2
    AND x.kind IN ('added', 'renewed', 'confirmed', 'restored')
  ORDER BY x.made_at DESC, x.id DESC LIMIT 1
) s ON true
LEFT JOIN LATERAL (
  SELECT x.kind, x.words FROM assurance_evidence_step x
  WHERE x.tenant_id = $1 AND x.evidence_id = i.id AND x.made_at <= $2 AND x.kind IN ('withdrawn', 'restored')
  ORDER BY x.made_at DESC, x.id DESC LIMIT 1
) w ON true
LEFT JOIN evidence_file f ON f.tenant_id = $1 AND f.id = v.file_id
WHERE i.tenant_id = $1 AND ($3::uuid[] IS NULL OR i.id = ANY ($3))
ORDER BY i.number
"""


async def evidence_by_id(
    scope: Scope, evidence_ids: Collection[UUID], *, on: date | None = None
) -> dict[UUID, EvidenceView]:
    """These items as they stand on the day (today), by id; one that was not there yet is missing. Three statements."""
    if not evidence_ids:
        return {}
    return {view.id: view for view in await _views(scope, on, list(set(evidence_ids)))}


async def all_evidence(scope: Scope, *, on: date | None = None) -> tuple[EvidenceView, ...]:
    """Every item that the reader may see, in the order in which they were added. Three statements."""
    return tuple(view for view in await _views(scope, on, None) if not view.hidden)


async def evidence(scope: Scope, *, evidence_id: UUID, on: date | None = None) -> EvidenceView:
    """One item. Raises NotFound, for a confidential one also to whoever may not see it."""
    found = (await evidence_by_id(scope, [evidence_id], on=on)).get(evidence_id)
    if found is None or found.hidden:
        raise NotFound("evidence")
    return found


async def standing_of(
    scope: Scope, *, evidence_ids: Collection[UUID], on: date | None = None
) -> Mapping[UUID, Standing]:
    """What each item is worth on the day (today), confidential ones too. Expired and withdrawn ones don't count."""
    return {
        view.id: Standing(
            evidence_id=view.id,
            title=view.title,
            state=view.state,
            why=view.why,
            counts=view.counts,
            needs_review=view.needs_review,
            lapses_on=view.lapses_on,
        )
        for view in (await evidence_by_id(scope, evidence_ids, on=on)).values()
    }


async def relied_on_by(
    scope: Scope, *, records: Collection[UUID], on: date | None = None
) -> Mapping[UUID, tuple[EvidenceView, ...]]:
    """What each of these things (an answer, a control, by its id) rested on at the end of the day (today).

    Something that rests on nothing has an empty tuple. Four statements.
    """
    if not records:
        return {}
    rows = await fetch(
        "SELECT by_id, evidence_id FROM assurance_reliance WHERE tenant_id = $1 AND by_id = ANY ($2) "
        "AND begun_at <= $3 AND (ended_at IS NULL OR ended_at > $3) ORDER BY begun_at, id",
        scope.tenant.id,
        list(records),
        scope.end_of(on or scope.today),
    )
    views = await evidence_by_id(scope, {row["evidence_id"] for row in rows}, on=on)
    found: dict[UUID, dict[UUID, EvidenceView]] = {record_id: {} for record_id in records}
    for row in rows:
        if row["evidence_id"] in views:
            found[row["by_id"]][row["evidence_id"]] = views[row["evidence_id"]]
    return MappingProxyType({record_id: tuple(each.values()) for record_id, each in found.items()})


async def uses_of(scope: Scope, *, evidence_id: UUID) -> tuple[RelianceLine, ...]:
    """What rests on an item, and what did; what still does comes first."""
    names = ", ".join(RelianceLine.__dataclass_fields__)
    rows = await fetch(
        f"SELECT {names} FROM assurance_reliance WHERE tenant_id = $1 AND evidence_id = $2 "  # noqa: S608 - our own words
        "ORDER BY ended_at DESC NULLS FIRST, begun_at, id",
        scope.tenant.id,
        evidence_id,
    )
    return tuple(RelianceLine(**row) for row in rows)


def may_see(
    scope: Scope, *, confidential: bool, owner_person_id: UUID | None, readers: Iterable[UUID]
) -> bool:
    """Officers, internal audit, our own chores, the owner and the readers see what is confidential."""
    if not confidential or scope.actor.chore is not None:
        return True
    if scope.roles & {"governance-officer", "internal-audit"}:
        return True
    return scope.actor.person_id is not None and scope.actor.person_id in {owner_person_id, *readers}


async def _views(scope: Scope, on: date | None, ids: list[UUID] | None) -> tuple[EvidenceView, ...]:
    day = on or scope.today
    until = scope.end_of(day)
    rows = await fetch(_ROWS, scope.tenant.id, until, ids)
    changed = await amending.amendments_of(
        scope,
        [
            amending.Link(
                evidence_id=row["id"],
                room=row["record_room"],
                kind=row["record_kind"],
                record_id=row["record_id"],
                since=max(row["added_at"], row["looked_at"]),
            )
            for row in rows
            if row["record_id"] is not None
        ],
        until=until,
    )
    return tuple(_view(scope, row, changed.get(row["id"], ()), day) for row in rows)


_WORKED_OUT = frozenset(
    {"hidden", "amendments", "state", "why", "lapses_on", "sort", "line", "independence", "level"}
)


def _view(
    scope: Scope, row: Mapping[str, Any], amendments: tuple[rules.Amendment, ...], day: date
) -> EvidenceView:
    facts = rules.Facts(
        effective_from=row["effective_from"],
        expires_on=row["expires_on"],
        review_on=row["review_on"],
        withdrawn=row["withdrawn_because"] is not None,
        amended=amendments,
    )
    view = EvidenceView(
        **{name: row[name] for name in EvidenceView.__dataclass_fields__ if name not in _WORKED_OUT},
        hidden=False,
        sort=rules.Sort(row["sort"]),
        line=rules.Line(row["line"]),
        independence=rules.Independence(row["independence"]),
        level=rules.Level(row["level"]),
        amendments=amendments,
        state=rules.state_on(facts, day),
        why=row["withdrawn_because"] or rules.why_on(facts, day),
        lapses_on=rules.lapses_on(facts, day),
    )
    seen = may_see(
        scope,
        confidential=row["confidential"],
        owner_person_id=row["owner_person_id"],
        readers=row["readers"],
    )
    return view if seen else _masked(view)


def _masked(view: EvidenceView) -> EvidenceView:
    """What whoever may not see it is told: that there is something, what it is worth, and nothing more."""
    return replace(
        view,
        title="Confidential evidence",
        hidden=True,
        owner="",
        file_id=None,
        file_name=None,
        record_room=None,
        record_kind=None,
        record_id=None,
        record_title=None,
        record_path=None,
        record_as_at=None,
        statement=None,
        stated_by_name=None,
        sha256="",
        shows="",
        limits="",
        added_by_name="",
        withdrawn_because=None,
        amendments=(),
        why="",
    )
