"""What makes an act irregular: pure, and the property that nothing escapes."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.between import rules
from backend.between.rules import ActState, Answer, Closing, Fault, Handling, Part
from backend.between.rules.wording import rule_in_words
from backend.catalogue.between import ActKind, ActRule, BetweenSettings
from backend.catalogue.loader import load_catalogue
from backend.catalogue.problems import CatalogueProblems
from backend.catalogue.quorum import AtLeast, Capacity, Office, SeatHeld
from backend.meetings.rules import Outcome
from backend.powers.rules import FindingKind

DAY = datetime(2015, 6, 3, 10, tzinfo=UTC)
QUORUM = AtLeast(at_least=2)


def a_rule(kind: ActKind = ActKind.CHAIR_ACTION, **traits: Any) -> ActRule:
    by = () if kind is ActKind.CORRESPONDENCE else (Office.CHAIR,)
    given: dict[str, Any] = {
        "id": "a-rule",
        "kind": kind,
        "by": by,
        "clause": "Standing order 9 (invented)",
        "effective_from": date(2013, 4, 1),
        "mark": "setting",
        **traits,
    }
    return ActRule(**given)


def someone(name: str, part: Part, *offices: Office, votes: bool = True, **traits: Any) -> rules.Someone:
    seat = SeatHeld(holder=name, seat=name, capacity=Capacity.LAY, voting=votes)
    return rules.Someone(key=name, name=name, part=part, seats=(seat,), offices=frozenset(offices), **traits)


CHAIR = someone("Charlie", Part.ACTED, Office.CHAIR)
GLENN = someone("Glenn", Part.CONSULTED, said_at=DAY, answer=Answer.AGREE)
WITHIN = rules.Power(kind=FindingKind.WITHIN, words="The committee may decide this.", clause="7.1")


def a_case(**traits: Any) -> rules.Case:
    given: dict[str, Any] = {
        "kind": ActKind.CHAIR_ACTION,
        "committee": "Commissioning Committee",
        "rule": a_rule(consult=1),
        "taken_at": DAY,
        "because": "The branch closes on Friday.",
        "value": 100_000,
        "people": (CHAIR, GLENN),
        "power": WITHIN,
        **traits,
    }
    return rules.Case(**given)


def found(case: rules.Case) -> set[Fault]:
    return {each.fault for each in rules.faults_of(case)}


def by_post(*replies: Answer | None, closing: Closing = Closing.AGREED, **traits: Any) -> rules.Case:
    people = tuple(
        someone(f"Member {number}", Part.ASKED, answer=answer) for number, answer in enumerate(replies)
    )
    given: dict[str, Any] = {
        "kind": ActKind.CORRESPONDENCE,
        "rule": a_rule(ActKind.CORRESPONDENCE),
        "people": people,
        "quorum": QUORUM,
        "voters": tuple((each.key, each.name) for each in people),
        "closing": closing,
        **traits,
    }
    return a_case(**given)


def test_act_within_its_rule_and_power_is_regular() -> None:
    assert rules.faults_of(a_case()) == ()


@pytest.mark.parametrize(
    ("case", "fault"),
    [
        (a_case(people=(CHAIR,)), Fault.NOT_CONSULTED),
        (a_case(people=(CHAIR, replace(GLENN, said_at=DAY.replace(hour=11)))), Fault.NOT_CONSULTED),
        (a_case(people=(CHAIR, replace(GLENN, interests=("Glenn owns it.",)))), Fault.NOT_CONSULTED),
        (a_case(people=(someone("Sam", Part.ACTED), GLENN)), Fault.WRONG_ACTOR),
        (a_case(rule=a_rule(limit=500)), Fault.OVER_LIMIT),
        (a_case(rule=a_rule(limit=500), value=None), Fault.OVER_LIMIT),
        (a_case(rule=None), Fault.NO_RULE),
        (a_case(because=" "), Fault.NO_REASON),
        (a_case(power=replace(WITHIN, kind=FindingKind.BEYOND)), Fault.BEYOND_POWER),
        (a_case(power=replace(WITHIN, kind=FindingKind.NO_FUNCTION)), Fault.NO_FUNCTION),
        (a_case(power=replace(WITHIN, kind=FindingKind.NEEDS_CONSENT)), Fault.WITHOUT_CONSENT),
        (by_post(Answer.AGREE, None, None), Fault.INQUORATE),
        (by_post(Answer.AGREE, Answer.AGREE, Answer.MEETING), Fault.MEETING_ASKED),
        (by_post(Answer.AGREE, Answer.DISAGREE, Answer.DISAGREE), Fault.AGAINST_REPLIES),
        (by_post(Answer.AGREE, Answer.AGREE, voters=(("x", "Vivian"),)), Fault.NOT_ALL_ASKED),
    ],
)
def test_act_with_one_thing_wrong_says_which_and_the_way(case: rules.Case, fault: Fault) -> None:
    (only,) = rules.faults_of(case)
    assert only.fault is fault
    assert only.words.endswith(".")
    assert "ratif" in only.way


def test_chair_with_an_interest_is_irregular_and_names_who_should_have_acted() -> None:
    should = "Vivian, the vice-chair, should have taken it."
    conflicted = replace(CHAIR, interests=("Charlie has declared a financial interest in it.",))
    (only,) = rules.faults_of(a_case(people=(conflicted, GLENN), should=should))
    assert only.fault is Fault.CONFLICTED
    assert should in only.words
    assert "Charlie takes no part" in only.way
    by_another = replace(conflicted, handling=Handling.TOOK_PART, handled_by="Vivian")
    assert rules.faults_of(a_case(people=(by_another, GLENN))) == ()
    by_self = replace(by_another, handled_by="charlie ")
    assert found(a_case(people=(by_self, GLENN))) == {Fault.CONFLICTED}


def test_urgent_powers_want_both_offices_in_two_people() -> None:
    rule = a_rule(
        ActKind.URGENT_POWERS,
        by=(Office.CHAIR, Office.ACCOUNTABLE_OFFICER),
        jointly=True,
        stand_in=(Office.VICE_CHAIR,),
    )
    urgent = a_case(kind=ActKind.URGENT_POWERS, rule=rule)
    officer = someone("Alex", Part.ACTED, Office.ACCOUNTABLE_OFFICER, votes=False)
    vice = someone("Vivian", Part.ACTED, Office.VICE_CHAIR)
    both = someone("Bo", Part.ACTED, Office.CHAIR, Office.ACCOUNTABLE_OFFICER)
    assert found(replace(urgent, people=(CHAIR, officer))) == set()
    assert found(replace(urgent, people=(vice, officer))) == set()
    assert found(replace(urgent, people=(CHAIR,))) == {Fault.WRONG_ACTOR}
    assert found(replace(urgent, people=(both,))) == {Fault.WRONG_ACTOR}


def test_reply_of_somebody_who_takes_no_part_does_not_count() -> None:
    case = by_post(Answer.AGREE, Answer.AGREE)
    out = replace(case.people[0], handling=Handling.NO_PART)
    replies = rules.replies_of((out, case.people[1]), QUORUM)
    assert (replies.agree, replies.quorate) == (1, False)
    assert found(replace(case, people=(out, case.people[1]))) == {Fault.INQUORATE}


def test_matter_that_is_put_to_a_meeting_is_never_irregular() -> None:
    assert rules.faults_of(by_post(Answer.MEETING, None, closing=Closing.TO_MEETING, rule=None)) == ()


def test_rule_of_the_committee_leads_and_the_newest_counts() -> None:
    general = a_rule()
    later = a_rule(id="later", effective_from=date(2015, 4, 1))
    own = a_rule(id="own", committees=("audit",), effective_until=date(2015, 3, 31))
    known = BetweenSettings(rules=(general, later, own))

    def rule(committee: str, on: date) -> str | None:
        each = known.rule_for(ActKind.CHAIR_ACTION, committee=committee, on=on)
        return each.id if each else None

    assert rule("audit", date(2015, 3, 31)) == "own"
    assert rule("audit", date(2015, 4, 1)) == "later"
    assert rule("board", date(2015, 3, 31)) == "a-rule"
    assert rule("board", date(2013, 3, 31)) is None
    assert "Standing order 9" in rule_in_words(general)
    assert "a demonstration setting" in rule_in_words(general)


def test_settlement_rests_on_a_later_decision_of_a_body_that_may() -> None:
    def settle(**traits: Any) -> None:
        given: dict[str, Any] = {
            "state": rules.ActState.AWAITING_RATIFICATION,
            "outcome": rules.ActState.RATIFIED,
            "taken_at": DAY,
            "decided_at": DAY.replace(day=20),
            "decision": Outcome.AGREED,
            "words": None,
            "beyond": False,
            "own_committee": True,
            **traits,
        }
        rules.check_can_settle(**given)

    settle()
    settle(decided_at=None, decision=None, own_committee=False, words="NHS England agreed on 4 July.")
    for traits in (
        {"decided_at": DAY},
        {"decision": Outcome.NOTED},
        {"beyond": True},
        {"outcome": rules.ActState.REPORTED},
        {"outcome": rules.ActState.STRUCK},
        {"state": rules.ActState.RATIFIED},
        {"decided_at": None, "decision": None},
    ):
        with pytest.raises(rules.UnableToSettleAct):
            settle(**traits)


people = st.builds(
    rules.Someone,
    key=st.sampled_from("abcdef"),
    name=st.sampled_from(["Ash Invented", "Bay Invented"]),
    part=st.sampled_from(Part),
    seats=st.sampled_from([(), (SeatHeld(holder="a", seat="a", capacity=Capacity.GP),)]),
    offices=st.frozensets(st.sampled_from(Office), max_size=2),
    interests=st.sampled_from([(), ("An interest.",)]),
    handling=st.none() | st.sampled_from(Handling),
    handled_by=st.none() | st.just("Somebody else"),
    answer=st.none() | st.sampled_from(Answer),
    said_at=st.none() | st.just(DAY),
)
cases = st.builds(
    a_case,
    kind=st.sampled_from(ActKind),
    rule=st.none() | st.builds(a_rule, limit=st.none() | st.just(500), consult=st.integers(0, 2)),
    because=st.sampled_from(["", "It could not wait."]),
    value=st.none() | st.integers(0, 100_000),
    people=st.lists(people, max_size=5).map(tuple),
    power=st.builds(
        rules.Power,
        kind=st.sampled_from(FindingKind),
        words=st.just("So the scheme says."),
    ),
    consent=st.sampled_from(["", "By letter"]),
    closing=st.sampled_from([Closing.AGREED, Closing.NOT_AGREED]),
    quorum=st.none() | st.just(QUORUM),
    voters=st.just((("a", "Ash Invented"),)),
)


@given(cases)
def test_every_act_is_within_its_checks_or_says_what_is_irregular_and_the_way(case: rules.Case) -> None:
    """Never refused; regular only where every check holds, said here in another way than in the code."""
    faults = rules.faults_of(case)
    assert all(each.words and "ratif" in each.way for each in faults)
    if faults:
        return
    assert case.rule is not None
    assert case.because.strip()
    assert case.rule.limit is None or (case.value is not None and case.value <= 50_000)
    assert case.power.kind is FindingKind.WITHIN or (
        case.power.kind is FindingKind.NEEDS_CONSENT and case.consent
    )
    if case.kind is ActKind.CORRESPONDENCE:
        heard = [each for each in case.of(Part.ASKED) if each.counts and each.seats]
        assert not any(each.answer is Answer.MEETING for each in case.of(Part.ASKED) if not each.handling)
        agreed = sum(each.answer is Answer.AGREE for each in heard)
        against = sum(each.answer is Answer.DISAGREE for each in heard)
        assert (agreed > against) is (case.closing is Closing.AGREED)
        if case.quorum is not None:
            assert len({seat.holder for each in heard if each.answer for seat in each.seats}) >= 2
    else:
        acted = case.of(Part.ACTED)
        assert any(Office.CHAIR in each.offices for each in acted)
        assert not any(each.conflicted for each in acted)
        assert case.rule.consult == 0 or any(each.counts for each in case.of(Part.CONSULTED))


@pytest.mark.parametrize(
    ("kept", "asked", "finished", "found"),
    [
        (ActState.AWAITING_REPORT, False, True, ActState.AWAITING_REPORT),
        (None, False, True, ActState.AWAITING_RATIFICATION),
        (None, True, False, ActState.ASKING),
        (None, False, False, ActState.RECORDING),
    ],
)
def test_act_that_was_struck_by_mistake_is_what_it_was(
    kept: ActState | None, asked: bool, finished: bool, found: ActState
) -> None:
    assert rules.state_before_striking(kept, asked=asked, finished=finished) is found


@given(cases)
def test_more_consulting_never_makes_an_act_irregular(case: rules.Case) -> None:
    more = someone("Somebody new", Part.CONSULTED, said_at=DAY, answer=Answer.AGREE)
    assert found(replace(case, people=(*case.people, more))) <= found(case)


def test_rules_of_the_folder_stand_before_those_of_the_kind(tmp_path: Path) -> None:
    for name in ("tenants", "frameworks", "workflows"):
        shutil.copytree(name, tmp_path / name)
    own = (
        '[[rules]]\nid = "own"\nkind = "chair-action"\nby = ["chair"]\nconsult = 3\ncommittees = ["NAME"]\n'
        'clause = "Standing order 4.9 (invented)"\neffective_from = 2014-04-01\nmark = "setting"\n'
    )
    file = tmp_path / "tenants" / "dudley-ccg" / "between.toml"
    file.write_text(own.replace("NAME", "governing-body"))
    known = load_catalogue(tmp_path).between_of("dudley-ccg", kind="ccg")
    assert [rule.consult for rule in known.rules] == [3]
    assert len(load_catalogue(tmp_path).between_of("nowhere", kind="ccg").rules) == 3
    file.write_text(own.replace("NAME", "nobody-known"))
    with pytest.raises(CatalogueProblems, match="nobody-known"):
        load_catalogue(tmp_path)
