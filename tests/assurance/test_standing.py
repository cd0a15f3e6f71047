"""What counts where a person and a rule speak of the same requirement, and what is carried into the next edition."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest

from backend.assurance.rules import assessing, carrying, standing
from backend.assurance.rules.assessing import AssessmentState, Tally
from backend.assurance.rules.editions import MET_OR_NOT, Level, Scale, Standing
from backend.assurance.rules.judging import Outcome
from backend.assurance.rules.standing import By, Judgement, Stands
from backend.kit.identity import new_id
from backend.scope import OvertakenByAnother, Refusal

TODAY = date(2014, 9, 1)


def judged(counts_as: Standing = Standing.MET, **traits: object) -> Judgement:
    return Judgement(level=counts_as.value, counts_as=counts_as, **traits)  # type: ignore[arg-type]  # a test's own


@pytest.mark.parametrize(
    ("judgement", "outcome", "stands", "by", "differs"),
    [
        (None, None, Stands.UNANSWERED, By.NOBODY, False),
        (None, Outcome.MET, Stands.MET, By.RULE, False),
        (None, Outcome.UNKNOWN, Stands.UNKNOWN, By.RULE, False),
        (judged(), None, Stands.MET, By.PERSON, False),
        (judged(), Outcome.MET, Stands.MET, By.PERSON, False),
        (judged(), Outcome.UNKNOWN, Stands.MET, By.PERSON, False),
        (judged(), Outcome.NOT_MET, Stands.NOT_MET, By.RULE, True),
        (judged(overruled_because="Seen"), Outcome.NOT_MET, Stands.MET, By.PERSON, True),
        (judged(Standing.PARTLY), Outcome.NOT_MET, Stands.PARTLY, By.PERSON, False),
        (judged(Standing.PARTLY), Outcome.MET, Stands.MET, By.RULE, True),
        (judged(Standing.NOT_APPLICABLE), Outcome.MET, Stands.MET, By.RULE, True),
        (judged(valid_until=TODAY), None, Stands.MET, By.PERSON, False),
        (judged(valid_until=TODAY - timedelta(days=1)), None, Stands.LAPSED, By.NOBODY, False),
        (judged(valid_until=TODAY - timedelta(days=1)), Outcome.NOT_MET, Stands.NOT_MET, By.RULE, False),
        (judged(valid_until=TODAY - timedelta(days=1)), Outcome.UNKNOWN, Stands.LAPSED, By.NOBODY, False),
        (judged(waits=True), None, Stands.UNANSWERED, By.NOBODY, False),
        (judged(waits=True), Outcome.MET, Stands.MET, By.RULE, False),
    ],
    ids=range(17),
)
def test_judgement_counts_where_it_agrees_or_overrules_and_is_valid(
    judgement: Judgement | None, outcome: Outcome | None, stands: Stands, by: By, differs: bool
) -> None:
    found = standing.effective(judgement, outcome, on=TODAY)
    assert (found.stands, found.by, found.differs) == (stands, by, differs)


def test_what_reader_must_know_is_said() -> None:
    lapsed = standing.effective(judged(valid_until=date(2014, 8, 31)), None, on=TODAY)
    assert lapsed.lapsed and lapsed.note == "The answer was valid until 31 August 2014, and no longer counts."
    overruled = standing.effective(judged(overruled_because="Seen"), Outcome.NOT_MET, on=TODAY)
    assert overruled.overruled and "rule says not met; a person judged met and overruled it: Seen" in str(
        overruled.note
    )
    assert "until somebody overrules it" in str(standing.effective(judged(), Outcome.NOT_MET, on=TODAY).note)


def test_time_alone_changes_what_stands_on_the_day_after_the_last() -> None:
    until = judged(valid_until=TODAY)
    assert standing.effective(until, Outcome.NOT_MET, on=TODAY).until == TODAY, "the difference ends too"
    assert standing.after(until, None, on=TODAY) is Stands.LAPSED
    assert standing.after(judged(), None, on=TODAY) is Stands.MET
    assert standing.after(until, Outcome.MET, on=TODAY) is Stands.MET


def test_level_must_be_of_the_scale_and_the_rule_is_overruled_with_a_reason() -> None:
    with pytest.raises(Refusal, match=r"scale \(Not met, Partly met, Met, Does not apply\).*“superb”"):
        standing.check_level(MET_OR_NOT, "superb", ref="A1")
    met = standing.check_level(MET_OR_NOT, "met", ref="A1")

    def check(outcome: Outcome | None, because: str | None = None, **traits: object) -> str | None:
        given: dict[str, object] = {"words": "Seen", "valid_until": None, **traits}
        return standing.check_answer(
            level=met,
            outcome=outcome,
            overruled_because=because,
            today=TODAY,
            **given,  # type: ignore[arg-type]  # a test's own
        )

    assert check(Outcome.MET, "no need") is None, "there is nothing to overrule"
    with pytest.raises(Refusal, match="The rule says not met, and you judge “Met”") as refused:
        check(Outcome.NOT_MET, " ")
    assert refused.value.field == "overruled_because"
    assert check(Outcome.NOT_MET, " Seen on site ") == "Seen on site"
    with pytest.raises(Refusal, match="31 August 2014 has passed"):
        check(None, valid_until=date(2014, 8, 31))
    assert check(None, valid_until=TODAY) is None
    with pytest.raises(Refusal, match="in words"):
        check(None, words=" ")


def test_second_person_reviews_once() -> None:
    mine, theirs = new_id(), new_id()

    def may(
        reviewer: object, reviewed_by: str | None = None, answered_by: object = mine, waits: bool = False
    ) -> bool:
        return standing.can_review(
            answered_by=answered_by, reviewer=reviewer, reviewed_by=reviewed_by, waits=waits
        )

    assert may(theirs)
    assert (
        not may(mine) and not may(None) and not may(theirs, answered_by=None) and not may(theirs, waits=True)
    )
    with pytest.raises(OvertakenByAnother, match="Ezra reviewed this answer before you"):
        standing.check_can_review(answered_by=mine, reviewer=theirs, reviewed_by="Ezra", waits=False)
    with pytest.raises(OvertakenByAnother, match="Ezra changed this requirement’s answer after you opened"):
        standing.check_version(1, 2, by="Ezra")


def test_assessment_is_closed_before_it_is_signed_and_stays_signed() -> None:
    assessing.check_move(AssessmentState.OPEN, AssessmentState.CLOSED, title="A")
    assessing.check_move(AssessmentState.CLOSED, AssessmentState.OPEN, title="A")
    for state, into, words in (
        (AssessmentState.OPEN, AssessmentState.SIGNED, "Close “A” before it is signed"),
        (AssessmentState.SIGNED, AssessmentState.OPEN, "stays as it was signed"),
        (AssessmentState.CLOSED, AssessmentState.CLOSED, "closed already"),
    ):
        with pytest.raises(Refusal, match=words):
            assessing.check_move(state, into, title="A")
    with pytest.raises(Refusal, match="before it begins"):
        assessing.check_period("A", date(2015, 4, 1), date(2015, 3, 31))
    with pytest.raises(Refusal, match="Reopen it first"):
        assessing.check_open(AssessmentState.CLOSED, title="A")


def test_tallies_add_and_take_away() -> None:
    before = assessing.one(Stands.UNANSWERED)
    then = assessing.one(Stands.NOT_MET, to_review=True, differs=True)
    assert before + (then - before) == then
    assert (then.total, then.answered, then.of(Stands.NOT_MET), then.differing) == (1, 1, 1, 1)
    assert set(assessing.COLUMN) == set(Stands) and assessing.added([before, then]).total == 2
    assert Tally().total == 0


@dataclass(frozen=True, kw_only=True)
class Line:
    from_id: UUID | None
    to_id: UUID | None
    became: str
    confirm: bool = True


def test_answers_go_exactly_where_the_succession_says() -> None:
    olds = {
        name: carrying.Old(
            requirement_id=new_id(),
            ref=name,
            text=f"Old {name}",
            level=level,
            counts_as=Standing(level) if level else None,
        )
        for name, level in {
            "same": "met",
            "changed": "met",
            "split": "partly",
            "one": "met",
            "two": "met",
            "three": "met",
            "four": "not-met",
            "dropped": "met",
            "unnamed": "met",
            "empty": None,
        }.items()
    }
    narrow = Scale(
        key="narrow",
        name="Narrow",
        levels=(Level(key="met", words="Met", meaning="Met", counts_as=Standing.MET),),
    )
    wide = Scale(
        key="wide",
        name="Wide",
        levels=tuple(
            Level(key=each.value, words=each.value, meaning=each.value, counts_as=each) for each in Standing
        ),
    )
    news = {
        name: carrying.New(requirement_id=new_id(), ref=name, scale=narrow if name == "half-2" else wide)
        for name in ("same", "changed", "half-1", "half-2", "both", "mixed", "fresh", "empty")
    }

    def line(source: str | None, target: str | None, became: str, *, confirm: bool = True) -> Line:
        return Line(
            from_id=olds[source].requirement_id if source else None,
            to_id=news[target].requirement_id if target else None,
            became=became,
            confirm=confirm,
        )

    plan = (
        line("same", "same", "same", confirm=False),
        line("changed", "changed", "changed"),
        line("split", "half-1", "split"),
        line("split", "half-2", "split"),
        line("one", "both", "merged"),
        line("two", "both", "merged"),
        line("three", "mixed", "merged"),
        line("four", "mixed", "merged"),
        line("dropped", None, "dropped"),
        line(None, "fresh", "new"),
        line("empty", "empty", "same", confirm=False),
    )
    moves, stays = carrying.moves_of(
        plan,
        old={each.requirement_id: each for each in olds.values()},
        new={each.requirement_id: each for each in news.values()},
    )
    names = {each.requirement_id: each.ref for each in olds.values()}
    names |= {each.requirement_id: each.ref for each in news.values()}
    assert {(names[m.from_requirement_id], names[m.to_requirement_id], m.waits) for m in moves} == {
        ("same", "same", False),
        ("changed", "changed", True),
        ("split", "half-1", True),
        ("one", "both", True),
    }
    assert {each.ref: each.why.split(".")[0] for each in stays} == {
        "split": "The scale of half-2 in the new edition has no level “partly” that means the same",
        "three": "It was merged into mixed with requirements that were answered otherwise, or not at all",
        "four": "It was merged into mixed with requirements that were answered otherwise, or not at all",
        "dropped": "The requirement was dropped",
        "unnamed": "The succession does not name it",
    }
    with pytest.raises(Refusal, match="stands in neither edition"):
        carrying.moves_of([Line(from_id=new_id(), to_id=None, became="dropped")], old={}, new={})
