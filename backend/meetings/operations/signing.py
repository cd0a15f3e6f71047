"""Signing a version of a paper off, sending it back with a question, taking a sign-off back, and who is told."""

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.committees import queries as committees
from backend.interests.queries import register
from backend.meetings import chasing, rules
from backend.meetings.operations import holding
from backend.meetings.queries import papers as reading
from backend.meetings.queries import signing as queue
from backend.meetings.queries.rendition import Rendition, rendition_of
from backend.meetings.queries.touched import organisations_of_items
from backend.meetings.standing_in import UnableToNameDeputy
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import permissions
from backend.people import queries as people
from backend.scope import OvertakenByAnother, Scope
from backend.signoff import operations as signoff
from backend.signoff import queries as runs
from backend.signoff import rules as judging
from backend.tenancy import dues

CHECK_RENDITIONS = "meetings.check_renditions"
"""The chore that looks each morning whether what was signed off still shows the words that were signed."""

_MORNING = time(5, 0)


class NewerRendition(OvertakenByAnother):
    """The same version is shown otherwise than it was when it was opened."""


async def sign_paper(
    scope: Scope, *, paper_id: UUID, sha256: str, proved_by: str, rendition_sha256: str | None = None
) -> UUID:
    """Sign off exactly the version of `sha256` for its committee; returns the approval's id.

    `proved_by` says how the person proved who they are; `rendition_sha256` is of what their page showed, where it says
    so. What was written offline is confirmed here too: only if it is still that version. Raises signoff's
    UnableToSign (for a conflict of interest as well), NewerVersion (409), SignedByAnother (409), NewerRendition (409).
    """
    paper = await holding.hold_paper(scope, paper_id)
    rules.check_can_change(paper.item.meeting.standing)
    check_not_withdrawn(paper)
    run = await run_of(scope, paper_id)
    bar = await queue.bar_of(scope, paper_id=paper_id, item_id=paper.item.id, run=run)
    rendition = await _shown_now(scope, paper_id)
    if sha256 == run.content_hash and rendition_sha256 not in (None, rendition.shown.sha256):
        raise NewerRendition(
            f"“{run.title}” is shown in another form since you opened it. Read it as it is now, then sign."
        )
    _check_not_reworded(run, rendition)
    approval_id = await signoff.approve(
        scope,
        run_id=run.id,
        content_hash=sha256,
        places=await _places(scope, paper),
        proved_by=proved_by,
        shown=rendition.shown,
        barred=bar.sentence,
    )
    await dues.set_due_by(scope, chore=CHECK_RENDITIONS, at=next_check(scope))
    await chasing.settle(scope, paper_id=paper_id)
    return approval_id


def next_check(scope: Scope) -> datetime:
    """Five o'clock tomorrow, by the tenant's own clock."""
    morning = datetime.combine(scope.today + timedelta(days=1), _MORNING, ZoneInfo(scope.tenant.time_zone))
    return morning.astimezone(UTC)


async def return_paper(scope: Scope, *, paper_id: UUID, sha256: str, reason: str, proved_by: str) -> None:
    """Put a question to the author instead of signing, and tell them.

    Raises signoff's UnableToTakeStep (for a conflict of interest as well), NewerVersion (409).
    """
    paper = await holding.hold_paper(scope, paper_id)
    rules.check_can_change(paper.item.meeting.standing)
    run = await run_of(scope, paper_id)
    bar = await queue.bar_of(scope, paper_id=paper_id, item_id=paper.item.id, run=run)
    undone = await signoff.send_back(
        scope,
        run_id=run.id,
        content_hash=sha256,
        reason=reason,
        proved_by=proved_by,
        shown=(await _shown_now(scope, paper_id)).shown,
        barred=bar.sentence,
    )
    await chasing.settle(scope, paper_id=paper_id)
    await _tell_of_question(scope, paper, run, question=reason)
    await tell_of_undone(scope, paper, undone, because=f"{scope.actor.name} put a question to its author.")


async def withdraw_sign_off(scope: Scope, *, paper_id: UUID, reason: str, proved_by: str) -> None:
    """Take the sign-off that stands back, and tell those concerned; the paper waits where it was before.

    Raises signoff's UnableToTakeStep.
    """
    paper = await holding.hold_paper(scope, paper_id)
    run = await run_of(scope, paper_id)
    undone = await signoff.withdraw_approval(scope, run_id=run.id, reason=reason, proved_by=proved_by)
    await chasing.begin(scope)
    because = f"{scope.actor.name} withdrew the sign-off: {reason}"
    await tell_of_undone(scope, paper, undone, because=because)


async def renew_sign_off(scope: Scope, paper: holding.HeldPaper, *, sha256: str) -> bool:
    """A new version lies there: every sign-off of the one before is void, and those concerned are told. True if any."""
    run = await run_of(scope, paper.row["id"])
    undone = await signoff.renew(scope, run_id=run.id, content_hash=sha256, title=paper.row["title"])
    await chasing.begin(scope)
    await tell_of_undone(
        scope, paper, undone, because=f"{scope.actor.name} handed in version {run.version + 1}."
    )
    return bool(undone)


async def name_deputy(scope: Scope, *, paper_id: UUID, person_id: UUID, reason: str) -> None:
    """Name who signs one paper in the chair's place, when nobody in office is free to.

    They sit on the committee with a vote, have no conflict of interest, and neither wrote the paper nor handed it in.
    Raises UnableToNameDeputy, signoff's UnableToTakeStep.
    """
    paper = await holding.hold_paper(scope, paper_id)
    rules.check_can_change(paper.item.meeting.standing)
    check_not_withdrawn(paper)
    run = await run_of(scope, paper_id)
    bar = await queue.bar_of(scope, paper_id=paper_id, item_id=paper.item.id, run=run)
    if bar.free:
        names = " or ".join(f"{each.name} ({each.office})" for each in bar.free)
        raise UnableToNameDeputy(f"“{run.title}” needs no deputy: {names} can sign it off.")
    members = await committees.members_on(scope, committee_id=run.body_id, on=scope.today)
    member = next((each for each in members if each.person_id == person_id and each.voting), None)
    if member is None:
        raise UnableToNameDeputy(
            "Choose somebody who sits on the committee with a vote today.", field="person_id"
        )
    touched = (await organisations_of_items(scope, [paper.item.id])).get(paper.item.id, ())
    if touched and await register.interests_touching(
        scope,
        person_ids=(person_id,),
        organisation_ids=tuple(each.id for each in touched),
        on=scope.today,
    ):
        raise UnableToNameDeputy(
            f"{member.name} has a declared interest that touches this item too.", field="person_id"
        )
    await signoff.name_deputy(scope, run_id=run.id, person_id=person_id, reason=reason)


async def tell_of_undone(
    scope: Scope, paper: holding.HeldPaper, approval_ids: Collection[UUID], *, because: str
) -> None:
    """Tell whoever signed, the author and the governance officers that a sign-off no longer holds."""
    if not approval_ids:
        return
    run = await run_of(scope, paper.row["id"])
    given = [each for each in await runs.approvals_of(scope, run_id=run.id) if each.id in approval_ids]
    persons = await people.people_of(scope)
    concerned = {each.person_id for each in given} | {run.author_person_id}
    concerned |= {each.id for each in persons if permissions.OFFICER in each.roles}
    mark = max(approval_ids)
    signed = [f"{each.person_name} ({each.office}), version {each.version}" for each in given]
    await notices.tell_all(
        scope,
        kind="meetings.sign-off-undone",
        tellings=[
            Telling(
                key=f"meetings.sign-off-undone/{mark}/{each.id}",
                to=Recipient(person_id=each.id, name=each.name, address=each.email),
                context={
                    "title": run.title,
                    "because": because,
                    "signed": signed,
                    "paper_id": paper.row["id"],
                    "meeting": paper.item.meeting.title,
                },
            )
            for each in persons
            if each.id in concerned - {scope.actor.person_id}
        ],
    )


async def _tell_of_question(
    scope: Scope, paper: holding.HeldPaper, run: runs.RunView, *, question: str
) -> None:
    """Tell the author, and whoever handed the version in."""
    wanted = {run.author_person_id, run.handed_in_by} - {scope.actor.person_id, None}
    known = await people.persons_by_id(scope, [each for each in wanted if each is not None])
    steps = await runs.steps_of(scope, run_id=run.id)
    await notices.tell_all(
        scope,
        kind="meetings.paper-question",
        tellings=[
            Telling(
                key=f"meetings.paper-question/{run.id}/{len(steps)}/{each.id}",
                to=Recipient(person_id=each.id, name=each.name, address=each.email),
                context={
                    "title": run.title,
                    "asked_by": scope.actor.name,
                    "question": question,
                    "paper_id": paper.row["id"],
                    "meeting": paper.item.meeting.title,
                },
            )
            for each in known.values()
        ],
    )


def _check_not_reworded(run: runs.RunView, rendition: Rendition) -> None:
    """Nobody signs on top of a sign-off of other words. The page has undone it before; this is for whoever has not."""
    other = next((each for each in run.approvals if judging.reworded(each.shown, now=rendition.shown)), None)
    if other is not None:
        raise NewerRendition(
            f"“{run.title}” is shown in other words now than when {other.person_name} signed it off, so it has to "
            "begin its way anew."
        )


async def _shown_now(scope: Scope, paper_id: UUID) -> Rendition:
    return await rendition_of(scope, await reading.paper(scope, paper_id=paper_id))


def check_not_withdrawn(paper: holding.HeldPaper) -> None:
    """A withdrawn paper takes no new version and no sign-off."""
    if paper.row["withdrawn_at"] is not None:
        raise rules.UnableToSubmitPaper(f"“{paper.row['title']}” was withdrawn.")


async def run_of(scope: Scope, paper_id: UUID) -> runs.RunView:
    """Where the sign-off of a paper stands for the actor."""
    return (await runs.runs_about(scope, room="meetings", kind="paper", subject_ids=[paper_id]))[paper_id]


async def _places(scope: Scope, paper: holding.HeldPaper) -> dict[str, str]:
    names = await committees.committee_names(scope)
    authors = await people.persons_by_id(scope, [paper.row["author_person_id"]])
    return rules.places_in_words(
        tenant=scope.tenant.name,
        person=scope.actor.name,
        committee=names[paper.item.meeting.committee_id],
        meeting_on=rules.day_of(scope, paper.item.meeting.starts_at),
        author=authors[paper.row["author_person_id"]].name,
    )
