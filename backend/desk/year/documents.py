"""What a year leaves on paper: each file as the pages give it to the person who asks for it, and a list of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from backend.desk.year.played import Played
from backend.evidence import queries as evidence
from backend.kit.calendar import in_words
from backend.kit.clock import real_now
from backend.kit.settings import Settings
from backend.packs import queries as pack_queries
from backend.people.operations import sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOut:
    """A file of the year, and what it shows."""

    name: str
    words: str


async def put_out(played: Played, out: Path, *, app: Any, settings: Settings) -> tuple[PutOut, ...]:
    """Write the documents of the year into the folder `out`, with a README that lists them; returns them in order."""
    year = played.document
    committee = f"/committees/{played.committees[year.committee]}"
    found = []

    async def keep(client: httpx.AsyncClient, path: str, name: str, words: str) -> None:
        answer = await client.get(f"/t/{played.cast.found.tenant.slug}{path}", timeout=60)
        answer.raise_for_status()
        (out / name).write_bytes(answer.content)
        found.append(PutOut(name=name, words=words))

    officer = next(each.id for each in played.cast.document.people if "governance-officer" in each.roles)
    for meeting_id, data in played.briefs.items():
        name = f"chairs-brief-{meeting_id}.pdf"
        (out / name).write_bytes(data)
        found.append(
            PutOut(name=name, words="What the chair read before the meeting: interests, and the quorum")
        )
    async with _reader(played, officer, app, settings) as client:
        for meeting_id, pack_id in played.packs.items():
            name = f"board-pack-{meeting_id}.pdf"
            (out / name).write_bytes(await _pack(played, pack_id))
            common = any(each.id == meeting_id and each.in_common for each in year.meetings)
            words = "for both bodies: its public copy" if common else "with its private part"
            found.append(PutOut(name=name, words=f"The board pack of that meeting, {words}"))
        for meeting in (each for each in year.meetings if each.minutes_public):
            path, day = f"/meetings/{played.meetings[meeting.id]}/minutes/file", in_words(meeting.day)
            words = f"The signed minutes of {day}, whole, for the officer"
            await keep(client, path, f"minutes-{meeting.id}.pdf", words)
            words = "The same as the public reads them"
            path = f"/public/meetings/{played.meetings[meeting.id]}/minutes/file"
            await keep(client, path, f"minutes-{meeting.id}-public.pdf", words)
        for place, decision_id in played.decisions.items():
            meeting_id, _, business = place.partition("/")
            decision = next(each for each in year.meetings if each.id == meeting_id).item(business).decision
            if decision is not None and decision.sent_to is not None:
                words = f"The extract of a decision that was sent to {_name_of(played, decision.sent_to)}"
                await keep(
                    client, f"/decisions/{decision_id}/extract", f"extract-{meeting_id}-{business}.pdf", words
                )
        words = "Every decision of the year, with its power, its quorum, and what was irregular"
        await keep(client, f"{committee}/decisions.csv", "decisions.csv", words)
        words = "Who came to which meeting, for the annual report"
        await keep(client, f"{committee}/attendance.csv?year={year.since.year}", "attendance.csv", words)
    (out / "README.md").write_text(_listed(played, found), encoding="utf-8")
    return tuple(found)


@asynccontextmanager
async def _reader(
    played: Played, person: str, app: Any, settings: Settings
) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody of the cast, signed in to the application of this process."""
    now = real_now()
    async with played.officer(now):
        token = await sessions.begin_session(
            account_id=played.cast.accounts[person],
            methods=("password", "demonstration"),
            authenticated_at=now,
            device="the demonstration",
            now=now,
        )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app),
        base_url=settings.public_url,
        cookies={settings.cookie_name: token},
    ) as client:
        yield client


async def _pack(played: Played, pack_id: Any) -> bytes:
    async with played.officer(played.moment(played.document.until, 9)) as officer:
        view = await pack_queries.board_pack(officer, pack_id=pack_id)
        assert view.file_id is not None, f"the pack was built: {view.failure}"
        return await evidence.bytes_of(officer, file_id=view.file_id)


def _name_of(played: Played, person: str) -> str:
    known = played.cast.document.person(person)
    return known.name if known else person


def _listed(played: Played, found: list[PutOut]) -> str:
    meetings = "\n".join(
        f"- {in_words(each.day)}: {each.title}"
        for each in sorted(played.document.meetings, key=lambda m: m.day)
    )
    files = "\n".join(f"- `{each.name}`: {each.words}." for each in found)
    return (
        f"# A year of {played.cast.found.tenant.name}\n\n{played.document.says}.\n\n"
        f"## Documents\n\n{files}\n\n## Meetings\n\n{meetings}\n"
    )
