"""An assessment over HTTP: opened, answered, reviewed, overruled, taken back, closed, signed; as at other days."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from backend.assurance.operations import editions, restanding
from backend.assurance.queries.requirements import requirements_of
from backend.kit.clock import real_now
from backend.scope import Scope
from backend.tenancy import transactions
from tests.assurance.stage import EDITION, FRAMEWORK
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


def place(visitor: Visitor, location: str) -> str:
    return location.split("?", maxsplit=1)[0].removeprefix(f"/t/{visitor.slug}")


def version(page: str) -> str:
    """The version that the forms of the page hold."""
    (found,) = set(re.findall(r'name="version" value="(\d+)"', page))
    return str(found)


async def test_officer_assesses_a_framework_for_a_year(visit: Visit, demo_scope: Scope) -> None:
    officer, second = (
        await visit(name="Olive Invented"),
        await visit(name="Ezra Invented", roles=("executive-owner",)),
    )
    assert "No framework is in use" in (await officer.get("/assurance")).text
    scope = replace(demo_scope, now=real_now())
    async with transactions.scope_tx(scope):
        edition_id = await editions.take_into_use(scope, framework=FRAMEWORK, edition=EDITION)
        first, second_one = (await requirements_of(scope, edition_id=edition_id))[:2]
    overview = (await officer.get("/assurance")).text
    assert "Ten design principles" in overview and "Open the first one" in overview
    assert "No framework matches" in (await officer.get("/assurance?text=nothing")).text
    assert "still to come" in (await officer.get("/assurance?on=1/1/2199")).text

    given = {"edition_id": str(edition_id), "title": "This year"}
    days = {
        f"period_{edge}-{part}": value
        for edge, day in (("from", "1 4 2030"), ("until", "31 3 2031"))
        for part, value in zip(("day", "month", "year"), day.split(), strict=True)
    }
    wrong = await officer.post("/assurance/assessments", {**given, **days, "period_until-year": "2029"})
    assert (wrong.status_code, "before it begins" in wrong.text) == (422, True)
    opened = await officer.post("/assurance/assessments", {**given, **days})
    assert opened.status_code == 303, opened.text
    path = place(officer, opened.headers["location"])
    asked = f"{path}/requirements/{first.id}"

    page = (await officer.get(asked)).text
    assert "Not answered" in page and "Population and boundaries" in page and "Evidence expected" in page
    answer = {"version": version(page), "level": "superb", "words": "The map is agreed"}
    refused = await officer.post(f"{asked}/answer", answer)
    assert (refused.status_code, "no level called “superb”" in refused.text) == (422, True)
    assert "The map is agreed" in refused.text, "what was typed is not lost"
    async with transactions.scope_tx(scope):
        await restanding.verdicts_changed(scope, {first.id: "not-met"})
    refused = await officer.post(f"{asked}/answer", {**answer, "level": "working"})
    assert (refused.status_code, "Say why you overrule it" in refused.text) == (422, True)
    overruling = {**answer, "level": "working", "overruled_because": "The minutes show it"}
    assert (await officer.post(f"{asked}/answer", overruling)).status_code == 303
    overtaken = await second.post(f"{asked}/answer", overruling)
    assert overtaken.status_code == 409
    assert "Olive Invented changed this requirement’s answer after you opened the page" in overtaken.text

    page = (await officer.get(asked)).text
    assert "Person and rule differ" in page and "Overrules the rule, because" in page
    assert "Is Olive Invented" not in page, "nobody reviews their own answer"
    own = await officer.post(f"{asked}/review", {"version": version(page), "agrees": "yes"})
    assert (own.status_code, "You answered this yourself" in own.text) == (422, True)
    page = (await second.get(asked)).text
    assert "Is Olive Invented’s answer right?" in page
    review = {"version": version(page), "agrees": "no"}
    unsaid = await second.post(f"{asked}/review", review)
    assert (unsaid.status_code, "what is to be looked at again" in unsaid.text) == (422, True)
    given_back = await second.post(f"{asked}/review", {**review, "review_words": "Whose map?"})
    assert given_back.status_code == 303

    page = (await officer.get(asked)).text
    assert "Given back by Ezra Invented" in page and "Whose map?" in page
    assert (await officer.post(f"{asked}/taking-back", {"version": version(page)})).status_code == 303
    page = (await officer.get(asked)).text
    assert "No second person has reviewed it" in page and "Taken back." in page
    keep = {"version": version(page), "owner_person_id": str(second.person_id)}
    assert (await officer.post(f"{asked}/owner", keep)).status_code == 303

    listed = (await officer.get(f"{path}?state=differs&owner={second.person_id}")).text
    assert "1 requirement<" in listed and "Ezra Invented" in listed
    assert "No requirement matches" in (await officer.get(f"{path}?state=lapsed")).text
    yesterday = (real_now() - timedelta(days=1)).strftime("%d/%m/%Y")
    assert "was not open yet" in (await officer.get(f"{path}?on={yesterday}")).text
    as_file = await officer.get(f"{path}/list.csv?state=met")
    assert as_file.headers["content-type"].startswith("text/csv")
    assert "The minutes show it" in as_file.text and len(as_file.text.splitlines()) == 2
    assert "1 to review" in (await officer.get("/assurance")).text
    assert "10 requirements<" in (await officer.get(f"{path}?rows=all")).text

    second_asked = f"{path}/requirements/{second_one.id}"
    page = (await officer.get(second_asked)).text
    soon = real_now() + timedelta(days=20)
    until = {"valid_until-day": soon.day, "valid_until-month": soon.month, "valid_until-year": soon.year}
    dated = {"version": version(page), "level": "agreed", "words": "Until the review", **until}
    assert (await officer.post(f"{second_asked}/answer", dated)).status_code == 303
    lapses = (await officer.get("/assurance/lapses")).text
    assert "In the 60 days after" in lapses and "1 answer" in lapses and "<svg" in lapses
    assert "Nothing lapses in the 60 days" in (await officer.get(f"/assurance/lapses?on={yesterday}")).text
    assert "Partners and services" in (await officer.get("/assurance/lapses.csv?days=30")).text
    changes = (await officer.get(f"/assurance/changes?since={yesterday}")).text
    assert "Population and boundaries" in changes and "The assessment was opened since" in changes
    made = await officer.post(
        f"{second_asked}/actions",
        {"action_words": "List the partners", "action_owner_id": str(second.person_id)},
    )
    assert made.status_code == 303
    assert "List the partners" in (await officer.get(second_asked)).text

    early = await officer.post(f"{path}/signature", {"words": "Fair"})
    assert (early.status_code, "before it is signed" in early.text) == (422, True)
    assert (await officer.post(f"{path}/closing")).status_code == 303
    refused = await officer.post(f"{asked}/answer", {**overruling, "version": "9"})
    assert (refused.status_code, "Reopen it first" in refused.text) == (422, True)
    assert (await officer.post(f"{path}/signature", {"words": "A fair picture"})).status_code == 303
    signed = (await officer.get(path)).text
    assert "Signed by Olive Invented" in signed and "A fair picture" in signed and "Close it" not in signed
    assert (await second.post(f"{path}/closing")).status_code == 403
