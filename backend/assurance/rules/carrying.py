"""What becomes of answers when an edition follows another: exactly what the succession says, and nothing in silence."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from backend.assurance.rules.editions import Scale, Standing
from backend.assurance.rules.standing import UnableToAnswer
from backend.assurance.rules.succession import Became


class PlanLine(Protocol):
    """One line of a succession: what a requirement became. A new one comes `from` none, a dropped one goes `to` none.

    `confirm`: what is carried over counts once somebody has confirmed it.
    """

    @property
    def from_id(self) -> UUID | None: ...
    @property
    def to_id(self) -> UUID | None: ...
    @property
    def became(self) -> str: ...
    @property
    def confirm(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Old:
    """An answer of the assessment before. `level` is none where nobody answered, or what was carried there waits."""

    requirement_id: UUID
    ref: str
    text: str
    level: str | None
    counts_as: Standing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """A requirement of the edition that follows."""

    requirement_id: UUID
    ref: str
    scale: Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An answer that is carried over; `waits` for somebody to confirm it."""

    from_requirement_id: UUID
    to_requirement_id: UUID
    how: Became
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCarried:
    """An answer that stays behind, and why."""

    requirement_id: UUID
    ref: str
    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOutcome:
    """What carrying over came to."""

    assessment_id: UUID
    carried: int
    waiting: int
    not_carried: tuple[NotCarried, ...]


def moves_of(
    plan: Sequence[PlanLine], *, old: Mapping[UUID, Old], new: Mapping[UUID, New]
) -> tuple[tuple[Move, ...], tuple[NotCarried, ...]]:
    """Which answer goes where, and which stay behind, or do in part; every old answer is in one of the two.

    Raises UnableToAnswer where the plan names a requirement of neither edition.
    """
    _check_known(plan, old.keys(), new.keys())
    moves: list[Move] = []
    left: dict[UUID, str] = {}
    named: set[UUID] = set()
    for target, lines in _by_target(plan).items():
        sources = [old[line.from_id] for line in lines if line.from_id is not None]
        named |= {each.requirement_id for each in sources}
        answered = [each for each in sources if each.level is not None]
        why = _why_not(sources, answered, None if target is None else new[target])
        if why is not None:
            left |= {each.requirement_id: why for each in answered}
        elif answered and target is not None:
            moves.append(
                Move(
                    from_requirement_id=answered[0].requirement_id,
                    to_requirement_id=target,
                    how=Became(lines[0].became),
                    waits=any(line.confirm for line in lines) or len(sources) > 1,
                )
            )
    stays = [
        NotCarried(
            requirement_id=each.requirement_id,
            ref=each.ref,
            text=each.text,
            why=left.get(each.requirement_id, "The succession does not name it."),
        )
        for each in old.values()
        if each.level is not None and (each.requirement_id in left or each.requirement_id not in named)
    ]
    return tuple(moves), tuple(stays)


def _by_target(plan: Sequence[PlanLine]) -> dict[UUID | None, list[PlanLine]]:
    found: dict[UUID | None, list[PlanLine]] = {}
    for line in plan:
        found.setdefault(line.to_id, []).append(line)
    return found


def _why_not(sources: Sequence[Old], answered: Sequence[Old], target: New | None) -> str | None:
    """Why the answers stay behind, `None` where they go."""
    if target is None:
        return "The requirement was dropped."
    if len(sources) > 1 and (
        len(answered) < len(sources) or len({(each.level, each.counts_as) for each in answered}) > 1
    ):
        return (
            f"It was merged into {target.ref} with requirements that were answered otherwise, or not at all."
        )
    for each in answered:
        found = target.scale.level(each.level or "")
        if found is None or found.counts_as is not each.counts_as:
            return f"The scale of {target.ref} in the new edition has no level “{each.level}” that means the same."
    return None


def _check_known(plan: Sequence[PlanLine], old: Collection[UUID], new: Collection[UUID]) -> None:
    strangers = [line.from_id for line in plan if line.from_id is not None and line.from_id not in old]
    strangers += [line.to_id for line in plan if line.to_id is not None and line.to_id not in new]
    if strangers:
        raise UnableToAnswer(
            "The succession names a requirement that stands in neither edition; nothing was carried over."
        )
