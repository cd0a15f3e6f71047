"""The tenant as one document: how it lives, in the words in which a folder would say it."""

from backend.catalogue.loader import Catalogue
from backend.catalogue.tenants import InterestsSettings, Pins, TenantDocument
from backend.provision.planning import PARTS
from backend.scope import Scope

_UNSETTLED = "managing-conflicts-of-interest/2013-03"


async def document_of(scope: Scope, catalogue: Catalogue) -> TenantDocument:
    """How the tenant lives, as the document that a folder would say; read in the caller's transaction.

    Planning it shows nothing, whether the tenant has a folder or was founded in the app.
    """
    return await living_over(scope, _silent(scope, catalogue))


async def living_over(scope: Scope, document: TenantDocument) -> TenantDocument:
    """The document with everything that rooms keep in the place of what it says."""
    living = document
    for part in PARTS:
        living = living.model_copy(update=dict(part.exported(living, await part.living(scope))))
    return living


def _silent(scope: Scope, catalogue: Catalogue) -> TenantDocument:
    """A document that says nothing yet: what no room has settled is as the folder, or as nothing, says."""
    tenant = scope.tenant
    folder = catalogue.tenants.get(tenant.slug)
    unsettled = InterestsSettings(rule_set=_UNSETTLED, review_by=scope.today)
    return TenantDocument(
        slug=tenant.slug,
        name=tenant.name,
        kind=tenant.kind,
        demonstration=tenant.demonstration,
        starts_on=folder.starts_on if folder else scope.today,
        time_zone=tenant.time_zone,
        # which of the pins are packs is for the catalogue to say
        pins=Pins(packs=tuple(catalogue.packs)),
        committees=(),
        interests=folder.interests if folder else unsettled,
    )
