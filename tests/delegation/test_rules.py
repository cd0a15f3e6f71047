"""The rules of the room, without rows: who may take which step, and what a month means."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from backend.catalogue import shelf
from backend.catalogue.workflows import Actor
from backend.delegation import rules
from backend.delegation.rules import Timing
from backend.kit.calendar import MonthDate
from backend.kit.identity import new_id
from backend.scope import NotPermitted, Refusal

WORKFLOW = shelf.catalogue().workflows["milestone-acceptance/v1"]
ME, SHE = new_id(), new_id()
SEPTEMBER = MonthDate(2014, 9)
HELD = rules.Held(
    slug="M10",
    state="expected",
    at_risk=False,
    due=SEPTEMBER,
    expected=None,
    owner_id=None,
    delivered_by=None,
)
DELIVERED = replace(HELD, state="delivered", delivered_by=ME)
WITH_CHAIR = replace(HELD, state="with-chair", delivered_by=ME)


def may(
    step_id: str,
    held: rules.Held,
    *,
    person: UUID | None = ME,
    roles: tuple[str, ...] = (),
    offices: tuple[str, ...] = (),
) -> bool:
    step = WORKFLOW.step(step_id)
    assert step is not None
    standing = rules.standing_of(held, person_id=person, roles=roles, offices=offices)
    return rules.can_take(step, held, standing, WORKFLOW, person_id=person)


@pytest.mark.parametrize(
    ("step", "held", "person", "roles", "offices", "allowed"),
    [
        ("deliver", HELD, ME, ("executive-owner",), (), True),
        ("deliver", HELD, ME, ("governance-officer",), (), True),
        ("deliver", replace(HELD, owner_id=SHE), ME, ("governance-officer",), (), False),
        ("deliver", replace(HELD, owner_id=ME), ME, (), (), True),
        ("deliver", HELD, ME, (), (), False),
        ("deliver", HELD, ME, ("internal-audit",), (), False),
        ("deliver", HELD, None, ("governance-officer",), (), False),
        ("deliver", DELIVERED, ME, ("executive-owner",), (), False),
        ("pass-to-chair", DELIVERED, ME, ("governance-officer",), (), False),
        ("pass-to-chair", DELIVERED, SHE, ("governance-officer",), (), True),
        ("ask-for-more", DELIVERED, SHE, ("governance-officer",), (), True),
        ("accept", WITH_CHAIR, SHE, (), ("chair",), True),
        ("accept", WITH_CHAIR, SHE, (), ("vice-chair",), True),
        ("accept", WITH_CHAIR, ME, (), ("chair",), False),
        ("accept", replace(WITH_CHAIR, owner_id=SHE), SHE, (), ("chair",), False),
        ("accept", WITH_CHAIR, SHE, ("executive-owner",), ("chair",), False),
        ("accept", WITH_CHAIR, SHE, ("governance-officer",), (), False),
        ("accept", DELIVERED, SHE, (), ("chair",), False),
    ],
)
def test_who_takes_which_step(
    step: str,
    held: rules.Held,
    person: UUID | None,
    roles: tuple[str, ...],
    offices: tuple[str, ...],
    allowed: bool,
) -> None:
    assert may(step, held, person=person, roles=roles, offices=offices) is allowed


def test_whoever_delivered_is_told_that_somebody_else_accepts() -> None:
    step = WORKFLOW.step("accept")
    assert step is not None
    with pytest.raises(
        NotPermitted, match="You said that M10 is delivered, so somebody else has to accept it"
    ):
        rules.check_can_take(step, WITH_CHAIR, frozenset({Actor.CHAIR}), WORKFLOW, person_id=ME)


def test_nobody_accepts_their_own_even_where_a_workflow_forgets_to_say_so() -> None:
    step = WORKFLOW.step("accept")
    assert step is not None
    forgetful = step.model_copy(update={"not_by": ()})
    assert not rules.can_take(forgetful, WITH_CHAIR, frozenset({Actor.CHAIR}), WORKFLOW, person_id=ME)
    assert rules.can_take(forgetful, WITH_CHAIR, frozenset({Actor.CHAIR}), WORKFLOW, person_id=SHE)


@pytest.mark.parametrize(
    ("on", "delivered", "taken_up", "timing"),
    [
        (date(2014, 9, 1), None, date(2014, 9, 1), Timing.AHEAD),
        (date(2014, 9, 30), None, date(2014, 9, 1), Timing.AHEAD),
        (date(2014, 10, 1), None, date(2014, 9, 1), Timing.LATE),
        (date(2014, 10, 1), None, date(2014, 9, 30), Timing.LATE),
        (date(2014, 10, 1), None, date(2014, 10, 1), Timing.UNRECORDED),
        (date(2014, 12, 1), date(2014, 9, 30), date(2014, 9, 1), Timing.IN_TIME),
        (date(2014, 12, 1), date(2014, 10, 1), date(2014, 9, 1), Timing.LATE),
    ],
)
def test_month_is_over_with_its_last_day_and_silence_before_the_records_is_not_lateness(
    on: date, delivered: date | None, taken_up: date, timing: Timing
) -> None:
    found = rules.timing_of(
        due=SEPTEMBER,
        on=on,
        taken_up_on=taken_up,
        delivered_on=delivered,
        accepted_on=None,
        finished=False,
    )
    assert found is timing


def test_move_needs_another_month_and_a_reason() -> None:
    with pytest.raises(Refusal, match="M10 is due in September 2014 already"):
        rules.check_can_move(HELD, WORKFLOW, to=SEPTEMBER, reason="agreed")
    with pytest.raises(Refusal, match="Say why the month changes"):
        rules.check_can_move(HELD, WORKFLOW, to=MonthDate(2014, 11), reason=" ")
    with pytest.raises(Refusal, match="M10 is “Accepted”, so nothing about it can be changed"):
        rules.check_can_move(
            replace(HELD, state="accepted"), WORKFLOW, to=MonthDate(2014, 11), reason="agreed"
        )
    rules.check_can_move(HELD, WORKFLOW, to=MonthDate(2014, 11), reason="agreed")


def test_gate_holds_acceptance_alone() -> None:
    accept, deliver = WORKFLOW.step("accept"), WORKFLOW.step("deliver")
    assert accept is not None
    assert deliver is not None
    unmet = [rules.OpenCondition(gate="G1", slug=slug) for slug in ("C1", "C2")]
    rules.check_gates(deliver, "M08", unmet)
    rules.check_gates(accept, "M08", [])
    with pytest.raises(Refusal, match="M08 stands behind gate G1, and C1 and C2 are not known to be met"):
        rules.check_gates(accept, "M08", unmet)


def test_condition_is_met_or_not_and_says_why() -> None:
    with pytest.raises(Refusal, match="met or not met"):
        rules.check_can_judge(rules.Judgement.UNDER_WAY, "Half of it.", condition=True)
    rules.check_can_judge(rules.Judgement.UNDER_WAY, "Half of it.", condition=False)
    with pytest.raises(Refusal, match="rests on"):
        rules.check_can_judge(rules.Judgement.MET, "  ", condition=True)


def test_audit_and_regulator_own_nothing() -> None:
    with pytest.raises(Refusal, match="Noor Invented looks at the work of others"):
        rules.check_can_own(roles=("internal-audit",), name="Noor Invented")
    rules.check_can_own(roles=("executive-owner",), name="Noor Invented")
