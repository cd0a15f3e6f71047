"""Committees: formed, changed, retired; their quorum, lines and advice."""

import pytest

from backend.committees import operations, queries, rules
from backend.committees.catalogued import catalogued_committees
from backend.kit.database import DB
from backend.ledger.queries import history_of
from backend.scope import NotFound, Scope
from backend.tenancy import transactions
from tests.committees.made import FIRST, a_committee, a_person, a_seat, formed, seat_id
from tests.scopes import a_scope


async def test_committee_reads_back_exactly_as_it_was_formed(scope: Scope) -> None:
    quorum = {
        "all": [
            {"at_least": 2},
            {"any": [{"majority_of": {"capacity": ["lay"]}}, {"at_least": 1, "of": {"seat": ["gp"]}}]},
        ]
    }
    async with transactions.scope_tx(scope):
        await formed(scope, id="top", name="Top", kind="governing-body")
        wanted = a_committee(
            quorum=quorum,
            terms={"summary": "Decides.", "review_months": 6, "mark": "memory"},
            reports_to=[{"to": "top", "through": "the chair", "source": {"document": "eoi", "page": 17}}],
            meets_every_months=2,
            note="Planned.",
        )
        await operations.form_committee(scope, committee=wanted)
        living = await catalogued_committees(scope)
    assert living["commissioning"] == wanted


@pytest.mark.parametrize(
    ("traits", "words"),
    [
        ({"quorum": {"at_least": 9}}, "could never be met"),
        ({"quorum": {"at_least": 1, "of": {"seat": ["nobody"]}}}, "names the seat “nobody”"),
        (
            {"seats": [a_seat("a", office="chair", count=2)], "quorum": {"at_least": 1}},
            "more than one seat for the Chair",
        ),
        ({"seats": [a_seat("a"), a_seat("a")], "quorum": {"at_least": 1}}, "short name “a”"),
        ({"reports_to": [{"to": "nowhere", "mark": "setting"}]}, "each once"),
        ({"reports_to": [{"to": "commissioning", "mark": "setting"}]}, "report to itself"),
        ({"held_by": "nobody"}, "organisation whose body"),
    ],
)
async def test_committee_that_could_not_be_lived_is_refused(
    scope: Scope, traits: dict[str, object], words: str
) -> None:
    async with transactions.scope_tx(scope):
        with pytest.raises(rules.UnableToShapeCommittee, match=words):
            await formed(scope, **traits)


async def test_reporting_never_goes_round(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        top = await formed(scope, id="top", name="Top")
        await formed(scope, id="low", name="Low", reports_to=[{"to": "top", "mark": "setting"}])
        round_about = a_committee(id="top", name="Top", reports_to=[{"to": "low", "mark": "setting"}])
        with pytest.raises(rules.UnableToShapeCommittee, match="reports to it"):
            await operations.set_reporting_lines(scope, committee_id=top, reports_to=round_about.reports_to)


async def test_seat_that_quorum_needs_is_not_retired(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        committee_id = await formed(
            scope, quorum={"at_least": 2, "of": {"capacity": ["gp"]}}, quorum_from={"mark": "setting"}
        )
        with pytest.raises(rules.UnableToShapeCommittee, match="could never be met"):
            await operations.retire_seat(
                scope, committee_id=committee_id, seat_id=await seat_id(scope, committee_id, "gp")
            )


async def test_committee_with_people_or_committees_below_is_not_retired(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        top = await formed(scope, id="top", name="Top")
        low = await formed(scope, id="low", name="Low", reports_to=[{"to": "top", "mark": "setting"}])
        avery = await a_person(scope, "Avery Invented")
        term = await operations.appoint(
            scope, seat_id=await seat_id(scope, low, "chair"), person_id=avery, from_on=FIRST
        )
        with pytest.raises(rules.UnableToRetireCommittee, match="report to it: Low"):
            await operations.retire_committee(scope, committee_id=top)
        with pytest.raises(rules.UnableToRetireCommittee, match="sit on it: Avery Invented"):
            await operations.retire_committee(scope, committee_id=low)
        await operations.end_term(scope, term_id=term, last_on=FIRST)
    tomorrow = a_scope(scope.tenant, now="2014-09-02T09:00")
    async with transactions.scope_tx(tomorrow):
        await operations.retire_committee(tomorrow, committee_id=low)
        await operations.retire_committee(tomorrow, committee_id=top)
        assert await queries.committees_of(tomorrow) == ()
        retired = await queries.committee(tomorrow, committee_id=low, on=FIRST)
        assert [member.name for member in retired.members] == ["Avery Invented"]
        with pytest.raises(NotFound):
            await operations.retire_committee(tomorrow, committee_id=low)
        assert await operations.form_committee(tomorrow, committee=a_committee(id="low", name="Low")) == low


async def test_list_shows_seats_and_vacancies_in_few_statements_however_many(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        first = await formed(scope)
        avery = await a_person(scope, "Avery Invented")
        await operations.appoint(
            scope, seat_id=await seat_id(scope, first, "chair"), person_id=avery, from_on=FIRST
        )
        before = DB.statements
        await queries.structure_of(scope)
        alone = DB.statements - before
        for number in range(5):
            await formed(
                scope,
                id=f"c-{number}",
                name=f"Group {number}",
                reports_to=[{"to": "commissioning", "mark": "setting"}],
            )
        before = DB.statements
        structure = await queries.structure_of(scope)
        assert DB.statements - before == alone
    line = next(line for line in structure.committees if line.id == first)
    assert (line.seats, line.filled, line.vacancies) == (5, 1, 4)
    assert len(structure.lines) == 5


async def test_audit_chair_in_the_chair_of_primary_care_is_advised_against(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        audit = await formed(scope, id="audit", name="Audit Committee", kind="audit")
        care = await formed(scope)
        avery = await a_person(scope, "Avery Invented")
        for committee_id in (audit, care):
            await operations.appoint(
                scope, seat_id=await seat_id(scope, committee_id, "chair"), person_id=avery, from_on=FIRST
            )
        view = await queries.committee(scope, committee_id=care)
    sentences = [advice.sentence for advice in view.advice]
    assert "Avery Invented, who chairs the audit committee, is Chair." in sentences
    assert any("2 of 4 votes" in sentence for sentence in sentences)
    assert {advice.asked.mark_in_words for advice in view.advice} == {"from memory, not verified"}


async def test_every_change_is_in_the_ledger_with_before_and_after(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope)
        await operations.change_committee(
            scope, committee_id=committee_id, committee=a_committee(purpose="Decides and reports.")
        )
        await operations.change_committee(
            scope, committee_id=committee_id, committee=a_committee(purpose="Decides and reports.")
        )
        history = await history_of(scope, room="committees", kind="committee", record_id=committee_id)
    assert [event.act for event in history] == ["committees.committee.formed", "committees.committee.changed"]
    assert history[-1].before == {"purpose": "Decides on general practice."}
    assert history[-1].after == {"purpose": "Decides and reports."}


async def test_review_of_terms_moves_the_next_one(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        committee_id = await formed(
            scope, terms={"summary": "Decides.", "review_months": 6, "mark": "setting"}
        )
        later = a_scope(scope.tenant, now="2014-12-31T09:00")
        await operations.record_review(later, committee_id=committee_id)
        view = await queries.committee(scope, committee_id=committee_id)
    assert view.review_due_on is not None and view.review_due_on.isoformat() == "2015-06-30"
