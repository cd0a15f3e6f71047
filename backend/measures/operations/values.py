"""Stating values, correcting them, and writing what an outlier means."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from backend.catalogue.measures import Said
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.kit.periods import Period
from backend.ledger import operations as ledger
from backend.measures import queries
from backend.measures.operations.holding import UnableToMeasure, held, record_of
from backend.measures.queries import MeasureView
from backend.measures.rules import values
from backend.measures.rules.pasted import read_lines
from backend.measures.tables import Meaning, Value
from backend.organisations import queries as organisations
from backend.scope import OvertakenByAnother, Scope

Finding = Literal["better", "worse", "neither", "unclear"]
FINDING_IN_WORDS = {
    "better": "Better than expected",
    "worse": "Worse than expected",
    "neither": "Different for a reason, neither better nor worse",
    "unclear": "Not clear yet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A value to be stated. `about_id` is an organisation; `low` and `high` are limits that the source expects."""

    said: Said
    period: Period
    value: Decimal | None
    source: str
    unit: str | None = None
    note: str | None = None
    about_id: UUID | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    provenance: dict[str, Any] | None = None


async def state(scope: Scope, *, measure_id: UUID, stated: Sequence[Stated]) -> tuple[UUID, ...]:
    """State values of a measure, all or none.

    Two sources may differ on one period: that is shown and never refused. The same source speaks once of a period, a
    value that is wrong is corrected. Raises UnableToMeasure, NotFound.
    """
    known = await held(scope, measure_id)
    if known.retired_at is not None:
        raise UnableToMeasure(f"“{known.title}” is retired. Bring it back before you state a value.")
    spoken = {(each.said, each.period, each.unit, each.source, each.about_id): each for each in known.values}
    for each in stated:
        _check(
            scope,
            each,
            spoken.get((each.said, each.period, each.unit or known.unit, each.source, each.about_id)),
        )
    rows = [_row(scope, known, each) for each in stated]
    if rows:
        await Value.insert(*rows).run()
    subject = record_of(measure_id, known.title)
    lines = [ledger.Line(subject=subject, after=_plain(each)) for each in stated]
    await ledger.record_many(scope, "measures.value.stated", lines)
    return tuple(row.id for row in rows)


async def correct(scope: Scope, *, value_id: UUID, value: Decimal, because: str) -> UUID:
    """Strike a value out and state another in its place. Raises UnableToMeasure, NotFound."""
    known, old = await queries.value_of(scope, value_id=value_id)
    if old.value == value:
        raise UnableToMeasure(f"It says {old.shown} already.", field="value")
    await strike(scope, value_id=value_id, because=because)
    (new,) = await state(
        scope,
        measure_id=known.id,
        stated=[
            Stated(
                said=old.said,
                period=old.period,
                value=value,
                source=old.source,
                unit=old.unit,
                note=old.note,
                about_id=old.about_id,
                low=old.low,
                high=old.high,
                provenance=old.provenance,
            )
        ],
    )
    return new


async def strike(scope: Scope, *, value_id: UUID, because: str) -> None:
    """Strike a value out; it stays to be read as struck. Raises NotFound, OvertakenByAnother."""
    known, old = await queries.value_of(scope, value_id=value_id)
    rows = await fetch(
        "UPDATE measures_value SET struck_at = $3, struck_by = $4, struck_because = $5 "
        "WHERE tenant_id = $1 AND id = $2 AND struck_at IS NULL RETURNING id",
        scope.tenant.id,
        value_id,
        scope.now,
        scope.actor.name,
        because,
    )
    if not rows:
        raise OvertakenByAnother("Somebody else struck this value out while you did.")
    said = {"period": old.period.text, "said": old.said.value, "value": old.shown, "source": old.source}
    await ledger.record(
        scope,
        "measures.value.struck",
        record_of(known.id, known.title),
        before=said,
        after={"because": because},
    )


async def write_meaning(scope: Scope, *, value_id: UUID, finding: Finding, words: str) -> UUID:
    """Write what a value means, in a person's words; the newest holds, the earlier ones stay. Raises NotFound."""
    known, value = await queries.value_of(scope, value_id=value_id)
    meaning_id: UUID = await Meaning.add(
        scope,
        value_id=value_id,
        finding=finding,
        words=words,
        written_at=scope.now,
        written_by=scope.actor.name,
        written_by_person_id=scope.actor.person_id,
    )
    about = {"organisation": value.about or "all", "period": value.period.text, "value": value.shown}
    await ledger.record(
        scope,
        "measures.meaning.written",
        record_of(known.id, known.title),
        after={**about, "finding": finding, "words": words},
    )
    return meaning_id


async def state_of_organisations(
    scope: Scope, *, measure_id: UUID, period: Period, source: str, text: str
) -> int:
    """State what was measured of many organisations: a line each, `name or ODS code, value[, low, high]`.

    Returns how many. Every line that cannot be read is named at once, and then none is kept.
    """
    known = {}
    for line in await organisations.organisations_of(scope):
        for name in filter(None, (line.name, line.ods_code)):
            known[name.casefold()] = line.id
    lines, problems = read_lines(text, known)
    if problems:
        raise UnableToMeasure(" ".join(problems[:20]), field="lines")
    stated = [
        Stated(
            said=Said.ACTUAL,
            period=period,
            value=line.value,
            source=source,
            about_id=line.organisation_id,
            low=line.low,
            high=line.high,
        )
        for line in lines
    ]
    return len(await state(scope, measure_id=measure_id, stated=stated))


def _check(scope: Scope, stated: Stated, spoken: values.Value | None) -> None:
    """`spoken` is what the same source says of the same period already."""
    if stated.said is Said.ACTUAL and stated.period.starts_on > scope.today:
        raise UnableToMeasure(
            f"{stated.period.in_words} has not begun, so nothing can have been measured in it.",
            field="period",
        )
    if spoken is not None:
        about = f" of {spoken.about}" if spoken.about else ""
        said = values.SAID_IN_WORDS[stated.said].lower()
        raise UnableToMeasure(
            f"“{stated.source}” gives a {said} value{about} for {stated.period.in_words} already: {spoken.shown}. "
            "Correct that one instead.",
            field="period",
        )
    if stated.low is not None and stated.high is not None and stated.low > stated.high:
        raise UnableToMeasure("The lower limit lies above the upper one.", field="low")


def _row(scope: Scope, known: MeasureView, stated: Stated) -> Value:
    return Value(
        tenant_id=scope.tenant.id,
        id=new_id(),
        measure_id=known.id,
        organisation_id=stated.about_id,
        said=stated.said.value,
        period=stated.period.text,
        ends_on=stated.period.ends_on,
        value=stated.value,
        unit=stated.unit or known.unit,
        low=stated.low,
        high=stated.high,
        source=stated.source,
        provenance=stated.provenance or {},
        note=stated.note,
        entered_at=scope.now,
        entered_by=scope.actor.name,
    )


def _plain(stated: Stated) -> dict[str, Any]:
    return {
        "said": stated.said.value,
        "period": stated.period.text,
        "value": values.shown(stated.value),
        "source": stated.source,
        **({"organisation_id": str(stated.about_id)} if stated.about_id else {}),
    }
