"""Who handles, what leads where, and whether a text names anybody."""

from datetime import date

import pytest

from backend.concerns.rules import Capacity, Finding, State, anonymity, handling, life
from backend.kit.identity import new_id
from backend.web.patience import Patience, TooOften
from tests.scopes import FIRST_OF_SEPTEMBER

GUARDIAN, LEAD, OTHER, SOMEBODY = (new_id() for _ in range(4))


def who(**traits: object) -> tuple[Capacity, frozenset[object]]:
    given = {
        "guardians": [GUARDIAN],
        "leads": [LEAD],
        "stand_in": OTHER,
        "about": [],
        "about_the_top": False,
        "raised_by": None,
    }
    return handling.handlers_for(**{**given, **traits})  # type: ignore[arg-type]  # each test gives one trait


@pytest.mark.parametrize(
    ("traits", "handler"),
    [
        ({}, GUARDIAN),
        ({"about": [SOMEBODY]}, GUARDIAN),
        ({"about": [GUARDIAN]}, OTHER),
        ({"about": [LEAD]}, OTHER),
        ({"about_the_top": True}, OTHER),
        ({"raised_by": GUARDIAN}, OTHER),
        ({"raised_by": LEAD}, GUARDIAN),
        ({"guardians": []}, OTHER),
        ({"about": [OTHER]}, GUARDIAN),
    ],
)
def test_concern_goes_to_somebody_whom_it_does_not_touch(traits: dict[str, object], handler: object) -> None:
    assert who(**traits)[1] == {handler}


@pytest.mark.parametrize(
    "traits",
    [
        {"about_the_top": True, "stand_in": None},
        {"about": [GUARDIAN, OTHER]},
        {"guardians": [], "stand_in": None},
        {"raised_by": OTHER, "about": [LEAD]},
        {"about": [LEAD], "stand_in": GUARDIAN},
    ],
)
def test_concern_that_nobody_may_handle_is_refused_and_sent_elsewhere(traits: dict[str, object]) -> None:
    with pytest.raises(handling.NobodyToHandle, match="Take it to NHS England"):
        who(**traits)


def test_every_state_leads_somewhere_and_only_where_the_table_says() -> None:
    assert set(life.NEXT) == set(State)
    assert not life.can_move(State.RECEIVED, State.FOUND)
    with pytest.raises(life.UnableToMoveOn, match="received"):
        life.check_can_move(State.RECEIVED, State.CLOSED)


DAY = date(2016, 5, 3)


@pytest.mark.parametrize(
    ("finding", "state", "about", "replied", "reply_by", "says"),
    [
        (Finding.BREACH, State.INVESTIGATED, True, False, None, "unheard"),
        (Finding.BREACH, State.INVESTIGATED, True, False, DAY, "may still reply"),
        (Finding.BREACH, State.INVESTIGATED, True, False, date(2016, 5, 2), None),
        (Finding.BREACH, State.INVESTIGATED, True, True, DAY, None),
        (Finding.BREACH, State.INVESTIGATED, False, False, None, None),
        (Finding.NO_BREACH, State.INVESTIGATED, True, False, None, None),
        (Finding.NO_BREACH, State.ASSESSED, False, False, None, "who investigates"),
        (Finding.NOT_PROCEEDED, State.ASSESSED, True, False, None, None),
        (Finding.NOT_PROCEEDED, State.CLOSED, True, False, None, "can't be taken"),
    ],
)
def test_nobody_is_found_in_breach_unheard(
    finding: Finding, state: State, about: bool, replied: bool, reply_by: date | None, says: str | None
) -> None:
    def find() -> None:
        life.check_can_find(
            finding, state=state, about_a_person=about, replied=replied, reply_by=reply_by, on=DAY
        )

    if says is None:
        find()
    else:
        with pytest.raises((life.UnableToFind, life.UnableToMoveOn), match=says):
            find()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dr Quillfeather left the room.", True),
        ("QUILLFEATHER'S practice", True),
        ("Aurelia told us.", True),
        ("a quillfeather hat", False),
        ("aurelia quillfeather told us", True),
        ("Doctor told us.", False),
        ("A member took part in a decision.", False),
        ("Aurélia told us.", True),
        ("Al left.", False),
    ],
)
def test_text_that_names_somebody_is_seen(text: str, found: bool) -> None:
    assert bool(anonymity.names_in(text, ["Dr Aurelia Quillfeather", "Al Xu"])) is found


def test_text_with_a_name_is_refused_unless_confirmed() -> None:
    texts = {"what_happened": "May was the month.", "lessons": "None."}
    with pytest.raises(anonymity.UnableToPublish, match="Robin May") as refused:
        anonymity.check_names_nobody(texts, ["Robin May"], confirmed=False)
    assert refused.value.field == "what_happened"
    assert anonymity.check_names_nobody(texts, ["Robin May"], confirmed=True) == ("Robin May",)


def test_years_are_those_of_the_nhs() -> None:
    assert life.financial_year(date(2017, 3, 31)) == "2016/17" == life.financial_year(date(2016, 4, 1))
    assert life.financial_year(date(1999, 4, 1)) == "1999/00"
    assert life.financial_years(date(2015, 3, 1), date(2016, 4, 1)) == ("2016/17", "2015/16", "2014/15")


def test_one_address_can_not_fill_the_form_for_ever() -> None:
    patience = Patience(most=2, most_in_all=3)
    ask = {"tenant": "north", "now": FIRST_OF_SEPTEMBER}
    patience.check(address="1", **ask)
    patience.check(address="1", **ask)
    with pytest.raises(TooOften):
        patience.check(address="1", **ask)
    with pytest.raises(TooOften):
        patience.check(address="2", **ask)
    patience.check(address="2", tenant="south", now=FIRST_OF_SEPTEMBER)
