"""Who may take which step: pure, over the workflow that ships."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.catalogue import shelf
from backend.catalogue.workflows import Actor, WorkflowDocument
from backend.kit.identity import new_id
from backend.scope import HeldSeat, Refusal
from backend.signoff import rules
from backend.signoff.rules import Held
from tests.scopes import a_scope

BODY, AUTHOR, CHAIR, OFFICER = (UUID(int=number) for number in range(1, 5))
READ, OTHER = "a" * 64, "b" * 64

WAITING = Held(
    title="Longer opening hours",
    body_id=BODY,
    state="with-chair",
    version=2,
    content_hash=READ,
    author_person_id=AUTHOR,
    handed_in_by=OFFICER,
)


VIVIAN = rules.Given(
    step="sign-off", office="vice-chair", person_id=UUID(int=7), person_name="Vivian Invented"
)


def workflow() -> WorkflowDocument:
    return shelf.catalogue().workflows["paper-sign-off/v1"]


def a_seat(office: str | None, body: UUID = BODY) -> HeldSeat:
    return HeldSeat(committee_id=body, seat_id=new_id(), capacity="lay", office=office, voting=True)


@pytest.mark.parametrize(
    ("held", "standing", "person", "read", "sentence"),
    [
        (WAITING, {Actor.CHAIR}, CHAIR, READ, None),
        (WAITING, {Actor.VICE_CHAIR}, CHAIR, READ, None),
        (WAITING, {Actor.CHAIR, Actor.GOVERNANCE_OFFICER}, CHAIR, READ, None),
        (WAITING, set(), CHAIR, READ, "Only the chair or the vice-chair"),
        (WAITING, {Actor.GOVERNANCE_OFFICER}, OFFICER, READ, "Only the chair or the vice-chair"),
        (WAITING, {Actor.CHAIR}, None, READ, "Only a person"),
        (WAITING, {Actor.CHAIR, Actor.AUTHOR}, AUTHOR, READ, "You are the author"),
        (WAITING, {Actor.CHAIR, Actor.AUTHOR}, OFFICER, READ, "You handed in version 2"),
        (WAITING, {Actor.CHAIR}, CHAIR, OTHER, "version 2 lies there now"),
        (replace(WAITING, state="draft"), {Actor.CHAIR}, CHAIR, READ, "once it is with the chair"),
        (replace(WAITING, state="governance-check"), {Actor.CHAIR}, CHAIR, READ, "once it is with the chair"),
        (
            replace(WAITING, state="signed-off", given=(VIVIAN,)),
            {Actor.CHAIR},
            CHAIR,
            READ,
            "Vivian Invented has signed off version 2",
        ),
    ],
)
def test_signing_is_for_those_in_office_of_what_they_read_and_did_not_write(
    held: Held, standing: set[Actor], person: UUID | None, read: str, sentence: str | None
) -> None:
    def check() -> None:
        rules.check_can_sign(held, frozenset(standing), workflow(), person_id=person, read_hash=read)

    if sentence is None:
        check()
        assert rules.can_sign(held, frozenset(standing), workflow(), person_id=person)
        return
    with pytest.raises(Refusal) as refused:
        check()
    assert sentence in refused.value.sentence and refused.value.sentence.endswith(".")


_STANDINGS = st.frozensets(st.sampled_from(list(Actor)))
_HELD = st.builds(
    Held,
    title=st.just("A paper"),
    body_id=st.just(BODY),
    state=st.sampled_from(["draft", "governance-check", "with-chair", "signed-off", "withdrawn"]),
    version=st.integers(1, 9),
    content_hash=st.sampled_from([READ, OTHER]),
    author_person_id=st.sampled_from([AUTHOR, CHAIR]),
    handed_in_by=st.sampled_from([None, OFFICER, CHAIR]),
    given=st.sampled_from([(), (VIVIAN,)]),
)


@given(_HELD, _STANDINGS, st.sampled_from([READ, OTHER]))
def test_whatever_is_signed_was_read_by_somebody_in_office_who_did_not_write_it(
    held: Held, standing: frozenset[Actor], read: str
) -> None:
    try:
        rules.check_can_sign(held, standing, workflow(), person_id=CHAIR, read_hash=read)
    except Refusal as refusal:
        assert refusal.sentence.endswith(".")
        return

    assert read == held.content_hash
    assert CHAIR not in (held.author_person_id, held.handed_in_by)
    assert standing & {Actor.CHAIR, Actor.VICE_CHAIR, Actor.DEPUTY}
    assert held.state == "with-chair" and held.given == ()


@given(_HELD, _STANDINGS)
def test_button_and_guard_say_the_same(held: Held, standing: frozenset[Actor]) -> None:
    for step in workflow().steps:
        try:
            rules.check_can_take(step, held, standing, workflow())
            allowed = True
        except Refusal:
            allowed = False
        assert rules.can_take(step, held, standing, workflow()) is allowed


def test_standing_comes_from_the_seats_on_that_body_alone() -> None:
    chair = a_scope(
        person_id=CHAIR, roles=(), seats=(a_seat("chair"), a_seat("vice-chair", body=UUID(int=9)))
    )
    officer = a_scope(person_id=OFFICER, roles=("governance-officer",))

    assert rules.standing_of(WAITING, chair) == {Actor.CHAIR}
    assert rules.standing_of(WAITING, officer) == {Actor.GOVERNANCE_OFFICER, Actor.AUTHOR}
    assert rules.standing_of(WAITING, a_scope(person_id=AUTHOR, roles=())) == {Actor.AUTHOR}


def test_every_state_of_the_shipped_workflow_says_who_holds_the_pen() -> None:
    said = {state.id: rules.state_in_words(workflow(), state.id) for state in workflow().states}

    assert said == {
        "draft": "with the author (Draft)",
        "governance-check": "with the governance officers (Governance check)",
        "with-chair": "with the chair",
        "signed-off": "finished (“May go to the committee”)",
        "withdrawn": "finished (“Withdrawn”)",
    }
    assert set(Actor) == set(rules.PEN_IN_WORDS)


def test_words_hold_title_version_and_hash_and_do_not_claim_agreement() -> None:
    words = rules.words_of(
        rules.last_approval(workflow()),
        {"committee": "Example Committee", "meeting_on": "17 September 2014"},
        title="Longer {braces} hours",
        version=2,
        sha256=READ,
    )

    assert "version 2 of “Longer {braces} hours”" in words and READ in words
    assert "does not mean that I agree" in words


def test_words_that_name_a_place_which_nothing_fills_are_refused() -> None:
    with pytest.raises(rules.UnableToSign, match="committee"):
        rules.words_of(rules.last_approval(workflow()), {}, title="x", version=1, sha256=READ)
