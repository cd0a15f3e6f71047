"""`probity demo` for a folder without a cast that meets: what can be built is built, what can't is said in words."""

import re
from collections.abc import Callable
from pathlib import Path

from backend.catalogue import shelf
from backend.catalogue.gaps import EVIDENCE_IN_WORDS
from backend.catalogue.tenants import TenantDocument
from backend.desk import stage, stand_ins, surroundings
from backend.desk.cast import cast_of
from backend.desk.walk import Walk, WalkBroken
from backend.kit.documents.hidden import counted
from backend.scope import Refusal

_STEP = re.compile(r"\d\. ")


def meets(slug: str) -> bool:
    """Whether the folder has a cast with a meeting, which the whole walk can walk."""
    demonstration = shelf.catalogue().demonstrations.get(slug)
    return demonstration is not None and bool(demonstration.meetings)


def say_lacking(tenant: TenantDocument, say: Callable[[str], None]) -> None:
    """What the sources of a folder lack, one after another."""
    gaps = stand_ins.lacking(tenant)
    if gaps:
        say("What the sources lack:")
    for gap in gaps:
        say(f"   - {gap}")


class FolderWalk(Walk):
    """Configured, its packs built where a committee can be seated, and every gap said."""

    def __init__(
        self,
        slug: str,
        *,
        out: Path,
        folder: Path,
        letterbox: surroundings.Letterbox,
        worker_log: Path,
        say: Callable[[str], None],
    ) -> None:
        if slug not in shelf.catalogue().demonstrations:
            shelf.put(stand_ins.with_stand_ins(shelf.catalogue(), slug))
        self.slug, self.out, self.folder, self.say = slug, out, folder, self._numbered
        self.told, self.step = say, 0
        self.letterbox, self.worker_log = letterbox, worker_log
        self.tenant: TenantDocument = shelf.catalogue().tenants[slug]
        self.document = shelf.catalogue().demonstrations[slug]
        self.start = self.document.clock_starts
        self.meetings = list(self.document.meetings)

    def _numbered(self, line: str) -> None:
        """The steps of the whole walk, counted as they are taken here."""
        if _STEP.match(line):
            self.step += 1
            line = f"{self.step}. {_STEP.sub('', line)}"
        self.told(line)

    async def go(self) -> None:
        """Configure; build; say what the sources lack."""
        await self.configure()
        if self.meetings:
            self.meeting = self.meetings[0]
            await self.build()
        elif self.document.people:
            await self.cast.bring_on()
            self.say(
                f"2. {len(self.document.people)} invented people came on; no meeting of theirs is in the cast."
            )
            if self.slug in shelf.catalogue().years:
                self.say(
                    "   They play a whole year instead, which --no-year left out: run this again without it."
                )
        else:
            self.say("2. No board pack and no assurance pack: nobody can be seated, so that nobody meets.")
            self.say(f"   {stand_ins.why_nobody_sits(self.tenant)}")
        say_lacking(self.tenant, self.say)

    @property
    def ending(self) -> str:
        """What the last line may truly say."""
        done = (
            "What the folder allows is there, and it verifies"
            if self.meetings
            else "What the folder allows is done"
        )
        if self.tenant.gaps:
            return f"{done}; what its sources lack is said above."
        return f"{done}."

    async def configure(self) -> None:
        changes = await stage.apply(None, self.slug)
        again = await stage.plan(None, self.slug)
        if again:
            raise WalkBroken(f"Right after apply, plan would still change: {again[0]}")
        (self.folder / stand_ins.PAPER).write_text(stand_ins.paper_of(self.tenant), encoding="utf-8")
        self.cast = await cast_of(self.slug, self.document, self.folder)
        self.say(f"DEMONSTRATION of {self.cast.found.tenant.name}: no act in it was anybody’s.")
        self.say(f"   It is {EVIDENCE_IN_WORDS[self.tenant.evidence]}.")
        programmes = tuple(each for each in (self.tenant.delegation, *self.tenant.programmes) if each)
        held = [
            counted(len(things), name, names)
            for things, name, names in (
                (self.tenant.committees, "committee or group", "committees and groups"),
                (self.tenant.levels, "level of care", "levels of care"),
                (self.tenant.localities, "locality", "localities"),
                (self.tenant.organisations, "organisation", "organisations"),
                (self.tenant.contracts, "contract", "contracts"),
                (programmes, "programme of milestones", "programmes of milestones"),
                (
                    self.tenant.assurance.frameworks,
                    "framework that it answers to",
                    "frameworks that it answers to",
                ),
                (self.tenant.measures, "measure", "measures"),
                (self.tenant.counts, "statement of a source", "statements of its sources"),
            )
            if things
        ]
        self.say(
            f"1. Configured from its folder: {len(changes)} changes; plan now says that nothing would change."
        )
        self.say(f"   It holds {', '.join(held) or 'its name and what is not known of it'}.")

    async def build(self) -> None:
        """A meeting with one paper, its board pack, and an assurance pack of the month around it."""
        await self.cast.seat_everybody()
        await self.cast.start_clock()
        seated = sum(bool(person.seats) for person in self.document.people)
        self.say(
            f"2. {counted(len(self.document.people), 'invented person', 'invented people')} came on, "
            f"and {seated} of them took the seats of the {self.meeting.title}."
        )
        await self.prepare_meetings()
        await self.sign_off()
        await self.board_packs()
        await self.hold_meetings()
        try:
            await self.assurance_pack()
        except Refusal as refusal:  # a pack is of a time: there was none before there were groups to assure
            self.say(f"6. No assurance pack: {refusal}")
