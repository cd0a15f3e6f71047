"""How an organisation shows itself, for whoever draws a page, a letter or a pack."""

from backend.catalogue.own import BRANDING, BrandingKept
from backend.scope import Tenant
from backend.tenancy import settings

_SHIPPED = BrandingKept()


def branding_of(tenant: Tenant) -> BrandingKept:
    """What the organisation settled; without that, its name in words on NHS Blue. No statement."""
    return settings.kept_by(tenant, BRANDING, BrandingKept, shipped=_SHIPPED)


def line_of(tenant: Tenant) -> str:
    """The organisation's name as it stands at the head of what it sends."""
    kept = branding_of(tenant)
    return f"NHS {kept.line}" if kept.lozenge and kept.line else kept.line or tenant.name
