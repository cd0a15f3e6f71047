"""Which other bodies take part in a committee of ours, and what they say of a function."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.powers import rules
from backend.powers.tables import Function
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class JointPowerLine:
    """One line that counts, of the newest edition. `ours` names our function for it, `None` where nobody knows yet."""

    id: UUID
    power: rules.StatedPower
    function_id: UUID | None
    ours: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JointBodyLine:
    """Another body of a committee of ours."""

    id: UUID
    agreement_id: UUID
    name: str
    joined_on: date
    left_on: date | None


async def joint_bodies_of(scope: Scope, *, committee_id: UUID) -> tuple[JointBodyLine, ...]:
    """The other bodies of a committee of ours, those that left too. One statement."""
    rows = await fetch(
        "SELECT id, agreement_id, name, joined_on, left_on FROM powers_joint_body "
        "WHERE tenant_id = $1 AND committee_id = $2 ORDER BY joined_on, id",
        scope.tenant.id,
        committee_id,
    )
    return tuple(JointBodyLine(**row) for row in rows)


async def joint_power_lines(scope: Scope, *, agreement_id: UUID) -> tuple[JointPowerLine, ...]:
    """What the body of an agreement states now, and which of our functions each line means. One statement."""
    rows = await fetch(
        f"{_STANDING} AND b.agreement_id = $2 ORDER BY p.function, p.limit_pence NULLS LAST, p.id",
        scope.tenant.id,
        agreement_id,
    )
    return tuple(
        JointPowerLine(id=row["id"], power=_power(row), function_id=row["function_id"], ours=row["ours"])
        for row in rows
    )


async def with_other_bodies(
    scope: Scope,
    own: rules.Finding,
    *,
    committee_id: UUID,
    function_id: UUID,
    value: int | None,
    on: date,
) -> rules.Finding:
    """The finding of our scheme with those of the other bodies, where the committee is a joint one. Never raises.

    One statement, and two more for a joint committee.
    """
    lines = await joint_bodies_of(scope, committee_id=committee_id)
    if not lines:
        return own
    rows = await fetch(f"{_STANDING} AND p.function_id = $2 ORDER BY p.id", scope.tenant.id, function_id)
    names = await Function.within(scope, Function.name).where(Function.id == function_id)
    bodies = [
        rules.JointBody(
            name=line.name,
            joined_on=line.joined_on,
            left_on=line.left_on,
            powers=tuple(_power(row) for row in rows if row["joint_body_id"] == line.id),
        )
        for line in lines
    ]
    return rules.joint_finding(
        own,
        bodies,
        own_body=scope.tenant.name,
        function=names[0]["name"] if names else "this",
        value=value,
        on=on,
    )


_STANDING = """
SELECT p.*, f.name AS ours FROM powers_joint_power p
JOIN powers_joint_body b ON b.tenant_id = $1 AND b.id = p.joint_body_id
LEFT JOIN powers_function f ON f.tenant_id = $1 AND f.id = p.function_id
WHERE p.tenant_id = $1 AND p.edition = (SELECT max(n.edition) FROM powers_joint_power n
  WHERE n.tenant_id = $1 AND n.joint_body_id = p.joint_body_id)
"""


def _power(row: Any) -> rules.StatedPower:
    return rules.StatedPower(**{name: row[name] for name in rules.StatedPower.__dataclass_fields__})
