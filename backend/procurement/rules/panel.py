"""Who takes part in a procurement, what each declares for it, and what is done about a conflict.

People declare for each procurement that they take part in (domain facts, 1.3) and again once the bidders are known:
before that, nobody can say whether an interest of theirs touches one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from backend.scope import NotPermitted, Refusal


class PanelRole(StrEnum):
    MEMBER = "MEMBER"
    EVALUATOR = "EVALUATOR"
    ADVISER = "ADVISER"


class DeclarationStage(StrEnum):
    """When a declaration is made: on joining, and once bidders are known."""

    OPENING = "OPENING"
    BIDDERS = "BIDDERS"


class Handling(StrEnum):
    """What is decided about a declared conflict, least strict first.

    A conflicted person stands aside unless nobody else has the expertise; then reasonable steps are taken so that no
    provider gains or loses by it (regulation 21 in substance, read in its Welsh twin: domain facts, 1.12).
    """

    TAKES_PART = "TAKES_PART"
    ADVISES = "ADVISES"
    SOLE_EXPERT = "SOLE_EXPERT"
    STANDS_ASIDE = "STANDS_ASIDE"


ROLE_IN_WORDS = {
    PanelRole.MEMBER: "Panel member",
    PanelRole.EVALUATOR: "Evaluator",
    PanelRole.ADVISER: "Adviser",
}
STAGE_IN_WORDS = {
    DeclarationStage.OPENING: "On joining",
    DeclarationStage.BIDDERS: "Once bidders were known",
}
HANDLING_IN_WORDS = {
    Handling.TAKES_PART: "Noted; takes part",
    Handling.ADVISES: "Advises; neither scores nor decides",
    Handling.SOLE_EXPERT: "Stays as the only person with the expertise, with safeguards",
    Handling.STANDS_ASIDE: "Stands aside from this procurement",
}


class UnableToSeat(Refusal):
    """Somebody who can't be put on the panel as they were given."""


class UnableToDeclareForProcurement(Refusal):
    """A declaration for a procurement that can't be taken."""


class UnableToHandle(Refusal):
    """A conflict that can't be settled so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A declaration that was made: at which stage, at what moment."""

    stage: DeclarationStage
    at: datetime


def check_participant(
    *, person: object | None, name: str | None, body: str | None, joined_on: date, today: date
) -> None:
    """A person of the organisation, or somebody from outside with a name and a body: never both, never neither."""
    if person is not None and (name or body):
        raise UnableToSeat(
            "Choose a person from the list, or name somebody from outside: not both.", field="person_id"
        )
    if person is None and not name:
        raise UnableToSeat(
            "Choose a person from the list, or enter the name of somebody from outside.", field="person_id"
        )
    if person is None and not body:
        raise UnableToSeat("Enter the body that they come from.", field="outsider_body")
    if joined_on > today:
        raise UnableToSeat(
            "Enter the day on which they joined; that day is still to come.", field="joined_on"
        )


def missing(
    made: Iterable[Made], *, bidders_named_at: datetime | None, stands_aside: bool = False
) -> tuple[DeclarationStage, ...]:
    """The declarations that a participant still owes. `bidders_named_at` is when the newest bidder was named.

    A declaration about bidders that was made before the newest was named doesn't cover that one. Who stands aside
    owes no more.
    """
    if stands_aside:
        return ()
    declared = list(made)
    owed = []
    if not any(each.stage is DeclarationStage.OPENING for each in declared):
        owed.append(DeclarationStage.OPENING)
    if bidders_named_at is not None and not any(
        each.stage is DeclarationStage.BIDDERS and each.at >= bidders_named_at for each in declared
    ):
        owed.append(DeclarationStage.BIDDERS)
    return tuple(owed)


def check_can_declare(*, participant: object | None, actor: object, may_change: bool, left: bool) -> None:
    """People declare for themselves; an officer enters what somebody from outside signed."""
    if participant != actor and not may_change:
        raise NotPermitted("You can declare for yourself only.")
    if left:
        raise UnableToDeclareForProcurement("They no longer take part in this procurement.")


def check_declaration(
    *, stage: DeclarationStage, nothing: bool, description: str | None, bidders: int, of_bidder: bool
) -> None:
    """Either nothing to declare or a conflict in words; about bidders only once there are any."""
    if stage is DeclarationStage.BIDDERS and not bidders:
        raise UnableToDeclareForProcurement(
            "No bidders are known yet, so this declaration can't be made.", field="stage"
        )
    if nothing and (description or of_bidder):
        raise UnableToDeclareForProcurement(
            "You chose that there is nothing to declare, but described a conflict. Choose one of the two.",
            field="nothing",
        )
    if not nothing and not description:
        raise UnableToDeclareForProcurement("Describe the conflict.", field="conflict")


def check_handling(
    *, nothing: bool, handling: Handling, reason: str | None, declarant: object, actor: object
) -> None:
    """Nobody settles their own conflict; keeping somebody on in spite of one needs its reason."""
    if nothing:
        raise UnableToHandle("There was nothing to declare, so there is nothing to handle.")
    if declarant is not None and declarant == actor:
        raise NotPermitted("You can't decide how your own conflict is handled. Ask another officer.")
    if handling in {Handling.TAKES_PART, Handling.SOLE_EXPERT} and not reason:
        raise UnableToHandle(
            "Say why it is right that they stay, and what protects the decision.", field="handling_reason"
        )
