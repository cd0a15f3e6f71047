"""Contracts as a tenant's file tells of them: form, terms, partners and what each gets of a gain.

A file says what a source says. It signs nothing, and makes nobody a partner who is not named.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from backend.catalogue.criteria import ProgrammeId
from backend.catalogue.measures import unpadded
from backend.catalogue.shapes import Line, Slug, Sourced, Strict, Text


def _as_written(value: object) -> object:
    """TOML reads 2.5 as a binary fraction; its shortest digits are what was written."""
    return Decimal(repr(value)) if isinstance(value, float) else value


PerCent = Annotated[
    Decimal, Field(ge=0, le=100, decimal_places=3), BeforeValidator(_as_written), AfterValidator(unpadded)
]
Pounds = Annotated[
    Decimal,
    Field(ge=0, le=Decimal("99999999999.99"), decimal_places=2),
    BeforeValidator(_as_written),
    AfterValidator(unpadded),
]
"""A round number comes from the database as 8E+8, and is written as 800000000."""


class ContractTerm(Sourced):
    """One thing that is agreed, such as what is paid in advance."""

    about: Line
    text: Text


class AgreedShare(Strict):
    """What a partner gets of a gain. `basis` says of what, such as `of what is saved against the budget`."""

    percent: PerCent | None = None
    basis: Line
    since: date
    until: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "AgreedShare":
        _check_days(self.since, self.until)
        return self


class AgreedPartner(Strict):
    """An organisation of `organisations.toml` in the contract, in a role of `frameworks/contract-forms`."""

    organisation: Slug
    role: Slug
    stake_percent: PerCent | None = None
    stake: Line | None = None
    since: date | None = None
    until: date | None = None
    until_because: Text | None = None
    shares: tuple[AgreedShare, ...] = ()

    @field_validator("shares")
    @classmethod
    def _shares_by_day(cls, shares: tuple[AgreedShare, ...]) -> tuple[AgreedShare, ...]:
        """In one order, whatever the order in the file: nothing hangs on it."""
        return tuple(sorted(shares, key=lambda each: (each.since, each.basis, each.percent or 0)))

    @model_validator(mode="after")
    def _in_order(self) -> "AgreedPartner":
        _check_days(self.since, self.until)
        if any(self.since is not None and share.since < self.since for share in self.shares):
            raise ValueError("has a share from before it is a partner")
        return self


class AgreedContract(Sourced):
    """A contract, planned or made. Days that the source does not give are left out."""

    id: Slug
    title: Annotated[Line, Field(max_length=200)]
    form: Slug
    other_names: tuple[Line, ...] = ()
    about: Text | None = None
    value: Pounds | None = None
    """In pounds, over the whole term."""
    value_words: Line | None = None
    begins_on: date | None = None
    ends_on: date | None = None
    signed_on: date | None = None
    programme: Slug | None = None
    gate: ProgrammeId | None = None
    terms: tuple[ContractTerm, ...] = ()
    partners: tuple[AgreedPartner, ...] = ()

    @field_validator("partners")
    @classmethod
    def _partners_by_name(cls, partners: tuple[AgreedPartner, ...]) -> tuple[AgreedPartner, ...]:
        return tuple(
            sorted(partners, key=lambda each: (each.organisation, each.role, each.since or date.min))
        )

    @model_validator(mode="after")
    def _can_stand(self) -> "AgreedContract":
        _check_days(self.begins_on, self.ends_on)
        if self.gate and not self.programme:
            raise ValueError("names a gate, so it must name the programme too")
        return self


class ContractsFile(Strict):
    """`contracts.toml`."""

    contracts: tuple[AgreedContract, ...] = ()


def _check_days(first: date | None, last: date | None) -> None:
    if first is not None and last is not None and last < first:
        raise ValueError("ends before it begins")
