"""What rules say of requirements, now or as at a day, with their reasons and the records to which these lead."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.assurance.queries.judging import condition_of, judged
from backend.assurance.rules.judging import Outcome
from backend.assurance.rules.reasons import Judgement, Reason
from backend.catalogue.condition_words import condition_in_words
from backend.facts.queries import SubjectView, subjects_named
from backend.kit.database import fetch
from backend.ledger.records import Record
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonView:
    """One thing that a verdict rests on. `record` leads to it; `points` are those it names, such as who holds it."""

    outcome: Outcome
    about: str
    title: str
    words: str
    record: Record | None
    points: tuple[SubjectView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictView:
    """What a requirement's rule says for a day. A machine worked it out; nobody judged.

    `rule_words` is the rule in plain English. `lapses_on`: the first day on which it says another thing though nothing
    else happens. `more` reasons are not named. `worked_out_at`: since when what is known led to this.
    """

    requirement_id: UUID
    outcome: Outcome
    words: str
    rule_words: str
    reasons: tuple[ReasonView, ...]
    more: int
    lapses_on: date | None
    worked_out_at: datetime
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LapsingLine:
    """A rule whose answer time alone changes by a day."""

    requirement_id: UUID
    outcome: Outcome
    words: str
    lapses_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """That a rule came to another answer; `before` is None where it had none."""

    requirement_id: UUID
    before: Outcome | None
    after: Outcome
    at: datetime
    words: str


_NOW = """
SELECT v.requirement_id, v.rule_id, v.outcome, v.words, v.reasons::text AS reasons, v.more, v.lapses_on, v.looks_on,
  v.known_from, r.rule::text AS rule
FROM assurance_verdict v JOIN assurance_rule r ON r.tenant_id = $1 AND r.id = v.rule_id
WHERE v.tenant_id = $1 AND v.requirement_id = ANY ($2) AND {known}
"""
_CURRENT = _NOW.format(known="v.known_until IS NULL")
_THEN = _NOW.format(known="v.known_from <= $3 AND (v.known_until IS NULL OR v.known_until > $3)")


async def verdicts_of(
    scope: Scope, *, requirement_ids: Collection[UUID], on: date | None = None, reasons: bool = True
) -> Mapping[UUID, VerdictView]:
    """What the rules of these requirements say for a day (today by default), from what was known at that day's end.

    For a day to come: what time alone will make of what is known now. A requirement without a rule then is left out.
    Where time has passed since a verdict was worked out, it is worked out here again. At most three statements.
    `reasons=False` spares the third, for lists.
    """
    day = on or scope.today
    past = day < scope.today
    at = scope.end_of(day) if past else None
    if at is None:
        rows = await fetch(_CURRENT, scope.tenant.id, list(requirement_ids))
    else:
        rows = await fetch(_THEN, scope.tenant.id, list(requirement_ids), at)
    stale = {
        row["requirement_id"]: condition_of(row["rule"])
        for row in rows
        if row["looks_on"] is not None and row["looks_on"] <= day
    }
    anew = await judged(scope, stale, day=day, at=at)
    found = {row["requirement_id"]: anew.get(row["requirement_id"]) or _kept(row) for row in rows}
    titles = await _titles(scope, found.values()) if reasons else {}
    return {
        row["requirement_id"]: _view(row, found[row["requirement_id"]], titles, day, reasons=reasons)
        for row in rows
    }


async def lapsing(scope: Scope, *, until: date) -> tuple[LapsingLine, ...]:
    """The rules in use whose answer time alone changes up to a day, the soonest first."""
    rows = await fetch(
        "SELECT requirement_id, outcome, words, lapses_on FROM assurance_verdict "
        "WHERE tenant_id = $1 AND known_until IS NULL AND lapses_on <= $2 ORDER BY lapses_on, requirement_id",
        scope.tenant.id,
        until,
    )
    return tuple(
        LapsingLine(
            requirement_id=row["requirement_id"],
            outcome=Outcome(row["outcome"]),
            words=row["words"],
            lapses_on=row["lapses_on"],
        )
        for row in rows
    )


async def changed_since(scope: Scope, *, since: datetime) -> tuple[ChangeLine, ...]:
    """The rules that say another thing now than at a moment, the latest change first; only where the answer differs."""
    rows = await fetch(
        """
        SELECT v.requirement_id, v.outcome, v.words, v.known_from, b.outcome AS before FROM assurance_verdict v
        LEFT JOIN LATERAL (
          SELECT o.outcome FROM assurance_verdict o WHERE o.tenant_id = $1 AND o.requirement_id = v.requirement_id
            AND o.known_from <= $2 AND (o.known_until IS NULL OR o.known_until > $2)
          ORDER BY o.known_from DESC LIMIT 1
        ) b ON true
        WHERE v.tenant_id = $1 AND v.known_until IS NULL AND v.known_from > $2 AND b.outcome IS DISTINCT FROM v.outcome
        ORDER BY v.known_from DESC, v.requirement_id""",
        scope.tenant.id,
        since,
    )
    return tuple(
        ChangeLine(
            requirement_id=row["requirement_id"],
            before=Outcome(row["before"]) if row["before"] else None,
            after=Outcome(row["outcome"]),
            at=row["known_from"],
            words=row["words"],
        )
        for row in rows
    )


def _kept(row: Any) -> Judgement:
    return Judgement(
        outcome=Outcome(row["outcome"]),
        words=row["words"],
        reasons=tuple(
            Reason(
                outcome=Outcome(each["outcome"]),
                about=each["about"],
                subject=each["subject"],
                words=each["words"],
                to=each["to"],
                points=tuple(each["points"]),
            )
            for each in json.loads(row["reasons"])
        ),
        more=row["more"],
        lapses_on=row["lapses_on"],
        looks_on=row["looks_on"],
    )


async def _titles(scope: Scope, judgements: Collection[Judgement]) -> dict[tuple[str, str], SubjectView]:
    keys = set()
    for judgement in judgements:
        for reason in judgement.reasons:
            keys.add((reason.about, reason.subject))
            keys |= {(reason.to, point) for point in reason.points}
    return await subjects_named(scope, keys)


def _view(
    row: Any, judgement: Judgement, titles: Mapping[tuple[str, str], SubjectView], day: date, *, reasons: bool
) -> VerdictView:
    return VerdictView(
        requirement_id=row["requirement_id"],
        outcome=judgement.outcome,
        words=judgement.words,
        rule_words=condition_in_words(condition_of(row["rule"])),
        reasons=tuple(_reason(each, titles) for each in judgement.reasons) if reasons else (),
        more=judgement.more,
        lapses_on=judgement.lapses_on,
        worked_out_at=row["known_from"],
        on=day,
    )


def _reason(reason: Reason, titles: Mapping[tuple[str, str], SubjectView]) -> ReasonView:
    found = titles.get((reason.about, reason.subject))
    return ReasonView(
        outcome=reason.outcome,
        about=reason.about,
        title=found.title if found else reason.subject,
        words=reason.words,
        record=found.record if found else None,
        points=tuple(titles[reason.to, point] for point in reason.points if (reason.to, point) in titles),
    )
