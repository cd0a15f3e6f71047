"""Announcing a successor: the plan, its predecessors, who is designate, the checklist of the first day, and
giving up."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.people import queries as people
from backend.scope import NotFound, Scope
from backend.succession import rules
from backend.succession.rules import checklist
from backend.succession.tables import Designate, Plan, Predecessor, Task
from backend.together import operations as together
from backend.together.rules import Kind as AgreementKind
from backend.together.rules import Shares, UnableToAgree

KEEPS = "Your role doesn’t prepare mergers and splits."


async def announce(scope: Scope, *, kind: rules.Kind, name: str, words: str, falls_on: date) -> UUID:
    """Announce that we are to take over from others on a day; returns the plan's id. Its checklist is made with it.

    Raises rules.UnableToPlan, NotPermitted.
    """
    scope.check_may("succession.keep", KEEPS)
    rules.check_day(falls_on, today=scope.today)
    plan_id = new_id()
    rows = await fetch(
        "SELECT coalesce(max(number), 0) + 1 AS number FROM succession_plan WHERE tenant_id = $1",
        scope.tenant.id,
    )
    await Plan.add(
        scope,
        id=plan_id,
        number=rows[0]["number"],
        kind=kind.value,
        name=name,
        words=words,
        falls_on=falls_on,
        state=rules.State.ANNOUNCED.value,
        announced_at=scope.now,
        announced_by_id=scope.actor.person_id,
        announced_by_name=scope.actor.name,
    )
    for position, wanted in enumerate(checklist.DAY_ONE, 1):
        await Task.add(
            scope,
            plan_id=plan_id,
            position=position,
            title=wanted.title,
            about=wanted.about,
            source=wanted.source,
            due_on=max(scope.today, falls_on - timedelta(days=wanted.days_before)),
            state=checklist.TaskState.TO_DO.value,
            settled_at=scope.now,
            settled_by_name=scope.actor.name,
        )
    await ledger.record(
        scope,
        "succession.plan.announced",
        record_of(plan_id, name),
        after={"kind": kind, "name": name, "words": words, "falls_on": falls_on},
    )
    return plan_id


async def change_plan(scope: Scope, *, plan_id: UUID, name: str, words: str, falls_on: date) -> None:
    """Say better what is planned, and for when. Who agreed to the day agrees anew where it is another.

    Raises rules.UnableToPlan, NotPermitted, NotFound.
    """
    plan = await hold(scope, plan_id)
    rules.check_can_change(rules.State(plan["state"]), doing=plan["doing"])
    if falls_on != plan["falls_on"]:
        rules.check_day(falls_on, today=scope.today)
        asked = await fetch(
            "SELECT 1 FROM succession_predecessor WHERE tenant_id = $1 AND plan_id = $2",
            scope.tenant.id,
            plan_id,
        )
        if asked:
            raise rules.UnableToPlan(
                "The day stands in the agreements that were proposed. Give this plan up and announce another.",
                field="falls_on",
            )
    before = {key: plan[key] for key in ("name", "words", "falls_on")}
    after = {"name": name, "words": words, "falls_on": falls_on}
    await Plan.change(scope, **after).where(Plan.id == plan_id)
    await ledger.record(
        scope, "succession.plan.changed", record_of(plan_id, name), before=before, after=after
    )


async def propose_to(scope: Scope, *, plan_id: UUID, slug: str, signed_by_id: UUID, authority: str) -> UUID:
    """Propose the plan to a predecessor, through the door between bodies; returns its id in the plan.

    `signed_by_id` is who authorises it for us. Raises rules.UnableToPlan, UnableToAgree, NotPermitted, NotFound.
    """
    plan = await hold(scope, plan_id)
    rules.check_can_change(rules.State(plan["state"]), doing=plan["doing"])
    there = await Predecessor.within(scope, Predecessor.slug).where(Predecessor.plan_id == plan_id)
    wanted = slug.strip().casefold()
    if wanted in {each["slug"] for each in there}:
        raise rules.UnableToPlan("It is a predecessor of this plan already.", field="slug")
    if plan["kind"] == rules.Kind.SPLIT.value and there:
        raise rules.UnableToPlan("A split has one predecessor: the one that the place leaves.", field="slug")
    try:
        agreement_id = await together.propose(
            scope,
            to_slug=wanted,
            kind=AgreementKind.SUCCESSION,
            name=plan["name"],
            terms=_terms(scope, plan),
            shares=Shares.PUBLIC,
            committee_id=None,
            acting_as=scope.tenant.name,
            from_on=scope.today,
            signed_by_id=signed_by_id,
            authority=authority,
        )
    except UnableToAgree as refused:
        if refused.field == "to_slug":
            raise rules.UnableToPlan(refused.sentence, field="slug") from refused
        raise
    rows = await fetch(
        "SELECT other_tenant_id, other_slug, other_name FROM together_agreement WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        agreement_id,
    )
    predecessor_id: UUID = await Predecessor.add(
        scope,
        plan_id=plan_id,
        position=len(there) + 1,
        agreement_id=agreement_id,
        other_id=rows[0]["other_tenant_id"],
        slug=rows[0]["other_slug"],
        name=rows[0]["other_name"],
    )
    await ledger.record(
        scope,
        "succession.plan.proposed",
        record_of(plan_id, plan["name"]),
        after={"to": rows[0]["other_slug"], "agreement_id": agreement_id},
    )
    return predecessor_id


def _terms(scope: Scope, plan: Any) -> str:
    split = plan["kind"] == rules.Kind.SPLIT.value
    does = (
        "takes over a part of the organisation" if split else "takes over from the organisation, which ends"
    )
    return (
        f"On {plan['falls_on']:%-d %B %Y} {scope.tenant.name} {does}: {plan['words']}\n\n"
        "Whoever agrees lets the successor’s officers take stock of committees, registers, frameworks, "
        "open actions and "
        "risks, people and whatever else is open, to map them; concerns are not among it. What is "
        "mapped is copied "
        "on the day, in one transaction, once a second person has approved it. Everything that was "
        "recorded stays where "
        "it is, with its ledger, packs, links and proofs."
    )


async def name_designate(scope: Scope, *, plan_id: UUID, person_id: UUID, post: str, reads: bool) -> UUID:
    """Say who is to hold a post from the day on, and whether they read the predecessors' records afterwards.

    Raises rules.UnableToPlan, NotPermitted, NotFound.
    """
    plan = await hold(scope, plan_id)
    rules.check_can_change(rules.State(plan["state"]), doing=plan["doing"])
    person = await people.person_line_of(scope, person_id=person_id)
    held = await Designate.within(scope, Designate.id).where(
        Designate.plan_id == plan_id,
        Designate.person_id == person_id,
        Designate.post == post,
        Designate.ended_at.is_null(),
    )
    if held:
        raise rules.UnableToPlan(f"{person.name} is named for that already.", field="post")
    designate_id: UUID = await Designate.add(
        scope,
        plan_id=plan_id,
        person_id=person_id,
        post=post,
        reads=reads,
        named_at=scope.now,
        named_by_name=scope.actor.name,
    )
    await ledger.record(
        scope,
        "succession.designate.named",
        Record(room="succession", kind="designate", id=designate_id, title=f"{person.name}, {post}"),
        after={"plan": plan["name"], "post": post, "reads": reads},
    )
    return designate_id


async def end_designate(scope: Scope, *, plan_id: UUID, designate_id: UUID) -> None:
    """Somebody is not designate any more. Raises rules.UnableToPlan, NotPermitted, NotFound."""
    plan = await hold(scope, plan_id)
    rules.check_can_change(rules.State(plan["state"]), doing=plan["doing"])
    rows = await (
        Designate.change(scope, ended_at=scope.now)
        .where(Designate.id == designate_id, Designate.plan_id == plan_id, Designate.ended_at.is_null())
        .returning(Designate.post)
    )
    if not rows:
        raise NotFound("designate")
    await ledger.record(
        scope,
        "succession.designate.ended",
        Record(room="succession", kind="designate", id=designate_id, title=rows[0]["post"]),
    )


async def tick(
    scope: Scope,
    *,
    plan_id: UUID,
    task_id: UUID,
    state: checklist.TaskState,
    owner_person_id: UUID | None,
    due_on: date,
    note: str | None,
) -> None:
    """Set a line of the checklist: who sees to it, by when, and how far it is. Also after the day.

    Raises checklist.UnableToTick, NotPermitted, NotFound.
    """
    scope.check_may("succession.keep", KEEPS)
    rows = await Task.within(scope).where(Task.id == task_id, Task.plan_id == plan_id).lock_rows("UPDATE")
    if not rows:
        raise NotFound("line of the checklist")
    checklist.check_state(state, note=note)
    if owner_person_id is not None:
        await people.person_line_of(scope, person_id=owner_person_id)
    after = {"state": state.value, "owner_person_id": owner_person_id, "due_on": due_on, "note": note}
    before = {key: rows[0][key] for key in after}
    if before == after:
        return
    await Task.change(scope, **after, settled_at=scope.now, settled_by_name=scope.actor.name).where(
        Task.id == task_id
    )
    await ledger.record(
        scope,
        "succession.task.set",
        Record(room="succession", kind="task", id=task_id, title=rows[0]["title"]),
        before=before,
        after=after,
    )


async def give_up(scope: Scope, *, plan_id: UUID, because: str) -> None:
    """Give a plan up before it is carried out; the predecessors are told why. Raises rules.UnableToPlan, NotFound."""
    plan = await hold(scope, plan_id)
    if plan["state"] in (rules.State.CARRIED_OUT.value, rules.State.GIVEN_UP.value):
        raise rules.UnableToPlan(
            f"It can’t be given up: {rules.STATE_IN_WORDS[rules.State(plan['state'])].lower()}."
        )
    if plan["doing"] is not None:
        raise rules.UnableToPlan("Something of it is under way. Wait until that is done.")
    await Plan.change(scope, state=rules.State.GIVEN_UP.value, ended_because=because).where(
        Plan.id == plan_id
    )
    rows = await fetch(
        "SELECT p.agreement_id FROM succession_predecessor p "
        "JOIN together_agreement a ON a.tenant_id = $1 AND a.id = p.agreement_id "
        "WHERE p.tenant_id = $1 AND p.plan_id = $2 AND a.state IN ('proposed', 'accepted')",
        scope.tenant.id,
        plan_id,
    )
    for row in rows:
        await together.end(scope, agreement_id=row["agreement_id"], because=because)
    await ledger.record(
        scope, "succession.plan.given-up", record_of(plan_id, plan["name"]), after={"because": because}
    )


async def hold(scope: Scope, plan_id: UUID) -> Any:
    """The plan against everybody else until the transaction ends, for whoever keeps it. Raises NotPermitted,
    NotFound."""
    scope.check_may("succession.keep", KEEPS)
    rows = await fetch(
        "SELECT * FROM succession_plan WHERE tenant_id = $1 AND id = $2 FOR UPDATE", scope.tenant.id, plan_id
    )
    if not rows:
        raise NotFound("plan")
    return rows[0]


def record_of(plan_id: UUID, name: str) -> Record:
    return Record(room="succession", kind="plan", id=plan_id, title=name)
