"""A requirement's answer held against everybody else, and written with its version and the tally's difference."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.assurance.queries.said import SAID, judgement_of
from backend.assurance.rules import assessing, standing
from backend.assurance.rules.assessing import NAMES, AssessmentState, Tally
from backend.assurance.rules.judging import Outcome
from backend.assurance.rules.standing import Judgement
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger import queries as ledger_queries
from backend.ledger.records import Record, canonical
from backend.scope import NotFound, NotPermitted, Scope

_HELD = f"""
SELECT a.id, a.assessment_id, a.domain_id, {", ".join(f"a.{name}" for name in SAID)}, a.outcome, a.stands, a.differs,
  a.owner_person_id, a.due_on, a.version, a.said_number, a.reference, a.scale, s.state, s.title, s.scales
FROM assurance_answer a
JOIN assurance_assessment s ON s.tenant_id = $1 AND s.id = $2
WHERE a.tenant_id = $1 AND a.assessment_id = $2 AND a.requirement_id = $3
FOR UPDATE OF a FOR SHARE OF s
"""  # noqa: S608 - the names are those above

_OTHERS = 17
"""How many arguments of `_WRITE` stand before those that are said."""

_WRITE = f"""
WITH changed AS (
  UPDATE assurance_answer SET {", ".join(f"{name} = ${_OTHERS + at}" for at, name in enumerate(SAID, 1))}, stands = $4,
    stands_until = $5, stands_after = $6, differs = $7, version = $8, said_number = $8
  WHERE tenant_id = $1 AND id = $2),
noted AS (
  INSERT INTO assurance_answer_version (tenant_id, id, answer_id, assessment_id, number, did, said, back_to, made_at,
    made_by_person_id, made_by_name)
  VALUES ($1, $9, $2, $10, $8, $12, $3::jsonb, $13, $14, $15, $16))
UPDATE assurance_tally SET holds_until = least(holds_until, $5),
  {", ".join(f"{name} = {name} + ($17::int[])[{at}]" for at, name in enumerate(NAMES, 1))}
WHERE tenant_id = $1 AND assessment_id = $10 AND domain_id = $11
"""  # noqa: S608 - the names are those above


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An answer that nobody else changes until the transaction ends. `row` is as `_HELD` reads it."""

    row: Any

    @property
    def id(self) -> UUID:
        found: UUID = self.row["id"]
        return found

    @property
    def outcome(self) -> Outcome | None:
        return Outcome(self.row["outcome"]) if self.row["outcome"] else None

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.row[name] for name in SAID}

    @property
    def record(self) -> Record:
        return record_of(self.row)


def record_of(row: Any) -> Record:
    """An answer as the ledger and evidence name it."""
    return Record(
        room="assurance", kind="answer", id=row["id"], title=f"{row['reference']} of {row['title']}"
    )


async def hold(
    scope: Scope,
    *,
    assessment_id: UUID,
    requirement_id: UUID,
    version: int | None = None,
    permission: str = "assurance.answer",
) -> Held:
    """The answer of a requirement in an open assessment, as the page of `version` showed it.

    Raises NotPermitted, NotFound, assessing.UnableToAssess where it is not open, standing.AnsweredByAnother (409).
    """
    if scope.actor.chore is None and not scope.may(permission):
        raise NotPermitted("Governance officers and executive owners answer what frameworks ask.")
    rows = await fetch(_HELD, scope.tenant.id, assessment_id, requirement_id)
    if not rows:
        raise NotFound("requirement")
    row = rows[0]
    assessing.check_open(AssessmentState(row["state"]), title=row["title"])
    if version is not None and version != row["version"]:
        standing.check_version(version, row["version"], by=await _last_hand(scope, row["id"]))
    return Held(row=row)


async def write(
    scope: Scope,
    held: Held,
    *,
    did: str,
    said: dict[str, Any],
    back_to: int | None = None,
    back: bool = False,
) -> None:
    """Write what is said now: the row, its version, the tally's difference, and the ledger's line.

    `back` takes `back_to` as it is given; otherwise the version before is what taking this one back brings again.
    """
    row = held.row
    found = tally_of(scope.today, judgement_of(said), held.outcome, said)
    changed = found.tally - counted(row)
    await execute(
        _WRITE,
        scope.tenant.id,
        held.id,
        canonical(said),
        found.stands,
        found.until,
        found.stands_after,
        found.differs,
        row["version"] + 1,
        new_id(),
        row["assessment_id"],
        row["domain_id"],
        did,
        back_to if back else row["said_number"],
        scope.now,
        scope.actor.person_id,
        scope.actor.name,
        [getattr(changed, name) for name in NAMES],
        *(said[name] for name in SAID),
    )
    await ledger.record(
        scope,
        f"assurance.answer.{did}",
        held.record,
        before={"level": row["level"], "stands": row["stands"]},
        after={
            name: said[name]
            for name in ("level", "words", "valid_until", "overruled_because", "review", "review_words")
            if said[name] is not None
        }
        | {"stands": found.stands},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How an answer stands and what it adds to its tally."""

    stands: str
    until: date | None
    stands_after: str
    differs: bool
    tally: Tally


def tally_of(
    today: date, judgement: Judgement | None, outcome: Outcome | None, said: dict[str, Any]
) -> Counted:
    """How it stands with what is said now."""
    found = standing.effective(judgement, outcome, on=today)
    return Counted(
        stands=found.stands.value,
        until=found.until,
        stands_after=standing.after(judgement, outcome, on=today).value,
        differs=found.differs,
        tally=assessing.one(
            found.stands, to_review=to_review(said), differs=found.differs, waits=bool(said["waits"])
        ),
    )


def counted(row: Any) -> Tally:
    """What the row as it is kept adds to its tally."""
    return assessing.one(
        standing.Stands(row["stands"]),
        to_review=to_review(row),
        differs=row["differs"],
        waits=row["waits"],
    )


def to_review(said: Any) -> bool:
    return said["level"] is not None and not said["waits"] and said["review"] is None


async def _last_hand(scope: Scope, answer_id: UUID) -> str | None:
    lines = await ledger_queries.history_of(scope, room="assurance", kind="answer", record_id=answer_id)
    return lines[-1].actor_name if lines else None
