"""Figures go to another body once they are granted and accepted, once each, dated, and never too small."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.people.operations import persons
from backend.scope import NotFound, NotPermitted
from backend.systems import chores, operations
from backend.systems.operations.arriving import take_figures
from backend.systems.queries.granted import grant_of, grants_of
from backend.systems.queries.received import BodyView, bodies_of
from backend.systems.rules.granting import Every, Figure, UnableToGrant
from backend.systems.rules.suppression import UnableToSettle
from backend.tenancy import transactions
from backend.together import door, rules
from backend.together import operations as together
from backend.together.queries.agreements import AgreementLine
from backend.together.receiving import Arrived
from backend.together.rules import Figures, MessageKind, UnableToDeliver, UnableToShare
from tests.house.world_systems import agreement_of, granted
from tests.scopes import a_scope
from tests.together.stage import Found, Side, a_body, accepted


async def _peopled(side: Side, number: int) -> None:
    """So many people more, who joined long ago and never declared, and two who joined today as those of the stage."""
    joined = [side.scope.today] * 2 + [date(2013, 1, 7)] * number
    async with transactions.scope_tx(side.scope):
        for each, day in enumerate(joined):
            await persons.add_person(side.scope, name=f"Late Person {each}", joined_on=day)


async def _events(side: Side, kind: str) -> int:
    rows = await side.rows("SELECT count(*) AS n FROM ledger_event WHERE tenant_id = $1 AND act = $2", kind)
    return int(rows[0]["n"])


def _later(side: Side, days: int) -> Side:
    return replace(side, scope=replace(side.scope, now=side.scope.now + timedelta(days=days)))


async def test_figures_go_once_granted_once_each_and_end_dated(found: Found) -> None:
    place = await a_body(found, "Place CCG (invented)")
    system = await a_body(found, "System ICB (invented)")
    third = await a_body(found, "Third CCG (invented)")
    await _peopled(place, 12)

    with pytest.raises(NotPermitted):
        await replace(place, scope=a_scope(place.scope.tenant, permissions=frozenset())).act(
            operations.grant, **_asked(system, place)
        )
    with pytest.raises(UnableToGrant, match="at least one figure"):
        await place.act(operations.grant, **{**_asked(system, place), "figures": []})
    grant_id = await place.act(operations.grant, **_asked(system, place))
    await place.post()
    with pytest.raises(UnableToGrant, match="has a grant of ours already"):
        await place.act(operations.grant, **_asked(system, place))

    await chores.deliver_due(place.scope)
    with pytest.raises(UnableToShare):
        await place.act(operations.deliver, grant_id=grant_id)
    assert await _bodies(system) == [("Place CCG (invented)", 0)], "nothing goes before it is accepted"
    agreement_id = await agreement_of(place, grant_id)
    await accepted(system, agreement_id)

    await chores.deliver_due(place.scope)
    await chores.deliver_due(place.scope)
    view = await place.act(grant_of, grant_id=grant_id)
    assert [each.key for each in view.deliveries] == ["first"]
    await place.post()
    await door.deliver(
        place.scope, message_id=view.deliveries[0].message_id
    )  # carried twice, it arrives once
    (body,) = await system.act(bodies_of)
    assert body.last is not None and len(body.deliveries) == 1 and body.last.as_at == place.scope.today
    assert body.last.said == view.deliveries[0].said
    assert await _events(place, "systems.figures.delivered") == 1
    assert await _events(system, "systems.figures.received") == 1

    forged = body.last.said.model_copy(
        update={"key": "x", "lines": (body.last.said.lines[0].model_copy(update={"hidden": True}),)}
    )
    for said, sentence in ((forged, "said to be hidden"), (body.last.said, "came before")):
        with pytest.raises(UnableToDeliver, match=sentence):
            await system.act(take_figures, arrived=_arrived(body.agreement, said, place))
    declared = {each.label: each for each in body.last.lines_of(Figure.DECLARATIONS)}
    assert (declared["Late"].number, declared["Late"].troubled) == (12, True)
    assert [each.words for each in declared.values()][:2] == ["not shown", "fewer than 5"]
    assert declared["People who declare"].hidden and declared["People who declare"].number is None
    rows = await system.rows("SELECT body FROM together_received WHERE tenant_id = $1 AND kind = 'figures'")
    sent = json.loads(rows[0]["body"])
    assert {each["number"] for each in sent["lines"] if each["figure"] == "declarations"} == {12, None}
    assert "Late Person" not in rows[0]["body"], "no name of anybody goes"

    assert await place.act(operations.deliver, grant_id=grant_id) is not None
    assert await place.act(operations.deliver, grant_id=grant_id) is None, "one by hand a day"
    october = _later(place, 30)
    await chores.deliver_due(october.scope)
    await chores.deliver_due(october.scope)
    await october.post()
    view = await place.act(grant_of, grant_id=grant_id)
    assert [each.key for each in view.deliveries] == ["2014-10", "by hand on 1 September 2014", "first"]

    with pytest.raises(UnableToDeliver, match="Only the body that grants"):
        await system.act(
            together.post, agreement_id=agreement_id, kind=MessageKind.FIGURES, said=view.deliveries[0].said
        )
    assert await third.act(grants_of) == () and await third.act(bodies_of) == ()
    with pytest.raises(NotFound):
        await third.act(grant_of, grant_id=grant_id)
    with pytest.raises(NotFound):
        await third.act(operations.end, grant_id=grant_id, because="Not ours")

    late = await october.act(operations.deliver, grant_id=grant_id)
    assert late is not None
    await system.act(together.end, agreement_id=agreement_id, because="We look no more")
    await october.post()  # what was sent before and is carried late is refused there
    await system.post()
    (body,) = await system.act(bodies_of)
    assert body.ended and body.standing == "Ended on 1 September 2014" and len(body.deliveries) == 3
    assert not (await place.act(grant_of, grant_id=grant_id)).agreement.in_force
    november = _later(place, 61)
    await chores.deliver_due(november.scope)
    with pytest.raises(UnableToShare):
        await november.act(operations.deliver, grant_id=grant_id)
    async with transactions.scope_tx(november.scope, readonly=True):
        due = await fetch(
            "SELECT 1 FROM tenancy_due WHERE tenant_id = $1 AND chore = 'systems.deliver_due'",
            november.scope.tenant.id,
        )
    assert not due, "nothing is left to look for"


async def test_a_threshold_holds_from_its_day_and_is_said_with_what_goes(found: Found) -> None:
    place = await a_body(found, "Other Place CCG (invented)")
    system = await a_body(found, "Other System ICB (invented)")
    await _peopled(place, 12)
    settled = {"threshold": 13, "source": "Caldicott guardian (invented)"}
    with pytest.raises(UnableToSettle, match="can’t be hidden afterwards"):
        await place.act(operations.settle_threshold, **settled, from_on=place.scope.today - timedelta(days=1))
    await place.act(operations.settle_threshold, **settled, from_on=place.scope.today + timedelta(days=1))
    grant_id = await granted(place, system, figures=[Figure.DECLARATIONS], every=Every.BY_HAND)
    await place.act(operations.deliver, grant_id=grant_id)
    tomorrow = _later(place, 1)
    await tomorrow.act(operations.deliver, grant_id=grant_id)
    after, before = (each.said for each in (await place.act(grant_of, grant_id=grant_id)).deliveries)
    assert (before.threshold, after.threshold, after.threshold_from) == (5, 13, settled["source"])
    assert [each.hidden for each in before.lines] == [True, True, False, True]
    assert all(each.hidden for each in after.lines)
    assert {each.figure for each in after.lines} == {"declarations"}, "nothing goes that is not granted"
    await _later(place, 40).act(operations.deliver_owed)
    assert len((await place.act(grant_of, grant_id=grant_id)).deliveries) == 2, "by hand means by hand"


def test_only_figures_pass_under_a_grant() -> None:
    figures = Figures(
        delivery_id=new_id(),
        key="first",
        as_at=date(2014, 9, 1),
        threshold=5,
        threshold_from="A test",
        figures=("actions",),
        lines=(),
    )
    rules.check_within(rules.Kind.SYSTEM, rules.Shares.FIGURES, figures)
    for kind, shares in (
        (rules.Kind.IN_COMMON, rules.Shares.ALL),
        (rules.Kind.OVERSIGHT, rules.Shares.SUBMITTED),
        (rules.Kind.CLUSTER, rules.Shares.OFFICES),
    ):
        with pytest.raises(UnableToDeliver):
            rules.check_within(kind, shares, figures)
    with pytest.raises(rules.UnableToAgree):
        rules.check_kind(rules.Kind.SYSTEM, rules.Shares.ALL, committee=False)
    with pytest.raises(rules.UnableToAgree):
        rules.check_kind(rules.Kind.IN_COMMON, rules.Shares.FIGURES, committee=True)


def test_what_waits_or_is_still_to_begin_has_not_ended() -> None:
    today = date(2014, 9, 1)
    for state, from_on, until_on, ended in (
        (rules.State.PROPOSED, today, None, False),
        (rules.State.ACCEPTED, today + timedelta(days=30), None, False),
        (rules.State.ACCEPTED, today, None, False),
        (rules.State.ACCEPTED, today - timedelta(days=9), today - timedelta(days=1), True),
        (rules.State.REFUSED, today, None, True),
        (rules.State.ENDED, today, None, True),
    ):
        standing = rules.Standing(
            name="Figures",
            other="Place",
            side=rules.Side.INVITED,
            state=state,
            from_on=from_on,
            until_on=until_on,
        )
        agreement = AgreementLine(
            id=new_id(),
            standing=standing,
            other_tenant_id=new_id(),
            other_slug="place",
            other_name="Place",
            kind=rules.Kind.SYSTEM,
            shares=rules.Shares.FIGURES,
            sha256="0" * 64,
            committee_id=None,
            committee=None,
            their_committee=None,
            waiting=0,
            today=today,
        )
        assert BodyView(agreement=agreement, deliveries=(), ended_on=None).ended is ended


def _asked(system: Side, place: Side) -> dict[str, object]:
    return {
        "to_slug": system.scope.tenant.slug,
        "figures": list(Figure),
        "every": Every.MONTH,
        "words": "",
        "from_on": place.scope.today,
        "until_on": None,
        "signed_by_id": place.signer_id,
        "authority": "Board, minute 7",
    }


def _arrived(agreement: AgreementLine, said: Figures, sender: Side) -> Arrived:
    return Arrived(
        id=new_id(),
        agreement=agreement,
        kind=MessageKind.FIGURES,
        said=said,
        file_ids=(),
        sent_at=sender.scope.now,
        sent_by="Somebody",
        sha256="0" * 64,
    )


async def _bodies(side: Side) -> list[tuple[str, int]]:
    return [(each.name, len(each.deliveries)) for each in await side.act(bodies_of)]
