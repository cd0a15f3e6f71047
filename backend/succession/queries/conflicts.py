"""Everything in a mapping that does not fit together, in words, all at once. Read in the successor alone."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.catalogue import quorum as quorums
from backend.committees import catalogued
from backend.kit.database import fetch, in_bulk
from backend.scope import Scope
from backend.succession.queries.plans import PlanView
from backend.succession.rules import Thing

_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One thing that does not fit. `key` stays the same while it is the same; `settled` says why it stands."""

    key: str
    thing: Thing
    words: str
    settled: str | None = None
    settled_by: str | None = None


_QUORUMS = """
WITH meant AS (
  SELECT coalesce(i.into_id::text, i.into_item_id::text, i.id::text) AS target, i.title, p.name AS body,
    i.detail -> 'quorum' AS quorum
  FROM succession_item i JOIN succession_predecessor p ON p.tenant_id = $1 AND p.id = i.predecessor_id
  WHERE i.tenant_id = $1 AND i.plan_id = $2 AND i.kind = 'committee' AND i.choice IN ('carry', 'merge') AND NOT i.gone
  UNION ALL
  SELECT c.id::text, c.name, $3, c.quorum FROM committees_committee c
  WHERE c.tenant_id = $1 AND c.retired_on IS NULL AND (
    EXISTS (SELECT FROM succession_item i WHERE i.tenant_id = $1 AND i.plan_id = $2 AND i.into_id = c.id AND NOT i.gone)
    OR EXISTS (SELECT FROM succession_item i WHERE i.tenant_id = $1 AND i.plan_id = $2 AND i.kind = 'committee'
      AND i.choice = 'carry' AND NOT i.gone AND lower(i.title) = lower(c.name)))
)
SELECT 'target ' || target AS key, min(title) AS title, json_agg(json_build_object('body', body, 'title', title,
  'quorum', quorum) ORDER BY body) AS said
FROM meant GROUP BY target HAVING count(DISTINCT coalesce(quorum, 'null'::jsonb)) > 1
UNION ALL
SELECT 'name ' || lower(title), min(title), json_agg(json_build_object('body', body, 'title', title, 'quorum', quorum)
  ORDER BY body)
FROM meant GROUP BY lower(title)
HAVING count(DISTINCT coalesce(quorum, 'null'::jsonb)) > 1 AND count(DISTINCT target) > 1
ORDER BY 1
"""

_ADDRESSES = """
SELECT i.detail ->> 'email' AS same, array_agg(i.title || ', ' || p.name ORDER BY p.position, i.title) AS who
FROM succession_item i JOIN succession_predecessor p ON p.tenant_id = $1 AND p.id = i.predecessor_id
WHERE i.tenant_id = $1 AND i.plan_id = $2 AND i.kind = 'person' AND i.choice = 'carry' AND NOT i.gone
  AND i.detail ->> 'email' IS NOT NULL
GROUP BY 1 HAVING count(*) > 1
UNION ALL
SELECT i.detail ->> 'email', ARRAY[i.title || ', ' || p.name, q.name || ', ' || $3]
FROM succession_item i JOIN succession_predecessor p ON p.tenant_id = $1 AND p.id = i.predecessor_id
JOIN people_person q ON q.tenant_id = $1 AND lower(q.email) = i.detail ->> 'email'
  AND (q.left_on IS NULL OR q.left_on > $4)
WHERE i.tenant_id = $1 AND i.plan_id = $2 AND i.kind = 'person' AND i.choice = 'carry' AND NOT i.gone
ORDER BY 1
"""

_REFERENCES = """
WITH called AS (
  SELECT i.detail ->> 'called' AS called, p.name AS body FROM succession_item i
  JOIN succession_predecessor p ON p.tenant_id = $1 AND p.id = i.predecessor_id
  WHERE i.tenant_id = $1 AND i.plan_id = $2 AND i.kind = 'risk' AND i.choice = 'carry' AND NOT i.gone
    AND i.detail ->> 'called' IS NOT NULL
  UNION ALL
  SELECT r.called, $3 FROM risks_risk r WHERE r.tenant_id = $1 AND r.called IS NOT NULL AND r.struck_at IS NULL
)
SELECT called, array_agg(body ORDER BY body) AS bodies FROM called GROUP BY 1 HAVING count(*) > 1 ORDER BY 1
"""

_OWNERLESS = """
SELECT i.kind, p.id, p.name, count(*)::int AS many, (array_agg(i.reference ORDER BY i.reference))[1:5] AS some
FROM succession_item i JOIN succession_predecessor p ON p.tenant_id = $1 AND p.id = i.predecessor_id
LEFT JOIN succession_item o ON o.tenant_id = $1 AND o.plan_id = $2 AND o.predecessor_id = p.id AND o.kind = 'person'
  AND o.from_id = (i.detail ->> 'owner')::uuid AND o.choice IN ('carry', 'merge') AND NOT o.gone
WHERE i.tenant_id = $1 AND i.plan_id = $2 AND i.kind IN ('action', 'risk') AND i.choice = 'carry' AND NOT i.gone
  AND p.taker_person_id IS NULL AND o.id IS NULL AND (i.kind = 'risk' OR i.detail ->> 'outside' IS NULL)
GROUP BY i.kind, p.id, p.name, p.position ORDER BY p.position, i.kind
"""

_UNTAKEN = """
SELECT i.kind, p.id, p.name, count(*)::int AS many, (array_agg(coalesce(i.reference, i.title) ORDER BY i.title))[1:5]
  AS some
FROM succession_item i JOIN succession_predecessor p ON p.tenant_id = $1 AND p.id = i.predecessor_id
WHERE i.tenant_id = $1 AND i.plan_id = $2 AND NOT i.gone AND i.kind = ANY ($3) AND i.taker_person_id IS NULL
  AND p.taker_person_id IS NULL AND $4::boolean
GROUP BY i.kind, p.id, p.name, p.position ORDER BY p.position, i.kind
"""

_CONFLICTED = """
SELECT i.id, i.kind, i.reference, i.title, p.name, o.title AS person
FROM succession_item i JOIN succession_predecessor p ON p.tenant_id = $1 AND p.id = i.predecessor_id
JOIN succession_item o ON o.tenant_id = $1 AND o.plan_id = $2 AND o.predecessor_id = p.id AND o.kind = 'person'
  AND o.from_id = (i.detail ->> 'owner')::uuid AND o.choice IN ('carry', 'merge') AND NOT o.gone
WHERE i.tenant_id = $1 AND i.plan_id = $2 AND i.kind IN ('action', 'risk') AND i.choice = 'carry' AND NOT i.gone
  AND (i.detail ->> 'conflicted')::boolean
UNION ALL
SELECT i.id, i.kind, i.reference, i.title, p.name, o.title
FROM succession_item i JOIN succession_predecessor p ON p.tenant_id = $1 AND p.id = i.predecessor_id
JOIN succession_item o ON o.tenant_id = $1 AND o.plan_id = $2 AND o.predecessor_id = p.id AND o.kind = 'person'
  AND o.into_id = coalesce(i.taker_person_id, p.taker_person_id) AND o.choice = 'merge' AND NOT o.gone
WHERE i.tenant_id = $1 AND i.plan_id = $2 AND i.kind = 'contract' AND NOT i.gone
  AND i.detail -> 'people' ? o.from_id::text
ORDER BY 5, 2, 3, 1
"""

_EDITIONS = """
WITH used AS (
  SELECT i.detail ->> 'framework' AS framework, i.detail ->> 'edition' AS edition, p.name AS body
  FROM succession_item i JOIN succession_predecessor p ON p.tenant_id = $1 AND p.id = i.predecessor_id
  WHERE i.tenant_id = $1 AND i.plan_id = $2 AND i.kind = 'framework' AND i.choice = 'carry' AND NOT i.gone
  UNION ALL
  SELECT e.framework, e.label, $3 FROM assurance_edition e WHERE e.tenant_id = $1 AND e.state = 'in-use'
)
SELECT framework, array_agg(body || ': ' || edition ORDER BY body) AS said FROM used
GROUP BY 1 HAVING count(DISTINCT edition) > 1 ORDER BY 1
"""

_ASTRAY = """
SELECT i.id, i.kind, i.title, p.name, o.title AS into_title FROM succession_item i
JOIN succession_predecessor p ON p.tenant_id = $1 AND p.id = i.predecessor_id
JOIN succession_item o ON o.tenant_id = $1 AND o.id = i.into_item_id
WHERE i.tenant_id = $1 AND i.plan_id = $2 AND i.choice = 'merge' AND NOT i.gone AND (o.choice <> 'carry' OR o.gone)
ORDER BY i.kind, i.title, i.id
"""

_SETTLED = """
SELECT DISTINCT ON (conflict) conflict, words, settled_by_name FROM succession_settled
WHERE tenant_id = $1 AND plan_id = $2 ORDER BY conflict, settled_at DESC, id DESC
"""

_NOUNS = {"action": "open action", "risk": "open risk"}


async def conflicts_of(scope: Scope, *, plan_id: UUID, split: bool = False) -> tuple[Conflict, ...]:
    """Every conflict in the mapping of a plan, those that are settled included. A fixed number of statements."""
    async with in_bulk():
        found = await _found(scope, plan_id, split=split)
    settled = {row["conflict"]: row for row in await fetch(_SETTLED, scope.tenant.id, plan_id)}
    return tuple(
        Conflict(
            key=key,
            thing=thing,
            words=words,
            settled=settled[key]["words"] if key in settled else None,
            settled_by=settled[key]["settled_by_name"] if key in settled else None,
        )
        for key, thing, words in found
    )


async def _found(scope: Scope, plan_id: UUID, *, split: bool) -> list[tuple[str, Thing, str]]:
    tenant = scope.tenant
    found: list[tuple[str, Thing, str]] = []
    found += _quorums(await fetch(_QUORUMS, tenant.id, plan_id, tenant.name))
    for row in await fetch(_ADDRESSES, tenant.id, plan_id, tenant.name, scope.today):
        words = (
            f"{_listed(row['who'])} share the address {row['same']}. Merge them, or give one another address."
        )
        found.append((f"address {row['same']}", Thing.PERSON, words))
    for row in await fetch(_REFERENCES, tenant.id, plan_id, tenant.name):
        words = f"The reference {row['called']} is that of a risk at {_listed(row['bodies'])}. Both would have it."
        found.append((f"reference {row['called']}", Thing.RISK, words))
    for row in await fetch(_OWNERLESS, tenant.id, plan_id):
        found.append(_ownerless(row))
    for row in await fetch(
        _UNTAKEN, tenant.id, plan_id, ["milestone", "condition", "contract", "request"], not split
    ):
        words = f"Nobody takes {_some(row, row['kind'])} of {row['name']}. Name somebody, for one or for all."
        found.append((f"untaken {row['kind']} {row['id']}", Thing(row["kind"]), words))
    for row in await fetch(_CONFLICTED, tenant.id, plan_id):
        what = f"{row['kind']} {row['reference'] or ''} of {row['name']} (“{row['title']}”)".replace(
            "  ", " "
        )
        words = f"{row['person']} takes over {what}, and declared an interest in an organisation that it is about."
        found.append((f"interest {row['id']}", Thing(row["kind"]), words))
    for row in await fetch(_EDITIONS, tenant.id, plan_id, tenant.name):
        words = (
            f"The framework {row['framework']} would be in use in several editions ({'; '.join(row['said'])}). "
            "One of them can be: merge the others into it, or leave them."
        )
        found.append((f"editions {row['framework']}", Thing.FRAMEWORK, words))
    for row in await fetch(_ASTRAY, tenant.id, plan_id):
        words = (
            f"“{row['title']}” of {row['name']} is merged into “{row['into_title']}”, which itself is not "
            "carried over."
        )
        found.append((f"astray {row['id']}", Thing(row["kind"]), words))
    return found


async def conflicts_shown(scope: Scope, plan: PlanView) -> tuple[Conflict, ...]:
    """What does not fit, as the pages of a plan tell it; once it is carried out, what was settled of it.

    By then what came over stands here too, and would seem to contradict itself.
    """
    found = await conflicts_of(scope, plan_id=plan.line.id, split=plan.split)
    return tuple(each for each in found if each.settled) if plan.carried_out_at else found


def still_open(conflicts: Iterable[Conflict]) -> list[Conflict]:
    """Those that nobody settled."""
    return [each for each in conflicts if each.settled is None]


def must_be_mended(conflict: Conflict) -> bool:
    """Whether words alone don't settle it: a record would point at nothing, or could not be carried over."""
    return conflict.key.startswith(("astray ", "editions "))


def _quorums(rows: Any) -> list[tuple[str, Thing, str]]:
    found: dict[str, tuple[str, Thing, str]] = {}
    for row in rows:
        said = json.loads(row["said"]) if isinstance(row["said"], str) else row["said"]
        told = "; ".join(f"{each['body']}: {_quorum(each['quorum'])}" for each in said)
        words = f"“{row['title']}” has different quorums. {told}. Say which one holds."
        found.setdefault(words, (f"quorum {row['key']}", Thing.COMMITTEE, words))
    return list(found.values())


def _quorum(quorum: Any) -> str:
    """A quorum in words, as the page of a committee says it."""
    return quorums.quorum_in_words(catalogued.quorum_from_plain(quorum)) if quorum else "none is set"


def _ownerless(row: Any) -> tuple[str, Thing, str]:
    noun = _NOUNS[row["kind"]]
    words = (
        f"{_some(row, noun)} of {row['name']} would have no owner here: whoever owns "
        f"{'it' if row['many'] == 1 else 'them'} is not carried over. Name who takes what has no owner, "
        f"or carry them over."
    )
    return f"ownerless {row['kind']} {row['id']}", Thing(row["kind"]), words[0].upper() + words[1:]


def _some(row: Any, noun: str) -> str:
    """“1,203 open actions (4, 7, 9, …)”."""
    many = row["many"]
    some = ", ".join(each for each in row["some"] if each)
    more = ", …" if many > _SHOWN else ""
    return f"{many:,} {noun}{'' if many == 1 else 's'}" + (f" ({some}{more})" if some else "")


def _listed(names: Iterable[str]) -> str:
    listed = list(dict.fromkeys(names)) if len(set(names)) > 1 else list(names)
    return ", ".join(listed[:-1]) + (" and " if len(listed) > 1 else "") + listed[-1]
