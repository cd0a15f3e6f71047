"""Who handles a concern: by default the Conflicts of Interest Guardian, and never somebody whom it touches."""

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from backend.scope import Refusal


class NobodyToHandle(Refusal):
    """Nobody is named who could handle this concern; nothing was kept."""


class UnableToHandle(Refusal):
    """Somebody who may not handle this concern."""


class Capacity(StrEnum):
    """As what somebody handles a concern."""

    GUARDIAN = "GUARDIAN"
    STAND_IN = "STAND_IN"
    ADDED = "ADDED"


CAPACITY_IN_WORDS = {
    Capacity.GUARDIAN: "Conflicts of Interest Guardian",
    Capacity.STAND_IN: "Named for concerns about the Guardian or the governance lead",
    Capacity.ADDED: "Added by a handler",
}

_ELSEWHERE = "Take it to NHS England, or to the NHS Counter Fraud Authority where it is about fraud."


def handlers_for(
    *,
    guardians: Collection[UUID],
    leads: Collection[UUID],
    stand_in: UUID | None,
    about: Collection[UUID],
    about_the_top: bool,
    raised_by: UUID | None,
) -> tuple[Capacity, frozenset[UUID]]:
    """Who is to handle a concern that touches the persons `about`.

    `leads` are the governance leads. A concern about one of them or a Guardian (`about_the_top`: the raiser says so)
    goes to the stand-in whom the organisation named, and so does one for which every Guardian is in the way. Raises
    `NobodyToHandle`.
    """
    touched = {*about, *([raised_by] if raised_by else [])}
    top = about_the_top or not {*guardians, *leads}.isdisjoint(about)
    free = frozenset(guardians) - touched
    if free and not top:
        return Capacity.GUARDIAN, free
    if stand_in is not None and stand_in not in touched and not (top and stand_in in {*guardians, *leads}):
        return Capacity.STAND_IN, frozenset({stand_in})
    if top:
        raise NobodyToHandle(
            "This organisation has named nobody to handle a concern about its Conflicts of Interest Guardian or its "
            f"governance lead, so nothing was kept. {_ELSEWHERE}"
        )
    raise NobodyToHandle(
        "This organisation has no Conflicts of Interest Guardian who could handle it, so nothing was kept. "
        + _ELSEWHERE
    )


def check_can_handle(
    *, name: str, person_id: UUID, concerned: Collection[UUID], raised_by: UUID | None, permitted: bool
) -> None:
    """Raises `UnableToHandle` for the person concerned, for the raiser, and for who has no access to concerns."""
    if person_id in concerned:
        raise UnableToHandle(
            f"{name} is the person concerned, so somebody else must handle it.", field="person_id"
        )
    if person_id == raised_by:
        raise UnableToHandle(
            f"{name} raised the concern, so somebody else must handle it.", field="person_id"
        )
    if not permitted:
        raise UnableToHandle(
            f"{name} has no role in which concerns are handled, or no account. Choose somebody else.",
            field="person_id",
        )


def check_stand_in(
    *, name: str, person_id: UUID, guardians: Collection[UUID], leads: Collection[UUID], permitted: bool
) -> None:
    """Raises `UnableToHandle` unless the person can stand in for Guardian and governance lead alike."""
    if person_id in {*guardians, *leads}:
        raise UnableToHandle(
            f"{name} is a Guardian or a governance officer. Name somebody who is neither.", field="person_id"
        )
    if not permitted:
        raise UnableToHandle(
            f"{name} has no role in which concerns are handled, or no account. Name somebody else.",
            field="person_id",
        )


def check_somebody_stays(handlers: Collection[UUID]) -> None:
    if not handlers:
        raise UnableToHandle(
            "Somebody must go on handling the concern. Hand it over instead.", field="person_id"
        )
