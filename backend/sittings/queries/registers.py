"""The register of a committee's decisions."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.between import queries as between
from backend.between.queries import ActLine
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.scope import NotFound, Scope
from backend.sittings.queries.records import TAKEN_COLUMNS, TAKEN_JOINS, TakenDecision, taken_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredDecision:
    """A decision with where it was taken."""

    decision: TakenDecision
    meeting: str
    day: date
    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """A line of the register: a decision of a meeting, or an act between meetings; the other is nothing."""

    day: date
    taken: RegisteredDecision | None = None
    act: ActLine | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which decisions are asked for; all where nothing is said. `standing` is a decision's, `words` are any of it."""

    since: date | None = None
    until: date | None = None
    standing: str | None = None
    outcome: meeting_rules.Outcome | None = None
    words: str = ""

    @property
    def anything(self) -> bool:
        return any((self.since, self.until, self.standing, self.outcome, self.words.strip()))

    def takes(self, each: RegisteredDecision) -> bool:
        decision = each.decision
        said = " ".join(
            filter(None, (decision.text, decision.function, each.item, each.meeting, decision.mover_name))
        )
        return (
            (self.since is None or each.day >= self.since)
            and (self.until is None or each.day <= self.until)
            and (self.standing is None or decision.standing == self.standing)
            and (self.outcome is None or decision.outcome is self.outcome)
            and self.words.strip().casefold() in said.casefold()
        )

    def takes_act(self, act: ActLine) -> bool:
        """An act has no outcome of a meeting; it stands as irregular, settled, or regular like a decision does."""
        said = " ".join(filter(None, (act.number, act.title, act.words, act.function, act.kind_in_words)))
        standing = ("irregular" if act.waits else "settled") if act.irregular else "regular"
        return (
            (self.since is None or act.taken_on >= self.since)
            and (self.until is None or act.taken_on <= self.until)
            and (self.standing is None or self.standing == standing)
            and self.outcome is None
            and self.words.strip().casefold() in said.casefold()
        )


async def decision_register(
    scope: Scope, *, committee_id: UUID, wanted: Wanted | None = None
) -> tuple[RegisteredDecision, ...]:
    """Every decision of a committee that the reader may know of, newest first. Four statements."""
    rows = await fetch(
        f"""
        SELECT {TAKEN_COLUMNS}, m.title AS meeting, m.starts_at, i.label, i.title AS item_title, i.part
        FROM meetings_meeting m
        JOIN meetings_item i ON i.tenant_id = $1 AND i.meeting_id = m.id
        JOIN meetings_decision d ON d.tenant_id = $1 AND d.item_id = i.id
        {TAKEN_JOINS}
        WHERE m.tenant_id = $1 AND m.committee_id = $2 ORDER BY d.decided_at DESC, d.id DESC""",  # noqa: S608 - our own columns
        scope.tenant.id,
        committee_id,
    )
    withheld = await meetings.withheld_from_reader(scope, {row["item_id"] for row in rows})
    seen = [
        row
        for row in rows
        if row["item_id"] not in withheld
        and meeting_rules.may_see(scope, part=meeting_rules.Part(row["part"]), committee_id=committee_id)
    ]
    lines = (
        RegisteredDecision(
            decision=decision,
            meeting=row["meeting"],
            day=meeting_rules.day_of(scope, row["starts_at"]),
            item=f"{row['label']} {row['item_title']}" if row["label"] else row["item_title"],
        )
        for decision, row in zip(await taken_of(scope, seen), seen, strict=True)
    )
    return tuple(line for line in lines if wanted is None or wanted.takes(line))


async def register_of(scope: Scope, *, committee_id: UUID) -> tuple[RegisterLine, ...]:
    """The whole register of a committee, newest first: decisions of its meetings, and acts between them."""
    lines = [
        RegisterLine(day=each.day, taken=each)
        for each in await decision_register(scope, committee_id=committee_id)
    ]
    if scope.may("between.read"):
        acts = await between.acts_of(scope, committee_id=committee_id)
        lines += [RegisterLine(day=act.taken_on, act=act) for act in acts]
    return tuple(sorted(lines, key=lambda line: line.day, reverse=True))


async def days_held(scope: Scope, *, committee_id: UUID) -> tuple[date, ...]:
    """The days of the committee's meetings that were held."""
    rows = await fetch(
        "SELECT starts_at FROM meetings_meeting WHERE tenant_id = $1 AND committee_id = $2 AND state = 'held'",
        scope.tenant.id,
        committee_id,
    )
    return tuple(meeting_rules.day_of(scope, row["starts_at"]) for row in rows)


async def committee_of_irregularity(scope: Scope, *, irregularity_id: UUID) -> UUID:
    """The committee whose decision is irregular. Raises NotFound."""
    rows = await fetch(
        """
        SELECT m.committee_id FROM sittings_irregularity s
        JOIN meetings_decision d ON d.tenant_id = $1 AND d.id = s.decision_id
        JOIN meetings_item i ON i.tenant_id = $1 AND i.id = d.item_id
        JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id
        WHERE s.tenant_id = $1 AND s.id = $2""",
        scope.tenant.id,
        irregularity_id,
    )
    if not rows:
        raise NotFound("irregular decision")
    committee_id: UUID = rows[0]["committee_id"]
    return committee_id


async def settling_decisions(scope: Scope) -> tuple[tuple[UUID, str], ...]:
    """Decisions that may ratify or reverse another: agreed, compared with quorum and powers; the newest hundred."""
    rows = await fetch(
        """
        SELECT d.id, d.text, d.decided_at, c.name AS committee FROM sittings_taken t
        JOIN meetings_decision d ON d.tenant_id = $1 AND d.id = t.decision_id AND d.outcome = 'agreed'
        JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = t.meeting_id
        JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id
        WHERE t.tenant_id = $1 AND NOT EXISTS (SELECT 1 FROM meetings_struck_decision k
          WHERE k.tenant_id = $1 AND k.decision_id = d.id) AND NOT EXISTS (SELECT 1 FROM sittings_irregularity o
          WHERE o.tenant_id = $1 AND o.decision_id = d.id AND o.state <> 'ratified')
        ORDER BY d.decided_at DESC, d.id DESC LIMIT 100""",
        scope.tenant.id,
    )
    return tuple(
        (
            row["id"],
            f"{in_words(meeting_rules.day_of(scope, row['decided_at']))}, {row['committee']}: {row['text'][:80]}",
        )
        for row in rows
    )
