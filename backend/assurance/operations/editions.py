"""Taking a shipped framework into use, putting an own draft into use, retiring, withdrawing a draft."""

import json
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from backend.assurance.operations import copying, following, mappings
from backend.assurance.operations.provenance import said_of
from backend.assurance.queries import editions as queries
from backend.assurance.queries import requirements as asked
from backend.assurance.queries.editions import EditionView
from backend.assurance.queries.shipped import ShippedView, shipped
from backend.assurance.rules.editions import Origin, State, UnableToKeepFramework, kept_scales
from backend.assurance.tables.editions import Edition
from backend.catalogue.shapes import Provenance
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import OvertakenByAnother, Scope


async def take_into_use(
    scope: Scope,
    *,
    framework: str,
    edition: str,
    on: date | None = None,
    source: Provenance | None = None,
    ahead: bool = False,
) -> UUID:
    """Copy a shipped edition and use it from a day (today where none is given). Returns the id of the copy.

    One that was retired is used again, with all that was answered. `source` says where it is said to be answered to;
    `ahead` lets the day lie in the future, as a folder may have it.

    Raises NotFound, OvertakenByAnother where it was taken already, UnableToKeepFramework where an edition of the same
    framework is in use, which this one would have to follow.
    """
    found = shipped(framework, edition)
    others = await hold_framework(scope, framework)
    retired = next((each for each in others if each.label == edition and each.state is State.RETIRED), None)
    if retired is None:
        check_free(others, framework=framework, label=edition)
    running = next((each for each in others if each.state is State.IN_USE), None)
    if running is not None:
        raise UnableToKeepFramework(
            f"{running.name} is in use. Change it to the new edition instead: you see first what is carried over.",
        )
    from_day = on or scope.today
    if not ahead:
        check_day(from_day, today=scope.today)
    edition_id = retired.id if retired else await copy_shipped(scope, found, succeeds_id=None)
    await put(
        scope, retired or await queries.edition_of(scope, edition_id=edition_id), on=from_day, source=source
    )
    return edition_id


async def copy_shipped(scope: Scope, found: ShippedView, *, succeeds_id: UUID | None) -> UUID:
    """A shipped edition with all it asks, as a draft that nobody edits. Returns its id."""
    edition_id: UUID = await Edition.add(
        scope,
        framework=found.id,
        label=found.label,
        kind=found.framework.type,
        origin=Origin.SHIPPED,
        title=found.title,
        publisher=found.framework.publisher,
        about=found.framework.about,
        licence=found.licence,
        provenance=found.provenance,
        effective_from=found.effective_from,
        effective_to=found.effective_to,
        documents=json.dumps([each.model_dump(mode="json") for each in found.framework.documents]),
        scales=json.dumps(kept_scales(found.scales)),
        content=found.content,
        state=State.DRAFT,
        succeeds_id=succeeds_id,
        drafted_at=scope.now,
        drafted_by_name=scope.actor.name,
        version=1,
    )
    domains, requirements = copying.as_shipped(found)
    ids = await copying.write_domains(scope, edition_id=edition_id, domains=domains)
    await copying.write_requirements(scope, edition_id=edition_id, domain_ids=ids, requirements=requirements)
    return edition_id


async def put_into_use(scope: Scope, *, edition_id: UUID, on: date | None = None) -> None:
    """Use an own draft that follows no other. Raises UnableToKeepFramework where it isn't fit for it."""
    view = await held(scope, edition_id)
    if view.succeeds_id is not None:
        raise UnableToKeepFramework(
            "This draft follows an edition that is in use. Look at what is carried over, and change the edition there."
        )
    if view.state is not State.DRAFT:
        raise OvertakenByAnother(f"{view.name} is no draft any more: it is {view.state_in_words.lower()}.")
    await check_complete(scope, view)
    day = on or scope.today
    check_day(day, today=scope.today)
    await put(scope, view, on=day)


async def check_complete(scope: Scope, view: EditionView) -> None:
    """A draft asks something, and no domain of it is empty. Raises UnableToKeepFramework."""
    requirements = await asked.requirements_of(scope, edition_id=view.id)
    if not requirements:
        raise UnableToKeepFramework("This framework asks nothing yet. Write its first requirement.")
    filled = {each.domain_id for each in requirements}
    for domain in await asked.domains_of(scope, edition_id=view.id):
        if domain.id not in filled:
            raise UnableToKeepFramework(
                f"The domain “{domain.name}” has no requirement. Write one, or leave the domain out."
            )


async def put(scope: Scope, view: EditionView, *, on: date, source: Provenance | None = None) -> None:
    """Put an edition that was found fit into use, with the shipped mappings that it opens."""
    await Edition.change(
        scope,
        state=State.IN_USE,
        in_use_from=on,
        taken_at=scope.now,
        taken_by_name=scope.actor.name,
        taken_source=said_of(source),
        left_on=None,
        left_at=None,
        left_by_name=None,
        left_because=None,
        version=view.version + 1,
    ).where(Edition.id == view.id)
    await mappings.take_shipped(scope)
    await following.take_rules(scope, edition_id=view.id)
    after = {"framework": view.framework, "edition": view.label, "in use from": on, "origin": view.origin}
    await ledger.record(scope, "assurance.edition.taken-into-use", record_of(view), after=after)


async def redate(scope: Scope, *, edition_id: UUID, on: date, source: Provenance | None) -> None:
    """Say better since when an edition is in use, and where that is said."""
    view = await held(scope, edition_id)
    await Edition.change(scope, in_use_from=on, taken_source=said_of(source), version=view.version + 1).where(
        Edition.id == edition_id
    )
    await ledger.record(
        scope,
        "assurance.edition.redated",
        record_of(view),
        before={"in use from": view.in_use_from},
        after={"in use from": on},
    )


async def retire(scope: Scope, *, edition_id: UUID, because: str, on: date | None = None) -> None:
    """Answer to a framework no longer. What was answered stays to be read. Raises UnableToKeepFramework."""
    view = await held(scope, edition_id)
    if view.state is not State.IN_USE or view.in_use_from is None:
        raise OvertakenByAnother(f"{view.name} is not in use: it is {view.state_in_words.lower()}.")
    day = on or scope.today
    check_day(day, today=scope.today)
    if day < view.in_use_from:
        raise UnableToKeepFramework(
            f"It has been in use since {in_words(view.in_use_from)}; it can’t be retired before that day.",
            field="on",
        )
    await leave(scope, view, state=State.RETIRED, on=day, because=because)
    await ledger.record(
        scope,
        "assurance.edition.retired",
        record_of(view),
        before={"state": view.state},
        after={"state": State.RETIRED, "on": day, "because": because},
    )


async def leave(scope: Scope, view: EditionView, *, state: State, on: date, because: str) -> None:
    """An edition is no longer in use from a day on."""
    await Edition.change(
        scope,
        state=state,
        left_on=on,
        left_at=scope.now,
        left_by_name=scope.actor.name,
        left_because=because,
        version=view.version + 1,
    ).where(Edition.id == view.id)
    await following.take_rules(scope, edition_id=view.id)


async def withdraw(scope: Scope, *, edition_id: UUID, because: str | None = None) -> None:
    """Throw a draft away; it stays in the record, and its name is free again. Raises OvertakenByAnother."""
    view = await held(scope, edition_id)
    if view.state is not State.DRAFT:
        raise OvertakenByAnother(f"{view.name} is no draft any more: it is {view.state_in_words.lower()}.")
    await Edition.change(
        scope,
        state=State.WITHDRAWN,
        left_at=scope.now,
        left_by_name=scope.actor.name,
        left_because=because,
        version=view.version + 1,
    ).where(Edition.id == view.id)
    await ledger.record(
        scope, "assurance.edition.withdrawn", record_of(view), after={"because": because} if because else None
    )


async def held(scope: Scope, edition_id: UUID) -> EditionView:
    """An edition, held for us alone until the transaction ends. Raises NotFound, also for a withdrawn draft."""
    await fetch(
        "SELECT 1 FROM assurance_edition WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        edition_id,
    )
    return await queries.edition_of(scope, edition_id=edition_id)


async def hold_framework(scope: Scope, framework: str) -> Sequence[EditionView]:
    """Every edition of a framework; of two who take or write one at once the second waits for the first."""
    await fetch(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"assurance/{scope.tenant.id}/{framework}"
    )
    return await queries.editions_of(scope, framework=framework)


def check_free(others: Sequence[EditionView], *, framework: str, label: str) -> None:
    """No edition of that name is kept already. Raises OvertakenByAnother."""
    found = next((each for each in others if each.framework == framework and each.label == label), None)
    if found is not None:
        since = f" since {in_words(found.in_use_from)}" if found.in_use_from else ""
        raise OvertakenByAnother(f"{found.name} is here already: {found.state_in_words.lower()}{since}.")


def check_day(on: date, *, today: date) -> None:
    """Frameworks come into use and leave it today or earlier: what is to come is nobody's fact yet."""
    if on > today:
        raise UnableToKeepFramework("Give today or a day that has passed.", field="on")


def record_of(view: EditionView) -> Record:
    return Record(room="assurance", kind="edition", id=view.id, title=view.name, hash=view.content)
