"""The sealed pack of Dudley's year: built, released, opened, verified, asked about, answered, issued anew.

What the commissioner does goes through the rooms' operations. The regulator is at a browser: the pages of the
portal, the public page of keys, and verify.html from a file of its own without a network.
"""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import uvicorn
from playwright.async_api import Browser

from backend.app import create_app
from backend.kit.clock import Clock
from backend.kit.settings import read_settings
from backend.packs import chores as pack_chores
from backend.packs import operations as packs
from backend.packs import queries as pack_queries
from backend.people import queries as people
from backend.portal import operations as portal
from backend.portal.queries import PackLine
from backend.releases import operations as releases
from backend.releases.operations import Named, Wish, answers
from backend.releases.operations import evidence as asked
from backend.releases.queries.evidence import requests_of
from backend.scope import Scope
from backend.tenancy import transactions
from tests.journeys.reader import Reader
from tests.packs.verifier import opened
from tests.portal.stage import checked, post, received
from tests.ports import free_port
from tests.reporting.stage import Commissioner, overseen
from tests.reviewing.stage import Body
from tests.visitors import Visitor

SINCE, UNTIL = date(2014, 5, 1), date(2015, 4, 30)
PROOF = "password and code"


@contextlib.asynccontextmanager
async def served(home: Path, moment: datetime) -> AsyncIterator[tuple[str, str]]:
    """The application on a port of its own at that moment: its address, and the name of its cookie."""
    port = free_port()
    public = f"http://127.0.0.1:{port}"
    settings = read_settings(
        {"PROBITY_HOME": str(home), "PROBITY_PORT": str(port), "PROBITY_PUBLIC_URL": public}
    )
    app = create_app(settings, clock=Clock(moment.isoformat()))
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", lifespan="off")
    )
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn offers no event to wait for
        await asyncio.sleep(0.05)
    try:
        yield public, settings.cookie_name
    finally:
        server.should_exit = True
        with contextlib.suppress(asyncio.CancelledError):
            await serving


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """Both sides of the door."""

    ours: Commissioner
    body: Body
    agreement_id: UUID

    async def issued(self, to: Named, *, answers_request_id: UUID | None = None) -> UUID:
        """A pack of the year with its opinion, signed and released; the id of the release."""
        officer, executive = self.ours.scope("officer"), self.ours.scope("approver")
        period: dict[str, Any] = {"since": SINCE, "until": UNTIL}
        await self.ours.act(
            "approver", packs.give_opinion, definition_id="pack-delegation-gate", proved_by=PROOF,
            words="Both gates were passed as agreed; one condition goes on into 2015/16 (invented).", **period,
        )  # fmt: skip
        pack_id: UUID = await self.ours.act(
            "officer", packs.ask_for_assurance_pack, definition="pack-delegation-gate", **period
        )
        await pack_chores.build_assurance_pack(
            officer.as_chore("packs.build_assurance_pack"), pack_id=pack_id
        )
        async with transactions.scope_tx(executive, readonly=True):
            form = await pack_queries.released_form(executive, pack_id=pack_id)
        await self.ours.act(
            "approver", packs.sign, pack_id=pack_id, role="executive-owner", seen=form.sha256, proved_by=PROOF
        )
        release_id, _ = await self.ours.act(
            "officer", releases.release, seen_sha256=form.sha256,
            wish=Wish(
                pack_id=pack_id, regulator="Marches Edge (invented)", regulator_kind="Area team", regulator_ods=None,
                agreement_id=self.agreement_id, people=(to,), expires_at=officer.now + timedelta(days=60),
                most_downloads=5, by_mail=False, answers_request_id=answers_request_id,
            ),
        )  # fmt: skip
        return UUID(str(release_id))

    async def arrives(self) -> PackLine:
        """Everything that waits is carried over, and the newest pack checked as the worker does."""
        await post(self.ours, self.body)
        (newest, *_) = await received(self.body)
        if newest.checked is None:
            await checked(self.body, newest.id)
        return newest


async def agreed(people_of_run: dict[str, Scope], hands: Scope, reviewer: Scope) -> Exchange:
    """The commissioner's people at the end of the run, and a regulator that oversees it."""
    ours = Commissioner(people=people_of_run)
    body = Body(officer=hands, reviewers={"Piers": reviewer})
    return Exchange(ours=ours, body=body, agreement_id=await overseen(ours, body))


async def named(body: Body, visitor: Visitor) -> Named:
    """The reviewer as a release names them."""
    async with transactions.scope_tx(body.officer, readonly=True):
        line = await people.person_line_of(body.officer, person_id=visitor.person_id)
    return Named(name=line.name, post="Reviewer", email=line.email or "")


async def at_a_browser(browser: Browser, address: str, cookie: str, visitor: Visitor) -> Reader:
    context = await browser.new_context(viewport={"width": 1280, "height": 900})
    await context.add_cookies([{"name": cookie, "value": visitor.token, "url": address}])
    return Reader(await context.new_page(), address, visitor.slug)


async def opens_and_verifies(
    regulator: Reader, browser: Browser, exchange: Exchange, line: PackLine, folder: Path
) -> bytes:
    """From the portal's list to “This pack holds”: by the page, and by a verifier of one's own. The pack's bytes."""
    await regulator.open("/portal")
    await regulator.reads("Pack for a gate of delegation")
    await regulator.finds_nothing_wrong()
    await regulator.open(line.path)
    await regulator.reads("This body holds no key of")
    await regulator.finds_nothing_wrong()

    slug = exchange.ours.scope("officer").tenant.slug
    public = await (await browser.new_context()).new_page()
    await public.goto(f"{regulator.address}/t/{slug}/keys")
    link = await public.get_by_role("link", name="as a file to trust").get_attribute("href")
    trust = await (await public.request.get(f"{regulator.address}{link}")).body()
    fingerprint = re.search(rb"^fingerprint: (.+)$", trust, re.MULTILINE)
    key_name = re.search(rb"^key-name: (.+)$", trust, re.MULTILINE)
    assert fingerprint and key_name
    shown = " ".join((await public.inner_text("main")).split())
    assert fingerprint[1].decode().strip() in shown, "the page shows what the file says"
    await public.context.close()

    await exchange.body.act(
        "Piers", portal.enter, commissioner_id=line.commissioner_id, name=key_name[1].decode().strip(),
        fingerprint=fingerprint[1].decode(), source="The commissioner’s page of keys",
    )  # fmt: skip
    await regulator.press("Check it now")
    await regulator.reads("Yes: it is one of the keys that this body trusts")
    await regulator.does_not_read("Does not hold")
    await regulator.press("Prove who you are and download")
    file = await regulator.download("Download the sealed pack", folder)
    data = file.read_bytes()

    async with opened(browser, folder) as verifier:
        await verifier.page.locator("#trust").set_input_files(
            {"name": "trust.txt", "mimeType": "text/plain", "buffer": trust}
        )
        await verifier.drop("pack-place", file.name, data)
        said = await verifier.says("This pack holds.")
        assert "It does not show that what was recorded is true." in said
    return data


async def receipts_and_asks(regulator: Reader, line: PackLine) -> None:
    await regulator.open(line.path)
    await regulator.tick("I received the pack with this SHA-256")
    await regulator.press("Give the receipt")
    await regulator.reads("Your receipt is given.")
    await regulator.page.get_by_text("Ask for evidence", exact=True).click()
    await regulator.fill("What do you ask for?", "Where does the condition of gate G1 stand?")
    await regulator.fill("About which place in the pack? (optional)", "Gates, G1")
    await regulator.fill_date("By which day?", 29, 5, 2015)
    await regulator.press("Ask")
    await regulator.reads("The request is on its way to the commissioner.")
    await regulator.finds_nothing_wrong()


async def answered(exchange: Exchange, release_id: UUID) -> UUID:
    """The request came, made an action, was answered by one and approved by another; its id."""
    await post(exchange.ours, exchange.body)
    (wanted,) = await exchange.ours.act("officer", requests_of, release_id=release_id)
    (receipt,) = await exchange.ours.rows(
        "SELECT matches FROM releases_receipt WHERE tenant_id = $1 AND release_id = $2", release_id
    )
    assert receipt["matches"], "the receipt names the bytes that were released"
    (action,) = await exchange.ours.rows(
        "SELECT due_on FROM actions_action WHERE tenant_id = $1 AND id = $2", wanted.action_id
    )
    assert action["due_on"] == wanted.due_on == date(2015, 5, 29)
    await exchange.ours.act(
        "officer", asked.name_owner, request_id=wanted.id, owner_person_id=exchange.ours.person("writer")
    )
    await exchange.ours.act(
        "writer", answers.write_answer, request_id=wanted.id,
        words="It was carried into 2015/16; the last note is enclosed (invented).",
        files=[("note.txt", "text/plain", b"The last quarter's note (invented)")],
    )  # fmt: skip
    await exchange.ours.act("approver", answers.approve_answer, request_id=wanted.id, proved_by=PROOF)
    await post(exchange.ours, exchange.body)
    return UUID(str(wanted.id))


async def sees_it_issued_anew(
    regulator: Reader, exchange: Exchange, first: PackLine, second: PackLine, before: bytes
) -> None:
    """The old issue says that it is superseded and is still the same; the new one answers, and both are compared."""
    assert (second.issue, second.period) == (first.issue + 1, first.period)
    assert second.sha256 != first.sha256
    await regulator.open(first.path)
    await regulator.reads(f"Superseded by issue {second.issue}")
    await regulator.reads("It was carried into 2015/16")
    await regulator.reads(first.sha256)
    await regulator.page.get_by_text("Close request", exact=False).first.click()
    await regulator.page.get_by_label("Yes, we are satisfied").check()
    await regulator.press("Close it")
    await regulator.reads("The request is closed, and the commissioner is told.")
    await regulator.finds_nothing_wrong()
    again = await regulator.page.request.get(f"{regulator.address}/t/{regulator.tenant}{first.path}/file")
    assert await again.body() == before, "the link of an issue gives that issue"
    await regulator.open(second.path)
    await regulator.reads("Issued anew in answer to")
    await regulator.reads("Yes: it is one of the keys that this body trusts")
    await regulator.follow("Compare with another issue or period")
    await regulator.finds_nothing_wrong()
    await post(exchange.ours, exchange.body)
