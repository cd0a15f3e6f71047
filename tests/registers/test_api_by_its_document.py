"""The API is called by its own document: everything that it describes is so, and what it forbids is refused.

Schemathesis makes the questions, sound and unsound, calls a real server, and holds each answer to the document.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import schemathesis
import uvicorn
from hypothesis import HealthCheck, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from backend.app import create_app
from backend.desk import openapi
from backend.interests.operations import declaring
from backend.interests.queries import register
from backend.interests.rules.declaring import InterestType
from backend.kit import database
from backend.kit.clock import Clock, real_now
from backend.kit.settings import read_settings
from backend.organisations import operations as organisations
from backend.people import queries, tokens
from backend.people.operations import tokens as acts
from backend.scope import Scope
from backend.tenancy import transactions
from tests.visitors import Visitor

UNCHECKED = {"positive_data_acceptance"}
"""A sound id of a row that never was is refused, as it should be."""


@dataclass(frozen=True)
class Server:
    """The application on a port of its own, a token for it, and a row that it has."""

    address: str
    token: str
    record_id: str
    schema: Any


@pytest_asyncio.fixture
async def server(
    db: database.Database,
    home: Path,
    visit: Callable[..., Awaitable[Visitor]],
    demo_scope: Scope,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Server]:
    monkeypatch.setattr(tokens, "CALLS_A_MINUTE", 1_000_000)
    officer = await visit()
    demo_scope = replace(demo_scope, actor=replace(demo_scope.actor, person_id=officer.person_id))
    async with transactions.scope_tx(demo_scope):
        practice = await organisations.add_as_named(demo_scope, name="Invented Practice")
        await declaring.declare_interest(
            demo_scope,
            person_id=officer.person_id,
            organisation_id=practice,
            interest_type=InterestType.FINANCIAL,
            nature="Partner in the practice",
            since=demo_scope.today,
        )
        entry = (await register.register_of(demo_scope))[0]
    async with database.DB.transaction_with({}):
        signed_in = await queries.session_of(officer.token, now=real_now())
        assert signed_in is not None
        made = await acts.make_token(
            signed_in, name="A test", days="7", organisations=[officer.slug], now=real_now()
        )
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        address = f"http://127.0.0.1:{port}"
        own = read_settings(
            {"PROBITY_HOME": str(home), "PROBITY_PORT": str(port), "PROBITY_PUBLIC_URL": address}
        )
        app: Any = create_app(own, clock=Clock())
        running = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        serving = asyncio.create_task(running.serve(sockets=[listening]))
        document = openapi.document(officer.slug)
        yield Server(
            address=address + document["servers"][0]["url"],
            token=made.token,
            record_id=str(entry.interest_id),
            schema=schemathesis.openapi.from_dict(document),
        )
        running.should_exit = True
        await serving


async def test_api_answers_as_its_document_says(server: Server) -> None:
    await asyncio.to_thread(call_everything, server, examples=4)


@pytest.mark.soak
async def test_api_answers_as_its_document_says_at_length(server: Server) -> None:
    await asyncio.to_thread(call_everything, server, examples=400)


def call_everything(server: Server, *, examples: int) -> None:
    called = 0
    for found in server.schema.get_all_operations():
        operation = found.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            called += 1
            call(server, operation, mode, examples=examples)
    assert called >= 2 * len(openapi.ROUTES)


def call(server: Server, operation: Any, mode: GenerationMode, *, examples: int) -> None:
    """So many questions to one operation; the same ones each time."""
    asked = 0

    @seed(28)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        nonlocal asked
        asked += 1
        if mode is GenerationMode.POSITIVE and "record_id" in case.path_parameters and asked % 2:
            case.path_parameters["record_id"] = server.record_id
        case.call_and_validate(
            base_url=server.address,
            headers={"Authorization": f"Bearer {server.token}"},
            excluded_checks=[CHECKS.get_one(name) for name in UNCHECKED],
        )

    ask()
    assert asked, f"{operation.label} was never called"
