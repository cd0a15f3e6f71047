"""The cover sheet of a paper: what the tenant's template asks, what its author answered, how it is printed. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverLine:
    """One line of a cover sheet as it is read and printed; `words` may hold several lines of text."""

    label: str
    words: str
