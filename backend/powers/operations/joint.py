"""Keeping which other bodies take part in a joint committee of ours, and what each says that it delegates.

`together` alone calls these, for an agreement that both bodies hold.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from backend.committees import queries as committees
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.powers.rules import StatedPower
from backend.powers.tables import Function, JointBody, JointPower
from backend.scope import NotFound, Scope


async def join_body(scope: Scope, *, committee_id: UUID, agreement_id: UUID, name: str, on: date) -> UUID:
    """Let another body take part in a committee of ours from a day on; returns its id here. Twice is once."""
    there = await _body(scope, agreement_id)
    if there is not None:
        known: UUID = there["id"]
        return known
    committee = await committees.committee(scope, committee_id=committee_id)
    values = {"committee_id": committee_id, "agreement_id": agreement_id, "name": name, "joined_on": on}
    body_id: UUID = await JointBody.add(scope, **values)
    subject = Record(room="powers", kind="joint-body", id=body_id, title=f"{name}, in the {committee.name}")
    await ledger.record(scope, "powers.joint-body.joined", subject, after=values)
    return body_id


async def leave_body(scope: Scope, *, agreement_id: UUID, on: date) -> None:
    """From `on` the body takes part no more, if it did; the committee then has no power of it."""
    body = await _body(scope, agreement_id)
    if body is None or body["left_on"] is not None:
        return
    await JointBody.change(scope, left_on=on).where(JointBody.id == body["id"])
    subject = Record(room="powers", kind="joint-body", id=body["id"], title=body["name"])
    await ledger.record(scope, "powers.joint-body.left", subject, after={"left_on": on})


async def keep_statement(
    scope: Scope, *, agreement_id: UUID, edition: int, lines: Sequence[StatedPower]
) -> None:
    """Keep what a body states; a later edition takes the place of the one before, which stays as it was.

    A function is ours where its short name or its name is, or where somebody said so of an earlier edition.
    Nothing is kept of an edition that came before, or of a body that takes part in no committee yet.
    """
    body = await _body(scope, agreement_id)
    if body is None:
        return
    known: dict[str, UUID] = {}
    for row in await Function.within(scope, Function.id, Function.slug, Function.name):
        known |= {row["slug"]: row["id"], row["name"].casefold(): row["id"]}
    earlier: Sequence[Any] = await fetch(
        "SELECT function, function_id, edition FROM powers_joint_power "
        "WHERE tenant_id = $1 AND joint_body_id = $2 ORDER BY edition",
        scope.tenant.id,
        body["id"],
    )
    if any(row["edition"] >= edition for row in earlier):
        return
    matched = {row["function"].casefold(): row["function_id"] for row in earlier if row["function_id"]}
    for line in lines:  # a handful: the functions that one body delegates
        name = line.function.casefold()
        found = known.get(line.function_slug or "") or known.get(name) or matched.get(name)
        values = {each: getattr(line, each) for each in StatedPower.__dataclass_fields__}
        await JointPower.add(scope, joint_body_id=body["id"], edition=edition, function_id=found, **values)
    subject = Record(room="powers", kind="joint-body", id=body["id"], title=body["name"])
    after = {"edition": edition, "functions": [line.function for line in lines]}
    await ledger.record(scope, "powers.joint-body.stated", subject, after=after)


async def match_power(scope: Scope, *, power_id: UUID, function_id: UUID) -> None:
    """Say which function of our scheme another body's words mean. Raises NotFound."""
    rows = await JointPower.within(scope).where(JointPower.id == power_id)
    if not rows:
        raise NotFound("stated power")
    functions = await Function.within(scope, Function.name).where(Function.id == function_id)
    if not functions:
        raise NotFound("function")
    await JointPower.change(scope, function_id=function_id).where(JointPower.id == power_id)
    subject = Record(room="powers", kind="joint-power", id=power_id, title=rows[0]["function"])
    await ledger.record(
        scope,
        "powers.joint-power.matched",
        subject,
        before={"function_id": rows[0]["function_id"]},
        after={"function_id": function_id, "function": functions[0]["name"]},
    )


async def _body(scope: Scope, agreement_id: UUID) -> Any:
    rows = await JointBody.within(scope).where(JointBody.agreement_id == agreement_id)
    return rows[0] if rows else None
