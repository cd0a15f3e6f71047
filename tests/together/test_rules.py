"""What may pass, what of an agenda changed, and whether a joint committee may decide: values in, answers out."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from backend.catalogue.quorum import All, AtLeast, quorum_in_words
from backend.kit.identity import new_id
from backend.meetings.rules import Part, Purpose
from backend.powers.rules import Finding, FindingKind, JointBody, StatedPower, joint_finding
from backend.together import receiving, rules
from backend.together.operations.joint import with_each_body

DAY = date(2015, 6, 1)
WITHIN = Finding(kind=FindingKind.WITHIN, words="The Committee may decide it (S1).", clause="S1")


def a_power(**traits: Any) -> StatedPower:
    values = {
        "function": "Approve local schemes",
        "function_slug": None,
        "authority": "NHS Act 2006",
        "limit_pence": 5_000_000,
        "conditions": None,
        "consent_from": None,
        "clause": "Scheme 4.2",
        "effective_from": date(2015, 4, 1),
        "effective_until": None,
    }
    return StatedPower(**{**values, **traits})


def judged(*powers: StatedPower, value: int | None = 1_000_000, left_on: date | None = None) -> Finding:
    body = JointBody(name="NHS South", joined_on=date(2015, 4, 1), left_on=left_on, powers=powers)
    return joint_finding(
        WITHIN, [body], own_body="NHS North", function="Approve local schemes", value=value, on=DAY
    )


@pytest.mark.parametrize(
    ("powers", "value", "left_on", "kind", "words"),
    [
        ((a_power(),), 5_000_000, None, "within", "within the power of NHS North and NHS South"),
        ((), 1, None, "beyond", "NHS South: it has not delegated"),
        ((a_power(),), 5_000_001, None, "beyond", "up to £50,000 (Scheme 4.2), and £50,000.01 is more"),
        ((a_power(),), None, None, "beyond", "no value is given"),
        ((a_power(consent_from="the Board"),), 1, None, "needs-consent", "with the agreement of the Board"),
        ((a_power(effective_from=date(2015, 7, 1)),), 1, None, "beyond", "has not delegated"),
        ((a_power(),), 1, DAY, "beyond", "it left it on 1 June 2015"),
        ((a_power(limit_pence=None), a_power(consent_from="X")), 1, None, "needs-consent", "agreement of X"),
    ],
)
def test_joint_decision_is_within_only_where_it_is_for_every_body(
    powers: tuple[StatedPower, ...], value: int | None, left_on: date | None, kind: str, words: str
) -> None:
    found = judged(*powers, value=value, left_on=left_on)
    assert found.kind == kind
    assert words in found.words
    assert (found.clause is not None) == ("4.2" in found.words)


def test_own_scheme_that_says_no_is_not_outweighed_by_another_body() -> None:
    own = Finding(kind=FindingKind.NO_FUNCTION, words="Nobody holds it.")
    body = JointBody(name="NHS South", joined_on=DAY, left_on=None, powers=(a_power(),))
    found = joint_finding(own, [body], own_body="NHS North", function="x", value=1, on=DAY)
    assert found.kind is FindingKind.BEYOND and "NHS North: Nobody holds it." in found.words
    assert joint_finding(own, [], own_body="NHS North", function="x", value=1, on=DAY) is own


def test_quorum_has_one_clause_for_each_body_however_often_it_is_set() -> None:
    north, south = rules.Body(slug="n", name="N"), rules.Body(slug="s", name="S")
    first = {"chair": north, "gp": south}
    quorum = with_each_body(AtLeast(at_least=3), {}, first, 1)
    again = with_each_body(quorum, first, {"chair": north, "gp": south, "lay": south}, 2)
    assert isinstance(again, All) and len(again.all) == 3
    assert quorum_in_words(again) == (
        "at least three members, among them two of those in the seat “chair”, and two of those in the seats “gp” and "
        "“lay”"
    )


def an_agenda(*items: dict[str, Any], **traits: Any) -> rules.Agenda:
    values: dict[str, Any] = {
        "meeting_id": new_id(),
        "committee": "C",
        "title": "T",
        "starts_at": datetime(2015, 6, 1, 9, tzinfo=UTC),
        "ends_at": datetime(2015, 6, 1, 11, tzinfo=UTC),
        "venue": "V",
        "in_public": True,
        "cancelled_because": None,
        "edition": 1,
        "items": tuple(rules.AgendaItem(**{**AN_ITEM, **item}) for item in items),
    }
    return rules.Agenda(**{**values, **traits})


AN_ITEM = {
    "number": "1",
    "title": "One",
    "purpose": Purpose.NOTE,
    "part": Part.PUBLIC,
    "private_reason": None,
    "thread_id": new_id(),
}


def test_later_agenda_says_in_words_what_changed() -> None:
    gone = new_id()
    before = an_agenda({}, {"number": "2", "title": "Two", "thread_id": gone})
    after = an_agenda(
        {"number": "1", "title": "One anew", "purpose": Purpose.DECISION},
        {"number": "1.1", "title": "Under it", "thread_id": new_id()},
        venue="W",
    )
    assert [change.words for change in rules.changes_of(before, after, zone="Europe/London")] == [
        "Place: W (was V)",
        "Changed: 1 One anew: title “One anew” (was “One”), purpose for decision (was to note)",
        "New: 1.1 Under it",
        "Taken off: 2 Two",
    ]
    assert rules.lines_of(after)[1][1] == AN_ITEM["thread_id"], "1.1 stands under 1"
    assert rules.changes_of(after, after, zone="Europe/London") == ()
    off = after.model_copy(update={"cancelled_because": "Snow"})
    assert [change.words for change in rules.changes_of(after, off, zone="Europe/London")] == [
        "The meeting is cancelled: Snow"
    ]


def test_private_things_are_refused_where_they_arrive_too() -> None:
    private = an_agenda({"part": Part.PRIVATE, "private_reason": "x"})
    with pytest.raises(rules.UnableToDeliver, match="private"):
        rules.check_within(rules.Kind.IN_COMMON, rules.Shares.PUBLIC, private)
    rules.check_within(rules.Kind.IN_COMMON, rules.Shares.ALL, private)
    with pytest.raises(rules.UnableToDeliver, match="joint committee"):
        rules.check_within(rules.Kind.JOINT, rules.Shares.ALL, private)


def test_oversight_has_its_own_messages_and_each_goes_one_way() -> None:
    asked = rules.Question(
        question_id=new_id(),
        submission_id=new_id(),
        number=1,
        figure=None,
        words="Why?",
        asked_by="R",
        asked_on=DAY,
        due_on=DAY,
        follows_id=None,
    )
    rules.check_within(rules.Kind.OVERSIGHT, rules.Shares.SUBMITTED, asked)
    with pytest.raises(rules.UnableToDeliver, match="not about oversight"):
        rules.check_within(rules.Kind.IN_COMMON, rules.Shares.ALL, asked)
    with pytest.raises(rules.UnableToDeliver, match="is about oversight"):
        rules.check_within(rules.Kind.OVERSIGHT, rules.Shares.SUBMITTED, an_agenda({}))
    ways = dict(rules.REVIEWS)
    assert set(rules.HANDED_UP) == set(receiving.WHOSE) and all(receiving.handlers().values())
    assert set(ways) < rules.HANDED_UP
    for kind, side in ways.items():
        rules.check_way(kind, sender=side)
        other = rules.Side.INVITED if side is rules.Side.PROPOSER else rules.Side.PROPOSER
        with pytest.raises(rules.UnableToDeliver, match="Nothing of it was taken over"):
            rules.check_way(kind, sender=other)


@pytest.mark.parametrize(
    ("kind", "shares", "committee", "sentence"),
    [
        (rules.Kind.OVERSIGHT, rules.Shares.ALL, True, "what is submitted passes"),
        (rules.Kind.JOINT, rules.Shares.SUBMITTED, True, "what is submitted passes"),
        (rules.Kind.IN_COMMON, rules.Shares.PUBLIC, False, "Choose the committee"),
    ],
)
def test_agreement_shares_what_its_kind_lets_pass(
    kind: rules.Kind, shares: rules.Shares, committee: bool, sentence: str
) -> None:
    rules.check_kind(rules.Kind.OVERSIGHT, rules.Shares.SUBMITTED, committee=False)
    with pytest.raises(rules.UnableToAgree, match=sentence):
        rules.check_kind(kind, shares, committee=committee)
