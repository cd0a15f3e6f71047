"""What the state of an organisation lets through the door, and what every page of it says of that state."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.kit.calendar import in_words
from backend.scope import NotFound, OvertakenByAnother, Scope, Tenant
from backend.tenancy.transactions import OrganisationEnded
from backend.web import access


class StillOnTrial(OvertakenByAnother):
    """Something would have left an organisation that is on trial."""

    heading = "This organisation is on trial"


class RecordDeleted(NotFound):
    """The organisation’s record is gone, and its keys alone are still shown: 410, for whatever address it is."""

    status = 410
    heading = "This organisation’s record was deleted"

    def __init__(self, tenant: Tenant) -> None:
        super().__init__("organisation")
        self.slug = tenant.slug
        self.sentence = f"{tenant.name} {how_it_ended(tenant)}. {_how_deleted(tenant)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """What stands at the head of every page: the state in a word, and what it means."""

    state: str
    words: str
    successor: str = ""
    successor_slug: str = ""


def check_may_write(scope: Scope, options: Mapping[str, Any]) -> None:
    """Whether a form may be sent in. Raises `OrganisationEnded`, `StillOnTrial`."""
    tenant = scope.tenant
    if tenant.over and not options.get(access.WRITES_AFTER_END):
        raise OrganisationEnded(
            f"{tenant.name} {how_it_ended(tenant)}. Its record can be read, and nothing in it is changed. "
            "You can still take an export of everything, sign out, and change your own account."
        )
    if tenant.state == "trial" and options.get(access.NOT_ON_TRIAL):
        raise StillOnTrial(
            f"{tenant.name} is on trial, so nothing is published, and nothing is released to those outside it. "
            "A governance officer can have it go live on the page “Life of this organisation”."
        )


def how_it_ended(tenant: Tenant) -> str:
    """“was merged into NHS South ICB (invented) on 1 July 2022”, for a tenant whose life has ended."""
    on = f" on {in_words(tenant.ended_on)}" if tenant.ended_on else ""
    if tenant.merged_into_name:
        return f"was merged into {tenant.merged_into_name}{on}"
    return f"was closed{on}"


def _how_deleted(tenant: Tenant) -> str:
    """“Its record was deleted on 3 June 2044.”, and what is left of it."""
    on = f" on {in_words(tenant.deleted_on)}" if tenant.deleted_on else ""
    return f"Its record was deleted{on}. Its keys are kept, so that packs that it released can be checked."


def banner_of(scope: Scope | None) -> Banner | None:
    """The banner of the tenant's state; `None` while it is simply at work."""
    tenant = scope.tenant if scope else None
    if tenant is None or tenant.state == "live":
        return None
    if tenant.state == "deleted":
        return Banner(
            state=tenant.state, words=f"{tenant.name} {how_it_ended(tenant)}. {_how_deleted(tenant)}"
        )
    if tenant.over:
        return Banner(
            state=tenant.state,
            words=f"{tenant.name} {how_it_ended(tenant)}. Its record is kept and can be read; nothing is changed.",
        )
    return Banner(state=tenant.state, words=_WORDS.get(tenant.state, ""))


_WORDS = {
    "trial": "Everything can be tried. Nothing is published, and no pack is released, until it goes live.",
    "suspended": "Nothing is sent, chased or published until it is resumed. What is owed waits.",
}
