"""Who may do what with a return: standing aside, cover, the second reviewer, notes; and what nobody can reach."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from backend.interests.operations import declaring
from backend.interests.rules.declaring import InterestType
from backend.kit.database import fetch
from backend.organisations import operations as organisations
from backend.people import permissions
from backend.people.operations import persons
from backend.reviewing import operations, queries, rules
from backend.reviewing.rules import Decided, Settled, Standing
from backend.scope import Actor, NotFound, OvertakenByAnother
from backend.tenancy import transactions
from backend.together import operations as together
from backend.together.rules import MessageKind
from tests.conftest import _settings
from tests.house.route_table import ROUTES
from tests.reporting.stage import a_commissioner, overseen
from tests.reviewing.stage import NOW, Body, a_body, a_submission, by_letter, commissioners
from tests.visitors import a_visitor


async def _one(body: Body, **given: Any) -> tuple[Any, Any]:
    ids = await commissioners(body, "Amber Ford", **given)
    commissioner_id = ids["Amber Ford"]
    return commissioner_id, await by_letter(body, commissioner_id, a_submission())


async def test_whoever_has_an_interest_stands_aside_in_every_query_and_another_takes_over(
    db: Any, found: Any
) -> None:
    body = await a_body(found, "Quinn", "Piers")
    commissioner_id, return_id = await _one(body, lead="Quinn")
    await body.act("Quinn", operations.claim, return_id=return_id)
    await body.act("Quinn", operations.write_note, return_id=return_id, words="Odd")
    assert (await body.read("Quinn", queries.front_of)).rows[0].entries

    view = await body.read("Piers", queries.commissioner_of, commissioner_id=commissioner_id)
    practice = await body.act("officer", organisations.add_as_named, name="A practice of theirs (invented)")
    async with transactions.scope_tx(body.officer):
        await fetch(
            "UPDATE organisations_organisation SET part_of = $3 WHERE tenant_id = $1 AND id = $2 RETURNING id",
            body.officer.tenant.id,
            practice,
            view.line.organisation_id,
        )
    await body.act(
        "Quinn",
        declaring.declare_interest,
        person_id=body.person("Quinn"),
        organisation_id=practice,
        interest_type=InterestType.FINANCIAL,
        nature="Partner",
        since=date(2014, 1, 1),
    )

    row = (await body.read("Quinn", queries.front_of)).rows[0]
    assert "A practice of theirs" in (row.closed or "") and row.entries == ()
    assert (await body.read("Quinn", queries.comparison)).columns == ()
    assert await body.read("Quinn", queries.inbox_of) == await body.read("Quinn", queries.mine_of) == ()
    assert await body.read("Quinn", queries.conditions_of, also_settled=True) == ()
    page = await body.read("Quinn", queries.commissioner_of, commissioner_id=commissioner_id)
    assert page.closed and page.entries == page.conditions == ()
    for query, given in ((queries.return_of, {}), (queries.file_of, {"file_id": return_id})):
        with pytest.raises(rules.StoodAside, match="stand aside from Amber Ford"):
            await body.read("Quinn", query, return_id=return_id, **given)
    for act, given in (
        (operations.claim, {}),
        (operations.put_back, {"words": None, "version": 2}),
        (operations.ask, {"words": "Why?", "due_on": date(2014, 11, 1)}),
        (operations.decide, {"issue": 1, "verdict": Decided.ACCEPTED, "words": "Fine"}),
        (operations.write_note, {"words": "More"}),
    ):
        with pytest.raises(rules.StoodAside):
            await body.act("Quinn", act, return_id=return_id, **given)

    assert [name for _, name in await body.read("Piers", queries.inbox_of)] == ["Amber Ford CCG (invented)"]
    await body.act("Piers", operations.claim, return_id=return_id)
    with pytest.raises(rules.UnableToReview, match="stands aside"):
        await body.act(
            "Piers",
            operations.hand_over,
            return_id=return_id,
            to_person_id=body.person("Quinn"),
            words=None,
            version=3,
        )


async def test_nobody_reviews_before_they_have_declared_and_the_system_never_does(
    db: Any, found: Any
) -> None:
    body = await a_body(found, "Piers")
    _, return_id = await _one(body)
    async with transactions.scope_tx(body.officer):
        person_id = await persons.add_person(body.officer, name="New Invented")
        await persons.grant_role(body.officer, person_id=person_id, role=permissions.REVIEWER)
    newcomer = replace(body.scope("Piers"), actor=Actor(name="New Invented", person_id=person_id))
    async with transactions.scope_tx(newcomer):
        front = await queries.front_of(newcomer)
        assert front.team.undeclared and front.rows[0].closed and not front.rows[0].entries
        with pytest.raises(rules.StoodAside, match="not declared"):
            await operations.claim(newcomer, return_id=return_id)

    chore = body.scope("Piers").as_chore("reviewing.mutant")
    for act, given in (
        (operations.claim, {}),
        (operations.ask, {"words": "Why?", "due_on": date(2014, 11, 1)}),
        (operations.decide, {"issue": 1, "verdict": Decided.ACCEPTED, "words": "Fine"}),
    ):
        with pytest.raises(rules.UnableToReview, match="named person"):
            async with transactions.scope_tx(chore):
                await act(chore, return_id=return_id, **given)


async def test_second_reviewer_agrees_before_anything_is_given_and_conditions_are_followed_up(
    db: Any, found: Any
) -> None:
    body = await a_body(found, "Piers", "Rosa", "Sol")
    _, return_id = await _one(body, lead="Piers", second="Rosa")
    with pytest.raises(rules.UnableToReview, match="Take it first"):
        await body.act("Piers", operations.ask, return_id=return_id, words="Why?", due_on=date(2014, 11, 1))
    await body.act("Piers", operations.claim, return_id=return_id)
    with pytest.raises(rules.HeldByAnother):
        await body.act("Sol", operations.claim, return_id=return_id)
    outcome_id = await body.act(
        "Piers",
        operations.decide,
        return_id=return_id,
        issue=1,
        verdict=Decided.CONDITIONAL,
        words="Nearly",
        conditions=[("Count again", date(2014, 11, 3))],
    )
    view = await body.read("Rosa", queries.return_of, return_id=return_id)
    assert (view.entry.standing, view.seconds, view.conditions) == (Standing.RECEIVED, True, ())
    for who in ("Piers", "Sol"):
        with pytest.raises(rules.UnableToReview):
            await body.act(who, operations.agree, return_id=return_id, outcome_id=outcome_id)
    await body.act("Rosa", operations.agree, return_id=return_id, outcome_id=outcome_id)
    view = await body.read("Piers", queries.return_of, return_id=return_id)
    assert (view.entry.standing, view.entry.open_conditions) == (Standing.CONDITIONAL, 1)

    await body.act(
        "officer",
        operations.cover,
        person_id=body.person("Piers"),
        cover_person_id=body.person("Sol"),
        from_on=NOW.date(),
        until_on=NOW.date(),
    )
    await body.act(
        "Sol",
        operations.settle_condition,
        return_id=return_id,
        condition_id=view.conditions[0].id,
        as_=Settled.MET,
        words="Counted; seen on 27 October",
    )
    kept = await body.read("Piers", queries.conditions_of, also_settled=True)
    assert [(each.settled_as, each.settled_by_name) for each in kept] == [(Settled.MET, "Sol Invented")]
    assert await body.read("Piers", queries.conditions_of) == ()

    first = await body.rows("SELECT subject_id FROM reviewing_return WHERE tenant_id = $1")
    commissioner_id = view.entry.commissioner_id
    again = a_submission({"meetings": "5"}, issue=2, subject_id=first[0]["subject_id"])
    await by_letter(body, commissioner_id, again, on=NOW.date())
    with pytest.raises(OvertakenByAnother, match="Issue 2 has come"):
        await body.act(
            "Sol", operations.decide, return_id=return_id, issue=1, verdict=Decided.ACCEPTED, words="Fine"
        )
    with pytest.raises(rules.UnableToReview, match="here already"):
        await by_letter(body, commissioner_id, again, on=NOW.date())
    assert (
        await body.read("Sol", queries.return_of, return_id=return_id)
    ).entry.standing is Standing.RECEIVED


async def test_working_note_is_its_authors_alone_and_in_no_ledger(db: Any, found: Any) -> None:
    body = await a_body(found, "Piers", "Rosa")
    _, return_id = await _one(body)
    note_id = await body.act("Piers", operations.write_note, return_id=return_id, words="PANGOLIN")
    assert [
        each.words for each in (await body.read("Piers", queries.return_of, return_id=return_id)).notes
    ] == ["PANGOLIN"]
    for who in ("Rosa", "officer"):
        assert (await body.read(who, queries.return_of, return_id=return_id)).notes == ()
        with pytest.raises(NotFound):
            await body.act(who, operations.remove_note, return_id=return_id, note_id=note_id)
    assert not await body.rows(
        "SELECT 1 FROM ledger_event e WHERE tenant_id = $1 AND to_jsonb(e)::text LIKE '%PANGOLIN%'"
    )
    await body.act("Piers", operations.remove_note, return_id=return_id, note_id=note_id)
    assert not await body.rows("SELECT 1 FROM reviewing_note WHERE tenant_id = $1")


async def test_reviewers_reach_what_was_submitted_and_nothing_else_of_a_commissioner(
    app: Any, home: Any, db: Any, found: Any
) -> None:
    body, ours = await a_body(found, "Piers"), await a_commissioner(found)
    other = await a_commissioner(found)
    await ours.act("officer", organisations.add_as_named, name="QUOKKA Surgery (invented)")
    agreement_id, others_id = await overseen(ours, body), await overseen(other, body)
    said = a_submission(statement="Sent to be read.")
    await ours.act(
        "officer", together.post, agreement_id=agreement_id, kind=MessageKind.SUBMISSION, said=said
    )
    # another commissioner may name the same numbers: it reaches its own return alone
    stolen = a_submission(
        {"meetings": "9"}, issue=2, subject_id=said.subject_id, submission_id=said.submission_id
    )
    await other.act(
        "officer", together.post, agreement_id=others_id, kind=MessageKind.SUBMISSION, said=stolen
    )
    await ours.post()
    await other.post()
    front = await body.read("Piers", queries.front_of)
    assert [[(each.issue, each.changes) for each in row.entries] for row in front.rows] == [
        [(1, ())],
        [(2, ())],
    ]

    tables = await body.rows(
        "SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
        "WHERE c.relkind = 'r' AND a.attname = 'tenant_id' AND c.relnamespace = 'public'::regnamespace "
        "AND has_table_privilege(c.oid, 'SELECT') AND $1::uuid IS NOT NULL"
    )
    read = " UNION ALL ".join(
        f"SELECT '{each['name']}' AS name FROM {each['name']} t "
        "WHERE tenant_id = $1 AND to_jsonb(t)::text ILIKE '%quokka%'"
        for each in tables
    )
    assert [row["name"] for row in await body.rows(read)] == []
    assert await body.rows(
        "SELECT 1 FROM reviewing_issue t WHERE tenant_id = $1 AND said::text LIKE '%Sent to be%'"
    )

    reviewer = await a_visitor(
        app, _settings(home).cookie_name, body.officer, name="Vi Invented", roles=("reviewer",)
    )
    theirs = ours.scope("officer").tenant.slug
    opened = []
    for route in ROUTES:
        if (
            route.method == "GET"
            and route.in_tenant
            and not route.parameters
            and route.permission != "public"
        ):
            answer = await reviewer.client.get(route.path.format(slug=theirs))
            if answer.status_code not in {401, 403, 404}:
                opened.append((route.key, answer.status_code))
    assert opened == []
