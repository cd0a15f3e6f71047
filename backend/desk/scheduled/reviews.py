"""Reviews, as schedules: the officers are told once what falls due until the schedule comes round again."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from backend.catalogue.schedules import ScheduleSettings
from backend.committees import reviewed
from backend.interests import settings as interest_settings
from backend.interests.queries import declarations
from backend.kit.calendar import in_words
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import permissions
from backend.people import queries as people
from backend.schedules.doings import Did
from backend.schedules.rules import Calendar, next_after
from backend.scope import Scope

_A_YEAR = timedelta(days=365)


class _Review:
    """What every review shares: by the calendar, and waiting for nobody."""

    unless = "None is known"

    async def due_at(self, scope: Scope, settings: ScheduleSettings, calendar: Calendar) -> datetime | None:
        raise AssertionError("a review comes round by the calendar")

    async def follow(self, scope: Scope, refs: Sequence[UUID]) -> tuple[bool, Did]:
        raise AssertionError("whoever is told of a review is not waited for")


class TermsReview(_Review):
    """Terms of reference."""

    key = "terms-review"
    title = "Review of terms of reference"
    does = "Tells the officers which committees’ terms of reference fall due for review until the next time."

    async def do(self, scope: Scope, settings: ScheduleSettings, calendar: Calendar, *, by_hand: bool) -> Did:
        until = _until(scope, settings, calendar)
        due = await reviewed.terms_due(scope, until=until)
        if not due:
            return Did(
                words=f"No terms of reference are to be reviewed by {in_words(until)}.", anything=False
            )
        lines = [
            {
                "words": f"{each.committee}: {'since' if each.due_on < scope.today else 'by'} {in_words(each.due_on)}",
                "path": f"/committees/{each.committee_id}/terms-of-reference",
            }
            for each in due
        ]
        intro = f"These terms of reference are to be reviewed by {in_words(until)}:"
        count = "1 committee’s" if len(due) == 1 else f"{len(due)} committees’"
        told = await _tell(scope, self.key, title=self.title, intro=intro, lines=lines)
        return Did(words=f"Told {told} of {count} terms of reference that fall due by {in_words(until)}.")


class RegisterReview(_Review):
    """The register of interests as a whole: who is behind, and whether the rules are still the right ones."""

    key = "register-review"
    title = "Review of the register of interests"
    does = "Tells the officers how complete the register is, and whether the rules that it follows are still in force."

    async def do(self, scope: Scope, settings: ScheduleSettings, calendar: Calendar, *, by_hand: bool) -> Did:
        binding = await interest_settings.binding_of(scope)
        standings = [each for each in await declarations.standings_of(scope) if not each.paused]
        late = sum(each.due_on(binding.lived) < scope.today for each in standings)
        behind = (
            "Everybody who is to declare has declared in time."
            if not late
            else f"{late} of {len(standings)} people are behind with their declaration."
        )
        lines = [{"words": behind, "path": "/interests"}]
        kept = await interest_settings.current(scope)
        if binding.overtaken and binding.in_force is not None:
            words = f"The organisation follows {binding.edition.title}; a newer edition is in force."
            lines.append({"words": words, "path": "/interests/rules"})
        if kept and kept["review_by"] and kept["review_by"] <= _until(scope, settings, calendar):
            words = f"The choice of rules is to be looked at by {in_words(kept['review_by'])}."
            lines.append({"words": words, "path": "/interests/rules"})
        intro = "It is time to review the register of interests as a whole:"
        told = await _tell(scope, self.key, title=self.title, intro=intro, lines=lines)
        return Did(words=f"Told {told} how the register stands. {behind}")


def _until(scope: Scope, settings: ScheduleSettings, calendar: Calendar) -> date:
    """The last day before it comes round again."""
    after = next_after(settings, scope.now, calendar)
    return (calendar.day_of(after) if after else scope.today + _A_YEAR) - timedelta(days=1)


async def _tell(scope: Scope, key: str, *, title: str, intro: str, lines: Sequence[dict[str, Any]]) -> str:
    """Write to the officers, once a day at the most; returns how many, in words."""
    officers = await people.people_of(scope, role=permissions.OFFICER)
    tellings = [
        Telling(
            key=f"desk.review/{key}/{each.id}/{scope.today.isoformat()}",
            to=Recipient(person_id=each.id, name=each.name, address=each.email),
            context={"title": title, "intro": intro, "lines": lines},
        )
        for each in officers
    ]
    await notices.tell_all(scope, kind="desk.review-due", tellings=tellings)
    if not officers:
        return "nobody, since there is no governance officer,"
    return "the governance officer" if len(officers) == 1 else f"{len(officers)} governance officers"
