"""Settling how the organisation shows itself, and keeping its logo."""

import asyncio

from backend.catalogue.own import BRANDING, BrandingKept
from backend.evidence import store
from backend.kit.confine import ConfinedFailure, ConfinedRefusal
from backend.kit.documents import logo
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import Scope
from backend.setup.rules import branding as rules
from backend.setup.rules.branding import UnableToBrand
from backend.tenancy import settings
from backend.tenancy.brands import branding_of

_NOT_YOURS = "Only a governance officer settles how the organisation shows itself."


async def settle(scope: Scope, *, after: BrandingKept, because: str) -> None:
    """Keep the look from now on. Raises UnableToBrand."""
    scope.check_may("setup.change", _NOT_YOURS)
    before = branding_of(scope.tenant)
    if before == after:
        raise UnableToBrand("Nothing is different from what is settled already.")
    await settings.put(scope, BRANDING, after, because=because.strip() or "No reason was given.")
    await ledger.record(
        scope,
        "setup.branding.settled",
        Record(room="setup", kind="branding", id=scope.tenant.id, title="Branding"),
        before=before.model_dump(),
        after=after.model_dump(),
    )


async def keep_logo(scope: Scope, *, data: bytes, says: str, because: str) -> None:
    """Draw a partnership's logo anew in a confined child, and keep that. Raises UnableToBrand."""
    scope.check_may("setup.change", _NOT_YOURS)
    rules.check_may_have_logo(scope.tenant.kind)
    words = " ".join(says.split())
    if not words or len(words) > 120:
        raise UnableToBrand(
            "Say in 120 characters at most what the logo shows, for who can’t see it.", field="says"
        )
    try:
        drawn = await asyncio.to_thread(logo.drawn, data)
    except (ConfinedRefusal, ConfinedFailure) as refusal:
        raise UnableToBrand(f"The file {str(refusal).rstrip('.')}.", field="logo") from refusal
    rules.check_stands_out(drawn.stands_out)
    kept = await store.put(scope, drawn.png)
    after = branding_of(scope.tenant).model_copy(update={"logo": kept.key, "logo_says": words})
    await settle(scope, after=after, because=because or "A logo was brought in.")


async def remove_logo(scope: Scope) -> None:
    """Do without the logo again."""
    after = branding_of(scope.tenant).model_copy(update={"logo": None, "logo_says": None})
    await settle(scope, after=after, because="The logo was taken away.")
