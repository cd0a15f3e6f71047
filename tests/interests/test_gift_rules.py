"""What the rules say of an offer, at and about each limit of the edition of June 2017."""

from datetime import date
from decimal import Decimal

import pytest

from backend.catalogue import shelf
from backend.catalogue.rulesets import Advice, InterestRuleSet
from backend.interests.rules import gifts
from backend.scope import NotPermitted, Refusal

TODAY = date(2018, 6, 1)


@pytest.fixture(scope="module")
def rule_set() -> InterestRuleSet:
    found = shelf.catalogue().frameworks["managing-conflicts-of-interest/2017-06"]
    assert isinstance(found, InterestRuleSet)
    return found


@pytest.mark.parametrize(
    ("kind", "supplier", "pounds", "earlier", "advice"),
    [
        ("GIFT", True, "6", "0", Advice.ACCEPT),
        ("GIFT", True, "6.01", "0", Advice.DECLINE),
        ("GIFT", True, "3", "4", Advice.DECLINE),
        ("GIFT", False, "49.99", "0", Advice.ACCEPT),
        ("GIFT", False, "50", "0", Advice.ACCEPT_FOR_ORGANISATION),
        ("GIFT", False, "20", "35", Advice.ACCEPT_FOR_ORGANISATION),
        ("CASH", False, "1", "0", Advice.DECLINE),
        ("HOSPITALITY", True, "24.99", "0", Advice.ACCEPT),
        ("HOSPITALITY", True, "75", "100", Advice.ACCEPT),
        ("HOSPITALITY", True, "75.01", "0", Advice.ASK_FIRST),
        ("TRAVEL", False, "10", "0", Advice.ASK_FIRST),
        ("SPONSORED_EVENT", True, "5000", "0", None),
    ],
)
def test_the_advice_follows_value_giver_and_sum(
    rule_set: InterestRuleSet, kind: str, supplier: bool, pounds: str, earlier: str, advice: Advice | None
) -> None:
    found = gifts.advise(
        rule_set,
        kind=gifts.OfferKind(kind),
        from_supplier=supplier,
        pounds=Decimal(pounds),
        earlier_pounds=Decimal(earlier),
    )

    assert found.advice is advice
    assert found.words and found.rule_set == rule_set.key


def test_a_day_before_every_edition_has_no_advice() -> None:
    found = gifts.advise(None, kind=gifts.OfferKind.GIFT, from_supplier=True, pounds=Decimal(9))

    assert found.advice is None and found.rule_set is None and "No edition" in found.words


@pytest.mark.parametrize(
    ("advice", "outcome", "approved", "reason", "expected"),
    [
        (None, "ACCEPTED", False, None, None),
        (Advice.ACCEPT, "ACCEPTED", False, None, True),
        (Advice.ACCEPT_FOR_ORGANISATION, "ACCEPTED", False, None, False),
        (Advice.ACCEPT_FOR_ORGANISATION, "PASSED_ON", False, None, True),
        (Advice.DECLINE, "PASSED_ON", True, "why", False),
        (Advice.DECLINE, "DECLINED", False, None, True),
        (Advice.ASK_FIRST, "ACCEPTED", True, None, False),
        (Advice.ASK_FIRST, "ACCEPTED", True, "why", True),
    ],
)
def test_what_follows_the_advice(
    advice: Advice | None, outcome: str, approved: bool, reason: str | None, expected: bool | None
) -> None:
    said = gifts.followed(advice, outcome=gifts.Outcome(outcome), approved=approved, reason=reason)

    assert said is expected


def test_a_year_is_counted_to_the_day_after_the_same_day() -> None:
    assert gifts.window_begins(date(2018, 6, 1), 12) == date(2017, 6, 2)
    assert gifts.window_begins(date(2020, 2, 29), 12) == date(2019, 3, 1)


def test_nobody_is_offered_anything_in_days_to_come_or_receives_it_before() -> None:
    with pytest.raises(Refusal, match="still to come"):
        gifts.check_offer(pounds=Decimal(5), offered_on=date(2018, 6, 2), received_on=None, today=TODAY)
    with pytest.raises(Refusal, match="received before"):
        gifts.check_offer(pounds=Decimal(5), offered_on=TODAY, received_on=date(2018, 5, 31), today=TODAY)
    with pytest.raises(Refusal, match="between £0 and"):
        gifts.check_offer(pounds=Decimal(-5), offered_on=TODAY, received_on=None, today=TODAY)
    with pytest.raises(Refusal, match="leave the day of receipt empty"):
        gifts.check_outcome(outcome=gifts.Outcome.DECLINED, received_on=TODAY, recipient=1, approver=None)
    with pytest.raises(Refusal, match="Nobody approves"):
        gifts.check_outcome(outcome=gifts.Outcome.ACCEPTED, received_on=None, recipient=1, approver=1)


def test_nobody_reviews_their_own_or_twice() -> None:
    with pytest.raises(NotPermitted):
        gifts.check_can_review(
            recipient=1, reviewer=1, status=gifts.GiftStatus.SUBMITTED, into=gifts.GiftStatus.APPROVED
        )
    assert not gifts.can_review(recipient=1, reviewer=2, status=gifts.GiftStatus.APPROVED)
    assert gifts.can_review(recipient=1, reviewer=2, status=gifts.GiftStatus.RETURNED)
