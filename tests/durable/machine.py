"""A tenant that lives through days of chasing while everything around it is killed; then a reckoning.

    python -m tests.durable.machine --seed 7 --seconds 20

Prints one JSON object: what was done and struck, and every promise that was broken (`broken`, empty when all is well).
A process of its own, since it kills the database that it writes to.
"""

import argparse
import asyncio
import contextlib
import json
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg

from backend import piccolo_conf
from backend.actions import operations as actions
from backend.actions.operations import Source, SourceKind
from backend.desk import chores as desk
from backend.kit import database, queue
from backend.kit.clock import real_now
from backend.kit.identity import new_id
from backend.kit.settings import read_settings
from backend.notices import operations as notices
from backend.notices.rules import Recipient
from backend.people.operations import persons
from backend.people.permissions import OFFICER
from backend.provision import lifetime
from backend.scope import Actor, Refusal, Scope
from backend.tenancy import dues, transactions
from backend.worker import open_services
from tests.durable.hurried import LEASE
from tests.durable.installation import Installation
from tests.scopes import a_scope, a_tenant

LONDON = ZoneInfo("Europe/London")
FIRST = date(2014, 9, 15)  # a Monday
OWNERS = ("Ada Invented", "Ben Invented", "Cyn Invented", "Dov Invented")
CHASES = ("actions.chase_actions", "interests.chase_declarations")
PATIENCE = 90.0  # seconds for anything that must come in the end

AWAY = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError,
        database.DatabaseUnavailable)  # fmt: skip
"""How a database shows itself to a writer while it is killed: the writer does not know whether it wrote."""


class Life:
    """What the officer of one tenant does day by day, so that a twin can live it again in peace."""

    def __init__(self, scope: Scope, owners: dict[str, UUID]) -> None:
        self.scope = scope
        self.owners = owners
        self.done: list[tuple[str, date, Any]] = []
        self.ids: dict[str, UUID] = {}
        self.retries = 0

    def at(self, day: date, hour: int, minute: int = 0) -> Scope:
        return replace(self.scope, now=datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON))

    async def acknowledged(self, act: Callable[[], Awaitable[Any]]) -> None:
        """Do it until the database has said that it is done."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return await act()
            except AWAY:
                assert time.monotonic() < deadline, "the database never came back"
                self.retries += 1
                await asyncio.sleep(0.15)

    async def undertake(self, day: date, words: str, owner: str, due_on: date) -> None:
        action_id = self.ids.setdefault(words, new_id())
        scope = self.at(day, 6, 30)

        async def act() -> None:
            async with transactions.scope_tx(scope):
                await actions.undertake(
                    scope, source=Source(kind=SourceKind.HAND, title="By hand (invented)", on=day), words=words,
                    owner_person_id=self.owners[owner], due_on=due_on, action_id=action_id,
                )  # fmt: skip

        await self.acknowledged(act)
        self.done.append(("undertake", day, (words, owner, due_on)))

    async def claim(self, day: date, words: str) -> None:
        scope = self.at(day, 14)

        async def act() -> None:
            async with transactions.scope_tx(scope):
                try:
                    await actions.claim_done(scope, action_id=self.ids[words], words="Done (invented)")
                except Refusal:  # an earlier attempt was written, though its answer was lost
                    return

        await self.acknowledged(act)
        self.done.append(("claim", day, words))

    async def tell(self, day: date, number: int, owner: str) -> None:
        scope = self.at(day, 12)
        to = Recipient(person_id=self.owners[owner], name=owner, address=_address(owner))

        async def act() -> None:
            async with transactions.scope_tx(scope):
                await notices.tell(
                    scope, kind="notices.sending-tested", key=f"told/{number}", to=to,
                    context={"asked_by": "Olive Invented", "asked_on": day},
                )  # fmt: skip

        await self.acknowledged(act)
        self.done.append(("tell", day, number))

    async def move_clock(self, day: date, hour: int, minute: int) -> None:
        scope = self.at(day, hour, minute)

        async def act() -> None:
            async with transactions.scope_tx(scope):
                await lifetime.move_clock(scope, to=scope.now)

        await self.acknowledged(act)

    async def chased(self, day: date) -> None:
        """Wait until the sweep has done what was due on the day."""
        scope = self.at(day, 8, 5)
        deadline = time.monotonic() + PATIENCE

        async def waits() -> bool:
            async with transactions.scope_tx(scope, readonly=True):
                rows = await database.fetch(
                    "SELECT 1 FROM tenancy_due WHERE tenant_id = $1 AND chore = ANY ($2) AND due_at <= $3",
                    scope.tenant.id,
                    list(CHASES),
                    scope.now,
                )
            return bool(rows)

        while True:
            try:
                if not await waits():
                    return
            except AWAY:
                pass
            assert time.monotonic() < deadline, f"the sweep of {day} was never done"
            await asyncio.sleep(0.1)


class Strikes:
    """What kills. `excused` holds the ids of letters that were in somebody's hands when it was struck down."""

    KINDS = ("worker", "mailer", "database", "stop", "hang-up", "refuse", "both-workers")

    def __init__(self, place: Installation, rng: random.Random) -> None:
        self.place = place
        self.rng = rng
        self.counts: Counter[str] = Counter()
        self.excused: set[str] = set()
        self.in_hand = 0
        self._asleep: dict[int, asyncio.Task[None]] = {}

    async def until(self, deadline: float) -> None:
        deck = list(self.KINDS)
        self.rng.shuffle(deck)
        while time.monotonic() < deadline or deck:
            aimed = bool(deck) or self.rng.random() < 0.75
            kind = deck.pop() if deck else self.rng.choice(self.KINDS)
            if aimed:
                await self._letter_in_hand()
            else:
                await asyncio.sleep(self.rng.random() * 0.5)
            self.counts[kind] += 1
            await getattr(self, "_" + kind.replace("-", "_"))()
            await asyncio.sleep(0.3 + self.rng.random())
        for sleeper in list(self._asleep.values()):
            await sleeper

    async def _letter_in_hand(self) -> None:
        """Strike where it hurts: wait for a letter that the mail server has begun and not answered.

        Not for ever: what was struck last may still be starting.
        """
        for _ in range(1000):
            if self._unanswered():
                return
            await asyncio.sleep(0.01)

    def _unanswered(self) -> Counter[str]:
        begun: Counter[str] = Counter()
        for line in self.place.kept():
            if "begun" in line:
                begun[line["begun"]] += 1
            if "answered" in line:
                begun[line["answered"]["to"]] -= 1
        return +begun

    async def _excuse(self) -> None:
        """Whatever was being sent as it was struck may arrive twice, or not; it must say so."""
        begun = await self._transactions()
        deadline = time.monotonic() + 5
        while True:
            await self._look()
            await asyncio.sleep(0.1)
            # a commit that was on its way when its worker died is done a moment later
            if not begun & await self._transactions() or time.monotonic() > deadline:
                break
        await self._look()

    async def _transactions(self) -> set[tuple[int, datetime]]:
        """What runs in the database, but for what a stopped worker left open there."""
        rows = await _as_admin(
            self.place,
            "SELECT pid, xact_start FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend' AND state = 'active'",
        )
        return {(row["pid"], row["xact_start"]) for row in rows}

    async def _look(self, *, overdue: bool = False) -> None:
        """Excuse what is in hand; with `overdue`, only what was in hand before and is no longer its worker's."""
        held = "state = 'sending' AND (doubted OR lease_until < $1)" if overdue else "state = 'sending'"
        rows = await _as_admin(
            self.place,
            f"SELECT message_id FROM notices_letter WHERE ({held}) OR (state = 'pending' AND doubted)",
            *([real_now()] if overdue else []),
        )
        found = {row["message_id"] for row in rows} - self.excused
        self.in_hand += len(found)
        self.excused |= found

    def _awake(self) -> list[int]:
        return [
            n for n, worker in enumerate(self.place.workers) if worker is not None and n not in self._asleep
        ]

    async def _worker(self) -> None:
        await self._kill(self._awake()[:1] if self.rng.random() < 0.5 else self._awake()[-1:])

    async def _both_workers(self) -> None:
        await self._kill(self._awake())

    async def _kill(self, numbers: list[int]) -> None:
        for number in numbers:
            self.place.kill_worker(number)
        await self._excuse()
        await asyncio.sleep(self.rng.random() * 0.8)
        for number in numbers:
            self.place.start_worker(number)

    async def _stop(self) -> None:
        """A worker that is stopped past its lease, and wakes."""
        for number in self._awake()[:1]:
            self.place.signal_worker(number, signal.SIGSTOP)
            await self._excuse()
            self._asleep[number] = asyncio.create_task(self._wake(number))

    async def _wake(self, number: int) -> None:
        await asyncio.sleep(LEASE.total_seconds() + 1)
        self.place.signal_worker(number, signal.SIGCONT)
        del self._asleep[number]
        # it may have been stopped between taking a letter and the commit, and the lease had ended as it committed
        for _ in range(20):
            with contextlib.suppress(*AWAY):
                await self._look(overdue=True)
            await asyncio.sleep(0.1)

    async def _mailer(self) -> None:
        self.place.kill_mailer()
        unanswered = self._unanswered()
        await self._excuse()
        await asyncio.sleep(self.rng.random() * 0.5)
        # what it had begun is begun no longer
        with (self.place.mail / "kept.jsonl").open("a") as kept:
            kept.write("\n")
            for address, times in unanswered.items():
                kept.writelines([json.dumps({"answered": {"id": "", "to": address}}) + "\n"] * times)
        await asyncio.to_thread(self.place.start_mailer)

    async def _database(self) -> None:
        await asyncio.to_thread(self.place.kill_database)
        await asyncio.sleep(self.rng.random() * 0.5)
        await asyncio.to_thread(self.place.start_database)
        await self._excuse()

    async def _hang_up(self) -> None:
        self.place.mood(hangs_up=True)
        await asyncio.sleep(0.6)
        self.place.mood()

    async def _refuse(self) -> None:
        self.place.mood(answer="451 4.7.1 not now")
        await asyncio.sleep(0.6)
        self.place.mood()


def _address(name: str) -> str:
    return f"{name.split(maxsplit=1)[0].lower()}@north.example"


async def born(slug: str) -> Life:
    """A tenant with an officer and four people who will owe things."""
    tenant = a_tenant(slug=slug, demonstration=True)
    scope = a_scope(tenant, now=datetime(2014, 9, 1, 9, tzinfo=LONDON), name="Olive Invented")
    owners = {}
    async with transactions.scope_tx(scope):
        await lifetime.found_tenant(scope)
        for name in ("Olive Invented", *OWNERS):
            owners[name] = await persons.add_person(scope, name=name, email=_address(name))
        await persons.grant_role(scope, person_id=owners["Olive Invented"], role=OFFICER)
    acting = Actor(name="Olive Invented", person_id=owners["Olive Invented"])
    return Life(replace(scope, actor=acting), owners)


async def live(life: Life, rng: random.Random, strikes: Strikes, seconds: float) -> date:
    """Days of work while it is struck; returns the last one."""
    struck = asyncio.create_task(strikes.until(time.monotonic() + seconds))
    writer = asyncio.create_task(_keep_telling(life, struck, random.Random(rng.random())))
    day, number, open_things = FIRST, 0, []
    while not struck.done():
        await life.move_clock(day, 6, 30)
        for _ in range(rng.randint(3, 6)):
            words = f"Thing {number}"
            due_on = day + timedelta(days=rng.choice((-3, 0, 0, 1, 2, 7)))
            await life.undertake(day, words, rng.choice(OWNERS), due_on)
            open_things.append(words)
            number += 1
        await life.move_clock(day, 8, 5)
        await life.chased(day)
        for _ in range(min(rng.randint(2, 6), len(open_things))):
            await life.claim(day, open_things.pop(rng.randrange(len(open_things))))
        await asyncio.sleep(0.1)
        day += timedelta(days=3 if day.weekday() == 4 else 1)
    await struck
    await writer
    for more in (day, day + timedelta(days=7), day + timedelta(days=30)):  # what is still owed, in peace
        await life.move_clock(more, 8, 5)
        await life.chased(more)
        day = more
    return day


async def _keep_telling(life: Life, struck: asyncio.Task[None], rng: random.Random) -> None:
    """Somebody else who works at the same time, without a break."""
    number = 0
    while not struck.done():
        await life.tell(FIRST, number, rng.choice(OWNERS))
        number += 1
        await asyncio.sleep(rng.random() * 0.3)


async def relive(first: Life, days: list[date]) -> Life:
    """The same acts on the same days in a tenant around which nothing dies, swept by hand."""
    twin = await born("twin")
    async with transactions.scope_tx(twin.scope):
        await lifetime.suspend_tenant(twin.scope, reason="No worker is to touch it (invented)")
    for day in days:
        for kind, on, what in first.done:
            if on == day and kind == "undertake":
                await twin.undertake(day, *what)
        await desk.chase_what_is_owed(_chore(twin.at(day, 8, 5)))
        for kind, on, what in first.done:
            if on == day and kind == "claim":
                await twin.claim(day, what)
    return twin


def _chore(scope: Scope) -> Scope:
    return replace(scope, actor=Actor.of_chore("desk.chase_what_is_owed"), roles=frozenset())


async def rows(scope: Scope, sql: str) -> list[Any]:
    async with transactions.scope_tx(scope, readonly=True):
        return list(await database.fetch(sql, scope.tenant.id))


async def settled(place: Installation, life: Life) -> str:
    """Wait until nothing waits; returns what still does after a long time, in words."""
    deadline = time.monotonic() + PATIENCE
    while True:
        waiting = await _as_admin(
            place,
            "SELECT 'letter ' || state AS what, count(*) AS n FROM notices_letter "
            "WHERE tenant_id = $1 AND state IN ('pending', 'sending') GROUP BY state UNION ALL "
            "SELECT task_name || ' ' || status, count(*) FROM queue.procrastinate_jobs "
            "WHERE task_name LIKE 'notices.%' AND args ->> 'tenant_id' = $1::uuid::text "
            "AND status IN ('todo', 'doing') GROUP BY task_name, status",
            life.scope.tenant.id,
        )
        if not waiting:
            return ""
        if time.monotonic() > deadline:
            return ", ".join(f"{row['what']}: {row['n']}" for row in waiting)
        await asyncio.sleep(0.2)


async def _as_admin(place: Installation, sql: str, *arguments: Any) -> list[Any]:
    """What only somebody above all tenants may see."""
    connection = await asyncpg.connect(**database.connection_config(place.admin_address()))
    try:
        return list(await connection.fetch(sql, *arguments))
    finally:
        await connection.close()


def taken(place: Installation) -> Counter[str]:
    return Counter(line["taken"]["id"] for line in place.kept() if "taken" in line)


async def broken_promises(place: Installation, life: Life, twin: Life, strikes: Strikes) -> list[str]:
    """Every promise that does not hold, in words."""
    broken = []
    kept, hung_up = taken(place), {line["hung_up"]["id"] for line in place.kept() if "hung_up" in line}
    letters = await rows(life.scope, "SELECT * FROM notices_letter WHERE tenant_id = $1")
    by_id = {letter["message_id"]: letter for letter in letters}
    broken += [f"the mail server has {each}, which no outbox knows" for each in kept if each not in by_id]
    if len(by_id) != len(letters):
        broken.append("two letters have one message id")
    for message_id, letter in by_id.items():
        copies, state = kept[message_id], letter["state"]
        excused = message_id in strikes.excused | hung_up
        about = (
            f"{letter['key']} ({state}, {copies} copies, {letter['attempts']} attempts: {letter['answer']})"
        )
        if state == "sent" and copies != 1:
            broken.append(f"{about}: sent is exactly one copy")
        elif state == "uncertain" and (copies > 2 or not excused):
            broken.append(f"{about}: uncertain is two copies at most, of a letter that was struck down")
        elif state in {"withdrawn", "failed"} and copies:
            broken.append(f"{about}: a copy went all the same")
        elif state not in {"sent", "uncertain", "withdrawn"}:
            broken.append(f"{about}: it never went")
    broken += await _lost_writes(life, {letter["key"] for letter in letters})
    mine, theirs = await _lines(life), await _lines(twin)
    broken += [f"told of {line}, though nobody else would" for line in sorted(mine - theirs)]
    broken += [f"never told of {line}" for line in sorted(theirs - mine)]
    silent = await rows(
        life.scope,
        "SELECT line.key FROM chasing_line line "
        "JOIN actions_action act ON act.tenant_id = $1 AND act.id = line.thing_id "
        "LEFT JOIN notices_letter letter ON letter.tenant_id = $1 AND letter.key = line.letter_key "
        "WHERE line.tenant_id = $1 AND line.state = 'told' AND act.state = 'open' "
        "AND letter.state IS DISTINCT FROM 'sent' AND letter.state IS DISTINCT FROM 'uncertain'",
    )
    return broken + [f"{row['key']} stands as told, and no letter went" for row in silent]


async def _lost_writes(life: Life, keys: set[str]) -> list[str]:
    """What was acknowledged and is not there, or is there twice."""
    states = {
        row["id"]: row["state"]
        for row in await rows(life.scope, "SELECT id, state FROM actions_action WHERE tenant_id = $1")
    }
    events = Counter(
        (row["subject_id"], row["act"])
        for row in await rows(
            life.scope,
            "SELECT subject_id, act FROM ledger_event WHERE tenant_id = $1 AND subject_room = 'actions'",
        )
    )
    lost = []
    for kind, _, what in life.done:
        if kind == "tell" and f"told/{what}" not in keys:
            lost.append(f"the letter told/{what} was acknowledged and is not there")
        if kind == "undertake" and life.ids[what[0]] not in states:
            lost.append(f"{what[0]} was acknowledged and is not there")
        if kind == "claim" and states.get(life.ids[what]) != "done-claimed":
            lost.append(f"{what} was claimed, and is {states.get(life.ids[what])}")
    lost += [
        f"{act} of {subject} stands {n} times in the ledger" for (subject, act), n in events.items() if n > 1
    ]
    if len([1 for (_, act) in events if act.endswith("undertaken")]) != len(states):
        lost.append("an action has no line in the ledger")
    return lost


async def _lines(life: Life) -> set[tuple[str, ...]]:
    found = await rows(
        life.scope,
        "SELECT act.words, line.rung, line.recipient_name, line.day, line.state FROM chasing_line line "
        "JOIN actions_action act ON act.tenant_id = $1 AND act.id = line.thing_id WHERE line.tenant_id = $1",
    )
    return {(*map(str, tuple(row)),) for row in found}


async def replay(place: Installation, life: Life, day: date) -> list[str]:
    """Every job of delivery and every sweep once more: nothing may be sent."""
    before = taken(place)
    letters = await rows(life.scope, "SELECT id FROM notices_letter WHERE tenant_id = $1")
    async with transactions.scope_tx(life.scope):
        for row in letters:
            await queue.defer("notices.deliver", tenant_id=life.scope.tenant.id, letter_id=row["id"])
        await queue.defer("notices.deliver_waiting", tenant_id=life.scope.tenant.id)
        for chore in (*CHASES, "notices.retry_stalled"):
            await dues.set_due(life.scope, chore=chore, at=life.at(day, 8).now)
    await life.chased(day)
    waits = await settled(place, life)
    told = await rows(life.scope, "SELECT id FROM notices_letter WHERE tenant_id = $1")
    more = taken(place) - before
    return (
        [f"the replay sent {each} again" for each in more]
        + ([f"the replay did not end: {waits}"] if waits else [])
        + ([f"the replay told {len(told) - len(letters)} letters"] if len(told) != len(letters) else [])
    )


async def main(seed: int, seconds: float, home: Path) -> dict[str, Any]:
    rng, began = random.Random(seed), time.monotonic()
    place = Installation(home)
    try:
        place.start_database()
        await piccolo_conf.migrate(place._server.url(), ring=place.ring, name="probity")
        place.start_mailer()
        for number in range(len(place.workers)):
            place.start_worker(number)
        async with open_services(read_settings(place.environment), connections=4):
            life = await born("struck")
            watch = asyncio.create_task(place.look_after())
            strikes = Strikes(place, rng)
            ready = time.monotonic()
            day = await live(life, rng, strikes, seconds)
            waits = await settled(place, life)
            struck = time.monotonic()
            days = sorted(
                {on for _, on, _ in life.done} | {day - timedelta(days=30), day - timedelta(days=23), day}
            )
            twin = await relive(life, days)
            broken = [f"never came to rest: {waits}"] if waits else []
            broken += await broken_promises(place, life, twin, strikes)
            broken += await replay(place, life, day)
            watch.cancel()
            states = await rows(
                life.scope,
                "SELECT state, count(*) AS n FROM notices_letter WHERE tenant_id = $1 GROUP BY state",
            )
            return {
                "seed": seed,
                "broken": broken,
                "strikes": dict(strikes.counts),
                "chased": len(await _lines(life)),
                "letters": {row["state"]: row["n"] for row in states},
                "in_hand_when_struck": strikes.in_hand,
                "copies_too_many": sum(n - 1 for n in taken(place).values()),
                "acts": len(life.done),
                "acts_tried_again": life.retries,
                "days": len(days),
                "worker_starts": place.starts,
                "seconds": [
                    round(ready - began, 1),
                    round(struck - ready, 1),
                    round(time.monotonic() - struck, 1),
                ],
            }
    finally:
        place.end()


async def an_hour(seed: int, home: Path) -> dict[str, Any]:
    """An hour of the tenant's time, minute by minute, with two clocks that both lead and two workers."""
    rng, began = random.Random(seed), time.monotonic()
    place = Installation(home, everybody_leads=True)
    place.mood(seconds=0.02)
    try:
        place.start_database()
        await piccolo_conf.migrate(place._server.url(), ring=place.ring, name="probity")
        place.start_mailer()
        async with open_services(read_settings(place.environment), connections=4):
            life = await born("two-clocks")
            before = FIRST - timedelta(days=3)  # what is undertaken today is chased tomorrow at the earliest
            await life.move_clock(before, 6, 30)
            for number in range(12):
                due_on = FIRST + timedelta(days=rng.choice((-3, 0, 0, 7)))
                await life.undertake(before, f"Thing {number}", rng.choice(OWNERS), due_on)
            await life.move_clock(FIRST, 7, 30)
            for number in range(len(place.workers)):
                place.start_worker(number)
            await asyncio.sleep(3)
            for minute in range(60):
                await life.move_clock(FIRST, 7 + (30 + minute) // 60, (30 + minute) % 60)
                if minute % 6 == 0:
                    await life.tell(FIRST, minute, rng.choice(OWNERS))
                await asyncio.sleep(0.15)
            await life.chased(FIRST)
            waits = await settled(place, life)
            twin = await relive(life, [before, FIRST])
            broken = [f"never came to rest: {waits}"] if waits else []
            broken += await broken_promises(place, life, twin, Strikes(place, rng))
            of_one, of_two = await _told(twin), await _told(life)
            broken += [f"{what} {n} times, where one clock tells it {of_one[what]} times"
                       for what, n in of_two.items() if n != of_one[what]]  # fmt: skip
            broken += [f"{each} came {n} times" for each, n in taken(place).items() if n > 1]
            leads = (home / "processes.log").read_text().count("this clock leads")
            return {
                "broken": broken, "clocks": leads, "told": sum(of_two.values()),
                "sent": sum(taken(place).values()), "seconds": round(time.monotonic() - began, 1),
            }  # fmt: skip
    finally:
        place.end()


async def _told(life: Life) -> Counter[tuple[str, str]]:
    """What the chase told, by person and subject."""
    found = await rows(
        life.scope,
        "SELECT recipient_name, subject FROM notices_letter WHERE tenant_id = $1 AND kind <> 'sending-tested'",
    )
    return Counter((row["recipient_name"], row["subject"]) for row in found)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--two-clocks", action="store_true")
    given = parser.parse_args()
    folder = given.home or Path(tempfile.mkdtemp(prefix="probity-struck-"))
    folder.chmod(0o711)
    played = an_hour(given.seed, folder) if given.two_clocks else main(given.seed, given.seconds, folder)
    report = asyncio.run(played)
    print(json.dumps(report, indent=2))
    sys.exit(1 if report["broken"] else 0)
