"""Recording a decision as it was taken: by whom moved, with which votes, under which power, before which quorum."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.between import operations as between
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record, canonical, content_hash
from backend.meetings import operations as meetings
from backend.meetings import rules as meeting_rules
from backend.meetings.queries.paper_lines import papers_of_items
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import permissions
from backend.people import queries as people
from backend.powers import queries as powers
from backend.scope import NotFound, Scope
from backend.sittings import presence, rules
from backend.sittings.operations import counting, declaring, holding, striking
from backend.sittings.operations import presence as presences
from backend.sittings.queries.situation import Situation, situation_of
from backend.sittings.tables import Taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A decision that is recorded, and what is irregular about it. `doubt` is a sentence to check, or `None`."""

    decision_id: UUID
    faults: tuple[rules.Irregular, ...]
    doubt: str | None


async def take_decision(
    scope: Scope,
    *,
    meeting_id: UUID,
    item_id: UUID,
    outcome: meeting_rules.Outcome,
    text: str,
    function_id: UUID | None = None,
    procedural: bool = False,
    value_pence: int | None = None,
    consent: str | None = None,
    mover_person_id: UUID | None = None,
    tally: rules.Tally | None = None,
    named: Mapping[UUID, rules.Choice] | None = None,
    at: datetime | None = None,
    decision_id: UUID | None = None,
    corrects: UUID | None = None,
    because: str | None = None,
) -> Recorded:
    """Record a decision as it was taken, compared with quorum, powers and checks at its moment; never refused for them.

    `decision_id` is the form's own: sent twice, it is recorded once. `procedural` is business of the meeting itself,
    such as its minutes, for which no function is used. `named` are the votes of persons, who are part of `tally`'s
    numbers. `corrects` is a decision of the meeting that was recorded wrongly, and is struck out because of `because`;
    this one is taken at its moment unless another is given. Raises rules.UnableToRecord and meetings' own for what
    can't be read, rules.HeldByAnother (409), NotFound.
    """
    rules.check_tally(tally or rules.Tally())
    if corrects is not None and not (because or "").strip():
        raise rules.UnableToRecord("Say what was recorded wrongly.", field="because")
    await holding.hold_page(scope, meeting_id=meeting_id)
    moment = presences.check_moment(scope, at or await _taken_at(scope, corrects))
    await declaring.check_item(scope, meeting_id=meeting_id, item_id=item_id)
    asked = {*(named or {}), *([mover_person_id] if mover_person_id else [])}
    names = await people.persons_by_id(scope, asked)
    if asked - set(names):
        raise NotFound("person")
    known = decision_id or new_id()
    if await _is_recorded(scope, known):
        return Recorded(decision_id=known, faults=(), doubt=None)
    situation = await situation_of(scope, meeting_id=meeting_id)
    finding = await _finding(scope, situation, function_id, procedural, value_pence)
    room = situation.room(item_id, moment)
    quorum = presence.quorum_of(situation.quorum, room)
    counted = counting.tally_of(situation, room, tally or rules.Tally(), named or {})
    voters = {who: names[who].name for who in named or {}}
    test = rules.Test(
        outcome=outcome,
        quorate=quorum.quorate,
        unmet=quorum.unmet,
        power=finding.power,
        power_words=finding.words,
        consent=consent or "",
        consent_from=finding.consent_from,
        upward_to=finding.upward_to,
        gates=await _gates(scope, item_id),
        barred=_barred(voters, room, situation.handlings_of(item_id)),
    )
    faults = rules.faults_of(test)
    await meetings.record_decision(
        scope,
        item_id=item_id,
        text=text,
        outcome=outcome,
        function=finding.name or None,
        value_pence=value_pence,
        decided_at=moment,
        decision_id=known,
    )
    mover = names.get(mover_person_id) if mover_person_id else None
    said: dict[str, Any] = {
        "decision_id": known,
        "meeting_id": meeting_id,
        "mover_person_id": mover.id if mover else None,
        "mover_name": mover.name if mover else None,
        "chair_name": situation.chair_at(item_id, moment),
        "function_id": function_id,
        "power": finding.power.value,
        "power_words": finding.words,
        "clause": finding.clause,
        "consent": consent,
        "quorate": quorum.quorate,
        "counted": quorum.counted,
        "quorum_words": " ".join((quorum.in_words + ".", *quorum.unmet)),
    }
    there = [_as_kept(present) for present in room]
    sha256 = content_hash({**said, "present": there, "tally": asdict(counted)})
    classes = [{"id": each.id, "name": each.name} for each in counted.classes]
    await Taken.add(
        scope,
        **said,
        present=canonical(there),
        classes=canonical(classes) if classes else None,
        sha256=sha256,
    )
    ballots = counting.ballots_of(counted, named or {}, counting.classes_of(situation, room))
    await _write_votes(scope, known, ballots, voters)
    await _write_faults(scope, known, faults)
    subject = Record(room="meetings", kind="decision", id=known, title=situation.title, hash=sha256)
    await ledger.record(
        scope,
        "sittings.decision.taken",
        subject,
        after={**said, "tally": counted.in_words, "faults": [fault.fault for fault in faults]},
    )
    if corrects is not None:
        await striking.strike_decision(
            scope,
            meeting_id=meeting_id,
            decision_id=corrects,
            because=because or "",
            replaced_by_id=known,
        )
    # an act between meetings for which the item is there is reported or ratified by this
    await between.settle_by_item(scope, item_id=item_id, decision_id=known, irregular=bool(faults))
    if faults:
        await _tell(scope, situation, known, text, faults)
    return Recorded(decision_id=known, faults=faults, doubt=rules.doubt_of(outcome, counted))


async def _taken_at(scope: Scope, decision_id: UUID | None) -> datetime | None:
    """When the decision that is corrected was taken."""
    if decision_id is None:
        return None
    rows = await fetch(
        "SELECT decided_at FROM meetings_decision WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        decision_id,
    )
    if not rows:
        raise NotFound("decision")
    moment: datetime = rows[0]["decided_at"]
    return moment


async def _is_recorded(scope: Scope, decision_id: UUID) -> bool:
    return bool(
        await fetch(
            "SELECT id FROM meetings_decision WHERE tenant_id = $1 AND id = $2", scope.tenant.id, decision_id
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What the scheme said of the decision, and the name of the function."""

    power: rules.Power
    words: str
    name: str = ""
    clause: str = ""
    consent_from: str = ""
    upward_to: str = ""


async def _finding(
    scope: Scope, situation: Situation, function_id: UUID | None, procedural: bool, value_pence: int | None
) -> _Found:
    if function_id is None:
        if procedural:
            return _Found(power=rules.Power.PROCEDURE, words="Business of the meeting itself.")
        return _Found(
            power=rules.Power.NO_FUNCTION,
            words="No function of the scheme of delegation was named, so nobody can say that this was within power.",
        )
    scheme = await powers.scheme_of(scope, on=situation.day)
    found = await powers.finding_for(
        scope, function_id, value_pence, situation.committee_id, on=situation.day, scheme=scheme
    )
    function = scheme.functions.get(function_id)
    return _Found(
        power=rules.Power(found.kind.value),
        words=found.words,
        name=function.name if function else "",
        clause=found.clause or "",
        consent_from=found.consent_from or "",
        upward_to=found.upward_to or "",
    )


async def _gates(scope: Scope, item_id: UUID) -> tuple[str, ...]:
    """What had to be done with the item's papers first, and was not."""
    papers = (await papers_of_items(scope, [item_id])).get(item_id, ())
    (item,) = await fetch(
        "SELECT paper_state FROM meetings_item WHERE tenant_id = $1 AND id = $2", scope.tenant.id, item_id
    )
    standing = [paper for paper in papers if paper.withdrawn_because is None]
    found = [
        f"The paper “{paper.title}” was not signed off when this was decided."
        for paper in standing
        if paper.wants_sign_off
    ]
    found += [
        f"The paper “{paper.title}” came after its deadline, and the chair had not agreed to take it late."
        for paper in standing
        if paper.late is not None and not paper.late.agreed
    ]
    if item["paper_state"] == meeting_rules.PaperState.TO_FOLLOW and not standing:
        found.append("A paper was to follow for this item, and none had come when this was decided.")
    return tuple(found)


def _barred(
    voters: Mapping[UUID, str], room: Sequence[presence.Present], handlings: Mapping[str, presence.Handling]
) -> tuple[str, ...]:
    """Of those who voted by name, whoever was to take no part in the decision."""
    may = {present.who for present in room if present.may_vote}
    return tuple(
        name
        for person_id, name in voters.items()
        if str(person_id) in handlings and str(person_id) not in may
    )


def _as_kept(present: presence.Present) -> dict[str, Any]:
    return {
        "who": present.who,
        "name": present.name,
        "counts": bool(present.seats),
        "may_vote": present.may_vote,
        "stands_for": present.stands_for,
        "why_not": present.why_not,
    }


async def _write_votes(
    scope: Scope, decision_id: UUID, ballots: Sequence[counting.Ballot], names: Mapping[UUID, str]
) -> None:
    if not ballots:
        return
    choices, people, numbers, castings, classes = zip(*ballots, strict=True)
    await fetch(
        """
        INSERT INTO sittings_vote (tenant_id, id, decision_id, choice, person_id, name, votes, casting, voting_class)
        SELECT $1, line.id, $2, line.choice, line.person_id, line.name, line.votes, line.casting, line.voting_class
        FROM unnest($3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::integer[], $8::boolean[], $9::text[])
          AS line (id, choice, person_id, name, votes, casting, voting_class)""",
        scope.tenant.id,
        decision_id,
        [new_id() for _ in ballots],
        list(choices),
        list(people),
        [names[who] if who else None for who in people],
        list(numbers),
        list(castings),
        list(classes),
    )


async def _write_faults(scope: Scope, decision_id: UUID, faults: Sequence[rules.Irregular]) -> None:
    if faults:
        await fetch(
            """
            INSERT INTO sittings_irregularity (tenant_id, id, decision_id, fault, words, way, state, found_at)
            SELECT $1, line.id, $2, line.fault, line.words, line.way, 'open', $3
            FROM unnest($4::uuid[], $5::text[], $6::text[], $7::text[]) AS line (id, fault, words, way)""",
            scope.tenant.id,
            decision_id,
            scope.now,
            [new_id() for _ in faults],
            [fault.fault.value for fault in faults],
            [fault.words for fault in faults],
            [fault.way for fault in faults],
        )


async def _tell(
    scope: Scope, situation: Situation, decision_id: UUID, text: str, faults: Sequence[rules.Irregular]
) -> None:
    """Report an irregular decision to the committee's chairs and to the governance officers, each once."""
    chairs = {
        member.who
        for member in situation.members
        if any(seat.office in ("chair", "vice-chair") for seat in member.seats)
    }
    lines = [
        line
        for line in await people.people_of(scope)
        if str(line.id) in chairs or permissions.OFFICER in line.roles
    ]
    await notices.tell_all(
        scope,
        kind="sittings.irregular-decision",
        tellings=[
            Telling(
                key=f"sittings.irregular/{decision_id}/{line.id}",
                to=Recipient(person_id=line.id, name=line.name, address=line.email),
                context={
                    "meeting": situation.title,
                    "decision": text,
                    "faults": [f"{fault.words} {fault.way}" for fault in faults],
                    "committee_id": situation.committee_id,
                },
            )
            for line in lines
        ],
    )
