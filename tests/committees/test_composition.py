"""Who may sit where: each rule advises until the organisation settles that it blocks."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from backend.catalogue.committees import CommitteeKind, Seat
from backend.catalogue.quorum import Capacity, Office
from backend.committees import composition, compositions, operations, queries
from backend.committees.composition import ASKED, Place, Rule, UnableToCompose
from backend.scope import Scope
from backend.tenancy import transactions
from tests.committees.made import FIRST, a_person, a_seat, formed, seat_id
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]
BOARD = "The governing body on 3 June 2014, minute 12"
LAWFUL: dict[str, Any] = {
    "kind": "governing-body",
    "quorum": None,
    "quorum_from": None,
    "seats": [
        a_seat("chair", "gp", office="chair"),
        a_seat("accountable-officer", "executive", office="accountable-officer"),
        a_seat("finance", "executive", office="chief-finance-officer"),
        a_seat("nurse", "nurse"),
        a_seat("consultant", "secondary-care"),
        a_seat("lay", count=2),
    ],
}


def a_place(capacity: Capacity, office: Office | None = None, **traits: Any) -> Place:
    return Place(capacity=capacity, office=office, voting=True, person_id=None, person_name=None, **traits)


def broken(kind: CommitteeKind, *places: Place, in_public: bool = True, audit_chair: Any = None) -> set[Rule]:
    audit_chairs = [audit_chair] if audit_chair else []
    found = composition.advice_on(kind, places, meets_in_public=in_public, audit_chairs=audit_chairs)
    assert all(each.asked.kind is kind for each in found)
    return {each.rule for each in found}


def test_every_rule_is_found_broken_somewhere_and_kept_elsewhere() -> None:
    avery = uuid4()
    lay, executive, gp = (a_place(each) for each in (Capacity.LAY, Capacity.EXECUTIVE, Capacity.GP))
    chair = a_place(Capacity.LAY, Office.CHAIR)
    held = replace(chair, person_id=avery, person_name="Avery Invented")
    care, audit, pay, body = (
        CommitteeKind.PRIMARY_CARE_COMMISSIONING,
        CommitteeKind.AUDIT,
        CommitteeKind.REMUNERATION,
        CommitteeKind.GOVERNING_BODY,
    )
    found = (
        broken(care, a_place(Capacity.GP, Office.CHAIR), gp, lay, in_public=False)
        | broken(care, held, executive, audit_chair=avery)
        | broken(care, replace(held, office=Office.VICE_CHAIR), executive, audit_chair=avery)
        | broken(audit, a_place(Capacity.GP, Office.CHAIR))
        | broken(pay, a_place(Capacity.GP, Office.CHAIR))
        | broken(pay, held, audit_chair=avery)
        | broken(body, gp)
    )
    assert found == set(Rule) == set(ASKED)
    assert broken(care, held, executive, gp, audit_chair=uuid4()) == set()
    assert broken(audit, chair, lay, lay) == broken(pay, chair) == set()
    assert broken(pay) == set(), "nothing is said of a committee without seats"


async def test_rules_advise_until_they_are_settled_to_block_and_then_name_the_rule(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        audit = await formed(scope, id="audit", name="Audit Committee", kind="audit")
        care = await formed(scope)
        avery, mallory = await a_person(scope, "Avery Invented"), await a_person(scope, "Mallory Invented")
        audit_chair, care_chair = [await seat_id(scope, each, "chair") for each in (audit, care)]
        await operations.settle_rule(scope, rule=Rule.PRIMARY_CARE_AUDIT_CHAIR, blocks=True, decided_by=BOARD)
        await operations.appoint(scope, seat_id=audit_chair, person_id=avery, from_on=FIRST)
    with pytest.raises(UnableToCompose, match="Avery Invented, who chairs the audit committee, is Chair"):
        async with transactions.scope_tx(scope):
            await operations.appoint(scope, seat_id=care_chair, person_id=avery, from_on=FIRST)
    async with transactions.scope_tx(scope):
        view = await queries.committee(scope, committee_id=care)
        assert not view.members, "nothing of what was refused is kept"
        # what was over before today is recorded as it was
        over = scope.today - timedelta(days=2)
        await operations.appoint(
            scope, seat_id=care_chair, person_id=avery, from_on=over, last_on=over + timedelta(days=1)
        )
        await operations.appoint(scope, seat_id=care_chair, person_id=mallory, from_on=scope.today)
        first = next(m for m in await queries.members_on(scope, committee_id=audit, on=scope.today))
        await operations.end_term(scope, term_id=first.term_id, last_on=scope.today)
    with pytest.raises(UnableToCompose, match="from memory, not verified"):
        async with transactions.scope_tx(scope):  # the other way round: the chair there becomes audit chair
            tomorrow = scope.today + timedelta(days=1)
            await operations.appoint(scope, seat_id=audit_chair, person_id=mallory, from_on=tomorrow)
    async with transactions.scope_tx(scope):
        for _ in range(2):
            await operations.settle_rule(
                scope, rule=Rule.PRIMARY_CARE_AUDIT_CHAIR, blocks=False, decided_by="The same, in July"
            )
        await operations.appoint(scope, seat_id=audit_chair, person_id=mallory, from_on=tomorrow)
        lines = {each.rule: each for each in await compositions.rule_lines(scope)}
        settled = await compositions.settled_rules(scope)
    assert not lines[Rule.PRIMARY_CARE_AUDIT_CHAIR].blocks
    assert [each.blocks for each in settled] == [False, True], "settled twice alike is settled once"


async def test_committee_is_formed_seat_by_seat_and_not_undone_below_what_blocks(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        for rule in Rule:
            await operations.settle_rule(scope, rule=rule, blocks=True, decided_by=BOARD)
        body = await formed(
            scope, id="body", name="Governing Body", **{**LAWFUL, "seats": LAWFUL["seats"][:1]}
        )
        for seat in LAWFUL["seats"][1:]:
            await operations.add_seat(scope, committee_id=body, seat=Seat.model_validate(seat))
        assert not (await queries.committee(scope, committee_id=body)).advice
        nurse = await seat_id(scope, body, "nurse")
    with pytest.raises(UnableToCompose, match="registered nurse"):
        async with transactions.scope_tx(scope):
            await operations.retire_seat(scope, committee_id=body, seat_id=nurse)
    with pytest.raises(UnableToCompose, match="The Chair is not a lay member"):
        async with transactions.scope_tx(scope):
            await formed(scope, quorum=None, quorum_from=None, seats=[a_seat("chair", "gp", office="chair")])


async def test_officer_settles_a_rule_on_its_page_and_is_refused_in_its_words(
    visit: Visit, demo_scope: Scope
) -> None:
    officer = await visit(name="Olive Invented")
    async with transactions.scope_tx(demo_scope):
        committee_id = await formed(demo_scope, seats=[a_seat("chair", office="chair"), a_seat("lay")])
    page = (await officer.get("/committees/composition")).text
    assert "Chair and vice-chair are lay members." in page and "Advises" in page and "Blocks</" not in page
    wrong = await officer.post("/committees/composition", {"rule": "audit-lay-chair", "blocks": "yes"})
    assert wrong.status_code == 422 and "who decided it" in wrong.text
    form = {"rule": "primary-care-lay-chair", "blocks": "yes", "decided_by": BOARD}
    assert (await officer.post("/committees/composition", form)).status_code == 303
    page = (await officer.get("/committees/composition")).text
    assert "Blocks</strong>" in page and BOARD in page and "Olive Invented" in page
    seat = {"name": "Vice-chair", "capacity": "gp", "office": "vice-chair", "voting": "yes", "count": "1"}
    answer = await officer.post(f"/committees/{committee_id}/seats", seat)
    assert answer.status_code == 422, answer.text
    assert "The Vice-Chair is not a lay member. Your organisation does not allow it." in answer.text
