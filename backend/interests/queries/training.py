"""Who must do which module, what each has done, and when it expires."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.catalogue.rulesets import InterestRuleSet, Training, TrainingModule
from backend.interests import settings
from backend.interests.queries import declarants
from backend.interests.rules import training as rules
from backend.kit.database import fetch
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingLine:
    """Where one person stands with one module on a day.

    `because` says by which audience of the rule set, or by whose decision, it is asked of them; empty where it is not.
    `expires_on` is the last day on which the newest completion counts, `None` where it never ends.
    """

    person_id: UUID
    person_name: str
    position: str
    group: str
    paused: bool
    module: str
    module_name: str
    required: bool
    because: str
    done_on: date | None
    score: int | None
    expires_on: date | None
    state: rules.TrainingState

    @property
    def state_in_words(self) -> str:
        return rules.STATE_IN_WORDS[self.state]

    @property
    def counts(self) -> bool:
        return self.state in rules.COUNTS_AS_DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleSum:
    """How a module stands among those who must do it."""

    module: str
    name: str
    required: int
    done: int
    expiring: int
    expired: int
    missing: int
    per_cent: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionLine:
    """One completion, as a person's page shows it; a withdrawn one stays with its reason."""

    id: UUID
    module: str
    rule_set: str
    done_on: date
    score: int | None
    certificate_id: UUID | None
    certificate_name: str | None
    recorded_at: datetime
    recorded_by: str
    withdrawn_because: str | None


_SEATS = """
SELECT t.person_id, array_agg(DISTINCT c.kind) AS kinds, array_agg(DISTINCT s.capacity) AS capacities
FROM committees_term t
JOIN committees_seat s ON s.tenant_id = $1 AND s.id = t.seat_id
JOIN committees_committee c ON c.tenant_id = $1 AND c.id = t.committee_id
WHERE t.tenant_id = $1 AND t.withdrawn_because IS NULL AND t.from_on <= $2 AND (t.last_on IS NULL OR t.last_on >= $2)
  AND (c.retired_on IS NULL OR c.retired_on > $2) AND s.voting AND c.held_by IS NULL
GROUP BY t.person_id
"""
_ROLES = """
SELECT person_id, array_agg(DISTINCT role) AS roles FROM people_role
WHERE tenant_id = $1 AND from_on <= $2 AND (to_on IS NULL OR to_on > $2) GROUP BY person_id
"""
_NEWEST = """
SELECT DISTINCT ON (person_id, module) person_id, module, done_on, score FROM interests_training
WHERE tenant_id = $1 AND withdrawn_at IS NULL AND done_on <= $2 ORDER BY person_id, module, done_on DESC, id DESC
"""


async def training_of(
    scope: Scope, *, on: date | None = None, rule_set: InterestRuleSet | None = None
) -> tuple[TrainingLine, ...]:
    """Every declarant with every module that they must do or have done, by name and module.

    On a day (today by default), under the rule set that binds then or another that is given. Six statements.
    """
    day = on or scope.today
    training = (rule_set or await settings.rule_set_of(scope, on=day)).training
    if training is None:
        return ()
    people = await declarants.declarants_of(scope, on=day)
    seats = {row["person_id"]: row for row in await fetch(_SEATS, scope.tenant.id, day)}
    roles = {row["person_id"]: row["roles"] for row in await fetch(_ROLES, scope.tenant.id, day)}
    newest = {(row["person_id"], row["module"]): row for row in await fetch(_NEWEST, scope.tenant.id, day)}
    duties = await _duties(scope)
    found: list[TrainingLine] = []
    for person in people:
        seat = seats.get(person.person_id)
        traits = rules.Traits(
            person_id=person.person_id,
            group=person.group,
            decision_making=person.decision_making,
            committee_kinds=frozenset(seat["kinds"] if seat else ()),
            capacities=frozenset(seat["capacities"] if seat else ()),
            roles=frozenset(roles.get(person.person_id, ())),
        )
        found += _lines(person, traits, training, newest, duties, day)
    return tuple(found)


def sums_of(training: Training | None, lines: tuple[TrainingLine, ...]) -> tuple[ModuleSum, ...]:
    """How each module stands among those who must do it; who is paused is not counted, as nobody waits for them."""
    found = []
    for module in training.modules if training else ():
        states = [
            line.state for line in lines if line.module == module.id and line.required and not line.paused
        ]
        counted = {state: states.count(state) for state in rules.TrainingState}
        found.append(
            ModuleSum(
                module=module.id,
                name=module.name,
                required=len(states),
                done=counted[rules.TrainingState.DONE],
                expiring=counted[rules.TrainingState.EXPIRES_SOON],
                expired=counted[rules.TrainingState.EXPIRED],
                missing=counted[rules.TrainingState.MISSING],
                per_cent=rules.per_cent(states),
            )
        )
    return tuple(found)


async def completions_of(scope: Scope, *, person_id: UUID) -> tuple[CompletionLine, ...]:
    """What one person has done, newest first, withdrawn ones included."""
    rows = await fetch(
        """
        SELECT t.id, t.module, t.rule_set, t.done_on, t.score, t.certificate_id, f.name AS certificate_name,
          t.recorded_at, t.recorded_by, t.withdrawn_because
        FROM interests_training t
        LEFT JOIN evidence_file f ON f.tenant_id = $1 AND f.id = t.certificate_id
        WHERE t.tenant_id = $1 AND t.person_id = $2 ORDER BY t.done_on DESC, t.recorded_at DESC, t.id DESC""",
        scope.tenant.id,
        person_id,
    )
    return tuple(CompletionLine(**row) for row in rows)


async def certificate_of(scope: Scope, *, completion_id: UUID) -> UUID:
    """The file that proves a completion. Raises `NotFound`."""
    rows = await fetch(
        "SELECT certificate_id FROM interests_training WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        completion_id,
    )
    if not rows or rows[0]["certificate_id"] is None:
        raise NotFound("certificate")
    found: UUID = rows[0]["certificate_id"]
    return found


async def person_of_completion(scope: Scope, *, completion_id: UUID) -> UUID:
    """Whose completion it is. Raises `NotFound`."""
    rows = await fetch(
        "SELECT person_id FROM interests_training WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        completion_id,
    )
    if not rows:
        raise NotFound("training")
    found: UUID = rows[0]["person_id"]
    return found


async def _duties(scope: Scope) -> Mapping[tuple[UUID, str], Any]:
    rows = await fetch(
        "SELECT person_id, module, duty, reason FROM interests_training_duty"
        " WHERE tenant_id = $1 AND duty <> 'BY_RULE'",
        scope.tenant.id,
    )
    return {(row["person_id"], row["module"]): row for row in rows}


def _lines(
    person: declarants.Declarant,
    traits: rules.Traits,
    training: Training,
    newest: Mapping[tuple[UUID, str], Any],
    duties: Mapping[tuple[UUID, str], Any],
    day: date,
) -> Iterator[TrainingLine]:
    for module in training.modules:
        done = newest.get((person.person_id, module.id))
        required, because = _asked(module, traits, duties.get((person.person_id, module.id)))
        if not required and not because and done is None:
            continue
        expires = rules.expires_on(done["done_on"], training) if done else None
        yield TrainingLine(
            person_id=person.person_id,
            person_name=person.person_name,
            position=person.position,
            group=person.group,
            paused=person.paused,
            module=module.id,
            module_name=module.name,
            required=required,
            because=because,
            done_on=done["done_on"] if done else None,
            score=done["score"] if done else None,
            expires_on=expires,
            state=rules.state_of(
                required=required, done_on=done["done_on"] if done else None, expires=expires, on=day
            ),
        )


def _asked(module: TrainingModule, traits: rules.Traits, settled: Any) -> tuple[bool, str]:
    if settled is not None and settled["duty"] == rules.DutySettled.EXCUSED:
        return False, f"Excused: {settled['reason']}"
    audience = rules.audience_of(module, traits)
    if audience is not None:
        return True, audience.name
    return (True, f"Added by name: {settled['reason']}") if settled is not None else (False, "")
