"""A register that is taken out as a file and brought back in is the register that it was."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from backend.facts.registers import Moment
from backend.interests.operations import bringing_in
from backend.interests.operations.bringing_in import BroughtIn
from backend.interests.registers import INTERESTS
from backend.interests.rules.declaring import InterestType, Relationship
from backend.kit.identity import new_id
from backend.organisations import as_named
from backend.organisations.rules import folded
from backend.people.operations import bringing_in as people
from backend.registers import spreadsheets
from backend.registers.operations import imports as acts
from backend.registers.queries import surveys
from backend.scope import Scope, Tenant
from backend.tenancy import transactions
from tests.registers.test_importing import an_officer, brought_in, surveyed

Found = Callable[..., Awaitable[Tenant]]
TODAY = date(2014, 9, 1)

_LETTERS = "abcdefgh ÀÉßøŁ’'-&().,0129آبज漢"
_SIGNS = _LETTERS + '=+@\t;|"\n•*#%:/<>_'


def _clean(text: str) -> str:
    return text.strip()


_NAMES = st.text(alphabet=_LETTERS, min_size=1, max_size=12).map(lambda t: "N" + " ".join(t.split()))
_WORDS = st.text(alphabet=_SIGNS, min_size=1, max_size=40).map(_clean).filter(bool)
_ODD_WORDS = st.sampled_from(
    [
        "=1+1",
        "'=1+1",
        "''@x",
        "-5",
        "+44 113",
        "@SUM(A1)",
        "Nil",
        "none",
        "2009",
        "1 April",
        "a\nb",
        "• one\n• two",
        "TRUE",
    ]
)
_REGISTERS = st.fixed_dictionaries(
    {
        "people": st.lists(_NAMES, min_size=1, max_size=4, unique_by=folded),
        "organisations": st.lists(
            _NAMES | _NAMES.map(lambda name: f"{name} (A81001)"), min_size=1, max_size=3, unique_by=folded
        ),
        "entries": st.lists(
            st.tuples(
                st.integers(0, 3),
                st.integers(0, 2),
                st.sampled_from(InterestType),
                st.none() | st.sampled_from(Relationship),
                _WORDS | _ODD_WORDS,
                st.integers(0, 20_000),
                st.none() | st.integers(0, 4_000),
                st.none() | _WORDS | _ODD_WORDS,
                st.none() | st.integers(0, 900),
            ),
            min_size=1,
            max_size=6,
        ),
        "position": _WORDS | _ODD_WORDS,
    }
)


async def write(scope: Scope, register: dict[str, Any]) -> None:
    """The generated register, as it would have been declared."""
    names, places = register["people"], register["organisations"]
    person_ids = await people.add_people(
        scope, people=[people.NewPerson(name=name, job_title=register["position"]) for name in names]
    )
    organisation_ids = await as_named.add_many_as_named(
        scope, organisations=[as_named.NewOrganisation(name=name) for name in places], source="A test"
    )
    batch = []
    for whose, where, kind, relationship, nature, began, lasted, mitigation, declared in register["entries"]:
        since = TODAY - timedelta(days=began)
        batch.append(
            BroughtIn(
                person_id=person_ids[whose % len(names)],
                person_name=names[whose % len(names)],
                place="row 1",
                organisation_id=organisation_ids[where % len(places)],
                organisation_name=places[where % len(places)],
                interest_type=kind,
                relationship=relationship,
                nature=nature,
                since=since,
                until=None if lasted is None else since + timedelta(days=lasted),
                mitigation=mitigation,
                declared_on=None if declared is None else TODAY - timedelta(days=declared),
            )
        )
    await bringing_in.bring_in(scope, import_id=new_id(), source="A test", batch=batch)


async def taken_out(scope: Scope) -> dict[str, bytes]:
    """The register as each kind of file."""
    rows = await INTERESTS.rows(scope, Moment(on=scope.today, known_at=scope.now))
    about = spreadsheets.About(
        tenant="T", on=scope.today, known_at="now", rule_set="R", exported_by="M", exported_at="now"
    )
    return {
        "register.csv": spreadsheets.register_csv(INTERESTS, rows),
        "register.xlsx": spreadsheets.register_xlsx(INTERESTS, rows, about),
    }


async def check_nothing_changes(found: Found, register: dict[str, Any]) -> None:
    scope = await an_officer(await found())
    async with transactions.scope_tx(scope):
        await write(scope, register)
        files = await taken_out(scope)
        for name, data in files.items():
            import_id = await acts.start(scope, file_name=name, data=data)
            survey = await surveys.survey(scope, import_id=import_id)
            assert [(each.place, each.sentence) for each in survey.reading.problems] == []
            assert [line.people["person"].name for line in survey.plan.waiting] == []
            assert [each.line for each in survey.plan.new] == []
            assert len(survey.plan.unchanged) == len(register["entries"])


@seed(7)
@settings(max_examples=12, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(register=_REGISTERS)
async def test_register_taken_out_and_brought_in_again_changes_nothing(
    found: Found, register: dict[str, Any]
) -> None:
    await check_nothing_changes(found, register)


@pytest.mark.soak
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(register=_REGISTERS)
async def test_register_taken_out_and_brought_in_again_changes_nothing_at_length(
    found: Found, register: dict[str, Any]
) -> None:
    await check_nothing_changes(found, register)


async def test_register_of_one_body_can_be_taken_to_another(found: Found) -> None:
    entries = [
        (0, 0, InterestType.FINANCIAL, None, "=1+1\n• two", 400, None, "-5", 3),
        (1, 1, InterestType.NON_FINANCIAL_PERSONAL, Relationship.SPOUSE, "Owner", 800, 100, None, None),
    ]
    register = {
        "people": ["Zoë Invented", "Avery Exemplar"],
        "organisations": ["Abbey Trust", "Castle Hill (A81001)"],
        "entries": entries,
        "position": "@Member",
    }
    theirs, ours = await an_officer(await found()), await an_officer(await found())
    async with transactions.scope_tx(theirs):
        await write(theirs, register)
        files = await taken_out(theirs)
        rows = await INTERESTS.rows(theirs, Moment(on=theirs.today, known_at=theirs.now))
    await brought_in(ours, "register.xlsx", files["register.xlsx"])
    again = await surveyed(ours, "register.csv", files["register.csv"])
    async with transactions.scope_tx(ours):
        arrived = await INTERESTS.rows(ours, Moment(on=ours.today, known_at=ours.now))

    assert again.plan.new == ()
    assert [dict(row.values) for row in arrived] == [
        {**row.values, "organisation": str(row.values["organisation"]).removesuffix(" (A81001)")}
        for row in rows
    ]
