"""The pages of committees: the structure, one committee, and the forms by which officers keep them."""

from backend.committees.pages import (
    composing,
    deputising,
    forming,
    quorum,
    reviewing,
    seating,
    structure,
    voting,
)

ROUTES = [
    *structure.ROUTES,
    *composing.ROUTES,
    *forming.ROUTES,
    *quorum.ROUTES,
    *voting.ROUTES,
    *seating.ROUTES,
    *reviewing.ROUTES,
    *deputising.ROUTES,
]
