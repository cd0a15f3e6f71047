"""The scales of an own framework. They don't change under answers that stand on them."""

import json
from collections.abc import Sequence
from uuid import UUID

from backend.assurance.operations.editions import held, record_of
from backend.assurance.queries import requirements as asked
from backend.assurance.queries.answered import answers_on
from backend.assurance.queries.editions import EditionView
from backend.assurance.rules.editions import (
    Origin,
    Scale,
    State,
    UnableToKeepFramework,
    check_scales,
    kept_scales,
)
from backend.assurance.tables.editions import Edition
from backend.ledger import operations as ledger
from backend.scope import OvertakenByAnother, Scope


async def settle_scales(scope: Scope, *, edition_id: UUID, version: int, scales: Sequence[Scale]) -> None:
    """Say on which scales a framework is answered.

    Raises UnableToKeepFramework where answers stand on it or a requirement would lose its scale, OvertakenByAnother.
    """
    view = await held(scope, edition_id)
    await check_changeable(scope, view)
    if view.version != version:
        raise OvertakenByAnother(
            "Somebody else has changed this framework since you opened the page. What you wrote is here; look at "
            "theirs first, then send yours again."
        )
    check_scales(scales)
    kept = {scale.key for scale in scales}
    lost = [
        each for each in await asked.requirements_of(scope, edition_id=edition_id) if each.scale not in kept
    ]
    if lost:
        named = ", ".join(each.ref for each in lost[:8]) + ("…" if len(lost) > 8 else "")
        raise UnableToKeepFramework(
            f"{named} would be left without a scale. Give these another scale first.", field="levels"
        )
    await Edition.change(scope, scales=json.dumps(kept_scales(scales)), version=version + 1).where(
        Edition.id == edition_id
    )
    await ledger.record(
        scope,
        "assurance.edition.scales-settled",
        record_of(view),
        before={"scales": kept_scales(view.scales)},
        after={"scales": kept_scales(scales)},
    )


async def check_changeable(scope: Scope, view: EditionView) -> None:
    """Nothing stands on the scales of an edition yet. Raises UnableToKeepFramework with the way that is open."""
    if view.origin is Origin.SHIPPED:
        raise UnableToKeepFramework(
            f"The scales of {view.name} come with it and are not changed here. Write a framework of your own, with "
            "your scale, and map it to this one."
        )
    if view.state is State.DRAFT:
        return
    answers = await answers_on(scope, edition_id=view.id)
    if view.state is not State.IN_USE or answers:
        stands = "1 answer stands" if answers == 1 else f"{answers:,} answers stand"
        raise UnableToKeepFramework(
            f"The scale of {view.name} can’t change any more: {stands} on it. Begin its next edition and change the "
            "scale there; answers are carried over to be confirmed.",
            field="levels",
        )
