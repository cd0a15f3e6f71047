"""What waits for the visitor because of what they keep, review, approve, sign or handle for others."""

from backend.concerns.queries import handled
from backend.desk.queries.tasks import Task, counted
from backend.functions import queries as functions
from backend.interests.queries import gifts, reviews, withholding
from backend.interests.rules.gifts import GiftStatus
from backend.kit.calendar import in_words
from backend.meetings import queries as meetings
from backend.packs.publishing import queries as public_packs
from backend.registers.queries import fit_and_proper, publications, returns
from backend.registers.rules.fit_and_proper import CheckState
from backend.registers.rules.returns import ReturnState
from backend.requests import queries as requests
from backend.scope import Scope


async def tasks_of(scope: Scope) -> list[Task]:
    """What the visitor's roles bring them. A fixed number of statements."""
    return [
        *await _reviews(scope),
        *await _offers(scope),
        *await _papers(scope),
        *await _concerns(scope),
        *await _publication(scope),
        *await _returns(scope),
        *await _checks(scope),
        *await _notice_dates(scope),
        *await _requests(scope),
    ]


async def _notice_dates(scope: Scope) -> list[Task]:
    """Agreements on delegation that could be left: until when notice can be given, and for which day."""
    if not scope.may("functions.keep"):
        return []
    return [
        Task(
            words=f"“{line.name}” can be left on {in_words(line.notice.takes_effect)} by notice until "
            f"{in_words(line.notice.last_day)}",
            path=f"/delegation-agreements/{line.id}#notice",
        )
        for line in await functions.notices_ahead(scope)
        if line.notice is not None
    ]


async def _reviews(scope: Scope) -> list[Task]:
    """Declarations of others that wait for a review: for an officer all, for a line manager their people's."""
    if scope.may("interests.review"):
        count = await reviews.count_to_review(scope)
        words = counted(count, "1 declaration waits for review", "declarations wait for review")
        return [Task(words=words, path="/interests/declarations")] if count else []
    if scope.may("interests.declare") and scope.actor.person_id is not None:
        count = await reviews.count_to_review(scope, manager_id=scope.actor.person_id)
        words = counted(
            count,
            "1 declaration of somebody you manage waits for review",
            "declarations of people you manage wait for review",
        )
        return [Task(words=words, path="/interests/managed")] if count else []
    return []


async def _offers(scope: Scope) -> list[Task]:
    """Offers of gifts and hospitality to others that wait for a review."""
    if not scope.may("interests.review"):
        return []
    waiting = gifts.Sought(status=GiftStatus.SUBMITTED)
    own = gifts.Sought(status=GiftStatus.SUBMITTED, person_id=scope.actor.person_id)
    count = (await gifts.gifts_of(scope, sought=waiting)).total
    if count and scope.actor.person_id is not None:
        count -= (await gifts.gifts_of(scope, sought=own)).total
    words = counted(count, "1 offer of a gift waits for review", "offers of gifts wait for review")
    return [Task(words=words, path=f"/gifts?status={GiftStatus.SUBMITTED}")] if count else []


async def _papers(scope: Scope) -> list[Task]:
    """Papers that wait for the visitor's next step."""
    if not scope.may("papers.write") and not scope.may("papers.sign-off"):
        return []
    waiting = await meetings.without_conflicts(scope, await meetings.papers_waiting(scope))
    to_sign = sum(paper.run.can_sign for paper in waiting)
    queue = [Task(words=f"Sign off {to_sign:,} papers, one after the other", path="/sign-off")]
    return (queue if to_sign > 1 else []) + [
        Task(
            words=f"Review and sign off “{paper.title}”"
            if paper.run.can_sign
            else f"Move “{paper.title}” on",
            path=f"/sign-off/{paper.id}" if paper.run.can_sign else f"/papers/{paper.id}",
        )
        for paper in waiting
    ]


async def _concerns(scope: Scope) -> list[Task]:
    """Concerns that the visitor handles: to nobody else do they exist, not even as a number."""
    if not scope.may("concerns.handle") or not (count := await handled.open_concerns(scope)):
        return []
    words = counted(count, "1 concern is yours to handle", "concerns are yours to handle")
    return [Task(words=words, path="/concerns/handling")]


async def _publication(scope: Scope) -> list[Task]:
    """What is to be public that the visitor may approve, and withheld entries whose day of review has come."""
    found = []
    if scope.may("packs.approve"):
        found += [
            Task(words=f"Approve what the public sees of “{line.meeting}”", path=f"/public-packs/{line.id}")
            for line in await public_packs.waiting_for(scope)
        ]
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


async def _returns(scope: Scope) -> list[Task]:
    """Returns to sign that somebody else prepared, and those that were sent back with a question."""
    signs, prepares = scope.may("returns.sign"), scope.may("returns.prepare")
    if not signs and not prepares:
        return []
    found = []
    for line in await returns.returns_of(scope):
        name = f"{line.content['return']} for {line.period.in_words}"
        if signs and line.state is ReturnState.PREPARED and line.prepared_by != scope.actor.person_id:
            found.append(Task(words=f"Sign: {name}", path=f"/returns/{line.id}"))
        if prepares and line.state is ReturnState.SENT_BACK:
            found.append(Task(words=f"Answer the question about: {name}", path=f"/returns/{line.id}"))
    return found


async def _checks(scope: Scope) -> list[Task]:
    """Board members whose fit and proper person check is due, soon due or not recorded."""
    if not scope.may("returns.prepare"):
        return []
    lines = [line for line in await fit_and_proper.checks_due(scope) if line.state is not CheckState.IN_DATE]
    if not lines:
        return []
    late = any(line.state is CheckState.OVERDUE for line in lines)
    dated = [line.next_due_on for line in lines if line.next_due_on is not None]
    words = counted(
        len(lines), "1 fit and proper person check is due", "fit and proper person checks are due"
    )
    if dated:
        words += f", the first by {in_words(min(dated))}"
    return [Task(words=words, path="/returns/fit-and-proper", urgent=late)]


async def _requests(scope: Scope) -> list[Task]:
    """Searches that the visitor was asked for; requests of theirs that fall due; answers to check, opinions to give."""
    found = [
        Task(
            words=f"Look for what request {search.reference} asks for, by {in_words(search.due_on)}",
            path=f"/requests/searches/{search.id}",
            urgent=search.due_on < scope.today,
        )
        for search in (await requests.my_searches(scope) if scope.actor.person_id else ())
    ]
    if scope.may("requests.handle") and scope.actor.person_id:
        found += [
            Task(
                words=f"Request {line.reference} "
                + (
                    f"is late: {line.clock.in_words}"
                    if line.clock.overdue
                    else f"is due by {in_words(line.due_on)}"
                ),
                path=line.path,
                urgent=line.clock.overdue,
            )
            for line in await requests.mine(scope)
            if line.due_on is not None
        ]
    if scope.may("requests.check"):
        waits = await requests.waiting_for_check(scope)
        words = counted(
            waits, "1 answer to a request waits to be checked", "answers to requests wait to be checked"
        )
        found += [Task(words=words, path="/requests?show=to-check")] if waits else []
    if scope.may("requests.decide"):
        found += [
            Task(words=f"Give your opinion on request {line.reference}", path=f"{line.path}#exemptions")
            for line in await requests.waiting_for_opinion(scope)
        ]
    return found
