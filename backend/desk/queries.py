"""What the front page of a tenant shows: a few numbers, each with its list, and what waits for the visitor."""

from dataclasses import dataclass

from backend.interests import queries as interests
from backend.interests import rules as interest_rules
from backend.interests import settings as interest_settings
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something that waits for the visitor. `path` lies in the tenant."""

    words: str
    path: str
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One number and where its list is."""

    number: int
    words: str
    path: str


async def tasks_of(scope: Scope) -> tuple[Task, ...]:
    """What waits for the visitor, most urgent first."""
    found: list[Task] = []
    if scope.may("interests.declare") and scope.actor.person_id:
        rule_set = await interest_settings.rule_set_of(scope)
        standing = (await interests.standings_of(scope, person_id=scope.actor.person_id))[:1]
        for person in standing:
            due_on = person.due_on(
                within_days=rule_set.declare_within_days.value,
                refresh_months=rule_set.publication.at_least_every_months.value,
            )
            if person.last_kind is None or due_on < scope.today:
                found.append(
                    Task(words="Declare your interests", path="/interests/mine", urgent=due_on < scope.today)
                )
    if scope.may("interests.review"):
        open_lines = [
            line
            for line in await interests.declarations_of(scope, only_open=True)
            if interest_rules.can_review(
                declarant=line.person_id,
                reviewer=scope.actor.person_id,
                status=line.status,
                into=interest_rules.DeclarationStatus.APPROVED,
            )
        ]
        if open_lines:
            count = len(open_lines)
            words = (
                "1 declaration waits for review" if count == 1 else f"{count} declarations wait for review"
            )
            found.append(Task(words=words, path="/interests/declarations"))
    return tuple(sorted(found, key=lambda task: not task.urgent))


async def tiles_of(scope: Scope) -> tuple[Tile, ...]:
    """The numbers of the tenant that the visitor may open the lists of."""
    tiles: list[Tile] = []
    if scope.may("interests.read"):
        standings = await interests.standings_of(scope)
        declared = sum(person.last_kind is not None for person in standings)
        tiles.append(
            Tile(number=declared, words=f"of {len(standings)} people have declared", path="/interests")
        )
        tiles.append(
            Tile(
                number=sum(person.open_interests for person in standings),
                words="interests on the register",
                path="/interests",
            )
        )
    return tuple(tiles)
