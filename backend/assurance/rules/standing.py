"""How a requirement stands: what a person judged and what a rule worked out, side by side, and which of them counts.

A judgement counts while it is valid, and while it agrees with the rule or overrules it with a reason. Otherwise the
rule's verdict counts, and that the two differ is said. A rule that can't tell leaves the judgement alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from backend.assurance.rules.editions import STANDING_IN_WORDS, Level, Scale, Standing
from backend.assurance.rules.judging import Outcome
from backend.kit.calendar import in_words
from backend.scope import OvertakenByAnother, Refusal

OUTCOME_IN_WORDS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.MET: "met",
        Outcome.NOT_MET: "not met",
        Outcome.UNKNOWN: "can’t be told from the facts kept here",
    }
)


class Stands(StrEnum):
    """How a requirement stands, all things taken together: what tallies count."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not-met"
    NOT_APPLICABLE = "not-applicable"
    UNKNOWN = "unknown"
    LAPSED = "lapsed"
    UNANSWERED = "unanswered"


STANDS_IN_WORDS: Mapping[Stands, str] = MappingProxyType(
    {
        Stands.MET: "Met",
        Stands.PARTLY: "Partly met",
        Stands.NOT_MET: "Not met",
        Stands.NOT_APPLICABLE: "Does not apply",
        Stands.UNKNOWN: "Can’t be told",
        Stands.LAPSED: "Answer lapsed",
        Stands.UNANSWERED: "Not answered",
    }
)
GAPS = frozenset({Stands.PARTLY, Stands.NOT_MET, Stands.UNKNOWN, Stands.LAPSED, Stands.UNANSWERED})
"""What an action may be made from."""


class By(StrEnum):
    """Whose word it is that counts."""

    PERSON = "person"
    RULE = "rule"
    NOBODY = "nobody"


BY_IN_WORDS: Mapping[By, str] = MappingProxyType(
    {By.PERSON: "judged by a person", By.RULE: "worked out by the rule", By.NOBODY: ""}
)


class UnableToAnswer(Refusal):
    """A requirement can't be answered, reviewed or kept as asked."""


class AnsweredByAnother(OvertakenByAnother):
    """Somebody else answered, or reviewed, since the page was opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person judged. `valid_until` is the last day on which it counts.

    `overruled_because` is why it overrules the rule. A judgement that `waits` was carried over from an earlier edition
    and counts once somebody confirms it.
    """

    level: str
    counts_as: Standing
    valid_until: date | None = None
    overruled_because: str | None = None
    waits: bool = False

    def valid_on(self, on: date) -> bool:
        return self.valid_until is None or on <= self.valid_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Effective:
    """How a requirement stands on a day, whose word it is, and what the reader must know beside it.

    It holds until time alone changes it on the day after `until`; a rule's own time is not in it.
    """

    stands: Stands
    by: By
    differs: bool = False
    overruled: bool = False
    lapsed: bool = False
    until: date | None = None
    note: str | None = None


def agrees(counts_as: Standing, outcome: Outcome | None) -> bool:
    """Whether a judgement says the same as a rule: met is met, and a requirement that is partly met is not met.

    A rule that can't tell contradicts nobody; that a requirement does not apply contradicts every rule.
    """
    if outcome in (None, Outcome.UNKNOWN):
        return True
    if counts_as is Standing.NOT_APPLICABLE:
        return False
    return (counts_as is Standing.MET) == (outcome is Outcome.MET)


def effective(judgement: Judgement | None, outcome: Outcome | None, *, on: date) -> Effective:
    """How a requirement stands on a day."""
    if judgement is None:
        return _worked_out(outcome)
    if judgement.waits:
        return _worked_out(
            outcome,
            note="The answer of the edition before waits for somebody to confirm it, and does not count.",
        )
    if not judgement.valid_on(on):
        assert judgement.valid_until is not None
        note = f"The answer was valid until {in_words(judgement.valid_until)}, and no longer counts."
        return _worked_out(outcome, lapsed=True, note=note)
    if agrees(judgement.counts_as, outcome):
        return _judged(judgement)
    assert outcome is not None
    judged, worked_out = STANDING_IN_WORDS[judgement.counts_as], OUTCOME_IN_WORDS[outcome]
    if judgement.overruled_because:
        return _judged(
            judgement,
            differs=True,
            overruled=True,
            note=f"The rule says {worked_out}; a person judged {judged} and overruled it: "
            f"{judgement.overruled_because}",
        )
    found = _worked_out(
        outcome,
        note=f"A person judged {judged}, the rule now says {worked_out}. The rule counts until somebody overrules it "
        "with a reason, or answers anew.",
    )
    return Effective(
        stands=found.stands, by=found.by, differs=True, until=judgement.valid_until, note=found.note
    )


def after(judgement: Judgement | None, outcome: Outcome | None, *, on: date) -> Stands:
    """How it will stand once time has ended the judgement that counts, or differs, on a day."""
    now = effective(judgement, outcome, on=on)
    if now.until is None:
        return now.stands
    return effective(judgement, outcome, on=now.until + timedelta(days=1)).stands


def check_level(scale: Scale | None, level: str, *, ref: str) -> Level:
    """The level of that name. Raises UnableToAnswer for one that the edition's scale does not have."""
    found = scale.level(level) if scale else None
    if found is None:
        words = ", ".join(each.words for each in scale.levels) if scale else ""
        raise UnableToAnswer(
            f"{ref} is answered on its framework’s scale ({words}), which has no level called “{level}”.",
            field="level",
        )
    return found


def check_answer(
    *,
    level: Level,
    outcome: Outcome | None,
    words: str,
    valid_until: date | None,
    overruled_because: str | None,
    today: date,
) -> str | None:
    """The reason for which the rule is overruled, `None` where it is not. Raises UnableToAnswer."""
    if not words.strip():
        raise UnableToAnswer("Say in words why you judge it so.", field="words")
    if valid_until is not None and valid_until < today:
        raise UnableToAnswer(
            f"{in_words(valid_until)} has passed: an answer must be valid today at least.",
            field="valid_until",
        )
    reason = (overruled_because or "").strip() or None
    if agrees(level.counts_as, outcome):
        return None
    assert outcome is not None
    if reason is None:
        raise UnableToAnswer(
            f"The rule says {OUTCOME_IN_WORDS[outcome]}, and you judge “{level.words}”. Say why you overrule it, or "
            "choose a level that agrees.",
            field="overruled_because",
        )
    return reason


def check_version(known: int, held: int, *, by: str | None) -> None:
    """Refuse an edit of what somebody else changed since the page was opened."""
    if known != held:
        raise AnsweredByAnother(
            f"{by or 'Somebody'} changed this requirement’s answer after you opened the page, so nothing was done. "
            "What you wrote is here: read what is kept now, then send yours if it is still right."
        )


def check_can_review(*, answered_by: object, reviewer: object, reviewed_by: str | None, waits: bool) -> None:
    """Refuse a review by whoever answered, a second review of the same answer, and one of no answer."""
    if answered_by is None or waits:
        raise UnableToAnswer("There is no answer to review: a person answers first.")
    if reviewer is None or reviewer == answered_by:
        raise UnableToAnswer("You answered this yourself: a second person reviews it.")
    if reviewed_by is not None:
        raise AnsweredByAnother(f"{reviewed_by} reviewed this answer before you; nothing was changed.")


def can_review(*, answered_by: object, reviewer: object, reviewed_by: str | None, waits: bool) -> bool:
    """Whether `check_can_review` lets the person review: for the form."""
    try:
        check_can_review(answered_by=answered_by, reviewer=reviewer, reviewed_by=reviewed_by, waits=waits)
    except Refusal:
        return False
    return True


def _judged(
    judgement: Judgement, *, differs: bool = False, overruled: bool = False, note: str | None = None
) -> Effective:
    return Effective(
        stands=Stands(judgement.counts_as.value),
        by=By.PERSON,
        differs=differs,
        overruled=overruled,
        until=judgement.valid_until,
        note=note,
    )


def _worked_out(outcome: Outcome | None, *, lapsed: bool = False, note: str | None = None) -> Effective:
    if outcome is None:
        return Effective(
            stands=Stands.LAPSED if lapsed else Stands.UNANSWERED, by=By.NOBODY, lapsed=lapsed, note=note
        )
    # nobody's answer stands and the rule can't tell: an answer that ran out is the more telling of the two
    stands = Stands.LAPSED if lapsed and outcome is Outcome.UNKNOWN else Stands(outcome.value)
    by = By.NOBODY if stands is Stands.LAPSED else By.RULE
    return Effective(stands=stands, by=by, lapsed=lapsed, note=note)
