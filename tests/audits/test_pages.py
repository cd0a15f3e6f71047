"""An audit over HTTP: its report, a recommendation until an auditor has seen it done, requests, samples, opinions."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

from backend.audits import queries
from backend.audits.stating import STATINGS
from backend.kit.database import fetch
from backend.people.permissions import AUDIT
from backend.scope import Scope
from backend.tenancy import transactions
from tests.house.route_table import a_day
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]
AN_AUDIT = {
    "title": "Conflicts of interest",
    "kind": "internal",
    "subject": "Registers and minutes of the year",
}


async def _planned(officer: Visitor, scope: Scope) -> str:
    answer = await officer.post("/audits", AN_AUDIT)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"].removeprefix(f"/t/{scope.tenant.slug}").partition("?")[0])


async def test_recommendation_is_closed_by_an_auditor_and_by_nobody_who_carried_it_out(
    visit: Visit, demo_scope: Scope
) -> None:
    officer = await visit(name="Olive <b>Invented</b>")
    auditor = await visit(roles=(AUDIT,), name="Una Exemplar")
    assert "No audits are kept yet" in (await officer.get("/audits")).text
    path = await _planned(officer, demo_scope)
    assert (await auditor.post("/audits", AN_AUDIT)).status_code == 403
    today = demo_scope.today
    report = {"level": "limited", "rating": "Amber", "national_rating": "Limited"}
    late = await officer.post(
        f"{path}/report", {**report, **a_day("reported_on", str(today + timedelta(days=2)))}
    )
    assert late.status_code == 422 and "once it is there" in late.text and "Amber" in late.text
    assert (
        await officer.post(f"{path}/report", {**report, **a_day("reported_on", str(today))})
    ).status_code == 303
    page = (await officer.get(path)).text
    assert "Limited assurance" in page and "Amber" in page and "National rating" in page
    refused = await officer.post(f"{path}/cancel", {"because": "No time"})
    assert refused.status_code == 422 and "is finished" in refused.text

    await officer.post(f"{path}/recommendations", {"words": "Publish within 28 days", "priority": "high"})
    one = re.search(r'href="[^"]*(/recommendations/[0-9a-f-]+)"', (await officer.get(path)).text)
    assert one is not None
    answer = {"response": "agreed", "response_words": "It will be done"}
    for more, words in (
        ({}, "Name who carries it out"),
        ({"owner_person_id": str(officer.person_id)}, "the day by which"),
    ):
        refused = await officer.post(f"{one[1]}/response", {**answer, **more})
        assert refused.status_code == 422 and words in refused.text
    given = {
        **answer,
        "owner_person_id": str(officer.person_id),
        **a_day("due_on", str(today - timedelta(days=1))),
    }
    assert (await officer.post(f"{one[1]}/response", given)).status_code == 303
    page = (await officer.get(one[1])).text
    assert "Overdue" in page
    action = re.search(r'href="[^"]*(/actions/[0-9a-f-]+)"', page)
    assert action is not None and "Publish within 28 days" in (await officer.get(action[1])).text
    assert "overdue" in (await officer.get("/audits?show=overdue")).text

    early = await auditor.post(f"{one[1]}/closing", {"how": "verify", "closing_words": "Seen"})
    assert early.status_code == 422 and "nothing to verify" in early.text
    done = {"words": "The register of August", **a_day("on", str(today))}
    assert (await auditor.post(f"{one[1]}/carried-out", done)).status_code == 403
    assert (await officer.post(f"{one[1]}/carried-out", done)).status_code == 303
    own = await officer.post(f"{one[1]}/closing", {"how": "verify", "closing_words": "I did it"})
    assert own.status_code == 422 and "Somebody else looks at it" in own.text and "I did it" in own.text
    assert (
        await auditor.post(f"{one[1]}/closing", {"how": "verify", "closing_words": "Seen"})
    ).status_code == 303
    page = (await officer.get(one[1])).text
    assert "Seen to be carried out" in page and "Una Exemplar" in page
    assert (
        await officer.post(f"{one[1]}/closing", {"how": "reopen", "closing_words": "Late again"})
    ).status_code == 303
    rows = (await officer.get("/audits/recommendations.csv")).text
    assert "Publish within 28 days" in rows and ",Open,yes," in rows
    async with transactions.scope_tx(demo_scope, readonly=True):
        (statement,) = await STATINGS[0].state(demo_scope, None)
    assert set(statement.facts) == set(STATINGS[0].kinds), "rules read how far it is"
    assert (
        statement.facts["recommendation.state"] == "open"
        and statement.facts["recommendation.is-high"] is True
    )


async def test_auditor_of_an_engagement_reads_between_its_days_asks_and_draws_a_sample(
    visit: Visit, demo_scope: Scope
) -> None:
    officer = await visit(name="Olive <b>Invented</b>")
    auditor = await visit(roles=(AUDIT,), name="Una Exemplar")
    path = await _planned(officer, demo_scope)
    today = demo_scope.today
    days = {**a_day("from_on", str(today)), **a_day("until_on", str(today + timedelta(days=20)))}
    nobody = await officer.post(f"{path}/engagements", days)
    assert nobody.status_code == 422 and "write the name of a new one" in nobody.text
    given = {**days, "name": "Ash Storybook", "email": "ash@firm.example", **a_day("as_at", "2014-03-31")}
    assert (await officer.post(f"{path}/engagements", given)).status_code == 303
    page = (await officer.get(path)).text
    assert "Ash Storybook" in page and "looks at 31 March 2014" in page and "?on=31/3/2014" in page
    async with transactions.scope_tx(demo_scope, readonly=True):
        (known,) = await queries.engagements_of(demo_scope, audit_id=_id(path))
        role = await fetch(
            "SELECT role, from_on, to_on FROM people_role WHERE tenant_id = $1 AND id = $2",
            demo_scope.tenant.id,
            known.role_id,
        )
    assert [tuple(each.values()) for each in map(dict, role)] == [
        ("internal-audit", today, today + timedelta(days=21))
    ], "the role ends by itself with the engagement"
    end = f"{path}/engagements/{known.id}/end"
    assert (await officer.post(end, {"because": "Finished early"})).status_code == 303
    again = await officer.post(end, {"because": "Again"})
    assert again.status_code == 422 and "ended already" in again.text

    wanted = {
        "request_words": "The returns of May",
        **a_day("request_due_on", str(today + timedelta(days=5))),
    }
    asked = await auditor.post(f"{path}/requests", {**wanted, "request_owner_id": str(officer.person_id)})
    assert asked.status_code == 303, asked.text
    assert "The returns of May" in (await officer.get("/audits")).text
    one = re.search(r'action="[^"]*(/audits/[0-9a-f-]+/requests/[0-9a-f-]+)"', (await officer.get(path)).text)
    assert one is not None
    assert (await officer.post(one[1], {"how": "answer", "settle_words": "Sent on paper"})).status_code == 303
    settled = await officer.post(one[1], {"how": "withdraw", "settle_words": "Late"})
    assert settled.status_code == 422 and "settled already" in settled.text

    page = (await auditor.get(f"{path}/sample?register=interests&size=3&seed=June")).text
    drawn = re.search(r"Fingerprint of all that could be drawn: <code[^>]*>([0-9a-f]{64})", page)
    assert drawn is not None
    assert drawn[1] in (await officer.get(f"{path}/sample?register=interests&size=3&seed=June")).text
    for query, words in (
        ("register=nothing&seed=a", "no such register"),
        ("size=many&seed=a", "is no number of lines"),
        ("size=0&seed=a", "between 1 and"),
        ("on=never&seed=a", "is not a day"),
    ):
        assert words in (await auditor.get(f"{path}/sample?{query}")).text, query
        assert (await auditor.get(f"{path}/sample.csv?{query}")).status_code == 422
    assert (await auditor.get(f"{path}/sample.csv?register=interests&size=3&seed=June")).status_code == 200


async def test_opinion_stands_under_the_standards_of_its_day_and_once_a_year(
    visit: Visit, demo_scope: Scope
) -> None:
    officer = await visit(name="Olive <b>Invented</b>")
    given = {
        "year": "2013",
        "level": "significant",
        "words": "Controls are sound.",
        "given_by": "Head of audit (invented)",
    }
    wrong = await officer.post("/audits/opinions", {**given, **a_day("given_on", "2012-05-01")})
    assert wrong.status_code == 422 and "before the year began" in wrong.text
    day = a_day("given_on", "2014-05-20")
    assert (await officer.post("/audits/opinions", {**given, **day})).status_code == 303
    page = (await officer.get("/audits/opinions")).text
    assert (
        "2013/14: Significant or moderate assurance" in page
        and "Public Sector Internal Audit Standards" in page
    )
    twice = await officer.post("/audits/opinions", {**given, **day})
    assert twice.status_code == 422 and "Strike that one out first" in twice.text
    strike = re.search(r'action="[^"]*(/audits/opinions/[0-9a-f-]+/strike)"', page)
    assert strike is not None
    assert (await officer.post(strike[1], {"because": "Of another body"})).status_code == 303
    assert (await officer.post(strike[1], {"because": "Again"})).status_code == 404
    assert (await officer.post("/audits/opinions", {**given, **day})).status_code == 303
    assert "Of another body" in (await officer.get("/audits/opinions")).text


def _id(path: str) -> UUID:
    return UUID(path.rpartition("/")[2])
