"""May they decide this: never “within” where any clause fails, and the day alone decides which clauses count."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.catalogue.quorum import Office
from backend.powers import rules
from backend.powers.rules import (
    Decider,
    Entry,
    FindingKind,
    Function,
    GapKind,
    Party,
    PartyKind,
    Scheme,
)
from tests.powers.made import body, office, outside, said

DAY = date(2015, 6, 3)
FUNCTION = UUID(int=1)
BODIES = [body(UUID(int=number), name) for number, name in ((11, "Board"), (12, "Panel"), (13, "Forum"))]
BOARD, PANEL, FORUM = BODIES
FINANCE = office(Office.CHIEF_FINANCE_OFFICER)
ENGLAND = outside()
HOLDERS = [*BODIES, FINANCE]


def an_entry(*holders: Party, **traits: Any) -> Entry:
    values: dict[str, Any] = {
        "id": UUID(int=100),
        "function_id": FUNCTION,
        "clause": "Scheme, 1",
        "from_on": DAY - timedelta(days=30),
        **traits,
    }
    return Entry(holders=holders, **values)


def a_scheme(*entries: Entry, **traits: Any) -> Scheme:
    numbered = tuple(replace(entry, id=UUID(int=100 + place)) for place, entry in enumerate(entries))
    functions = {
        FUNCTION: Function(id=FUNCTION, name="Approve payments", retired_on=traits.pop("ended", None))
    }
    return Scheme(functions=functions, entries=numbered, **traits)


def whoever(party: Party) -> Decider:
    return Decider(name=party.said, keys=frozenset({party.key}), committee_id=party.committee_id)


def asked(scheme: Scheme, party: Party | None, value: int | None = None, on: date = DAY) -> rules.Finding:
    decider = None if party is None else whoever(party)
    return rules.finding(scheme, function_id=FUNCTION, value=value, decider=decider, on=on)


days = st.integers(-5, 5).map(lambda number: DAY + timedelta(days=number))
limits = st.sampled_from([None, 10_000, 50_000, 100_000])
values = st.sampled_from([None, 0, 9_999, 10_000, 10_001, 50_000, 100_000, 100_001])


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    from_on = draw(days)
    until_on = draw(st.none() | st.integers(0, 8).map(lambda number: from_on + timedelta(days=number)))
    if draw(st.integers(0, 7)) == 0:
        return an_entry(ENGLAND, from_on=from_on, until_on=until_on)
    holders = draw(st.lists(st.sampled_from(HOLDERS), min_size=1, max_size=2, unique=True))
    others = [party for party in [*HOLDERS, ENGLAND] if party not in holders]
    return an_entry(
        *holders,
        from_on=from_on,
        until_on=until_on,
        limit=draw(limits),
        consent=tuple(draw(st.lists(st.sampled_from(others), max_size=1))),
        upward=draw(st.none() | st.sampled_from(others)),
    )


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    gone = draw(st.dictionaries(st.sampled_from([party.committee_id for party in BODIES]), days, max_size=1))
    above = draw(
        st.dictionaries(
            st.sampled_from([party.committee_id for party in BODIES]),
            st.lists(st.sampled_from([party.committee_id for party in BODIES]), max_size=2),
            max_size=2,
        )
    )
    return a_scheme(
        *draw(st.lists(entries(), max_size=5)),
        retired=gone,
        above=above,
        ended=draw(st.sampled_from([None, None, None, DAY, DAY + timedelta(days=1)])),
    )


def every_clause_holds(scheme: Scheme, party: Party, value: int | None) -> bool:
    """The long way round: somebody reads each line of the scheme with a ruler."""
    ended = scheme.functions[FUNCTION].retired_on
    if ended is not None and ended <= DAY:
        return False
    counting = []
    for entry in scheme.entries:
        begun = entry.from_on <= DAY
        over = entry.until_on is not None and entry.until_on < DAY
        there = all(
            scheme.retired.get(holder.committee_id, date.max) > DAY
            for holder in entry.holders
            if holder.committee_id
        )
        if begun and not over and there:
            counting.append(entry)
    if any(ENGLAND in entry.holders for entry in counting):
        return False
    own = [
        entry
        for entry in counting
        if party in entry.holders and (entry.limit is None or (value is not None and value <= entry.limit))
    ]
    if not own:
        return False
    reach = min(10**12 if entry.limit is None else entry.limit for entry in own)
    lowest = [entry for entry in own if (10**12 if entry.limit is None else entry.limit) == reach]
    return all(entry.holders == (party,) and not entry.consent for entry in lowest)


@settings(max_examples=200)
@given(scheme=schemes(), party=st.sampled_from(HOLDERS), value=values)
def test_within_is_said_where_every_clause_holds_and_nowhere_else(
    scheme: Scheme, party: Party, value: int | None
) -> None:
    found = asked(scheme, party, value)
    assert found.is_within == every_clause_holds(scheme, party, value)
    assert found.words.endswith(".") and found.words[0] != " "
    if found.kind is FindingKind.NEEDS_CONSENT:
        assert found.consent_from and party.said not in found.consent_from.split(" and ")
    if found.is_within:
        assert found.clause and found.entry_id and found.upward_to is None
    else:
        assert found.kind is not FindingKind.WITHIN
    if found.upward_to is not None:
        assert found.kind is FindingKind.BEYOND and found.upward_to != party.said


@settings(max_examples=100)
@given(scheme=schemes(), party=st.sampled_from(HOLDERS), value=values, more=entries(), later=days)
def test_what_ended_before_or_begins_after_a_day_does_not_change_its_answer(
    scheme: Scheme, party: Party, value: int | None, more: Entry, later: date
) -> None:
    before = asked(scheme, party, value)
    shifted = replace(more, from_on=DAY + timedelta(days=1), until_on=None, id=UUID(int=999))
    over = replace(shifted, from_on=DAY - timedelta(days=9), until_on=DAY - timedelta(days=1))
    for entry in (shifted, over):
        after = asked(replace(scheme, entries=(*scheme.entries, entry)), party, value)
        assert (after.kind, after.clause, after.entry_id, after.consent_from) == (
            before.kind,
            before.clause,
            before.entry_id,
            before.consent_from,
        )
    if later >= DAY:
        ends = tuple(
            replace(entry, until_on=later) if entry.in_force(DAY) and entry.until_on is None else entry
            for entry in scheme.entries
        )
        assert asked(replace(scheme, entries=ends), party, value) == before


def test_committee_decides_up_to_its_limit_and_recommends_what_is_more() -> None:
    scheme = a_scheme(
        an_entry(FINANCE, limit=1_000_000, clause="4.1", upward=PANEL),
        an_entry(PANEL, limit=25_000_000, clause="4.2", upward=BOARD),
        an_entry(BOARD, clause="4.3"),
    )
    within = asked(scheme, PANEL, 25_000_000)
    assert within.is_within
    assert within.words == "The Panel may decide “Approve payments” up to £250,000 (4.2)."
    beyond = asked(scheme, PANEL, 25_000_001)
    assert beyond.kind == "beyond" and beyond.clause == "4.2"
    assert beyond.words == (
        "The Panel may decide “Approve payments” up to £250,000 (4.2); £250,000.01 is more. "
        "It can go as a recommendation to the Board, which may decide it without a limit (4.3)."
    )
    assert (beyond.upward_to, beyond.upward_committee_id) == ("the Board", BOARD.committee_id)
    assert asked(scheme, FINANCE, 90_000_000).upward_to == "the Board", "the Panel may not decide so much"
    assert asked(scheme, FINANCE, 20_000_000).upward_to == "the Panel"


def test_value_above_every_limit_may_be_decided_by_nobody() -> None:
    scheme = a_scheme(an_entry(PANEL, limit=100, clause="1"), an_entry(BOARD, limit=200, clause="2"))
    found = asked(scheme, BOARD, 300)
    assert found.kind is FindingKind.BEYOND and found.upward_to is None
    assert found.words.endswith("Nobody in the scheme may decide it: the scheme must say first who does.")
    assert [gap.kind for gap in rules.gaps(scheme, DAY)] == [GapKind.UNREACHED]


def test_no_value_where_there_are_limits_is_never_within() -> None:
    found = asked(a_scheme(an_entry(PANEL, limit=100)), PANEL, None)
    assert found.kind is FindingKind.BEYOND and found.needs_value
    assert "no value is given. Give the value" in found.words
    assert asked(a_scheme(an_entry(PANEL)), PANEL, None).is_within
    assert asked(a_scheme(an_entry(PANEL)), PANEL, -1).kind is FindingKind.BEYOND


def test_joints_need_each_other_and_consent_is_named_with_its_clause() -> None:
    scheme = a_scheme(
        an_entry(PANEL, FINANCE, consent=(ENGLAND,), clause="7.1", conditions="Patients were heard.")
    )
    found = asked(scheme, PANEL, 5)
    assert found.kind is FindingKind.NEEDS_CONSENT
    assert found.consent_from == "the Chief Finance Officer and NHS England"
    assert found.words == (
        "The Panel may decide “Approve payments” without a limit only with the agreement of the Chief Finance "
        "Officer and NHS England (7.1). Its conditions: Patients were heard."
    )
    both = Decider(name="Kim Invented", keys=frozenset({PANEL.key, FINANCE.key}))
    alone = rules.finding(scheme, function_id=FUNCTION, value=5, decider=both, on=DAY)
    assert alone.kind is FindingKind.NEEDS_CONSENT, "one decider stands for one holder alone"


def test_lowest_limit_that_reaches_governs_and_of_two_alike_the_stricter() -> None:
    strict, loose = an_entry(PANEL, limit=100, consent=(BOARD,)), an_entry(PANEL, limit=500)
    assert asked(a_scheme(loose, strict), PANEL, 100).kind is FindingKind.NEEDS_CONSENT
    assert asked(a_scheme(loose, strict), PANEL, 101).is_within
    alike = a_scheme(an_entry(PANEL), an_entry(PANEL, consent=(BOARD,)))
    assert asked(alike, PANEL, 1).kind is FindingKind.NEEDS_CONSENT


def test_what_is_reserved_to_a_body_outside_is_beyond_everybody_here() -> None:
    found = asked(a_scheme(an_entry(ENGLAND, clause="9"), an_entry(PANEL, clause="1")), PANEL, 1)
    assert (found.kind, found.upward_to) == (FindingKind.BEYOND, "NHS England")
    assert "it must say one thing" in found.words


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (
            {"until_on": DAY - timedelta(days=1)},
            "Nobody holds “Approve payments” on 3 June 2015: the Panel held it until 2 June 2015 (Scheme, 1).",
        ),
        (
            {"from_on": DAY + timedelta(days=1)},
            "Nobody holds “Approve payments” on 3 June 2015: the Panel holds it from 4 June 2015 (Scheme, 1).",
        ),
    ],
)
def test_power_that_ended_yesterday_or_begins_tomorrow_is_held_by_nobody(
    entry: dict[str, Any], words: str
) -> None:
    found = asked(a_scheme(an_entry(PANEL, **entry)), PANEL, 1)
    assert (found.kind, found.words) == (FindingKind.NO_FUNCTION, words)


def test_last_day_of_a_power_still_counts_and_another_holder_takes_over_the_next() -> None:
    scheme = a_scheme(an_entry(PANEL, until_on=DAY), an_entry(BOARD, from_on=DAY + timedelta(days=1)))
    assert asked(scheme, PANEL).is_within
    next_day = asked(scheme, PANEL, on=DAY + timedelta(days=1))
    assert next_day.kind is FindingKind.BEYOND and next_day.upward_to == "the Board"
    assert "held “Approve payments” until 3 June 2015" in next_day.words


def test_retired_body_decides_nothing_and_the_scheme_says_so() -> None:
    scheme = a_scheme(an_entry(PANEL), an_entry(BOARD), retired={PANEL.committee_id: DAY})  # type: ignore[dict-item]  # it has one
    found = asked(scheme, PANEL)
    assert found.kind is FindingKind.BEYOND and "was retired on 3 June 2015" in found.words
    assert asked(scheme, PANEL, on=DAY - timedelta(days=1)).is_within
    assert [gap.kind for gap in rules.gaps(scheme, DAY)] == [GapKind.RETIRED]
    assert [gap.kind for gap in rules.gaps(scheme, DAY - timedelta(days=1))] == [GapKind.TWO]


def test_person_who_left_and_office_that_nobody_holds_are_gaps() -> None:
    person = Party(kind=PartyKind.PERSON, person_id=UUID(int=21), name="Kim Invented")
    scheme = a_scheme(an_entry(person), left={UUID(int=21): DAY})
    assert asked(scheme, person, on=DAY - timedelta(days=1)).is_within
    assert asked(scheme, person).kind is FindingKind.NO_FUNCTION
    held = a_scheme(an_entry(FINANCE))
    assert rules.gaps(held, DAY) == rules.gaps(held, DAY, offices={FINANCE.key}) == ()
    (gap,) = rules.gaps(held, DAY, offices=())
    assert gap.kind is GapKind.VACANT and gap.words.startswith(
        "Nobody is the Chief Finance Officer on 3 June 2015"
    )


def test_recommendation_goes_along_the_reporting_lines_where_the_entry_names_nobody() -> None:
    lines = {PANEL.committee_id: [FORUM.committee_id], FORUM.committee_id: [BOARD.committee_id]}
    scheme = a_scheme(an_entry(PANEL, limit=10), an_entry(FINANCE, limit=10**9), an_entry(BOARD), above=lines)
    assert asked(scheme, PANEL, 50).upward_to == "the Board"
    assert asked(replace(scheme, above={}), PANEL, 50).upward_to == "the Chief Finance Officer"


def test_unknown_function_and_nobody_named_have_a_sentence() -> None:
    scheme = a_scheme(an_entry(PANEL))
    nowhere = rules.finding(scheme, function_id=UUID(int=7), value=1, decider=whoever(PANEL), on=DAY)
    assert nowhere.kind is FindingKind.NO_FUNCTION
    assert asked(scheme, None).kind is FindingKind.BEYOND
    assert asked(a_scheme(ended=DAY), PANEL).words.endswith("it left the scheme on 3 June 2015.")
    assert rules.gaps(a_scheme(), DAY)[0].kind is GapKind.NOBODY


@pytest.mark.parametrize(
    ("traits", "holders", "field"),
    [
        ({}, (), "holder"),
        ({}, (PANEL, PANEL), "joint"),
        ({}, (PANEL, ENGLAND), "outside"),
        ({"limit": 100}, (ENGLAND,), "outside"),
        ({"limit": 0}, (PANEL,), "limit"),
        ({"consent": (PANEL,)}, (PANEL,), "consent"),
        ({"upward": PANEL}, (PANEL,), "upward"),
        ({"until_on": date(2014, 8, 31)}, (PANEL,), "until_on"),
    ],
)
def test_entry_that_could_not_be_lived_is_refused(
    traits: dict[str, Any], holders: tuple[Party, ...], field: str
) -> None:
    with pytest.raises(rules.UnableToKeepPower) as refusal:
        rules.check_said(said(FUNCTION, *holders, **traits))
    assert refusal.value.field == field and refusal.value.sentence.endswith(".")


def test_money_is_whole_pence() -> None:
    assert rules.pence_of(Decimal("49.99")) == 4_999 and rules.pence_of(5) == 5
    assert (rules.pounds(4_999), rules.pounds(5_000_000)) == ("£49.99", "£50,000")
