"""An assessment that is open, in the hands of an officer and of an executive owner."""

from dataclasses import dataclass, replace
from datetime import date
from hashlib import md5
from uuid import UUID

from backend.assurance.operations import assessments, editions
from backend.assurance.queries import answers, requirements
from backend.assurance.queries import assessments as assessments_queries
from backend.assurance.queries.answers import AnswerLine
from backend.kit.database import execute
from backend.kit.identity import new_id
from backend.people.operations import persons
from backend.scope import Scope
from backend.tenancy import transactions

FRAMEWORK, EDITION = "place-based-systems-of-care", "2015-11"


@dataclass(frozen=True)
class Stage:
    """`officer` answers, `second` reviews; both are persons of the tenant."""

    officer: Scope
    second: Scope
    edition_id: UUID
    assessment_id: UUID

    async def lines(self, day: date | None = None) -> dict[str, AnswerLine]:
        """Every requirement by its reference, as at a day."""
        view = await assessments_queries.assessment_of(self.officer, assessment_id=self.assessment_id)
        found = await answers.lines_of(self.officer, assessments=[view], on=day or self.officer.today)
        return {line.ref: line for line in found[self.assessment_id]}


async def a_stage(scope: Scope) -> Stage:
    """Two persons, the ten principles in use, and an assessment of them for 2014/15."""
    async with transactions.scope_tx(scope):
        hands = []
        for name in ("Olive Invented", "Ezra Invented"):
            person_id = await persons.add_person(scope, name=name, email=None)
            hands.append(replace(scope, actor=replace(scope.actor, name=name, person_id=person_id)))
        officer, second = hands
        edition_id = await editions.take_into_use(officer, framework=FRAMEWORK, edition=EDITION)
        assessment_id = await assessments.open_assessment(
            officer,
            edition_id=edition_id,
            title="2014/15",
            period_from=date(2014, 4, 1),
            period_until=date(2015, 3, 31),
        )
    return Stage(officer=officer, second=second, edition_id=edition_id, assessment_id=assessment_id)


_SUPERSEDE = """
UPDATE assurance_edition SET state = 'superseded', left_on = $3, left_at = $4 WHERE tenant_id = $1 AND id = $2
"""
_COPIES = {
    "assurance_edition": (
        "id",
        "jsonb_build_object('id', $3::uuid, 'label', '2016-11', 'state', 'in-use', 'left_on', null, 'left_at', null)",
    ),
    "assurance_domain": (
        "edition_id",
        "jsonb_build_object('id', md5(o.id::text)::uuid, 'edition_id', $3::uuid)",
    ),
    "assurance_requirement": (
        "edition_id",
        "jsonb_build_object('id', md5(o.id::text)::uuid, 'edition_id', $3::uuid,"
        " 'domain_id', md5(o.domain_id::text)::uuid)",
    ),
}


async def a_following_edition(scope: Scope, edition_id: UUID) -> tuple[UUID, dict[UUID, UUID]]:
    """The same again under another label and in use, and which requirement is which."""
    next_id = new_id()
    await execute(_SUPERSEDE, scope.tenant.id, edition_id, scope.today, scope.now)
    for table, (key, changes) in _COPIES.items():
        await execute(
            f"INSERT INTO {table} SELECT (jsonb_populate_record(o, {changes})).* FROM {table} o"
            f" WHERE o.tenant_id = $1 AND o.{key} = $2",
            scope.tenant.id,
            edition_id,
            next_id,
        )
    return next_id, {
        each.id: UUID(md5(str(each.id).encode(), usedforsecurity=False).hexdigest())
        for each in await requirements.requirements_of(scope, edition_id=edition_id)
    }
