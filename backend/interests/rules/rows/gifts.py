"""From a row of an old register of gifts, hospitality and sponsorship to the offer in it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.catalogue.organisations import OrganisationType
from backend.catalogue.rulesets import Advice
from backend.facts.bringing_in import Known, Line, Wanted
from backend.facts.rows.cells import Cells
from backend.facts.rows.words import is_nil, plain, read_code, short
from backend.interests.rules import gifts
from backend.interests.rules.gifts import OfferKind, Outcome
from backend.interests.rules.rows import persons
from backend.kit.documents.sheets import Value
from backend.kit.names import folded
from backend.organisations.rules import TYPE_IN_WORDS
from backend.scope import Refusal

NO_LIMIT = "No limit in the rules"
_A_SUPPLIER = ", a supplier"
_KINDS = {
    "sponsorship of a post": OfferKind.SPONSORED_POST,
    "sponsored post": OfferKind.SPONSORED_POST,
    "research": OfferKind.SPONSORED_RESEARCH,
    "sponsorship": OfferKind.SPONSORED_EVENT,
    "sponsored": OfferKind.SPONSORED_EVENT,
    "cash": OfferKind.CASH,
    "voucher": OfferKind.CASH,
    "vouchers": OfferKind.CASH,
    "money": OfferKind.CASH,
    "travel": OfferKind.TRAVEL,
    "accommodation": OfferKind.TRAVEL,
    "flight": OfferKind.TRAVEL,
    "hotel": OfferKind.TRAVEL,
    "train": OfferKind.TRAVEL,
    "hospitality": OfferKind.HOSPITALITY,
    "lunch": OfferKind.HOSPITALITY,
    "dinner": OfferKind.HOSPITALITY,
    "meal": OfferKind.HOSPITALITY,
    "drinks": OfferKind.HOSPITALITY,
    "breakfast": OfferKind.HOSPITALITY,
    "event": OfferKind.HOSPITALITY,
    "gift": OfferKind.GIFT,
    "gifts": OfferKind.GIFT,
}
_OUTCOMES = {
    "not accepted": Outcome.DECLINED,
    "declined": Outcome.DECLINED,
    "refused": Outcome.DECLINED,
    "returned": Outcome.DECLINED,
    "rejected": Outcome.DECLINED,
    "passed": Outcome.PASSED_ON,
    "donated": Outcome.PASSED_ON,
    "raffled": Outcome.PASSED_ON,
    "charity": Outcome.PASSED_ON,
    "shared": Outcome.PASSED_ON,
    "accepted": Outcome.ACCEPTED,
    "received": Outcome.ACCEPTED,
    "yes": Outcome.ACCEPTED,
    "y": Outcome.ACCEPTED,
    "no": Outcome.DECLINED,
    "n": Outcome.DECLINED,
    "a": Outcome.ACCEPTED,
    "d": Outcome.DECLINED,
}
_NOT_YET = re.compile(
    r"not (?:yet )?(?:reviewed|approved)|pending|awaiting.*|waiting.*|outstanding|tbc|n/?a|no|-"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidGift:
    """What a row says of an offer beside to whom, from whom and who approved it.

    `advised`: the old register wrote what the rules said, in `advice` and `followed`. `review` are its words about the
    review, and `comments` those of the reviewer.
    """

    kind: OfferKind
    from_supplier: bool
    description: str
    pounds: Decimal
    offered_on: date
    received_on: date | None
    outcome: Outcome
    reason: str | None
    review: str | None
    comments: str | None
    advised: bool
    advice: Advice | None
    followed: bool | None
    rule_set: str | None
    declared_on: date | None
    late: bool


def read(cells: Cells, values: dict[str, Value], known: Known) -> Sequence[Line]:
    """The offer of one row; a row that says that there was none is passed over with a note."""
    if _says_nothing(cells, values):
        cells.note("details", "The row says that there was nothing, so nothing is written for it.")
        return []
    before = len(cells.problems)
    person = persons.read_person(cells, values)
    giver = _giver(cells, values)
    approver = _approver(cells, values)
    said = _said(cells, values)
    if person is None or giver is None or said is None or len(cells.problems) > before:
        return []
    if approver is not None and folded(approver.name) == folded(person.name):
        cells.problem("approved_by", "Nobody approves what they are offered themselves.")
        return []
    return [
        Line(
            sheet=cells.sheet.name,
            row=cells.row,
            people={"person": person, **({"approved_by": approver} if approver else {})},
            organisations={"giver": giver},
            said=said,
            reviewed=said.review is not None,
        )
    ]


def _says_nothing(cells: Cells, values: Mapping[str, Value]) -> bool:
    said = [cells.text(values, key) for key in ("details", "giver") if key in values]
    return bool(said) and all(is_nil(text) for text in said) and "value" not in values


def _giver(cells: Cells, values: Mapping[str, Value]) -> Wanted | None:
    name = cells.named(values, "giver")
    if not name:
        cells.problem("giver", "There is no giver in this row.")
        return None
    written = cells.text(values, "giver_is").removesuffix(_A_SUPPLIER)
    kind = read_code(written, TYPE_IN_WORDS, {}) if written else None
    if kind is None or kind is OrganisationType.SUPPLIER:
        # “Supplier” alone is what our own register says of a giver of no other type, too
        kind = OrganisationType.OTHER
    return Wanted(name, kind=kind.value)


def _approver(cells: Cells, values: Mapping[str, Value]) -> Wanted | None:
    name = cells.text(values, "approved_by")
    if not name or is_nil(name):
        return None
    found = persons.named(cells, "approved_by", name)
    return Wanted(found) if found else None


def _said(cells: Cells, values: Mapping[str, Value]) -> SaidGift | None:
    before = len(cells.problems)
    details = cells.words(values, "details", most=1_000, needed="description of what was offered") or ""
    pounds = cells.pounds(values, "value", most=gifts.MOST)
    if pounds is None and len(cells.problems) == before:
        cells.problem("value", "There is no value in this row. Write an estimate, or 0 where it has none.")
    offered_on, received_on = _days(cells, values)
    kind = _kind(cells, values, details)
    outcome = _outcome(cells, values)
    review = cells.words(values, "reviewed", most=500)
    advice, followed = _advice(cells, values)
    reason = cells.words(values, "reason", most=1_000)
    comments = cells.words(values, "comments", most=1_000)
    declared_on = cells.day(values, "declared_on", past="the declaration")
    late = cells.ticked(values, "late")
    from_supplier = _from_supplier(cells, values)
    if len(cells.problems) > before or not (pounds is not None and offered_on and kind and outcome):
        return None
    try:
        gifts.check_offer(pounds=pounds, offered_on=offered_on, received_on=received_on, today=cells.today)
        gifts.check_outcome(outcome=outcome, received_on=received_on, recipient=None, approver=None)
    except Refusal as refusal:
        cells.problem(refusal.field or "offered_on", refusal.sentence)
        return None
    return SaidGift(
        kind=kind,
        from_supplier=from_supplier,
        description=details,
        pounds=pounds,
        offered_on=offered_on,
        received_on=received_on,
        outcome=outcome,
        reason=reason,
        review=None if review is None or _NOT_YET.fullmatch(review.lower().strip(" .")) else review,
        comments=comments,
        advised="advice" in values,
        advice=advice,
        followed=followed,
        rule_set=cells.text(values, "rule_set") or None,
        declared_on=declared_on,
        late=late,
    )


def _days(cells: Cells, values: Mapping[str, Value]) -> tuple[date | None, date | None]:
    """When it was offered and received; a day of receipt alone is taken for both."""
    before = len(cells.problems)
    offered_on, received_on = cells.day(values, "offered_on"), cells.day(values, "received_on")
    if offered_on is None and received_on is not None:
        offered_on = received_on
        cells.note("offered_on", "No day of the offer is given, so the day of receipt was taken.")
    elif offered_on is None and len(cells.problems) == before:
        cells.problem("offered_on", "There is no day of the offer in this row.")
    return offered_on, received_on


def _kind(cells: Cells, values: Mapping[str, Value], details: str) -> OfferKind | None:
    """The kind as it is written, else as the description names it, else as the officer chose."""
    if not cells.text(values, "kind").strip():
        found = read_code(details, {}, _KINDS)
        if found is not None:
            words = gifts.KIND_IN_WORDS[found].lower()
            cells.note("details", f"By its words, the offer was read as: {words}.")
            return found
    return cells.code(values, "kind", gifts.KIND_IN_WORDS, _KINDS, what="a kind of offer")


def _outcome(cells: Cells, values: Mapping[str, Value]) -> Outcome | None:
    words = plain(cells.text(values, "outcome")).split()
    if "declined" in words and "accepted" in words:
        cells.problem("outcome", "The cell says both accepted and declined. Write one of them.")
        return None
    return cells.code(values, "outcome", gifts.OUTCOME_IN_WORDS, _OUTCOMES, what="an outcome")


def _from_supplier(cells: Cells, values: Mapping[str, Value]) -> bool:
    """Whether the giver supplies the organisation, or may: by its own column, else by what the giver is."""
    if "supplier" in values:
        return cells.ticked(values, "supplier")
    written = cells.text(values, "giver_is")
    text = plain(written)
    if text.startswith("not a supplier"):
        return False
    if {"supplier", "contractor"} & set(text.split()):
        return True
    if read_code(written, TYPE_IN_WORDS, {}) is not None:
        return False
    return cells.choices.get("from_supplier") == "yes"


def _advice(cells: Cells, values: Mapping[str, Value]) -> tuple[Advice | None, bool | None]:
    """What the old register wrote of the rules' advice, where it is our own words."""
    text = cells.text(values, "advice")
    if not text or plain(text) == plain(NO_LIMIT):
        return None, None
    advice = read_code(text, gifts.ADVICE_IN_WORDS, {})
    if advice is None:
        cells.problem(
            "advice", f"“{short(text, 60)}” is no advice that the rules give. Leave the column out."
        )
    return advice, cells.ticked(values, "followed") if "followed" in values else None
