"""What passes between a commissioner and the body that reviews it: submissions, questions, answers and outcomes.

A submission is of one subject: a return for a period, or a milestone of a delegation programme. It may be issued
anew; every issue is a submission of its own, and what was sent before stays as it was sent. Moments are aware.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from backend.together.rules.declared import Declared, Figure, Hash, Line, Words


class Subject(StrEnum):
    RETURN = "return"
    MILESTONE = "milestone"


SUBJECT_IN_WORDS = {Subject.RETURN: "Return", Subject.MILESTONE: "Milestone"}


class Enclosure(Declared):
    """One file that goes along: its bytes follow in the order of these lines, and must have this SHA-256.

    `part` is `document` for what was approved as a whole (the PDF), `data` for its figures as a table, or `attachment`.
    """

    part: Annotated[str, Field(pattern="^(document|data|attachment)$")]
    name: Line
    media_type: Line
    size: int
    sha256: Hash


class DefinedBy(Declared):
    """By which definition a return is made: figures of two returns compare only where all of these are the same."""

    framework: Line
    edition: Line
    title: Line
    rule_set: Line
    sha256: Hash
    """Of the definition's sections, figures and rule set, as the commissioner holds them."""


class FigureLine(Declared):
    """One figure. `value` is null where it isn't known; then `words` says why. `red` with `red_because`.

    `kind` says what it is: number, money (pounds), percent, yes-no (`value` is 1 or 0), or words (`words` alone).
    `drawn` is whether it was filled in from what the commissioner's system keeps, unchanged; `source` says from where.
    """

    key: Line
    section: Line
    label: Line
    kind: Annotated[str, Field(pattern="^(number|money|percent|yes-no|words)$")]
    unit: Line | None
    definition: Words
    value: Figure | None
    words: Words | None
    drawn: bool
    source: Line | None
    red: bool
    red_because: Words | None


class MilestoneLine(Declared):
    """A milestone as it stood when it was submitted. Its dates are words, since some are months alone."""

    programme: Line
    number: Line
    title: Line
    planned: Line | None
    expected: Line | None
    accepted_by: Line | None
    """Who accepted it for the commissioner, where somebody did."""


class Changed(Declared):
    """One thing that differs from the issue before."""

    key: Line | None
    label: Line
    before: Words | None
    after: Words | None


class Submission(Declared):
    """One issue of a return, or of a milestone, as it was approved. `submission_id` is the issue's own."""

    submission_id: UUID
    subject: Subject
    subject_id: UUID
    """The return for its period, or the milestone: the same in every issue."""
    issue: Annotated[int, Field(ge=1)]
    title: Line
    period: Line | None
    from_on: date | None
    until_on: date | None
    due_on: date | None
    defined_by: DefinedBy | None
    """Of a return always; a milestone has none."""
    figures: tuple[FigureLine, ...]
    milestone: MilestoneLine | None
    """Of a milestone always; a return has none."""
    statement: Words | None
    what_changed: Words | None
    """In the commissioner's words, from the second issue on."""
    changes: tuple[Changed, ...]
    prepared_by: Line
    approved_by: Line
    approved_at: datetime
    enclosures: tuple[Enclosure, ...]


class Question(Declared):
    """A question back about a submission, or about one of its figures."""

    question_id: UUID
    submission_id: UUID
    number: Annotated[int, Field(ge=1)]
    figure: Line | None
    words: Words
    asked_by: Line
    asked_on: date
    due_on: date
    follows_id: UUID | None
    """The question that it follows up."""
    withdrawn_because: Words | None = None
    """The same question sent again with a reason takes it back."""


class Answer(Declared):
    """An answer to one question as it was approved; a later one to the same question takes its place."""

    answer_id: UUID
    question_id: UUID
    submission_id: UUID
    issue: Annotated[int, Field(ge=1)]
    words: Words
    prepared_by: Line
    approved_by: Line
    approved_at: datetime
    enclosures: tuple[Enclosure, ...]


class Verdict(StrEnum):
    """What a reviewer says of a submission."""

    ACCEPTED = "accepted"
    CONDITIONAL = "conditional"
    QUERIED = "queried"
    REFUSED = "refused"


VERDICT_IN_WORDS = {
    Verdict.ACCEPTED: "Accepted",
    Verdict.CONDITIONAL: "Accepted with conditions",
    Verdict.QUERIED: "Queried",
    Verdict.REFUSED: "Refused",
}


class ConditionLine(Declared):
    number: Annotated[int, Field(ge=1)]
    words: Words
    due_on: date | None


class ReviewOutcome(Declared):
    """What the reviewing body decided of one submission; a later outcome takes the place of this one.

    `conditions` are given with `conditional` and with nothing else. A person decides: `decided_by` names them.
    """

    outcome_id: UUID
    submission_id: UUID
    subject: Subject
    subject_id: UUID
    issue: Annotated[int, Field(ge=1)]
    verdict: Verdict
    words: Words | None
    conditions: tuple[ConditionLine, ...]
    decided_by: Line
    second_by: Line | None
    decided_on: date
