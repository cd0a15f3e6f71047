"""A page of the register of interests over HTTP, in a tenant of 100,000 entries."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import jinja2

from backend.kit import database
from tests.bench import plans, register_rows
from tests.bench.floors import register_page as floor
from tests.bench.harness import Figure, Pair
from tests.bench.installation import Installation, Officer, installation, served

PATH = "/t/measured/interests"
TEMPLATE = "interests/templates/register.html"


async def page_context(
    place: Installation, name: str, officer: Officer, path: str, of: str = TEMPLATE
) -> tuple[Any, dict[str, Any]]:
    """The template of the page, and all that the application puts into it."""
    seen: list[tuple[Any, dict[str, Any]]] = []
    rendered = jinja2.Template.render

    def listening(self: jinja2.Template, *args: Any, **kwargs: Any) -> str:
        if (self.filename or "").endswith(of):
            seen.append((self, dict(*args, **kwargs)))
        return rendered(self, *args, **kwargs)

    jinja2.Template.render = listening  # type: ignore[method-assign]  # put back below
    try:
        await plans.get(place, name, officer, path)
    finally:
        jinja2.Template.render = rendered  # type: ignore[method-assign]  # as it was
    return seen[0]


@contextlib.asynccontextmanager
async def prepared() -> AsyncIterator[Pair]:
    async with installation() as place:
        officer, _ = await register_rows.a_measured_tenant(place, "one")
        async with place.opened("one"):
            await page_context(place, "one", officer, PATH)  # the first request compiles the templates
            before = database.DB.statements
            template, context = await page_context(place, "one", officer, PATH)
            statements = database.DB.statements - before
        tenant_id, on = officer.scope.tenant.id, officer.scope.today
        with served(place, "one", officer) as browser:
            async with place.connected("one") as connection:
                yield Pair(
                    ours=lambda: browser.get(PATH),
                    base=lambda: floor.page(connection, template, context, tenant_id=tenant_id, on=on),
                    sizes={"entries": register_rows.ENTRIES, "bytes": len(browser.get(PATH))},
                    counters=lambda: {"statements": statements},
                )


FIGURE = Figure(
    name="register-page",
    goal=1.6,
    floor="the rows of the page and how many there are, asked for as superuser, in the same template; no HTTP",
    prepare=prepared,
    pairs=60,
    limits={"statements": 12},
)
