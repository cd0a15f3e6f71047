"""Assessments of many requirements, for the benches of answers."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.assurance.operations import answering, assessments, domains, drafting, editions
from backend.assurance.operations import requirements as asking
from backend.assurance.queries.requirements import requirements_of
from backend.kit.database import execute
from backend.scope import Scope

_MORE = """
INSERT INTO assurance_requirement SELECT (jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid(),
  'reference', o.reference || '.' || n, 'position', o.position + n))).*
FROM assurance_requirement o, generate_series(1, $3) AS n WHERE o.tenant_id = $1 AND o.edition_id = $2
"""
DOMAINS = 10


@dataclass
class Answered:
    """A requirement that is answered again and again; `version` is that of its row."""

    assessment_id: UUID
    requirement_id: UUID
    version: int = 1

    async def again(self, scope: Scope) -> None:
        """Answer it otherwise than it was."""
        level = ("met", "not-met")[self.version % 2]
        await answering.answer(
            scope,
            assessment_id=self.assessment_id,
            requirement_id=self.requirement_id,
            level=level,
            words="Answered by a bench (invented)",
            version=self.version,
        )
        self.version += 1


async def an_assessment(scope: Scope, *, requirements: int) -> Answered:
    """An own framework that asks so much, in ten domains, and an assessment of it. Returns its middle requirement."""
    edition_id = await drafting.start_own(
        scope,
        label="2030",
        head=drafting.Head(
            title=f"A framework of {requirements} requirements (invented)", about="For a bench"
        ),
    )
    for number in range(DOMAINS):
        domain_id = await domains.add_domain(
            scope, edition_id=edition_id, ref=f"D{number}", name=f"Domain {number} (invented)"
        )
        await asking.add_requirement(
            scope,
            edition_id=edition_id,
            asking=asking.Asking(
                domain_id=domain_id,
                ref=f"R{number}",
                heading="An invented requirement",
                text="The committee keeps what it said it would keep, and can show it (invented)",
                scale="met",
            ),
        )
    more = requirements // DOMAINS - 1
    await execute(_MORE, scope.tenant.id, edition_id, more)
    for number in range(requirements - DOMAINS * (more + 1)):
        await asking.add_requirement(
            scope,
            edition_id=edition_id,
            asking=asking.Asking(
                domain_id=domain_id, ref=f"Z{number}", text="One more (invented)", scale="met"
            ),
        )
    await editions.put_into_use(scope, edition_id=edition_id)
    assessment_id = await assessments.open_assessment(
        scope,
        edition_id=edition_id,
        title="2030/31",
        period_from=date(2030, 4, 1),
        period_until=date(2031, 3, 31),
    )
    asked = await requirements_of(scope, edition_id=edition_id)
    assert len(asked) == requirements
    return Answered(assessment_id=assessment_id, requirement_id=asked[requirements // 2].id)
