"""Who may end an organisation, and when: an officer proposes, an executive who is somebody else approves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from backend.scope import OvertakenByAnother, Refusal

KEPT_YEARS = 20
"""How many years after its end the record of an organisation is kept at least, before anybody may propose to delete it.

A setting of ours: twenty years is what we remember for the papers of a board; no source of it is at hand.
"""

WAITS = timedelta(days=28)
"""How long after its approval a deletion waits, so that it can still be taken back."""


class UnableToPropose(Refusal):
    """An end that can't be proposed as things stand."""


class UnableToApprove(Refusal):
    """An approval by the wrong person, or of what stands no more."""


class AlreadyProposed(OvertakenByAnother):
    """There is an open proposal already."""


class Ending(StrEnum):
    """What may be proposed."""

    CLOSE = "close"
    DELETE = "delete"


ENDING_IN_WORDS: Mapping[Ending, str] = {
    Ending.CLOSE: "Close the organisation",
    Ending.DELETE: "Delete the organisation’s record",
}


class ProposalState(StrEnum):
    """How a proposal stands."""

    OPEN = "open"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"
    DONE = "done"


PROPOSAL_IN_WORDS: Mapping[ProposalState, str] = {
    ProposalState.OPEN: "waits for approval",
    ProposalState.APPROVED: "approved",
    ProposalState.WITHDRAWN: "withdrawn",
    ProposalState.DONE: "carried out",
}


class ExportState(StrEnum):
    """How far an export is."""

    ASKED = "asked"
    READY = "ready"
    FAILED = "failed"
    ENDED = "ended"


EXPORT_IN_WORDS: Mapping[ExportState, str] = {
    ExportState.ASKED: "being made",
    ExportState.READY: "ready",
    ExportState.FAILED: "not made",
    ExportState.ENDED: "no longer kept",
}

EXPORT_KEPT = timedelta(days=7)
"""How long an export can be downloaded; then its key is destroyed, and nobody can read it any more."""

MEANINGS: Mapping[str, str] = {
    "trial": "Everything can be tried, and letters go to its own people. Nothing is published, and no pack released.",
    "live": "At work: chores run, letters go, and what is approved is published and released.",
    "suspended": "Nothing is sent, chased or published until it is resumed. Its pages open, and what is owed waits.",
    "closed": "Its life has ended on a day. Everything can be read and nothing is changed; public pages, packs, links, "
    "keys and proofs go on answering.",
    "merged": "As closed, and another organisation has taken over; every page says which.",
    "deleted": "Its record is gone, after its time and with two approvals. Its keys and last checkpoint stay, so that "
    "old packs can be verified.",
}
"""What each state means, for the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a deletion is asked about: where the organisation stands, and what of it must still be kept."""

    state: str
    name: str
    ended_on: date | None
    holds: int = 0
    requests_open: int = 0
    links_live: int = 0


def check_can_close(state: str, name: str) -> None:
    """Raises UnableToPropose."""
    if state not in {"trial", "live", "suspended"}:
        raise UnableToPropose(f"{name} is {state} already.")


def can_close(state: str) -> bool:
    return state in {"trial", "live", "suspended"}


def in_the_way_of_deleting(standing: Standing, *, today: date) -> tuple[str, ...]:
    """Everything that keeps the record from being deleted, each in a sentence; empty where it may be proposed."""
    found = []
    if standing.state not in {"closed", "merged"}:
        found.append(f"{standing.name} is {standing.state}: only what is closed or merged can be deleted.")
    if standing.ended_on:
        until = kept_until(standing.ended_on)
        if today < until:
            found.append(
                f"Its record is kept for {KEPT_YEARS} years after its end, until {until.day} {until:%B %Y}."
            )
    if standing.holds:
        found.append(f"{_many(standing.holds, 'hold stands', 'holds stand')} on its records.")
    if standing.requests_open:
        found.append(
            f"{_many(standing.requests_open, 'request', 'requests')} for information not yet closed."
        )
    if standing.links_live:
        found.append(
            f"{_many(standing.links_live, 'released pack is', 'released packs are')} still open to others."
        )
    return tuple(found)


def in_the_way_of_carrying_out(
    standing: Standing, *, today: date, taken_along: str | None
) -> tuple[str, ...]:
    """Everything that keeps an approved deletion from being carried out, beside its own four weeks.

    `taken_along` says which copy was taken since the end; without one the record would be in nobody's hands.
    """
    found = in_the_way_of_deleting(standing, today=today)
    if taken_along is None:
        found += (
            "Nobody has taken it along since it ended: make a backup (probity tenant backup), or have an export "
            "downloaded, first.",
        )
    return found


def check_can_delete(standing: Standing, *, today: date) -> None:
    """Raises UnableToPropose with everything that is in the way."""
    if found := in_the_way_of_deleting(standing, today=today):
        raise UnableToPropose(" ".join(found))


def kept_until(ended_on: date) -> date:
    """The first day on which deletion may be proposed."""
    year = ended_on.year + KEPT_YEARS
    try:
        return ended_on.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 3, 1)


def check_can_approve(*, state: ProposalState, proposed_by: UUID | None, approver: UUID | None) -> None:
    """Raises UnableToApprove."""
    if state is not ProposalState.OPEN:
        raise UnableToApprove(f"This proposal is {PROPOSAL_IN_WORDS[state]} already.")
    if approver is None or approver == proposed_by:
        raise UnableToApprove("Whoever proposed it can’t approve it: it takes a second person.")


def can_approve(*, state: ProposalState, proposed_by: UUID | None, approver: UUID | None) -> bool:
    try:
        check_can_approve(state=state, proposed_by=proposed_by, approver=approver)
    except UnableToApprove:
        return False
    return True


def check_can_carry_out(
    *,
    kind: Ending,
    state: ProposalState,
    not_before: datetime | None,
    now: datetime,
    in_the_way: Sequence[str],
) -> None:
    """Raises UnableToApprove with everything that is in the way of an approved deletion."""
    found = []
    if kind is not Ending.DELETE or state is not ProposalState.APPROVED:
        found.append(
            f"This is no approved deletion: it is “{ENDING_IN_WORDS[kind]}”, {PROPOSAL_IN_WORDS[state]}."
        )
    if not_before and now < not_before:
        found.append(
            f"It waits until {not_before.day} {not_before:%B %Y}, so that it can still be taken back."
        )
    found += in_the_way
    if found:
        raise UnableToApprove(" ".join(found))


def _many(count: int, one: str, several: str) -> str:
    return f"{count:,} {one if count == 1 else several}"
