"""The whole main job of a demonstration on its own clock, step by step, with no browser: what `probity demo` does.

Everything goes through the app's operations, the queue, a worker process and a mail server; nothing is written behind
their back. It ends by verifying what it made.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from backend.catalogue import shelf
from backend.catalogue.demonstrations import DemonstrationMeeting, TenantRole
from backend.delegation import operations as delegation
from backend.delegation import queries as delegation_queries
from backend.desk import stage, surroundings
from backend.desk.cast import Cast, cast_of
from backend.evidence import queries as evidence
from backend.interests.operations import declaring, reviewing
from backend.interests.queries import declarations
from backend.interests.rules import declaring as interest_rules
from backend.kit import queue
from backend.kit.calendar import MonthDate, in_words
from backend.kit.documents.hidden import counted
from backend.kit.pdf import walk as pdf_walk
from backend.meetings import operations as meetings
from backend.meetings import queries as meeting_queries
from backend.meetings import rules as meeting_rules
from backend.notices import queries as notices
from backend.packs import operations as packs
from backend.packs import queries as pack_queries
from backend.packs import verify
from backend.scope import Scope
from backend.tenancy import transactions

_LONGEST_WAIT = 110.0  # seconds of real time that any one thing may take

Say = Callable[[str], None]


class WalkBroken(RuntimeError):
    """Something that the walk must make is missing or wrong; the text says what."""


def _check_board_pack(data: bytes, meeting: DemonstrationMeeting) -> int:
    """Read the file as a stranger would; returns its pages. Raises WalkBroken for the first thing that is wrong."""
    read = pdf_walk.walk(data)
    if read.problems:
        raise WalkBroken(f"The board pack's structure is not sound: {read.problems[0]}")
    if not read.tagged:
        raise WalkBroken("The board pack is not tagged.")
    titles = " ".join(entry.title for entry in read.outline)
    for item in meeting.items:
        if item.title not in titles:
            raise WalkBroken(f"The board pack has no bookmark for “{item.title}”.")
        if f"{item.number}-1" not in read.labels:
            raise WalkBroken(f"The board pack has no page labelled {item.number}-1.")
    return len(read.labels)


class Walk:
    """One governance cycle, step by step, each said in plain words."""

    def __init__(
        self, slug: str, *, out: Path, letterbox: surroundings.Letterbox, worker_log: Path, say: Say
    ) -> None:
        self.worker_log = worker_log
        self.slug = slug
        self.out = out
        self.letterbox = letterbox
        self.say = say
        self.document = shelf.catalogue().demonstrations[slug]
        self.start = self.document.clock_starts
        self.meetings = sorted(self.document.meetings, key=lambda each: each.day)
        self.meeting = self.meetings[0]
        self.cast: Cast

    async def go(self) -> None:
        """The eight steps, and the proof."""
        await self.configure()
        await self.declare()
        await self.chase()
        await self.review()
        await self.prepare_meetings()
        await self.sign_off()
        await self.board_packs()
        await self.hold_meetings()
        await self.milestones()
        await self.assurance_pack()
        await self.count_letters()

    async def configure(self) -> None:
        changes = await stage.apply(None, self.slug)
        again = await stage.plan(None, self.slug)
        if again:
            raise WalkBroken(f"Right after apply, plan would still change: {again[0]}")
        self.cast = await cast_of(self.slug, self.document, shelf.catalogue().demonstration_folder(self.slug))
        await self.cast.seat_everybody()
        self.say(f"DEMONSTRATION of {self.cast.found.tenant.name}: every person in it is invented.")
        self.say(
            f"1. Configured from its folder: {len(changes)} changes; plan now says that nothing would change."
        )
        self.say(f"   {len(self.document.people)} invented people took their seats.")

    async def declare(self) -> None:
        await self.cast.declare()
        await self.cast.start_clock()
        interests = counted(len(self.document.interests), "interest")
        self.say(f"2. {interests} and {counted(len(self.document.nil_returns), 'nil return')} were declared.")

    async def chase(self) -> None:
        """Move the clock to a week after the due day; who still owes gets one letter, and run again gets none."""
        moment = self.start + timedelta(days=7)
        await self.cast.set_clock(moment)
        officer = await self.cast.as_officer(moment)
        for _ in range(2):
            async with transactions.scope_tx(officer):
                await queue.defer("interests.chase_declarations", tenant_id=officer.tenant.id)
            await self._until("the letters to be delivered", self._letters_delivered, officer)
        async with transactions.scope_tx(officer, readonly=True):
            owing = [each for each in await declarations.standings_of(officer) if each.last_kind is None]
            letters = await notices.letters_by_state(officer)
        self.say(
            f"3. On {in_words(officer.today)} the chase ran twice and {counted(len(self.letterbox.letters), 'letter')} "
            f"arrived by SMTP, each once; {counted(len(owing), 'person', 'people')} still owed a declaration."
        )
        if len(self.letterbox.letters) != sum(letters.values()):
            raise WalkBroken(
                f"{sum(letters.values())} letters were told and {len(self.letterbox.letters)} arrived."
            )
        for standing in owing:
            person = next(p for p in self.document.people if self.cast.people[p.id] == standing.person_id)
            scope = await self.cast.as_person(person.id, moment + timedelta(hours=2))
            async with transactions.scope_tx(scope):
                await declaring.make_nil_return(scope, person_id=standing.person_id)
        self.say("   Then they made nil returns, and nobody owes one now.")

    async def review(self) -> None:
        """Officers review; nobody reviews their own."""
        officer = await self.cast.as_officer(self.start + timedelta(days=8))
        reviewed = own = 0
        async with transactions.scope_tx(officer):
            for line in await declarations.declarations_of(officer, only_open=True):
                if not interest_rules.can_review(
                    declarant=line.person_id,
                    reviewer=officer.actor.person_id,
                    status=line.status,
                    into=interest_rules.DeclarationStatus.APPROVED,
                ):
                    own += 1
                    continue
                agreed = (
                    "Leaves for items that touch it."
                    if line.kind is interest_rules.DeclarationKind.INTEREST
                    else None
                )
                await reviewing.approve_declaration(officer, declaration_id=line.id, mitigation=agreed)
                reviewed += 1
        self.say(
            f"   {officer.actor.name} reviewed {counted(reviewed, 'declaration')}; {own} of their own "
            f"{'waits' if own == 1 else 'wait'} for somebody else."
        )

    async def prepare_meetings(self) -> None:
        for meeting in self.meetings:
            await self.cast.arrange(meeting)
            officer = await self.cast.as_officer(self.start + timedelta(days=8, hours=1))
            view = await self._view(officer, meeting)
            papers = counted(sum(len(item.standing_papers) for item in view.items), "paper")
            first = "4." if meeting is self.meeting else "  "
            items = counted(len(view.items), "item")
            self.say(f"{first} {view.title} on {in_words(view.day)}: {items}, {papers}.")
            for item in view.items:
                if item.forecast and item.forecast.conflicted:
                    self.say(f"   Item {item.label}, {item.title}: {item.forecast.in_words}")

    async def sign_off(self) -> None:
        """Each chair signs each paper; a new version undoes a sign-off; then the new version is signed."""
        moment = self.start + timedelta(days=9)
        for meeting in self.meetings:
            await self._sign_everything(await self._chair(meeting, moment), meeting)
        written = (item for item in self.meeting.items if item.paper and item.paper.file.endswith(".md"))
        first = next(written, None)
        if first is None or first.paper is None:
            self.say("5. Every paper that there is was signed off by its chair.")
            return
        paper_id = self.cast.papers[f"{self.meeting.id}/{first.number}"]
        author = await self.cast.as_person(first.paper.author, moment + timedelta(hours=1))
        text = (
            self.cast.folder / first.paper.file
        ).read_text() + "\n\nCorrected once more (demonstration).\n"
        async with transactions.scope_tx(author):
            version = await meetings.replace_paper(
                author, paper_id=paper_id, filename=Path(first.paper.file).name, data=text.encode()
            )
        await self.cast.to_the_chair(first, paper_id, moment + timedelta(hours=1, minutes=5))
        chair = await self._chair(self.meeting, moment + timedelta(hours=2))
        signed = await self._sign_everything(chair, self.meeting)
        if signed != 1:
            raise WalkBroken(
                f"After a new version {signed} papers had to be signed again, where one was expected."
            )
        self.say(
            f"5. Every paper was signed off by its chair. Version {version} of “{first.title}” undid a sign-off,"
        )
        self.say(f"   and {chair.actor.name} signed it again.")

    async def board_packs(self) -> None:
        officer = await self.cast.as_officer(self.start + timedelta(days=9, hours=4))
        await self.cast.set_clock(officer.now)
        for meeting in self.meetings:
            meeting_id = self.cast.meetings[meeting.id]
            async with transactions.scope_tx(officer):
                await meetings.publish_agenda(officer, meeting_id=meeting_id)
                pack_id = await packs.ask_for_board_pack(officer, meeting_id=meeting_id)
            data = await self._built(officer, pack_id, pack_queries.board_pack)
            pages = _check_board_pack(data, meeting)
            first = meeting is self.meeting
            path = self.out / ("board-pack.pdf" if first else f"board-pack-{meeting.id}.pdf")
            path.write_bytes(data)
            said = f"{pages} pages, tagged, with a bookmark and a label for each item: {path}"
            packs_built = "board pack" if len(self.meetings) == 1 else "board packs"
            self.say(f"6. The worker built the {packs_built}: {said}" if first else f"   and {said}")

    async def hold_meetings(self) -> None:
        decided = 0
        for meeting in self.meetings:
            ends = datetime.combine(meeting.day, meeting.start, self.cast.zone) + timedelta(hours=2)
            await self.cast.set_clock(ends)
            officer = await self.cast.as_officer(ends)
            async with transactions.scope_tx(officer):
                await meetings.mark_held(officer, meeting_id=self.cast.meetings[meeting.id])
            view = await self._view(officer, meeting)
            async with transactions.scope_tx(officer):
                for item in view.standing_items:
                    if item.purpose in {meeting_rules.Purpose.DECISION, meeting_rules.Purpose.APPROVE}:
                        await meetings.record_decision(
                            officer,
                            item_id=item.id,
                            text=f"The committee agreed what the paper asks for (demonstration): {item.title}.",
                            outcome=meeting_rules.Outcome.AGREED,
                        )
                        decided += 1
        held = f"{counted(len(self.meetings), 'meeting')} {'was' if len(self.meetings) == 1 else 'were'} held"
        taken = f"{counted(decided, 'decision')} {'was' if decided == 1 else 'were'} recorded"
        self.say(f"   {held} and {taken if decided else 'nothing was put to a decision'}.")

    async def milestones(self) -> None:
        """Submit and accept the next milestone that is due, each by another person.

        The reviewing body is a real one, so no answer of it is invented: it is waited for.
        """
        moment = datetime.combine(self.meeting.day, self.meeting.start, self.cast.zone) + timedelta(days=1)
        executive = next((p for p in self.document.people if TenantRole.EXECUTIVE_OWNER in p.roles), None)
        if executive is None:
            self.say("7. Nobody in this cast owns a milestone; none was delivered.")
            return
        owner = await self.cast.as_person(executive.id, moment)
        async with transactions.scope_tx(owner, readonly=True):
            programmes = await delegation_queries.programmes_of(owner)
            lines = [
                m
                for each in programmes
                for m in (await delegation_queries.programme(owner, programme_id=each.id)).milestones
            ]
        this_month = MonthDate.of(self.meeting.day)
        due = [
            line
            for line in lines
            if line.state == "planned" and isinstance(line.due, MonthDate) and line.due >= this_month
        ]
        if not due:
            self.say("7. There is no milestone to deliver.")
            return
        first = due[0]
        for scope, step in (
            (owner, "submit"),
            (await self._chair(self.meeting, moment + timedelta(hours=2)), "accept"),
        ):
            async with transactions.scope_tx(scope):
                await delegation.take_step(scope, milestone_id=first.id, step_id=step)
        self.say(
            f"7. {len(lines)} milestones; {first.slug}, “{first.activity}”, was submitted and accepted for the "
            f"commissioner. It waits for {first.reviewing_body}."
        )

    async def assurance_pack(self) -> None:
        moment = datetime.combine(self.meeting.day, self.meeting.start, self.cast.zone) + timedelta(days=14)
        await self.cast.set_clock(moment)
        officer = await self.cast.as_officer(moment)
        since = (self.start - timedelta(days=31)).date()
        async with transactions.scope_tx(officer):
            pack_id = await packs.ask_for_assurance_pack(officer, since=since, until=officer.today)
        path = self.out / "assurance-pack.zip"
        path.write_bytes(await self._built(officer, pack_id, pack_queries.assurance_pack))
        trust = self.out / "trusted-keys.txt"
        async with transactions.scope_tx(officer, readonly=True):
            key = await pack_queries.seal_key_in_force(officer)
        verify.write_trust_file(trust, [verify.TrustedKey.of(key.name, key.public_key)])
        result = verify.verify_pack(path, trusted=verify.read_trust_file(trust))
        if not result.ok or not result.pinned:
            raise WalkBroken(f"The assurance pack does not verify: {result.first_problem}")
        self.say(
            f"8. The worker sealed the assurance pack for {in_words(since)} to {in_words(officer.today)}; it verifies:"
        )
        self.say(f"   {path}")
        self.say(f"   Check it yourself: probity verify {path} --trust {trust}")
        self.say(f"   {result.honest_words}")

    async def count_letters(self) -> None:
        ids = [str(letter["Message-ID"]) for letter in self.letterbox.letters]
        if len(ids) != len(set(ids)):
            raise WalkBroken("A letter arrived twice.")

    async def _view(self, scope: Scope, meeting: DemonstrationMeeting) -> meeting_queries.MeetingView:
        async with transactions.scope_tx(scope, readonly=True):
            return await meeting_queries.meeting(scope, meeting_id=self.cast.meetings[meeting.id])

    async def _chair(self, meeting: DemonstrationMeeting, moment: datetime) -> Scope:
        """Whoever holds the chair of the meeting's committee."""
        for person in self.document.people:
            for seat in person.seats:
                if seat.committee == meeting.committee and (seat.seat == "chair" or seat.office == "chair"):
                    return await self.cast.as_person(person.id, moment)
        raise WalkBroken(f"The cast has no chair of {meeting.committee}.")

    async def _sign_everything(self, chair: Scope, meeting: DemonstrationMeeting) -> int:
        """Sign every paper of the meeting that can be signed; returns how many."""
        view = await self._view(chair, meeting)
        ready = [
            paper
            for item in view.items
            for paper in item.standing_papers
            if paper.wants_sign_off and paper.run.can_sign
        ]
        async with transactions.scope_tx(chair):
            for paper in ready:
                await meetings.sign_paper(
                    chair, paper_id=paper.id, sha256=paper.sha256, proved_by="Prepared for the demonstration"
                )
        return len(ready)

    async def _built(
        self, scope: Scope, pack_id: UUID, read: Callable[..., Awaitable[pack_queries.PackView]]
    ) -> bytes:
        """The bytes of a pack once the worker has built it."""

        async def finished(scope: Scope) -> bool:
            async with transactions.scope_tx(scope, readonly=True):
                view = await read(scope, pack_id=pack_id)
            if view.failure is not None:
                raise WalkBroken(f"The worker could not build it: {view.failure}")
            return view.ready

        await self._until("the worker to build the pack", finished, scope)
        async with transactions.scope_tx(scope, readonly=True):
            view = await read(scope, pack_id=pack_id)
            assert view.file_id is not None, "a pack that is ready has its file"
            return await evidence.bytes_of(scope, file_id=view.file_id)

    async def _letters_delivered(self, scope: Scope) -> bool:
        """Every letter told has been sent, and there is at least one."""
        async with transactions.scope_tx(scope, readonly=True):
            states = await notices.letters_by_state(scope)
        return (
            bool(states) and set(states) == {"sent"} and sum(states.values()) == len(self.letterbox.letters)
        )

    async def _until(self, what: str, done: Callable[[Scope], Awaitable[bool]], scope: Scope) -> None:
        deadline = time.monotonic() + _LONGEST_WAIT
        while not await done(scope):
            if time.monotonic() > deadline:
                log = self.worker_log.read_text()[-800:]
                raise WalkBroken(f"Waited too long for {what}. The worker's last words: {log}")
            await asyncio.sleep(0.2)
