"""Where a return stands, who acts for whom, what compares, and how a letter is read."""

from datetime import date
from uuid import UUID

import pytest

from backend.catalogue import shelf
from backend.reviewing import rules
from backend.reviewing.rules import Decided, Definition, Given, Standing
from tests.reviewing.stage import figure

ANN, BO, CY = (UUID(int=number) for number in (1, 2, 3))


def test_outcome_holds_for_its_issue_alone_and_the_last_one_counts() -> None:
    accepted = Given(issue=1, verdict=Decided.ACCEPTED)
    conditional = Given(issue=1, verdict=Decided.CONDITIONAL)
    assert rules.standing_of(issue=1, given=[conditional, accepted], open_questions=2) is Standing.ACCEPTED
    assert rules.standing_of(issue=2, given=[accepted], open_questions=0) is Standing.RECEIVED
    assert rules.standing_of(issue=2, given=[accepted], open_questions=1) is Standing.QUERIED
    due = date(2014, 10, 20)
    assert rules.standing_of_expected(due_on=due, on=due) is Standing.DUE
    assert rules.standing_of_expected(due_on=due, on=date(2014, 10, 21)) is Standing.LATE


def test_cover_follows_the_chain_past_whoever_stands_aside_and_ends_in_nobody() -> None:
    assert rules.covered_by(ANN, away={}, aside=()) == ANN
    assert rules.covered_by(ANN, away={ANN: BO, BO: CY}, aside=()) == CY
    assert rules.covered_by(ANN, away={ANN: BO}, aside={BO}) is None
    assert rules.covered_by(ANN, away={ANN: BO, BO: ANN}, aside=()) is None
    assert rules.acts_for(BO, held_by=ANN, away={ANN: BO}, aside=()) is True
    assert rules.acts_for(BO, held_by=ANN, away={}, aside=()) is False
    assert rules.acts_for(ANN, held_by=ANN, away={}, aside={ANN}) is False


def test_figures_compare_only_where_the_whole_definition_is_the_same() -> None:
    one = Definition(framework="r", edition="2014-11", title="Return", rule_set="coi/2013", sha256="a" * 64)
    older = Definition(framework="r", edition="2013-11", title="Return", rule_set="coi/2013", sha256="b" * 64)
    ruled = Definition(framework="r", edition="2014-11", title="Return", rule_set="coi/2014", sha256="c" * 64)
    altered = Definition(
        framework="r", edition="2014-11", title="Return", rule_set="coi/2013", sha256="d" * 64
    )
    assert rules.usual_of([older, one, one]) == one
    assert rules.usual_of([older, one]) == one, "of two as many the later"
    assert rules.how_it_differs(one, one) is None
    assert "edition 2013-11, not 2014-11" in (rules.how_it_differs(older, one) or "")
    assert "rule set: coi/2014, not coi/2013" in (rules.how_it_differs(ruled, one) or "")
    assert "same name" in (rules.how_it_differs(altered, one) or "")


def test_changes_are_worked_out_of_both_issues_and_a_number_written_otherwise_is_none() -> None:
    before = [figure("meetings", "3"), figure("spend", "99.50", kind="money"), figure("gone", "1")]
    after = [
        figure("meetings", "3.0"),
        figure("spend", "100", kind="money"),
        figure("new", "1", kind="yes-no"),
    ]
    words = [each.words for each in rules.changes_between(before, after)]
    assert words == ["Spend: £100 (was £99.50)", "New: Yes (was not there)", "Gone: left out (was 1)"]


def test_conditions_go_with_one_verdict_alone() -> None:
    rules.check_conditions(Decided.CONDITIONAL, ["Count again"])
    for verdict, given in ((Decided.CONDITIONAL, [" "]), (Decided.ACCEPTED, ["Count again"])):
        with pytest.raises(rules.UnableToReview):
            rules.check_conditions(verdict, given)


def test_letter_is_read_by_its_definition_and_a_wrong_line_is_named() -> None:
    definition = shelf.catalogue().returns["delegation-quarterly-return/2014-11"]
    read = rules.figures_written(
        definition, "committee-meetings: 3\nbudget: £1,200 ! Over the plan\nsegregated: yes"
    )
    said = {each.key: (each.value, each.words, each.red_because) for each in read}
    assert said["committee-meetings"] == ("3", None, None)
    assert said["budget"] == ("1200", None, "Over the plan")
    assert said["segregated"][0] == "1"
    assert said["notices"] == (None, "Not in the letter", None)
    for text, part in (
        ("nonsense: 3", "Line 1"),
        ("budget: many", "a number"),
        ("budget: 1\nbudget: 2", "twice"),
    ):
        with pytest.raises(rules.UnableToReview, match=part):
            rules.figures_written(definition, text)
