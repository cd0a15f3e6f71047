"""Campaigns: who is asked, what counts as an answer, and what a signature is of. Values in, answers out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from backend.interests.rules import declarants
from backend.interests.rules.declaring import DeclarationKind
from backend.scope import Refusal

SIGNED_WORDS = b"probity campaign snapshot v1\n"
"""Stands before the content in what is signed, so that no signature of anything else can serve for a snapshot."""


class UnableToRunCampaign(Refusal):
    """A campaign that can't go on so; the sentence says what to change."""


class Asked(StrEnum):
    """What a campaign asks for."""

    DECLARE = "DECLARE"
    CONFIRM = "CONFIRM"


class CampaignState(StrEnum):
    DRAFT = "DRAFT"
    OPEN = "OPEN"
    CLOSED = "CLOSED"
    DISCARDED = "DISCARDED"


class Whom(StrEnum):
    """The rule by which the people of a campaign are found, once, when it is launched."""

    EVERYBODY = "EVERYBODY"
    DECISION_MAKING = "DECISION_MAKING"
    GROUPS = "GROUPS"
    COMMITTEES = "COMMITTEES"


class Answer(StrEnum):
    """Where one person of a campaign stands."""

    DECLARED = "DECLARED"
    CONFIRMED = "CONFIRMED"
    NIL = "NIL"
    OUTSTANDING = "OUTSTANDING"
    EXCUSED = "EXCUSED"
    PAUSED = "PAUSED"
    LEFT = "LEFT"


ASKED_IN_WORDS = {
    Asked.DECLARE: "Declare interests, or make a nil return",
    Asked.CONFIRM: "Confirm that nothing has changed, or declare what has",
}
STATE_IN_WORDS = {
    CampaignState.DRAFT: "Not launched yet",
    CampaignState.OPEN: "Open",
    CampaignState.CLOSED: "Closed",
    CampaignState.DISCARDED: "Discarded before launch",
}
WHOM_IN_WORDS = {
    Whom.EVERYBODY: "Everybody who declares",
    Whom.DECISION_MAKING: "Those who make decisions",
    Whom.GROUPS: "Some groups",
    Whom.COMMITTEES: "Those who sit on some committees",
}
ANSWER_IN_WORDS = {
    Answer.DECLARED: "Declared an interest",
    Answer.CONFIRMED: "Confirmed that nothing has changed",
    Answer.NIL: "Nil return",
    Answer.OUTSTANDING: "Outstanding",
    Answer.EXCUSED: "Excused",
    Answer.PAUSED: "Not asked at the moment",
    Answer.LEFT: "Left before answering",
}
ANSWERED_BY = {
    DeclarationKind.INTEREST: Answer.DECLARED,
    DeclarationKind.UNCHANGED: Answer.CONFIRMED,
    DeclarationKind.NIL: Answer.NIL,
}
"""The kinds of declaration that answer a campaign. An end or a correction alone says nothing of the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Who is meant: `groups` with `GROUPS`, `committee_ids` with `COMMITTEES`."""

    whom: Whom
    groups: tuple[str, ...] = ()
    committee_ids: tuple[UUID, ...] = ()

    def holds(self, *, group: str, decision_making: bool, committee_ids: Collection[UUID]) -> bool:
        match self.whom:
            case Whom.EVERYBODY:
                return True
            case Whom.DECISION_MAKING:
                return decision_making
            case Whom.GROUPS:
                return group in self.groups
            case Whom.COMMITTEES:
                return bool(set(self.committee_ids) & set(committee_ids))

    def as_plain(self) -> dict[str, Any]:
        return {
            "whom": self.whom,
            "groups": list(self.groups),
            "committees": [str(i) for i in self.committee_ids],
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "Population":
        return cls(
            whom=Whom(plain["whom"]),
            groups=tuple(plain["groups"]),
            committee_ids=tuple(UUID(text) for text in plain["committees"]),
        )

    def in_words(self, committee_names: dict[UUID, str]) -> str:
        match self.whom:
            case Whom.GROUPS:
                return "Groups: " + ", ".join(declarants.GROUPS[group] for group in self.groups)
            case Whom.COMMITTEES:
                names = sorted(
                    committee_names.get(i, "a committee that is no more") for i in self.committee_ids
                )
                return "Members of " + ", ".join(names)
            case _:
                return WHOM_IN_WORDS[self.whom]


def check_population(population: Population) -> None:
    if population.whom is Whom.GROUPS and not population.groups:
        raise UnableToRunCampaign("Choose one group or more.", field="groups")
    if population.whom is Whom.COMMITTEES and not population.committee_ids:
        raise UnableToRunCampaign("Choose one committee or more.", field="committee_ids")
    for group in population.groups:
        declarants.check_group(group)


def check_due(due_on: date, *, today: date) -> None:
    """There is at least a day to answer in, and no more than a year."""
    if due_on <= today:
        raise UnableToRunCampaign(
            "The due day must lie ahead, so that people have time to answer.", field="due_on"
        )
    if due_on > today + timedelta(days=366):
        raise UnableToRunCampaign("The due day is more than a year from now.", field="due_on")


def check_state(state: CampaignState, *, wanted: CampaignState, act: str) -> None:
    """`act` such as: launched. Raises `UnableToRunCampaign` unless the campaign is in the state that the act needs."""
    if state is not wanted:
        words = {
            CampaignState.DRAFT: "is not launched yet",
            CampaignState.OPEN: "is open already",
            CampaignState.CLOSED: "is closed",
            CampaignState.DISCARDED: "was discarded",
        }
        raise UnableToRunCampaign(f"The campaign {words[state]}, so it can't be {act}.")


def check_somebody(count: int) -> None:
    if not count:
        raise UnableToRunCampaign(
            "Nobody would be asked. Change who is meant before you launch the campaign."
        )


def check_same_people(shown: str, found: str) -> None:
    """The people are those that the officer saw: nobody is asked who was not in the preview."""
    if shown != found:
        raise UnableToRunCampaign(
            "The people have changed since you looked at them. Look at the list again, then launch the campaign."
        )


def check_can_be_excused(answer: Answer) -> None:
    if answer not in {Answer.OUTSTANDING, Answer.PAUSED}:
        words = ANSWER_IN_WORDS[answer]
        raise UnableToRunCampaign(f"Nothing is outstanding from this person: {words[0].lower()}{words[1:]}.")


def answer_of(*, kind: DeclarationKind | None, excused: bool, paused: bool, left: bool) -> Answer:
    """What somebody said counts first; then what was agreed; then whether they can be asked at all."""
    if kind is not None:
        return ANSWERED_BY[kind]
    if excused:
        return Answer.EXCUSED
    if left:
        return Answer.LEFT
    return Answer.PAUSED if paused else Answer.OUTSTANDING
