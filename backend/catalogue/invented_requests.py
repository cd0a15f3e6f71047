"""A demonstration's requests for information: invented, by invented people, handled by the cast."""

from datetime import date
from typing import Literal

from backend.catalogue.shapes import Line, Slug, Strict, Text


class InventedPause(Strict):
    """What was asked of the requester, on a day from which the clock stands still."""

    why: Slug
    """A stop of the rules for requests."""
    on: date
    words: Text


class InventedSearch(Strict):
    person: Slug
    asked: Text
    on: date
    due_on: date
    found: bool | None = None
    """Whether there was something; nothing is said while the answer is waited for."""
    answer: Text | None = None
    answered_on: date | None = None


class InventedExemption(Strict):
    exemption: Slug
    on: date
    covers: Text
    reason: Text
    interest_for: Text | None = None
    interest_against: Text | None = None


class InventedAnswer(Strict):
    outcome: Literal["full", "part", "refused", "not-held"]
    words: Text
    prepared_on: date
    checker: Slug
    checked_on: date | None = None
    sent_on: date | None = None


class InventedDisclosure(Strict):
    """What stands in the public log, put there by the checker of the answer."""

    title: Line
    asked: Text
    answered: Text
    on: date


class InventedReview(Strict):
    on: date
    words: Text


class InventedRequest(Strict):
    id: Slug
    kind: Slug
    came: Literal["mail", "letter"]
    received_on: date
    logged_on: date
    subject: Line
    asked: Text
    requester: Line
    contact: Line
    """An address that reaches nobody."""
    acknowledged_on: date | None = None
    pause: InventedPause | None = None
    searches: tuple[InventedSearch, ...] = ()
    exemptions: tuple[InventedExemption, ...] = ()
    answer: InventedAnswer | None = None
    disclosure: InventedDisclosure | None = None
    review: InventedReview | None = None


class InventedRequests(Strict):
    """`tenants/<slug>/demonstration/requests.toml`."""

    says: Line
    requests: tuple[InventedRequest, ...]
