"""Recording an act step by step: the facts, then who took part; nothing that happened is refused."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.between import rules, settings
from backend.between.operations.holding import hold_act, record_of
from backend.between.operations.searching import search_again
from backend.between.queries.reading import organisations_of_act
from backend.between.tables import Act, ActOrganisation, Person
from backend.committees import queries as committees
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.meetings.rules import day_of
from backend.organisations import queries as organisations
from backend.people import queries as people
from backend.powers import queries as powers
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Somebody who took part, and what they said. `person_id` is none for somebody from outside, with a `name`."""

    person_id: UUID | None = None
    name: str = ""
    answer: rules.Answer | None = None
    words: str | None = None
    said_at: datetime | None = None
    declared: rules.Declared = rules.Declared.NOT_ASKED
    interest: str | None = None
    handling: rules.Handling | None = None
    handled_by: str | None = None


async def begin_act(
    scope: Scope,
    *,
    committee_id: UUID,
    kind: rules.ActKind,
    title: str,
    words: str,
    because: str = "",
    function_id: UUID | None = None,
    value_pence: int | None = None,
    taken_at: datetime | None = None,
    consent: str | None = None,
    private_reason: str | None = None,
    organisation_ids: Collection[UUID] = (),
    act_id: UUID | None = None,
) -> UUID:
    """Write the facts of an act down, under its number; returns its id. The act is finished in a step of its own.

    `taken_at` is now unless given; of what is put by correspondence there is none yet. `act_id` is the form's own: sent
    twice, it is recorded once. Raises rules.UnableToRecordAct, NotFound.
    """
    if act_id is not None and await _is_known(scope, act_id):
        return act_id
    asked = kind is rules.ActKind.CORRESPONDENCE
    moment = None if asked else taken_at or scope.now
    rules.check_facts(title=title, words=words, taken_at=moment, now=scope.now)
    committee = await committees.committee(scope, committee_id=committee_id)
    values = await _facts(
        scope, title, words, because, function_id, value_pence, moment, consent, private_reason
    )
    month = settings.first_month_of(scope)
    year = rules.year_of(day_of(scope, moment or scope.now), first_month=month)
    known = act_id or new_id()
    numbered = {
        **values,
        "committee_id": committee.id,
        "kind": kind.value,
        "year": year,
        "number": await _next_number(scope, committee.id, year),
    }
    await Act.add(
        scope,
        id=known,
        state=rules.ActState.RECORDING.value,
        begun_at=scope.now,
        begun_by_name=scope.actor.name,
        **numbered,
    )
    await _set_organisations(scope, known, organisation_ids)
    row = await hold_act(scope, known)
    after = {**numbered, "organisations": set(map(str, organisation_ids))}
    await ledger.record(scope, "between.act.begun", record_of(scope, row), after=after)
    return known


async def change_act(
    scope: Scope,
    *,
    act_id: UUID,
    title: str,
    words: str,
    because: str = "",
    function_id: UUID | None = None,
    value_pence: int | None = None,
    taken_at: datetime | None = None,
    consent: str | None = None,
    private_reason: str | None = None,
    organisation_ids: Collection[UUID] = (),
) -> None:
    """Put the facts right while the act is being recorded. Raises rules.UnableToRecordAct, NotFound."""
    row = await hold_act(scope, act_id)
    state = rules.ActState(row["state"])
    rules.check_can_change(state, to={rules.ActState.RECORDING}, what="its facts stay as they were recorded")
    asked = rules.ActKind(row["kind"]) is rules.ActKind.CORRESPONDENCE
    moment = None if asked else taken_at or row["taken_at"] or scope.now
    rules.check_facts(title=title, words=words, taken_at=moment, now=scope.now)
    values = await _facts(
        scope, title, words, because, function_id, value_pence, moment, consent, private_reason
    )
    had = set(await organisations_of_act(scope, act_id))
    changed = {name: value for name, value in values.items() if row[name] != value}
    if changed:
        await Act.change(scope, **changed).where(Act.id == act_id)
    wanted = set(organisation_ids)
    await _set_organisations(scope, act_id, wanted - had)
    if had - wanted:
        await ActOrganisation.change(scope, removed_at=scope.now).where(
            ActOrganisation.act_id == act_id, ActOrganisation.organisation_id.is_in(list(had - wanted))
        )
    if changed or wanted != had:
        await ledger.record(
            scope,
            "between.act.changed",
            record_of(scope, row),
            before={**{name: row[name] for name in changed}, "organisations": set(map(str, had))},
            after={**changed, "organisations": set(map(str, wanted))},
        )
        await search_again(scope, act_id=act_id)


async def add_person(scope: Scope, *, act_id: UUID, part: rules.Part, said: Said) -> UUID:
    """Say who acted, who was consulted or who was asked; returns the line's id.

    Said of the same person again, it replaces what was said before. Raises rules.UnableToRecordAct, NotFound.
    """
    row = await hold_act(scope, act_id)
    state = rules.ActState(row["state"])
    rules.check_can_change(state, to=rules.OPEN, what="nobody can be added")
    values = await _person(scope, said)
    if said.said_at is not None and said.said_at > scope.now:
        raise rules.UnableToRecordAct("That day is still to come.", field="said_on")
    kept = await fetch(
        "SELECT * FROM between_person WHERE tenant_id = $1 AND act_id = $2 AND part = $3 AND person_id = $4 "
        "AND removed_at IS NULL",
        scope.tenant.id,
        act_id,
        part.value,
        said.person_id,
    )
    if kept:
        line_id: UUID = kept[0]["id"]
        await Person.change(scope, **values).where(Person.id == line_id)
    else:
        line_id = await Person.add(
            scope,
            act_id=act_id,
            part=part.value,
            found="[]",
            added_at=scope.now,
            added_by_name=scope.actor.name,
            **values,
        )
    before = {name: kept[0][name] for name in values} if kept else None
    after = {**values, "part": part, "name": None} if said.person_id else {**values, "part": part}
    await ledger.record(scope, "between.person.recorded", record_of(scope, row), before=before, after=after)
    await search_again(scope, act_id=act_id)
    return line_id


async def remove_person(scope: Scope, *, act_id: UUID, line_id: UUID) -> None:
    """Take somebody out again who was entered by mistake, before anything is sent or finished.

    Raises rules.UnableToRecordAct, NotFound.
    """
    row = await hold_act(scope, act_id)
    state = rules.ActState(row["state"])
    rules.check_can_change(state, to={rules.ActState.RECORDING}, what="who took part stays on the record")
    lines = await Person.within(scope, Person.person_id, Person.part).where(
        Person.id == line_id, Person.act_id == act_id, Person.removed_at.is_null()
    )
    if not lines:
        raise NotFound("person in this act")
    await Person.change(scope, removed_at=scope.now).where(Person.id == line_id)
    await ledger.record(
        scope,
        "between.person.removed",
        record_of(scope, row),
        before={"person_id": lines[0]["person_id"], "part": lines[0]["part"]},
    )


async def _is_known(scope: Scope, act_id: UUID) -> bool:
    return bool(await Act.within(scope, Act.id).where(Act.id == act_id))


async def _facts(
    scope: Scope,
    title: str,
    words: str,
    because: str,
    function_id: UUID | None,
    value_pence: int | None,
    taken_at: datetime | None,
    consent: str | None,
    private_reason: str | None,
) -> dict[str, Any]:
    function = None
    if function_id is not None:
        function = (await powers.scheme_of(scope, on=scope.today)).functions.get(function_id)
        if function is None:
            raise rules.UnableToRecordAct("Choose a function from the list.", field="function_id")
    if value_pence is not None and not 0 <= value_pence < 10**13:
        raise rules.UnableToRecordAct("The value must be between £0 and £99,999,999,999.99.", field="value")
    return {
        "title": title.strip(),
        "words": words.strip(),
        "because": because.strip(),
        "function_id": function_id,
        "function": function.name if function else None,
        "value_pence": value_pence,
        "taken_at": taken_at,
        "consent": (consent or "").strip() or None,
        "private_reason": (private_reason or "").strip() or None,
    }


async def _next_number(scope: Scope, committee_id: UUID, year: int) -> int:
    # read under a lock of its own, so that two officers at once get two numbers
    await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"between/{committee_id}")
    (row,) = await fetch(
        "SELECT coalesce(max(number), 0) AS n FROM between_act "
        "WHERE tenant_id = $1 AND committee_id = $2 AND year = $3",
        scope.tenant.id,
        committee_id,
        year,
    )
    number: int = row["n"]
    return number + 1


async def _set_organisations(scope: Scope, act_id: UUID, organisation_ids: Collection[UUID]) -> None:
    if not organisation_ids:
        return
    ids = sorted(set(organisation_ids))
    if set(ids) - set(await organisations.organisations_by_id(scope, ids=ids)):
        raise rules.UnableToRecordAct("Choose the organisations from the list.", field="organisation_ids")
    await execute(
        "INSERT INTO between_act_organisation (tenant_id, id, act_id, organisation_id) "
        "SELECT $1, n.id, $2, n.organisation_id FROM unnest($3::uuid[], $4::uuid[]) AS n (id, organisation_id)",
        scope.tenant.id,
        act_id,
        [new_id() for _ in ids],
        ids,
    )


async def _person(scope: Scope, said: Said) -> dict[str, Any]:
    name = said.name.strip()
    if said.person_id is not None:
        known = await people.persons_by_id(scope, [said.person_id])
        if said.person_id not in known:
            raise NotFound("person")
        name = known[said.person_id].name
    if not name:
        raise rules.UnableToRecordAct("Choose somebody, or enter the name.", field="person_id")
    interest = (said.interest or "").strip() or None
    declared = said.declared
    if interest is not None:
        declared = rules.Declared.INTEREST
    elif declared is rules.Declared.INTEREST:
        raise rules.UnableToRecordAct("Say what interest was declared.", field="interest")
    return {
        "person_id": said.person_id,
        "name": name,
        "answer": said.answer.value if said.answer else None,
        "words": (said.words or "").strip() or None,
        "said_at": said.said_at,
        "said_by_name": scope.actor.name if said.answer or said.words else None,
        "declared": declared.value,
        "interest": interest,
        "handling": said.handling.value if said.handling else None,
        "handled_by": (said.handled_by or "").strip() or None,
    }
