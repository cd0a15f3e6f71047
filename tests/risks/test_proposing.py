"""What lead committees are asked to take, by itself: once, again when it changes, and not once it holds no more."""

from dataclasses import replace
from datetime import date

from backend.kit.identity import new_id
from backend.planning import operations as planning
from backend.planning import queries as plans
from backend.planning.rules import cycles
from backend.risks import chores, operations, rules
from backend.risks.rules.proposing import GapFacts, RiskFacts, Standing, Wanted, compare, wanted_of
from backend.scope import Scope
from backend.tenancy import dues, transactions
from tests.meetings.stage import Stage
from tests.risks.made import SAID, act, later, scored, with_appetite

FACTS = RiskFacts(
    id=new_id(),
    reference="R1",
    title="Staff",
    committee_id=new_id(),
    owner_person_id=None,
    category="Workforce",
    score=16,
    most=8,
)
GAP = GapFacts(id=new_id(), kind_in_words="Gap in control", words="No bank", due_on=date(2014, 9, 10))


def _told(*facts: RiskFacts, today: date = date(2014, 9, 11)) -> list[str]:
    return [each.told for each in wanted_of(facts, today=today)]


def test_only_what_is_beyond_or_past_is_asked_and_only_of_a_committee() -> None:
    assert _told(FACTS) == ["16 beyond 8"]
    assert _told(replace(FACTS, score=8), replace(FACTS, most=None), replace(FACTS, score=None)) == []
    assert _told(replace(FACTS, committee_id=None, gaps=(GAP,))) == []
    quiet = replace(FACTS, score=4, gaps=(GAP, replace(GAP, due_on=None)))
    assert _told(quiet) == ["due 2014-09-10"]
    assert _told(quiet, today=date(2014, 9, 10)) == []


def _standing(wanted: Wanted) -> Standing:
    same = {name: getattr(wanted, name) for name in ("kind", "subject_id", "committee_id", "told")}
    return Standing(id=new_id(), **same)


def test_same_is_asked_once_and_anew_only_when_it_changes() -> None:
    (wanted,) = wanted_of([FACTS], today=date(2014, 9, 11))
    asked = _standing(wanted)
    assert compare([wanted], []).new == (wanted,)
    same = compare([wanted], [asked])
    assert (same.new, same.changed, same.gone) == ((), (), ())
    worse = replace(wanted, told="20 beyond 8")
    assert compare([worse], [asked]).changed == ((asked, worse),)
    elsewhere = replace(wanted, committee_id=new_id())
    assert compare([elsewhere], [asked]).changed == ((asked, elsewhere),)
    assert compare([], [asked]).gone == (asked,)


async def _asked(scope: Scope, stage: Stage) -> list[tuple[str, bool]]:
    """What waits, or stands, on the plan of the committee because of risks; run as the worker does."""
    await chores.propose_business(scope.as_chore("risks.propose_business"))
    async with transactions.scope_tx(scope, readonly=True):
        months = cycles.months_from(date(2014, 9, 1))
        plan = await plans.plan_of(scope, committee_id=stage.committee_id, months=months)
    return sorted((line.why or "", line.accepted) for line in plan.lines if line.title.startswith("R1"))


async def test_committee_is_asked_once_until_it_changes_and_no_more_when_it_holds_no_longer(
    stage: Stage,
) -> None:
    officer = stage.officer
    said = replace(SAID, committee_id=stage.committee_id)
    risk_id = await act(officer, operations.open_risk, said=said)
    gap_id = await act(
        officer,
        operations.add_gap,
        risk_id=risk_id,
        kind=rules.GapKind.CONTROL,
        words="No bank of staff",
        due_on=date(2014, 9, 10),
    )
    await scored(officer, risk_id, 4, 4)
    await with_appetite(officer, most=8, effective_from=date(2014, 9, 1))
    first = await _asked(officer, stage)
    assert (
        len(first) == 1
        and "scores 16; the appetite for workforce is up to 8" in first[0][0]
        and not first[0][1]
    )
    assert await _asked(officer, stage) == first
    async with transactions.scope_tx(officer):
        due = await dues.hold_due(officer, chore="risks.propose_business")
    assert due is not None and due.date() == date(2014, 9, 11)  # the morning after the gap's date
    # time alone brings the gap
    autumn = later(officer, "2014-09-12")
    assert len(await _asked(autumn, stage)) == 2
    # a person accepts one; it stays theirs when the gap is filled, the other goes
    async with transactions.scope_tx(autumn, readonly=True):
        plan = await plans.plan_of(
            autumn, committee_id=stage.committee_id, months=cycles.months_from(date(2014, 9, 1))
        )
    gap_line = next(line for line in plan.lines if "past its date" in line.title)
    await act(autumn, planning.accept_business, business_id=gap_line.id)
    await act(autumn, operations.end_part, subject="gap", part_id=gap_id, because="A bank was set up")
    await scored(autumn, risk_id, 4, 5)
    lines = await _asked(autumn, stage)
    assert [accepted for _, accepted in lines] == [False, True] and "scores 20" in lines[0][0]
    await scored(autumn, risk_id, 2, 2)
    assert [accepted for _, accepted in await _asked(autumn, stage)] == [True]
