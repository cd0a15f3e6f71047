"""Browsers: one that holds no session, and the application with routes that go wrong in every way."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from litestar import Request, get, post
from pydantic import Field

from backend import app as application
from backend.kit import database
from backend.kit.clock import Clock
from backend.web import access, forms, views
from tests.conftest import _settings

BASE = "http://127.0.0.1:8014"
SECRET = "the-words-of-a-secret-fault"


class TrialForm(forms.Form):
    name: str = Field(min_length=1, max_length=40, description="a name")
    count: int | None = Field(None, ge=1, le=100, description="the count")
    day: forms.FormDate | None = Field(None, description="the day")
    several: list[str] = Field([], description="several words")


@get("/trial/fault", opt=access.needs(access.ANYONE))
async def fault() -> None:
    raise RuntimeError(SECRET)


@get("/trial/statement", opt=access.needs(access.ANYONE))
async def statement() -> None:
    await database.execute(f"SELECT '{SECRET}' FROM no_such_table_of_ours")


@get("/trial/lost", opt=access.needs(access.ANYONE))
async def lost() -> None:
    await database.execute("SELECT pg_terminate_backend(pg_backend_pid())")


@post("/trial/fault", opt=access.needs(access.ANYONE))
async def fault_in_form() -> None:
    raise RuntimeError(SECRET)


@post("/trial/form", opt=access.needs(access.ANYONE))
async def trial_form(request: Request[Any, Any, Any]) -> Any:
    async def act(form: TrialForm) -> str:
        return f"/trial/done?name={len(form.name)}"

    async def again(state: forms.FormState) -> Any:
        problems = "; ".join(f"{error.field}: {error.sentence}" for error in state.errors)
        return views.page(request, "web/error.html", heading="There is a problem", sentence=problems)

    return await forms.submit(request, TrialForm, act=act, again=again)


@pytest_asyncio.fixture(scope="session")
async def trial_app(db: database.Database, home: Path) -> Any:
    """The real application with five routes more."""
    real = application.routes
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            application, "routes", lambda: [*real(), fault, statement, lost, fault_in_form, trial_form]
        )
        return application.create_app(_settings(home), clock=Clock())


@pytest_asyncio.fixture
async def browser(trial_app: Any) -> AsyncIterator[httpx.AsyncClient]:
    """Holds no session; sees 500s as a browser does."""
    transport = httpx.ASGITransport(app=trial_app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
        yield client


@pytest_asyncio.fixture(scope="session")
async def public_app(db: database.Database, home: Path) -> Any:
    """The application as it stands behind https://probity.example."""
    return application.create_app(
        replace(_settings(home), public_url="https://probity.example"), clock=Clock()
    )


@pytest_asyncio.fixture
async def public_browser(public_app: Any) -> AsyncIterator[httpx.AsyncClient]:
    """Calls it by that address."""
    transport = httpx.ASGITransport(app=public_app)
    async with httpx.AsyncClient(transport=transport, base_url="https://probity.example") as client:
        yield client
