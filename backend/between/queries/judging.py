"""An act as the rules judge it: its people with their seats, offices and interests, its power, quorum and rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.between import rules, settings
from backend.between.queries.reading import organisations_of_act, people_rows
from backend.catalogue.between import ActRule
from backend.catalogue.quorum import Office
from backend.committees import queries as committees
from backend.interests.queries.register import TouchingInterest, interests_touching
from backend.meetings.presiding import CHAIR, MEMBERS, NOBODY, VICE_CHAIR, Sitting, presiding
from backend.meetings.rules import day_of
from backend.meetings.treating import listed
from backend.powers import queries as powers
from backend.powers import rules as power_rules
from backend.powers.queries.checking import decider_of
from backend.powers.rules import FindingKind, and_words
from backend.powers.rules.finding import still_needed
from backend.powers.rules.scheme import Key
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An act with everything that its faults rest on. `touching` are exact interests of its people, by person."""

    row: Any
    day: date
    committee: committees.CommitteeView
    rule: ActRule | None
    case: rules.Case
    people: Sequence[Mapping[str, Any]]
    organisations: Mapping[UUID, str]
    touching: Mapping[UUID, tuple[TouchingInterest, ...]]
    function: str | None

    @property
    def faults(self) -> tuple[rules.Irregular, ...]:
        return rules.faults_of(self.case)

    @property
    def replies(self) -> rules.Replies:
        return rules.replies_of(self.case.people, self.case.quorum)

    @property
    def goes(self) -> rules.Goes:
        """To be ratified where it was irregular, or where the rule says so; else to be reported."""
        if self.case.closing is not rules.Closing.TO_MEETING and (
            self.faults or (self.rule is not None and self.rule.goes is rules.Goes.RATIFICATION)
        ):
            return rules.Goes.RATIFICATION
        return rules.Goes.REPORT

    @property
    def goes_to_id(self) -> UUID:
        """What is beyond the committee's power goes up to the committee that holds it; else to itself."""
        beyond = any(fault.fault is rules.Fault.BEYOND_POWER for fault in self.faults)
        return (self.case.power.upward_committee_id if beyond else None) or self.committee.id


async def judged(
    scope: Scope, row: Any, *, closing: rules.Closing | None = None, at: datetime | None = None
) -> Judged:
    """Judge an act as it is written, on its own day, or as it would be if it were closed so `at` a moment."""
    moment = at or row["taken_at"] or scope.now
    day = day_of(scope, moment)
    committee = await committees.committee(scope, committee_id=row["committee_id"], on=day)
    people = (await people_rows(scope, [row["id"]])).get(row["id"], [])
    organisations = await organisations_of_act(scope, row["id"])
    touching = await _touching(scope, people, organisations, day)
    offices = await _offices(scope, committee.id, day)
    someone = tuple(_someone(each, committee, touching, offices) for each in people)
    kind = rules.ActKind(row["kind"])
    rule = settings.rule_of(scope, kind, committee=committee.slug, on=day)
    power, function = await _power(scope, row, someone, day)
    case = rules.Case(
        kind=kind,
        committee=committee.name,
        rule=rule,
        taken_at=moment,
        because=row["because"],
        value=row["value_pence"],
        people=someone,
        power=power,
        consent=row["consent"] or "",
        closing=closing or (rules.Closing(row["closing"]) if row["closing"] else None),
        quorum=committee.quorum,
        voters=tuple(
            dict.fromkeys((str(each.person_id), each.name) for each in committee.members if each.voting)
        ),
        should=_should(committee, someone),
    )
    return Judged(
        row=row,
        day=day,
        committee=committee,
        rule=rule,
        case=case,
        people=people,
        organisations=organisations,
        touching=touching,
        function=function,
    )


def words_of(interest: TouchingInterest) -> str:
    """The interest in one sentence; of one that is withheld, only that there is one."""
    what = (
        f"an interest in {interest.organisation_name}" if interest.withheld else f"a {interest.in_words}"
    ).rstrip(".")
    return f"{interest.person_name} has declared {what}."


async def _touching(
    scope: Scope, people: Sequence[Mapping[str, Any]], organisations: Mapping[UUID, str], day: date
) -> dict[UUID, tuple[TouchingInterest, ...]]:
    ids = tuple({each["person_id"] for each in people if each["person_id"]})
    if not (ids and organisations):
        return {}
    found: dict[UUID, tuple[TouchingInterest, ...]] = {}
    for interest in await interests_touching(
        scope, person_ids=ids, organisation_ids=tuple(organisations), on=day
    ):
        found[interest.person_id] = (*found.get(interest.person_id, ()), interest)
    return found


async def _offices(scope: Scope, committee_id: UUID, day: date) -> dict[UUID, frozenset[Office]]:
    """Who holds which office on a day: on this committee, and those of the whole organisation on any."""
    own = {Office.CHAIR, Office.VICE_CHAIR, Office.SECRETARY, Office.CLINICAL_LEAD}
    found: dict[UUID, frozenset[Office]] = {}
    for body_id, members in (await committees.members_of_all(scope, on=day)).items():
        for member in members:
            if member.office is not None and (body_id == committee_id or member.office not in own):
                found[member.person_id] = found.get(member.person_id, frozenset()) | {member.office}
    return found


def _someone(
    row: Mapping[str, Any],
    committee: committees.CommitteeView,
    touching: Mapping[UUID, tuple[TouchingInterest, ...]],
    offices: Mapping[UUID, frozenset[Office]],
) -> rules.Someone:
    person_id = row["person_id"]
    exact = [words_of(each) for each in touching.get(person_id, ())] if person_id else []
    said = [f"{row['name']} declared: {row['interest'].rstrip('.')}."] if row["interest"] else []
    return rules.Someone(
        key=str(person_id or row["id"]),
        name=row["name"],
        part=rules.Part(row["part"]),
        seats=tuple(each.as_seat_held for each in committee.members if each.person_id == person_id),
        offices=offices.get(person_id, frozenset()) if person_id else frozenset(),
        interests=(*exact, *said),
        handling=rules.Handling(row["handling"]) if row["handling"] else None,
        handled_by=row["handled_by"],
        answer=rules.Answer(row["answer"]) if row["answer"] else None,
        said_at=row["said_at"],
    )


async def _power(
    scope: Scope, row: Any, people: Sequence[rules.Someone], day: date
) -> tuple[rules.Power, str | None]:
    """What the scheme gives to the committee for which the act was taken or, by itself, to whoever acted."""
    if row["function_id"] is None:
        words = (
            "No function of the scheme of delegation was named, so nobody can say that this was within power."
        )
        return rules.Power(kind=FindingKind.NO_FUNCTION, words=words), None
    scheme = await powers.scheme_of(scope, on=day)
    acting = [each for each in people if each.part is rules.Part.ACTED and each.offices]
    deciders = [
        decider
        for each in acting
        if (
            decider := await decider_of(
                scope, committee_id=row["committee_id"], person_id=UUID(each.key), on=day
            )
        )
    ]
    committee = await powers.finding_for(
        scope, row["function_id"], row["value_pence"], row["committee_id"], on=day, scheme=scheme
    )
    found = min(
        (committee, *(_of_actor(scheme, row, decider, deciders, day) for decider in deciders)),
        key=lambda each: _ORDER.index(each.kind),
    )
    function = scheme.functions.get(row["function_id"])
    power = rules.Power(
        kind=found.kind,
        words=found.words,
        clause=found.clause or "",
        consent_from=found.consent_from or "",
        upward_to=found.upward_to or "",
        upward_committee_id=found.upward_committee_id,
    )
    return power, function.name if function else None


_ORDER = (FindingKind.WITHIN, FindingKind.NEEDS_CONSENT, FindingKind.BEYOND, FindingKind.NO_FUNCTION)


def _of_actor(
    scheme: power_rules.Scheme,
    row: Any,
    decider: power_rules.Decider,
    together: Sequence[power_rules.Decider],
    day: date,
) -> power_rules.Finding:
    """What the scheme gives to one of those who acted; what is held jointly is theirs where all holders acted."""
    found = power_rules.finding(
        scheme, function_id=row["function_id"], value=row["value_pence"], decider=decider, on=day
    )
    entry = next((each for each in scheme.entries if each.id == found.entry_id), None)
    if found.kind is not FindingKind.NEEDS_CONSENT or entry is None:
        return found
    others = frozenset[Key]().union(*(each.keys for each in together if each is not decider))
    if any(party.key not in others for party in still_needed(entry, decider)):
        return found
    names = and_words([each.name for each in together])
    words = f"{names} may decide “{scheme.functions[entry.function_id].name}” together {entry.limit_in_words}"
    conditions = f" Its conditions: {entry.conditions}" if entry.conditions else ""
    return replace(
        found, kind=FindingKind.WITHIN, words=f"{words} ({entry.clause}).{conditions}", consent_from=None
    )


def _should(committee: committees.CommitteeView, people: Sequence[rules.Someone]) -> str:
    """Who should have acted where the chair has an interest."""
    conflicted = {UUID(each.key) for each in people if each.conflicted and each.seats}
    chairs = {each.person_id for each in committee.members if each.office is Office.CHAIR}
    if not chairs & conflicted:
        return ""
    sitting = [
        Sitting(
            person_id=person_id,
            name=next(each.name for each in committee.members if each.person_id == person_id),
            seats=tuple(each.as_seat_held for each in committee.members if each.person_id == person_id),
        )
        for person_id in dict.fromkeys(each.person_id for each in committee.members)
    ]
    by = presiding(sitting, conflicted=conflicted)
    if by.office in {CHAIR, VICE_CHAIR}:
        return f"{by.names[0]}, the {'vice-chair' if by.office == VICE_CHAIR else 'chair'}, should have taken it."
    if by.office == MEMBERS:
        return f"It should have gone to the voting members without an interest: {listed(list(by.names))}."
    assert by.office == NOBODY, "the last of the four"
    return "Nobody on the committee without an interest could have taken it; it should have gone to another body."
