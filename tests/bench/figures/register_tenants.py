"""The same page of the same register, where 999 other tenants have registers in the same tables."""

import contextlib
from collections.abc import AsyncIterator

from tests.bench import plans, register_rows
from tests.bench.figures.register_page import PATH
from tests.bench.harness import Figure, Pair
from tests.bench.installation import installation, served

OTHERS = 999


@contextlib.asynccontextmanager
async def prepared() -> AsyncIterator[Pair]:
    async with installation() as place:
        alone, _ = await register_rows.a_measured_tenant(place, "one")
        among, prototype = await register_rows.a_measured_tenant(place, "thousand")
        async with place.connected("thousand") as connection:
            await register_rows.add_tenants(
                connection, prototype, tenants=OTHERS, entries=1_000, people=50, practices=20
            )
        few = await plans.buffers_of(place, "one", alone, PATH)
        many = await plans.buffers_of(place, "thousand", among, PATH)
        with served(place, "one", alone) as by_itself, served(place, "thousand", among) as in_company:
            yield Pair(
                ours=lambda: in_company.get(PATH),
                base=lambda: by_itself.get(PATH),
                sizes={"entries": register_rows.ENTRIES, "tenants": OTHERS + 1, "entries_each": 1_000},
                counters=lambda: {"buffers": many, "buffers_ratio": round(many / few, 3)},
            )


FIGURE = Figure(
    name="register-tenants",
    goal=1.3,
    floor="the same page over HTTP from a database that holds this tenant alone",
    prepare=prepared,
    limits={"buffers_ratio": 1.3},
)
