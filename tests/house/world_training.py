"""Training for the sweep: a module that somebody did, with a certificate whose name holds the tenant's canary."""

from typing import Any

from backend.evidence import operations as evidence
from backend.interests.operations import training
from backend.interests.queries import training as queries
from backend.interests.rules.training import DutySettled
from backend.people.operations import persons
from backend.tenancy import transactions

MODULE = "icb-training"
"""The module of the edition that is in force today, in which the sweep lives."""


async def completion(world: Any) -> dict[str, str]:
    """A person who must do the module and has done it; the reason and the certificate hold the canary too."""
    scope = world.officer
    async with transactions.scope_tx(scope):
        person_id = await persons.add_person(
            scope, name=f"{world.word('trained')} Invented", job_title=world.word("post"), email=None
        )
        await training.settle_duty(
            scope, person_id=person_id, module=MODULE, duty=DutySettled.ADDED, reason=world.word("reason")
        )
        certificate_id = await evidence.keep_file(
            scope,
            name=f"{world.word('certificate')}.txt",
            media_type="text/plain",
            data=world.word("certified").encode(),
        )
        await training.record_training(
            scope,
            person_ids=[person_id],
            module=MODULE,
            done_on=scope.today,
            certificate_id=certificate_id,
        )
        (done,) = await queries.completions_of(scope, person_id=person_id)
    return {"person_id": str(person_id), "completion_id": str(done.id)}


MAKERS = {"completion": completion}
