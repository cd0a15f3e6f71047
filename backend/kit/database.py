"""The one engine that every table is bound to: Piccolo's, with its back doors shut.

Piccolo's engine lets a query run outside any transaction, opens connections of its own for `batch`, treats a
nested transaction as a silent no-op, and forgets to clear its context variable when a backend dies. Each of those
would leave the tenant behind, so each is refused here (`tests/kit/test_database.py` pins them one by one).
"""

import contextlib
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, NoReturn
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg
import msgspec
from piccolo.engine.postgres import PostgresEngine
from piccolo.querystring import QueryString

_GONE = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)
"""What asyncpg raises on a connection whose other end has died, depending on the moment."""

LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.InternalClientError,
)
"""What says that the server ended the connection in the middle of a request: the same as a server that is away."""

_SAFE_SETTING = re.compile(r"[A-Za-z0-9_.:@ +-]*")


class OutsideTransaction(RuntimeError):
    """A query was made where no transaction is open, or after its transaction had ended."""


class NestedTransaction(RuntimeError):
    """A transaction was opened inside another; a nested one would keep the outer one's tenant."""


class DatabaseUnavailable(RuntimeError):
    """The database can't be reached; the text is a sentence."""


class OpenTransaction:
    """What Piccolo looks up to find the connection of the current transaction."""

    __slots__ = ("closing", "connection", "ended", "readonly")

    def __init__(self, connection: Any, *, readonly: bool) -> None:
        self.connection = connection
        self.readonly = readonly
        self.ended = False
        self.closing: dict[str, str] = {}


class Database(PostgresEngine):
    """An engine that runs queries only inside `transaction_with`. Configure it once per process, then `open`."""

    __slots__ = ("statements",)

    current_transaction: Any  # holds an OpenTransaction where Piccolo's stub names its own class

    def __init__(self) -> None:
        super().__init__(config={}, extensions=())
        self.statements = 0  # how many statements ran since the start; tests and benches read the difference

    async def get_version(self) -> float:
        return 18.0  # Piccolo asks at import to warn about old servers; an import must not open a connection

    def configure(self, url: str) -> None:
        """Point the engine at `url` (`postgresql://user:password@host/database`, or `?host=` a socket folder)."""
        self.config = connection_config(url)

    async def open(self, *, max_size: int = 10) -> None:
        """Start the pool. Raises `DatabaseUnavailable`."""
        try:
            self.pool = await asyncpg.create_pool(
                **self.config,
                min_size=1,
                max_size=max_size,
                command_timeout=60,
                reset=_reset,
                server_settings={
                    "application_name": "probity",
                    "statement_timeout": "30s",
                    "lock_timeout": "10s",
                    "idle_in_transaction_session_timeout": "60s",
                    # as on flash: an index that holds all that is asked for is read rather than the whole table
                    "random_page_cost": "1.1",
                    # tenants differ in size by a thousand times, so a plan for the average of them fits nobody
                    "plan_cache_mode": "force_custom_plan",
                },
            )
        except (OSError, asyncpg.PostgresError, TimeoutError) as error:
            raise DatabaseUnavailable(f"The database does not answer: {error}") from error

    async def close(self) -> None:
        if self.pool:
            await self.pool.close()
            self.pool = None

    @contextlib.asynccontextmanager
    async def transaction_with(
        self,
        session: Mapping[str, str],
        *,
        readonly: bool = False,
        first: str = "",
        one_snapshot: bool = False,
    ) -> AsyncIterator[OpenTransaction]:
        """One transaction on one pooled connection, with the settings of `session` valid until it ends.

        It commits when the block ends and rolls back when the block raises. BEGIN and the settings travel as one
        message, and so does `first`, a statement of our own to run before any other. `one_snapshot`: every
        statement sees the database as the first of them saw it. Raises `NestedTransaction`,
        `DatabaseUnavailable`.
        """
        if self.current_transaction.get() is not None:
            raise NestedTransaction("A transaction is open already; end it before another begins.")
        if self.pool is None:
            raise DatabaseUnavailable("The database is not open yet.")
        connection = await self._acquire()
        transaction = OpenTransaction(connection, readonly=readonly)
        token = self.current_transaction.set(transaction)
        try:
            await connection.execute(_opening(session, readonly, first, one_snapshot))
            yield transaction
            await connection.execute("; ".join([*_in_order(transaction.closing), "COMMIT"]))
        except BaseException:
            with contextlib.suppress(*_GONE):
                await connection.execute("ROLLBACK")
            raise
        finally:
            transaction.ended = True
            self.current_transaction.reset(token)
            await self.pool.release(connection)

    async def _acquire(self) -> Any:
        assert self.pool is not None
        try:
            return await self.pool.acquire(timeout=15)
        except (OSError, asyncpg.PostgresConnectionError, TimeoutError) as error:
            raise DatabaseUnavailable("The database does not answer; try again in a moment.") from error

    def connection(self) -> Any:
        """The connection of the open transaction, for the few statements that Piccolo can't express."""
        transaction = self.current_transaction.get()
        if transaction is None or transaction.ended:
            raise OutsideTransaction("This query was made outside a transaction, where no tenant is known.")
        self.statements += 1
        return transaction.connection

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> Any:
        query, arguments = querystring.compile_string(engine_type=self.engine_type)
        return await self.connection().fetch(query, *arguments)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> Any:
        return _refuse("a change of the schema", ddl)

    async def batch(self, *args: Any, **kwargs: Any) -> Any:
        return _refuse("batch(), which opens a connection of its own", args)

    async def get_new_connection(self) -> Any:
        return _refuse("a connection beside the pool", self)

    def transaction(self, allow_nested: bool = True) -> Any:
        return _refuse("Piccolo's own transaction", allow_nested)

    def atomic(self) -> Any:
        return _refuse("Piccolo's own atomic block", self)


DB = Database()


async def fetch(sql: str, *arguments: Any) -> Sequence[Any]:
    """Rows of a hand-written statement in the open transaction. `sql` is our own text, never a user's."""
    rows: Sequence[Any] = await DB.connection().fetch(sql, *arguments)
    return rows


async def execute(sql: str, *arguments: Any) -> str:
    """Run a hand-written statement in the open transaction; returns its command tag."""
    tag: str = await DB.connection().execute(sql, *arguments)
    return tag


def at_commit(key: str, sql: str) -> None:
    """Run `sql` as the last thing of the open transaction, in the same message as its COMMIT; once for each `key`.

    For a small write whose row others may want as well: what it locks is let go at once, and no round trip is added.
    `sql` is our own text and takes no arguments.
    """
    transaction = DB.current_transaction.get()
    if transaction is None or transaction.ended:
        raise OutsideTransaction("There is no transaction at whose end this could be done.")
    transaction.closing.setdefault(key, sql)


async def close_part() -> None:
    """Run now what was to be run at the end (`at_commit`): the transaction goes on with other settings."""
    transaction = DB.current_transaction.get()
    if transaction is None or transaction.ended:
        raise OutsideTransaction("There is no transaction of which a part could end.")
    if transaction.closing:
        await transaction.connection.execute("; ".join(_in_order(transaction.closing)))
        transaction.closing.clear()


def as_json(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as one text, for `json_to_recordset`: many rows travel and are read far sooner than as arrays of columns."""
    return msgspec.json.encode(rows).decode()


@contextlib.asynccontextmanager
async def savepoint() -> AsyncIterator[None]:
    """A part of the open transaction that can fail alone: what it wrote is undone when the block raises."""
    connection = DB.connection()
    await connection.execute("SAVEPOINT attempt")
    try:
        yield
    except BaseException:
        with contextlib.suppress(*_GONE):
            await connection.execute("ROLLBACK TO SAVEPOINT attempt")
        raise
    await connection.execute("RELEASE SAVEPOINT attempt")


_BULK = "SET LOCAL enable_nestloop = {joins}; SET LOCAL enable_mergejoin = {joins}; SET LOCAL plan_cache_mode = {plans}"


@contextlib.asynccontextmanager
async def in_bulk() -> AsyncIterator[None]:
    """Join by hashing within the block: for statements over many rows that were written a moment ago.

    Of those the planner has no figures yet; it takes them for one row or two, and would compare each with each. What
    each row refers to is looked up by one plan for all of them.
    """
    connection = DB.connection()
    await connection.execute(_BULK.format(joins="off", plans="auto"))
    yield
    await connection.execute(_BULK.format(joins="on", plans="force_custom_plan"))


async def apply_session(session: Mapping[str, str], *, then: str = "") -> None:
    """Set the settings of `session` on the open transaction, valid until it ends; `then` travels along, our own SQL."""
    await DB.connection().execute("; ".join([_settings(session), *([then] if then else ())]))


def only_reads() -> bool:
    """Whether the open transaction was opened to read only."""
    transaction = DB.current_transaction.get()
    return transaction is not None and transaction.readonly


def connection_config(url: str) -> dict[str, Any]:
    """What asyncpg wants to know, from a `postgresql://` address."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    config: dict[str, Any] = {
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "database": parts.path.lstrip("/") or "postgres",
        "host": query["host"][0] if "host" in query else (parts.hostname or "127.0.0.1"),
    }
    if parts.port:
        config["port"] = parts.port
    if "sslmode" in query:
        config["ssl"] = query["sslmode"][0]
    return config


def _in_order(closing: Mapping[str, str]) -> list[str]:
    """Always in one order, so that two transactions never wait for each other's rows."""
    return [closing[key] for key in sorted(closing)]


def _opening(session: Mapping[str, str], readonly: bool, first: str, one_snapshot: bool) -> str:
    # RESET ALL and CLOSE ALL travel along, so that no setting or cursor that a statement left on the connection, our
    # tenant's least of all, is there for whoever comes next (tests/house/test_pool.py)
    level = " ISOLATION LEVEL REPEATABLE READ" if one_snapshot else ""
    begin = f"BEGIN{level}{' READ ONLY' if readonly else ''}; RESET ALL; CLOSE ALL"
    return "; ".join([begin, *([_settings(session)] if session else ()), *([first] if first else ())])


def _settings(session: Mapping[str, str]) -> str:
    calls = ", ".join(
        f"set_config('{_safe(name)}', '{_safe(value)}', true)" for name, value in session.items()
    )
    return f"SELECT {calls}"


def _safe(text: str) -> str:
    if not _SAFE_SETTING.fullmatch(text):
        raise ValueError(f"{text!r} can't be a database setting.")
    return text


async def _reset(connection: Any) -> None:
    """A light reset: the next transaction's opening clears what a session could keep, without one more round trip."""
    if connection.is_in_transaction():
        await connection.execute("ROLLBACK")


def _refuse(what: str, _detail: object) -> NoReturn:
    raise OutsideTransaction(f"Probity does not use {what}: it would leave the transaction and its tenant.")
