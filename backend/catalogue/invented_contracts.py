"""A demonstration's contracts: invented, with partners and gain-shares of invented organisations."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from backend.catalogue.shapes import Line, Slug, Strict, Text

PerCent = Annotated[Decimal, Field(ge=0, le=100, decimal_places=3)]


class InventedShare(Strict):
    percent: PerCent | None = None
    basis: Line
    since: date
    until: date | None = None


class InventedPartner(Strict):
    organisation: Slug
    """Of the tenant's own invented directory, or of the cast."""
    role: Slug
    stake: Line | None = None
    since: date | None = None
    until: date | None = None
    until_because: Text | None = None
    shares: tuple[InventedShare, ...] = ()


class InventedContract(Strict):
    id: Slug
    title: Line
    form: Slug
    about: Text
    value: Annotated[Decimal, Field(ge=0, decimal_places=2)] | None = None
    begins_on: date | None = None
    ends_on: date | None = None
    signed_on: date | None = None
    partners: tuple[InventedPartner, ...] = ()


class InventedContracts(Strict):
    """`tenants/<slug>/demonstration/contracts.toml`. `says` stands on each as where it was read."""

    says: Line
    contracts: tuple[InventedContract, ...]
