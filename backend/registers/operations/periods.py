"""Keeping a kind of record for longer than the schedule says: settled by officers with a reason, never for less."""

from dataclasses import dataclass

from backend.catalogue.own import RETENTION, LongerPeriod, RetentionKept
from backend.catalogue.retention import RecordType
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.registers.queries import falling_due
from backend.registers.queries import retention as queries
from backend.scope import Refusal, Scope
from backend.tenancy import settings

LONGEST_YEARS = 150


class UnableToSettlePeriod(Refusal):
    """A period that can't be: too short, too long, without a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a change of one period comes to: how many records are due today, before it and after."""

    record: RecordType
    years_before: int
    years_after: int
    due_before: int | None
    due_after: int | None


def checked(scope: Scope, *, record: str, years: int | None, because: str) -> RetentionKept:
    """What would be kept; without `years` the schedule's own hold again. Raises UnableToSettlePeriod."""
    shipped = queries.shipped_schedule(scope).record_type(record)
    if shipped is None:
        raise UnableToSettlePeriod("Choose a kind of record from the list.", field="record")
    now = queries.kept_longer(scope)
    others = tuple(each for each in now.longer if each.record != record)
    if years is None:
        return RetentionKept(longer=others)
    least = shipped.keep_years.value
    if years <= least:
        raise UnableToSettlePeriod(
            f"The schedule asks for {least} years at least. Enter more than that, or leave the field empty to keep to "
            "the schedule.",
            field="years",
        )
    if years > LONGEST_YEARS:
        raise UnableToSettlePeriod(
            f"Enter {LONGEST_YEARS} years at most. What is kept for good goes to an archive.", field="years"
        )
    if not because.strip():
        raise UnableToSettlePeriod(
            "Say why: whoever is named in these records may ask why you keep them for longer.",
            field="because",
        )
    return RetentionKept(
        longer=(*others, LongerPeriod(record=record, years=years, because=" ".join(because.split())[:300]))
    )


async def effect_of(scope: Scope, *, record: str, after: RetentionKept) -> Effect:
    """What the change would come to today. Of a kind that nothing is counted for, the counts are `None`."""
    now = queries.schedule_of(scope)
    then = queries.lengthened(queries.shipped_schedule(scope), after)
    before_line, after_line = now.record_type(record), then.record_type(record)
    assert before_line is not None and after_line is not None, "it was looked up before"
    counts = {}
    for name, schedule in (("before", now), ("after", then)):
        counts[name] = await falling_due.count_of_due(scope, schedule=schedule, record_type=record)
    return Effect(
        record=after_line,
        years_before=before_line.keep_years.value,
        years_after=after_line.keep_years.value,
        due_before=counts["before"],
        due_after=counts["after"],
    )


async def settle(scope: Scope, *, record: str, years: int | None, because: str) -> None:
    """Keep a kind of record for so many years from now on; it disposes of nothing. Raises UnableToSettlePeriod."""
    scope.check_may("setup.change", "Only a governance officer settles how long records are kept.")
    after = checked(scope, record=record, years=years, because=because)
    before = queries.kept_longer(scope)
    if after == before:
        raise UnableToSettlePeriod("Nothing is different from what is settled already.", field="years")
    line = queries.schedule_of(scope).record_type(record)
    assert line is not None, "it was checked"
    words = f"{line.name}: {f'{years} years' if years else 'as the schedule says'}. {because.strip()}".strip()
    await settings.put(scope, RETENTION, after, because=words)
    await ledger.record(
        scope,
        "registers.period.settled",
        Record(room="registers", kind="period", id=scope.tenant.id, title=f"How long is kept: {line.name}"),
        before={"record": record, "years": line.keep_years.value},
        after={"record": record, "years": years, "because": because.strip()},
    )
