"""Gifts, hospitality and sponsorship: what an offer is, what the rule set advises, and what may be done about it.

The limits come from the rule set in force on the day of the offer (`gifts.bands`), each with its source. The register
records what happened: an offer accepted against the advice is taken down and flagged, never refused.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from backend.catalogue import rulesets
from backend.catalogue.rulesets import Advice, GiftKind, Giver, InterestRuleSet, SponsorshipKind
from backend.kit.money import in_pounds
from backend.scope import NotPermitted, Refusal

MOST = Decimal("999999.99")
"""What the register takes as the value of one offer; more is a slip of the keyboard."""


class OfferKind(StrEnum):
    """What was offered. The first four have limits in rule sets; sponsorship has none, and is declared."""

    GIFT = "GIFT"
    CASH = "CASH"
    HOSPITALITY = "HOSPITALITY"
    TRAVEL = "TRAVEL"
    SPONSORED_EVENT = "SPONSORED_EVENT"
    SPONSORED_POST = "SPONSORED_POST"
    SPONSORED_RESEARCH = "SPONSORED_RESEARCH"


class Outcome(StrEnum):
    """What the person did with the offer."""

    ACCEPTED = "ACCEPTED"
    PASSED_ON = "PASSED_ON"
    DECLINED = "DECLINED"


class GiftStatus(StrEnum):
    """Where the entry stands. It is on the register from the moment that it is declared, until it is withdrawn."""

    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    APPROVED = "APPROVED"
    WITHDRAWN = "WITHDRAWN"


class GiftChange(StrEnum):
    """Why a version of the entry was written."""

    DECLARED = "DECLARED"
    CORRECTED = "CORRECTED"
    QUESTIONED = "QUESTIONED"
    APPROVED = "APPROVED"
    WITHDRAWN = "WITHDRAWN"


KIND_IN_WORDS = {
    OfferKind.GIFT: "Gift",
    OfferKind.CASH: "Cash or voucher",
    OfferKind.HOSPITALITY: "Hospitality",
    OfferKind.TRAVEL: "Travel or accommodation",
    OfferKind.SPONSORED_EVENT: "Sponsorship of an event",
    OfferKind.SPONSORED_POST: "Sponsorship of a post",
    OfferKind.SPONSORED_RESEARCH: "Sponsorship of research",
}
KIND_MEANING = {
    OfferKind.GIFT: "A thing: flowers, a book, a pen",
    OfferKind.CASH: "Money, or a voucher that can be spent like it",
    OfferKind.HOSPITALITY: "Meals, drinks, a place at an event",
    OfferKind.TRAVEL: "Fares, a room for the night",
    OfferKind.SPONSORED_EVENT: "Money or help for a conference, training or meeting",
    OfferKind.SPONSORED_POST: "All or part of somebody's pay",
    OfferKind.SPONSORED_RESEARCH: "Money or help for research",
}
OUTCOME_IN_WORDS = {
    Outcome.ACCEPTED: "Accepted",
    Outcome.PASSED_ON: "Passed to the organisation",
    Outcome.DECLINED: "Declined",
}
STATUS_IN_WORDS = {
    GiftStatus.SUBMITTED: "Waiting for review",
    GiftStatus.RETURNED: "Returned with a question",
    GiftStatus.APPROVED: "Reviewed",
    GiftStatus.WITHDRAWN: "Withdrawn",
}
CHANGE_IN_WORDS = {
    GiftChange.DECLARED: "Declared",
    GiftChange.CORRECTED: "Corrected",
    GiftChange.QUESTIONED: "Returned with a question",
    GiftChange.APPROVED: "Reviewed",
    GiftChange.WITHDRAWN: "Withdrawn",
}
ADVICE_IN_WORDS = {
    Advice.ACCEPT: "You may accept it",
    Advice.ACCEPT_FOR_ORGANISATION: "Accept it for the organisation only, not for yourself",
    Advice.DECLINE: "Decline it",
    Advice.ASK_FIRST: "Decline it, unless a senior person approves and the reason is recorded",
}
_BANDS_OF = {
    OfferKind.GIFT: GiftKind.GIFT,
    OfferKind.CASH: GiftKind.CASH,
    OfferKind.HOSPITALITY: GiftKind.HOSPITALITY,
    OfferKind.TRAVEL: GiftKind.TRAVEL,
}
_SPONSORSHIPS = {
    OfferKind.SPONSORED_EVENT: SponsorshipKind.EVENT,
    OfferKind.SPONSORED_POST: SponsorshipKind.POST,
    OfferKind.SPONSORED_RESEARCH: SponsorshipKind.RESEARCH,
}


_UNLIMITED = "The rules set no limit for it. Record what happened."


class UnableToDeclareGift(Refusal):
    """An offer that can't be taken down as it was given; the sentence says what to change."""


class UnableToReviewGift(Refusal):
    """A review of an offer that may not be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advised:
    """What the rule set says of an offer. `advice` of `None`: it sets no limit for it, and `words` say so.

    `summed` is the value that was judged: this offer and, for gifts, what the same giver gave in `months` before.
    """

    rule_set: str | None
    advice: Advice | None
    words: str
    declare: bool
    summed: Decimal
    months: int | None

    @property
    def in_words(self) -> str:
        return ADVICE_IN_WORDS[self.advice] if self.advice else "The rules set no limit for it"


def advise(
    rule_set: InterestRuleSet | None,
    *,
    kind: OfferKind,
    from_supplier: bool,
    pounds: Decimal,
    earlier_pounds: Decimal = Decimal(0),
) -> Advised:
    """The band of the rule set that the offer falls into; `rule_set` of `None` is a day that no edition covers.

    `earlier_pounds` is what the same giver gave the same person in the rule set's months before. It counts for gifts
    (domain facts, 1.6: several gifts from one source are treated as one); hospitality is judged meal by meal.
    """
    if rule_set is None:
        words = "No edition of the guidance was in force on that day. Record what happened."
        return Advised(rule_set=None, advice=None, words=words, declare=True, summed=pounds, months=None)
    months = months_summed(rule_set)
    summed = pounds + (earlier_pounds if is_summed(kind) else 0)
    giver = Giver.SUPPLIER if from_supplier else Giver.OTHER
    limited = _BANDS_OF.get(kind)
    band = limited and rulesets.gift_advice(rule_set, kind=limited, giver=giver, pounds=summed)
    asked = next((rule for rule in rule_set.gifts.sponsorship if rule.kind is _SPONSORSHIPS.get(kind)), None)
    said = band or asked
    return Advised(
        rule_set=rule_set.key,
        advice=band.advice if band else None,
        words=said.words if said else rule_set.gifts.unread or _UNLIMITED,
        declare=said.declare.value if said else True,
        summed=summed,
        months=months,
    )


def is_summed(kind: OfferKind) -> bool:
    return kind is OfferKind.GIFT


def months_summed(rule_set: InterestRuleSet) -> int | None:
    """Over how many months the gifts of one giver are summed; nothing where the edition doesn't sum them."""
    return rule_set.gifts.sum_over_months.value if rule_set.gifts.sum_over_months else None


def window_begins(day: date, months: int) -> date:
    """The day after the same day so many months before: the first that is summed with `day`."""
    years, month = divmod(day.month - 1 - months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) + timedelta(days=1)


def followed(advice: Advice | None, *, outcome: Outcome, approved: bool, reason: str | None) -> bool | None:
    """Whether the advice was followed; nothing where there was none. To decline is never against advice."""
    if advice is None:
        return None
    if outcome is Outcome.DECLINED or advice is Advice.ACCEPT:
        return True
    if advice is Advice.ACCEPT_FOR_ORGANISATION:
        return outcome is Outcome.PASSED_ON
    return advice is Advice.ASK_FIRST and approved and bool(reason)


def check_offer(*, pounds: Decimal, offered_on: date, received_on: date | None, today: date) -> None:
    """An offer has been made; it is received on that day or later, and not in days to come."""
    if not 0 <= pounds <= MOST or pounds != pounds.quantize(Decimal("0.01")):
        raise UnableToDeclareGift(
            f"The value must be between £0 and {in_pounds(MOST)}, to the penny.", field="value"
        )
    if offered_on > today:
        raise UnableToDeclareGift(
            "Enter the day on which it was offered; that day is still to come.", field="offered_on"
        )
    if received_on is not None and received_on < offered_on:
        raise UnableToDeclareGift("It can't be received before it was offered.", field="received_on")
    if received_on is not None and received_on > today:
        raise UnableToDeclareGift(
            "Enter the day on which it was received, or leave it empty: that day is still to come.",
            field="received_on",
        )


def check_outcome(*, outcome: Outcome, received_on: date | None, recipient: object, approver: object) -> None:
    """What was declined was not received; nobody approves what they get themselves."""
    if outcome is Outcome.DECLINED and received_on is not None:
        raise UnableToDeclareGift(
            "You declined it, so leave the day of receipt empty. If it reached you and you gave it back, "
            "say so in the reason.",
            field="received_on",
        )
    if approver is not None and approver == recipient:
        raise UnableToDeclareGift("Nobody approves what they are offered themselves.", field="approved_by")


def check_can_declare_for(*, recipient: object, actor: object, may_review: bool) -> None:
    """People declare for themselves; a governance officer may enter what somebody declared on paper."""
    if recipient != actor and not may_review:
        raise NotPermitted("You can declare what was offered to yourself only.")


def check_can_change(status: GiftStatus) -> None:
    """What was withdrawn stays withdrawn: declare it anew."""
    if status is GiftStatus.WITHDRAWN:
        raise UnableToDeclareGift(
            "This entry was withdrawn. Declare the offer anew if it was made after all."
        )


def check_can_review(*, recipient: object, reviewer: object, status: GiftStatus, into: GiftStatus) -> None:
    """Nobody reviews their own; a question may be asked once, and what is reviewed is settled until corrected."""
    if recipient == reviewer:
        raise NotPermitted("You can't review your own entry. Ask another governance officer.")
    allowed = {
        GiftStatus.SUBMITTED: {GiftStatus.APPROVED, GiftStatus.RETURNED},
        GiftStatus.RETURNED: {GiftStatus.APPROVED},
    }
    if into not in allowed.get(status, set()):
        raise UnableToReviewGift(f"This entry is already “{STATUS_IN_WORDS[status].lower()}”.")


def can_review(*, recipient: object, reviewer: object, status: GiftStatus) -> bool:
    """Whether `check_can_review` lets an approval pass: for the form."""
    try:
        check_can_review(recipient=recipient, reviewer=reviewer, status=status, into=GiftStatus.APPROVED)
    except Refusal:
        return False
    return True


def end_of_day(day: date, *, time_zone: str) -> datetime:
    """The first moment after `day` on that clock: what was known when the day ended is known before it."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(time_zone))
