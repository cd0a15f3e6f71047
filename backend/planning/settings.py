"""The tenant's planning settings: what its files, or those of its kind, say."""

from backend.catalogue import shelf
from backend.catalogue.planning import PlanningSettings
from backend.scope import Scope


def settings_of(scope: Scope) -> PlanningSettings:
    """What agendas always hold, how they are numbered, and how the public may ask."""
    return shelf.catalogue().planning_of(scope.tenant.slug, kind=scope.tenant.kind)
