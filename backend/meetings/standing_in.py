"""Who may not sign a paper off although the workflow names them, and who may instead. Values in, a sentence out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.scope import Refusal


class UnableToNameDeputy(Refusal):
    """Somebody who can't sign in the chair's place, or a paper that needs nobody to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Somebody who could sign: the chair, the vice-chair, or a deputy named for one paper."""

    person_id: UUID
    name: str
    office: str


def free_signatories(
    signatories: Sequence[Signatory], *, conflicted: Collection[UUID], own: Collection[UUID | None]
) -> tuple[Signatory, ...]:
    """Those who neither have a conflict nor wrote or handed in the paper, which are `own`."""
    return tuple(
        each for each in signatories if each.person_id not in conflicted and each.person_id not in own
    )


def barred_in_words(title: str, *, organisations: Sequence[str], instead: Sequence[Signatory]) -> str:
    """What a conflicted signatory is told: why, and who signs instead."""
    named = " and ".join(filter(None, (", ".join(organisations[:-1]), organisations[-1])))
    why = (
        f"You have a declared interest in {named}, which this item touches, so you can’t sign “{title}” off "
        "or send it back."
    )
    if not instead:
        return f"{why} Nobody else in office is free to: the governance officers name a deputy for it."
    names = " or ".join(f"{each.name} ({each.office})" for each in instead)
    return f"{why} {names} can instead."
