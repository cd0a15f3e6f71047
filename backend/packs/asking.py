"""Putting a pack into the worker's queue."""

from typing import Any
from uuid import UUID

from backend.kit import queue
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.packs import rules
from backend.packs.tables import Pack
from backend.scope import Scope

BUILD_BOARD_PACK = "packs.build_board_pack"
BUILD_ASSURANCE_PACK = "packs.build_assurance_pack"

_WAITING = "Waiting for a worker to begin."


async def ask(scope: Scope, kind: rules.Kind, title: str, task: str, values: dict[str, Any]) -> UUID:
    """Write a pack down as asked for, and ask a worker to build it; returns its id."""
    pack_id = new_id()
    await Pack.add(
        scope,
        id=pack_id,
        kind=kind.value,
        state=rules.State.ASKED.value,
        done=0,
        total=0,
        words=_WAITING,
        attempts=0,
        asked_at=scope.now,
        asked_by_person_id=scope.actor.person_id,
        asked_by_name=scope.actor.name,
        **{"layout": rules.Layout.STANDARD.value, "withheld": [], **values},
    )
    subject = Record(room="packs", kind=f"{kind.value}-pack", id=pack_id, title=title)
    await ledger.record(scope, "packs.pack.asked", subject, after=values)
    await queue.defer(task, tenant_id=scope.tenant.id, lock=f"pack:{pack_id}", pack_id=pack_id)
    return pack_id
