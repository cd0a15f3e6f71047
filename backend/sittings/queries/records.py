"""What was recorded about a sitting besides who was there: decisions with their votes and faults, actions."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.actions import queries as actions
from backend.actions.queries import ActionLine as FollowedAction
from backend.kit.database import fetch
from backend.meetings import rules as meeting_rules
from backend.powers.rules import pounds
from backend.scope import Scope
from backend.sittings import rules


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultLine:
    """A fault of a decision and where it stands."""

    id: UUID
    decision_id: UUID
    fault: rules.Fault
    words: str
    way: str
    state: rules.Settlement
    settled_at: datetime | None
    settled_by_decision_id: UUID | None

    @property
    def fault_in_words(self) -> str:
        return rules.FAULT_IN_WORDS[self.fault]

    @property
    def state_in_words(self) -> str:
        return rules.SETTLEMENT_IN_WORDS[self.state]

    @property
    def is_open(self) -> bool:
        return self.state is rules.Settlement.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteLine:
    choice: rules.Choice
    person_id: UUID | None
    name: str | None
    votes: int
    casting: bool
    voting_class: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenDecision:
    """A decision as it was taken. `power` is `None` for one that was recorded elsewhere, and compared with nothing.

    `struck_because` is set for one that was recorded wrongly: it stays, and counts no more.
    """

    id: UUID
    item_id: UUID
    meeting_id: UUID
    outcome: meeting_rules.Outcome
    text: str
    function: str | None
    value_pence: int | None
    decided_at: datetime
    recorded_by_name: str
    sha256: str
    mover_name: str | None
    chair_name: str | None
    power: rules.Power | None
    power_words: str | None
    clause: str | None
    consent: str | None
    quorate: bool | None
    quorum_words: str | None
    struck_because: str | None
    struck_at: datetime | None
    struck_by_name: str | None
    replaced_by_id: UUID | None
    function_id: UUID | None
    mover_person_id: UUID | None
    classes: str | None
    """The classes by which the body voted on the day, as they are kept."""
    votes: tuple[VoteLine, ...]
    faults: tuple[FaultLine, ...]

    @property
    def outcome_in_words(self) -> str:
        return meeting_rules.OUTCOME_IN_WORDS[self.outcome]

    @property
    def value_in_words(self) -> str | None:
        return None if self.value_pence is None else pounds(self.value_pence)

    @property
    def struck(self) -> bool:
        return self.struck_because is not None

    @property
    def open_faults(self) -> tuple[FaultLine, ...]:
        """What still waits to be ratified or reversed; nothing of what was struck out."""
        return () if self.struck else tuple(fault for fault in self.faults if fault.is_open)

    @property
    def tested(self) -> bool:
        return self.power is not None

    @property
    def tally(self) -> rules.Tally:
        casting = next((vote.choice for vote in self.votes if vote.casting), None)
        if self.classes is not None:
            classes = [
                rules.ClassTally(id=each["id"], name=each["name"], **self._counted(each["id"]))
                for each in json.loads(self.classes)
            ]
            return rules.Tally.by_class(classes, casting=casting)
        whole = self._counted(None)
        return rules.Tally(
            votes_for=whole["votes_for"],
            against=whole["against"],
            abstained=whole["abstained"],
            casting=casting,
        )

    def _counted(self, voting_class: str | None) -> dict[str, int]:
        """The numbers of one class, or of all where the body does not vote by class."""
        counted = {
            choice: sum(
                vote.votes
                for vote in self.votes
                if vote.choice is choice
                and not vote.casting
                and (voting_class is None or vote.voting_class == voting_class)
            )
            for choice in rules.Choice
        }
        return {
            "votes_for": counted[rules.Choice.FOR],
            "against": counted[rules.Choice.AGAINST],
            "abstained": counted[rules.Choice.ABSTAINED],
        }

    @property
    def votes_in_words(self) -> tuple[str, ...]:
        """The count, and whose vote was recorded by name."""
        if not self.tally.taken:
            return ()
        named = [f"{vote.name} {_VOTED[vote.choice]}." for vote in self.votes if vote.name is not None]
        return (self.tally.in_words, *named)

    @property
    def standing(self) -> str:
        """One of: struck, regular, irregular, settled, untested; binding nobody counts as regular."""
        if self.struck:
            return "struck"
        if any(fault.is_open for fault in self.faults):
            return "irregular"
        if self.faults:
            return "settled"
        return "regular" if self.tested or self.outcome not in rules.BINDING else "untested"

    @property
    def standing_in_words(self) -> str:
        """What the register says of it."""
        if self.struck:
            return "Struck out"
        if self.standing == "regular":
            if self.power is rules.Power.NEEDS_CONSENT:
                return "Within power, with consent"
            return (
                rules.POWER_IN_WORDS[self.power]
                if self.power and self.outcome in rules.BINDING
                else "Binds nobody"
            )
        if self.standing == "untested":
            return "Not compared with quorum and powers"
        if self.standing == "settled":
            return "; ".join(dict.fromkeys(fault.state_in_words for fault in self.faults))
        return "Irregular: " + ", ".join(
            fault.fault_in_words.lower() for fault in self.faults if fault.is_open
        )


_VOTED = {
    rules.Choice.FOR: "voted for",
    rules.Choice.AGAINST: "voted against",
    rules.Choice.ABSTAINED: "abstained",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLine:
    """An action as it was said at the meeting; `standing` is what has become of it, as the action log follows it."""

    id: UUID
    item_id: UUID | None
    words: str
    owner_name: str
    owner_person_id: UUID | None
    due_on: date | None
    struck_because: str | None
    replaced_by_id: UUID | None
    standing: FollowedAction | None

    @property
    def ended(self) -> bool:
        """Closed or withdrawn, as the action log says; nothing of that is known to whoever may not see it there."""
        return self.standing is not None and not self.standing.open


TAKEN_COLUMNS = """d.id, d.item_id, i.meeting_id, d.outcome, d.text, d.function, d.value_pence, d.decided_at,
  d.recorded_by_name, d.sha256, t.mover_name, t.chair_name, t.power, t.power_words, t.clause, t.consent, t.quorate,
  t.quorum_words, t.classes, t.function_id, t.mover_person_id, k.because AS struck_because, k.struck_at,
  k.struck_by_name, k.replaced_by_id"""
TAKEN_JOINS = """LEFT JOIN sittings_taken t ON t.tenant_id = $1 AND t.decision_id = d.id
        LEFT JOIN meetings_struck_decision k ON k.tenant_id = $1 AND k.decision_id = d.id"""
"""What a query of `TAKEN_COLUMNS` joins to meetings_decision as `d` and meetings_item as `i`."""


async def decisions_of(scope: Scope, *, meeting_id: UUID) -> tuple[TakenDecision, ...]:
    """What was decided at a meeting, oldest first. Three statements."""
    rows = await fetch(
        f"""
        SELECT {TAKEN_COLUMNS} FROM meetings_item i
        JOIN meetings_decision d ON d.tenant_id = $1 AND d.item_id = i.id
        {TAKEN_JOINS}
        WHERE i.tenant_id = $1 AND i.meeting_id = $2 ORDER BY d.decided_at, d.id""",  # noqa: S608 - our own columns
        scope.tenant.id,
        meeting_id,
    )
    return await taken_of(scope, rows)


async def taken_of(scope: Scope, rows: Collection[Any]) -> tuple[TakenDecision, ...]:
    """Rows of `TAKEN_COLUMNS` with their votes and faults, in two more statements."""
    ids = [row["id"] for row in rows]
    if not ids:
        return ()
    votes: dict[UUID, list[VoteLine]] = {}
    for row in await fetch(
        "SELECT decision_id, choice, person_id, name, votes, casting, voting_class FROM sittings_vote "
        "WHERE tenant_id = $1 AND decision_id = ANY($2) ORDER BY id",
        scope.tenant.id,
        ids,
    ):
        line = VoteLine(
            choice=rules.Choice(row["choice"]),
            person_id=row["person_id"],
            name=row["name"],
            votes=row["votes"],
            casting=row["casting"],
            voting_class=row["voting_class"],
        )
        votes.setdefault(row["decision_id"], []).append(line)
    faults: dict[UUID, list[FaultLine]] = {}
    for row in await fetch(
        "SELECT id, decision_id, fault, words, way, state, settled_at, settled_by_decision_id "
        "FROM sittings_irregularity WHERE tenant_id = $1 AND decision_id = ANY($2) ORDER BY id",
        scope.tenant.id,
        ids,
    ):
        fault = FaultLine(
            **{**row, "fault": rules.Fault(row["fault"]), "state": rules.Settlement(row["state"])}
        )
        faults.setdefault(row["decision_id"], []).append(fault)
    names = [name for name in TakenDecision.__dataclass_fields__ if name not in ("votes", "faults")]
    return tuple(
        TakenDecision(
            **{
                **{name: row[name] for name in names},
                "outcome": meeting_rules.Outcome(row["outcome"]),
                "power": rules.Power(row["power"]) if row["power"] else None,
            },
            votes=tuple(votes.get(row["id"], ())),
            faults=tuple(faults.get(row["id"], ())),
        )
        for row in rows
    )


async def actions_of(scope: Scope, *, meeting_id: UUID) -> tuple[ActionLine, ...]:
    """What was undertaken at a meeting, in the order in which it was recorded. Four statements, or one for nothing."""
    rows = await fetch(
        "SELECT id, item_id, words, owner_name, owner_person_id, due_on, struck_because, replaced_by_id "
        "FROM sittings_action WHERE tenant_id = $1 AND meeting_id = $2 ORDER BY recorded_at, id",
        scope.tenant.id,
        meeting_id,
    )
    followed = await actions.actions_by_id(scope, [row["id"] for row in rows])
    return tuple(ActionLine(**row, standing=followed.get(row["id"])) for row in rows)
