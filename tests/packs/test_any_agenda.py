"""Whatever an agenda holds and however it changes: packs as the worker builds them, over random agendas and edits.

Labels of what did not change stay; no byte of a copy holds what it must not; same inputs, same moment, same bytes.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from backend.evidence import store
from backend.kit.database import Database, execute, fetch
from backend.kit.keys import KeyRing
from backend.kit.pdf import render, walk
from backend.kit.storage import storage_from_url
from backend.meetings import operations as meetings
from backend.meetings import rules as meeting_rules
from backend.packs import rules, sealing
from backend.provision import lifetime
from backend.tenancy import transactions
from tests.kit.pdf.plain import plain_pdf
from tests.meetings.stage import ENDS, STARTS, Stage, a_stage
from tests.packs import looking
from tests.packs.agenda import ask, build, read
from tests.packs.variety import waiting
from tests.scopes import a_scope, a_tenant

_SPELT = str.maketrans("0123456789", "bdfghkmnpr")  # no two of these are one glyph in print
KINDS = ("md", "tagged", "untagged")


def word(what: str, number: int, version: int = 0) -> str:
    """A word that stands for one thing alone, in letters that every reader of PDFs gives back: `wotitlebbbf`."""
    return f"wo{what}{number:03}{version:02}".translate(_SPELT)


@dataclass
class PaperTold:
    number: int
    kind: str
    id: UUID
    version: int = 1


@dataclass
class ItemTold:
    number: int
    id: UUID
    private: bool = False
    withdrawn: bool = False
    withheld: UUID | None = None
    under: UUID | None = None
    renamed: int = 0
    papers: list[PaperTold] = field(default_factory=list)

    @property
    def title(self) -> str:
        return word("item", self.number, self.renamed)


Item = tuple[bool, bool, list[int]]  # private, under the one before, kinds of papers
Edit = tuple[str, int, int]  # what is done, to which item, to which of its papers or of which kind

PAPERS = st.lists(st.integers(0, len(KINDS) - 1), max_size=2)
ITEMS = st.lists(st.tuples(st.booleans(), st.booleans(), PAPERS), min_size=2, max_size=4)
ACTS = ("late", "paper", "replace", "withdraw", "withhold", "give", "private", "public", "rename", "move")
EDITS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.integers(0, 2)), max_size=4)
QUICK = settings(
    max_examples=1,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


class Meeting:
    """A meeting that a test builds and changes, with what it knows of it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.items: list[ItemTold] = []
        self.count = 0
        self.renewed = False

    def _next(self) -> int:
        self.count += 1
        return self.count

    async def add_item(
        self, private: bool, *, under: UUID | None = None, after: UUID | None = None
    ) -> ItemTold:
        number = self._next()
        item_id = await self.stage.add_item(
            word("item", number), under_id=under, after_id=after, **_part(number, private)
        )
        told = ItemTold(number=number, id=item_id, private=private, under=under)
        self.items.append(told)
        return told

    async def add_paper(self, item: ItemTold, kind: int) -> None:
        number = self._next()
        made = PaperTold(number=number, kind=KINDS[kind], id=UUID(int=0))
        made.id = await self.stage.submit(
            item.id, title=word("title", number), filename=_name(made), data=_data(made)
        )
        item.papers.append(made)

    async def do(self, edit: Edit) -> None:
        """One edit, to whichever item it falls; what makes no sense there is left undone."""
        act, place, other = edit
        item = self.items[place % len(self.items)]
        officer, chair, gp = self.stage.officer, self.stage.chair, self.stage.gp.actor.person_id
        assert gp is not None
        if act == "late":
            late = await self.add_item(other == 0)
            await self.add_paper(late, other)
        elif item.withdrawn:
            return
        elif act == "paper":
            await self.add_paper(item, other)
        elif act == "replace" and item.papers:
            paper = item.papers[other % len(item.papers)]
            paper.version += 1
            async with transactions.scope_tx(officer):
                await meetings.replace_paper(
                    officer, paper_id=paper.id, filename=_name(paper), data=_data(paper)
                )
        elif act == "withdraw" and self._may_go(item):
            async with transactions.scope_tx(officer):
                await meetings.withdraw_item(officer, item_id=item.id, because=word("because", item.number))
            item.withdrawn = True
        elif act == "withhold" and item.withheld is None and item.private:
            async with transactions.scope_tx(chair):
                item.withheld = await meetings.withhold_papers(
                    chair, item_id=item.id, person_id=gp, reason=word("conflict", item.number)
                )
        elif act == "give" and item.withheld is not None:
            async with transactions.scope_tx(chair):
                await meetings.give_papers_again(
                    chair, withholding_id=item.withheld, because="Given up the interest"
                )
            item.withheld = None
        elif act in {"private", "public", "rename"}:
            item.renamed += act == "rename"
            item.private = item.private if act == "rename" else act == "private"
            if not item.private:
                item.withheld = None  # what is public is withheld from nobody
            async with transactions.scope_tx(officer):
                await meetings.change_item(
                    officer,
                    item_id=item.id,
                    title=item.title,
                    purpose=meeting_rules.Purpose.DECISION,
                    **_part(item.number, item.private),
                )
        elif act == "move":
            async with transactions.scope_tx(officer):
                await meetings.move_item(officer, item_id=item.id, by=1 if other else -1)

    def _may_go(self, item: ItemTold) -> bool:
        standing = [each for each in self.items if not each.withdrawn]
        return len(standing) > 1 and not any(each.under == item.id for each in standing)

    async def issue(self) -> dict[str, bytes]:
        """The next issue as the worker builds it: for everybody, for the public, for the conflicted member."""
        found = {}
        for variant in (rules.Variant.FULL, rules.Variant.PUBLIC):
            pack_id = await ask(self.stage.officer, self.stage.meeting_id, variant)
            await build(self.stage.officer, pack_id)
            view, found[variant.value] = await read(self.stage.officer, pack_id)
            if variant is rules.Variant.FULL:
                self.renewed = view.same_as is None
            self.last = view.same_as or view.id
        for pack_id in await waiting(self.stage.officer):
            await build(self.stage.officer, pack_id)
            view, pdf = await read(self.stage.officer, pack_id)
            if view.meeting_id != self.stage.meeting_id:
                continue  # of an agenda that was tried before
            assert view.for_person_id == self.stage.gp.actor.person_id
            found["member"] = pdf
        return found

    def secrets(self, copy: str) -> list[str]:
        """The words that a copy must not hold: names of files and what was replaced are in none."""
        found = []
        for item in self.items:
            closed = (item.private if copy == "public" else item.withheld) if copy != "full" else False
            number = item.number
            found += [word("item", number, n) for n in range(item.renamed)]
            if copy == "public":
                found += [word("because", number), word("reason", number)]
                found += [item.title] if item.private else []
            found.append(word("conflict", number))
            for paper in item.papers:
                found += [word("file", paper.number, n) for n in range(1, paper.version + 1)]
                found += [word("text", paper.number, n) for n in range(1, paper.version)]
                if closed or item.withdrawn:
                    found.append(word("text", paper.number, paper.version))
                if closed or (item.withdrawn and copy == "public"):
                    found.append(word("title", paper.number))
        return found

    def standing(self) -> list[tuple[ItemTold, PaperTold]]:
        return [(item, paper) for item in self.items if not item.withdrawn for paper in item.papers]


def _part(number: int, private: bool) -> dict[str, Any]:
    if not private:
        return {"part": meeting_rules.Part.PUBLIC}
    return {"part": meeting_rules.Part.PRIVATE, "private_reason": word("reason", number)}


def _name(paper: PaperTold) -> str:
    return f"{word('file', paper.number, paper.version)}.{'md' if paper.kind == 'md' else 'pdf'}"


def _data(paper: PaperTold) -> bytes:
    """More pages with every version, so that something would move if anything did."""
    text, pages = word("text", paper.number, paper.version), paper.version
    if paper.kind == "md":
        return f"# Heading\n\n{text}\n\n{'A sentence of some length. ' * 300 * (pages - 1)}\n".encode()
    if paper.kind == "untagged":
        return plain_pdf(text, pages=pages)
    broken = "".join("<p style='break-before: page'>More.</p>" for _ in range(pages - 1))
    return render.render(f"<h1>Heading</h1><p>{text}</p>{broken}", title=text)


def labels_in(pdf: bytes) -> dict[str, tuple[str, ...]]:
    """The labels of each part's pages, by the title of its bookmark without the item's number."""
    walked = walk.walk(pdf)
    assert walked.problems == ()
    assert looking.labels_of(pdf) == list(walked.labels)
    ends = [*(mark.page for mark in walked.outline[1:]), walked.pages + 1]
    return {
        mark.title.split()[-1]: tuple(walked.labels[mark.page - 1 : end - 1])
        for mark, end in zip(walked.outline, ends, strict=True)
    }


async def holds(committee: Stage, items: list[Item], edits: list[list[Edit]]) -> None:
    """The three clauses, over the issues of one meeting."""
    officer = committee.officer
    async with transactions.scope_tx(officer):
        meeting_id = await meetings.arrange_meeting(
            officer,
            committee_id=committee.committee_id,
            title="Commissioning Committee, September",
            starts_at=STARTS,
            ends_at=ENDS,
            venue="An invented hall",
            in_public=True,
        )
    meeting = Meeting(replace(committee, meeting_id=meeting_id))
    top: UUID | None = None
    for private, under, kinds in items:
        told = await meeting.add_item(private, under=top if under else None)
        top = top if under and top else told.id
        for kind in kinds:
            await meeting.add_paper(told, kind)
    async with transactions.scope_tx(officer):
        await meetings.publish_agenda(officer, meeting_id=meeting_id)

    owner: dict[str, tuple[str, int]] = {}
    before: dict[str, tuple[int, tuple[str, ...]]] = {}
    for step in [[], *edits]:
        for edit in step:
            await meeting.do(edit)
        copies = await meeting.issue()

        labels = {name: labels_in(pdf) for name, pdf in copies.items()}
        now: dict[str, tuple[int, tuple[str, ...]]] = {}
        for item, paper in meeting.standing():
            title = word("title", paper.number)
            mine = labels["full"][title]
            now[title] = (paper.version, mine)
            if title in before and before[title][0] == paper.version:
                assert mine == before[title][1], f"the labels of {title} moved"
            for page, label in enumerate(mine):
                assert owner.setdefault(label, (title, page)) == (title, page), f"{label} was another page"
            if not item.private and paper.kind != "untagged":
                assert labels["public"][title] == mine
            if "member" in labels and item.withheld is None:
                assert labels["member"][title] == mine
        before.update(now)

        every = {name: looking.everything_in(pdf) for name, pdf in copies.items()}
        for name, body in every.items():
            assert [each for each in meeting.secrets(name) if each in body] == [], f"the {name} copy"
        if any(each.withheld for each in meeting.items):
            assert (
                "member" in every or not meeting.renewed
            )  # an edit that changes nothing asks for no new copies
        else:
            assert "member" not in every
        for _, paper in meeting.standing():  # what is looked for would be found
            for each in (word("title", paper.number), word("text", paper.number, paper.version)):
                assert each in every["full"]

    assert await made_anew(meeting) == copies["public"]


async def made_anew(meeting: Meeting) -> bytes:
    """The last issue of the public copy as if nothing of it had been built or laid out before."""
    officer = meeting.stage.officer
    pack_id = await ask(officer, meeting.stage.meeting_id, rules.Variant.PUBLIC)
    async with transactions.scope_tx(officer):
        was = await _out_of_the_way(meeting.last)
        await execute("UPDATE packs_pack SET issue = $2 WHERE id = $1", pack_id, was)
        await execute("UPDATE packs_render SET key = encode(sha256((key || id::text)::bytea), 'hex')")
    await build(officer, pack_id)
    view, pdf = await read(officer, pack_id)
    assert view.same_as is None
    return pdf


async def _out_of_the_way(pack_id: UUID) -> int:
    """Put a pack out of the way of another of its number; returns the number."""
    (row,) = await fetch("SELECT issue FROM packs_pack WHERE id = $1", pack_id)
    issue: int = row["issue"]
    await execute(
        "UPDATE packs_pack SET content_key = NULL, manifest = NULL, issue = $2 WHERE id = $1",
        pack_id,
        issue + 900,
    )
    return issue


@pytest_asyncio.fixture(scope="module")
async def committee(
    db: Database, ring: KeyRing, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Stage]:
    scope = a_scope(a_tenant(demonstration=True, name="NHS North CCG (invented)"))
    async with transactions.scope_tx(scope):
        await lifetime.found_tenant(scope)
    yield await a_stage(scope)


@pytest.fixture(autouse=True, scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, ring: KeyRing) -> Path:
    place = tmp_path_factory.mktemp("kept") / "files"
    store.use(storage_from_url(f"file://{place}"))
    sealing.use(ring)
    return place


@example(
    items=[(False, False, [0, 1]), (True, False, [0]), (False, True, [2]), (False, False, [0])],
    edits=[
        [
            ("withhold", 0, 0),
            ("late", 0, 1),
            ("replace", 0, 0),
            ("withdraw", 2, 0),
            ("private", 3, 0),
            ("rename", 4, 0),
            ("move", 3, 0),
        ]
    ],
)
@given(items=ITEMS, edits=st.lists(EDITS, min_size=1, max_size=1))
@QUICK
async def test_no_label_moves_and_no_secret_is_in_a_byte(
    committee: Stage, items: list[Item], edits: list[list[Edit]]
) -> None:
    await holds(committee, items, edits)


@pytest.mark.soak
@given(items=ITEMS, edits=st.lists(EDITS, min_size=1, max_size=4))
@settings(QUICK, max_examples=60, derandomize=False)
async def test_no_label_moves_and_no_secret_is_in_a_byte_over_many_agendas(
    committee: Stage, items: list[Item], edits: list[list[Edit]]
) -> None:
    await holds(committee, items, edits)
