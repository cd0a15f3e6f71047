"""What the secretary's small forms send: one model for each act, all with the same few fields behind them."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from backend.interests.rules.declaring import InterestType
from backend.meetings.pages.fields import Pence, TimeOfDay, in_pounds
from backend.meetings.rules import Outcome
from backend.meetings.treating import EFFECTS, Treatment
from backend.scope import Scope
from backend.sittings import rules, timing
from backend.sittings.pages import class_votes
from backend.sittings.pages.class_votes import ClassVotes
from backend.sittings.queries import ActionLine, TakenDecision
from backend.sittings.queries.situation import Sitting
from backend.web import forms


class ActForm(forms.Form):
    """`act` is the form's own id, so that what is sent twice happens once; `form` says which form of the page it is."""

    act: UUID = Field(description="the form that was sent")
    form: str = Field(max_length=120, description="the form that was sent")
    take_over: Literal["yes"] | None = Field(None, description="whether the page is taken over")
    time: TimeOfDay | None = Field(None, description="the time")


class PresenceForm(ActForm):
    person_id: UUID = Field(description="the person")
    kind: rules.Kind = Field(description="what they did")
    stands_for: UUID | None = Field(None, description="for whom they stand in")
    item_id: UUID | None = Field(None, description="the item")
    note: str | None = Field(None, max_length=300, description="the note")


class OtherForm(ActForm):
    """Somebody who is not a member: a guest, an officer, a deputy."""

    name: str = Field(min_length=1, max_length=200, description="the name")
    stands_for: UUID | None = Field(None, description="for whom they stand in")
    counts: Literal["yes", "no"] = Field("yes", description="whether they count in that seat")
    item_id: UUID | None = Field(None, description="the item")
    note: str | None = Field(None, max_length=300, description="who they are")


class TurnForm(ActForm):
    turn: rules.Turn = Field(description="what changes")
    words: str | None = Field(None, max_length=1_000, description="the resolution")


class DeclarationForm(ActForm):
    person_id: UUID = Field(description="who declares")
    item_id: UUID | None = Field(None, description="the item")
    nature: str = Field(min_length=1, max_length=2_000, description="what was declared")
    interest_type: InterestType | None = Field(None, description="the type of interest")
    materiality: str | None = Field(None, max_length=1_000, description="why it is a conflict")
    is_new: Literal["yes", "no"] = Field(description="whether it is new to the register")
    treatment: Treatment | None = Field(None, description="what the chair decided")


class CorrectingForm(ActForm):
    """`corrects` is what was recorded wrongly, and is struck out."""

    corrects: UUID | None = Field(None, description="what is corrected")
    because: str | None = Field(None, max_length=300, description="what was recorded wrongly")


class DecisionForm(CorrectingForm, ClassVotes):
    item_id: UUID = Field(description="the item")
    outcome: Outcome = Field(description="the outcome")
    text: str = Field(min_length=1, max_length=4_000, description="what was decided")
    mover: UUID | None = Field(None, description="who moved it")
    function: str | None = Field(None, max_length=40, description="the function used")
    value: Pence | None = Field(None, description="the value")
    consent: str | None = Field(None, max_length=500, description="the consent")
    votes_for: int = Field(0, description="votes for")
    against: int = Field(0, description="votes against")
    abstained: int = Field(0, description="abstentions")
    casting: Literal["for", "against"] | None = Field(None, description="the casting vote")
    named_for: list[UUID] = Field(default_factory=list, description="who voted for")
    named_against: list[UUID] = Field(default_factory=list, description="who voted against")
    named_abstained: list[UUID] = Field(default_factory=list, description="who abstained")

    @property
    def tally(self) -> rules.Tally:
        """Names count where no higher number was entered."""
        return rules.Tally(
            votes_for=max(self.votes_for, len(self.named_for)),
            against=max(self.against, len(self.named_against)),
            abstained=max(self.abstained, len(self.named_abstained)),
            casting=rules.Choice(self.casting) if self.casting else None,
            classes=self.classes,
        )

    @property
    def named(self) -> dict[UUID, rules.Choice]:
        """Each person's own vote. Raises rules.UnableToRecord for somebody under two."""
        found: dict[UUID, rules.Choice] = {}
        for choice, people in (
            (rules.Choice.FOR, self.named_for),
            (rules.Choice.AGAINST, self.named_against),
            (rules.Choice.ABSTAINED, self.named_abstained),
        ):
            for person_id in people:
                if found.setdefault(person_id, choice) is not choice:
                    raise rules.UnableToRecord("Somebody is marked as voting two ways.", field="named_for")
        return found

    @property
    def function_id(self) -> UUID | None:
        """The function of the scheme; none for business of the meeting itself, or where none was chosen."""
        try:
            return UUID(self.function) if self.function else None
        except ValueError:
            return None

    @property
    def procedural(self) -> bool:
        return self.function == PROCEDURE


PROCEDURE = "procedure"
"""What stands in the list of functions for business of the meeting itself."""


class ActionForm(CorrectingForm):
    item_id: UUID | None = Field(None, description="the item")
    words: str = Field(min_length=1, max_length=1_000, description="what is to be done")
    owner: UUID = Field(description="who does it")
    due_on: forms.FormDate | None = Field(None, description="the day by which it is done")


class StrikeForm(ActForm):
    what: Literal["presence", "turn", "declaration", "decision", "action"] = Field(description="the line")
    event_id: UUID = Field(description="the line")
    because: str = Field(min_length=1, max_length=300, description="why it is struck out")


class TakeOverForm(forms.Form):
    """A button and nothing else."""


class LiveState:
    """The words of the one form that was sent back, for that form alone."""

    def __init__(self, state: forms.FormState) -> None:
        self.form = str(state.value("form"))
        self.errors = state.errors
        self._state = state

    def of(self, form: str) -> forms.FormState:
        return self._state if self._state.values and form == self.form else forms.FormState()

    def is_open(self, form: str) -> bool:
        return bool(self._state.values) and form == self.form


def to_correct(decision: TakenDecision) -> forms.FormState:
    """The form of a decision with what was recorded, so that what was wrong can be put right."""
    tally = decision.tally
    function = PROCEDURE if decision.power is rules.Power.PROCEDURE else decision.function_id or ""
    named = {
        f"named_{choice.value}": [
            str(vote.person_id) for vote in decision.votes if vote.person_id and vote.choice is choice
        ]
        for choice in rules.Choice
    }
    return forms.FormState(
        {
            "form": f"decide-{decision.item_id}",
            "corrects": str(decision.id),
            "outcome": decision.outcome.value,
            "text": decision.text,
            "mover": str(decision.mover_person_id or ""),
            "function": str(function),
            "value": in_pounds(decision.value_pence),
            "consent": decision.consent or "",
            "votes_for": tally.votes_for or "",
            "against": tally.against or "",
            "abstained": tally.abstained or "",
            "casting": tally.casting.value if tally.casting else "",
            **class_votes.shown(tally),
            **named,
        }
    )


def action_to_correct(action: ActionLine) -> forms.FormState:
    """The form of an action with what was recorded."""
    return forms.FormState(
        {
            "form": f"action-{action.item_id}",
            "corrects": str(action.id),
            "words": action.words,
            "owner": str(action.owner_person_id or ""),
            "due_on": action.due_on,
        }
    )


def moment_of(scope: Scope, sitting: Sitting, form: ActForm) -> datetime | None:
    """The moment that was typed, at the meeting's own clock; `None` for now."""
    if form.time is None:
        return None
    return timing.moment_of(
        form.time, day=sitting.day, starts_at=sitting.starts_at, zone=scope.tenant.time_zone
    )


def choices_of_treatment() -> list[tuple[str, str]]:
    return [(each.value, EFFECTS[each].short) for each in Treatment]


def words_of(mapping: Any) -> list[tuple[str, str]]:
    """An enum's words as choices of a form."""
    return [(code.value, words) for code, words in mapping.items()]
