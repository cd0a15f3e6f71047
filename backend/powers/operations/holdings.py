"""What the register of functions tells the scheme: on which days we hold what its functions decide within."""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict
from uuid import UUID

from backend.kit.database import execute
from backend.kit.identity import new_id
from backend.powers.operations.saying import one_at_a_time
from backend.powers.rules import Spell
from backend.scope import Scope

_PUT = """
INSERT INTO powers_holding (tenant_id, id, subject_id, name, function_ids, spells) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (tenant_id, subject_id) DO UPDATE
SET name = EXCLUDED.name, function_ids = EXCLUDED.function_ids, spells = EXCLUDED.spells
"""


async def keep_holdings(
    scope: Scope, *, subject_id: UUID, name: str, function_ids: Collection[UUID], spells: Sequence[Spell]
) -> None:
    """Let the functions of the scheme follow what `subject_id` of the register is, and who holds it when.

    What was told of it before is replaced. The register keeps its own record of who said so. Without a spell, or
    without functions, the scheme is judged as if nothing were known.
    """
    await one_at_a_time(scope)
    plain = [
        {**asdict(spell), "from_on": str(spell.from_on), "until_on": _day(spell)}
        for spell in sorted(spells, key=lambda spell: spell.from_on)
    ]
    await execute(
        _PUT, scope.tenant.id, new_id(), subject_id, name, sorted(function_ids, key=str), json.dumps(plain)
    )


def _day(spell: Spell) -> str | None:
    return None if spell.until_on is None else str(spell.until_on)
