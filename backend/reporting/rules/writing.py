"""An issue of what goes out: who writes it, who approves it, and when it may go. Values in, answers out."""

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from backend.scope import Refusal


class UnableToReport(Refusal):
    """A return, an answer or a letter with which that can't be done as it stands."""


class Step(StrEnum):
    """Where an issue stands."""

    DRAFT = "draft"
    FOR_APPROVAL = "for-approval"
    APPROVED = "approved"
    SENT = "sent"
    DROPPED = "dropped"


STEP_IN_WORDS = {
    Step.DRAFT: "Being written",
    Step.FOR_APPROVAL: "Waits for approval",
    Step.APPROVED: "Approved, not sent yet",
    Step.SENT: "Sent",
    Step.DROPPED: "Dropped",
}


class What(StrEnum):
    """What an issue is one of."""

    RETURN = "return"
    ANSWER = "answer"
    REPLY = "reply"


WHAT_IN_WORDS = {What.RETURN: "Return", What.ANSWER: "Answer", What.REPLY: "Reply to a letter"}


def check_can_write(step: Step) -> None:
    if step is not Step.DRAFT:
        raise UnableToReport(
            f"It can’t be written on: {STEP_IN_WORDS[step].lower()}. What was approved is never changed; "
            "begin a new issue once it is sent."
            if step in (Step.APPROVED, Step.SENT)
            else f"It can’t be written on: {STEP_IN_WORDS[step].lower()}."
        )


def check_can_ask(step: Step, *, missing: Collection[str], words: str | None, changed: bool) -> None:
    """A draft goes for approval once it is whole: each figure that is needed, or why it is missing."""
    check_can_write(step)
    if missing:
        named = ", ".join(f"“{each}”" for each in list(missing)[:3])
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        raise UnableToReport(f"Enter these figures, or say why they are missing: {named}{more}.")
    if not (words or "").strip():
        raise UnableToReport("Write the words that go with it.", field="words")
    if changed:
        raise UnableToReport(
            "Say what changed since the last issue. Whoever receives it reads that first.",
            field="what_changed",
        )


def check_can_send_back(step: Step) -> None:
    if step is not Step.FOR_APPROVAL:
        raise UnableToReport("It does not wait for approval.")


def check_can_approve(
    step: Step, *, writers: Collection[UUID], approver: UUID | None, seen: str, sha256: str
) -> None:
    """Somebody else approves than whoever wrote on it, and exactly what they read. No chore approves anything."""
    check_can_send_back(step)
    if approver is None:
        raise UnableToReport("Only a person approves what goes out.")
    if approver in writers:
        raise UnableToReport("Whoever wrote on it does not approve it. Ask somebody else.")
    if seen != sha256:
        raise UnableToReport("It has changed since you opened it. Read it again, then approve it.")


def check_can_send(step: Step, *, printed: bool) -> None:
    if step is Step.SENT:
        raise UnableToReport("It is sent already.")
    if step is not Step.APPROVED:
        raise UnableToReport("It goes out once it is approved.")
    if not printed:
        raise UnableToReport("Its document is still being made. Try again in a minute.")


def check_can_begin(*, withdrawn: bool, working: bool) -> None:
    if withdrawn:
        raise UnableToReport("It is not asked for any more.")
    if working:
        raise UnableToReport("An issue is in the making already. Finish or drop that one first.")
