"""What was declared at meetings and is to be on the register within 28 days, with the entry that answers it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.kit.database import fetch
from backend.meetings import rules as meeting_rules
from backend.scope import Scope
from backend.sittings.rules import following


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One declaration. `entry` is in the words of the register; `entry_id` its interest."""

    id: UUID
    meeting_id: UUID
    meeting: str
    meeting_on: date
    person_id: UUID
    name: str
    nature: str
    due_on: date
    state: following.Entry
    days_left: int
    entry_id: UUID | None
    entry: str | None
    entered_at: datetime | None

    @property
    def open(self) -> bool:
        return self.state is not following.Entry.ENTERED

    @property
    def state_in_words(self) -> str:
        """Entry awaited: 12 days left."""
        words = following.ENTRY_IN_WORDS[self.state]
        if self.state is following.Entry.AWAITED:
            left = {0: "today is the last day", 1: "1 day left"}.get(
                self.days_left, f"{self.days_left} days left"
            )
            return f"{words}: {left}"
        if self.state is following.Entry.OVERDUE:
            late = -self.days_left
            return f"{words} by {late} {'day' if late == 1 else 'days'}"
        return words


async def follow_ups(scope: Scope, *, meeting_id: UUID | None = None) -> tuple[FollowUp, ...]:
    """Everything new that was declared at meetings, or at one, the most urgent first. Three statements."""
    rows = await fetch(
        "SELECT d.id, d.meeting_id, d.person_id, d.name, d.nature, d.at, d.due_on, m.title, m.starts_at "
        "FROM sittings_declaration d JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = d.meeting_id "
        "WHERE d.tenant_id = $1 AND d.due_on IS NOT NULL AND d.struck_at IS NULL",
        scope.tenant.id,
    )
    if not rows:
        return ()
    made = await fetch(
        """
        SELECT e.interest_id, e.person_id, min(e.known_from) AS at,
          (array_agg(e.nature ORDER BY e.known_from DESC))[1] AS nature,
          (array_agg(o.name ORDER BY e.known_from DESC))[1] AS organisation,
          EXISTS (SELECT 1 FROM interests_withholding w WHERE w.tenant_id = $1 AND w.register = 'interests'
            AND w.record_id = e.interest_id AND w.lifted_at IS NULL) AS withheld
        FROM interests_entry e JOIN organisations_named o ON o.tenant_id = $1 AND o.id = e.organisation_id
        WHERE e.tenant_id = $1 AND e.person_id = ANY($2)
        GROUP BY e.interest_id, e.person_id HAVING min(e.known_from) >= $3""",
        scope.tenant.id,
        list({row["person_id"] for row in rows}),
        min(row["at"] for row in rows),
    )
    said = await fetch(
        "SELECT DISTINCT ON (declaration_id, interest_id) declaration_id, interest_id, is_it FROM sittings_entered "
        "WHERE tenant_id = $1 ORDER BY declaration_id, interest_id, said_at DESC, id DESC",
        scope.tenant.id,
    )
    words = {
        row["interest_id"]: "an interest that is withheld from the public"
        if row["withheld"]
        else f"{row['nature']}: {row['organisation']}"
        for row in made
    }
    pairs = following.paired(
        [following.Declared(id=row["id"], person_id=row["person_id"], at=row["at"]) for row in rows],
        [
            following.Made(interest_id=row["interest_id"], person_id=row["person_id"], at=row["at"])
            for row in made
        ],
        is_it={(row["declaration_id"], row["interest_id"]): row["is_it"] for row in said},
    )
    found = [
        FollowUp(
            id=row["id"],
            meeting_id=row["meeting_id"],
            meeting=row["title"],
            meeting_on=meeting_rules.day_of(scope, row["starts_at"]),
            person_id=row["person_id"],
            name=row["name"],
            nature=row["nature"],
            due_on=row["due_on"],
            state=following.state_of(entered=row["id"] in pairs, due_on=row["due_on"], today=scope.today),
            days_left=(row["due_on"] - scope.today).days,
            entry_id=pairs[row["id"]].interest_id if row["id"] in pairs else None,
            entry=words[pairs[row["id"]].interest_id] if row["id"] in pairs else None,
            entered_at=pairs[row["id"]].at if row["id"] in pairs else None,
        )
        for row in rows
    ]
    of_one = [each for each in found if meeting_id is None or each.meeting_id == meeting_id]
    return tuple(sorted(of_one, key=lambda each: (not each.open, each.due_on, each.id)))


async def entered_by(scope: Scope, *, interest_id: UUID, person_id: UUID) -> bool:
    """Whether that person has that interest on the register."""
    rows = await fetch(
        "SELECT 1 FROM interests_entry WHERE tenant_id = $1 AND interest_id = $2 AND person_id = $3 LIMIT 1",
        scope.tenant.id,
        interest_id,
        person_id,
    )
    return bool(rows)
