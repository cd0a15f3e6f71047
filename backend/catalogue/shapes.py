"""The grain of every model in the catalogue: strictness, plain text, and where a fact comes from."""

import unicodedata
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

Value = TypeVar("Value")


class Strict(BaseModel):
    """A frozen model that refuses keys it doesn't know."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, populate_by_name=True, protected_namespaces=()
    )


def _plain(text: str) -> str:
    """Refuse characters that hide or reorder text: a name must read as it is stored."""
    for character in text:
        if character != "\n" and unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs"}:
            raise ValueError(f"holds a hidden character (U+{ord(character):04X}), which is not allowed")
    return text


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_plain)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=8000), AfterValidator(_plain)]
Count = Annotated[int, Field(strict=True, ge=0, le=100_000)]
Positive = Annotated[int, Field(strict=True, ge=1, le=100_000)]
Flag = Annotated[bool, Field(strict=True)]


class Mark(StrEnum):
    """How a fact came to stand in a file."""

    READ = "read"
    """Read in a source, which is named."""
    INFERRED = "inferred"
    """Worked out from a source that does not state it."""
    MEMORY = "memory"
    """Known from the field; no text was read. Configuration, never a hard rule."""
    SETTING = "setting"
    """A demonstration setting: chosen so that the demonstration can be lived, true of nobody."""
    OURS = "ours"
    """Our own reading or choice, such as a scale to answer on; no source says it."""


MARK_IN_WORDS = {
    Mark.READ: "read in the source",
    Mark.INFERRED: "inferred from the source, which does not state it",
    Mark.MEMORY: "from memory, not verified",
    Mark.SETTING: "a demonstration setting, not a fact",
    Mark.OURS: "our own reading, which no source states",
}


class Source(Strict):
    """A place in a document that the same file (or its tenant) lists under `documents`."""

    document: Slug
    page: Positive | None = None
    also: tuple[Positive, ...] = ()
    """Further pages that say the same."""

    @property
    def pages(self) -> tuple[int, ...]:
        return tuple(sorted({*((self.page,) if self.page else ()), *self.also}))

    @property
    def in_words(self) -> str:
        """`page 17`, or `pages 13 and 14`, or nothing where the document has no pages."""
        pages = [str(page) for page in self.pages]
        if len(pages) < 2:
            return f"page {pages[0]}" if pages else ""
        return f"pages {', '.join(pages[:-1])} and {pages[-1]}"


class SourceDocument(Strict):
    """A document that facts were read in."""

    id: Slug
    title: Line
    publisher: Line | None = None
    published: Line | None = None
    """As the document says it, such as `June 2014`."""
    address: Line | None = None
    note: Text | None = None


class Sourced(Strict):
    """A fact with its provenance: a `source`, or a `mark` that says why there is none."""

    source: Source | None = None
    mark: Mark
    note: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _a_source_means_read(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("source") is not None and "mark" not in data:
            return {**data, "mark": Mark.READ}
        return data

    @model_validator(mode="after")
    def _read_needs_a_source(self) -> "Sourced":
        if self.mark is Mark.READ and self.source is None:
            raise ValueError("is marked as read, so it must name its source (document and page)")
        return self

    @property
    def provenance_in_words(self) -> str:
        """`read in the source, page 17`; `from memory, not verified`."""
        where = f", {self.source.in_words}" if self.source and self.source.in_words else ""
        return MARK_IN_WORDS[self.mark] + where


class Provenance(Sourced):
    """Provenance alone, for a group of facts that stand beside it."""


class Known(Sourced, Generic[Value]):
    """One value of a rule set, with where it comes from."""

    value: Value
