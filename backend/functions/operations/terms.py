"""What happens to an agreement: variations by consent, notice, and what shows that money is kept apart."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.functions.operations.recording import check_file, hold, subject, words_of
from backend.functions.queries.reading import rules_of
from backend.functions.rules import holding as rules
from backend.functions.rules.holding import UnableToKeepFunction
from backend.functions.rules.notice import rule_on, takes_effect
from backend.functions.tables.agreements import Agreement, Notice, Segregation, Variation
from backend.kit.calendar import in_words
from backend.ledger import operations as ledger
from backend.ledger.records import canonical
from backend.scope import NotFound, Scope

_HANGING: dict[str, tuple[type[Variation] | type[Notice] | type[Segregation], str]] = {
    "variation": (Variation, "variation"),
    "notice": (Notice, "notice"),
    "segregation": (Segregation, "record of segregation"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VariationSaid:
    """What both sides consented to. `until_on` is the new last day of the agreement, where it changes that."""

    words: str
    agreed_on: date
    effective_on: date
    by_us: str
    by_body: str
    until_on: date | None = None
    file_id: UUID | None = None


async def vary(scope: Scope, *, agreement_id: UUID, said: VariationSaid) -> UUID:
    """Record a variation that both sides consented to. Returns its id. Raises UnableToKeepFunction, NotFound."""
    rules.check_person(scope)
    row = await _signed(scope, agreement_id)
    if said.agreed_on > scope.today:
        raise UnableToKeepFunction("A variation is recorded once it is agreed.", field="agreed_on")
    if said.until_on is not None:
        rules.check_days(row["from_on"], said.until_on, what=f"“{row['name']}”")
    await check_file(scope, said.file_id)
    known = await Variation.within(scope, Variation.id).where(Variation.agreement_id == agreement_id)
    values: dict[str, Any] = {
        "number": len(known) + 1,
        "words": words_of(said.words, sentence="Say what changes.", field="words"),
        "agreed_on": said.agreed_on,
        "effective_on": said.effective_on,
        "agreed_by_us": words_of(
            said.by_us,
            sentence="An agreement is varied by consent only: say who agreed for us.",
            field="by_us",
        ),
        "agreed_by_body": words_of(
            said.by_body,
            sentence=f"An agreement is varied by consent only: say who agreed for {row['body']}.",
            field="by_body",
        ),
    }
    variation_id: UUID = await Variation.add(
        scope,
        agreement_id=agreement_id,
        file_id=said.file_id,
        recorded_at=scope.now,
        recorded_by_name=scope.actor.name,
        **values,
    )
    if said.until_on is not None:
        await Agreement.change(scope, until_on=said.until_on, version=row["version"] + 1).where(
            Agreement.id == agreement_id
        )
        values["until_on"] = said.until_on
    await ledger.record(
        scope,
        "functions.agreement.varied",
        subject("agreement", agreement_id, row["name"]),
        before={"until_on": row["until_on"]} if said.until_on else None,
        after=values,
    )
    return variation_id


async def give_notice(
    scope: Scope,
    *,
    agreement_id: UUID,
    by_us: bool,
    given_on: date,
    reason: str,
    takes_effect_on: date | None = None,
    irregular_because: str | None = None,
) -> UUID:
    """Record that notice was given; the day on which it takes effect is the rule's unless another is said.

    An earlier day than the rule's is recorded with why it was so, and marked irregular. Nobody stops holding a
    function by that: a person records it when it happens. Raises UnableToKeepFunction, NotFound.
    """
    rules.check_person(scope)
    row = await _signed(scope, agreement_id)
    if given_on > scope.today:
        raise UnableToKeepFunction("Notice is recorded once it is given.", field="given_on")
    rule = rule_on(rules_of(row), given_on)
    by_rule = takes_effect(rule, given_on) if rule else None
    day = takes_effect_on or by_rule
    if day is None:
        raise UnableToKeepFunction(
            "No rule about notice was in force on that day, so say on which day it takes effect.",
            field="takes_effect_on",
        )
    if day <= given_on:
        raise UnableToKeepFunction("Notice takes effect after it is given.", field="takes_effect_on")
    irregular = (irregular_because or "").strip() or None
    if by_rule is not None and day < by_rule and irregular is None:
        raise UnableToKeepFunction(
            f"Given on {in_words(given_on)}, notice takes effect on {in_words(by_rule)} by the rule. If it took "
            f"effect on {in_words(day)} all the same, say how that came; it is then recorded as irregular.",
            field="irregular_because",
        )
    values = {
        "by_us": by_us,
        "given_on": given_on,
        "takes_effect_on": day,
        "reason": words_of(reason, sentence="Say why notice was given.", field="reason"),
        "irregular_because": irregular if by_rule is None or day < by_rule else None,
    }
    notice_id: UUID = await Notice.add(
        scope,
        agreement_id=agreement_id,
        rule=None if rule is None else canonical(rule.model_dump(mode="json", exclude_none=True)),
        recorded_at=scope.now,
        recorded_by_name=scope.actor.name,
        **values,
    )
    await ledger.record(
        scope,
        "functions.notice.given",
        subject("agreement", agreement_id, row["name"]),
        after=values,
    )
    return notice_id


@dataclass(frozen=True, slots=True, kw_only=True)
class SegregationSaid:
    """What shows that money is kept apart; `seen_in` says where, or a file does."""

    cost_centres: str
    words: str
    from_on: date
    until_on: date | None = None
    seen_in: str | None = None
    file_id: UUID | None = None


async def show_segregation(scope: Scope, *, agreement_id: UUID, said: SegregationSaid) -> UUID:
    """Record what shows that the money is kept apart. Returns its id. Raises UnableToKeepFunction, NotFound."""
    rules.check_person(scope)
    row = await hold(scope, "agreement", agreement_id)
    if row["retired_on"] is not None:
        raise NotFound("agreement")
    rules.check_days(said.from_on, said.until_on, what="The segregation")
    if not said.seen_in and said.file_id is None:
        raise UnableToKeepFunction(
            "Say where it can be seen, or add the file that shows it.", field="seen_in"
        )
    await check_file(scope, said.file_id)
    values = {
        "cost_centres": words_of(said.cost_centres, sentence="Name the cost centres.", field="cost_centres"),
        "words": words_of(said.words, sentence="Say how the money is kept apart.", field="words"),
        "from_on": said.from_on,
        "until_on": said.until_on,
        "seen_in": (said.seen_in or "").strip() or None,
    }
    segregation_id: UUID = await Segregation.add(
        scope,
        agreement_id=agreement_id,
        file_id=said.file_id,
        recorded_at=scope.now,
        recorded_by_name=scope.actor.name,
        **values,
    )
    await ledger.record(
        scope,
        "functions.segregation.shown",
        subject("agreement", agreement_id, row["name"]),
        after=values,
    )
    return segregation_id


async def withdraw(scope: Scope, *, noun: str, record_id: UUID, because: str) -> UUID:
    """Say that a variation, a notice or a record of segregation was a mistake. Returns the agreement's id.

    It stays readable. What a variation said of the agreement's end is not taken back by it. Raises NotFound.
    """
    rules.check_person(scope)
    table, what = _HANGING[noun]
    rows = await table.within(scope).where(table.id == record_id, table.withdrawn_at.is_null())
    if not rows:
        raise NotFound(what)
    row = await hold(scope, "agreement", rows[0]["agreement_id"])
    reason = words_of(because, sentence="Say why it was a mistake.", field="because")
    await table.change(
        scope, withdrawn_at=scope.now, withdrawn_because=reason, withdrawn_by_name=scope.actor.name
    ).where(table.id == record_id)
    await ledger.record(
        scope,
        f"functions.{noun}.withdrawn",
        subject("agreement", row["id"], row["name"]),
        after={"because": reason},
    )
    agreement_id: UUID = row["id"]
    return agreement_id


async def _signed(scope: Scope, agreement_id: UUID) -> Any:
    row = await hold(scope, "agreement", agreement_id)
    if row["retired_on"] is not None:
        raise NotFound("agreement")
    if row["signed_on"] is None:
        raise UnableToKeepFunction(f"Nobody has recorded that “{row['name']}” was signed. Record that first.")
    return row
