"""Which law a procurement follows, by what route, and what that route must publish.

The Health Care Services (Provider Selection Regime) Regulations 2023 (SI 2023/1348) are in force from 1 January 2024
(domain facts, 1.12). Its processes: direct award A, B and C (regulations 7 to 9), most suitable provider (10),
competitive (11), urgent award (14). What came before, and what is not a health care service, follows other law.
"""

from datetime import date
from enum import StrEnum

PSR_FROM = date(2024, 1, 1)


class Regime(StrEnum):
    PSR = "PSR"
    OTHER = "OTHER"


class Route(StrEnum):
    """How a provider is chosen."""

    DIRECT_A = "DIRECT_A"
    DIRECT_B = "DIRECT_B"
    DIRECT_C = "DIRECT_C"
    MOST_SUITABLE = "MOST_SUITABLE"
    COMPETITIVE = "COMPETITIVE"
    URGENT = "URGENT"
    TENDER = "TENDER"
    FRAMEWORK = "FRAMEWORK"
    ANY_QUALIFIED = "ANY_QUALIFIED"
    SINGLE_TENDER = "SINGLE_TENDER"


class NoticeKind(StrEnum):
    """What is published of a procurement under the Provider Selection Regime."""

    INTENDED_APPROACH = "INTENDED_APPROACH"
    TENDER = "TENDER"
    INTENTION_TO_AWARD = "INTENTION_TO_AWARD"
    CONFIRMATION = "CONFIRMATION"


REGIME_IN_WORDS = {
    Regime.PSR: "Provider Selection Regime",
    Regime.OTHER: "Other procurement law",
}
ROUTE_IN_WORDS = {
    Route.DIRECT_A: "Direct award process A",
    Route.DIRECT_B: "Direct award process B",
    Route.DIRECT_C: "Direct award process C",
    Route.MOST_SUITABLE: "Most suitable provider process",
    Route.COMPETITIVE: "Competitive process",
    Route.URGENT: "Urgent award",
    Route.TENDER: "Tender, open or restricted",
    Route.FRAMEWORK: "Call-off from a framework",
    Route.ANY_QUALIFIED: "Any qualified provider",
    Route.SINGLE_TENDER: "Single tender, or waiver of tendering",
}
ROUTE_MEANING = {
    Route.DIRECT_A: "There is no realistic alternative to the existing provider (regulation 7)",
    Route.DIRECT_B: "Patients choose among any number of providers (regulation 8)",
    Route.DIRECT_C: "The existing provider does well and the change is small (regulation 9)",
    Route.MOST_SUITABLE: "The most suitable provider is found without a competition (regulation 10)",
    Route.COMPETITIVE: "Providers bid (regulation 11)",
    Route.URGENT: "An award that can't wait (regulation 14)",
    Route.TENDER: "",
    Route.FRAMEWORK: "",
    Route.ANY_QUALIFIED: "",
    Route.SINGLE_TENDER: "",
}
NOTICE_IN_WORDS = {
    NoticeKind.INTENDED_APPROACH: "Intended approach",
    NoticeKind.TENDER: "Tender",
    NoticeKind.INTENTION_TO_AWARD: "Intention to award",
    NoticeKind.CONFIRMATION: "Confirmation of award",
}
PSR_ROUTES = frozenset(
    {
        Route.DIRECT_A,
        Route.DIRECT_B,
        Route.DIRECT_C,
        Route.MOST_SUITABLE,
        Route.COMPETITIVE,
        Route.URGENT,
    }
)
STANDSTILL_ROUTES = frozenset({Route.DIRECT_C, Route.MOST_SUITABLE, Route.COMPETITIVE})
"""Regulation 12 holds back the award for direct award C, most suitable provider and competitive (facts, 1.12)."""

_NOTICES = {
    Route.DIRECT_C: (
        NoticeKind.INTENDED_APPROACH,
        NoticeKind.INTENTION_TO_AWARD,
        NoticeKind.CONFIRMATION,
    ),
    Route.MOST_SUITABLE: (
        NoticeKind.INTENDED_APPROACH,
        NoticeKind.INTENTION_TO_AWARD,
        NoticeKind.CONFIRMATION,
    ),
    # that the competitive process has an intention notice too is from memory; its standstill was read
    Route.COMPETITIVE: (NoticeKind.TENDER, NoticeKind.INTENTION_TO_AWARD, NoticeKind.CONFIRMATION),
}


def regime_of(route: Route) -> Regime:
    return Regime.PSR if route in PSR_ROUTES else Regime.OTHER


def routes_on(day: date) -> tuple[Route, ...]:
    """The routes that a procurement begun on `day` can take, in the order of the regulations.

    From 2024 the others stay for goods and for what is not a health care service.
    """
    return tuple(route for route in Route if day >= PSR_FROM or route not in PSR_ROUTES)


def notices_of(route: Route) -> tuple[NoticeKind, ...]:
    """What the route must publish, in order (domain facts, 1.12); every award under the regime is confirmed."""
    return _NOTICES.get(route, (NoticeKind.CONFIRMATION,) if route in PSR_ROUTES else ())


def has_standstill(route: Route) -> bool:
    return route in STANDSTILL_ROUTES


def needs_key_criteria(route: Route) -> bool:
    """Regulation 24: how the key criteria and basic selection criteria were applied, for C and most suitable provider;
    that it is so for the competitive process as well is from memory."""
    return route in STANDSTILL_ROUTES
