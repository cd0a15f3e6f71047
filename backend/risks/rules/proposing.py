"""What of the risks a lead committee should be asked to take: proposed once, and again only when it changes. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.kit.calendar import in_words

BEYOND = "beyond-appetite"
GAP_PAST = "gap-past"


@dataclass(frozen=True, slots=True, kw_only=True)
class GapFacts:
    id: UUID
    kind_in_words: str
    words: str
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFacts:
    """What is looked at of an open risk. `most` is the highest score within appetite, where one is settled."""

    id: UUID
    reference: str
    title: str
    committee_id: UUID | None
    owner_person_id: UUID | None
    category: str
    score: int | None
    most: int | None
    gaps: tuple[GapFacts, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One thing that a committee should be asked to take. `told` is what would have to change to ask again."""

    kind: str
    subject_id: UUID
    risk_id: UUID
    committee_id: UUID
    owner_person_id: UUID | None
    told: str
    title: str
    why: str

    @property
    def key(self) -> tuple[str, UUID]:
        return (self.kind, self.subject_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What was proposed, and what was told then."""

    id: UUID
    kind: str
    subject_id: UUID
    committee_id: UUID
    told: str

    @property
    def key(self) -> tuple[str, UUID]:
        return (self.kind, self.subject_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What to propose, what to propose anew in place of what stands, and what holds no longer."""

    new: tuple[Wanted, ...]
    changed: tuple[tuple[Standing, Wanted], ...]
    gone: tuple[Standing, ...]


def wanted_of(risks: Collection[RiskFacts], *, today: date) -> tuple[Wanted, ...]:
    """What should be asked today: each risk beyond appetite, and each gap whose date has passed. A risk without a
    lead committee asks nobody.
    """
    found = []
    for risk in risks:
        if risk.committee_id is None:
            continue
        if risk.score is not None and risk.most is not None and risk.score > risk.most:
            found.append(
                _wanted(
                    risk,
                    BEYOND,
                    risk.id,
                    told=f"{risk.score} beyond {risk.most}",
                    title=f"{risk.reference}: beyond appetite",
                    why=f"“{risk.title}” scores {risk.score}; the appetite for {risk.category.lower()} is up to "
                    f"{risk.most}.",
                )
            )
        for gap in risk.gaps:
            if gap.due_on is not None and gap.due_on < today:
                found.append(
                    _wanted(
                        risk,
                        GAP_PAST,
                        gap.id,
                        told=f"due {gap.due_on.isoformat()}",
                        title=f"{risk.reference}: {gap.kind_in_words.lower()} past its date",
                        why=f"“{risk.title}”: this was to be filled by {in_words(gap.due_on)}: {gap.words}",
                    )
                )
    return tuple(found)


def compare(wanted: Collection[Wanted], standing: Collection[Standing]) -> Difference:
    """What differs between what should be asked and what was."""
    asked: Mapping[tuple[str, UUID], Standing] = {each.key: each for each in standing}
    now = {each.key: each for each in wanted}
    return Difference(
        new=tuple(each for key, each in now.items() if key not in asked),
        changed=tuple(
            (asked[key], each)
            for key, each in now.items()
            if key in asked and (asked[key].told, asked[key].committee_id) != (each.told, each.committee_id)
        ),
        gone=tuple(each for key, each in asked.items() if key not in now),
    )


def _wanted(risk: RiskFacts, kind: str, subject_id: UUID, *, told: str, title: str, why: str) -> Wanted:
    assert risk.committee_id is not None
    return Wanted(
        kind=kind,
        subject_id=subject_id,
        risk_id=risk.id,
        committee_id=risk.committee_id,
        owner_person_id=risk.owner_person_id,
        told=told,
        title=title[:300],
        why=why[:1_000],
    )
