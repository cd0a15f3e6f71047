"""Offices that bodies of a cluster share, and what sharing them brings with it. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.kit.names import folded
from backend.scope import Refusal

USUAL = (
    "Chair",
    "Chief executive",
    "Chief finance officer",
    "Chief medical officer",
    "Chief nursing officer",
    "Board secretary",
)


class UnableToShareOffice(Refusal):
    """An office that can't be shared as it was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """An office that somebody of ours holds here and, by the agreement, in the other body too."""

    id: UUID
    agreement_id: UUID
    other: str
    office: str
    person_id: UUID
    person: str
    since: date
    until: date | None

    def held_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Theirs:
    """What the other body states of an office: who holds it there."""

    agreement_id: UUID
    office: str
    holder: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """Something between the two bodies of a cluster: an agreement, or a contract in which the other takes part."""

    what: str
    path: str
    signed_for_us: str = ""
    signed_for_them: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something to look at because an office is shared. `path` leads to it, within the tenant."""

    words: str
    why: str
    path: str


def check_office(office: str, *, held: Collection[tuple[str, UUID]], person_id: UUID) -> None:
    if not office.strip():
        raise UnableToShareOffice("Say which office it is.", field="office")
    if (folded(office), person_id) in held:
        raise UnableToShareOffice("They hold that office in the cluster already.", field="person_id")


def findings_of(
    ours: Sequence[Ours], theirs: Sequence[Theirs], bound: Sequence[Bound], *, other: str
) -> tuple[Finding, ...]:
    """What the shared offices of one cluster bring with them, in the order of how much it matters.

    Whoever holds an office in both bodies stands on both sides of everything between them. That is no wrong; who
    decides instead is to be settled before the decision and not after it.
    """
    found: list[Finding] = []
    names = {folded(each.person): each for each in ours}
    for each in bound:
        both = _signer(each.signed_for_us) & _signer(each.signed_for_them)
        if both & set(names):
            person = names[min(both & set(names))].person
            found.append(
                Finding(
                    words=f"{person} signed “{each.what}” for both bodies",
                    why="One person’s word stood for two. Have somebody else of either body confirm it.",
                    path=each.path,
                )
            )
    for held in ours:
        for each in bound:
            found.append(
                Finding(
                    words=f"{held.person} would decide on both sides of “{each.what}”",
                    why=f"{held.office} here and at {other}. Name who decides for each body, and declare it as an "
                    "interest in both registers.",
                    path=each.path,
                )
            )
    said = {folded(each.office): each for each in theirs}
    for held in ours:
        stated = said.get(folded(held.office))
        if stated is not None and folded(stated.holder) != folded(held.person):
            found.append(
                Finding(
                    words=f"{held.office}: we name {held.person}, {other} names {stated.holder}",
                    why="The two records differ. One of them is to be mended, or the office isn’t shared any more.",
                    path=f"/systems/clusters/{held.agreement_id}#offices",
                )
            )
    kept = {folded(each.office) for each in ours}
    found += [
        Finding(
            words=f"{each.office}: {other} names {each.holder}, and we name nobody",
            why="Say who holds it here, or ask them to take it off.",
            path=f"/systems/clusters/{each.agreement_id}#offices",
        )
        for each in theirs
        if folded(each.office) not in kept
    ]
    return tuple(found)


def _signer(signed_by: str) -> frozenset[str]:
    """The folded name of whoever signed; a job title follows after a comma."""
    name = signed_by.partition(",")[0].strip()
    return frozenset({folded(name)}) if name else frozenset()
