"""A paper's way, its days, its questions and its lateness, as pure rules."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from backend.catalogue import shelf
from backend.catalogue.workflows import Actor, Milestone, WorkflowDocument
from backend.meetings import lateness, stages

MEETING = date(2014, 9, 17)


@dataclass(frozen=True, kw_only=True)
class Moved:
    step: str
    person_name: str = "Somebody Invented"
    reason: str | None = None
    version: int = 1
    at: datetime = datetime(2014, 9, 1, tzinfo=UTC)


def workflow(version: str = "v2") -> WorkflowDocument:
    return shelf.catalogue().workflows[f"paper-sign-off/{version}"]


def way(
    state: str, *, sponsored: bool = True, today: date = date(2014, 9, 1), **reached: date
) -> tuple[stages.Stage, ...]:
    return stages.stages_of(
        workflow(),
        state=state,
        meeting_on=MEETING,
        today=today,
        holders={Actor.AUTHOR: "Arden Invented"},
        sponsored=sponsored,
        reached={name.replace("_", "-"): day for name, day in reached.items()},
    )


@pytest.mark.parametrize(
    ("before", "days", "day"),
    [
        (5, "working", date(2014, 9, 10)),
        (0, "working", MEETING),
        (5, "clear-working", date(2014, 9, 9)),
        (5, "clear", date(2014, 9, 11)),
        # the late summer bank holiday of 25 August 2014 is no working day
        (17, "working", date(2014, 8, 22)),
    ],
)
def test_milestone_counts_back_from_the_meeting(before: int, days: str, day: date) -> None:
    assert Milestone.model_validate({"before": before, "days": days}).day(MEETING) == day


def test_paper_passes_its_sponsor_only_where_one_is_named() -> None:
    assert [stage.id for stage in way("draft")] == [
        "draft", "with-sponsor", "governance-check", "with-chair", "signed-off",
    ]  # fmt: skip
    assert "with-sponsor" not in [stage.id for stage in way("draft", sponsored=False)]


def test_stage_says_its_day_who_holds_the_pen_and_what_is_late() -> None:
    late = way("with-sponsor", today=date(2014, 9, 4), with_sponsor=date(2014, 9, 2))

    told = {stage.id: (stage.place.value, stage.due_on, stage.late) for stage in late}
    assert told == {
        "draft": ("done", None, False),
        "with-sponsor": ("here", date(2014, 9, 1), True),
        "governance-check": ("ahead", date(2014, 9, 3), True),
        "with-chair": ("ahead", date(2014, 9, 5), False),
        "signed-off": ("ahead", date(2014, 9, 9), False),
    }
    assert late[0].holder == "Arden Invented"


def test_question_is_part_of_the_stage_at_which_it_was_asked() -> None:
    asked = way("chair-question", with_chair=date(2014, 9, 5))

    assert [stage.id for stage in asked if stage.place is stages.Place.HERE] == ["with-chair"]
    assert stages.next_due(workflow(), state="chair-question", meeting_on=MEETING, sponsored=False) == date(
        2014, 9, 9
    )
    assert stages.pen_of(workflow(), "chair-question", {Actor.AUTHOR: "Arden Invented"}) == "Arden Invented"


def test_first_edition_has_no_stage_for_a_sponsor_and_one_day_for_the_whole() -> None:
    road = stages.road(workflow("v1"), state="draft", sponsored=True)

    assert [state.id for state in road] == ["draft", "governance-check", "with-chair", "signed-off"]
    assert stages.deadline(workflow("v1"), MEETING) == date(2014, 9, 8)
    assert stages.can_go(workflow("v1").step("send"), workflow("v1"), sponsor=True)


def test_sponsored_paper_goes_to_its_sponsor_first() -> None:
    v2 = workflow()
    assert stages.why_not_go(v2.step("send"), v2, title="Hours", sponsor="Ellis Storybook") == (
        "Ellis Storybook sponsors “Hours”, so it goes to them first."
    )
    assert "Name one" in (stages.why_not_go(v2.step("send-to-sponsor"), v2, title="H", sponsor=None) or "")
    assert stages.can_go(v2.step("withdraw"), v2, sponsor=True)
    assert not stages.can_go(v2.step("table"), v2, sponsor=False)


def test_question_is_told_with_the_answer_that_came_back() -> None:
    moves = [
        Moved(step="opened"),
        Moved(step="send"),
        Moved(step="return-to-author", person_name="Olive Invented", reason="What does it cost?"),
        Moved(step="answer-check", person_name="Arden Invented", reason="Nothing more."),
        Moved(step="pass-to-chair"),
        Moved(step="query", person_name="Charlie Invented", reason="Who runs it?"),
        Moved(step="new-version", version=2),
        Moved(step="send", version=2, reason="The practices: see page 2."),
        Moved(step="query", person_name="Charlie Invented", reason="Since when?", version=2),
    ]

    told = [(each.asked_by, each.words, each.answer) for each in stages.questions_of(moves, workflow())]

    assert told == [
        ("Olive Invented", "What does it cost?", "Nothing more."),
        ("Charlie Invented", "Who runs it?", "The practices: see page 2."),
        ("Charlie Invented", "Since when?", None),
    ]


def late(came_on: date | None, today: date, **traits: object) -> lateness.LateView | None:
    return lateness.late_view(
        workflow(),
        title="Hours",
        meeting_on=MEETING,
        came_on=came_on,
        today=today,
        request=a_request(**traits) if traits else None,
    )


def a_request(**traits: object) -> lateness.Request:
    given = {
        "id": None, "reason": "The figures came late", "asked_by_person_id": None, "asked_by": "Arden",
        "asked_at": datetime(2014, 9, 10, tzinfo=UTC),
        "agreed": None, "answer": None, "answered_by": None, "answered_at": None, "office": None, **traits,
    }  # fmt: skip
    return lateness.Request(**given)  # type: ignore[arg-type]  # the fields are named above


def test_paper_is_late_by_the_day_on_which_it_left_its_author() -> None:
    assert late(date(2014, 9, 9), date(2014, 9, 16)) is None
    assert late(None, date(2014, 9, 9)) is None
    came = late(date(2014, 9, 10), date(2014, 9, 16))
    assert came is not None and came.lateness is lateness.Lateness.NOT_ASKED and came.note is None
    assert (
        came.awaiting
        == "“Hours” came after the deadline of 9 September 2014. It is awaiting the chair’s agreement."
    )
    assert late(None, date(2014, 9, 10)) is not None


def test_first_edition_asks_nobody_about_late_papers() -> None:
    view = lateness.late_view(
        workflow("v1"), title="Hours", meeting_on=MEETING, came_on=MEETING, today=MEETING, request=None
    )

    assert view is None


def test_agreement_and_its_reason_are_printed() -> None:
    agreed = late(
        date(2014, 9, 11), date(2014, 9, 12), agreed=True, answered_by="Charlie Invented", office="chair"
    )
    refused = late(date(2014, 9, 11), date(2014, 9, 12), agreed=False, answer="Too late to read")

    assert agreed is not None and agreed.awaiting is None
    assert agreed.note == (
        "Late paper. It came on 11 September 2014, after the deadline of 9 September 2014. Charlie Invented (chair) "
        "agreed to take it. Reason: The figures came late"
    )
    assert refused is not None and refused.note is None
    assert "did not agree" in (refused.awaiting or "")
