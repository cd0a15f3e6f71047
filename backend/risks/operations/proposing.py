"""Asking lead committees, by itself, to take what is beyond appetite or past its date; a person settles it."""

from datetime import date, timedelta
from uuid import UUID

from backend.planning import operations as planning
from backend.risks.operations import dues
from backend.risks.queries import every_setting, risks_as_at
from backend.risks.queries.views import RiskView
from backend.risks.rules import proposing as rules
from backend.risks.tables.around import Proposal
from backend.scope import Scope

_NO_LONGER = "it holds no longer"
_CHANGED = "it changed, and is proposed anew"


async def propose_due(scope: Scope) -> int:
    """Propose what should be asked today and withdraw what holds no longer; how many of both. Twice does nothing more.

    What a committee has settled stays as it settled it: it is asked again only once what was told has changed.
    """
    risks = await risks_as_at(scope)
    wanted = rules.wanted_of([_facts(risk) for risk in risks], today=scope.today)
    rows = await Proposal.within(scope).where(Proposal.withdrawn_at.is_null())
    businesses = {row["id"]: row["business_id"] for row in rows}
    standing = [
        rules.Standing(
            id=row["id"],
            kind=row["kind"],
            subject_id=row["subject_id"],
            committee_id=row["committee_id"],
            told=row["told"],
        )
        for row in rows
    ]
    difference = rules.compare(wanted, standing)
    for each in difference.gone:
        await _withdraw(scope, each.id, businesses[each.id], _NO_LONGER)
    for each, anew in difference.changed:
        await _withdraw(scope, each.id, businesses[each.id], _CHANGED)
        await _propose(scope, anew)
    for fresh in difference.new:
        await _propose(scope, fresh)
    await dues.look_on(scope, await _next_day(scope, risks))
    return len(difference.gone) + len(difference.changed) + len(difference.new)


async def _propose(scope: Scope, wanted: rules.Wanted) -> None:
    business_id = await planning.propose_business(
        scope,
        committee_id=wanted.committee_id,
        title=wanted.title,
        why=wanted.why,
        owner_person_id=wanted.owner_person_id,
    )
    await Proposal.add(
        scope,
        risk_id=wanted.risk_id,
        kind=wanted.kind,
        subject_id=wanted.subject_id,
        told=wanted.told,
        committee_id=wanted.committee_id,
        business_id=business_id,
        proposed_at=scope.now,
    )


async def _withdraw(scope: Scope, proposal_id: UUID, business_id: UUID, because: str) -> None:
    await planning.withdraw_proposal(scope, business_id=business_id, because=because)
    await Proposal.change(scope, withdrawn_at=scope.now, withdrawn_because=because).where(
        Proposal.id == proposal_id
    )


async def _next_day(scope: Scope, risks: tuple[RiskView, ...]) -> date | None:
    """The next day on which time alone changes what should be asked: after a gap's date, or when a setting begins."""
    gaps = [
        gap.due_on + timedelta(days=1)
        for risk in risks
        for gap in risk.gaps
        if gap.due_on and not gap.overdue
    ]
    settled = [line.effective_from for line in (await every_setting(scope)).lines if line.stands]
    return min((day for day in (*gaps, *settled) if day > scope.today), default=None)


def _facts(risk: RiskView) -> rules.RiskFacts:
    return rules.RiskFacts(
        id=risk.id,
        reference=risk.reference,
        title=risk.title,
        committee_id=risk.committee_id,
        owner_person_id=risk.owner_person_id,
        category=risk.category_name,
        score=risk.current.value if risk.current else None,
        most=risk.category.most if risk.category else None,
        gaps=tuple(
            rules.GapFacts(id=gap.id, kind_in_words=gap.kind_in_words, words=gap.words, due_on=gap.due_on)
            for gap in risk.gaps
        ),
    )
