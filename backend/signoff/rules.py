"""Who may take which step of a run, and what an approval is bound to. The steps themselves stand in the workflow."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from backend.catalogue import wording
from backend.catalogue.workflows import Actor, Step, WorkflowDocument
from backend.scope import OvertakenByAnother, Refusal, Scope
from backend.signoff.shown import Likeness, Shown, likeness

PEN_IN_WORDS: dict[Actor, str] = {
    Actor.DECLARANT: "the declarant",
    Actor.AUTHOR: "the author",
    Actor.OWNER: "the owner",
    Actor.DEPUTY: "the deputy",
    Actor.LINE_MANAGER: "the line manager",
    Actor.EXECUTIVE_OWNER: "the executive owner",
    Actor.GOVERNANCE_OFFICER: "the governance officers",
    Actor.CHAIR: "the chair",
    Actor.VICE_CHAIR: "the vice-chair",
    Actor.COI_GUARDIAN: "the Conflicts of Interest Guardian",
    Actor.REVIEWING_BODY: "the reviewing body",
    Actor.CLOCK: "the clock",
}
"""Whoever a workflow may name, as they stand in a sentence."""

_BY_ROLE = {"governance-officer": Actor.GOVERNANCE_OFFICER, "executive-owner": Actor.EXECUTIVE_OWNER}
_BY_OFFICE = {"chair": Actor.CHAIR, "vice-chair": Actor.VICE_CHAIR}


COMMON_QUESTIONS = (
    "What exactly is the committee asked to decide?",
    "What does it cost, and where does the money come from?",
    "Which other options were considered, and why were they not chosen?",
    "Please say more about the risks and how they are managed.",
)
"""Offered to whoever sends something back, where the workflow offers nothing of its own."""


class Decision(StrEnum):
    """What somebody in office decided about one version."""

    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class UnableToTakeStep(Refusal):
    """A step that this person may not take, or not from here."""


class UnableToSign(UnableToTakeStep):
    """An approval that this person may not give, or not now."""


class SignedByAnother(OvertakenByAnother):
    """Somebody else approved this version first."""


class NewerVersion(OvertakenByAnother):
    """What was read is no longer what lies there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An approval that stands: of which step, by whom, in what office, and what they were shown, where it is known."""

    step: str
    office: str
    person_id: UUID | None
    person_name: str
    shown: Shown | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A run as the rules see it. `given` are the approvals that stand; `handed_in_by` put this version in.

    Where a sponsor is named, nobody else stands as executive owner; a named deputy may sign where a chair may.
    """

    title: str
    body_id: UUID
    state: str
    version: int
    content_hash: str
    author_person_id: UUID
    handed_in_by: UUID | None
    sponsor_person_id: UUID | None = None
    deputy_person_id: UUID | None = None
    given: tuple[Given, ...] = ()

    def given_for(self, step: Step) -> tuple[Given, ...]:
        return tuple(each for each in self.given if each.step == step.id)


def standing_of(held: Held, scope: Scope) -> frozenset[Actor]:
    """As whom the actor may act on a run. Whoever handed the present version in stands as its author does."""
    person = scope.actor.person_id
    standing = {_BY_ROLE[role] for role in scope.roles if role in _BY_ROLE}
    standing |= {_BY_OFFICE[office] for office in scope.offices_on(held.body_id) if office in _BY_OFFICE}
    if held.sponsor_person_id is not None:
        standing.discard(Actor.EXECUTIVE_OWNER)
        if person == held.sponsor_person_id:
            standing.add(Actor.EXECUTIVE_OWNER)
    if person is not None and person == held.deputy_person_id:
        standing.add(Actor.DEPUTY)
    if person is not None and person in (held.author_person_id, held.handed_in_by):
        standing.add(Actor.AUTHOR)
    return frozenset(standing)


def approving_steps(workflow: WorkflowDocument) -> tuple[Step, ...]:
    """The steps that approve, in the order of the workflow; one without any can't be run here."""
    if not workflow.approvals:
        raise UnableToSign(f"The workflow “{workflow.title}” has no step that signs anything off.")
    return workflow.approvals


def last_approval(workflow: WorkflowDocument) -> Step:
    """The step whose approval lets the thing go where it is meant to go."""
    return approving_steps(workflow)[-1]


def step_to_sign(held: Held, standing: frozenset[Actor], workflow: WorkflowDocument) -> Step:
    """The approving step that is meant when this person signs: the one that waits, else the next that is theirs."""
    steps = approving_steps(workflow)
    own = [step for step in steps if acting_in(step, standing)]
    here = [step for step in steps if step.from_state == held.state]
    for step in (
        *(each for each in here if each in own),
        *(each for each in own if not held.given_for(each)),
    ):
        return step
    return own[-1] if own else here[0] if here else steps[-1]


def acting_in(step: Step, standing: frozenset[Actor]) -> frozenset[Actor]:
    """In which capacities somebody of this standing may take a step. A deputy stands in for the chair."""
    acting = standing & set(step.by)
    if Actor.DEPUTY in standing and Actor.CHAIR in step.by and step.approves:
        acting |= {Actor.DEPUTY}
    return acting


def returning_step(workflow: WorkflowDocument, state: str) -> Step | None:
    """The step by which those who may approve in this state put a question back instead."""
    for approving in approving_steps(workflow):
        if approving.from_state == state:
            for step in workflow.steps_from(state):
                if not step.approves and step.needs_reason and set(step.by) & set(approving.by):
                    return step
    return None


def undone_by_move(held: Held, workflow: WorkflowDocument, to_state: str) -> tuple[str, ...]:
    """The steps whose approvals no longer hold when the run goes back to `to_state`: it will pass them again.

    The workflow lists its states in the order in which a thing passes them.
    """
    order = {state.id: place for place, state in enumerate(workflow.states)}
    back_to = order.get(to_state, len(order))
    given = {each.step for each in held.given}
    return tuple(
        step.id for step in workflow.steps if step.id in given and back_to <= order.get(step.from_state, -1)
    )


def reworded(approved: Shown | None, *, now: Shown) -> bool:
    """Whether a page of ours shows other words now than were approved.

    A stamp, a redacted copy, larger print or a newer renderer leave an approval alone, as does a PDF: what was
    approved of that is the file itself.
    """
    if approved is None or "pdf" in (approved.kind, now.kind):
        return False
    return likeness(now, approved=approved) is Likeness.OTHER_WORDS


def check_can_take(step: Step, held: Held, standing: frozenset[Actor], workflow: WorkflowDocument) -> None:
    """Only from where the run is, by those whom the workflow names, and by none whom it excludes."""
    if held.state != step.from_state:
        raise UnableToTakeStep(
            f"“{held.title}” is {state_in_words(workflow, held.state)}, where “{step.name}” can’t be done."
        )
    if standing & set(step.not_by):
        raise UnableToTakeStep(
            f"You wrote “{held.title}” or handed it in, so “{step.name}” is for somebody else."
        )
    if not standing & set(step.by):
        raise UnableToTakeStep(f"“{step.name}” is for {_either(step.by)}.")


def can_take(step: Step, held: Held, standing: frozenset[Actor], workflow: WorkflowDocument) -> bool:
    try:
        check_can_take(step, held, standing, workflow)
    except Refusal:
        return False
    return True


def check_can_return(
    held: Held, standing: frozenset[Actor], workflow: WorkflowDocument, *, barred: str | None = None
) -> Step:
    """The step that puts a question back to the author, for whoever could sign instead."""
    step = returning_step(workflow, held.state)
    if step is None:
        raise UnableToTakeStep(
            f"“{held.title}” is {state_in_words(workflow, held.state)}, so no question can be put back to its author."
        )
    if Actor.DEPUTY not in standing or Actor.CHAIR not in step.by:
        check_can_take(step, held, standing, workflow)
    if barred is not None:
        raise UnableToTakeStep(barred)
    return step


def can_return(held: Held, standing: frozenset[Actor], workflow: WorkflowDocument) -> bool:
    try:
        check_can_return(held, standing, workflow)
    except Refusal:
        return False
    return True


def check_can_sign(
    held: Held,
    standing: frozenset[Actor],
    workflow: WorkflowDocument,
    *,
    person_id: UUID | None,
    read_hash: str,
    barred: str | None = None,
) -> None:
    """In office, not their own work, in the state that asks for it, and of exactly the version that lies there.

    `read_hash` is the SHA-256 of what was shown to whoever signs. `barred` is the sentence of the room above where
    it knows why this person must not sign this thing, such as a conflict of interest.
    """
    step = step_to_sign(held, standing, workflow)
    if person_id is None:
        raise UnableToSign("Only a person can sign something off.")
    if not acting_in(step, standing):
        raise UnableToSign(f"Only {_those_of(step.by)} can sign “{held.title}” off.")
    if person_id == held.author_person_id:
        raise UnableToSign(f"You are the author of “{held.title}”, so somebody else has to sign it off.")
    if person_id == held.handed_in_by:
        raise UnableToSign(
            f"You handed in version {held.version} of “{held.title}”, so somebody else has to sign it off."
        )
    if barred is not None:
        raise UnableToSign(barred)
    if read_hash != held.content_hash:
        raise NewerVersion(
            f"“{held.title}” has changed since you opened it: version {held.version} lies there now. "
            "Read that version before you sign it off."
        )
    _check_still_wanted(step, held, standing, workflow, person_id)


def _check_still_wanted(
    step: Step, held: Held, standing: frozenset[Actor], workflow: WorkflowDocument, person_id: UUID
) -> None:
    """Once for each step, by one person for one office, and where the run has come to it."""
    mine = next((each for each in held.given if each.person_id == person_id), None)
    if mine is not None:
        raise SignedByAnother(
            f"You have signed off version {held.version} of “{held.title}” already, as {mine.office}."
        )
    given = held.given_for(step)
    if given and not (step.all_of and acting_in(step, standing) - {Actor(each.office) for each in given}):
        raise SignedByAnother(
            f"{given[0].person_name} has signed off version {held.version} of “{held.title}” already."
        )
    if held.state != step.from_state:
        raise UnableToSign(
            f"“{held.title}” is {state_in_words(workflow, held.state)}. It can be signed off once it is "
            f"{state_in_words(workflow, step.from_state)}."
        )


def why_not_sign(
    held: Held, standing: frozenset[Actor], workflow: WorkflowDocument, *, person_id: UUID | None
) -> str | None:
    """Why this person can't sign the present version off, in the words of the guard; `None` where they can."""
    try:
        check_can_sign(held, standing, workflow, person_id=person_id, read_hash=held.content_hash)
    except Refusal as refusal:
        return refusal.sentence
    return None


def can_sign(
    held: Held, standing: frozenset[Actor], workflow: WorkflowDocument, *, person_id: UUID | None
) -> bool:
    return why_not_sign(held, standing, workflow, person_id=person_id) is None


def completes(step: Step, held: Held, office: Actor) -> bool:
    """Whether an approval in `office` is the last that the step waits for."""
    if not step.all_of:
        return True
    given = {each.office for each in held.given_for(step)} | {office.value}
    return {actor.value for actor in step.by} <= given


def check_can_withdraw(held: Held, standing: frozenset[Actor], workflow: WorkflowDocument) -> Step:
    """The step whose approval was given last; it is taken back by somebody who could have given it."""
    given = {each.step for each in held.given}
    last = next((step for step in reversed(approving_steps(workflow)) if step.id in given), None)
    if last is None:
        raise UnableToTakeStep(f"“{held.title}” is not signed off, so there is nothing to withdraw.")
    if not acting_in(last, standing):
        raise UnableToTakeStep(f"Only {_those_of(last.by)} can withdraw the sign-off of “{held.title}”.")
    return last


def can_withdraw(held: Held, standing: frozenset[Actor], workflow: WorkflowDocument) -> bool:
    try:
        check_can_withdraw(held, standing, workflow)
    except Refusal:
        return False
    return True


def words_of(step: Step, places: Mapping[str, str], *, title: str, version: int, sha256: str) -> str:
    """What whoever signs is shown and agrees to; `places` fill what the room above knows (committee, meeting_on)."""
    try:
        return wording.rendered(
            step.words or "", {**places, "title": title, "version": str(version), "sha256": sha256}
        )
    except ValueError as wrong:
        raise UnableToSign(f"The words of “{step.name}” can’t be shown: the workflow {wrong}.") from wrong


def is_with_maker(workflow: WorkflowDocument, state_id: str) -> bool:
    """Whether whoever made the thing holds the pen in this state."""
    state = workflow.state(state_id)
    return state is not None and state.owner is workflow.made_by


def state_in_words(workflow: WorkflowDocument, state_id: str) -> str:
    """ "with the chair", "with the author (Draft)": where a thing is, and with whom."""
    state = workflow.state(state_id)
    if state is None:
        return f"in the state “{state_id}”"
    if state.owner is None:
        return f"finished (“{state.name}”)"
    pen = f"with {PEN_IN_WORDS[state.owner]}"
    return pen if state.name.lower() == pen else f"{pen} ({state.name})"


def _those_of(actors: tuple[Actor, ...]) -> str:
    """As `_either`; the officers of a body are those of this one."""
    return (
        f"{_either(actors)} of this committee" if set(actors) <= set(_BY_OFFICE.values()) else _either(actors)
    )


def _either(actors: tuple[Actor, ...]) -> str:
    names = [PEN_IN_WORDS[actor] for actor in actors]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
