"""Finishing an act: it is compared with the rules of its day, hashed, put on an agenda, reported where irregular."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.between import rules
from backend.between.operations import placing
from backend.between.operations.holding import hold_act, name_of, record_of
from backend.between.operations.recording import Said, add_person, begin_act
from backend.between.queries.judging import Judged, judged, words_of
from backend.between.rules.wording import rule_in_words
from backend.between.tables import Act, Person
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import canonical, content_hash
from backend.meetings.rules import day_of
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import permissions
from backend.people import queries as people
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """An act that is recorded, and what is irregular about it."""

    act_id: UUID
    faults: tuple[rules.Irregular, ...]
    item_id: UUID | None
    """The item of the next agenda on which it stands, where there is a next meeting."""


async def record_act(
    scope: Scope,
    *,
    committee_id: UUID,
    kind: rules.ActKind,
    title: str,
    words: str,
    acted: Sequence[Said],
    consulted: Sequence[Said] = (),
    act_id: UUID | None = None,
    **facts: Any,
) -> Finished:
    """Record a chair's action or a use of urgent powers in one go. `facts` are those of `begin_act`."""
    known = await begin_act(
        scope, committee_id=committee_id, kind=kind, title=title, words=words, act_id=act_id, **facts
    )
    for part, several in ((rules.Part.ACTED, acted), (rules.Part.CONSULTED, consulted)):
        for said in several:
            await add_person(scope, act_id=known, part=part, said=said)
    return await finish_act(scope, act_id=known)


async def finish_act(scope: Scope, *, act_id: UUID) -> Finished:
    """Finish the record of a chair's action or of urgent powers. Never refused for what happened.

    Raises rules.UnableToRecordAct where nobody is named who acted, or it is finished already; NotFound.
    """
    row = await hold_act(scope, act_id)
    if rules.ActKind(row["kind"]) is rules.ActKind.CORRESPONDENCE:
        raise rules.UnableToRecordAct("Ask the members first; then close the question.")
    state = rules.ActState(row["state"])
    rules.check_can_change(state, to={rules.ActState.RECORDING}, what="it can’t be finished again")
    found = await judged(scope, row)
    if not found.case.of(rules.Part.ACTED):
        raise rules.UnableToRecordAct("Say who acted.", field="person_id")
    return await finish(scope, row, found, taken_at=row["taken_at"])


async def finish(
    scope: Scope, row: Any, found: Judged, *, taken_at: datetime, closing: rules.Closing | None = None
) -> Finished:
    """Write what the rules say of an act, whatever it is; put it on an agenda, and report what is irregular."""
    faults = found.faults
    goes = found.goes
    replies = found.replies if closing is not None else None
    state = (
        rules.ActState.AWAITING_RATIFICATION
        if goes is rules.Goes.RATIFICATION
        else rules.ActState.AWAITING_REPORT
    )
    said: dict[str, Any] = {
        "taken_at": taken_at,
        "closing": closing.value if closing else None,
        "function": found.function,
        "power": found.case.power.kind.value,
        "power_words": found.case.power.words,
        "clause": found.case.power.clause,
        "upward_to": found.case.power.upward_to or None,
        "rule_words": rule_in_words(found.rule),
        "quorate": replies.quorate if replies else None,
        "counted": replies.counted if replies else None,
        "quorum_words": f"{replies.in_words}. {replies.words}" if replies else None,
        "goes_to_id": found.goes_to_id,
    }
    facts = {name: row[name] for name in _FACTS}
    sha256 = content_hash(
        {
            **facts,
            **said,
            "people": [_as_kept(each) for each in found.people],
            "organisations": sorted(map(str, found.organisations)),
            "faults": [[fault.fault, fault.words, fault.way] for fault in faults],
        }
    )
    await Act.change(
        scope,
        state=state.value,
        finished_at=scope.now,
        finished_by_name=scope.actor.name,
        sha256=sha256,
        **said,
    ).where(Act.id == row["id"])
    await _keep_found(scope, found)
    await _write_faults(scope, row["id"], faults)
    after = {
        **said,
        "state": state,
        "faults": [fault.fault for fault in faults],
        "organisations": set(map(str, found.organisations)),
    }
    await ledger.record(scope, "between.act.finished", record_of(scope, row, sha256=sha256), after=after)
    item_id = await placing.place_next(scope, act_id=row["id"])
    if faults:
        await _tell(scope, {**row, "goes_to_id": found.goes_to_id}, found, faults)
    return Finished(act_id=row["id"], faults=faults, item_id=item_id)


_FACTS = (
    "id", "committee_id", "year", "number", "kind", "title", "words", "because", "value_pence", "consent",
)  # fmt: skip
_SAID = (
    "part", "person_id", "name", "answer", "words", "said_at", "declared", "interest", "handling", "handled_by",
)  # fmt: skip


def _as_kept(person: Any) -> dict[str, Any]:
    return {name: person[name] for name in _SAID}


async def _keep_found(scope: Scope, found: Judged) -> None:
    """Keep what the register showed of everybody on that day, beside what a search found."""
    for each in found.people:
        exact = [
            {
                "interest_id": str(interest.interest_id),
                "source": "register",
                "words": words_of(interest),
                "short": f"{each['name']} has declared an interest in {interest.organisation_name}.",
                "sureness": 100,
            }
            for interest in found.touching.get(each["person_id"], ())
        ]
        if exact:
            known = {line["interest_id"] for line in exact}
            kept = [*exact, *(line for line in each["found"] if line["interest_id"] not in known)]
            await Person.change(scope, found=canonical(kept)).where(Person.id == each["id"])


async def _write_faults(scope: Scope, act_id: UUID, faults: Sequence[rules.Irregular]) -> None:
    if faults:
        await fetch(
            "INSERT INTO between_fault (tenant_id, id, act_id, fault, words, way) "
            "SELECT $1, line.id, $2, line.fault, line.words, line.way "
            "FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) AS line (id, fault, words, way)",
            scope.tenant.id,
            act_id,
            [new_id() for _ in faults],
            [fault.fault.value for fault in faults],
            [fault.words for fault in faults],
            [fault.way for fault in faults],
        )


async def _tell(scope: Scope, row: Any, found: Judged, faults: Sequence[rules.Irregular]) -> None:
    """Report an irregular act to the committee's chairs and to the governance officers, each once.

    Of a private act nobody is told from whom its papers are kept.
    """
    chairs = {
        member.person_id
        for member in found.committee.members
        if member.office is not None and member.office.value in {"chair", "vice-chair"}
    }
    kept_from = {
        each["person_id"] for each in found.people if each["handling"] == rules.Handling.NO_PAPERS.value
    }
    lines = [
        line
        for line in await people.people_of(scope)
        if (line.id in chairs or permissions.OFFICER in line.roles)
        and not (row["private_reason"] and line.id in kept_from)
    ]
    await notices.tell_all(
        scope,
        kind="between.irregular-act",
        tellings=[
            Telling(
                key=f"between.irregular/{row['id']}/{line.id}",
                to=Recipient(person_id=line.id, name=line.name, address=line.email),
                context={
                    "act": name_of(scope, row),
                    "committee": found.committee.name,
                    "words": "A private matter." if row["private_reason"] else row["words"],
                    "taken_on": day_of(scope, found.case.taken_at),
                    "faults": []
                    if row["private_reason"]
                    else [f"{fault.words} {fault.way}" for fault in faults],
                    "act_id": row["id"],
                },
            )
            for line in lines
        ],
    )
