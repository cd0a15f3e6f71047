"""The bare list of an assessment: its rows and its tallies, put into the page's own template."""

from types import SimpleNamespace
from typing import Any

_TALLIED = ("met", "partly", "not_met", "not_applicable", "unknown", "lapsed", "unanswered")

TALLIES = """
SELECT d.id, d.name, t.met, t.partly, t.not_met, t.not_applicable, t.unknown, t.lapsed, t.unanswered, t.differing,
  t.to_review, t.waiting
FROM assurance_tally t JOIN assurance_domain d ON d.tenant_id = $1 AND d.id = t.domain_id
WHERE t.tenant_id = $1 AND t.assessment_id = $2 ORDER BY d.position
"""
ROWS = """
SELECT a.requirement_id, a.domain_id, r.reference AS ref, r.heading, r.text, r.scale, a.level, a.answered_at,
  a.answered_by_name, a.valid_until, a.waits, a.review, a.stands, a.differs, a.due_on, p.name AS owner
FROM assurance_answer a JOIN assurance_requirement r ON r.tenant_id = $1 AND r.id = a.requirement_id
LEFT JOIN people_person p ON p.tenant_id = $1 AND p.id = a.owner_person_id
WHERE a.tenant_id = $1 AND a.assessment_id = $2 ORDER BY a.position
"""


class _Tally(SimpleNamespace):
    def of(self, stands: Any) -> int:
        return int(getattr(self, stands.value.replace("-", "_")))


async def page(
    connection: Any, template: Any, context: dict[str, Any], *, tenant_id: Any, assessment_id: Any
) -> bytes:
    """Every requirement, in the template with everything else that stands on the page."""
    tallies = await connection.fetch(TALLIES, tenant_id, assessment_id)
    rows = await connection.fetch(ROWS, tenant_id, assessment_id)
    domains = [SimpleNamespace(id=row["id"], name=row["name"], tally=_tally([row])) for row in tallies]
    words = {each.value: (each, said) for each, said, _ in context["stands"]}
    lines = [
        SimpleNamespace(
            **{
                **row,
                "stands": words[row["stands"]][0],
                "stands_in_words": words[row["stands"]][1],
                "by_in_words": "judged by a person" if row["level"] else "",
                "to_review": row["level"] is not None and row["review"] is None,
            }
        )
        for row in rows
    ]
    whole = _tally(tallies)
    found = SimpleNamespace(lines=lines, total=whole.total, number=1, pages=1)
    text: str = template.render(**{**context, "domains": domains, "whole": whole, "found": found})
    return text.encode()


def _tally(rows: Any) -> _Tally:
    names = (*_TALLIED, "differing", "to_review", "waiting")
    counted = {name: sum(row[name] for row in rows) for name in names}
    return _Tally(**counted, total=sum(counted[name] for name in _TALLIED))
