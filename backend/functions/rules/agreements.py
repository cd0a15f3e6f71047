"""How an agreement stands on a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class AgreementState(StrEnum):
    NOT_SIGNED = "not-signed"
    TO_COME = "to-come"
    IN_FORCE = "in-force"
    NOTICE_GIVEN = "notice-given"
    ENDED = "ended"


STATE_IN_WORDS = {
    AgreementState.NOT_SIGNED: ("Not signed", "white"),
    AgreementState.TO_COME: ("Signed, to come", "blue"),
    AgreementState.IN_FORCE: ("In force", "green"),
    AgreementState.NOTICE_GIVEN: ("Notice given", "orange"),
    AgreementState.ENDED: ("Ended", "grey"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Notice that stands; `takes_effect_on` is the first day without the agreement."""

    given_on: date
    takes_effect_on: date


def ends_on(*, until_on: date | None, notices: tuple[Given, ...], on: date) -> date | None:
    """The last day with the agreement as it was known on a day: its own end, or the day before notice takes effect."""
    ends = [each.takes_effect_on - timedelta(days=1) for each in notices if each.given_on <= on]
    return min([*ends, *([until_on] if until_on else [])], default=None)


def state_on(
    on: date,
    *,
    from_on: date,
    until_on: date | None,
    signed_on: date | None,
    notices: tuple[Given, ...],
) -> AgreementState:
    """What nobody has signed is no agreement, whatever its dates say."""
    last = ends_on(until_on=until_on, notices=notices, on=on)
    if signed_on is None or signed_on > on:
        return AgreementState.NOT_SIGNED
    if last is not None and last < on:
        return AgreementState.ENDED
    if on < from_on:
        return AgreementState.TO_COME
    if any(each.given_on <= on for each in notices):
        return AgreementState.NOTICE_GIVEN
    return AgreementState.IN_FORCE
