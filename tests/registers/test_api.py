"""The API over HTTP: rows at two times, parts of a list, sentences for every slip."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from backend import app as application
from backend.desk import openapi
from backend.interests.operations import declaring, withholding
from backend.interests.queries import register
from backend.interests.rules.declaring import InterestType
from backend.kit.clock import real_now
from backend.organisations import operations as organisations
from backend.people.operations import persons
from backend.scope import Scope
from backend.tenancy import transactions
from backend.web import access, answers
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]
NEVER = "00000000-0000-7000-8000-000000000000"


@dataclass(frozen=True)
class Shelf:
    """A tenant with three interests, one of which ended a day ago."""

    scope: Scope
    visitor: Visitor
    interests: tuple[UUID, ...]
    known_first: datetime


@pytest_asyncio.fixture
async def shelf(visit: Visit, demo_scope: Scope) -> Shelf:
    officer = await visit()
    actor = replace(demo_scope.actor, person_id=officer.person_id)
    scope = replace(demo_scope, actor=actor, now=real_now() - timedelta(days=3))
    async with transactions.scope_tx(scope):
        person_id = await persons.add_person(
            scope, name="Dana Invented", job_title="Lay member", joined_on=date(2014, 1, 6)
        )
        for number in range(3):
            practice = await organisations.add_as_named(scope, name=f"Invented Practice {number}")
            await declaring.declare_interest(
                scope,
                person_id=person_id,
                organisation_id=practice,
                interest_type=InterestType.FINANCIAL,
                nature=f"Partner in practice {number}",
                since=date(2014, 4, 1 + number),
            )
        entries = await register.register_of(scope, person_id=person_id)
    later = replace(scope, now=real_now() - timedelta(days=1))
    async with transactions.scope_tx(later):
        await declaring.end_interest(later, interest_id=entries[0].interest_id, ended_on=date(2016, 3, 31))
    return Shelf(
        scope=scope,
        visitor=officer,
        interests=tuple(entry.interest_id for entry in entries),
        known_first=scope.now,
    )


def natures(answer: Any) -> list[str]:
    return [row["values"]["nature"] for row in answer.json()["rows"]]


async def test_reader_asks_for_a_register_at_two_times(shelf: Shelf) -> None:
    path = "/api/registers/interests"
    before = {"on": "2017-01-01", "known_at": (shelf.known_first + timedelta(hours=1)).isoformat()}

    now = (await shelf.visitor.get(path)).json()
    then = (await shelf.visitor.get(path, params=before)).json()
    never = (await shelf.visitor.get(path, params={"on": "2014-04-02"})).json()
    unknown = await shelf.visitor.get(path, params={"known_at": "2015-01-01T00:00:00Z"})

    ends = {row["id"]: (row["ended_on"], row["values"]["until"]) for row in now["rows"]}
    assert ends[str(shelf.interests[0])] == ("2016-03-31", "2016-03-31")
    assert {row["ended_on"] for row in then["rows"]} == {None}
    assert (then["on"], then["register_id"]) == ("2017-01-01", "interests")
    assert [row["values"]["since"] for row in never["rows"]] == ["2014-04-01", "2014-04-02"]
    assert natures(unknown) == []


async def test_reader_follows_next_to_the_end_and_sees_each_row_once(shelf: Shelf) -> None:
    path, seen = "/api/registers/interests?limit=1", []
    while path:
        answer = await shelf.visitor.get(path)
        assert answer.status_code == 200
        seen += natures(answer)
        path = (answer.json()["next"] or "").removeprefix(f"/t/{shelf.visitor.slug}")
    assert seen == [f"Partner in practice {number}" for number in range(3)]


async def test_pages_that_follow_are_of_the_first_pages_moment(shelf: Shelf) -> None:
    first = (await shelf.visitor.get("/api/registers/interests?limit=2")).json()
    later = replace(shelf.scope, now=real_now())
    async with transactions.scope_tx(later):
        await declaring.end_interest(later, interest_id=shelf.interests[2], ended_on=date(2020, 1, 1))

    second = await shelf.visitor.client.get(first["next"])

    assert second.json()["known_at"] == first["known_at"]
    assert [row["ended_on"] for row in second.json()["rows"]] == [None]
    assert second.json()["next"] is None


async def test_words_narrow_the_rows(shelf: Shelf) -> None:
    found = await shelf.visitor.get("/api/registers/interests", params={"text": "Practice 1"})
    assert natures(found) == ["Partner in practice 1"]


async def test_one_row_tells_its_versions_as_far_as_they_were_known(shelf: Shelf) -> None:
    path = f"/api/registers/interests/{shelf.interests[0]}"
    now = (await shelf.visitor.get(path)).json()
    then = (
        await shelf.visitor.get(
            path, params={"known_at": (shelf.known_first + timedelta(hours=1)).isoformat()}
        )
    ).json()

    assert [version["values"]["until"] for version in now["versions"]] == [None, "2016-03-31"]
    assert now["versions"][0]["known_to"] == now["versions"][1]["known_from"]
    assert [version["known_to"] for version in then["versions"]] == [None]
    assert then["row"]["values"]["until"] is None
    assert (await shelf.visitor.client.get(now["row"]["address"])).status_code == 200


async def test_withheld_row_is_absent_for_whoever_may_not_see_it(shelf: Shelf, visit: Visit) -> None:
    executive = await visit(roles=("executive-owner",))
    path = f"/api/registers/interests/{shelf.interests[1]}"
    assert (await executive.get(path)).status_code == 200
    guardian = replace(shelf.scope, now=real_now())
    async with transactions.scope_tx(guardian):
        await withholding.withhold(
            guardian,
            record_id=shelf.interests[1],
            reason="An invented risk",
            review_on=guardian.today + timedelta(days=90),
        )

    hidden, never = [
        await executive.get(f"/api/registers/interests/{one}") for one in (shelf.interests[1], NEVER)
    ]

    assert hidden.status_code == 404 and hidden.text == never.text
    assert len(natures(await executive.get("/api/registers/interests"))) == 2
    assert len(natures(await shelf.visitor.get("/api/registers/interests"))) == 3


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("on=yesterday", "on"),
        ("on=2014-13-01", "on"),
        ("on=1014-01-01", "on"),
        ("on=%F0%9D%9F%AE014-01-01", "on"),
        ("known_at=2014-01-01", "known_at"),
        ("known_at=2014-01-01T00:00:00", "known_at"),
        ("known_at=0001-01-01T00:00:00%2B14:00", "known_at"),
        ("known_at=2199-01-01T00:00:00Z", "known_at"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=1_0", "limit"),
        ("after=1", "after"),
        (f"after={NEVER}", "after"),
        (f"text={'x' * 201}", "text"),
        ("colour=red", "colour"),
        ("on=2014-01-01&on=2014-01-02", "on"),
    ],
)
async def test_question_that_can_not_be_read_is_told_in_a_sentence(
    shelf: Shelf, query: str, field: str
) -> None:
    answer = await shelf.visitor.get(f"/api/registers/interests?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["field"] == field
    assert answer.json()["detail"].endswith((".", "nobody knows."))


@pytest.mark.parametrize(
    "path", ["/api/registers/nothing", f"/api/registers/interests/{NEVER}", "/api/nothing"]
)
async def test_what_is_not_there_is_a_problem_document(shelf: Shelf, path: str) -> None:
    answer = await shelf.visitor.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_lists_of_people_organisations_and_committees_go_on_from_where_they_stopped(
    shelf: Shelf,
) -> None:
    for path, total in (("/api/people", 3), ("/api/organisations", 3), ("/api/committees", 0)):
        first = (await shelf.visitor.get(path, params={"limit": 2})).json()
        rest = (await shelf.visitor.client.get(first["next"])).json() if first["next"] else {"rows": []}
        ids = [row["id"] for row in (*first["rows"], *rest["rows"])]
        assert len(ids) == len(set(ids)) >= min(total, 2), path


def test_every_route_of_the_api_is_in_its_document() -> None:
    served = {path for handler in application.routes() for path in handler.paths if access.is_api(path)} - {
        "/t/{slug:str}/api/openapi.json"
    }
    assert served == {path for handler in openapi.ROUTES for path in handler.paths}
    assert all(answers.described_by(handler.opt) for handler in openapi.ROUTES)


def test_every_model_of_the_document_forbids_what_it_does_not_name() -> None:
    schemas = openapi.document()["components"]["schemas"]
    objects = {name: schema for name, schema in schemas.items() if schema["type"] == "object"}
    assert len(objects) > 10
    assert [name for name, each in objects.items() if each["additionalProperties"] is not False] == []


def test_moment_with_any_offset_is_read() -> None:
    asked = answers.Asked
    from backend.registers.api import TimesAsked

    read = TimesAsked.model_validate({"known_at": "2014-06-03t09:00:00.1234567+01:00"})
    assert read.known_at == datetime(2014, 6, 3, 8, 0, 0, 123456, tzinfo=UTC)
    assert issubclass(TimesAsked, asked)
