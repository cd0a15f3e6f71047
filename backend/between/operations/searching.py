"""Looking for interests in an act whenever its facts or its people change: asked of the worker, kept as hints."""

from collections.abc import Sequence
from uuid import UUID

from backend.between.operations.holding import hold_act, record_of
from backend.between.queries.reading import people_rows
from backend.between.tables import Person
from backend.kit import queue
from backend.ledger import operations as ledger
from backend.ledger.records import canonical
from backend.meetings import hits
from backend.scope import Scope

CHORE = "between.search_for_interests"


async def search_again(scope: Scope, *, act_id: UUID) -> None:
    """Ask for a search of one act, once this transaction has committed."""
    await queue.defer(CHORE, tenant_id=scope.tenant.id, lock=f"interests:{act_id}", act_id=act_id)


async def keep_hints(scope: Scope, *, act_id: UUID, found: Sequence[hits.Found]) -> int:
    """Keep what the radar found beside what the register showed when the act was finished; returns how many lines.

    A hint decides nothing, and never changes what was recorded of the act. Raises NotFound.
    """
    row = await hold_act(scope, act_id)
    by_person: dict[UUID, list[hits.Found]] = {}
    for each in found:
        by_person.setdefault(each.person_id, []).append(each)
    count = 0
    for person in (await people_rows(scope, [act_id])).get(act_id, []):
        kept = [line for line in person["found"] if line["source"] == "register"]
        known = {line["interest_id"] for line in kept}
        hints = [
            {
                "interest_id": str(each.interest_id),
                "source": "radar",
                "words": each.reason,
                "short": f"{person['name']} may have an interest in this.",
                "sureness": each.sureness,
            }
            for each in by_person.get(person["person_id"], ())
            if each.interest_id is not None
            and str(each.interest_id) not in known
            and each.sureness >= hits.SURE
        ]
        count += len(hints)
        await Person.change(scope, found=canonical([*kept, *hints]), searched_at=scope.now).where(
            Person.id == person["id"]
        )
    if count:
        await ledger.record(scope, "between.hints.kept", record_of(scope, row), after={"hints": count})
    return count
