"""Gifts that a spreadsheet brings in: written, accepted and undone in as many statements for one as for many."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend.catalogue.rulesets import InterestRuleSet
from backend.interests import settings
from backend.interests.queries import bringing_in_gifts as queries
from backend.interests.queries.bringing_in_gifts import HeldGift
from backend.interests.rules import gifts as rules
from backend.interests.rules.rows.gifts import SaidGift
from backend.interests.tables.gifts import Gift
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record, canonical
from backend.scope import NotPermitted, Scope

_INSERT = """
INSERT INTO interests_gift (tenant_id, id, gift_id, person_id, giver_id, from_supplier, kind, description, pounds,
  offered_on, received_on, outcome, reason, approved_by, declared_at, declared_on, late, rule_set, advice, advice_words,
  summed_pounds, followed, status, review_note, happened, changed_by, change_note, known_from, brought_in_by,
  brought_in_from, brought_in_review)
SELECT $1, r.id, r.gift_id, r.person_id, r.giver_id, r.from_supplier, r.kind, r.description, r.pounds, r.offered_on,
  r.received_on, r.outcome, r.reason, r.approved_by, $2, r.declared_on, r.late, r.rule_set, r.advice, r.advice_words,
  r.summed_pounds, r.followed, 'SUBMITTED', r.comments, 'DECLARED', $3, $4, $2, $5, $4, r.review
FROM jsonb_to_recordset($6::jsonb) AS r (id uuid, gift_id uuid, person_id uuid, giver_id uuid, from_supplier boolean,
  kind text, description text, pounds numeric, offered_on date, received_on date, outcome text, reason text,
  approved_by uuid, declared_on date, late boolean, rule_set text, advice text, advice_words text,
  summed_pounds numeric, followed boolean, comments text, review text)
"""
_KEPT = [
    column._meta.name
    for column in Gift._meta.columns
    if column._meta.name
    not in {
        "tenant_id", "id", "status", "reviewed_by", "reviewed_at", "happened", "changed_by", "change_note",
        "known_from", "known_to",
    }
]  # fmt: skip
# The newest versions that `closed` picks are closed, and each is opened again with another status, in one statement.
_SUPERSEDE = f"""
WITH closed AS (
  UPDATE interests_gift g SET known_to = $3
  WHERE tenant_id = $1 AND brought_in_by = $2 AND known_to IS NULL AND known_from < $3 AND {{which}}
  RETURNING g.*),
opened AS (
  INSERT INTO interests_gift (tenant_id, id, {", ".join(_KEPT)}, status, reviewed_by, reviewed_at, happened,
    changed_by, change_note, known_from)
  SELECT $1, gen_random_uuid(), {", ".join(f"c.{name}" for name in _KEPT)}, $4, {{reviewed}}, $5, $6, $7, $3
  FROM closed c RETURNING gift_id, person_id, giver_id, kind)
SELECT opened.gift_id, opened.kind, p.name AS person_name, o.name AS giver_name FROM opened
JOIN people_person p ON p.tenant_id = $1 AND p.id = opened.person_id
JOIN organisations_named o ON o.tenant_id = $1 AND o.id = opened.giver_id
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True, kw_only=True)
class OldGift:
    """One offer of an old register, with those whom it names; `place` is where it stood in the file."""

    person_id: UUID
    person_name: str
    giver_id: UUID
    giver_name: str
    approved_by: UUID | None
    said: SaidGift
    place: str


async def bring_in(
    scope: Scope, *, import_id: UUID, source: str, batch: Sequence[OldGift]
) -> tuple[UUID, ...]:
    """Enter what an old register of gifts holds. Every offer waits for its review, as others do.

    Returns the entries' ids, in the order of the batch. What the old register wrote of the rules' advice is kept; where
    it wrote nothing, the rules of the day of the offer are asked.
    """
    if not scope.may("interests.review"):
        raise NotPermitted("Your role in this organisation does not include keeping the registers.")
    rule_sets = await settings.rule_sets_on(scope, days={each.said.offered_on for each in batch})
    before = await queries.gifts_to(scope, person_ids=list({each.person_id for each in batch}))
    summed = _summed(batch, before, rule_sets)
    gift_ids = tuple(new_id() for _ in batch)
    rows = [
        _row(scope, each, gift_id, rule_sets[each.said.offered_on], earlier)
        for each, gift_id, earlier in zip(batch, gift_ids, summed, strict=True)
    ]
    await execute(_INSERT, scope.tenant.id, scope.now, scope.actor.name, source, import_id, canonical(rows))
    lines = [
        ledger.Line(
            subject=_subject(gift_id, each.said.kind, each.giver_name, each.person_name),
            after={
                **{name: value for name, value in row.items() if name not in ("id", "gift_id")},
                "import": import_id,
                "from": f"{source}, {each.place}",
            },
        )
        for each, gift_id, row in zip(batch, gift_ids, rows, strict=True)
    ]
    await ledger.record_many(scope, "interests.gift.declared", lines)
    return gift_ids


async def accept_brought_in(
    scope: Scope, *, import_id: UUID, source: str, leave: Collection[UUID] = ()
) -> tuple[int, int]:
    """Accept at once what an import brought in, but `leave` and the officer's own, as reviewed in the old register.

    Returns how many were accepted and how many of the import still wait.
    """
    if not scope.may("interests.review"):
        raise NotPermitted("Your role in this organisation does not include reviewing declarations.")
    note = f"Reviewed in the register that it was brought in from: {source}."
    rows = await fetch(
        _SUPERSEDE.format(
            which="status = 'SUBMITTED' AND person_id <> $8 AND NOT gift_id = ANY($9)", reviewed="$8, $3"
        ),
        scope.tenant.id,
        import_id,
        scope.now,
        rules.GiftStatus.APPROVED.value,
        rules.GiftChange.APPROVED.value,
        scope.actor.name,
        note,
        scope.actor.person_id,
        list(leave),
    )
    await _record(
        scope, "interests.gift.approved", rows, {"status": rules.GiftStatus.APPROVED, "because": note}
    )
    return len(rows), await queries.waiting_of(scope, import_id=import_id)


async def undo_brought_in(scope: Scope, *, import_id: UUID, source: str) -> int:
    """Withdraw every offer that an import wrote; what was known meanwhile stays known. Returns how many."""
    note = f"Taken back with the file: {source}."
    rows = await fetch(
        _SUPERSEDE.format(which="status <> 'WITHDRAWN'", reviewed="c.reviewed_by, c.reviewed_at"),
        scope.tenant.id,
        import_id,
        scope.now,
        rules.GiftStatus.WITHDRAWN.value,
        rules.GiftChange.WITHDRAWN.value,
        scope.actor.name,
        note,
    )
    after = {"import": import_id, "from": source, "status": rules.GiftStatus.WITHDRAWN}
    await _record(scope, "interests.gift.taken-back", rows, after)
    return len(rows)


def _row(
    scope: Scope, each: OldGift, gift_id: UUID, rule_set: InterestRuleSet | None, earlier: Decimal
) -> dict[str, Any]:
    said = each.said
    advised = rules.advise(
        rule_set, kind=said.kind, from_supplier=said.from_supplier, pounds=said.pounds, earlier_pounds=earlier
    )
    if said.advised and said.advice is not advised.advice:
        words = "As the register that it was brought in from says."
        advised = replace(advised, advice=said.advice, words=words)
    followed = rules.followed(
        advised.advice, outcome=said.outcome, approved=each.approved_by is not None, reason=said.reason
    )
    known = {edition.key for edition in settings.editions()}
    return {
        "id": new_id(),
        "gift_id": gift_id,
        "person_id": each.person_id,
        "giver_id": each.giver_id,
        "from_supplier": said.from_supplier,
        "kind": said.kind,
        "description": said.description,
        "pounds": str(said.pounds),
        "offered_on": said.offered_on,
        "received_on": said.received_on,
        "outcome": said.outcome,
        "reason": said.reason,
        "approved_by": each.approved_by,
        "declared_on": said.declared_on or scope.today,
        "late": said.late,
        "rule_set": said.rule_set if said.rule_set in known else advised.rule_set,
        "advice": advised.advice,
        "advice_words": advised.words,
        "summed_pounds": str(advised.summed),
        "followed": followed if said.followed is None or advised.advice is None else said.followed,
        "comments": said.comments,
        "review": said.review,
    }


def _summed(
    batch: Sequence[OldGift], before: Sequence[HeldGift], rule_sets: dict[Any, InterestRuleSet | None]
) -> list[Decimal]:
    """Of each offer, the pounds that the same giver had given the same person in the rule set's months before it.

    Offers of one day count in the order of the file.
    """
    pairs: dict[tuple[UUID, UUID], list[tuple[Any, int, Decimal]]] = defaultdict(list)
    held: list[tuple[UUID, UUID, HeldGift | SaidGift, int]] = [
        (each.person_id, each.giver_id, each, -1) for each in before
    ]
    new = [(each.person_id, each.giver_id, each.said, number) for number, each in enumerate(batch)]
    for person_id, giver_id, offer, number in (*held, *new):
        if rules.is_summed(offer.kind) and offer.outcome is not rules.Outcome.DECLINED:
            pairs[person_id, giver_id].append((offer.offered_on, number, offer.pounds))
    found = []
    for person_id, giver_id, offer, number in new:
        rule_set = rule_sets[offer.offered_on]
        months = rules.months_summed(rule_set) if rule_set else None
        if months is None:
            found.append(Decimal(0))
            continue
        begins = rules.window_begins(offer.offered_on, months)
        found.append(
            sum(
                (
                    pounds
                    for day, at, pounds in pairs[person_id, giver_id]
                    if begins <= day and (day, at) < (offer.offered_on, number)
                ),
                Decimal(0),
            )
        )
    return found


async def _record(scope: Scope, act: str, rows: Sequence[Any], after: dict[str, Any]) -> None:
    lines = [
        ledger.Line(
            subject=_subject(
                row["gift_id"], rules.OfferKind(row["kind"]), row["giver_name"], row["person_name"]
            ),
            after=after,
        )
        for row in rows
    ]
    await ledger.record_many(scope, act, lines)


def _subject(gift_id: UUID, kind: rules.OfferKind, giver: str, person: str) -> Record:
    title = f"{rules.KIND_IN_WORDS[kind]} from {giver} to {person}"
    return Record(room="interests", kind="gift", id=gift_id, title=title)
