"""What stands on every page of a tenant: the way to its rooms. Rooms above `web` are named here by address only."""

from typing import Any

from backend.scope import Scope

# (words, path in the tenant, permission that opens it)
PLACES = (
    ("Home", "", "tenant.read"),
    ("Committees", "/committees", "committees.read"),
    ("Meetings", "/meetings", "meetings.read"),
    ("Interests", "/interests", "interests.read"),
    ("Delegation", "/delegation", "delegation.read"),
    ("Organisations", "/organisations", "organisations.read"),
    ("Packs", "/packs", "packs.board.read"),
    ("Assurance packs", "/assurance-packs", "packs.assurance.read"),
    ("People", "/people", "people.read"),
    ("Outbox", "/outbox", "notices.read"),
    ("Activity", "/activity", "ledger.read"),
)


def navigation(scope: Scope, path: str) -> list[dict[str, Any]]:
    """The places that `scope` may open; the one that `path` lies in is current."""
    root = f"/t/{scope.tenant.slug}"
    items = []
    for words, place, permission in PLACES:
        if not scope.may(permission):
            continue
        here = path == root if not place else path == root + place or path.startswith(f"{root}{place}/")
        items.append({"text": words, "href": root + place, "current": here})
    return items
