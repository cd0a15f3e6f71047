"""Naming who did not declare: tell them, propose them, decide about each by name."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from backend.catalogue.rulesets import InterestRuleSet
from backend.interests import settings
from backend.interests.queries import declarations
from backend.interests.queries.declarants import declarants_of
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record, content_hash
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.registers.queries import naming as queries
from backend.registers.queries import publications
from backend.registers.rules import naming as rules
from backend.registers.rules.publication import State
from backend.registers.tables.naming import Forewarning, NamedPerson
from backend.registers.tables.publications import Publication, PublishedPart
from backend.scope import NotPermitted, OvertakenByAnother, Scope


async def tell_and_propose(scope: Scope, *, publication_id: UUID, rule_set: InterestRuleSet) -> None:
    """Tell who is late that they may be named, and propose those who were told long enough ago.

    Does nothing where the rule set has no naming, as those of commissioners have not.
    """
    if not rule_set.publication.name_those_who_did_not_declare.value:
        return
    late = await _late(scope, rule_set)
    tellings = []
    for person in late.values():
        if rules.is_to_be_told(person, today=scope.today):
            await Forewarning.add(scope, person_id=person.person_id, due_on=person.due_on, told_at=scope.now)
            tellings.append(
                Telling(
                    key=f"registers.naming/{person.person_id}/{person.due_on}",
                    to=Recipient(person_id=person.person_id, name=person.name, address=person.email),
                    context={"due_on": person.due_on, "notice_days": rules.NOTICE.days},
                )
            )
        elif rules.may_be_named(person, today=scope.today):
            await NamedPerson.add(
                scope,
                publication_id=publication_id,
                person_id=person.person_id,
                name=person.name,
                position=person.position,
                due_on=person.due_on,
                told_on=person.told_on,
                state="proposed",
            )
    await notices.tell_all(scope, kind="registers.may-be-named", tellings=tellings)


async def decide_names(scope: Scope, *, publication_id: UUID, named: Collection[UUID]) -> None:
    """Name these of the proposed, and leave the others out; what is approved afterwards holds them.

    Raises `NotPermitted`, `NotFound`, `OvertakenByAnother`, `UnableToName`.
    """
    scope.check_may("registers.approve", "Your role doesn’t decide who is named.")
    await fetch(
        "SELECT 1 FROM registers_publication WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        publication_id,
    )
    line = await publications.publication_of(scope, publication_id=publication_id)
    proposed = await queries.proposed_in(scope, publication_id=publication_id)
    if line.state is not State.PREPARED:
        raise OvertakenByAnother("This refresh is approved or dropped already, so its names stand.")
    if line.asked_by == scope.actor.person_id:
        raise NotPermitted("You prepared this, so somebody else must decide who is named.")
    await _check_still_late(scope, [each for each in proposed if each.person_id in set(named)])

    for person in proposed:  # a handful: each is a decision about one person
        state = "named" if person.person_id in set(named) else "left-out"
        await NamedPerson.change(
            scope,
            state=state,
            decided_at=scope.now,
            decided_by=scope.actor.person_id,
            decided_by_name=scope.actor.name,
        ).where(NamedPerson.publication_id == publication_id, NamedPerson.person_id == person.person_id)
    sha256 = await _hash_with_names(scope, publication_id)
    await Publication.change(scope, sha256=sha256).where(Publication.id == publication_id)
    await ledger.record(
        scope,
        "registers.publication.names-decided",
        Record(
            room="registers",
            kind="publication",
            id=publication_id,
            title=f"Publication {line.number}",
            hash=sha256,
        ),
        after={"named": sorted(str(person_id) for person_id in named), "proposed": len(proposed)},
    )


async def _check_still_late(scope: Scope, wanted: Collection[queries.NamedLine]) -> None:
    late = await _late(scope, await settings.rule_set_of(scope))
    for each in wanted:
        now = late.get(each.person_id)
        if now is None or not now.accountable(scope.today):
            raise rules.UnableToName(
                f"{each.name} can’t be named any more: they have declared, left, or are not asked at present. "
                "Leave them out.",
                field="named",
            )


async def _hash_with_names(scope: Scope, publication_id: UUID) -> str:
    rows = await (
        PublishedPart.within(scope, PublishedPart.sha256)
        .where(PublishedPart.publication_id == publication_id)
        .order_by(PublishedPart.position)
    )
    names = [
        [each.person_id, each.name, each.due_on]
        for each in await queries.proposed_in(scope, publication_id=publication_id)
        if each.state == "named"
    ]
    hashes: list[object] = [row["sha256"] for row in rows]
    return content_hash([*hashes, names] if names else hashes)


async def _late(scope: Scope, rule_set: InterestRuleSet) -> dict[UUID, rules.LatePerson]:
    """Everybody at work here whose declaration is overdue today, with what they were told of it."""
    told: dict[tuple[UUID, date], date] = {
        (row["person_id"], row["due_on"]): row["told_on"]
        for row in await fetch(
            "SELECT person_id, due_on, (told_at AT TIME ZONE $2)::date AS told_on FROM registers_warning "
            "WHERE tenant_id = $1",
            scope.tenant.id,
            scope.tenant.time_zone,
        )
    }
    people = {each.person_id: each for each in await declarants_of(scope)}
    late = {}
    for standing in await declarations.standings_of(scope):
        due_on = standing.due_on(rule_set)
        person = people.get(standing.person_id)
        if person is not None and due_on < scope.today:
            late[standing.person_id] = rules.LatePerson(
                person_id=standing.person_id,
                name=standing.person_name,
                position=standing.position,
                email=person.email,
                due_on=due_on,
                told_on=told.get((standing.person_id, due_on)),
                paused=person.paused,
                decision_making=person.decision_making,
            )
    return late
