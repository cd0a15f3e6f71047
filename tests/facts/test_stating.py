"""Every kind of fact is stated by its room, as the vocabulary types it, and leads to a record."""

from datetime import date

import pytest

from backend.catalogue.loader import Catalogue, load_catalogue
from backend.catalogue.vocabulary import FACTS, ValueType
from backend.facts.operations import restate_all
from backend.facts.queries import facts_known, subjects_named
from backend.facts.stating import statings
from backend.facts.values import Span, as_text, from_text, joined, over_time
from backend.kit import database
from backend.tenancy import transactions
from tests.test_provision import ROOT, provisioned

TYPES = {
    ValueType.FLAG: bool,
    ValueType.DAY: date,
    ValueType.NUMBER: int,
    ValueType.CHOICE: str,
    ValueType.SUBJECTS: tuple,
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(ROOT)


def test_every_fact_has_one_room_that_states_it() -> None:
    stated = [kind for stating in statings() for kind in stating.kinds]
    assert sorted(stated) == sorted(FACTS)


async def test_rooms_state_what_the_vocabulary_types(db: database.Database, catalogue: Catalogue) -> None:
    """In a tenant as its folder founds it: no stating fails, whether or not it has anything to state."""
    scope, _ = await provisioned(catalogue, "dudley-ccg")
    async with transactions.scope_tx(scope):
        changed = await restate_all(scope)
        found = await facts_known(scope, kinds=FACTS)
        assert set(found) >= set(changed), "some were stated when the folder’s frameworks came into use"
        again = await restate_all(scope)
        named = await subjects_named(scope, {(FACTS[kind].about, subject) for kind, subject in found})
    assert again == frozenset(), "stated twice, nothing is different"
    for (kind, _subject), spans in found.items():
        for span in spans:
            if span.value is None:
                assert FACTS[kind].none, f"{kind} is never empty, the vocabulary says"
            else:
                assert type(span.value) is TYPES[FACTS[kind].type], kind
            if FACTS[kind].type is ValueType.CHOICE:
                assert span.value in FACTS[kind].choices
    assert {about for about, _ in named} >= {
        "office",
        "committee",
        "milestone",
        "gate",
        "register",
        "measure",
    }
    assert ("milestone", "primary-care-co-commissioning.m13") in named
    assert found["committee.kind", "audit-committee"] == (Span("audit"),)
    assert found["office.holder", "audit.chair"], "also where it is vacant"


def test_spans_come_back_from_the_database_as_they_went() -> None:
    days = [date(2014, 4, 1), date(2015, 4, 1)]
    spans = over_time(days, lambda day: ("a", "b") if date(2014, 4, 1) <= day < date(2015, 4, 1) else None)
    assert spans == (Span(None, None, days[0]), Span(("a", "b"), *days), Span(None, days[1], None))
    assert from_text("office.holder", as_text(spans)) == spans
    assert joined([Span(1, None, days[0]), Span(1, days[0], days[1]), Span(2, days[1], days[1])]) == (
        Span(1, None, days[1]),
    )
