"""The register of interests a part at a time, for programs: the same lines in the same order as the whole."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.interests.queries import register, withholding
from backend.kit.database import fetch
from backend.scope import Scope

_PLACE = "SELECT lower(p.name), e.person_id, e.since, e.interest_id "


async def part_of_register(
    scope: Scope,
    *,
    on: date,
    known_at: datetime,
    limit: int,
    after: UUID | None = None,
    text: str = "",
    only: UUID | None = None,
) -> tuple[register.RegisterEntry, ...] | None:
    """So many entries after the one of `after`, ended ones too; `None` if that is no line of the register then.

    `text` is looked for in person, organisation, nature and mitigation. Two statements at most.
    """
    values: list[Any] = [scope.tenant.id, on, known_at]
    sifted = _sifted(scope, values, text=text, only=only)
    following = ""
    if after is not None:
        place = await fetch(
            f"{_PLACE} FROM interests_entry e {register.JOINS} WHERE {sifted} AND e.interest_id = ${len(values) + 1}",
            *values,
            after,
        )
        if not place:
            return None
        numbers = ", ".join(f"${len(values) + number}" for number in range(1, 5))
        following = f"AND (lower(p.name), p.id, e.since, e.interest_id) > ({numbers})"
        values += list(place[0])
    rows = await fetch(
        f"""{register.columns(known_at="$3")} FROM interests_entry e {register.JOINS} WHERE {sifted} {following}
        ORDER BY lower(p.name), p.id, e.since, e.interest_id LIMIT ${len(values) + 1}""",
        *values,
        limit,
    )
    return tuple(map(register.entry_of_row, rows))


def _sifted(scope: Scope, values: list[Any], *, text: str, only: UUID | None) -> str:
    """The conditions, in words of our own; what they compare with is added to `values`."""

    def parameter(value: Any) -> int:
        values.append(value)
        return len(values)

    conditions = ["e.tenant_id = $1", "e.since <= $2", "e.known_from <= $3"]
    # what is known now are the open versions, which have their indexes
    conditions.append(
        "e.known_to IS NULL" if values[2] >= scope.now else "(e.known_to IS NULL OR e.known_to > $3)"
    )
    if only is not None:
        conditions.append(f"e.interest_id = ${parameter(only)}")
    if text:
        conditions.append(
            "strpos(lower(concat_ws(E'\\n', p.name, p.job_title, o.name, e.nature, e.mitigation)), "
            f"lower(${parameter(text)})) > 0"
        )
    if not scope.may(withholding.SEE):
        shown = withholding.shown(
            parameter(False),
            parameter(scope.actor.person_id),
            record="e.interest_id",
            about="e.person_id",
            register="interests",
        )
        conditions.append(shown)
    return " AND ".join(conditions)
