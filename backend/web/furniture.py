"""What stands on every page of a tenant: the way to its rooms. Rooms above `web` are named here by address only."""

import re
from typing import Any

from backend.catalogue import shelf
from backend.scope import Scope

# (words, path in the tenant, permission that opens it)
PLACES = (
    ("Home", "", "tenant.read"),
    ("Reviewing", "/reviewing", "reviewing.read"),
    ("Released packs", "/portal", "portal.read"),
    ("Committees", "/committees", "committees.read"),
    ("Meetings", "/meetings", "meetings.read"),
    ("Actions", "/actions", "actions.read"),
    ("Registers", "/interests", "interests.read"),
    ("Assurance", "/assurance", "assurance.read"),
    ("Delegation", "/delegation", "delegation.read"),
    ("Organisations", "/organisations", "organisations.read"),
    ("Packs", "/packs", "packs.board.read"),
    ("Assurance packs", "/assurance-packs", "packs.assurance.read"),
    ("People", "/people", "people.read"),
    ("Outbox", "/outbox", "notices.read"),
    ("Activity", "/activity", "ledger.read"),
    ("Across the system", "/systems", "systems.read"),
    ("Settings", "/settings", "setup.read"),
)

# What lies within a place: the words, the path and the permission of each. Shown as a second row on their pages.
WITHIN = {
    "/reviewing": (
        ("Returns", "/reviewing", "reviewing.read"),
        ("Compare", "/reviewing/comparison", "reviewing.read"),
        ("Inbox", "/reviewing/inbox", "reviewing.read"),
        ("Conditions", "/reviewing/conditions", "reviewing.read"),
        ("Commissioners", "/reviewing/commissioners", "reviewing.read"),
        ("Team", "/reviewing/team", "reviewing.read"),
        ("Agreements", "/together", "together.read"),
    ),
    "/portal": (
        ("Packs", "/portal", "portal.read"),
        ("Requests for evidence", "/portal/requests", "portal.read"),
        ("Keys", "/portal/keys", "portal.read"),
        ("Hand over", "/portal/hand-over", "reviewing.keep"),
    ),
    "/assurance": (
        ("Frameworks", "/assurance", "assurance.read"),
        ("Editions", "/assurance/frameworks", "assurance.read"),
        ("What lapses", "/assurance/lapses", "assurance.read"),
        ("Evidence", "/evidence", "assurance.read"),
        ("Risks", "/risks", "risks.read"),
        ("Board assurance framework", "/baf", "risks.read"),
        ("Measures", "/measures", "measures.read"),
        ("Audits", "/audits", "audits.read"),
        ("Asked and answered", "/challenge", "challenge.read"),
        ("Statements", "/statements", "statements.read"),
        ("Requests for information", "/requests", "requests.read"),
        ("Corrections", "/corrections", "requests.read"),
    ),
    "/delegation": (
        ("Programmes", "/delegation", "delegation.read"),
        ("Gates", "/delegation/gates", "delegation.read"),
        ("Functions", "/functions", "functions.read"),
        ("Agreements", "/delegation-agreements", "functions.read"),
        ("Contracts", "/contracts", "contracts.read"),
        ("Returns due", "/reporting", "reporting.read"),
        ("Letters", "/regulator-letters", "reporting.read"),
    ),
    "/assurance-packs": (
        ("Assurance packs", "/assurance-packs", "packs.assurance.read"),
        ("Releases", "/releases", "releases.read"),
    ),
    "/outbox": (
        ("Outbox", "/outbox", "notices.read"),
        ("Chasing", "/chasing", "notices.read"),
        ("Schedules", "/schedules", "schedules.read"),
    ),
    "/people": (
        ("People", "/people", "people.read"),
        ("Life of this organisation", "/life", "archives.read"),
    ),
    "/systems": (
        ("What others let us see", "/systems", "systems.read"),
        ("What we let others see", "/systems/grants", "systems.read"),
        ("Clusters", "/systems/clusters", "systems.read"),
    ),
    "/settings": (
        ("Settings", "/settings", "setup.read"),
        ("Set-up list", "/set-up", "setup.read"),
        ("Life and folder", "/settings/drift", "setup.read"),
        ("Bring a folder in", "/settings/folder", "setup.change"),
    ),
    "/committees": (
        ("Committees", "/committees", "committees.read"),
        ("Powers", "/powers", "powers.read"),
        ("May they decide this?", "/powers/check", "powers.read"),
    ),
    "/meetings": (
        ("Meetings", "/meetings", "meetings.read"),
        ("Forward plans", "/plan", "planning.read"),
        ("Between meetings", "/acts", "between.read"),
        ("Papers", "/papers", "meetings.read"),
        ("With others", "/together", "together.read"),
        ("Mergers and splits", "/succession", "succession.read"),
        ("Sign-off", "/sign-off", "papers.write"),
        ("My notes", "/notes", "papers.note"),
        ("Declared at meetings", "/declarations-at-meetings", "sittings.record"),
        ("Public meetings", "/public-packs", "packs.publications.read"),
        ("Public questions", "/public-questions", "planning.questions.read"),
        ("Search papers", "/search-papers", "meetings.read"),
    ),
    "/interests": (
        ("Overview", "/registers", "registers.read"),
        ("Interests", "/interests", "interests.read"),
        ("Gifts", "/gifts", "interests.read"),
        ("Procurement", "/procurement", "procurement.read"),
        ("Concerns", "/concerns", "concerns.raise"),
        ("Campaigns", "/campaigns", "interests.campaigns.read"),
        ("Staff lists", "/staff-lists", "interests.campaign"),
        ("Training", "/training", "interests.read"),
        ("Publication", "/publication", "registers.read"),
        ("Bring in", "/imports", "registers.import"),
        ("Returns", "/returns", "returns.read"),
        ("Related parties", "/returns/related-parties", "returns.related-parties"),
        ("Rules", "/interests/rules", "interests.read"),
        ("Retention", "/retention", "registers.retain"),
    ),
}


_FOR_REVIEWERS = frozenset({"/reviewing", "/portal"})
"""Places that only a reviewing body has."""

_OF_REVIEWERS = frozenset(
    {
        *("/reviewing", "/portal", "/interests", "/organisations", "/people", "/outbox", "/activity"),
        *(
            "/gifts",
            "/concerns",
            "/training",
            "/campaigns",
            "/interests/rules",
            "/chasing",
            "/schedules",
            "/settings",
            "/systems",
            "/systems/grants",
            "/systems/clusters",
        ),
    }
)
"""What a reviewing body's menu shows, beside what lies within its own place."""

# Pages whose address does not say in which place they lie: how it begins, after the tenant's, and where they belong.
ELSEWHERE = (
    (
        re.compile(r"/assurance/framework-(requirements|domains|sheets|mappings)(/|$)"),
        "/assurance/frameworks",
    ),
    (re.compile(r"/committees/[^/]+/plan(/|$)"), "/plan"),
    (re.compile(r"/plan-business(/|$)"), "/plan"),
    (re.compile(r"/risk-assurances(/|$)"), "/risks"),
    (re.compile(r"/contract-(partners|shares)(/|$)"), "/contracts"),
    (re.compile(r"/meetings/[^/]+/agenda-setting$"), "/plan"),
    (re.compile(r"/(agenda-items|treatment-effects)(/|$)"), "/meetings"),
)


def navigation(scope: Scope, path: str) -> list[dict[str, Any]]:
    """The places that `scope` may open; the one that `path` lies in is current."""
    root = f"/t/{scope.tenant.slug}"
    path = _placed(path, root)
    items = []
    for words, place, permission in PLACES:
        if not scope.may(permission) or not _needed(scope, place):
            continue
        inside = _inside(scope, place) or ((words, place, permission),)
        here = path == root if not place else any(_lies_in(path, root + at) for _, at, _ in inside)
        items.append({"text": words, "href": root + place, "current": here})
    return items


def places_within(scope: Scope, path: str) -> list[dict[str, Any]]:
    """The second row: what lies in the same place as `path`, as far as `scope` may open it."""
    root = f"/t/{scope.tenant.slug}"
    path = _placed(path, root)
    for place in WITHIN:
        items: list[dict[str, Any]] = [
            {"text": words, "href": root + at, "current": _lies_in(path, root + at)}
            for words, at, permission in _inside(scope, place)
            if scope.may(permission)
        ]
        # Rules lie at an address within that of the interests: the longest is the one that is open.
        deepest = max((len(item["href"]) for item in items if item["current"]), default=0)
        items = [{**item, "current": item["current"] and len(item["href"]) == deepest} for item in items]
        if any(item["current"] for item in items) and len(items) > 1:
            return items
    return []


def _needed(scope: Scope, place: str) -> bool:
    """Whether the kind of the organisation has any use for a place: reviewing is for those who review."""
    if shelf.catalogue().reviews(scope.tenant.kind):
        return place in _OF_REVIEWERS
    return place not in _FOR_REVIEWERS


def _inside(scope: Scope, place: str) -> tuple[tuple[str, str, str], ...]:
    """What lies within a place, as far as the kind of the organisation needs it."""
    if not _needed(scope, place):
        return ()
    inside: tuple[tuple[str, str, str], ...] = WITHIN.get(place, ())
    if shelf.catalogue().reviews(scope.tenant.kind) and place not in _FOR_REVIEWERS:
        return tuple(each for each in inside if each[1] in _OF_REVIEWERS)
    return inside


def _placed(path: str, root: str) -> str:
    rest = path.removeprefix(root)
    return next((root + place for begins, place in ELSEWHERE if begins.match(rest)), path)


def _lies_in(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place}/")
