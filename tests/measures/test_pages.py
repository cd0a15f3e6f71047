"""Measures over HTTP: the Dudley source that contradicts itself, and an officer who keeps a measure."""

import re
from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal

from backend.catalogue import shelf
from backend.catalogue.measures import Better, Said
from backend.kit.periods import Period
from backend.measures import operations, queries
from backend.measures.operations import Stated
from backend.measures.stating import STATINGS
from backend.provision import planning
from backend.scope import Scope
from backend.tenancy import transactions
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


async def test_measures_of_the_dudley_source_stand_with_their_pages_and_their_contradictions(
    visit: Visit, demo_scope: Scope
) -> None:
    document = shelf.catalogue().tenants["dudley-ccg"]
    async with transactions.scope_tx(demo_scope):
        living = planning.parts_measures.MEASURES.wanted(document, shelf.catalogue())
        steps, _ = planning.steps_of(planning.parts_measures.MEASURES, living, {})
        await planning.parts_measures.MEASURES.put(demo_scope, steps)
        found = {each.slug: each for each in await queries.measures_of(demo_scope)}
        again = await planning.parts_measures.MEASURES.living(demo_scope)
    assert again == living, "what is read back is what the folder says"
    differing = {slug for slug, each in found.items() if each.differences}
    assert differing == {
        "health-status-long-term-conditions",
        "avoidable-emergency-admissions",
        "negative-responses-general-practice",
        "negative-responses-hospital",
        "still-at-home-after-discharge",
        "member-practices",
    }
    officer = await visit(name="Olive <b>Invented</b>")
    page = (await officer.get("/measures")).text
    assert "2,530" in page and "2,322" in page and page.count("Sources differ") == 6
    only = (await officer.get("/measures?show=differing")).text
    assert "Infections with MRSA" not in only and "Member practices" in only
    one = (await officer.get(f"/measures/{found['avoidable-emergency-admissions'].id}")).text
    assert "The sources differ" in one and "Page 8" in one and "pages 35 and 56" in one.lower()
    assert "<svg" in one and "8,142 people" in one and "Expression of Interest" in one
    rows = (await officer.get("/measures/values.csv")).text
    assert rows.count("\n") == 1 + sum(len(each.values) for each in found.values())


async def test_officer_keeps_a_measure_corrects_it_and_writes_what_an_outlier_means(
    visit: Visit, demo_scope: Scope
) -> None:
    officer = await visit(name="Olive <b>Invented</b>")
    given = {
        "title": "Days waited",
        "definition": "From asking to being seen",
        "unit": "days",
        "better": "lower",
    }
    answer = await officer.post("/measures", given)
    path = answer.headers["location"].removeprefix(f"/t/{demo_scope.tenant.slug}").partition("?")[0]
    assert "There is nothing to draw" in (await officer.get(path)).text
    assert (await officer.post("/measures", given)).status_code == 422

    value = {"said": "actual", "period": "2013/14", "value": "12.5", "source": "Return of May 2014"}
    for name, wrong, words in (
        ("value", "12%", "is no number"),
        ("value", "", "Enter the value"),
        ("period", "2013/15", "is no financial year"),
        ("period", "2099/00", "has not begun"),
    ):
        answer = await officer.post(f"{path}/values", {**value, name: wrong})
        assert answer.status_code == 422 and words in answer.text, (name, wrong)
    assert (await officer.post(f"{path}/values", value)).status_code == 303
    twice = await officer.post(f"{path}/values", value)
    assert twice.status_code == 422 and "Correct that one instead" in twice.text
    await officer.post(f"{path}/values", {**value, "said": "target", "value": "10", "source": "Plan"})
    page = (await officer.get(path)).text
    assert "Off its trajectory" in page and "aimed at: 10 (Plan)" in page

    one = re.search(r'href="[^"]*(/measure-values/[0-9a-f-]+)">Correct<span[^>]*> the measured', page)
    assert one is not None
    corrected = {"how": "correct", "value": "9", "because": "A comma was misread"}
    assert (await officer.post(one[1], {**corrected, "value": ""})).status_code == 422
    assert (await officer.post(one[1], corrected)).status_code == 303
    page = (await officer.get(path)).text
    assert (
        "On its trajectory" in page
        and "<s>Measured 12.5 for 2013/14" in page
        and "A comma was misread" in page
    )
    assert (await officer.get(one[1])).status_code == 404  # what is struck out is not corrected again
    assert (await officer.post(one[1], corrected)).status_code == 404

    change = {**given, "unit": "hours", "version": "1"}
    answer = await officer.post(path, change)
    assert answer.status_code == 422 and "counted in days already" in answer.text
    assert (
        await officer.post(path, {**given, "title": "Days of waiting", "version": "1"})
    ).status_code == 303
    late = await officer.post(path, {**given, "title": "Waits", "version": "1"})
    assert late.status_code == 409 and "Somebody else changed" in late.text and "Waits" in late.text

    assert (await officer.post(f"{path}/retire", {"because": "Counted elsewhere"})).status_code == 303
    assert "Counted elsewhere" in (await officer.get(path)).text
    refused = await officer.post(f"{path}/values", {**value, "period": "2012/13"})
    assert refused.status_code == 422 and "is retired" in refused.text
    assert (await officer.post(f"{path}/back", {})).status_code == 303


async def test_practices_that_stand_out_wait_for_a_persons_words(visit: Visit, demo_scope: Scope) -> None:
    officer = await visit(name="Olive <b>Invented</b>")
    names = [f"Invented Surgery {n}" for n in range(10)]
    for name in names:
        answer = await officer.post("/organisations", {"name": name, "type": "practice"})
        assert answer.status_code == 303, answer.text
    given = {
        "title": "Diabetes found",
        "definition": "Of 100 patients",
        "unit": "per cent",
        "better": "neither",
    }
    answer = await officer.post("/measures", given)
    path = answer.headers["location"].removeprefix(f"/t/{demo_scope.tenant.slug}").partition("?")[0]
    numbers = ["6.1", "6.3", "5.9", "6.0", "6.2", "5.8", "6.1", "6.0", "11", "1.2"]
    lines = "\n".join(f"{name}\t{number}" for name, number in zip(names, numbers, strict=True))
    given = {"period": "2013/14", "source": "An invented data set"}
    wrong = await officer.post(f"{path}/organisations", {**given, "lines": lines + "\nNobody Surgery\t4"})
    assert wrong.status_code == 422 and "Line 11: no organisation here is called" in wrong.text
    async with transactions.scope_tx(demo_scope, readonly=True):
        kept = await queries.measures_of(demo_scope)
    assert not any(each.counted for each in kept), "one wrong line keeps all of them out"
    assert (await officer.post(f"{path}/organisations", {**given, "lines": lines})).status_code == 303
    page = (await officer.get(path)).text
    assert "▲ above" in page and "▼ below" in page and page.count("Nobody has written it yet.") == 2
    listed = (await officer.get("/measures?show=outliers")).text
    assert "2 outliers without a meaning" in listed
    high = re.search(r'href="[^"]*(/measure-values/[0-9a-f-]+)">Write what it means', page)
    assert high is not None
    words = {"finding": "better", "words": "It looks for diabetes earlier <than> others."}
    assert (await officer.post(f"{high[1]}/meaning", words)).status_code == 303
    page = (await officer.get(path)).text
    assert operations.FINDING_IN_WORDS["better"] in page and "earlier &lt;than&gt; others" in page


async def test_rules_read_how_a_measure_stands(demo_scope: Scope) -> None:
    async with transactions.scope_tx(demo_scope):
        measure_id = await operations.add_measure(
            demo_scope, title="Waits", definition="Days waited", unit="days", better=Better.LOWER
        )
        period = Period.read("2013/14")
        told = ((Said.TARGET, 5, "Plan"), (Said.TARGET, 4, "Other plan"), (Said.ACTUAL, 6, "Return"))
        for said, value, source in told:
            stated = Stated(said=said, period=period, value=Decimal(value), source=source)
            await operations.state(demo_scope, measure_id=measure_id, stated=[stated])
        (statement,) = await STATINGS[0].state(demo_scope, [measure_id])
        assert await STATINGS[0].state(demo_scope, []) == ()
    assert statement.subject == "waits" and set(statement.facts) == set(STATINGS[0].kinds)
    assert statement.facts == {
        "measure.owned": False,
        "measure.newest-on": date(2014, 3, 31),
        "measure.off-track": True,
        "measure.differences": 1,
    }
