"""The refresh of the public registers, as a schedule: it is prepared, and a person approves it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from backend.catalogue.schedules import ScheduleSettings
from backend.registers.operations import publishing
from backend.registers.queries import publications
from backend.registers.rules.publication import State
from backend.schedules.doings import Did
from backend.schedules.rules import Calendar
from backend.scope import Scope

_NONE_YET = (
    "Nothing has been published yet, so there is nothing to refresh. Prepare the first publication by hand."
)


class RegisterRefresh:
    """What the public sees of the registers is prepared anew."""

    key = "register-refresh"
    title = "Register refresh"
    does = "Prepares what the public sees of the registers anew. A person approves it before it is public."
    unless = "Once the registers have been published for the first time"

    async def due_at(self, scope: Scope, settings: ScheduleSettings, calendar: Calendar) -> datetime | None:
        """So many months after the last, as the rule set asks for."""
        due_on = await publications.next_due_on(scope)
        return None if due_on is None else calendar.moment(due_on, settings.at)

    async def do(self, scope: Scope, settings: ScheduleSettings, calendar: Calendar, *, by_hand: bool) -> Did:
        if not by_hand and await publications.next_due_on(scope) is None:
            return Did(words=_NONE_YET, anything=False, links=(("Publication", "/publication"),))
        publication_id = await publishing.ask_publication(scope)
        return Did(words="Asked for a refresh of the public registers.", waits_for=(publication_id,))

    async def follow(self, scope: Scope, refs: Sequence[UUID]) -> tuple[bool, Did]:
        line = await publications.publication_of(scope, publication_id=refs[0])
        links = ((f"Refresh {line.number}", f"/publication/{line.id}"),)
        if line.state is State.FAILED:
            return True, Did(words=line.failure or "It could not be prepared.", failed=True, links=links)
        if line.state is State.ASKED:
            words = f"Refresh {line.number} of the public registers is being prepared."
            return False, Did(words=words, links=links, waits_for=tuple(refs))
        words = f"Prepared refresh {line.number} of the public registers."
        waits = " It waits for approval." if line.state is State.PREPARED else ""
        return True, Did(words=words + waits, links=links)
