"""Who may take which step of a run, and what an approval is bound to. The steps themselves stand in the workflow."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from backend.catalogue import wording
from backend.catalogue.workflows import Actor, Step, WorkflowDocument
from backend.scope import OvertakenByAnother, Refusal, Scope

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
    Actor.CLOCK: "the clock",
}
"""Whoever a workflow may name, as they stand in a sentence."""

_BY_ROLE = {"governance-officer": Actor.GOVERNANCE_OFFICER, "executive-owner": Actor.EXECUTIVE_OWNER}
_BY_OFFICE = {"chair": Actor.CHAIR, "vice-chair": Actor.VICE_CHAIR}


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
class Held:
    """A run as the rules see it. `approved_by` names whose approval stands; `handed_in_by` put this version in."""

    title: str
    body_id: UUID
    state: str
    version: int
    content_hash: str
    author_person_id: UUID
    handed_in_by: UUID | None
    approved_by: str | None = None
    approved_by_person_id: UUID | None = None


def standing_of(held: Held, scope: Scope) -> frozenset[Actor]:
    """As whom the actor may act on a run. Whoever handed the present version in stands as its author does."""
    person = scope.actor.person_id
    standing = {_BY_ROLE[role] for role in scope.roles if role in _BY_ROLE}
    standing |= {_BY_OFFICE[office] for office in scope.offices_on(held.body_id) if office in _BY_OFFICE}
    if person is not None and person in (held.author_person_id, held.handed_in_by):
        standing.add(Actor.AUTHOR)
    return frozenset(standing)


def approving_step(workflow: WorkflowDocument) -> Step:
    """The step that approves; a workflow without one can't be run here."""
    for step in workflow.steps:
        if step.approves and step.words:
            return step
    raise UnableToSign(f"The workflow “{workflow.title}” has no step that signs anything off.")


def returning_step(workflow: WorkflowDocument) -> Step | None:
    """The step by which those who may approve put a question back instead."""
    approving = approving_step(workflow)
    return next(
        (
            step
            for step in workflow.steps_from(approving.from_state)
            if not step.approves and set(step.by) & set(approving.by)
        ),
        None,
    )


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


def check_can_sign(
    held: Held,
    standing: frozenset[Actor],
    workflow: WorkflowDocument,
    *,
    person_id: UUID | None,
    read_hash: str,
) -> None:
    """In office, not their own work, in the state that asks for it, and of exactly the version that lies there.

    `read_hash` is the SHA-256 of what was shown to whoever signs.
    """
    step = approving_step(workflow)
    if person_id is None:
        raise UnableToSign("Only a person can sign something off.")
    if not standing & set(step.by):
        raise UnableToSign(f"Only {_either(step.by)} of this committee can sign “{held.title}” off.")
    if person_id == held.author_person_id:
        raise UnableToSign(f"You are the author of “{held.title}”, so somebody else has to sign it off.")
    if person_id == held.handed_in_by:
        raise UnableToSign(
            f"You handed in version {held.version} of “{held.title}”, so somebody else has to sign it off."
        )
    if read_hash != held.content_hash:
        raise NewerVersion(
            f"“{held.title}” has changed since you opened it: version {held.version} lies there now. "
            "Read that version before you sign it off."
        )
    if held.approved_by is not None:
        raise SignedByAnother(
            f"{held.approved_by} has signed off version {held.version} of “{held.title}” already."
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


def check_can_withdraw(held: Held, standing: frozenset[Actor], workflow: WorkflowDocument) -> None:
    """An approval is taken back by somebody who could have given it."""
    if held.approved_by is None:
        raise UnableToTakeStep(f"“{held.title}” is not signed off, so there is nothing to withdraw.")
    if not standing & set(approving_step(workflow).by):
        raise UnableToTakeStep(
            f"Only {_either(approving_step(workflow).by)} of this committee can withdraw the sign-off "
            f"of “{held.title}”."
        )


def can_withdraw(held: Held, standing: frozenset[Actor], workflow: WorkflowDocument) -> bool:
    try:
        check_can_withdraw(held, standing, workflow)
    except Refusal:
        return False
    return True


def words_of(
    workflow: WorkflowDocument, places: Mapping[str, str], *, title: str, version: int, sha256: str
) -> str:
    """What whoever signs is shown and agrees to; `places` fill what the room above knows (committee, meeting_on)."""
    step = approving_step(workflow)
    try:
        return wording.rendered(
            step.words or "", {**places, "title": title, "version": str(version), "sha256": sha256}
        )
    except ValueError as wrong:
        raise UnableToSign(f"The words of “{step.name}” can’t be shown: the workflow {wrong}.") from wrong


def state_in_words(workflow: WorkflowDocument, state_id: str) -> str:
    """ "with the chair", "with the author (Draft)": where a thing is, and with whom."""
    state = workflow.state(state_id)
    if state is None:
        return f"in the state “{state_id}”"
    if state.owner is None:
        return f"finished (“{state.name}”)"
    pen = f"with {PEN_IN_WORDS[state.owner]}"
    return pen if state.name.lower() == pen else f"{pen} ({state.name})"


def _either(actors: tuple[Actor, ...]) -> str:
    names = [PEN_IN_WORDS[actor] for actor in actors]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
