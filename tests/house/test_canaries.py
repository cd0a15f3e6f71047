"""What is told to few is found nowhere else: words like no others, looked for in every answer of the house.

A withheld entry, the reason of a pause and an open concern are planted in a world that everything else stands in. Every
page, file, feed, export and pack of the route table is then read by every role and by nobody in particular, to the last
stream of a PDF; and what a reader saw before the concern was planted is what they see afterwards, to the digit.
"""

import re
from collections.abc import AsyncIterator, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from backend.concerns import settings
from backend.concerns.operations import documents, life, notices, raising
from backend.concerns.queries import handled
from backend.concerns.rules import Body, Category, Investigator, Route
from backend.evidence import store
from backend.interests.operations import declaring, reviewing, withholding
from backend.interests.queries import register
from backend.interests.rules.declaring import InterestType
from backend.kit import database
from backend.kit.clock import real_now
from backend.kit.identity import new_id
from backend.kit.keys import KeyRing
from backend.kit.storage import storage_from_url
from backend.meetings import hits
from backend.meetings import operations as meetings
from backend.meetings import rules as meeting_rules
from backend.meetings.queries.readable import readable_paper
from backend.meetings.treating import Treatment
from backend.organisations import operations as organisations
from backend.packs import chores as pack_chores
from backend.packs import operations as packs
from backend.packs import sealing
from backend.people.operations import pauses
from backend.reading import operations as reading
from backend.scope import Scope
from backend.tenancy import transactions
from tests.house import sweep
from tests.house.conftest import Worlds
from tests.house.route_table import PUBLIC, ROUTES
from tests.house.route_table import Route as Line
from tests.house.world import Ids, World

CONCERN = "QUAGGA"
WITHHELD = "OKAPI"
REASON = "GIBBON"
PAPER = "NUMBAT"
SOUGHT = "tapirs"
"""Stands beside the paper's word, and is searched for."""

OPEN = "KOALA"
"""Stands beside the withheld entry, withheld from nobody: where it is not found, nothing was looked at."""

NEVER = "QUOKKA"
"""A word as long as the concern's that was never planted: a search for either answers the same."""

PUBLIC_READER = "the public"
PERSON = "vice-chair"
"""Whose entry is withheld."""
READERS = ("officer", PUBLIC_READER)
"""Whose answers are compared, before and after; the word is looked for in everybody's. Everybody reads the pages of
interests, concerns and registers each day, and a sixth of the others, another each day.
"""

_OF_CONCERNS = frozenset({"concern", "concern_notice", "breach"})
_PACKS = frozenset({"board_pack", "assurance_pack"})
_GETS = [route for route in ROUTES if route.method == "GET" and route.in_tenant]
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT(?:(?:CLOCK|[\d:])[\d.:+Z]*|[\d:%A.+Z]*)")
_COUNTS_READERS = frozenset({"GET /t/{slug}/public-packs/{publication_id}"})
"""Pages that tell how often the public page was read, which this test itself does meanwhile."""
_SAYS_WHEN = frozenset(
    {
        "GET /t/{slug}/meetings/{meeting_id}/chairs-brief",
        "GET /t/{slug}/delegation/gates/{gate_id}/report.pdf",
        "GET /t/{slug}/meetings/{meeting_id}/live",
        "GET /t/{slug}/activity",
        "GET /t/{slug}/activity.csv",
    }
)
"""Files that are made while somebody waits, and pages that are kept by the minute: they say at which moment, or which
lines of the ledger are sealed by now."""
_SEARCHES = ("text", "name", "q", "search", "state", "type", "organisation", "person", "words")


@dataclass
class Stage:
    """A world, the concern in it, and what was answered before it was there."""

    world: World
    public: httpx.AsyncClient
    concern: Ids = field(default_factory=dict)
    before: dict[tuple[str, str], Any] = field(default_factory=dict)

    @property
    def readers(self) -> dict[str, httpx.AsyncClient]:
        """One of each kind: a chair may read exactly what a vice-chair may, so the vice-chair reads for both."""
        assert self.world.scopes["chair"].permissions == self.world.scopes[PERSON].permissions
        visitors = {role: each.client for role, each in self.world.visitors.items() if role != "chair"}
        return {**visitors, PUBLIC_READER: self.public}

    @property
    def secrets(self) -> dict[str, frozenset[str]]:
        """Each word, and the roles that may read it."""
        of_concern = (CONCERN, *(self.concern[name] for name in ("concern_id", "reference", "word")))
        return {
            **dict.fromkeys(of_concern, frozenset({"coi-guardian"})),
            WITHHELD: frozenset({"officer", "internal-audit", "coi-guardian", PERSON}),
            REASON: frozenset(),
            OPEN: frozenset(self.readers),
        }

    def opens(self, role: str, route: Line) -> bool:
        """Whether the role gets further than to a refusal, which test_routes.py sees to."""
        if role == PUBLIC_READER:
            return route.permission == PUBLIC
        return route.permission in {PUBLIC, *self.world.scopes[role].permissions}

    async def path_of(self, route: Line) -> str:
        """The route, about a thing that stands in the world; not about the concern, nor about any other."""
        known = {} if route.thing in _OF_CONCERNS else await self.world.standing(route.thing)
        return sweep.path_of(route, self.world.tenant.slug, {**sweep.unused(route), **known})


class Read:
    """What was read already: the same bytes are unpacked once."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = {word: word.upper() for word in words}
        self.bodies: dict[bytes, frozenset[str]] = {}

    def words_in(self, answer: httpx.Response) -> frozenset[str]:
        body = re.sub(rb'nonce[-=]"?[\w-]+', b"", answer.content) + str(answer.headers.multi_items()).encode()
        if body not in self.bodies:
            text = sweep.everything_in(answer).upper()
            self.bodies[body] = frozenset(word for word, upper in self.words.items() if upper in text)
        return self.bodies[body]


def as_told(answer: httpx.Response) -> tuple[int, str]:
    """Status and body, without the moment of reading: a register says as known at which moment it was read."""
    status, _, text = sweep.fingerprint(answer)
    if answer.content.startswith(
        b"PK"
    ):  # a workbook is packed anew each time, with the moment in its packing
        text = sweep._masked("\n".join(list(sweep._texts(answer.content))[1:]))
    return status, _MOMENT.sub("MOMENT", text)


@pytest_asyncio.fixture(scope="session")
async def stage(app: Any, worlds: Worlds, superuser: Any, home: Path, ring: KeyRing) -> AsyncIterator[Stage]:
    """Our world as the sweep has left it is read first; then the concern is planted, beside those that it has."""
    sealing.use(ring)
    store.use(storage_from_url(f"file://{home / 'house-files'}"))
    world = worlds.ours
    # who they are was proved when the worlds were made, which may be too long ago by now
    await superuser.execute("UPDATE people_session SET authenticated_at = now()")
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1:8014"
    ) as public:
        made = Stage(world, public)
        await _withhold(world)
        await _pause(world)
        for thing in sorted({route.thing for route in _GETS} - _OF_CONCERNS - _PACKS):
            await world.standing(thing)
        await world.new("public_register")  # a newer issue than the sweep's, which could hold either entry
        async with transactions.scope_tx(world.officer):
            other = world.visitors["executive-owner"].person_id
            await settings.settle(world.officer, stand_in_person_id=other, kept_since=None)
        for role in READERS:
            for route in _comparable():
                if made.opens(role, route):
                    answer = await made.readers[role].get(await made.path_of(route))
                    made.before[role, route.key] = as_told(answer)
        made.concern = await _plant(world)
        yield made


async def _withhold(world: World) -> None:
    """Two entries of one person, one of them withheld from the public."""
    person = replace(world.scopes[PERSON], now=real_now())
    officer, guardian = world.officer, replace(world.scopes["coi-guardian"], now=real_now())
    assert person.actor.person_id
    interests = {}
    for word in (WITHHELD, OPEN):
        async with transactions.scope_tx(person):
            declaration_id = await declaring.declare_interest(
                person,
                person_id=person.actor.person_id,
                organisation_id=await organisations.add_as_named(
                    person, name=f"An invented charity {new_id()}"
                ),
                interest_type=InterestType.NON_FINANCIAL_PERSONAL,
                nature=f"{word} nature",
                since=person.today - timedelta(days=90),
            )
            (entry,) = await register.entries_of(person, declaration_id=declaration_id)
            interests[word] = entry.interest_id
        async with transactions.scope_tx(officer):
            await reviewing.approve_declaration(
                officer, declaration_id=declaration_id, mitigation=f"{word} mitigation"
            )
    async with transactions.scope_tx(guardian):
        await withholding.withhold(
            guardian,
            record_id=interests[WITHHELD],
            reason=f"{WITHHELD} reason",
            review_on=guardian.today + timedelta(days=60),
        )


async def _pause(world: World) -> None:
    """Somebody is away, and why is nobody's business."""
    person = await world.new("person")
    officer = world.officer
    async with transactions.scope_tx(officer):
        await pauses.pause_person(
            officer,
            person_id=UUID(person["person_id"]),
            from_on=officer.today,
            until_on=officer.today + timedelta(days=30),
            reason=f"{REASON} reason",
        )


def _comparable() -> Iterator[Line]:
    """Those of today. Packs are built afterwards, so that the concern could be in them."""
    return iter(sweep.of_today(route for route in _GETS if route.thing not in _PACKS))


async def _plant(world: World) -> Ids:
    """A concern about the member, raised by who attends, with the word in everything that can be typed."""

    def scope_of(role: str) -> Scope:
        return replace(world.scopes[role], now=real_now())

    raiser, guardian = scope_of("in-attendance"), scope_of("coi-guardian")
    async with transactions.scope_tx(raiser):
        receipt = await raising.raise_concern(
            raiser,
            route=Route.PERSON,
            category=Category.PROCUREMENT,
            about=f"{CONCERN} about",
            what=f"{CONCERN} what",
            occurred=f"{CONCERN} when",
            contact=f"{CONCERN} contact",
        )
        await raising.add_words(
            raiser, reference=receipt.reference, word=receipt.word, words=f"{CONCERN} more"
        )
    async with transactions.scope_tx(guardian):
        concern_id = (await handled.concerns_handled(guardian, words=receipt.reference))[0].id
        await life.assess(
            guardian,
            concern_id=concern_id,
            category=Category.PROCUREMENT,
            assessment=f"{CONCERN} assessment",
            policy_clause=f"{CONCERN} clause",
            person_concerned=world.visitors["member"].person_id,
        )
        await life.investigate(
            guardian,
            concern_id=concern_id,
            investigator=Investigator.EXTERNAL,
            name=f"{CONCERN} investigator",
            from_on=guardian.today,
        )
        await life.refer(
            guardian,
            concern_id=concern_id,
            body=Body.SPEAK_UP,
            on=guardian.today,
            words=f"{CONCERN} referral",
        )
        await life.answer_raiser(guardian, concern_id=concern_id, words=f"{CONCERN} answer")
        await documents.add_document(
            guardian,
            concern_id=concern_id,
            name=f"{CONCERN} file.txt",
            media_type="text/plain",
            data=f"{CONCERN} inside".encode(),
        )
        view = await handled.concern(guardian, concern_id=concern_id)
    return {
        "concern_id": str(concern_id),
        "document_id": str(view.documents[0].id),
        "reference": receipt.reference,
        "word": receipt.word,
        "step": "assessment",
    }


async def test_guardian_sees_the_words_so_that_this_can_fail(stage: Stage) -> None:
    guardian = stage.world.visitors["coi-guardian"]
    for path in (
        "/concerns/handling",
        "/concerns/{concern_id}",
        "/concerns/{concern_id}/documents/{document_id}",
    ):
        answer = await guardian.get(path.format_map(stage.concern))
        assert answer.status_code == 200
        assert CONCERN in sweep.everything_in(answer), path
    home = await guardian.get("")
    assert re.search(r"\d+ concerns? (is|are) yours to handle", home.text)


async def test_nobody_else_finds_a_word_of_them(stage: Stage) -> None:
    """Also: who reads everything sees what they saw before the concern was there, to the digit."""
    every = [(role, route.key) for route in _GETS for role in stage.readers]
    todays = {
        each
        for each in every
        if re.search("/(interests|concerns|registers)", each[1]) or each in stage.before
    }
    todays.update(sweep.of_today(every, parts=6))
    await _find_none(stage, todays)


@pytest.mark.soak
async def test_nobody_finds_a_word_of_them_anywhere(stage: Stage) -> None:
    await _find_none(stage, {(role, route.key) for role in stage.readers for route in _GETS})


async def _find_none(stage: Stage, todays: Collection[tuple[str, str]]) -> None:
    leaks, changed, read = [], [], Read(stage.secrets)
    seen: dict[str, set[str]] = {}
    # packs are built last: the secrets could be in them, and they stand on pages of their own
    for route in sorted(_GETS, key=lambda each: each.thing in _PACKS):
        path = await stage.path_of(route)
        for role, client in stage.readers.items():
            if not stage.opens(role, route) or (role, route.key) not in todays:
                continue
            answer = await client.get(path)
            assert answer.status_code < 500, f"{route.key} answers {role} {answer.status_code}"
            for word in read.words_in(answer):
                seen.setdefault(word, set()).add(role)
                if role not in stage.secrets[word]:
                    leaks.append(f"{word}: {route.key} to {role}")
            told = stage.before.get((role, route.key))
            if told and route.key not in _COUNTS_READERS | _SAYS_WHEN and told != as_told(answer):
                changed.append(f"{route.key} to {role}")
    assert leaks == []
    assert changed == []
    assert seen[OPEN] >= {"member", PUBLIC_READER}, "what everybody may see was not seen either"
    assert seen[WITHHELD] >= {"officer", "internal-audit", PERSON}
    assert seen[CONCERN] == {"coi-guardian"}
    assert len(read.bodies) > 100 and len(stage.before) > 100, "hardly anything was read"


async def test_searching_for_it_is_like_searching_for_nothing(stage: Stage) -> None:
    await _search(stage, sweep.of_today(_GETS))


@pytest.mark.soak
async def test_searching_for_it_anywhere_is_like_searching_for_nothing(stage: Stage) -> None:
    await _search(stage, _GETS)


async def _search(stage: Stage, routes: Iterable[Line]) -> None:
    told_apart = []
    for role in ("officer", PUBLIC_READER):
        client = stage.readers[role]
        for route in routes:
            if route.parameters or not stage.opens(role, route):
                continue
            path = sweep.path_of(route, stage.world.tenant.slug, {})
            answers = []
            for word in (CONCERN, NEVER):
                answer = await client.get(path, params=dict.fromkeys(_SEARCHES, word))
                _, headers, _ = sweep.fingerprint(answer)
                if answer.content.startswith(
                    b"PK"
                ):  # packed with the moment in it, now and then a byte longer
                    headers = [each for each in headers if each[0] != "content-length"]
                status, text = as_told(answer)
                answers.append((status, str(headers).replace(word, "WORD"), text.replace(word, "WORD")))
            if answers[0] != answers[1]:
                told_apart.append(f"{route.key} to {role}")
    assert told_apart == []


async def test_its_own_addresses_answer_others_as_if_it_never_was(
    stage: Stage, db: database.Database
) -> None:
    """To the headers, to the length of the way: as many statements for it as for nothing."""
    told_apart = []
    routes = [route for route in ROUTES if "{concern_id}" in route.path]
    assert len(routes) > 4
    for role, visitor in stage.world.visitors.items():
        if role == "coi-guardian":
            continue
        for route in routes:
            answers = []
            for ids in (stage.concern, {**sweep.unused(route), "step": "assessment"}):
                counts = []
                for _ in range(
                    4
                ):  # now and then a call also notes a session in use, or a reading of the public
                    counted = db.statements
                    answer = await sweep.call(visitor, replace(route, form={}), stage.world, ids)
                    counts.append(db.statements - counted)
                answers.append((sweep.fingerprint(answer), min(counts)))
            if answers[0] != answers[1] or answers[0][0][0] not in {403, 404}:
                told_apart.append(f"{route.key} to {role}: {answers[0][0][0]}")
    assert told_apart == []


async def test_person_concerned_is_told_when_the_guardian_chooses_and_only_that(stage: Stage) -> None:
    """Last, for it changes what the member sees."""
    world = stage.world
    member = world.visitors["member"]
    before = (await member.get("/concerns/notices")).text
    guardian = replace(world.scopes["coi-guardian"], now=real_now())
    async with transactions.scope_tx(guardian):
        notice_id = await notices.give_notice(
            guardian,
            concern_id=UUID(stage.concern["concern_id"]),
            words="It is alleged that you voted.",
            reply_by=guardian.today + timedelta(days=14),
        )
    told = await member.get(f"/concerns/notices/{notice_id}")
    assert str(notice_id) not in before
    assert str(notice_id) in (await member.get("/concerns/notices")).text
    assert "It is alleged that you voted." in told.text and CONCERN not in told.text
    for role, visitor in world.visitors.items():
        if role != "member":
            answer = await visitor.get(f"/concerns/notices/{notice_id}")
            assert answer.status_code in {403, 404}, role


async def test_member_under_a_treatment_reaches_no_word_of_the_papers_by_any_route(stage: Stage) -> None:
    """Pages, packs, the reading room and its copies for the road, shared notes, feeds, searches and letters.

    Before the treatment the member reads them at every place in `_TOLD`, so each of those could leak.
    """
    world = stage.world
    ids = await _tabled(world)
    member, vice_chair = world.visitors["member"], world.visitors["vice-chair"]
    told = Told(world, ids)
    assert await told.to(member.client, _TOLD) == _TOLD, "the member read it everywhere before"
    since = await _treat(world, ids)

    routes = [route for route in _GETS if told.reaches(route)]
    leaks = await told.to(member.client, {route.key for route in routes})
    assert leaks == set()
    assert await told.to(stage.public, {route.key for route in routes if route.permission == PUBLIC}) == set()
    assert await told.to(vice_chair.client, _TOLD) == _TOLD, "who is under no treatment still reads it"
    assert len(routes) > 120 and {route.thing for route in routes} > {"opened_pack", "note", "public_meeting"}
    async with transactions.scope_tx(world.officer, readonly=True):
        letters = await database.fetch(
            "SELECT queued_at, subject || text || html || coalesce(content::text, '') AS words "
            "FROM notices_letter WHERE tenant_id = $1 AND recipient_person_id = $2 AND queued_at >= $3",
            world.tenant.id,
            member.person_id,
            since,
        )
    assert letters and not [row for row in letters if PAPER in row["words"].upper()]


_AT = "GET /t/{slug}"
_TOLD = {
    f"{_AT}/agenda-items/{{item_id}}",
    f"{_AT}/meetings/{{meeting_id}}",
    f"{_AT}/meetings/{{meeting_id}}/notes",
    f"{_AT}/papers",
    f"{_AT}/papers/{{paper_id}}",
    f"{_AT}/papers/{{paper_id}}/notes",
    f"{_AT}/papers/{{paper_id}}/versions/{{version}}/content",
    f"{_AT}/packs/{{pack_id}}/file",
    f"{_AT}/packs/{{pack_id}}/read",
    f"{_AT}/packs/{{pack_id}}/read/{{key}}",
    f"{_AT}/packs/{{pack_id}}/read/{{key}}/printed",
    f"{_AT}/packs/{{pack_id}}/words",
}
"""Where a member reads a word of a private paper that is not withheld from them."""


@dataclass
class Told:
    """Where a reader finds a word of the papers of `ids`; `SOUGHT` is searched for, and so proves nothing."""

    world: World
    ids: Ids
    read: Read = field(default_factory=lambda: Read([PAPER]))

    def reaches(self, route: Line) -> bool:
        return set(route.parameters) <= set(self.ids)

    async def to(self, client: httpx.AsyncClient, keys: set[str]) -> set[str]:
        found = set()
        for route in _GETS:
            if route.key not in keys:
                continue
            path = sweep.path_of(route, self.world.tenant.slug, self.ids)
            asked = dict.fromkeys(_SEARCHES, SOUGHT)
            for given in ({}, asked) if not route.parameters else (asked,):
                answer = await client.get(path, params=given)
                assert answer.status_code < 500, f"{route.key} answers {answer.status_code}"
                if self.read.words_in(answer):
                    found.add(route.key)
        return found


async def _tabled(world: World) -> Ids:
    """A private item with a paper that names the member's interest, in an opened pack, with a shared note."""
    from tests.house.world import MAKERS

    ids = await MAKERS["item"](world)
    officer, item_id = world.officer, UUID(ids["item_id"])
    meeting_id = UUID(ids["meeting_id"])
    async with transactions.scope_tx(officer):
        await meetings.change_item(
            officer,
            item_id=item_id,
            title="Offers received",
            purpose=meeting_rules.Purpose.DECISION,
            part=meeting_rules.Part.PRIVATE,
            private_reason="Offers are confidential",
            worth=meeting_rules.Worth(procures=True),
        )
        paper_id = await meetings.submit_paper(
            officer,
            item_id=item_id,
            title=f"{PAPER} offers",
            author_person_id=world.visitors["executive-owner"].person_id,
            filename=f"{PAPER.lower()}.md",
            data=f"# {PAPER}\n\nThe {PAPER} paragraph names {SOUGHT} and everybody.\n".encode(),
        )
        found = hits.Found(
            person_id=UUID(ids["member_id"]),
            source=hits.Source.RADAR,
            reason=f"The member is a partner in what “{PAPER} offers” names.",
            sureness=90,
            found=(hits.Words(words=PAPER, where="text", title=f"{PAPER} offers"),),
        )
        await meetings.keep_hits(officer, item_id=item_id, found=[found], radar=True)
        await meetings.publish_agenda(officer, meeting_id=meeting_id)
        version_id = (await readable_paper(officer, paper_id=paper_id)).version_id
        read = await reading.read_version(officer, version_id=version_id)
        pack_id = await packs.ask_for_board_pack(officer, meeting_id=meeting_id)
    await pack_chores.build_board_pack(officer.as_chore("packs.build_board_pack"), pack_id=pack_id)
    for role in ("member", "vice-chair"):
        reader = replace(world.scopes[role], now=real_now())
        async with transactions.scope_tx(reader):
            await reading.open_issue(reader, pack_id=pack_id)
            if role == "vice-chair":
                note_id = await reading.add_note(
                    reader,
                    paper_id=paper_id,
                    words=f"{PAPER} note for all",
                    quote=reading.QuotedWords(exact=read.blocks[-1].text),
                )
                await reading.share_note(reader, note_id=note_id)
    return {
        **ids,
        "paper_id": str(paper_id),
        "version_id": str(version_id),
        "version": "1",
        "pack_id": str(pack_id),
        "key": f"paper-{paper_id}",
        "page": "1",
        "name": "picture.png",
        "note_id": str(note_id),
    }


async def _treat(world: World, ids: Ids) -> datetime:
    """The chair decides that the member gets no papers, the next issue is built, and somebody tells of it all."""
    officer = replace(world.officer, now=real_now())
    async with transactions.scope_tx(officer):
        await meetings.decide_treatment(
            officer,
            item_id=UUID(ids["item_id"]),
            person_id=UUID(ids["member_id"]),
            treatment=Treatment.NO_PAPERS,
            reason="A contract may come to the practice",
        )
        pack_id = await packs.ask_for_board_pack(officer, meeting_id=UUID(ids["meeting_id"]))
    await pack_chores.build_board_pack(officer.as_chore("packs.build_board_pack"), pack_id=pack_id)
    return officer.now
