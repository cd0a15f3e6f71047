"""One act as its page shows it: facts, people, finding, where it goes, and what was done when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.between import rules, settings
from backend.between.queries.acts import ActLine, line_of
from backend.between.queries.judging import Judged, judged
from backend.between.queries.reading import (
    act_row,
    fault_rows,
    organisations_of_act,
    people_rows,
    withheld_among,
)
from backend.between.rules.wording import rule_in_words
from backend.interests.queries.withholding import SEE
from backend.kit.database import fetch
from backend.meetings.queries.decisions import DecisionLine, decisions_of_items
from backend.meetings.rules import day_of, sees_every_private_item
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """Somebody who took part. `found` are the sentences of the register that the reader may see."""

    id: UUID
    part: rules.Part
    person_id: UUID | None
    name: str
    answer: rules.Answer | None
    words: str | None
    said_at: datetime | None
    said_by_name: str | None
    declared: rules.Declared
    interest: str | None
    handling: rules.Handling | None
    handled_by: str | None
    found: tuple[str, ...]
    hinted: tuple[str, ...]
    searched_at: datetime | None
    reminded_at: datetime | None

    @property
    def answer_in_words(self) -> str:
        return rules.ANSWER_IN_WORDS[self.answer] if self.answer else "No reply yet"

    @property
    def declared_in_words(self) -> str:
        return rules.DECLARED_IN_WORDS[self.declared]

    @property
    def handling_in_words(self) -> str | None:
        return rules.HANDLING_IN_WORDS[self.handling] if self.handling else None

    @property
    def touched(self) -> bool:
        return bool(self.found or self.interest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One line of what was done, when and by whom."""

    at: datetime
    words: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    fault: rules.Fault
    words: str
    way: str

    @property
    def fault_in_words(self) -> str:
        return rules.FAULT_IN_WORDS[self.fault]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An agenda on which the act stands or stood."""

    item_id: UUID
    label: str | None
    meeting_id: UUID
    meeting: str
    day: date
    goes: rules.Goes
    gone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActView:
    """One act. While it is being recorded or asked, `judged` is what the rules would say of it now."""

    line: ActLine
    because: str
    private_reason: str | None
    function_id: UUID | None
    consent: str | None
    taken_at: datetime | None
    asked_at: datetime | None
    reply_by: date | None
    closing: rules.Closing | None
    upward_to: str | None
    rule_words: str
    quorate: bool | None
    counted: int | None
    begun_by_name: str
    people: tuple[PersonLine, ...]
    organisations: tuple[tuple[UUID, str], ...]
    faults: tuple[Fault, ...]
    places: tuple[Place, ...]
    decisions: tuple[DecisionLine, ...]
    timeline: tuple[Happened, ...]
    judged: Judged | None
    goes_to_id: UUID | None

    @property
    def id(self) -> UUID:
        return self.line.id

    @property
    def state(self) -> rules.ActState:
        return self.line.state

    def of(self, part: rules.Part) -> tuple[PersonLine, ...]:
        return tuple(each for each in self.people if each.part is part)

    @property
    def acted(self) -> tuple[PersonLine, ...]:
        return self.of(rules.Part.ACTED)

    @property
    def consulted(self) -> tuple[PersonLine, ...]:
        return self.of(rules.Part.CONSULTED)

    @property
    def asked(self) -> tuple[PersonLine, ...]:
        return self.of(rules.Part.ASKED)

    @property
    def closing_in_words(self) -> str | None:
        return rules.CLOSING_IN_WORDS[self.closing] if self.closing else None

    @property
    def is_open(self) -> bool:
        return self.state in rules.OPEN

    @property
    def can_strike(self) -> bool:
        return rules.can_strike(self.state)


async def act(scope: Scope, *, act_id: UUID) -> ActView:
    """One act, in a number of statements that its people don't change. Raises NotFound."""
    row = await act_row(scope, act_id)
    people = (await people_rows(scope, [act_id])).get(act_id, [])
    faults = (await fault_rows(scope, [act_id])).get(act_id, [])
    state = rules.ActState(row["state"])
    now = await judged(scope, row) if state in rules.OPEN else None
    places = await _places(scope, act_id)
    decisions = await decisions_of_items(scope, [place.item_id for place in places])
    return ActView(
        line=line_of(scope, row, faults, first_month=settings.first_month_of(scope)),
        because=row["because"],
        private_reason=row["private_reason"],
        function_id=row["function_id"],
        consent=row["consent"],
        taken_at=row["taken_at"],
        asked_at=row["asked_at"],
        reply_by=row["reply_by"],
        closing=rules.Closing(row["closing"]) if row["closing"] else None,
        upward_to=row["upward_to"],
        rule_words=row["rule_words"] or rule_in_words(now.rule if now else None),
        quorate=row["quorate"],
        counted=row["counted"],
        begun_by_name=row["begun_by_name"],
        people=await _people(scope, people, now),
        organisations=tuple((await organisations_of_act(scope, act_id)).items()),
        faults=tuple(
            Fault(fault=rules.Fault(each["fault"]), words=each["words"], way=each["way"]) for each in faults
        ),
        places=places,
        decisions=tuple(
            line
            for place in places
            for line in decisions.get(place.item_id, ())
            if line.struck_because is None
        ),
        timeline=_timeline(row, people, await _strikings_undone(scope, act_id)),
        judged=now,
        goes_to_id=row["goes_to_id"],
    )


async def _people(
    scope: Scope, rows: Sequence[Mapping[str, Any]], now: Judged | None
) -> tuple[PersonLine, ...]:
    """What a search found beside the register's own words is a hint: for officers, internal audit and the person.

    While the act is open the register is read as it stands; afterwards it is what was kept.
    """
    ids = {UUID(each["interest_id"]) for row in rows for each in row["found"]}
    hidden = {str(each) for each in await withheld_among(scope, ids)}
    lines = []
    for row in rows:
        own = row["person_id"] is not None and row["person_id"] == scope.actor.person_id
        sees_withheld = own or scope.may(SEE)
        touching = now.touching.get(row["person_id"], ()) if now else ()
        exact = [f"{row['name']} has declared {_article(each.words_for(scope))}." for each in touching]
        exact_ids = {str(each.interest_id) for each in touching}
        hints = []
        for each in row["found"]:
            words = each["short"] if each["interest_id"] in hidden and not sees_withheld else each["words"]
            if each["source"] != "register":
                hints += [words] if each["interest_id"] not in exact_ids else []
            elif now is None:
                exact.append(words)
        lines.append(
            PersonLine(
                id=row["id"],
                part=rules.Part(row["part"]),
                person_id=row["person_id"],
                name=row["name"],
                answer=rules.Answer(row["answer"]) if row["answer"] else None,
                words=row["words"],
                said_at=row["said_at"],
                said_by_name=row["said_by_name"],
                declared=rules.Declared(row["declared"]),
                interest=row["interest"],
                handling=rules.Handling(row["handling"]) if row["handling"] else None,
                handled_by=row["handled_by"],
                found=tuple(exact),
                hinted=tuple(hints) if own or sees_every_private_item(scope) else (),
                searched_at=row["searched_at"],
                reminded_at=row["reminded_at"],
            )
        )
    return tuple(lines)


def _article(words: str) -> str:
    return (words if words.startswith("an ") else f"a {words}").rstrip(".")


async def _places(scope: Scope, act_id: UUID) -> tuple[Place, ...]:
    """Every agenda on which it stood, with those to which its item went on; the latest first."""
    rows = await fetch(
        """
        SELECT i.id AS item_id, i.label, i.withdrawn_at, m.id AS meeting_id, m.title AS meeting, m.starts_at, m.state,
          pl.goes
        FROM between_placement pl
        JOIN meetings_item i ON i.tenant_id = $1 AND (i.id = pl.item_id OR i.id IN (SELECT t.item_id
          FROM meetings_passage t WHERE t.tenant_id = $1 AND t.thread_id = pl.item_id))
        JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id
        WHERE pl.tenant_id = $1 AND pl.act_id = $2 ORDER BY m.starts_at DESC, i.id""",
        scope.tenant.id,
        act_id,
    )
    return tuple(
        Place(
            item_id=row["item_id"],
            label=row["label"],
            meeting_id=row["meeting_id"],
            meeting=row["meeting"],
            day=day_of(scope, row["starts_at"]),
            goes=rules.Goes(row["goes"]),
            gone=row["withdrawn_at"] is not None or row["state"] == "cancelled",
        )
        for row in rows
    )


async def _strikings_undone(scope: Scope, act_id: UUID) -> Sequence[Any]:
    return await fetch(
        "SELECT * FROM between_striking_undone WHERE tenant_id = $1 AND act_id = $2 ORDER BY undone_at",
        scope.tenant.id,
        act_id,
    )


def _timeline(row: Any, people: Sequence[Mapping[str, Any]], undone: Sequence[Any]) -> tuple[Happened, ...]:
    """What was done, oldest first, as the rows have it."""
    asked = row["kind"] == rules.ActKind.CORRESPONDENCE.value
    found = [Happened(at=row["begun_at"], words="Recording began", by=row["begun_by_name"])]
    for each in people:
        if each["said_at"] is not None and each["part"] == rules.Part.ASKED.value and each["answer"]:
            words = f"{each['name']}: {rules.ANSWER_IN_WORDS[rules.Answer(each['answer'])].lower()}"
            found.append(Happened(at=each["said_at"], words=words, by=each["said_by_name"] or each["name"]))
        elif each["said_at"] is not None and each["part"] == rules.Part.CONSULTED.value:
            found.append(Happened(at=each["said_at"], words=f"{each['name']} was consulted", by=each["name"]))
    if row["asked_at"]:
        found.append(Happened(at=row["asked_at"], words="Members were asked", by=row["begun_by_name"]))
    if row["taken_at"] and not asked:
        found.append(Happened(at=row["taken_at"], words="It was decided", by=""))
    if row["finished_at"]:
        words = (
            f"Closed: {rules.CLOSING_IN_WORDS[rules.Closing(row['closing'])].lower()}"
            if row["closing"]
            else "Recorded, and compared with the rules"
        )
        found.append(Happened(at=row["finished_at"], words=words, by=row["finished_by_name"] or ""))
    if row["settled_at"]:
        words = rules.STATE_IN_WORDS[rules.ActState(row["state"])]
        found.append(Happened(at=row["settled_at"], words=words, by=row["settled_by_name"] or ""))
    if row["struck_at"]:
        words = f"Struck out: {row['struck_because']}"
        found.append(Happened(at=row["struck_at"], words=words, by=row["struck_by_name"] or ""))
    for each in undone:
        struck, taken_back = f"Struck out: {each['struck_because']}", f"Taken back: {each['undone_because']}"
        found.append(Happened(at=each["struck_at"], words=struck, by=each["struck_by_name"]))
        found.append(Happened(at=each["undone_at"], words=taken_back, by=each["undone_by_name"]))
    return tuple(sorted(found, key=lambda each: each.at))
