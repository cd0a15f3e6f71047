"""What binds in a procurement."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from backend.procurement.rules import deciding, panel, regimes, standstill
from backend.procurement.rules.deciding import Status
from backend.procurement.rules.panel import DeclarationStage, Handling, Made
from backend.procurement.rules.regimes import NoticeKind, Route
from backend.procurement.rules.standstill import Answer, Heard, standstill_of
from backend.scope import NotPermitted, Refusal


def test_the_regime_is_open_from_the_first_day_of_2024() -> None:
    assert Route.DIRECT_C not in regimes.routes_on(date(2023, 12, 31))
    assert Route.DIRECT_C in regimes.routes_on(date(2024, 1, 1))
    with pytest.raises(Refusal, match="1 January 2024"):
        deciding.check_particulars(
            route=Route.COMPETITIVE, begun_on=date(2023, 12, 31), expected=None, reference_taken=False
        )


def test_each_route_publishes_what_it_must() -> None:
    assert regimes.notices_of(Route.DIRECT_A) == (NoticeKind.CONFIRMATION,)
    assert NoticeKind.INTENTION_TO_AWARD in regimes.notices_of(Route.MOST_SUITABLE)
    assert regimes.notices_of(Route.TENDER) == ()
    assert not regimes.has_standstill(Route.DIRECT_B)


def test_the_standstill_ends_with_the_eighth_working_day_after_it_begins() -> None:
    # published on Friday 22 March 2024: begins on Saturday; Good Friday and Easter Monday are no working days
    found = standstill_of(date(2024, 3, 22))

    assert found.begins_on == date(2024, 3, 23)
    assert found.ends_on == date(2024, 4, 5)
    assert found.running(date(2024, 4, 5)) and not found.over(date(2024, 4, 5))
    assert found.over(date(2024, 4, 6))


def test_representations_hold_the_standstill_open_until_five_days_after_the_further_decision() -> None:
    intended = date(2024, 5, 13)
    early = Heard(received_on=date(2024, 5, 15))

    assert standstill_of(intended, [early]).ends_on is None
    answered = Heard(received_on=date(2024, 5, 15), answer=Answer.AWARD, answered_on=date(2024, 6, 3))
    assert standstill_of(intended, [answered]).ends_on == date(2024, 6, 10)
    soon = Heard(received_on=date(2024, 5, 15), answer=Answer.AWARD, answered_on=date(2024, 5, 16))
    assert standstill_of(intended, [soon]).ends_on == date(2024, 5, 24), "never before the eight days"
    again = Heard(received_on=date(2024, 5, 15), answer=Answer.REPEAT, answered_on=date(2024, 5, 16))
    assert standstill_of(intended, [again]).ends_on is None, "a new notice begins another"
    assert standstill_of(date(2024, 5, 20), [again]).ends_on is not None
    late = Heard(received_on=date(2024, 7, 1))
    assert standstill_of(intended, [late]).ends_on == date(2024, 5, 24), "it came too late"


def test_nothing_is_awarded_before_the_standstill_is_over() -> None:
    def award(today: date, found: standstill.Standstill | None) -> None:
        deciding.check_can_move(
            Status.DECIDED,
            Status.AWARDED,
            because=None,
            route=Route.COMPETITIVE,
            standstill=found,
            today=today,
        )

    found = standstill_of(date(2024, 5, 13))
    with pytest.raises(Refusal, match="notice of intention"):
        award(date(2024, 6, 1), None)
    with pytest.raises(Refusal, match="not over"):
        award(date(2024, 5, 24), found)
    award(date(2024, 5, 25), found)


def test_a_declaration_from_before_the_newest_bidder_is_owed_again() -> None:
    noon = datetime(2024, 5, 13, 12, tzinfo=UTC)
    made = [Made(stage=DeclarationStage.OPENING, at=noon), Made(stage=DeclarationStage.BIDDERS, at=noon)]

    assert panel.missing([], bidders_named_at=None) == (DeclarationStage.OPENING,)
    assert panel.missing(made[:1], bidders_named_at=noon) == (DeclarationStage.BIDDERS,)
    assert panel.missing(made, bidders_named_at=noon) == ()
    assert panel.missing([], bidders_named_at=noon, stands_aside=True) == ()
    assert panel.missing(made, bidders_named_at=noon.replace(hour=13)) == (DeclarationStage.BIDDERS,)


@pytest.mark.parametrize(
    ("traits", "sentence"),
    [
        ({"nothing": True, "description": "Shares"}, "Choose one of the two"),
        ({"nothing": False, "description": None}, "Describe the conflict"),
        ({"stage": DeclarationStage.BIDDERS, "bidders": 0}, "No bidders are known"),
    ],
)
def test_a_declaration_says_one_thing(traits: dict[str, Any], sentence: str) -> None:
    given: dict[str, Any] = {
        "stage": DeclarationStage.OPENING,
        "nothing": True,
        "description": None,
        "bidders": 1,
        "of_bidder": False,
    }
    with pytest.raises(Refusal, match=sentence):
        panel.check_declaration(**{**given, **traits})


def test_nobody_settles_their_own_conflict_or_stays_without_a_reason() -> None:
    with pytest.raises(NotPermitted):
        panel.check_handling(nothing=False, handling=Handling.STANDS_ASIDE, reason=None, declarant=1, actor=1)
    with pytest.raises(Refusal, match="why it is right"):
        panel.check_handling(nothing=False, handling=Handling.SOLE_EXPERT, reason=None, declarant=1, actor=2)


@pytest.mark.parametrize(
    ("traits", "sentence"),
    [
        ({"decided_on": date(2024, 9, 2)}, "still to come"),
        ({"decided_on": date(2024, 1, 1)}, "before the procurement began"),
        ({"has_supplier": False}, "who the contract goes to"),
        ({"own": Decimal("2000000")}, "more than the total"),
        ({"total": Decimal("-1")}, "between £0"),
        ({"contract_until": date(2024, 1, 1)}, "end before it begins"),
        ({"status": Status.ABANDONED}, "was abandoned"),
    ],
)
def test_a_decision_that_can_not_be_is_refused_in_a_sentence(traits: dict[str, Any], sentence: str) -> None:
    given: dict[str, Any] = {
        "status": Status.OPEN,
        "decided_on": date(2024, 8, 1),
        "begun_on": date(2024, 2, 1),
        "today": date(2024, 9, 1),
        "awarded": True,
        "has_supplier": True,
        "total": Decimal("1000000"),
        "own": Decimal("500000"),
        "contract_from": date(2024, 10, 1),
        "contract_until": None,
    }
    with pytest.raises(Refusal, match=sentence):
        deciding.check_decision(**{**given, **traits})
