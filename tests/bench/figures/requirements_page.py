"""The 1,209 requirements of an assessment on one page over HTTP, with their tallies."""

import contextlib
from collections.abc import AsyncIterator

from backend.kit import database
from backend.tenancy import transactions
from tests.bench.assessment_rows import an_assessment
from tests.bench.figures.answer_growth import LARGE
from tests.bench.figures.register_page import page_context
from tests.bench.floors import requirements_page as floor
from tests.bench.harness import Figure, Pair
from tests.bench.installation import an_officer, installation, served

TEMPLATE = "assurance/templates/assessment.html"
# every second requirement is answered, so that the page shows all that it can
_ANSWERED = """
UPDATE assurance_answer SET level = 'met', counts_as = 'met', words = 'Answered by a bench (invented)', stands = 'met',
  stands_after = 'met', answered_at = $3, answered_by_name = 'A bench (invented)', owner_person_id = $4
WHERE tenant_id = $1 AND assessment_id = $2 AND position % 2 = 0
"""
_TALLIED = """
UPDATE assurance_tally t SET met = c.n, unanswered = t.unanswered - c.n, to_review = c.n FROM (
  SELECT domain_id, count(*) AS n FROM assurance_answer WHERE tenant_id = $1 AND assessment_id = $2 AND level = 'met'
  GROUP BY domain_id) c
WHERE t.tenant_id = $1 AND t.assessment_id = $2 AND t.domain_id = c.domain_id
"""


@contextlib.asynccontextmanager
async def prepared() -> AsyncIterator[Pair]:
    async with installation() as place:
        await place.make("one")
        async with place.opened("one"):
            officer = await an_officer()
            scope = officer.scope
            async with transactions.scope_tx(scope):
                assessed = (await an_assessment(scope, requirements=LARGE)).assessment_id
                await database.execute(_ANSWERED, scope.tenant.id, assessed, scope.now, scope.actor.person_id)
                await database.execute(_TALLIED, scope.tenant.id, assessed)
            path = f"/t/measured/assurance/assessments/{assessed}?rows=all"
            await page_context(place, "one", officer, path, TEMPLATE)  # the first compiles the templates
            before = database.DB.statements
            template, context = await page_context(place, "one", officer, path, TEMPLATE)
            statements = database.DB.statements - before
        with served(place, "one", officer) as browser:
            async with place.connected("one") as connection:
                await connection.execute("ANALYZE")
                yield Pair(
                    ours=lambda: browser.get(path),
                    base=lambda: floor.page(
                        connection, template, context, tenant_id=scope.tenant.id, assessment_id=assessed
                    ),
                    sizes={"requirements": LARGE, "bytes": len(browser.get(path))},
                    counters=lambda: {"statements": statements},
                )


FIGURE = Figure(
    name="requirements-page",
    goal=1.6,
    floor="the rows and tallies of the page, asked for as superuser, in the same template; no HTTP",
    prepare=prepared,
    pairs=30,
    limits={"statements": 12},
)
