"""The anonymised text of a breach that was found: agreeing it, changing it, taking it back."""

from uuid import UUID

from backend.concerns.operations import telling
from backend.concerns.queries import handled
from backend.concerns.queries.handled import ConcernView
from backend.concerns.rules import anonymity, life
from backend.concerns.tables import Breach, Publication
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.people import queries as people
from backend.scope import Scope


async def agree_text(
    scope: Scope,
    *,
    concern_id: UUID,
    what_happened: str,
    action: str,
    lessons: str,
    names_nobody: bool = False,
) -> UUID:
    """Put a breach on the register in these words, or in new ones. Returns the breach's id, which is not the concern's.

    Raises `anonymity.UnableToPublish` where a text may name somebody of the organisation, or the raiser, unless a
    handler confirmed that it `names_nobody`; `life.UnableToMoveOn` unless a breach was found and its outcome settled.
    """
    view = await handled.concern(scope, concern_id=concern_id, to_change=True)
    life.check_found_breach(view.finding)
    if view.notified is None or view.found_on is None:
        raise life.UnableToMoveOn("Record the action, the lessons and whether NHS England was told first.")
    texts = {"what_happened": what_happened, "action": action, "lessons": lessons}
    everybody = [person.name for person in await people.people_of(scope, also_left=True)]
    named = [*everybody, *([view.raiser_name] if view.raiser_name else [])]
    matched = anonymity.check_names_nobody(texts, named, confirmed=names_nobody)

    breach_id = view.breach_id or new_id()
    if view.breach_id is None:
        await Publication.add(scope, concern_id=view.id, breach_id=breach_id)
    await _end_newest(scope, breach_id)
    await Breach.add(
        scope,
        breach_id=breach_id,
        found_on=view.found_on,
        category=view.category,
        **texts,
        notified=view.notified,
        notified_on=view.notified_on,
        known_from=scope.now,
    )
    await ledger.record(
        scope,
        "concerns.text.agreed",
        telling.record_of(view.id),
        after={**texts, "confirmed_though_matched": matched},
    )
    await ledger.record(scope, "concerns.breach.stated", _record_of(breach_id), after=texts)
    return breach_id


async def withdraw_text(scope: Scope, *, concern_id: UUID, because: str) -> None:
    """Take a breach off the register; what it said before stays as it was known then."""
    view = await handled.concern(scope, concern_id=concern_id, to_change=True)
    if view.breach_id is None:
        raise life.UnableToMoveOn("No text of this concern is on the register of breaches.")
    await _end_newest(scope, view.breach_id)
    await ledger.record(
        scope, "concerns.text.withdrawn", telling.record_of(view.id), after={"because": because}
    )
    await ledger.record(scope, "concerns.breach.withdrawn", _record_of(view.breach_id))


async def _end_newest(scope: Scope, breach_id: UUID) -> None:
    await Breach.change(scope, known_to=scope.now).where(
        Breach.breach_id == breach_id, Breach.known_to.is_null()
    )


def _record_of(breach_id: UUID) -> Record:
    """How the ledger points at a published breach: openly, for it names nobody and leads nowhere."""
    return Record(room="concerns", kind="breach", id=breach_id, title="A breach, without names")


async def published(scope: Scope, view: ConcernView) -> bool:
    """Whether a text of the concern is on the register now."""
    if view.breach_id is None:
        return False
    rows = await Breach.within(scope, Breach.id).where(
        Breach.breach_id == view.breach_id, Breach.known_to.is_null()
    )
    return bool(rows)
