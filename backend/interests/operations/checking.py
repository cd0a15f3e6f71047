"""What a person says of one interest, and whether it may be said: asked before it is written, and again when it is."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.catalogue.rulesets import InterestRuleSet
from backend.interests import settings
from backend.interests.queries import declarations
from backend.interests.rules import declaring
from backend.kit.database import execute, fetch
from backend.organisations import queries as organisations
from backend.people import queries as people
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person says of one interest, before it is on the register.

    `known_on` is when they learnt of it, which starts the 28 days; the day that it began unless given. `paper_on` is
    the day on which they declared on paper what an officer enters for them.
    """

    person_id: UUID
    organisation_id: UUID
    interest_type: declaring.InterestType
    nature: str
    since: date
    until: date | None = None
    known_on: date | None = None
    relationship: declaring.Relationship | None = None
    is_indirect: bool = False
    mitigation: str | None = None
    paper_on: date | None = None

    @property
    def period(self) -> declaring.Period:
        return declaring.Period(since=self.since, until=self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What follows from a declaration that may be made."""

    person_name: str
    organisation_name: str
    declared_on: date
    known_on: date
    late: bool
    rule_set: str


async def check_interest(scope: Scope, said: Said, *, arrived: bool = False) -> Checked:
    """Whether the actor may declare this now, and what follows; nothing is written.

    `arrived`: it is a copy from another body's register, which the worker brings. Raises `UnableToDeclare`,
    `NotPermitted`, `NotFound`.
    """
    person = await declarations.standing_of(scope, person_id=said.person_id)
    rule_set = await settings.rule_set_of(scope)
    for_another = said.person_id != scope.actor.person_id
    if not arrived:
        declaring.check_can_declare_for(
            declarant=said.person_id, actor=scope.actor.person_id, may_review=scope.may("interests.review")
        )
    organisation_name = await _organisation_name(scope, said.organisation_id)
    declaring.check_period(said.period, today=scope.today)
    declaring.check_indirect(is_indirect=said.is_indirect, relationship=said.relationship)
    declaring.check_dates(
        known_on=said.known_on, paper_on=said.paper_on, for_another=for_another, today=scope.today
    )
    await check_declared_once(scope, said, organisation_name=organisation_name)
    declared_on = said.paper_on or scope.today
    learnt_on = min(said.known_on or said.since, declared_on)
    return Checked(
        person_name=person.person_name,
        organisation_name=organisation_name,
        declared_on=declared_on,
        known_on=learnt_on,
        late=await is_late(
            scope,
            person_id=said.person_id,
            known_on=max(learnt_on, person.joined_on) if person.joined_on <= declared_on else learnt_on,
            declared_on=declared_on,
            rule_set=rule_set,
        ),
        rule_set=rule_set.key,
    )


async def is_late(
    scope: Scope, *, person_id: UUID, known_on: date, declared_on: date, rule_set: InterestRuleSet
) -> bool:
    """Whether what became known on one day is late when it is declared on another; no day of a pause counts."""
    pauses = await people.pauses_of(scope, person_id=person_id)
    return declaring.declared_late(
        known_on=known_on,
        declared_on=declared_on,
        within_days=rule_set.declare_within_days.value,
        pauses=[declaring.Period(since=each.from_on, until=each.until_on) for each in pauses],
    )


async def check_declared_once(
    scope: Scope, said: Said, *, organisation_name: str, but: UUID | None = None
) -> None:
    """Refuse what is on the register already for the same days; `but` is the interest that is being corrected.

    Two who declare for one person at once wait for each other here, so that the second sees the first.
    """
    await execute(
        "SELECT pg_advisory_xact_lock(hashtextextended('interests/' || $1::text || $2::text, 0))",
        str(scope.tenant.id),
        str(said.person_id),
    )
    rows = await fetch(
        "SELECT interest_id, since, until FROM interests_entry WHERE tenant_id = $1 AND person_id = $2 "
        "AND organisation_id = $3 AND interest_type = $4 AND relationship IS NOT DISTINCT FROM $5 "
        "AND known_to IS NULL ORDER BY since",
        scope.tenant.id,
        said.person_id,
        said.organisation_id,
        said.interest_type,
        said.relationship,
    )
    kind = declaring.TYPE_IN_WORDS[said.interest_type].lower()
    declaring.check_not_declared_already(
        said.period,
        same=[
            declaring.Period(since=row["since"], until=row["until"])
            for row in rows
            if row["interest_id"] != but
        ],
        what=f"a {kind} in {organisation_name}",
        for_another=said.person_id != scope.actor.person_id,
    )


async def _organisation_name(scope: Scope, organisation_id: UUID) -> str:
    known = await organisations.organisations_by_id(scope, ids=[organisation_id])
    if organisation_id not in known:
        raise declaring.UnableToDeclare("Choose the organisation from the list.", field="organisation_id")
    return known[organisation_id].name
