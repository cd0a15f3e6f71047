"""A statement on its way: draft, review, signature; what still has to be written; who may sign."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from backend.catalogue.statements import StatementKind, StatementSection, StatementTemplate
from backend.scope import OvertakenByAnother, Refusal


class UnableToWrite(Refusal):
    """A statement that can't be written, sent or signed so."""


class WrittenByAnother(OvertakenByAnother):
    """Somebody else wrote in the same place first; one's own words are kept on the page."""


class State(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in-review"
    SIGNED = "signed"


STATE_IN_WORDS = {
    State.DRAFT: "Being written",
    State.IN_REVIEW: "Waits for its signature",
    State.SIGNED: "Signed",
}
KIND_IN_WORDS = {
    StatementKind.GOVERNANCE: "Annual governance statement",
    StatementKind.COMMITTEE: "Committee annual report",
    StatementKind.CONFLICTS_AUDIT: "Annual audit of conflicts of interest",
    StatementKind.READINESS: "Statement of readiness for delegation",
}
FRAMEWORKS = {
    StatementKind.GOVERNANCE: "annual-governance-statement",
    StatementKind.COMMITTEE: "committee-annual-report",
    StatementKind.CONFLICTS_AUDIT: "conflicts-audit",
    StatementKind.READINESS: "delegation-readiness",
}
"""The framework of the catalogue whose editions are the templates of a kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What stands in a place: the `number` counts how often it was written."""

    number: int
    words: str
    rating: str | None
    written_by: UUID
    written_by_name: str


def is_filled(section: StatementSection, written: Written | None) -> bool:
    """Whether nothing more is asked of a section."""
    if section.place is None or not section.needed:
        return True
    if written is None or not written.words.strip():
        return False
    return not section.ratings or written.rating in section.ratings


def left_to_write(
    template: StatementTemplate, written: Mapping[str, Written]
) -> tuple[StatementSection, ...]:
    """The places that somebody must still fill, in the order of the template."""
    return tuple(each for each in template.sections if not is_filled(each, written.get(each.id)))


def check_can_write(
    *,
    state: State,
    section: StatementSection | None,
    words: str,
    rating: str | None,
    seen: int,
    stands: Written | None,
) -> None:
    """Raise UnableToWrite or WrittenByAnother unless these words may take the place of what stands."""
    if state is not State.DRAFT:
        raise UnableToWrite(
            f"This statement can’t be written on: {STATE_IN_WORDS[state].lower()}."
            + (" Add to it instead." if state is State.SIGNED else " Whoever signs can send it back.")
        )
    if section is None or section.place is None:
        raise UnableToWrite("This section has no place for words: it is made of facts alone.")
    number = stands.number if stands else 0
    if number != seen:
        name = stands.written_by_name if stands else "Somebody"
        raise WrittenByAnother(
            f"{name} wrote here after you opened the page. Your words are below and were not kept: "
            "read what stands now, put both together, and save again.",
            field="words",
        )
    if rating is not None and rating not in section.ratings:
        raise UnableToWrite("Choose one of the ratings.", field="rating")
    if stands and stands.words == words and stands.rating == rating:
        raise UnableToWrite("Nothing is different from what stands here already.", field="words")


def check_is_whole(left: Sequence[StatementSection]) -> None:
    """Raise UnableToWrite while a place is empty, naming each."""
    if left:
        names = ", ".join(each.title for each in left)
        many = "1 place is" if len(left) == 1 else f"{len(left)} places are"
        raise UnableToWrite(f"{many} still empty: {names}.")


def waits_for_freeze(kind: StatementKind, *, frozen: bool) -> bool:
    """Whether a statement can't be sent until its year is frozen: readiness is said before the year is over."""
    return not frozen and kind is not StatementKind.READINESS


def check_can_send(*, state: State, left: Sequence[StatementSection], waits: bool, year: str) -> None:
    """Raise UnableToWrite unless a draft is whole; `waits`: its year must be frozen first."""
    if state is not State.DRAFT:
        raise UnableToWrite(f"This statement was sent already: {STATE_IN_WORDS[state].lower()}.")
    if waits:
        raise UnableToWrite(f"{year} is not frozen yet. Freeze the year first, then send the statement.")
    check_is_whole(left)


def check_can_sign(
    *,
    state: State,
    left: Sequence[StatementSection],
    authors: Collection[UUID],
    signer: UUID | None,
    seen: str,
    sha256: str,
) -> None:
    """Raise UnableToWrite unless somebody who wrote none of it signs exactly what they read."""
    if state is not State.IN_REVIEW:
        raise UnableToWrite(f"This statement doesn’t wait for a signature: {STATE_IN_WORDS[state].lower()}.")
    check_is_whole(left)
    if signer is None or signer in authors:
        raise UnableToWrite("Whoever wrote in a statement doesn’t sign it. Ask another executive to sign it.")
    if seen != sha256:
        raise UnableToWrite("The statement has changed since you opened it. Read it again, then sign.")


def check_can_send_back(*, state: State) -> None:
    if state is not State.IN_REVIEW:
        raise UnableToWrite(f"This statement can’t be sent back: {STATE_IN_WORDS[state].lower()}.")


def check_can_add(*, state: State) -> None:
    if state is not State.SIGNED:
        raise UnableToWrite("Only a signed statement is added to. Write in this one while it is a draft.")
