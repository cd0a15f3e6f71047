"""What stops the clock of a request, starts it again, and makes it longer."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.requests.operations import records, telling
from backend.requests.queries.views import RequestLine
from backend.requests.rules import UnableToHandle, answering
from backend.requests.rules import clock as rules
from backend.requests.tables import Pause
from backend.scope import NotFound, Scope


async def stop(scope: Scope, *, request_id: UUID, stop_id: str, on: date, words: str) -> None:
    """Record what was asked of the requester on a day, from which the clock stands still. Raises UnableToHandle."""
    view = await records.to_handle(scope, request_id)
    line = view.line
    answering.check_being_prepared(line.state)
    found = line.kind.stop(stop_id)
    if found is None:
        raise UnableToHandle("Choose what was asked of the requester.", field="stop_id")
    if any(each.open for each in view.pauses):
        raise UnableToHandle("The clock stands still already. Record first that what was asked for came.")
    latest = max(
        [
            line.received_on,
            *(each.until_on for each in view.pauses if each.until_on and not each.withdrawn_because),
        ]
    )
    if not latest <= on <= scope.today:
        raise UnableToHandle(
            "The day must be after what came before it, and not in the future.", field="stopped_on"
        )
    plain = records.words_of(words, sentence="Say what was asked of the requester.", field="stop_words")
    await Pause.add(
        scope, request_id=request_id, stop_id=stop_id, words=plain, from_on=on, recorded_by=scope.actor.name
    )
    await _read(scope, line, "clock.stopped", why=found.name, on=on)


async def start(scope: Scope, *, request_id: UUID, on: date, words: str | None = None) -> None:
    """Record that what was asked for came on a day."""
    view = await records.to_handle(scope, request_id)
    answering.check_being_prepared(view.line.state)
    pause = next((each for each in view.pauses if each.open), None)
    if pause is None:
        raise UnableToHandle("The clock does not stand still.")
    if not pause.from_on <= on <= scope.today:
        raise UnableToHandle(
            "The day must be from the day on which it was asked for until today.", field="came_on"
        )
    await Pause.change(scope, until_on=on, came_words=(words or "").strip() or None).where(
        Pause.id == pause.id
    )
    await _read(scope, view.line, "clock.started", why=pause.stop.name, on=on)
    await telling.look_ahead(scope)


async def withdraw_stop(scope: Scope, *, request_id: UUID, pause_id: UUID, because: str) -> None:
    """Strike out a stop that was recorded by mistake; the clock is counted as if it never was."""
    view = await records.to_handle(scope, request_id)
    answering.check_being_prepared(view.line.state)
    pause = next((each for each in view.pauses if each.id == pause_id and not each.withdrawn_because), None)
    if pause is None:
        raise NotFound("stop of the clock")
    plain = records.words_of(because, sentence="Say why it was a mistake.", field="because")
    await Pause.change(scope, withdrawn_because=plain).where(Pause.id == pause_id)
    await _read(scope, view.line, "clock.stop-withdrawn", why=pause.stop.name)


async def extend(scope: Scope, *, request_id: UUID, by: int, because: str) -> None:
    """Make the time longer, as far as the rules let, with the reason that the requester was given; 0 takes it back."""
    line = (await records.to_handle(scope, request_id)).line
    answering.check_being_prepared(line.state)
    rules.check_extension(line.kind, by)
    plain = records.words_of(
        because, sentence="Say why, as the requester was told.", field="extended_because"
    )
    await records.change(scope, line, extended_by=by, extended_because=plain if by else None)
    await _read(scope, line, "clock.extended" if by else "clock.extension-withdrawn", by=by)


async def _read(scope: Scope, line: RequestLine, act: str, **after: Any) -> None:
    await records.read_clock(scope, line.id)
    await records.record(scope, act, line, **after)
