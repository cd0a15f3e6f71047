"""Gifts, procurement decisions and breaches, taken out as files and brought back in: nothing changes."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from backend.catalogue.organisations import OrganisationType
from backend.concerns.operations import bringing_in as breaches
from backend.concerns.rules.life import Category
from backend.concerns.rules.rows import SaidBreach
from backend.facts.registers import Moment, Register, Row
from backend.interests.operations import bringing_in_gifts as gifts
from backend.interests.operations.bringing_in_gifts import OldGift
from backend.interests.rules.gifts import OfferKind, Outcome
from backend.interests.rules.rows.gifts import SaidGift
from backend.kit.identity import new_id
from backend.kit.names import folded
from backend.organisations import as_named
from backend.people.operations import bringing_in as people
from backend.procurement.operations import bringing_in as procurement
from backend.procurement.operations.bringing_in import OldDecision
from backend.procurement.rules.panel import PanelRole
from backend.procurement.rules.regimes import PSR_ROUTES, Route
from backend.procurement.rules.rows import SaidDecision, SaidParticipant
from backend.registers import spreadsheets
from backend.registers.operations import import_ending
from backend.registers.operations import imports as acts
from backend.registers.queries import surveys
from backend.registers.shelf import register_named
from backend.scope import Scope, Tenant
from backend.tenancy import transactions
from tests.registers.test_importing import an_officer, brought_in

Found = Callable[..., Awaitable[Tenant]]
TODAY = date(2014, 9, 1)
IMPORT, SOURCE = new_id(), "Brought in from “a test”"

_ODD = st.sampled_from(
    [
        "=1+1",
        "'=1+1",
        "-5",
        "@SUM(A1)",
        "a\nb",
        "• one\n• two",
        "Yes",
        "2009",
        "a, b (c); d",
        "<b>",
        "+44 113",
    ]
)
_TEXT = (
    st.text(alphabet="abc ÀÉß’'-&().,012=+@;\"\n•*#%", min_size=1, max_size=30).map(str.strip).filter(bool)
)
_WORDS = _TEXT | _ODD
_MAYBE = st.none() | _WORDS
_POUNDS = st.integers(0, 99_999_999).map(lambda pence: Decimal(pence) / 100)
_AGO = st.integers(1, 4_000)

_GIFTS = st.lists(
    st.fixed_dictionaries(
        {
            "whose": st.integers(0, 1),
            "giver": st.integers(0, 2),
            "kind": st.sampled_from(OfferKind),
            "from_supplier": st.booleans(),
            "description": _WORDS,
            "pounds": _POUNDS,
            "ago": _AGO,
            "outcome": st.sampled_from(Outcome),
            "received": st.none() | st.integers(0, 1),
            "reason": _MAYBE,
            "review": st.none() | st.sampled_from(["Morgan Invented, 3 June 2014", "=Officer"]),
            "comments": _MAYBE,
            "approved": st.booleans(),
            "late": st.booleans(),
        }
    ),
    min_size=1,
    max_size=5,
)
_PROCUREMENTS = st.lists(
    st.fixed_dictionaries(
        {
            "title": _WORDS.map(lambda text: f"T{text}"),
            "description": _WORDS,
            "is_new": st.booleans(),
            "collaborative": st.booleans(),
            "route": st.sampled_from([route for route in Route if route not in PSR_ROUTES]),
            "process": _WORDS,
            "committee": st.sampled_from([None, "Finance Committee (invented)"]),
            "deciders": _MAYBE,
            "ago": _AGO,
            "took_part": st.sampled_from(
                [
                    (),
                    (
                        SaidParticipant("Avery Invented", PanelRole.ADVISER),
                        SaidParticipant("Zed Outside", PanelRole.MEMBER),
                    ),
                ]
            ),
            "conflicts": _WORDS,
            "actions": _MAYBE,
            "justification": _MAYBE,
            "supplier": st.none() | st.integers(0, 2),
            "address": _MAYBE,
            "total": st.none() | _POUNDS,
            "lasts": st.none() | st.integers(0, 900),
            "comments": _MAYBE,
        }
    ),
    min_size=1,
    max_size=4,
)
_BREACHES = st.lists(
    st.fixed_dictionaries(
        {
            "ago": _AGO,
            "category": st.sampled_from(Category),
            "what_happened": _WORDS,
            "action": st.just("") | _WORDS,
            "lessons": st.just("") | _WORDS,
            "notified": st.none() | st.integers(0, 1) | st.just("some day"),
        }
    ),
    min_size=1,
    max_size=4,
)


async def _bodies(scope: Scope) -> tuple[Any, ...]:
    kinds = (OrganisationType.COMPANY, OrganisationType.OTHER, OrganisationType.CHARITY)
    return await as_named.add_many_as_named(
        scope,
        organisations=[
            as_named.NewOrganisation(name=f"Body {n} (invented)", kind=kind) for n, kind in enumerate(kinds)
        ],
        source="A test",
    )


async def write_gifts(scope: Scope, rows: list[dict[str, Any]]) -> None:
    names = ["Avery Invented", "Blake Exemplar", "Casey Fictional"]
    ids = await people.add_people(scope, people=[people.NewPerson(name=n, job_title="@Nurse") for n in names])
    bodies = await _bodies(scope)
    batch = []
    for row in rows:
        offered_on = TODAY - timedelta(days=row["ago"])
        declined = row["outcome"] is Outcome.DECLINED
        received = (
            None if row["received"] is None or declined else offered_on + timedelta(days=row["received"])
        )
        said = SaidGift(
            kind=row["kind"],
            from_supplier=row["from_supplier"],
            description=row["description"],
            pounds=row["pounds"],
            offered_on=offered_on,
            received_on=received,
            outcome=row["outcome"],
            reason=row["reason"],
            review=row["review"],
            comments=row["comments"],
            advised=False,
            advice=None,
            followed=None,
            rule_set=None,
            declared_on=offered_on,
            late=row["late"],
        )
        batch.append(
            OldGift(
                person_id=ids[row["whose"]],
                person_name=names[row["whose"]],
                giver_id=bodies[row["giver"]],
                giver_name=f"Body {row['giver']} (invented)",
                approved_by=ids[2] if row["approved"] else None,
                said=said,
                place="row 1",
            )
        )
    written = await gifts.bring_in(scope, import_id=IMPORT, source=SOURCE, batch=batch)
    leave = [gift_id for gift_id, row in zip(written, rows, strict=True) if row["review"] is None]
    later = replace(scope, now=scope.now + timedelta(minutes=1))
    await gifts.accept_brought_in(later, import_id=IMPORT, source=SOURCE, leave=leave)


async def write_procurements(scope: Scope, rows: list[dict[str, Any]]) -> None:
    await people.add_people(scope, people=[people.NewPerson(name="Avery Invented")])
    bodies = await _bodies(scope)
    batch = []
    for number, row in enumerate(rows):
        decided_on = TODAY - timedelta(days=row["ago"])
        said = SaidDecision(
            reference=f"P/{number}",
            clinical_lead=None,
            contract_manager="Manager (invented)",
            decided_by=row["committee"] or "Chief officer",
            decided_on=decided_on,
            own=row["total"],
            contract_from=None if row["lasts"] is None else decided_on,
            contract_until=None if row["lasts"] is None else decided_on + timedelta(days=row["lasts"]),
            **{
                key: row[key]
                for key in (
                    "title",
                    "description",
                    "is_new",
                    "collaborative",
                    "route",
                    "process",
                    "committee",
                    "deciders",
                    "took_part",
                    "conflicts",
                    "actions",
                    "justification",
                    "address",
                    "total",
                    "comments",
                )
            },
        )
        supplier_id = None if row["supplier"] is None else bodies[row["supplier"]]
        batch.append(OldDecision(said=said, supplier_id=supplier_id, place="row 1"))
    await procurement.bring_in(scope, import_id=IMPORT, source=SOURCE, batch=batch)


async def write_breaches(scope: Scope, rows: list[dict[str, Any]]) -> None:
    batch = []
    for row in rows:
        found_on = TODAY - timedelta(days=row["ago"])
        told = row["notified"]
        batch.append(
            SaidBreach(
                found_on=found_on,
                category=row["category"],
                what_happened=row["what_happened"],
                action=row["action"],
                lessons=row["lessons"],
                notified=told is not None,
                notified_on=found_on + timedelta(days=told) if isinstance(told, int) else None,
            )
        )
    await breaches.bring_in(scope, import_id=IMPORT, source=SOURCE, batch=batch)


WRITERS = {"gifts": write_gifts, "procurement": write_procurements, "breaches": write_breaches}


async def rows_of(scope: Scope, register: Register) -> tuple[Row, ...]:
    async with transactions.scope_tx(scope):
        return await register.rows(scope, Moment(on=scope.today, known_at=scope.now))


def taken_out(register: Register, rows: tuple[Row, ...]) -> dict[str, bytes]:
    about = spreadsheets.About(
        tenant="T", on=TODAY, known_at="now", rule_set="R", exported_by="M", exported_at="now"
    )
    return {
        "register.csv": spreadsheets.register_csv(register, rows),
        "register.xlsx": spreadsheets.register_xlsx(register, rows, about),
    }


async def check(found: Found, name: str, written: list[dict[str, Any]]) -> None:
    """Out and in again is nothing new; and in an empty organisation it is the same register."""
    register = register_named(name)
    theirs = await an_officer(await found())
    async with transactions.scope_tx(theirs):
        await WRITERS[name](theirs, written)
    theirs = replace(theirs, now=theirs.now + timedelta(hours=1))
    rows = await rows_of(theirs, register)
    files = taken_out(register, rows)
    for file_name, data in files.items():
        async with transactions.scope_tx(theirs):
            import_id = await acts.start(theirs, file_name=file_name, data=data)
            survey = await surveys.survey(theirs, import_id=import_id)
        assert survey.view.register == name
        assert [(each.place, each.sentence) for each in survey.problems] == []
        assert survey.plan.waiting == ()
        assert [each.line for each in survey.plan.new] == []
        assert survey.plan.remarks == () or len(survey.plan.unchanged) == len(rows)
    ours = await an_officer(await found())
    view = await brought_in(ours, "register.csv", files["register.csv"])
    later = replace(ours, now=ours.now + timedelta(hours=1))
    if view.intake.review:
        async with transactions.scope_tx(later):
            await import_ending.accept(later, import_id=view.id)
    arrived = await rows_of(replace(later, now=later.now + timedelta(hours=1)), register)
    assert _plain(arrived) == _plain(rows)


def _plain(rows: tuple[Row, ...]) -> list[list[str]]:
    """The rows in an order that hangs on no id, without what is reckoned from the order of one day's offers."""
    return sorted(
        [f"{key}: {_cell(value)}" for key, value in row.values.items() if key != "before"] for row in rows
    )


def _cell(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, Decimal) else repr(value)


def _distinct(name: str, written: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each record once by what makes it the same: an old register that repeats itself is brought in once."""
    texts = {"gifts": "description", "breaches": "what_happened", "procurement": "title"}
    return list({folded(" ".join(row[texts[name]].split())): row for row in written}.values())


_WRITTEN = {"gifts": _GIFTS, "procurement": _PROCUREMENTS, "breaches": _BREACHES}
_ALL_HEALTH = list(HealthCheck)


@pytest.mark.parametrize("name", list(_WRITTEN))
@seed(11)
@settings(
    max_examples=2, database=None, deadline=None, suppress_health_check=_ALL_HEALTH, phases=(Phase.generate,)
)
@given(data=st.data())
async def test_each_register_taken_out_and_brought_in_is_the_same(
    found: Found, name: str, data: st.DataObject
) -> None:
    await check(found, name, _distinct(name, data.draw(_WRITTEN[name])))


@pytest.mark.soak
@pytest.mark.parametrize("name", list(_WRITTEN))
@settings(max_examples=150, deadline=None, suppress_health_check=_ALL_HEALTH)
@given(data=st.data())
async def test_each_register_taken_out_and_brought_in_is_the_same_at_length(
    found: Found, name: str, data: st.DataObject
) -> None:
    await check(found, name, _distinct(name, data.draw(_WRITTEN[name])))
