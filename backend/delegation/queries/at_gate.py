"""What was said at gates: signatures, waivers, conditions set, happenings and evidence, as known at a moment."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.catalogue.criteria import Guards
from backend.delegation.queries.gate_views import (
    GuardedMilestone,
    HappeningView,
    ImposedView,
    PassingView,
    ShownLine,
    WaiverView,
)
from backend.delegation.rules import gates as at_gates
from backend.kit.database import fetch
from backend.ledger.records import Record
from backend.scope import NotFound, Scope

_SUBJECTS = frozenset({"condition_id", "commitment_id", "imposed_id", "happening_id"})


async def passings_of(
    scope: Scope, gate_ids: Collection[UUID], *, on: date, moment: datetime
) -> tuple[PassingView, ...]:
    """Signatures at gates that hold from `on` or before, the oldest first."""
    rows = await fetch(
        """
        SELECT * FROM delegation_passing WHERE tenant_id = $1 AND gate_id = ANY ($2) AND since <= $3
          AND known_from <= $4 ORDER BY gate_id, number""",
        scope.tenant.id,
        list(gate_ids),
        on,
        moment,
    )
    names = PassingView.__dataclass_fields__
    return tuple(PassingView(**{name: row[name] for name in names}) for row in rows)


async def waivers_of(scope: Scope, gate_ids: Collection[UUID], *, moment: datetime) -> tuple[WaiverView, ...]:
    """Waivers of the criteria of gates, withdrawn and lapsed ones too, the oldest first."""
    rows = await fetch(
        """
        SELECT * FROM delegation_waiver WHERE tenant_id = $1 AND gate_id = ANY ($2) AND known_from <= $3
        ORDER BY known_from, id""",
        scope.tenant.id,
        list(gate_ids),
        moment,
    )
    return tuple(
        WaiverView(
            id=row["id"],
            condition_id=row["condition_id"],
            reason=row["reason"],
            since=row["since"],
            until=row["until"],
            known_from=row["known_from"],
            person_name=row["person_name"],
            office=row["office"],
            withdrawn_on=_by(moment, row["withdrawn_at"], row["withdrawn_on"]),
            withdrawn_because=_by(moment, row["withdrawn_at"], row["withdrawn_because"]),
        )
        for row in rows
    )


async def imposed_of(
    scope: Scope,
    *,
    on: date,
    moment: datetime,
    gate_ids: Collection[UUID] | None = None,
    ids: Collection[UUID] | None = None,
) -> tuple[ImposedView, ...]:
    """Conditions that were set: at some gates, those with some ids, or all of programmes in use."""
    rows = await fetch(
        """
        SELECT i.*, g.slug AS gate, f.number AS from_number, t.id AS into_id, t.number AS into_number,
          s.state, s.words AS said, s.since, s.person_name AS said_by
        FROM delegation_imposed i
        JOIN delegation_gate g ON g.tenant_id = $1 AND g.id = i.gate_id
        JOIN delegation_programme p ON p.tenant_id = $1 AND p.id = i.programme_id
        LEFT JOIN delegation_imposed f ON f.tenant_id = $1 AND f.id = i.carried_from_id
        LEFT JOIN delegation_imposed t ON t.tenant_id = $1 AND t.carried_from_id = i.id AND t.known_from <= $3
          AND t.imposed_on <= $2
        LEFT JOIN LATERAL (
          SELECT * FROM delegation_imposed_state v WHERE v.tenant_id = $1 AND v.imposed_id = i.id AND v.since <= $2
            AND v.known_from <= $3 ORDER BY v.version DESC LIMIT 1
        ) s ON true
        WHERE i.tenant_id = $1 AND i.imposed_on <= $2 AND i.known_from <= $3
          AND ($4::uuid[] IS NULL OR i.gate_id = ANY ($4)) AND ($5::uuid[] IS NULL OR i.id = ANY ($5))
          AND ($4::uuid[] IS NOT NULL OR $5::uuid[] IS NOT NULL OR p.retired_on IS NULL)
        ORDER BY i.programme_id, i.number""",
        scope.tenant.id,
        on,
        moment,
        None if gate_ids is None else list(gate_ids),
        None if ids is None else list(ids),
    )
    return tuple(
        ImposedView(
            id=row["id"],
            programme_id=row["programme_id"],
            gate_id=row["gate_id"],
            gate=row["gate"],
            number=row["number"],
            words=row["words"],
            imposed_by=row["imposed_by"],
            imposed_on=row["imposed_on"],
            due_on=row["due_on"],
            year=row["year"],
            action_id=row["action_id"],
            from_id=row["carried_from_id"],
            from_number=row["from_number"],
            into_id=row["into_id"],
            into_number=row["into_number"],
            state=at_gates.Imposed(row["state"] or "open"),
            said=row["said"],
            since=row["since"] or row["imposed_on"],
            said_by=row["said_by"],
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ImposedLine:
    """One thing that was said of a condition, as it was recorded."""

    state_in_words: str
    words: str
    since: date
    known_from: datetime
    person_name: str


async def imposed_lines(scope: Scope, *, imposed_id: UUID) -> tuple[ImposedLine, ...]:
    """Everything that was said of a condition, oldest first."""
    rows = await fetch(
        "SELECT * FROM delegation_imposed_state WHERE tenant_id = $1 AND imposed_id = $2 ORDER BY version",
        scope.tenant.id,
        imposed_id,
    )
    return tuple(
        ImposedLine(
            state_in_words=at_gates.IMPOSED_IN_WORDS[at_gates.Imposed(row["state"])],
            words=row["words"],
            since=row["since"],
            known_from=row["known_from"],
            person_name=row["person_name"],
        )
        for row in rows
    )


async def happenings_of(
    scope: Scope,
    *,
    on: date,
    moment: datetime,
    gate_ids: Collection[UUID] | None = None,
    ids: Collection[UUID] | None = None,
) -> tuple[HappeningView, ...]:
    """What happened at gates up to `on`, by its day; what was struck out stands there with why."""
    rows = await fetch(
        """
        SELECT h.*, g.slug AS gate, m.slug AS milestone FROM delegation_happening h
        JOIN delegation_gate g ON g.tenant_id = $1 AND g.id = h.gate_id
        LEFT JOIN delegation_milestone m ON m.tenant_id = $1 AND m.id = h.milestone_id
        WHERE h.tenant_id = $1 AND h.happened_on <= $2 AND h.known_from <= $3
          AND ($4::uuid[] IS NULL OR h.gate_id = ANY ($4)) AND ($5::uuid[] IS NULL OR h.id = ANY ($5))
        ORDER BY h.happened_on, h.number""",
        scope.tenant.id,
        on,
        moment,
        None if gate_ids is None else list(gate_ids),
        None if ids is None else list(ids),
    )
    return tuple(
        HappeningView(
            **{
                name: row[name]
                for name in HappeningView.__dataclass_fields__
                if name not in ("what", "struck_at", "struck_because")
            },
            what=at_gates.What(row["what"]),
            struck_at=_by(moment, row["struck_at"], row["struck_at"]),
            struck_because=_by(moment, row["struck_at"], row["struck_because"]),
        )
        for row in rows
    )


async def shown_for(
    scope: Scope,
    subject: str,
    ids: Collection[UUID],
    *,
    on: date,
    moment: datetime,
    withdrawn: bool = False,
) -> dict[UUID, tuple[ShownLine, ...]]:
    """Evidence by what it is shown for, a column of `delegation_shown`; withdrawn evidence where it is asked for."""
    if subject not in _SUBJECTS:
        raise ValueError(f"nothing is shown for a {subject}")
    if not ids:
        return {}
    rows = await fetch(
        f"SELECT e.*, e.{subject} AS subject_id FROM delegation_shown e WHERE e.tenant_id = $1 "  # noqa: S608  # ours
        f"AND e.{subject} = ANY ($2) AND e.since <= $3 AND e.known_from <= $4 ORDER BY e.known_from, e.id",
        scope.tenant.id,
        list(ids),
        on,
        moment,
    )
    found: dict[UUID, list[ShownLine]] = {}
    for row in rows:
        gone = _by(moment, row["withdrawn_at"], row["withdrawn_on"])
        if gone is not None and gone <= on and not withdrawn:
            continue
        line = ShownLine(
            id=row["id"],
            kind=row["kind_of_evidence"],
            record=Record(
                room=row["room"],
                kind=row["kind"],
                id=row["record_id"],
                title=row["title"],
                hash=row["hash"],
            ),
            since=row["since"],
            known_from=row["known_from"],
            person_name=row["person_name"],
            withdrawn_on=gone,
            withdrawn_because=_by(moment, row["withdrawn_at"], row["withdrawn_because"]),
        )
        found.setdefault(row["subject_id"], []).append(line)
    return {key: tuple(lines) for key, lines in found.items()}


async def shown_record(scope: Scope, *, shown_id: UUID) -> Record:
    """What a piece of evidence is, withdrawn or not. Raises NotFound."""
    rows = await fetch(
        "SELECT * FROM delegation_shown WHERE tenant_id = $1 AND id = $2", scope.tenant.id, shown_id
    )
    if not rows:
        raise NotFound("evidence")
    row = rows[0]
    return Record(
        room=row["room"], kind=row["kind"], id=row["record_id"], title=row["title"], hash=row["hash"]
    )


async def guarded_milestones(
    scope: Scope, gates: Iterable[Any], *, on: date, moment: datetime
) -> dict[tuple[UUID, str], GuardedMilestone]:
    """The milestones that gates guard, by programme and slug, with the day on which each was accepted by `on`."""
    named = {
        (gate["programme_id"], slug)
        for gate in gates
        for slug in filter(None, (gate["before"], *Guards.model_validate_json(gate["guards"]).milestones))
    }
    if not named:
        return {}
    rows = await fetch(
        """
        SELECT m.id, m.programme_id, m.slug, m.activity, s.accepted_on FROM delegation_milestone m
        LEFT JOIN LATERAL (
          SELECT v.accepted_on FROM delegation_milestone_state v WHERE v.tenant_id = $1 AND v.milestone_id = m.id
            AND v.since <= $4 AND v.known_from <= $5 ORDER BY v.version DESC LIMIT 1
        ) s ON true
        WHERE m.tenant_id = $1 AND m.programme_id = ANY ($2) AND m.slug = ANY ($3)""",
        scope.tenant.id,
        sorted({key for key, _ in named}),
        sorted({slug for _, slug in named}),
        on,
        moment,
    )
    return {
        (row["programme_id"], row["slug"]): GuardedMilestone(
            id=row["id"], slug=row["slug"], activity=row["activity"], accepted_on=row["accepted_on"]
        )
        for row in rows
    }


def _by(moment: datetime, at: datetime | None, value: Any) -> Any:
    """A value that was written at `at`, as it was known at `moment`."""
    return value if at is not None and at <= moment else None
