"""Which frameworks a tenant answers to, since when, and how it maps them to one another."""

from datetime import date

from pydantic import model_validator

from backend.catalogue.assurance import EditionKey
from backend.catalogue.mappings import Relation
from backend.catalogue.requirements import RequirementRef
from backend.catalogue.shapes import Sourced, Strict


class FrameworkInUse(Sourced):
    """One shipped edition in use. Its `source` says where the tenant's own document names it."""

    edition: EditionKey
    since: date
    """The first day of its use."""

    @property
    def framework(self) -> str:
        return self.edition.split("/")[0]


class OwnMapping(Sourced):
    """What one requirement is to another, in the tenant's own view."""

    first: EditionKey
    first_ref: RequirementRef
    relation: Relation
    second: EditionKey
    second_ref: RequirementRef

    @property
    def key(self) -> str:
        return f"{self.first} {self.first_ref} – {self.second} {self.second_ref}"


class AssuranceSettings(Strict):
    """`assurance.toml`: frameworks that officers wrote themselves are not in it; they are taken out as spreadsheets."""

    frameworks: tuple[FrameworkInUse, ...] = ()
    mappings: tuple[OwnMapping, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> "AssuranceSettings":
        names = [each.framework for each in self.frameworks]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"names {twice} twice; one edition of a framework is in use at a time")
        keys = [mapping.key for mapping in self.mappings]
        pair = next((key for key in keys if keys.count(key) > 1), None)
        if pair is not None:
            raise ValueError(f"maps {pair} twice")
        return self
