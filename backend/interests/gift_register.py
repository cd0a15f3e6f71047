"""The register of gifts, hospitality and sponsorship, stated for export, the public copy and the API."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from uuid import UUID

from backend.facts.registers import Cell, Column, Kind, Moment, Register, Row, Version
from backend.interests.queries import gifts as queries
from backend.interests.queries import givers
from backend.interests.rules import gifts as rules
from backend.kit.calendar import in_words
from backend.kit.money import in_pounds
from backend.scope import Scope


async def _gifts(scope: Scope, moment: Moment) -> tuple[Row, ...]:
    entries = await queries.every_gift(scope, on=moment.on, known_at=moment.known_at)
    before = _before(entries)
    return tuple(
        Row(
            id=entry.gift_id,
            person_id=entry.person_id,
            path=f"/gifts/{entry.gift_id}",
            ended_on=entry.offered_on,
            ready=entry.status is rules.GiftStatus.APPROVED,
            values=_values(entry, before[entry.gift_id]),
        )
        for entry in entries
    )


async def _versions(scope: Scope, gift_id: UUID) -> tuple[Version, ...]:
    return tuple(
        Version(known_from=entry.known_from, known_to=entry.known_to, values=_values(entry, None))
        for entry in await queries.versions_of(scope, gift_id=gift_id)
    )


def _before(entries: tuple[queries.GiftEntry, ...]) -> dict[UUID, str]:
    """Of each entry, what the same giver offered the same person in the twelve months before it, in words.

    Entries come person by person in the order of time, so each pair's own list is in order too.
    """
    pairs: dict[tuple[UUID, UUID], list[queries.GiftEntry]] = defaultdict(list)
    words = {}
    for entry in entries:
        pair = pairs[entry.person_id, entry.giver_id]
        begins: date = rules.window_begins(entry.offered_on, givers.MONTHS)
        while pair and pair[0].offered_on < begins:
            pair.pop(0)
        kept = sum((each.pounds for each in pair if each.outcome is not rules.Outcome.DECLINED), Decimal(0))
        words[entry.gift_id] = (
            f"{len(pair)} in twelve months, {in_pounds(kept)} accepted or passed on" if pair else "None"
        )
        pair.append(entry)
    return words


def _values(entry: queries.GiftEntry, before: str | None) -> dict[str, Cell]:
    reviewed = entry.brought_in_review
    if reviewed is None and entry.reviewer_name and entry.reviewed_at:
        reviewed = f"{entry.reviewer_name}, {in_words(entry.reviewed_at.date())}"
    return {
        "name": entry.person_name,
        "position": entry.position,
        "offered_on": entry.offered_on,
        "received_on": entry.received_on,
        "kind": entry.kind_in_words,
        "details": entry.description,
        "value": entry.pounds,
        "giver": entry.giver_name,
        "giver_is": entry.giver_in_words,
        "before": before,
        "reviewed": reviewed if entry.status is rules.GiftStatus.APPROVED else None,
        "outcome": entry.outcome_in_words,
        "reason": entry.reason,
        "comments": entry.review_note if entry.status is rules.GiftStatus.APPROVED else None,
        "advice": entry.advice_in_words,
        "followed": entry.followed,
        "approved_by": entry.approver_name,
        "declared_on": entry.declared_on,
        "late": entry.late,
        "rule_set": entry.rule_set,
    }


GIFTS = Register(
    id="gifts",
    title="Register of gifts, hospitality and sponsorship",
    about="What people of the organisation were offered because of their work: accepted, passed on and declined.",
    # The columns of the published template, from memory, and what is kept beside them (domain facts, 1.6).
    columns=(
        Column(key="name", title="Recipient name"),
        Column(key="position", title="Position"),
        Column(key="offered_on", title="Date of offer", kind=Kind.DATE),
        Column(key="received_on", title="Date of receipt", kind=Kind.DATE),
        Column(key="kind", title="Kind of offer"),
        Column(key="details", title="Details of gift, hospitality or sponsorship"),
        Column(key="value", title="Estimated value", kind=Kind.MONEY),
        Column(key="giver", title="Supplier or offeror name"),
        Column(key="giver_is", title="Nature of business"),
        Column(key="before", title="Previous offers or acceptance from this offeror"),
        Column(key="reviewed", title="Reviewing officer and date"),
        Column(key="outcome", title="Declined or accepted"),
        Column(key="reason", title="Reason for accepting or declining"),
        Column(key="comments", title="Other comments"),
        Column(key="advice", title="Advice of the rules", public=False),
        Column(key="followed", title="Advice followed", kind=Kind.YES_NO, public=False),
        Column(key="approved_by", title="Senior approval", public=False),
        Column(key="declared_on", title="Declared on", kind=Kind.DATE, public=False),
        Column(key="late", title="Declared late", kind=Kind.YES_NO, public=False),
        Column(key="rule_set", title="Rule set", public=False),
    ),
    permission="interests.read",
    none="No gifts, hospitality or sponsorship have been declared.",
    rows=_gifts,
    versions=_versions,
)
