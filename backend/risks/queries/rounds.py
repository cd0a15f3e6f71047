"""Monthly rounds over the risks, and what each owner said in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.committees import queries as committees
from backend.kit.database import fetch
from backend.risks.queries.risks import risks_as_at
from backend.risks.queries.views import RiskView
from backend.risks.rules import rounds as rules
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationView:
    """What was said of a risk, and the check of it."""

    id: UUID
    risk_id: UUID
    outcome: rules.Outcome
    words: str | None
    said_on: date
    said_by_person_id: UUID | None
    said_by_name: str
    late: bool
    check: rules.CheckState | None
    check_words: str | None
    checked_on: date | None
    checked_by_name: str | None
    version: int

    @property
    def outcome_in_words(self) -> str:
        return rules.OUTCOME_IN_WORDS[self.outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRisk:
    """A risk of a round as it stands today, and what was said of it there, the last first."""

    risk: RiskView
    said: tuple[ConfirmationView, ...]
    missing_at_cut_off: bool

    @property
    def last(self) -> ConfirmationView | None:
        return self.said[0] if self.said else None

    @property
    def stand(self) -> rules.Stand:
        return rules.stand(self.last is not None, self.last.check if self.last else None)

    @property
    def stand_in_words(self) -> str:
        return rules.STAND_IN_WORDS[self.stand]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLine:
    """A round in a list. `done` of `risks` were said and checked."""

    id: UUID
    month: date
    cut_off_on: date
    committee: str | None
    opened_at: datetime
    opened_by_name: str
    closed_at: datetime | None
    closed_by_name: str | None
    risks: int
    said: int
    done: int
    missing: int

    @property
    def open(self) -> bool:
        return self.closed_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundView:
    """A round whole. `missing_at_cut_off` is what was kept when it closed, or, after the cut-off, is worked out."""

    line: RoundLine
    risks: tuple[RoundRisk, ...]

    @property
    def missing_at_cut_off(self) -> tuple[RoundRisk, ...]:
        return tuple(each for each in self.risks if each.missing_at_cut_off)


_LINES = """
SELECT r.id, r.month, r.cut_off_on, r.committee_id, r.opened_at, r.opened_by_name, r.closed_at, r.closed_by_name,
  r.risk_ids, r.missing_ids, cardinality(r.risk_ids) AS risks,
  count(c.id) FILTER (WHERE c.check_state IS DISTINCT FROM 'sent-back') AS said,
  count(c.id) FILTER (WHERE c.check_state = 'agreed') AS done
FROM risks_round r
LEFT JOIN risks_confirmation c ON c.tenant_id = $1 AND c.round_id = r.id AND c.struck_at IS NULL
WHERE r.tenant_id = $1
"""


async def rounds_of(scope: Scope) -> tuple[RoundLine, ...]:
    """Every round, the latest month first. Two statements."""
    rows = await fetch(
        f"{_LINES} GROUP BY r.tenant_id, r.id ORDER BY r.month DESC",
        scope.tenant.id,
    )
    names = await committees.committee_names(scope)
    return tuple(_line(row, names) for row in rows)


async def round_of(scope: Scope, *, round_id: UUID) -> RoundView:
    """One round with its risks as they stand today. Raises NotFound."""
    rows = await fetch(f"{_LINES} AND r.id = $2 GROUP BY r.tenant_id, r.id", scope.tenant.id, round_id)
    if not rows:
        raise NotFound("round")
    said = await _said(scope, round_id)
    ids = list(rows[0]["risk_ids"])
    missing = frozenset(missing_of(rows[0], said, today=scope.today))
    known = {risk.id: risk for risk in await risks_as_at(scope, also_closed=True)}
    return RoundView(
        line=_line(rows[0], await committees.committee_names(scope)),
        risks=tuple(
            RoundRisk(
                risk=known[each],
                said=tuple(one for one in said if one.risk_id == each),
                missing_at_cut_off=each in missing,
            )
            for each in ids
            if each in known
        ),
    )


def missing_of(row: Any, said: Sequence[ConfirmationView], *, today: date) -> tuple[UUID, ...]:
    """What is missing of a round's row: kept once it closed, worked out once its cut-off has passed, else nothing."""
    if row["closed_at"] is not None:
        return tuple(row["missing_ids"])
    if today <= row["cut_off_on"]:
        return ()
    first: dict[UUID, date] = {}
    for each in said:
        if each.check is not rules.CheckState.SENT_BACK:
            first[each.risk_id] = min(each.said_on, first.get(each.risk_id, each.said_on))
    return rules.missing_at(row["risk_ids"], first, cut_off_on=row["cut_off_on"])


async def _said(scope: Scope, round_id: UUID) -> tuple[ConfirmationView, ...]:
    rows = await fetch(
        "SELECT * FROM risks_confirmation WHERE tenant_id = $1 AND round_id = $2 AND struck_at IS NULL "
        "ORDER BY id DESC",
        scope.tenant.id,
        round_id,
    )
    return tuple(confirmation_view(row) for row in rows)


def confirmation_view(row: Any) -> ConfirmationView:
    same = [name for name in ConfirmationView.__dataclass_fields__ if name not in ("outcome", "check")]
    return ConfirmationView(
        **{name: row[name] for name in same},
        outcome=rules.Outcome(row["outcome"]),
        check=rules.CheckState(row["check_state"]) if row["check_state"] else None,
    )


def _line(row: Any, names: dict[UUID, str]) -> RoundLine:
    same = [name for name in RoundLine.__dataclass_fields__ if name not in ("committee", "missing")]
    return RoundLine(
        **{name: row[name] for name in same},
        committee=names.get(row["committee_id"]),
        missing=len(row["missing_ids"]),
    )
