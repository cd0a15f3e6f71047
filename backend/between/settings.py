"""The tenant's rules for deciding between meetings: what its files, or those of its kind, say."""

from datetime import date

from backend.catalogue import shelf
from backend.catalogue.between import ActKind, ActRule, BetweenSettings
from backend.catalogue.planning import PlanningSettings
from backend.scope import Scope
from backend.tenancy.settings import kept


def settings_of(scope: Scope) -> BetweenSettings:
    """Who may act, whom they consult, and up to which value, by kind of act."""
    shipped = shelf.catalogue().between_of(scope.tenant.slug, kind=scope.tenant.kind)
    return kept(scope, "between", BetweenSettings, shipped=shipped)


def rule_of(scope: Scope, kind: ActKind, *, committee: str, on: date) -> ActRule | None:
    """The rule that counts for a committee (by its short name) on a day, or nothing."""
    return settings_of(scope).rule_for(kind, committee=committee, on=on)


def first_month_of(scope: Scope) -> int:
    """With which month a year of acts begins: that of the forward plan."""
    return planning_of(scope).first_month


def planning_of(scope: Scope) -> PlanningSettings:
    """How the tenant's agendas are planned, as its files began."""
    shipped = shelf.catalogue().planning_of(scope.tenant.slug, kind=scope.tenant.kind)
    return kept(scope, "planning", PlanningSettings, shipped=shipped)
