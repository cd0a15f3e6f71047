"""The cover sheet that a tenant's papers carry: which fields, in which order, asked in which words."""

from enum import StrEnum

from backend.catalogue.shapes import Flag, Line, Mark, Positive, Slug, Strict, Text


class FieldKind(StrEnum):
    """How a field of a cover sheet is answered."""

    TEXT = "text"
    CHOICE = "choice"
    PURPOSE = "purpose"
    """What the committee is asked to do: to decide, to note, and so on."""
    YES_NO = "yes-no"
    """Yes needs words beside it; no needs none."""
    MILESTONES = "milestones"
    """Chosen from the organisation's own milestones."""
    CONSIDERED = "considered"
    """Where it was considered before: chosen from recorded decisions, or written."""
    FREEDOM_OF_INFORMATION = "freedom-of-information"
    """Public, or exempt under sections of the Act, which are named."""
    CONFLICTS = "conflicts"
    """What the register says of the item stands there by itself; the author adds to it."""


class CoverField(Strict):
    """One field. `heading` opens a group of fields on the form; `needed` is asked for before a paper is complete."""

    id: Slug
    label: Line
    kind: FieldKind = FieldKind.TEXT
    hint: Text | None = None
    heading: Line | None = None
    choices: tuple[Line, ...] = ()
    needed: Flag = False
    none: Line | None = None
    """What is printed where the answer is no; “No” where left out."""


class CoverTemplate(Strict):
    """A tenant's cover sheet."""

    fields: tuple[CoverField, ...]

    def field(self, field_id: str) -> CoverField | None:
        return next((field for field in self.fields if field.id == field_id), None)


class WordBudgets(Strict):
    """The most words of each kind of paper that the coach holds an author to. Advice: no rule sets them."""

    paper: Positive | None = 2_000
    appendix: Positive | None = None
    presentation: Positive | None = 800
    minutes: Positive | None = None
    mark: Mark = Mark.MEMORY
    """How the numbers came here; these defaults are from memory of what boards ask for."""


class PapersSettings(Strict):
    """`papers.toml`, after the defaults of the tenant's kind."""

    cover: CoverTemplate = CoverTemplate(fields=())
    words: WordBudgets = WordBudgets()
