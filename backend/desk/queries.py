"""What the front page of a tenant shows: a few numbers, each with its list, and what waits for the visitor."""

from dataclasses import dataclass

from backend.concerns.queries import handled, notices
from backend.interests import settings as interest_settings
from backend.interests.queries import declarations, withholding
from backend.interests.rules import declaring as interest_rules
from backend.kit.calendar import LONDON, in_words
from backend.meetings import queries as meetings
from backend.registers.queries import publications
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
    found = [
        *await _declaration(scope),
        *await _reviews(scope),
        *await _papers(scope),
        *await _concerns(scope),
        *await _publication(scope),
    ]
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
        tiles.append(
            Tile(number=declared, words=f"of {len(standings)} people have declared", path="/interests")
        )
        tiles.append(Tile(number=open_interests, words="interests on the register", path="/interests"))
    return tuple(tiles)


async def _declaration(scope: Scope) -> list[Task]:
    """The visitor's own declaration, if they owe one or never made one."""
    if not scope.may("interests.declare") or scope.actor.person_id is None:
        return []
    rule_set = await interest_settings.rule_set_of(scope)
    for person in await declarations.standings_of(scope, person_id=scope.actor.person_id):
        due_on = person.due_on(
            within_days=rule_set.declare_within_days.value,
            refresh_months=rule_set.publication.at_least_every_months.value,
        )
        overdue = due_on < scope.today
        if not person.paused and (person.last_kind is None or overdue):
            return [Task(words="Declare your interests", path="/interests/mine", urgent=overdue)]
    return []


async def _reviews(scope: Scope) -> list[Task]:
    """Declarations of others that wait for a review."""
    if not scope.may("interests.review"):
        return []
    waiting = [
        line
        for line in await declarations.declarations_of(scope, only_open=True)
        if interest_rules.can_review(
            declarant=line.person_id,
            reviewer=scope.actor.person_id,
            status=line.status,
            into=interest_rules.DeclarationStatus.APPROVED,
        )
    ]
    count = len(waiting)
    words = "1 declaration waits for review" if count == 1 else f"{count} declarations wait for review"
    return [Task(words=words, path="/interests/declarations")] if waiting else []


async def _publication(scope: Scope) -> list[Task]:
    """Refreshes that the visitor may approve, and withheld entries whose day of review has come."""
    found = []
    if scope.may("registers.approve"):
        found += [
            Task(
                words=f"Approve refresh {line.number} of the public registers", path=f"/publication/{line.id}"
            )
            for line in await publications.waiting_for(scope)
        ]
    if scope.may("registers.withhold"):
        found += [
            Task(
                words="Look again at an entry that is withheld",
                path=f"/publication/withheld/{line.id}",
                urgent=True,
            )
            for line in await withholding.withholdings_of(scope, due=True)
        ]
    return found


async def _papers(scope: Scope) -> list[Task]:
    """Papers that wait for the visitor's next step."""
    if not scope.may("papers.write") and not scope.may("papers.sign-off"):
        return []
    return [
        Task(
            words=f"Review and sign off “{paper.title}”"
            if paper.run.can_sign
            else f"Move “{paper.title}” on",
            path=f"/papers/{paper.id}",
        )
        for paper in await meetings.papers_waiting(scope)
    ]


async def _concerns(scope: Scope) -> list[Task]:
    """Notices that the visitor may reply to, and concerns that they handle: to nobody else does either exist."""
    found = []
    if scope.may("concerns.raise") and await notices.unanswered_notices(scope):
        found.append(Task(words="Read and answer a notice to you", path="/concerns/notices", urgent=True))
    if scope.may("concerns.handle") and (count := await handled.open_concerns(scope)):
        words = "1 concern is yours to handle" if count == 1 else f"{count} concerns are yours to handle"
        found.append(Task(words=words, path="/concerns/handling"))
    return found
