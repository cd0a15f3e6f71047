"""Reading the register: as it stood on a day, as it was known at a moment."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.interests.queries import withholding
from backend.interests.rules import declaring
from backend.kit.database import fetch
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """One line of the register of interests, in the columns of the published template (domain facts, 1.4)."""

    interest_id: UUID
    person_id: UUID
    person_name: str
    position: str
    organisation_id: UUID
    organisation_name: str
    interest_type: declaring.InterestType
    is_indirect: bool
    relationship: declaring.Relationship | None
    nature: str
    since: date
    until: date | None
    mitigation: str | None
    status: declaring.DeclarationStatus
    declared_on: date
    late: bool
    rule_set: str

    @property
    def type_in_words(self) -> str:
        return declaring.TYPE_IN_WORDS[self.interest_type]

    @property
    def held_by_in_words(self) -> str:
        """Direct, or indirect and whose: never a name."""
        if self.relationship is None:
            return "Direct"
        return f"Indirect: {declaring.RELATIONSHIP_IN_WORDS[self.relationship].lower()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchingInterest:
    """An interest that a person holds in an organisation on a day: what conflicts are found from."""

    interest_id: UUID
    person_id: UUID
    person_name: str
    organisation_id: UUID
    organisation_name: str
    interest_type: declaring.InterestType
    is_indirect: bool
    relationship: declaring.Relationship | None
    nature: str
    since: date
    withheld: bool = False

    def words_for(self, scope: Scope) -> str:
        """What `scope` may know of it: of an interest that is withheld, others learn only that it conflicts."""
        open_to = not self.withheld or scope.may(withholding.SEE) or scope.actor.person_id == self.person_id
        return self.in_words if open_to else "an interest in this organisation"

    @property
    def in_words(self) -> str:
        """Such as: financial interest in Castle Hill (close family): partner in the practice."""
        whose = (
            f" ({declaring.RELATIONSHIP_IN_WORDS[self.relationship].lower()})" if self.relationship else ""
        )
        kind = declaring.TYPE_IN_WORDS[self.interest_type].lower()
        return f"{kind} in {self.organisation_name}{whose}: {self.nature}"


_COLUMNS = """
SELECT e.interest_id, e.person_id, p.name AS person_name, coalesce(p.job_title, '') AS position,
  e.organisation_id, o.name AS organisation_name, e.interest_type, e.is_indirect, e.relationship, e.nature,
  e.since, e.until, e.mitigation, STATUS AS status, d.declared_on, d.late, e.rule_set
"""
JOINS = """
JOIN people_person p ON p.tenant_id = $1 AND p.id = e.person_id
JOIN organisations_named o ON o.tenant_id = $1 AND o.id = e.organisation_id
JOIN interests_declaration d ON d.tenant_id = $1 AND d.id = e.declaration_id
"""
# What was reviewed later waited then: for its review or, where a question was the last word, for an answer.
_STATUS_THEN = """
CASE WHEN d.status = 'APPROVED' AND d.reviewed_at <= MOMENT THEN d.status
  ELSE coalesce((SELECT CASE m.kind WHEN 'QUESTION' THEN 'RETURNED' ELSE 'SUBMITTED' END
    FROM interests_review_message m WHERE m.tenant_id = $1 AND m.declaration_id = d.id AND m.written_at <= MOMENT
    ORDER BY m.written_at DESC, m.id DESC LIMIT 1), 'SUBMITTED') END
"""


def columns(*, known_at: str | None = None) -> str:
    """SELECT and the columns of an entry; its review as it stands or, with a parameter's name, as it stood then."""
    return _COLUMNS.replace("STATUS", _STATUS_THEN.replace("MOMENT", known_at) if known_at else "d.status", 1)


_FROM = f" FROM interests_entry e {JOINS} WHERE e.tenant_id = $1 "
_ENTRIES = columns() + _FROM


def _shown(sees: int, person: int) -> str:
    return withholding.shown(sees, person, record="e.interest_id", about="e.person_id", register="interests")


async def register_of(
    scope: Scope,
    *,
    on: date | None = None,
    known_at: datetime | None = None,
    person_id: UUID | None = None,
    interest_type: declaring.InterestType | None = None,
    text: str = "",
    include_ended: bool = False,
    with_withheld: bool = True,
) -> tuple[RegisterEntry, ...]:
    """The register as it stood on `on`, as it was known at `known_at`; both are now unless given.

    `include_ended` adds interests that had ended by that day. `text` is looked for in person, organisation, nature.
    A review is told as it stood at that moment too. What is withheld today is absent for whoever may not see it, and
    for everybody unless `with_withheld`.
    """
    rows = await fetch(
        columns(known_at="$3" if known_at else None)
        + _FROM
        + """
        AND e.known_from <= $3 AND (e.known_to IS NULL OR e.known_to > $3)
        AND e.since <= $2 AND ($7 OR e.until IS NULL OR e.until >= $2)
        AND ($4::uuid IS NULL OR e.person_id = $4) AND ($5::text IS NULL OR e.interest_type = $5)
        AND ($6 = '' OR strpos(lower(concat_ws(E'\\n', p.name, o.name, e.nature)), lower($6)) > 0)
        AND """
        + _shown(8, 9)
        + """
        ORDER BY lower(p.name), e.person_id, e.since, e.interest_id""",
        scope.tenant.id,
        on or scope.today,
        known_at or scope.now,
        person_id,
        interest_type,
        text.strip(),
        include_ended,
        with_withheld and scope.may(withholding.SEE),
        scope.actor.person_id if with_withheld else None,
    )
    return tuple(map(entry_of_row, rows))


async def entry(scope: Scope, *, interest_id: UUID) -> RegisterEntry:
    """The newest version of one interest, the last one where it was withdrawn. Raises `NotFound`."""
    rows = await fetch(
        _ENTRIES + " AND e.interest_id = $2 AND " + _shown(3, 4) + " ORDER BY e.known_from DESC LIMIT 1",
        scope.tenant.id,
        interest_id,
        scope.may(withholding.SEE),
        scope.actor.person_id,
    )
    if not rows:
        raise NotFound("interest")
    return entry_of_row(rows[0])


async def entries_of(scope: Scope, *, declaration_id: UUID) -> tuple[RegisterEntry, ...]:
    """What one act of declaring wrote."""
    rows = await fetch(
        _ENTRIES + " AND e.declaration_id = $2 AND " + _shown(3, 4) + " ORDER BY e.since, e.known_from",
        scope.tenant.id,
        declaration_id,
        scope.may(withholding.SEE),
        scope.actor.person_id,
    )
    return tuple(map(entry_of_row, rows))


async def versions_of(
    scope: Scope, *, interest_id: UUID
) -> tuple[tuple[datetime, datetime | None, RegisterEntry], ...]:
    """Every version of one interest with the time in which the register said so, oldest first."""
    rows = await fetch(
        _ENTRIES.replace("SELECT e.interest_id", "SELECT e.known_from, e.known_to, e.interest_id", 1)
        + " AND e.interest_id = $2 AND "
        + _shown(3, 4)
        + " ORDER BY e.known_from",
        scope.tenant.id,
        interest_id,
        scope.may(withholding.SEE),
        scope.actor.person_id,
    )
    return tuple((row["known_from"], row["known_to"], entry_of_row(row, skip=2)) for row in rows)


async def interests_touching(
    scope: Scope, *, person_ids: tuple[UUID, ...], organisation_ids: tuple[UUID, ...], on: date
) -> tuple[TouchingInterest, ...]:
    """The interests that any of these people hold, on `on`, in any of these organisations. One statement.

    An organisation that was merged into another counts, and is named, as that one. Those that are withheld are among
    them: a conflict is one whether or not the public may know of it.
    """
    # an ARRAY is asked for once; the same as IN is asked for every entry while the tables have no statistics yet
    rows = await fetch(
        """
        SELECT e.interest_id, e.person_id, p.name AS person_name, o.kept_id AS organisation_id,
          o.name AS organisation_name, e.interest_type, e.is_indirect, e.relationship, e.nature, e.since,
          EXISTS (SELECT 1 FROM interests_withholding w WHERE w.tenant_id = $1 AND w.register = 'interests'
            AND w.record_id = e.interest_id AND w.lifted_at IS NULL) AS withheld
        FROM interests_entry e
        JOIN people_person p ON p.tenant_id = $1 AND p.id = e.person_id
        JOIN organisations_named o ON o.tenant_id = $1 AND o.id = e.organisation_id
        WHERE e.tenant_id = $1 AND e.known_to IS NULL AND e.person_id = ANY($2)
          AND o.kept_id = ANY (ARRAY(SELECT asked.kept_id FROM organisations_named asked
            WHERE asked.tenant_id = $1 AND asked.id = ANY($3)))
          AND e.since <= $4 AND (e.until IS NULL OR e.until >= $4)
        ORDER BY lower(p.name), e.person_id, e.since, e.interest_id""",
        scope.tenant.id,
        list(person_ids),
        list(organisation_ids),
        on,
    )
    return tuple(
        TouchingInterest(
            **{
                **row,
                "interest_type": declaring.InterestType(row["interest_type"]),
                "relationship": declaring.Relationship(row["relationship"]) if row["relationship"] else None,
            }
        )
        for row in rows
    )


def entry_of_row(row: Any, *, skip: int = 0) -> RegisterEntry:
    """A row of `columns()`, after the first `skip`, as an entry."""
    values = dict(list(row.items())[skip:])
    values["interest_type"] = declaring.InterestType(values["interest_type"])
    values["relationship"] = (
        declaring.Relationship(values["relationship"]) if values["relationship"] else None
    )
    values["status"] = declaring.DeclarationStatus(values["status"])
    return RegisterEntry(**values)
