"""Recording who holds a function: by a named person, as it happened, one body on a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from backend.catalogue.functions import Model, Standing
from backend.delegation.operations.happenings import record_happening
from backend.delegation.queries.gates import Act, guard
from backend.delegation.rules.gates import What
from backend.functions.operations.following import tell_powers
from backend.functions.operations.recording import check_file, hold, subject, words_of
from backend.functions.queries.agreements import agreement as read_agreement
from backend.functions.queries.register import holdings_of
from backend.functions.queries.views import HoldingView
from backend.functions.rules import holding as rules
from backend.functions.rules.holding import UnableToKeepFunction
from backend.functions.tables.register import Holding, Phase, Plan
from backend.kit.calendar import in_words
from backend.ledger import operations as ledger
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingSaid:
    """That a body holds a function from a day on. `holder` is us where None; `basis` says how that is known.

    `ends_former`: whoever held it until then, held it until the day before.
    """

    function_id: UUID
    from_on: date
    basis: str
    standing: Standing
    holder: str | None = None
    model: Model | None = None
    until_on: date | None = None
    agreement_id: UUID | None = None
    phase_id: UUID | None = None
    file_id: UUID | None = None
    ends_former: bool = False


async def record_holding(scope: Scope, *, said: HoldingSaid) -> UUID:
    """Record who holds a function. Returns the id of the record.

    What stood against it (a gate that nobody passed, an agreement that was not in force) refuses no fact: it is
    recorded as it happened, and marked irregular with what stood against it. Raises UnableToKeepFunction for two
    holders on a day, days out of order, a day still to come, or anybody who is no named person; NotFound.
    """
    recorded_by = rules.check_person(scope)
    row = await hold(scope, "function", said.function_id)
    if row["retired_on"] is not None:
        raise NotFound("function")
    holder = (said.holder or "").strip() or scope.tenant.name
    ours = holder.casefold() == scope.tenant.name.casefold()
    basis = words_of(said.basis, sentence="Say how it is known that it is so.", field="basis")
    _check(scope, said, ours=ours)
    await check_file(scope, said.file_id)
    programme = await _programme(scope, said)
    former = await _former(scope, said, holder=holder, function=row["name"])
    gates, against = await _against(scope, said, ours=ours, slug=row["slug"], programme=programme)
    if former is not None:
        await _end(scope, former, said.from_on - timedelta(days=1), function=row["name"])
    holding_id: UUID = await Holding.add(
        scope,
        function_id=said.function_id,
        holder=holder,
        ours=ours,
        standing=said.standing.value,
        model=said.model.value if said.model else None,
        agreement_id=said.agreement_id,
        phase_id=said.phase_id,
        from_on=said.from_on,
        until_on=said.until_on,
        basis=basis,
        file_id=said.file_id,
        irregular_because=against or None,
        recorded_at=scope.now,
        recorded_by=recorded_by,
        recorded_by_name=scope.actor.name,
    )
    for gate_id in gates:
        await record_happening(
            scope,
            gate_id=gate_id,
            what=What.FUNCTION_START,
            words=f"“{row['name']}” is held by {holder} from {in_words(said.from_on)}. {basis}",
            happened_on=said.from_on,
            decided_by="Not stated in the register of functions",
            function=row["slug"],
        )
    await ledger.record(
        scope,
        "functions.holding.recorded",
        subject("function", said.function_id, row["name"]),
        after={
            "holder": holder,
            "standing": said.standing.value,
            "model": said.model.value if said.model else None,
            "from_on": said.from_on,
            "until_on": said.until_on,
            "basis": basis,
            "irregular_because": against or None,
        },
    )
    await tell_powers(scope, said.function_id)
    return holding_id


async def end_holding(scope: Scope, *, holding_id: UUID, until_on: date) -> None:
    """Record the last day with a function, or correct it. Raises UnableToKeepFunction, NotFound."""
    rules.check_person(scope)
    row, others, name = await _held(scope, holding_id)
    rules.check_days(row.from_on, until_on, what=f"What {row.holder} holds")
    rules.check_one_holder(others, function=name, holder=row.holder, from_on=row.from_on, until_on=until_on)
    await _end(scope, row, until_on, function=name)
    await tell_powers(scope, row.function_id)


async def withdraw_holding(scope: Scope, *, holding_id: UUID, because: str) -> None:
    """Say that a record was a mistake and never counted; it stays readable. Raises UnableToKeepFunction, NotFound."""
    rules.check_person(scope)
    row, _, name = await _held(scope, holding_id)
    reason = words_of(because, sentence="Say why it was a mistake.", field="because")
    await Holding.change(
        scope, withdrawn_at=scope.now, withdrawn_because=reason, withdrawn_by_name=scope.actor.name
    ).where(Holding.id == holding_id)
    await ledger.record(
        scope,
        "functions.holding.withdrawn",
        subject("function", row.function_id, name),
        before={"holder": row.holder, "from_on": row.from_on, "until_on": row.until_on},
        after={"because": reason},
    )
    await tell_powers(scope, row.function_id)


def _check(scope: Scope, said: HoldingSaid, *, ours: bool) -> None:
    if said.from_on > scope.today:
        raise UnableToKeepFunction(
            f"{in_words(said.from_on)} is still to come. Put it into a plan, and record it once it has happened.",
            field="from_on",
        )
    rules.check_days(said.from_on, said.until_on, what="The time with the function")
    if ours and said.standing is Standing.RESERVED:
        raise UnableToKeepFunction(
            "A reserved function stays with the body that delegates. Name that body as the holder.",
            field="standing",
        )
    if ours and said.model in {Model.JOINT, Model.GREATER_INVOLVEMENT}:
        words = "decides jointly with us" if said.model is Model.JOINT else "lets us take a greater part"
        raise UnableToKeepFunction(
            f"Under {rules.MODEL_IN_WORDS[said.model].lower()} the other body keeps the function and {words}. "
            "Name that body as the holder.",
            field="holder",
        )


async def _programme(scope: Scope, said: HoldingSaid) -> str | None:
    """The programme of the plan that a phase belongs to, once the phase is known to hold the function."""
    if said.phase_id is None:
        return None
    phases = await Phase.within(scope).where(Phase.id == said.phase_id, Phase.retired_on.is_null())
    if not phases or said.function_id not in phases[0]["function_ids"]:
        raise UnableToKeepFunction("The phase does not move this function.", field="function_ids")
    plans = await Plan.within(scope, Plan.programme).where(Plan.id == phases[0]["plan_id"])
    programme: str | None = plans[0]["programme"]
    return programme


async def _former(scope: Scope, said: HoldingSaid, *, holder: str, function: str) -> HoldingView | None:
    """Whoever's time ends with this record. Raises UnableToKeepFunction where two would hold it on a day."""
    standing = [
        each for each in await holdings_of(scope, function_id=said.function_id) if each.withdrawn is None
    ]
    former = next(
        (each for each in standing if each.from_on < said.from_on and each.covers(said.from_on)), None
    )
    if not said.ends_former:
        former = None
    rules.check_one_holder(
        [each.spell for each in standing if each is not former],
        function=function,
        holder=holder,
        from_on=said.from_on,
        until_on=said.until_on,
    )
    return former


async def _against(
    scope: Scope, said: HoldingSaid, *, ours: bool, slug: str, programme: str | None
) -> tuple[list[UUID], str]:
    """What stood against it on the day: gates that nobody passed, and an agreement that was not in force.

    The gates come by their ids as well: that it happened past them is recorded there, reported and followed up.
    """
    found: list[str] = []
    gates: list[UUID] = []
    if ours or said.model is Model.JOINT:
        gate = await guard(scope, act=Act.FUNCTION_START, programme=programme, function=slug, on=said.from_on)
        for stopped in gate.stopped:
            gates.append(stopped.id)
            words = f"Gate {stopped.slug} ({stopped.name}), which stands before it, was not passed"
            found.append(f"{words} on {in_words(said.from_on)}.")
        if gate.irregular:
            found.append("A gate before it was not passed; that it happened all the same is on record there.")
    if said.agreement_id is not None:
        line = (await read_agreement(scope, agreement_id=said.agreement_id, on=said.from_on)).line
        if not line.lives:
            state = line.state_in_words[0].lower()
            found.append(f"The agreement “{line.name}” on {in_words(said.from_on)}: {state}.")
    return gates, " ".join(found)


async def _held(scope: Scope, holding_id: UUID) -> tuple[HoldingView, list[rules.Spell], str]:
    """The record, the other holders' days, and the function's name. Raises NotFound for what was withdrawn."""
    row = await hold(scope, "holding", holding_id)
    function = await hold(scope, "function", row["function_id"])
    every = [
        each for each in await holdings_of(scope, function_id=row["function_id"]) if each.withdrawn is None
    ]
    found = next((each for each in every if each.id == holding_id), None)
    if found is None:
        raise NotFound("holder")
    return found, [each.spell for each in every if each is not found], function["name"]


async def _end(scope: Scope, row: HoldingView, until_on: date, *, function: str) -> None:
    if row.until_on == until_on:
        return
    await Holding.change(scope, until_on=until_on).where(Holding.id == row.id)
    await ledger.record(
        scope,
        "functions.holding.ended",
        subject("function", row.function_id, function),
        before={"holder": row.holder, "until_on": row.until_on},
        after={"holder": row.holder, "until_on": until_on},
    )
