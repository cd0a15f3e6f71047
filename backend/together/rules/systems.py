"""What passes of figures that one body lets another see, and between bodies that share those who lead them.

Figures are suppressed before they are written here: a count of people that is too small to be shown is no number in
any field, and neither is a count beside it that would give it away.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from backend.together.rules.declared import Declared, Line, Words

Count = Annotated[int, Field(ge=0)]


class GrantedLine(Declared):
    """One line of a figure: of which figure, what is counted, and how it reads. No number where it is not shown."""

    figure: Line
    label: Line
    number: Count | None
    words: Line
    hidden: bool
    """Whether there is a number at the sender that is too small to be shown, or that would give such a one away."""
    troubled: bool
    """Whether the sender counts it among what needs a look."""


class Figures(Declared):
    """One delivery of a body's figures as at a day. `key` says which: the first, a month's, or one by hand."""

    delivery_id: UUID
    key: Line
    as_at: date
    threshold: Annotated[int, Field(ge=2)]
    """Counts of people below it are not shown."""
    threshold_from: Line
    """Where the sender has the threshold from."""
    figures: tuple[Line, ...]
    """What is granted; one of which nothing is kept has no line."""
    lines: tuple[GrantedLine, ...]


class SharedOffice(Declared):
    """An office that the bodies of a cluster share, and who holds it in the sender's own record."""

    office: Line
    holder: Line
    since: date


class Offices(Declared):
    """Everything that a body states of shared offices; a later edition takes the place of this one."""

    edition: Annotated[int, Field(ge=1)]
    stated_by: Line
    source: Words | None
    offices: tuple[SharedOffice, ...]
