"""Every item of a meeting judged: who is conflicted on it, who decides about that, and the quorum that follows.

The whole truth, for no reader in particular: `agendas` and `handling` show what a reader may see of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from backend.committees import queries as committees
from backend.interests.queries import register
from backend.interests.settings import NoRuleSet, rule_set_of
from backend.meetings import conflicts, hits, treating
from backend.meetings.presiding import Presiding, Sitting
from backend.meetings.presiding import presiding as presiding_over
from backend.meetings.queries.attending import Attendee
from backend.meetings.queries.effects import effects_on
from backend.meetings.queries.hits import (
    HitLine,
    SearchLine,
    TreatmentLine,
    hits_of,
    searches_of,
    treatments_of,
)
from backend.meetings.queries.touched import TouchedOrganisation
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedItem:
    """One item. `hits` are ranked; `by_register` is the forecast with no name that only a search found."""

    item_id: UUID
    forecast: conflicts.Forecast
    by_register: conflicts.Forecast
    presiding: Presiding
    conflicted: frozenset[UUID]
    hits: tuple[HitLine, ...]
    treatments: Mapping[UUID, TreatmentLine]
    search: SearchLine | None
    sitting: tuple[Sitting, ...]

    def deciding_about(self, person_id: UUID) -> Presiding:
        """Who decides about this person: never they themselves, though their interest was noted before."""
        return presiding_over(self.sitting, conflicted=self.conflicted | {person_id})


def sees_all_of(scope: Scope, judged: JudgedItem) -> bool:
    """Officers, the Guardian, our own chores, and whoever decides for the item; a chair who is conflicted does not."""
    everywhere = bool(scope.roles & {"governance-officer", "coi-guardian"}) or scope.actor.chore is not None
    return everywhere or (
        scope.actor.person_id is not None and scope.actor.person_id in judged.presiding.person_ids
    )


async def judged_items(
    scope: Scope,
    *,
    meeting_id: UUID,
    committee: committees.CommitteeView,
    attendees: Sequence[Attendee],
    items: Sequence[Any],
    touched: Mapping[UUID, tuple[TouchedOrganisation, ...]],
    day: date,
) -> dict[UUID, JudgedItem]:
    """These items (rows of `meetings_item`), from one look at the register as it stands on the meeting's day.

    Seven statements, however many items there are.
    """
    touches = await _touches(scope, attendees, touched, day)
    kept = await hits_of(scope, items=items, touched=touched)
    treated = await treatments_of(scope, meeting_id)
    effects = await effects_on(scope, day)
    searches = await searches_of(scope, [item["id"] for item in items])
    members = _members(committee, attendees)
    sitting = tuple(
        Sitting(person_id=each.person_id, name=each.name, seats=each.seats, away=each.away)
        for each in members
    )
    found = {}
    for item in items:
        item_id = item["id"]
        lines = kept.get(item_id, ())
        organisations = {each.id for each in touched.get(item_id, ())}
        here = {person: line for (of, person), line in treated.items() if of == item_id}
        given = {
            "quorum": committee.quorum,
            "members": members,
            "touches": touches,
            "organisation_ids": organisations,
            "treatments": {person: line.treatment for person, line in here.items()},
            "effects": effects,
            "dismissed": {
                line.interest_id
                for line in lines
                if line.state is hits.HitState.DISMISSED and line.interest_id is not None
            },
            "refer_to": [line.parent for line in committee.reports_to],
        }
        full = conflicts.forecast(**given, others=_others(lines, touches, organisations))
        by_register = conflicts.forecast(**given)
        conflicted = frozenset(
            each.person_id
            for each in full.conflicted
            if each.treatment is not treating.Treatment.NOTED_FULL_PARTICIPATION
        )
        found[item_id] = JudgedItem(
            item_id=item_id,
            forecast=full,
            # the same answer for everybody; only who it is that a search found is for a few
            by_register=replace(
                by_register,
                quorate=full.quorate,
                unmet=full.unmet,
                remaining=full.remaining,
                restores=() if full.restores != by_register.restores else full.restores,
            ),
            presiding=presiding_over(sitting, conflicted=conflicted),
            conflicted=conflicted,
            hits=_with_unkept(lines, full, item_id),
            treatments=here,
            search=searches.get(item_id),
            sitting=sitting,
        )
    return found


async def guidance_on(scope: Scope, day: date) -> treating.Guidance:
    """The guidance that bounds what is proposed on a day: that of the tenant's own rule set."""
    try:
        edition = (await rule_set_of(scope, on=day)).edition
    except NoRuleSet:
        edition = f"{day:%Y-%m}"
    return treating.guidance_of(edition)


async def _touches(
    scope: Scope,
    attendees: Sequence[Attendee],
    touched: Mapping[UUID, tuple[TouchedOrganisation, ...]],
    day: date,
) -> tuple[conflicts.Touch, ...]:
    held = await register.interests_touching(
        scope,
        person_ids=tuple(
            {each.person_id for each in attendees}
            | {deputy.person_id for each in attendees for deputy in each.deputies}
        ),
        organisation_ids=tuple({each.id for several in touched.values() for each in several}),
        on=day,
    )
    return tuple(
        conflicts.Touch(
            person_id=interest.person_id,
            organisation_id=interest.organisation_id,
            organisation=interest.organisation_name,
            words=interest.words_for(scope),
            interest_id=interest.interest_id,
            kind=interest.interest_type.value,
            indirect=interest.is_indirect,
        )
        for interest in held
    )


def _members(
    committee: committees.CommitteeView, attendees: Sequence[Attendee]
) -> tuple[conflicts.Member, ...]:
    return tuple(
        conflicts.Member(
            person_id=each.person_id,
            name=each.name,
            seats=tuple(
                member.as_seat_held for member in committee.members if member.person_id == each.person_id
            ),
            away=each.away,
            deputies=_deputies(committee, each),
            expected_deputy=each.deputy_person_id,
        )
        for each in attendees
    )


def _deputies(committee: committees.CommitteeView, attendee: Attendee) -> tuple[conflicts.Member, ...]:
    """Those named for their seats, each with the seats in which they would sit."""
    held = {
        member.seat_id: member.as_seat_held
        for member in committee.members
        if member.person_id == attendee.person_id
    }
    names = {each.person_id: each.name for each in attendee.deputies}
    return tuple(
        conflicts.Member(
            person_id=person_id,
            name=name,
            seats=tuple(
                conflicts.deputised(held[each.seat_id], by=str(person_id), may_vote=each.may_vote)
                for each in attendee.deputies
                if each.person_id == person_id and each.seat_id in held
            ),
        )
        for person_id, name in names.items()
    )


def _others(
    lines: Sequence[HitLine], touches: Sequence[conflicts.Touch], organisations: set[UUID]
) -> dict[UUID, tuple[str, ...]]:
    """What counts beside the interests that the register has exactly, by person."""
    exact = {touch.interest_id for touch in touches if touch.organisation_id in organisations}
    found: dict[UUID, tuple[str, ...]] = {}
    for line in lines:
        if line.counts and (line.interest_id is None or line.interest_id not in exact):
            found[line.person_id] = (*found.get(line.person_id, ()), line.reason)
    return found


def _with_unkept(
    lines: Sequence[HitLine], forecast: conflicts.Forecast, item_id: UUID
) -> tuple[HitLine, ...]:
    """With what the register holds since the last search, so that nothing waits for a search to be seen."""
    known = {line.interest_id for line in lines}
    new = tuple(
        HitLine(
            id=None,
            item_id=item_id,
            person_id=member.person_id,
            person=member.name,
            source=hits.Source.REGISTER,
            interest_id=touch.interest_id,
            organisation=touch.organisation,
            reason=f"{member.name} has declared {_a(touch.words)}.",
            found=(hits.Words(words=touch.organisation, where="organisations"),),
            sureness=100,
            kind=touch.kind,
            indirect=touch.indirect,
            state=hits.HitState.OPEN,
        )
        for member in forecast.conflicted
        for touch in member.interests
        if touch.interest_id not in known
    )
    return (*new, *lines)


def _a(words: str) -> str:
    return words if words.startswith("an ") else f"a {words}"
