"""What every edition of a framework has: a name, its publisher, and the days between which it was in force."""

from datetime import date
from typing import Annotated

from pydantic import StringConstraints

from backend.catalogue.shapes import Known, Line, Slug, SourceDocument, Strict, Text


class Edition(Strict):
    """The head of `frameworks/<id>/<edition>/framework.yaml`."""

    id: Slug
    edition: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2})?$")]
    title: Line
    publisher: Line
    about: Text
    effective_from: Known[date]
    effective_to: Known[date] | None = None
    """The last day on which it was in force; open where left out."""
    documents: tuple[SourceDocument, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.id}/{self.edition}"

    def in_force(self, on: date) -> bool:
        return self.effective_from.value <= on and (
            self.effective_to is None or on <= self.effective_to.value
        )
