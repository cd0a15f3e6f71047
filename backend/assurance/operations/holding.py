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
SELECT a.id, a.assessment_id, a.requirement_id, a.domain_id, {", ".join(f"a.{name}" for name in SAID)}, a.outcome,
  a.stands, a.differs, a.owner_person_id, a.due_on, a.version, s.state, s.title, r.reference AS ref, r.text,
  r.scale, e.scales
FROM assurance_answer a
JOIN assurance_assessment s ON s.tenant_id = $1 AND s.id = a.assessment_id
JOIN assurance_requirement r ON r.tenant_id = $1 AND r.id = a.requirement_id
JOIN assurance_edition e ON e.tenant_id = $1 AND e.id = s.edition_id
WHERE a.tenant_id = $1 AND a.assessment_id = $2 AND a.requirement_id = $3
FOR UPDATE OF a FOR SHARE OF s
"""  # noqa: S608 - the names are those above

_WRITE = f"""
WITH changed AS (
  UPDATE assurance_answer a SET {", ".join(f"{name} = x.{name}" for name in SAID)}, stands = $4, stands_until = $5,
    stands_after = $6, differs = $7, version = $8
  FROM jsonb_populate_record(NULL::assurance_answer, $3::jsonb) x
  WHERE a.tenant_id = $1 AND a.id = $2 RETURNING a.assessment_id, a.domain_id),
noted AS (
  INSERT INTO assurance_answer_version (tenant_id, id, answer_id, assessment_id, number, did, said, back_to, made_at,
    made_by_person_id, made_by_name)
  SELECT $1, $9, $2, assessment_id, $8, $10, $3::jsonb, CASE WHEN $11 THEN $12 ELSE (
    SELECT coalesce(max(number), 0) FROM assurance_answer_version WHERE tenant_id = $1 AND answer_id = $2) END,
    $13, $14, $15 FROM changed)
UPDATE assurance_tally t SET {", ".join(f"{name} = t.{name} + ($16::int[])[{at}]" for at, name in enumerate(NAMES, 1))}
FROM changed WHERE t.tenant_id = $1 AND t.assessment_id = changed.assessment_id AND t.domain_id = changed.domain_id
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
    return Record(room="assurance", kind="answer", id=row["id"], title=f"{row['ref']} {row['text']}"[:300])


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
    text = canonical(said)
    await execute(
        _WRITE,
        scope.tenant.id,
        held.id,
        text,
        found.stands,
        found.until,
        found.stands_after,
        found.differs,
        row["version"] + 1,
        new_id(),
        did,
        back,
        back_to,
        scope.now,
        scope.actor.person_id,
        scope.actor.name,
        [getattr(found.tally - counted(row), name) for name in NAMES],
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
