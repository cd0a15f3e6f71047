"""What is compared of a predecessor before and after a merger: counts, hashes, proofs, and answers as at a day."""

import hashlib
from datetime import date
from typing import Any
from uuid import UUID

from backend.evidence import queries as kept
from backend.interests.queries import register
from backend.kit import merkle
from backend.kit.keys import KeyRing
from backend.kit.notes import verifier_of
from backend.ledger import sealing, tree, verifying
from backend.ledger.rules import checkpoints
from backend.risks import queries as risks
from backend.tenancy import transactions
from tests.succession.stage import Body

MID = date(2014, 9, 1)
COMPARED = (
    "people_person",
    "committees_committee",
    "actions_action",
    "actions_step",
    "risks_risk",
    "risks_version",
)

_HASHED = """
SELECT encode(sha256(convert_to(to_jsonb(x)::text, 'UTF8')), 'hex') AS sha256, x.id
FROM {table} x WHERE x.tenant_id = $1 AND x.id > $2 ORDER BY x.id LIMIT 20000
"""
_CARRIED = """
SELECT c.from_id AS id, c.sha256 FROM succession_carried c
WHERE c.tenant_id = $1 AND c.from_tenant_id = $3 AND c.kind = $4 AND c.from_id > $2 ORDER BY c.from_id LIMIT 20000
"""


async def hashes_of(body: Body, table: str) -> dict[UUID, str]:
    """The SHA-256 of every row of a table, by its id."""
    return await _paged(body, _HASHED.format(table=table))


async def written_down(board: Body, body: Body, kind: str) -> dict[UUID, str]:
    """The SHA-256 of every record of a kind that came from a body, as the successor wrote it down."""
    return await _paged(board, _CARRIED, body.tenant.id, kind)


async def _paged(body: Body, sql: str, *given: Any) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    last = UUID(int=0)
    while rows := await body.rows(sql, last, *given):
        found |= {row["id"]: row["sha256"] for row in rows}
        last = rows[-1]["id"]
    return found


async def whole(body: Body) -> dict[str, tuple[int, str]]:
    """Of each table how many rows there are, and one SHA-256 over all of them."""
    told = {}
    for table in COMPARED:
        found = await hashes_of(body, table)
        lines = "\n".join(f"{key} {value}" for key, value in sorted(found.items()))
        told[table] = (len(found), hashlib.sha256(lines.encode()).hexdigest())
    return told


async def answers(body: Body, made: dict[str, UUID], file_id: UUID) -> dict[str, Any]:
    """What the predecessor itself answers: its rows, its register, its risk as at a day, its file."""
    scope = body.officer
    told: dict[str, Any] = {"rows": await whole(body)}
    async with transactions.scope_tx(scope, readonly=True):
        risk = await risks.risk_of(scope, risk_id=made["risk"], on=MID)
        entries = await register.register_of(scope, person_id=body.people[3])
        return {
            **told,
            "risk": (risk.title, risk.current.value if risk.current else None, len(risk.controls)),
            "register": [(each.organisation_name, each.nature, each.since) for each in entries],
            "bytes": await kept.bytes_of(scope, file_id=file_id),
        }


async def hashes_agree(board: Body, body: Body) -> None:
    """Each record that is open there was written down here under the SHA-256 that it has there."""
    for kind, table in (("person", "people_person"), ("action", "actions_action"), ("risk", "risks_risk")):
        there, here = await hashes_of(body, table), await written_down(board, body, kind)
        assert here
        assert {key: there[key] for key in here} == here


async def root_of(body: Body) -> tuple[int, bytes]:
    """Seal the body's ledger; its size and root."""
    await sealing.seal_now(body.officer)
    async with transactions.scope_tx(body.officer, readonly=True):
        newest = await tree.newest_checkpoint(body.officer)
    assert newest is not None
    return newest.size, newest.root


async def still_proven(body: Body, ring: KeyRing, size: int, root: bytes) -> None:
    """The old root is what it was, the ledger as it is now begins with all that was under it, and all of it holds."""
    later, newest = await root_of(body)
    assert later > size
    async with transactions.scope_tx(body.officer, readonly=True):
        earlier = await tree.checkpoint_of_size(body.officer, size=size)
        assert earlier is not None and earlier.root == root
        proof = await tree.consistency(body.officer, earlier=size, later=later)
    merkle.verify_consistency(earlier=size, earlier_root=root, later=later, later_root=newest, path=proof)
    await ledger_holds(body, ring)


async def ledger_holds(body: Body, ring: KeyRing) -> int:
    """Every line of the ledger is what was sealed, and every checkpoint is signed by its key; how many lines."""
    key = checkpoints.log_key(ring, body.tenant.id, demonstration=body.tenant.demonstration)
    report = await verifying.verify(body.tenant.id, origin=key.name, keys=[verifier_of(key)])
    assert (report.findings, report.waiting) == ((), 0)
    return report.lines
