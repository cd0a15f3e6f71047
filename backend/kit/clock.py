"""The clock of the domain. Domain code never asks for the time: it is handed `scope.now`, which comes from here."""

from datetime import UTC, datetime, timedelta

from backend.kit.settings import BadSetting


class Clock:
    """Tells the moment, shifted by a constant so that a demonstration can live in another year.

    `PROBITY_CLOCK` is `real`, or a moment such as `2014-09-01T09:00:00+01:00` that runs on from when the
    process started. A demonstration tenant adds an offset of its own (see `tenancy`).
    """

    def __init__(self, setting: str = "real") -> None:
        self._shift = timedelta(0)
        if setting != "real":
            self._shift = _moment(setting) - real_now()

    def now(self) -> datetime:
        return real_now() + self._shift


def real_now() -> datetime:
    """Real time, for sessions, one-time codes, limits, seals and the ledger's `recorded_at` only."""
    return datetime.now(UTC)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadSetting(
            f"PROBITY_CLOCK is {text!r}; it must be 'real' or a moment such as 2014-09-01T09:00:00+01:00."
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
