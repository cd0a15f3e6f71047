"""What is withheld from the public: as ids for whoever sifts, as lines for the Guardian."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.interests.tables.withholding import Withholding
from backend.kit.database import fetch
from backend.scope import NotFound, Scope

SEE = "interests.see-withheld"
PAGE = 50

_SHOWN = """
(SEES::boolean OR ABOUT = PERSON::uuid OR NOT EXISTS (
  SELECT 1 FROM interests_withholding w
  WHERE w.tenant_id = $1 AND w.register = 'REGISTER' AND w.record_id = RECORD AND w.lifted_at IS NULL))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdingLine:
    """One withholding with its reason: for holders of `interests.see-withheld` alone."""

    id: UUID
    register: str
    record_id: UUID
    person_id: UUID | None
    reason: str
    review_on: date
    withheld_at: datetime
    withheld_by_name: str
    lifted_at: datetime | None
    lifted_by_name: str | None
    lifted_because: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdingPage:
    """One page of the Guardian's list, and how many there are in all."""

    lines: tuple[WithholdingLine, ...]
    number: int
    count: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE))


def shown(sees: int, person: int, *, record: str, about: str, register: str) -> str:
    """The SQL condition that `record` is not withheld, or that the reader may see what is.

    `sees` and `person` are the numbers of two parameters, as `sees_withheld` and the reader's own id; `record` and
    `about` are columns. The tenant is `$1`. Every word of it is our own.
    """
    condition = _SHOWN.replace("SEES", f"${sees}").replace("PERSON", f"${person}")
    return condition.replace("ABOUT", about).replace("REGISTER", register).replace("RECORD", record)


async def withheld(scope: Scope, *, register: str | None = None, on: date | None = None) -> frozenset[UUID]:
    """The ids of the records that are withheld now, or that were at the end of the day `on`; of one register or all."""
    rows = await fetch(
        """
        SELECT DISTINCT record_id FROM interests_withholding
        WHERE tenant_id = $1 AND ($2::text IS NULL OR register = $2)
          AND CASE WHEN $3::date IS NULL THEN lifted_at IS NULL
            ELSE (withheld_at AT TIME ZONE $4)::date <= $3
              AND (lifted_at IS NULL OR (lifted_at AT TIME ZONE $4)::date > $3) END""",
        scope.tenant.id,
        register,
        on,
        scope.tenant.time_zone,
    )
    return frozenset(row["record_id"] for row in rows)


async def wrote_withheld(scope: Scope, *, declaration_id: UUID) -> bool:
    """Whether an act of declaring wrote an entry that is withheld now."""
    rows = await fetch(
        """
        SELECT 1 FROM interests_entry e
        JOIN interests_withholding w ON w.tenant_id = $1 AND w.register = 'interests' AND w.record_id = e.interest_id
          AND w.lifted_at IS NULL
        WHERE e.tenant_id = $1 AND e.declaration_id = $2 LIMIT 1""",
        scope.tenant.id,
        declaration_id,
    )
    return bool(rows)


async def traces_of_withheld(scope: Scope) -> frozenset[str]:
    """The ids by which the ledger names what is withheld now: the records, the acts that wrote them, the decisions."""
    rows = await fetch(
        """
        SELECT w.record_id, w.id AS withholding_id, e.id AS entry_id, e.declaration_id
        FROM interests_withholding w
        LEFT JOIN interests_entry e ON e.tenant_id = $1 AND w.register = 'interests' AND e.interest_id = w.record_id
        WHERE w.tenant_id = $1 AND w.lifted_at IS NULL""",
        scope.tenant.id,
    )
    return frozenset(str(found) for row in rows for found in row.values() if found is not None)


async def withholdings_of(
    scope: Scope, *, record_id: UUID | None = None, lifted: bool = True, due: bool = False
) -> tuple[WithholdingLine, ...]:
    """Withholdings, those to be reviewed first at the top; `due`: only those whose day of review has come."""
    columns = [getattr(Withholding, name) for name in WithholdingLine.__dataclass_fields__]
    query = Withholding.within(scope, *columns)
    if record_id is not None:
        query = query.where(Withholding.record_id == record_id)
    if due or not lifted:
        query = query.where(Withholding.lifted_at.is_null())
    if due:
        query = query.where(Withholding.review_on <= scope.today)
    rows = await query.order_by(Withholding.review_on, Withholding.id)
    return tuple(WithholdingLine(**row) for row in rows)


async def page_of_withholdings(scope: Scope, *, number: int = 1) -> WithholdingPage:
    """Page `number` of every withholding: those that stand by their day of review, then those that were lifted."""
    counted = await fetch(
        "SELECT count(*) AS count FROM interests_withholding WHERE tenant_id = $1", scope.tenant.id
    )
    count: int = counted[0]["count"]
    number = max(1, min(number, -(-count // PAGE)))
    rows = await fetch(
        f"SELECT {', '.join(WithholdingLine.__dataclass_fields__)} FROM interests_withholding WHERE tenant_id = $1 "  # noqa: S608 - our own words
        "ORDER BY lifted_at IS NOT NULL, review_on, id LIMIT $2 OFFSET $3",
        scope.tenant.id,
        PAGE,
        (number - 1) * PAGE,
    )
    return WithholdingPage(lines=tuple(WithholdingLine(**row) for row in rows), number=number, count=count)


async def withholding_of(scope: Scope, *, withholding_id: UUID) -> WithholdingLine:
    """One withholding. Raises `NotFound`."""
    columns = [getattr(Withholding, name) for name in WithholdingLine.__dataclass_fields__]
    rows = await Withholding.within(scope, *columns).where(Withholding.id == withholding_id)
    if not rows:
        raise NotFound("withholding")
    return WithholdingLine(**rows[0])
