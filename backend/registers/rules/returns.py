"""Returns to higher bodies: their periods, their states, and who may sign."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from backend.scope import Refusal


class UnableToReturn(Refusal):
    """The return can't be prepared, sent back or signed so."""


class ReturnState(StrEnum):
    PREPARED = "PREPARED"
    SENT_BACK = "SENT_BACK"
    DROPPED = "DROPPED"
    SIGNED = "SIGNED"


STATE_IN_WORDS = {
    ReturnState.PREPARED: "Waits for its signature",
    ReturnState.SENT_BACK: "Sent back with a question",
    ReturnState.DROPPED: "Prepared anew since",
    ReturnState.SIGNED: "Signed and sent",
}
OWNER: Mapping[ReturnState, str | None] = {
    ReturnState.PREPARED: "executive-owner",
    ReturnState.SENT_BACK: "governance-officer",
    ReturnState.DROPPED: None,
    ReturnState.SIGNED: None,
}
"""Who holds the pen in each state."""


@dataclass(frozen=True, slots=True, order=True)
class ReturnPeriod:
    """A quarter or a year of the financial year, which begins in April; both days are within it."""

    since: date
    until: date

    @property
    def in_words(self) -> str:
        year = f"{self.financial_year}/{(self.financial_year + 1) % 100:02d}"
        if (self.until - self.since).days > 100:
            return year
        return f"quarter {(self.since.month - 4) % 12 // 3 + 1} of {year}"

    @property
    def financial_year(self) -> int:
        """The calendar year in which the financial year begins."""
        return self.since.year if self.since.month >= 4 else self.since.year - 1


def period_of(day: date, *, months: int) -> ReturnPeriod:
    """The period of so many months (3 or 12) that a day lies in."""
    offset = (day.month - 4) % months
    since = _month(day.year, day.month - offset)
    return ReturnPeriod(since=since, until=_month(since.year, since.month + months) - timedelta(days=1))


def periods_before(day: date, *, months: int, count: int) -> tuple[ReturnPeriod, ...]:
    """The period that a day lies in and those before it, newest first."""
    found = [period_of(day, months=months)]
    while len(found) < count:
        found.append(period_of(found[-1].since - timedelta(days=1), months=months))
    return tuple(found)


def check_can_sign(
    *,
    state: ReturnState,
    prepared_by: object,
    signer: object,
    until: date,
    today: date,
    seen: str,
    sha256: str,
) -> None:
    """Raise `UnableToReturn` unless a person who did not prepare it signs exactly what they saw, after its period."""
    if state is not ReturnState.PREPARED:
        raise UnableToReturn(f"This return doesn’t wait for a signature: {STATE_IN_WORDS[state].lower()}.")
    if signer is None or signer == prepared_by:
        raise UnableToReturn("Whoever prepared a return doesn’t sign it. Ask another executive.")
    if until >= today:
        raise UnableToReturn(
            f"The period ends on {until.day} {until:%B %Y}: the return can be signed from the day after."
        )
    if seen != sha256:
        raise UnableToReturn("The return was prepared anew after you opened it. Read it again, then sign.")


def check_can_send_back(*, state: ReturnState, prepared_by: object, asker: object) -> None:
    if state is not ReturnState.PREPARED:
        raise UnableToReturn(f"This return can’t be sent back: {STATE_IN_WORDS[state].lower()}.")
    if asker == prepared_by:
        raise UnableToReturn("You prepared this return: prepare it anew instead.")


def check_can_prepare(*, asked: bool, name: str, since: date, today: date) -> None:
    """Raise `UnableToReturn` unless the rule set of the period asks for it and the period has begun."""
    if not asked:
        raise UnableToReturn(f"The rules that bound you then ask for no {name}.", field="period")
    if since > today:
        raise UnableToReturn("The period has not begun.", field="period")


def _month(year: int, month: int) -> date:
    """The first day of a month; months before January and after December lie in the years beside."""
    years, of_year = divmod(month - 1, 12)
    return date(year + years, of_year + 1, 1)
