"""The front page: what waits for the visitor, most urgent first, and a few numbers, each with its list."""

from dataclasses import dataclass

from backend.desk.queries import keeping, own
from backend.desk.queries.tasks import Task
from backend.interests.queries import declarations
from backend.kit.calendar import LONDON, in_words
from backend.meetings import queries as meetings
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One number and where its list is."""

    number: int
    words: str
    path: str


async def tasks_of(scope: Scope) -> tuple[Task, ...]:
    """What waits for the visitor, most urgent first. As many statements for much as for little."""
    found = [*await own.tasks_of(scope), *await keeping.tasks_of(scope)]
    return tuple(sorted(found, key=lambda task: not task.urgent))


async def tiles_of(scope: Scope) -> tuple[Tile, ...]:
    """The numbers of the tenant that the visitor may open the lists of."""
    tiles: list[Tile] = []
    if scope.may("meetings.read"):
        upcoming = await meetings.meetings_of(scope, when="upcoming")
        words = "meeting to come" if len(upcoming) == 1 else "meetings to come"
        if upcoming:
            words += f", the next on {in_words(upcoming[0].starts_at.astimezone(LONDON).date())}"
        tiles.append(Tile(number=len(upcoming), words=words, path="/meetings"))
    if scope.may("interests.read"):
        standings = await declarations.standings_of(scope)
        declared = sum(person.last_kind is not None for person in standings)
        open_interests = sum(person.open_interests for person in standings)
        tiles += [
            Tile(
                number=declared, words=f"of {len(standings)} people have declared", path="/interests/people"
            ),
            Tile(number=open_interests, words="interests on the register", path="/interests"),
        ]
    return tuple(tiles)
