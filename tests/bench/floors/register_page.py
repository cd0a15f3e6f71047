"""The bare page of a register: the rows that it shows, read by their tenant, put into the page's own template."""

from types import SimpleNamespace
from typing import Any

_PAGE = 50

COUNT = """
SELECT count(*) FROM interests_entry
WHERE tenant_id = $1 AND known_to IS NULL AND since <= $2 AND (until IS NULL OR until >= $2)
"""
ROWS = """
WITH shown AS MATERIALIZED (
  SELECT e.id, lower(p.name) AS name, e.person_id, e.since, e.interest_id
  FROM people_person p JOIN interests_entry e ON e.tenant_id = $1 AND e.person_id = p.id
  WHERE p.tenant_id = $1 AND e.tenant_id = $1 AND e.known_to IS NULL AND e.since <= $2
    AND (e.until IS NULL OR e.until >= $2)
  ORDER BY lower(p.name), p.id, e.since, e.interest_id LIMIT 50)
SELECT e.interest_id, p.name AS person_name, coalesce(p.job_title, '') AS position, o.name AS organisation_name,
  e.interest_type, e.relationship, e.nature, e.since, e.until, e.mitigation, d.status, d.late
FROM shown JOIN interests_entry e ON e.tenant_id = $1 AND e.id = shown.id
JOIN people_person p ON p.tenant_id = $1 AND p.id = e.person_id
JOIN organisations_organisation o ON o.tenant_id = $1 AND o.id = e.organisation_id
JOIN interests_declaration d ON d.tenant_id = $1 AND d.id = e.declaration_id
ORDER BY shown.name, e.person_id, e.since, e.interest_id
"""


async def page(connection: Any, template: Any, context: dict[str, Any], *, tenant_id: Any, on: Any) -> bytes:
    """The first page of the register, in the template with everything else that stands on the page."""
    count = await connection.fetchval(COUNT, tenant_id, on)
    rows = await connection.fetch(ROWS, tenant_id, on)
    types, held = context["types"], context["held"]
    entries = [
        SimpleNamespace(
            **row,
            type_in_words=types[row["interest_type"]],
            held_by_in_words=f"Indirect: {held[row['relationship']].lower()}"
            if row["relationship"]
            else "Direct",
        )
        for row in rows
    ]
    found = SimpleNamespace(
        entries=entries,
        count=count,
        number=1,
        pages=max(1, -(-count // _PAGE)),
        first=1,
        last=min(_PAGE, count),
    )
    text: str = template.render(**{**context, "found": found})
    return text.encode()
