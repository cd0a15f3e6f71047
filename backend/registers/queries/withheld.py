"""What is withheld, by name: the titles of the records on one page, whichever register they are of."""

from collections.abc import Collection
from uuid import UUID

from backend.facts.registers import Moment
from backend.kit.database import fetch
from backend.registers import shelf
from backend.scope import Scope

Named = tuple[str, str | None]
"""What an entry is called in a list, and the path of its page; none where it is not on its register any more."""

_NAMES = """
SELECT 'interests' AS register, e.interest_id AS record_id, p.name || ': ' || o.name AS title
FROM interests_entry e
JOIN people_person p ON p.tenant_id = $1 AND p.id = e.person_id
JOIN organisations_named o ON o.tenant_id = $1 AND o.id = e.organisation_id
WHERE e.tenant_id = $1 AND e.interest_id = ANY($2) AND e.known_to IS NULL
UNION ALL
SELECT 'gifts', g.gift_id, p.name || ': ' || o.name
FROM interests_gift g
JOIN people_person p ON p.tenant_id = $1 AND p.id = g.person_id
JOIN organisations_named o ON o.tenant_id = $1 AND o.id = g.giver_id
WHERE g.tenant_id = $1 AND g.gift_id = ANY($3) AND g.known_to IS NULL AND g.status <> 'WITHDRAWN'
UNION ALL
SELECT 'procurement', v.procurement_id, v.title
FROM procurement_particulars v
WHERE v.tenant_id = $1 AND v.procurement_id = ANY($4) AND v.known_to IS NULL
"""
_PATHS = {"interests": "/interests", "gifts": "/gifts", "procurement": "/procurement"}


async def names_of(scope: Scope, *, records: Collection[tuple[str, UUID]]) -> dict[tuple[str, UUID], Named]:
    """Of each record, given as its register and id, how it is called; only its register where it may not be opened.

    One statement, and those of the register of breaches, which is short, where one of them is asked for.
    """
    open_to = {each.id for each in shelf.REGISTERS if scope.may(each.permission)}
    sought = {
        register: [record_id for kind, record_id in records if kind == register and register in open_to]
        for register in _PATHS
    }
    rows = await fetch(_NAMES, scope.tenant.id, *sought.values()) if any(sought.values()) else ()
    found: dict[tuple[str, UUID], Named] = {
        (row["register"], row["record_id"]): (
            row["title"],
            f"{_PATHS[row['register']]}/{row['record_id']}",
        )
        for row in rows
    }
    others = {register for register, _ in records} & open_to - _PATHS.keys()
    for register in (each for each in shelf.REGISTERS if each.id in others):
        for line in await register.rows(scope, Moment(on=scope.today, known_at=scope.now)):
            words = [str(value) for value in line.values.values() if isinstance(value, str) and value]
            found[register.id, line.id] = ": ".join(words[:2]) or register.title, line.path
    titles = {each.id: each.title for each in shelf.REGISTERS}
    return {
        record: found.get(record, (f"An entry of the {titles.get(record[0], record[0]).lower()}", None))
        for record in records
    }
