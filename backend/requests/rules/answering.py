"""What must be there before an answer is checked and sent: searches, reasons, opinions, redacted copies, two people."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.catalogue.information import Exemption, Weighing
from backend.requests.rules import OWED, STATE_IN_WORDS, Disclosing, Outcome, State, UnableToHandle
from backend.scope import OvertakenByAnother


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """An exemption as it was applied, with what it needs."""

    exemption: Exemption
    has_opinion: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A document that was found: what becomes of it, and whether its redacted copy is newer than its marks."""

    name: str
    disclosing: Disclosing
    copy_is_current: bool


def check_is(state: State, *wanted: State, doing: str) -> None:
    """Raises UnableToHandle unless the request stands where this step starts."""
    if state not in wanted:
        raise UnableToHandle(f"You can’t {doing}: the request is {_lower(state)}.")


def check_owed(state: State, *, doing: str) -> None:
    check_is(state, *OWED, doing=doing)


def check_being_prepared(state: State) -> None:
    """What an answer rests on changes only while it is prepared: a check would be of something else."""
    if state in {State.TO_CHECK, State.CHECKED}:
        raise UnableToHandle(
            "The answer is with its checker, or checked. Take it back first, then change what it rests on."
        )
    check_is(state, State.OPEN, doing="change what the answer rests on")


def check_reasons(exemption: Exemption, *, interest_for: str | None, interest_against: str | None) -> None:
    """A qualified exemption says why the public interest is in disclosure and why against, before it is applied."""
    if exemption.weighing is not Weighing.QUALIFIED:
        return
    for words, field, side in (
        (interest_for, "interest_for", "for disclosing"),
        (interest_against, "interest_against", "for withholding"),
    ):
        if not (words or "").strip():
            raise UnableToHandle(
                f"{exemption.section.capitalize()} is qualified: say what in the public interest speaks {side}.",
                field=field,
            )


def check_can_submit(
    outcome: Outcome,
    *,
    applied: Sequence[Applied],
    documents: Sequence[Found],
    open_searches: int,
    stopped: bool,
) -> None:
    """Raises UnableToHandle with the first thing that is missing before somebody else can check the answer."""
    _check_searched(outcome, applied, open_searches, stopped)
    for each in applied:
        if each.exemption.opinion and not each.has_opinion:
            raise UnableToHandle(
                f"{each.exemption.section.capitalize()} needs the opinion of the qualified person first."
            )
    undecided = [each.name for each in documents if each.disclosing is Disclosing.UNDECIDED]
    if undecided:
        raise UnableToHandle(f"Decide first what becomes of the document “{undecided[0]}”.")
    stale = [
        each.name for each in documents if each.disclosing is Disclosing.REDACTED and not each.copy_is_current
    ]
    if stale:
        raise UnableToHandle(f"Make the redacted copy of “{stale[0]}” first: it has none with all its marks.")
    _check_outcome(outcome, applied, documents)


def _check_searched(outcome: Outcome, applied: Sequence[Applied], open_searches: int, stopped: bool) -> None:
    if stopped:
        raise UnableToHandle(
            "The clock stands still: record first that what was asked for came, or that it won’t."
        )
    whole = any(each.exemption.weighing is Weighing.NONE for each in applied)
    if open_searches and not (whole and outcome is Outcome.REFUSED):
        waits = "1 search waits" if open_searches == 1 else f"{open_searches} searches wait"
        raise UnableToHandle(f"{waits} for an answer. Record it, or take the search back.")


def _check_outcome(outcome: Outcome, applied: Sequence[Applied], documents: Sequence[Found]) -> None:
    out = [each for each in documents if each.disclosing in {Disclosing.AS_IT_IS, Disclosing.REDACTED}]
    cut = [each for each in documents if each.disclosing in {Disclosing.REDACTED, Disclosing.WITHHELD}]
    if outcome in {Outcome.PART, Outcome.REFUSED} and not applied:
        raise UnableToHandle("Say which exemption applies: nothing is withheld without one.", field="outcome")
    if outcome is Outcome.FULL and (applied or cut):
        raise UnableToHandle(
            "It is not disclosed in full: an exemption applies, or a document is redacted or withheld.",
            field="outcome",
        )
    if outcome is Outcome.REFUSED and out:
        raise UnableToHandle("It is not refused as a whole: a document goes out.", field="outcome")
    if outcome is Outcome.NOT_HELD and documents:
        raise UnableToHandle("Documents were found, so the information is held.", field="outcome")


def check_another(actor: UUID | None, others: Collection[UUID | None], *, sentence: str) -> None:
    """Raises UnableToHandle where the actor is nobody, or one of those whose work this is to be kept apart from."""
    if not can_as_another(actor, others):
        raise UnableToHandle(sentence)


def can_as_another(actor: UUID | None, others: Collection[UUID | None]) -> bool:
    return actor is not None and actor not in others


def check_seen(seen: str, now: str) -> None:
    """What is checked is what was read."""
    if seen != now:
        raise OvertakenByAnother("The answer has changed since you opened it. Read it again, then decide.")


def _lower(state: State) -> str:
    words = STATE_IN_WORDS[state][0]
    return words[0].lower() + words[1:]
