"""What remains of a merger or a rehearsal: the report, the checkpoints it names, and the plan's end."""

from dataclasses import dataclass, field
from typing import Any

from backend.kit.database import execute
from backend.ledger import operations as ledger
from backend.ledger import tree
from backend.ledger.records import canonical
from backend.scope import Scope
from backend.succession.operations.announcing import record_of
from backend.succession.rules import State
from backend.succession.tables import Plan


@dataclass(kw_only=True)
class Report:
    """What was carried over, or would be: counts by predecessor and kind, conflicts in words, and how long it took."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    settled: int = 0
    checkpoints: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    peak_megabytes: int = 0

    def as_json(self) -> str:
        return canonical(self.__dict__)


async def conclude(here: Scope, plan: Any, report: Report) -> None:
    for slug, said in report.checkpoints.items():
        await execute(
            "UPDATE succession_predecessor SET checkpoint = $4::jsonb WHERE tenant_id = $1 AND plan_id = $2 "
            "AND slug = $3",
            here.tenant.id,
            plan["id"],
            slug,
            canonical(said),
        )
    await Plan.change(
        here,
        state=State.CARRIED_OUT.value,
        carried_out_at=here.now,
        outcome=report.as_json(),
        doing=None,
        doing_since=None,
        failed_because=None,
    ).where(Plan.id == plan["id"])
    await ledger.record(
        here,
        "succession.plan.carried-out",
        record_of(plan["id"], plan["name"]),
        after={"counts": report.counts, "settled_conflicts": report.settled},
    )


async def checkpoint(other: Scope) -> dict[str, Any]:
    """The last checkpoint of a predecessor's ledger: its size, its root, and when it was signed."""
    newest = await tree.newest_checkpoint(other)
    if newest is None:
        return {"name": other.tenant.name, "size": 0, "root": None, "sealed_at": None}
    return {
        "name": other.tenant.name,
        "size": newest.size,
        "root": newest.root.hex(),
        "sealed_at": newest.sealed_at.isoformat(),
    }
