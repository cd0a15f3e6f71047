"""Real worker processes on the real queue, with a real mail server: what they do, and what survives them."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from backend.kit import database, queue
from backend.kit.identity import new_id
from backend.ledger import queries as ledger
from backend.notices import operations, post, queries
from backend.notices.rules import LetterState, Recipient
from backend.provision import lifetime
from backend.scope import Scope
from backend.tenancy import dues, transactions
from backend.worker import jobs, run_chore
from tests.notices.postoffice import PostOffice, open_post_office
from tests.scopes import a_scope
from tests.workers import Queue, Worker, eventually

NOW = datetime.now(UTC)
RETRY = "notices.retry_stalled"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as office:
        post.use(mail_url=office.url, public_url="https://probity.example")
        yield office
    post.use(mail_url=post.KEPT_HERE, public_url="http://localhost")


@pytest_asyncio.fixture
async def waiting(db: database.Database, server_url: str, database_name: str) -> AsyncIterator[Queue]:
    """The queue, empty."""
    opened = await Queue.open(server_url, database_name)
    await opened.clear()
    yield opened
    await opened.clear()
    await opened.close()


@pytest.fixture
def start(
    office: PostOffice, waiting: Queue, home: Path, role_url: Callable[[str], str], tmp_path: Path
) -> Iterator[Callable[[], Worker]]:
    """Start a worker process on this test's database and post office."""
    started: list[Worker] = []

    def start() -> Worker:
        environment = {
            "PROBITY_HOME": str(home),
            "DATABASE_URL": role_url("probity_app"),
            "STORAGE_URL": f"file://{tmp_path / 'files'}",
            "MAIL_URL": office.url,
            "PROBITY_PUBLIC_URL": "https://probity.example",
        }
        started.append(Worker(environment, tmp_path))
        return started[-1]

    yield start
    if office.holds:
        office.holds.set()
    for worker in started:
        worker.kill()


@pytest.fixture
def now_scope(tenant: Any) -> Scope:
    """A governance officer, at the real moment."""
    return a_scope(tenant, now=datetime.now(UTC))


async def tell(scope: Scope, key: str = "subject/rung/r/w") -> UUID:
    to = Recipient(person_id=new_id(), name="Robin Invented", address="robin@north.example")
    async with transactions.scope_tx(scope):
        letter_id = await operations.tell(
            scope,
            kind="notices.sending-tested",
            key=key,
            to=to,
            context={"asked_by": "Morgan Invented", "asked_on": scope.today},
        )
    assert letter_id is not None
    return letter_id


async def state_of(scope: Scope, letter_id: UUID) -> LetterState:
    async with transactions.scope_tx(scope, readonly=True):
        return (await queries.letter_of(scope, letter_id=letter_id)).state


async def reaches(scope: Scope, letter_id: UUID, state: LetterState) -> None:
    async def there() -> bool:
        return await state_of(scope, letter_id) is state

    await eventually(there, f"the letter is {state}")


async def failures_in(scope: Scope) -> list[Any]:
    async with transactions.scope_tx(scope, readonly=True):
        lines = await ledger.events_between(scope, start=NOW - timedelta(days=1), end=NOW + timedelta(days=1))
    return [line for line in lines if line.act == "worker.job.failed"]


async def test_worker_delivers_what_was_committed_and_never_what_was_rolled_back(
    now_scope: Scope, office: PostOffice, start: Callable[[], Worker]
) -> None:
    worker = start()
    await worker.says("at work")
    with pytest.raises(RuntimeError):
        async with transactions.scope_tx(now_scope):
            to = Recipient(person_id=new_id(), name="Robin Invented", address="robin@north.example")
            context = {"asked_by": "Morgan", "asked_on": now_scope.today}
            await operations.tell(
                now_scope, kind="notices.sending-tested", key="rolled/back", to=to, context=context
            )
            raise RuntimeError("the act failed after it told")
    letter_id = await tell(now_scope)
    await reaches(now_scope, letter_id, LetterState.SENT)
    assert len(office.taken) == 1


@pytest.mark.soak
async def test_same_jobs_run_twice_by_two_workers_send_nothing_twice(
    now_scope: Scope, office: PostOffice, start: Callable[[], Worker], waiting: Queue
) -> None:
    letters = [await tell(now_scope, f"twice/{n}") for n in range(5)]
    async with transactions.scope_tx(now_scope):
        for letter_id in letters * 3:
            await queue.defer("notices.deliver", tenant_id=now_scope.tenant.id, letter_id=letter_id)
        await queue.defer("notices.deliver_waiting", tenant_id=now_scope.tenant.id)
    start()
    start()

    async def all_done() -> bool:
        done = await waiting.jobs("notices.deliver")
        return len(done) == 20 and {job["status"] for job in done} == {"succeeded"}

    await eventually(all_done, "twenty jobs succeed")
    assert len(office.taken) == len(set(office.message_ids)) == 5


async def test_worker_killed_while_sending_costs_one_more_letter_marked_uncertain(
    now_scope: Scope, office: PostOffice, start: Callable[[], Worker], waiting: Queue
) -> None:
    office.holds = threading.Event()
    worker = start()
    letter_id = await tell(now_scope)
    assert await asyncio.to_thread(office.holding.wait, 30)
    worker.kill()
    office.holds.set()
    office.holds = None
    assert await state_of(now_scope, letter_id) is LetterState.SENDING
    await waiting.let_workers_be_dead()
    async with transactions.scope_tx(now_scope):
        await database.execute(
            "UPDATE notices_letter SET lease_until = lease_until - interval '1 day' WHERE id = $1", letter_id
        )
    start()
    await reaches(now_scope, letter_id, LetterState.UNCERTAIN)
    await eventually(
        lambda: _succeeded(waiting, "notices.deliver"), "the dead worker's job is done by another"
    )
    assert len(office.taken) == 2
    assert len(set(office.message_ids)) == 1


@pytest.mark.soak
async def test_chore_that_died_with_its_worker_keeps_neither_itself_nor_others_from_going_on(
    now_scope: Scope, office: PostOffice, start: Callable[[], Worker], waiting: Queue
) -> None:
    """While a sweep runs, the clock puts the next one on the queue; then the worker dies in the midst of the first."""
    letter_id = await tell(now_scope)
    [dead] = await waiting.rows(
        "INSERT INTO queue.procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
    )
    for status, worker in (("doing", dead["id"]), ("todo", None)):
        await waiting.rows(
            "INSERT INTO queue.procrastinate_jobs "
            "(queue_name, task_name, lock, queueing_lock, args, status, worker_id) "
            "VALUES ('default', 'worker.sweep', 'chore:' || $3, 'chore:' || $3, "
            "jsonb_build_object('chore', $3::text), $1::text::queue.procrastinate_job_status, $2)",
            status,
            worker,
            RETRY,
        )
    await waiting.rows(
        "UPDATE queue.procrastinate_jobs SET status = 'doing', worker_id = $1 WHERE task_name = 'notices.deliver'",
        dead["id"],
    )
    worker = start()
    await reaches(now_scope, letter_id, LetterState.SENT)

    async def swept() -> bool:
        sweeps = [
            job for job in await waiting.jobs("worker.sweep") if job["args"] == f'{{"chore": "{RETRY}"}}'
        ]
        return [job["status"] for job in sweeps][:2] == ["failed", "succeeded"]

    await eventually(swept, "the chore goes on")
    assert "Traceback" not in worker.log


async def _succeeded(waiting: Queue, task: str) -> bool:
    return {job["status"] for job in await waiting.jobs(task)} == {"succeeded"}


async def test_stopped_worker_finishes_what_it_has_begun(
    now_scope: Scope, office: PostOffice, start: Callable[[], Worker]
) -> None:
    office.holds = threading.Event()
    worker = start()
    letter_id = await tell(now_scope)
    assert await asyncio.to_thread(office.holding.wait, 30)
    stopping = asyncio.create_task(worker.stop())
    await asyncio.sleep(0.3)
    office.holds.set()
    assert await stopping == 0
    assert await state_of(now_scope, letter_id) is LetterState.SENT
    assert "stopped" in worker.log


@pytest.mark.soak
async def test_two_workers_have_one_clock_and_the_other_takes_over(
    start: Callable[[], Worker], waiting: Queue
) -> None:
    first = start()
    await first.says("this clock leads")
    second = start()
    await second.says("at work")

    async def two_clocks() -> bool:
        rows = await waiting.rows("SELECT 1 FROM pg_stat_activity WHERE application_name = 'probity-clock'")
        return len(rows) == 2

    await eventually(two_clocks, "both clocks are there")
    assert "this clock leads" not in second.log
    holders = await waiting.rows(
        "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = "
        "(SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    assert len(holders) == 1
    first.kill()
    await second.says("this clock leads")


@pytest.mark.soak
async def test_clock_that_loses_its_connection_stops_and_leads_again(
    start: Callable[[], Worker], waiting: Queue
) -> None:
    worker = start()
    await worker.says("this clock leads")
    await waiting.rows(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'probity-clock'"
    )
    await worker.says("this clock no longer leads")

    async def leads_again() -> bool:
        return worker.log.count("this clock leads") == 2

    await eventually(leads_again, "the clock leads again")


@pytest.mark.soak
async def test_worker_outlives_a_database_that_drops_every_connection(
    now_scope: Scope, office: PostOffice, start: Callable[[], Worker], waiting: Queue
) -> None:
    worker = start()
    await worker.says("this clock leads")
    await waiting.rows(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'probity_worker' "
        "AND datname = current_database()"
    )
    letter_id = await tell(now_scope)
    await reaches(now_scope, letter_id, LetterState.SENT)
    assert worker.process.poll() is None


async def test_failure_of_a_job_is_seen_in_the_queue_the_log_and_the_ledger(
    now_scope: Scope, start: Callable[[], Worker], waiting: Queue
) -> None:
    worker = start()
    async with transactions.scope_tx(now_scope):
        await queue.defer("notices.deliver", tenant_id=now_scope.tenant.id, letter_id=new_id())
    await worker.says("notices.deliver failed in")
    failed = await eventually(lambda: failures_in(now_scope), "the ledger has the failure")
    assert [line.after["reason"] for line in failed] == ["There is no such letter here."]
    assert failed[0].actor_name == "Probity (deliver)"

    async def failed_in_queue() -> bool:
        return [job["status"] for job in await waiting.jobs("notices.deliver")] == ["failed"]

    await eventually(failed_in_queue, "the queue has the failure")
    assert "NotFound at chores.py" in worker.log


@pytest.mark.soak
async def test_other_tenants_letter_in_the_arguments_is_not_there(
    now_scope: Scope, office: PostOffice, start: Callable[[], Worker], waiting: Queue, found: Any
) -> None:
    other = a_scope(await found(), now=datetime.now(UTC))
    letter_id = await tell(now_scope)
    await waiting.clear()  # its own job must not send it
    async with transactions.scope_tx(other):
        await queue.defer("notices.deliver", tenant_id=other.tenant.id, letter_id=letter_id)
    start()
    assert await eventually(lambda: failures_in(other), "the other tenant's job fails")
    assert await state_of(now_scope, letter_id) is LetterState.PENDING
    assert office.taken == []


async def test_clock_runs_a_chore_in_each_tenants_own_time(
    start: Callable[[], Worker], waiting: Queue, found: Any
) -> None:
    then = datetime(2014, 9, 1, 9, tzinfo=UTC)
    past = a_scope(await found(demonstration=True), now=then)
    today = a_scope(await found(), now=datetime.now(UTC))
    suspended = a_scope(await found(), now=datetime.now(UTC))
    late = a_scope(await found(demonstration=True), now=then)
    for scope, at in (
        (past, then),
        (today, today.now),
        (suspended, suspended.now),
        (late, then + timedelta(days=1)),
    ):
        async with transactions.scope_tx(scope):
            await dues.set_due(scope, chore=RETRY, at=at)
            if scope.tenant.demonstration:
                await lifetime.move_clock(scope, to=then)
            if scope is suspended:
                await database.execute(
                    "UPDATE tenancy_tenant SET state = 'suspended' WHERE id = $1", scope.tenant.id
                )
    start()

    async def still_due() -> set[UUID] | None:
        rows = await waiting.rows("SELECT tenant_id FROM tenancy_due WHERE chore = $1", RETRY)
        left = {row["tenant_id"] for row in rows}
        return left if past.tenant.id not in left and today.tenant.id not in left else None

    assert await eventually(still_due, "the chore runs where it is due") == {
        suspended.tenant.id,
        late.tenant.id,
    }


@pytest.mark.soak
async def test_failure_in_one_tenant_keeps_the_chore_from_no_other(
    start: Callable[[], Worker], waiting: Queue, found: Any
) -> None:
    chore, due_as = "desk.chase_what_is_owed", "interests.chase_declarations"
    pins = {"managing-conflicts-of-interest": "2013-03"}
    ill = a_scope(await found(pins={**pins, "annual-declaration": "no-such-edition"}), now=datetime.now(UTC))
    well = a_scope(await found(pins=pins), now=datetime.now(UTC))
    for scope, hours in ((ill, 2), (well, 1)):
        async with transactions.scope_tx(scope):
            await dues.set_due(scope, chore=due_as, at=scope.now - timedelta(hours=hours))
    worker = start()

    async def job_failed() -> bool:
        sweeps = await waiting.rows(
            "SELECT status::text FROM queue.procrastinate_jobs WHERE args ->> 'chore' = $1", chore
        )
        return [sweep["status"] for sweep in sweeps] == ["failed"]

    await eventually(job_failed, "the sweep ends as failed")
    assert [line.after["reason"] for line in await failures_in(ill)] == ["KeyError"]
    assert await failures_in(well) == []
    assert "no-such-edition" not in worker.log
    assert f"{chore} done in {well.tenant.slug}" in worker.log
    async with transactions.scope_tx(ill):
        again = await dues.hold_due(ill, chore=due_as)
    assert again is not None
    assert again > ill.now + timedelta(minutes=50)  # not every time that the clock looks


async def test_chore_by_hand_runs_at_the_moment_that_is_given(
    now_scope: Scope, office: PostOffice, waiting: Queue
) -> None:
    letter_id = await tell(now_scope)
    await run_chore("notices.deliver_waiting", slug=now_scope.tenant.slug, at=datetime(2014, 9, 2, 9))  # noqa: DTZ001  read on the tenant's wall
    async with transactions.scope_tx(now_scope, readonly=True):
        letter = await queries.letter_of(now_scope, letter_id=letter_id)
    assert letter.state is LetterState.SENT
    assert letter.sent_at == datetime(2014, 9, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "slug", "words"),
    [
        ("notices.nothing", None, "There is no chore notices.nothing"),
        ("notices.retry_stalled", "nobody", "There is no organisation nobody"),
        ("notices.deliver", None, "is for one record"),
    ],
)
async def test_chore_by_hand_that_can_not_run_says_why(
    now_scope: Scope, name: str, slug: str | None, words: str
) -> None:
    with pytest.raises(jobs.UnableToRunChore, match=words):
        await run_chore(name, slug=slug or now_scope.tenant.slug)


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        pytest.param(
            *("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/probity", "The database does not answer"),
            marks=pytest.mark.soak,
        ),
        ("DATABASE_URL", "mysql://x", "runs on PostgreSQL only"),
        ("MAIL_URL", "carrier-pigeon:", "MAIL_URL must be"),
        pytest.param(
            *("STORAGE_URL", "file:///proc/nowhere/files", "storage folder"), marks=pytest.mark.soak
        ),
        pytest.param(*("PROBITY_CLOCK", "yesterday", "PROBITY_CLOCK is 'yesterday'"), marks=pytest.mark.soak),
    ],
)
async def test_worker_that_can_not_start_says_why_in_a_sentence(
    home: Path, role_url: Callable[[str], str], tmp_path: Path, setting: str, value: str, words: str
) -> None:
    environment = {
        "PROBITY_HOME": str(home),
        "DATABASE_URL": role_url("probity_app"),
        "STORAGE_URL": f"file://{tmp_path / 'files'}",
        setting: value,
    }
    with Worker(environment, tmp_path) as worker:
        status = await asyncio.to_thread(worker.process.wait, 30)
    assert status == 1
    assert words in worker.log
    assert "Traceback" not in worker.log
