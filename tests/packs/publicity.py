"""A meeting in public with one small pack, those who publish it over HTTP, and anybody who reads it."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from backend.kit.clock import real_now
from backend.kit.database import fetch
from backend.meetings import operations as meetings
from backend.meetings import rules as meeting_rules
from backend.packs import chores
from backend.packs.publishing import queries
from backend.scope import Scope
from backend.tenancy import transactions
from tests.committees.made import formed
from tests.packs.agenda import as_worker
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]
SECRET = "Quokka settlement"
INSIDE = "The wombat clause"


@dataclass
class Stage:
    """A meeting in public ten days from now, with a written paper and a private item, and those who publish."""

    scope: Scope
    officer: Visitor
    executive: Visitor
    public: httpx.AsyncClient
    meeting_id: UUID
    item_id: UUID
    paper_id: UUID
    private_id: UUID

    @property
    def now(self) -> Scope:
        return replace(self.scope, now=real_now())

    async def read(self, path: str = "") -> httpx.Response:
        """A public address, by nobody in particular."""
        return await self.public.get(f"/t/{self.scope.tenant.slug}/public/meetings{path}")

    @property
    def page(self) -> str:
        return f"/{self.meeting_id}"

    async def work(self) -> None:
        """Build what was asked for."""
        async with transactions.scope_tx(self.now, readonly=True):
            asked = await fetch(
                "SELECT id FROM packs_pack WHERE tenant_id = $1 AND state = 'asked'", self.scope.tenant.id
            )
        for row in asked:
            await chores.build_board_pack(as_worker(self.now), pack_id=row["id"])

    async def prepared(self) -> str:
        """The path of a publication that the officer prepared."""
        answer = await self.officer.post(f"/meetings/{self.meeting_id}/public-pack")
        assert answer.status_code == 303, answer.text
        await self.work()
        return answer.headers["location"].removeprefix(f"/t/{self.officer.slug}")

    async def approve(self, path: str, *, by: Visitor | None = None, **form: str) -> httpx.Response:
        seen = await (by or self.executive).get(path)
        found = re.search(r'name="sha256" value="(\w{64})"', seen.text)
        sha256 = found[1] if found else "0" * 64
        return await (by or self.executive).post(f"{path}/approve", {"sha256": sha256, "when": "now", **form})

    async def line(self, path: str) -> queries.PublicationLine:
        async with transactions.scope_tx(self.now, readonly=True):
            return await queries.publication_of(self.now, publication_id=UUID(path.rsplit("/", 1)[1]))

    async def say(self, item_id: UUID, title: str, filename: str, data: bytes) -> UUID:
        async with transactions.scope_tx(self.now):
            return await meetings.submit_paper(
                self.now,
                item_id=item_id,
                title=title,
                author_person_id=self.officer.person_id,
                filename=filename,
                data=data,
            )


AHEAD = timedelta(days=24)
"""The meeting is far enough off for its papers to be in time in any week of the year, that of Christmas too."""


@asynccontextmanager
async def a_public_stage(demo_scope: Scope, visit: Visit, app: Any) -> AsyncIterator[Stage]:
    scope = replace(demo_scope, now=real_now())
    officer = await visit(name="Olive Invented")
    executive = await visit(name="Ellis Invented", roles=("executive-owner",))
    starts = (scope.now + AHEAD).replace(minute=30, second=0, microsecond=0)
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope)
        meeting_id = await meetings.arrange_meeting(
            scope,
            committee_id=committee_id,
            title="The spring meeting",
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            venue="An invented hall",
            in_public=True,
        )
        item_id = await meetings.add_item(
            scope, meeting_id=meeting_id, title="Access to practices", purpose=meeting_rules.Purpose.NOTE
        )
        private = await meetings.add_item(
            scope,
            meeting_id=meeting_id,
            title=SECRET,
            purpose=meeting_rules.Purpose.DECISION,
            part=meeting_rules.Part.PRIVATE,
            private_reason="It names a contract (invented).",
        )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1:8014"
    ) as public:
        made = Stage(scope, officer, executive, public, meeting_id, item_id, UUID(int=0), private)
        made.paper_id = await made.say(
            item_id, "Report on access", "access.md", b"# Access\n\nThe **otter** pilot goes on.\n"
        )
        await made.say(private, "Quokka terms", "quokka-file.md", f"# Terms\n\n{INSIDE}\n".encode())
        async with transactions.scope_tx(scope):
            await meetings.publish_agenda(scope, meeting_id=meeting_id)
        yield made
