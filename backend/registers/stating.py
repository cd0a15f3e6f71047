"""What is stated of registers: when each was last made public."""

from collections.abc import Collection
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from backend.catalogue.vocabulary import REGISTERS_NAMED, name_in_words
from backend.facts.stating import EVERY, Stating
from backend.facts.values import Statement
from backend.kit.database import fetch
from backend.scope import Scope

_RELEASED = """
SELECT r.register, max(p.released_at) AS at FROM registers_publication p
JOIN registers_published_part r ON r.tenant_id = $1 AND r.publication_id = p.id
WHERE p.tenant_id = $1 AND p.released_at IS NOT NULL GROUP BY r.register
"""


async def _registers(scope: Scope, _: Collection[UUID] | None) -> tuple[Statement, ...]:
    """The four registers, each with the day of its newest release."""
    zone = ZoneInfo(scope.tenant.time_zone)
    released = {row["register"]: row["at"] for row in await fetch(_RELEASED, scope.tenant.id)}
    return tuple(
        Statement(
            subject=register,
            title=name_in_words("register", register).replace("the register", "Register", 1),
            room="registers",
            kind="register",
            id=uuid5(scope.tenant.id, f"register/{register}"),  # registers have no rows of their own
            facts={
                "register.published-on": released[register].astimezone(zone).date()
                if register in released
                else None
            },
        )
        for register in REGISTERS_NAMED
    )


STATINGS = (
    Stating(room="registers", about="register", reach={"registers.publication": EVERY}, state=_registers),
)
