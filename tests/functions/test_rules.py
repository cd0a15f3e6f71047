"""Days alone: notice by dated rules, when reports are due, one holder a day, how an agreement stands."""

from datetime import date
from uuid import UUID

import pytest
from pydantic import ValidationError

from backend.catalogue.functions import DelegationAgreement, TransferPhase
from backend.functions.rules import agreements, notice, schedule
from backend.functions.rules.agreements import AgreementState, Given
from backend.functions.rules.holding import Spell, UnableToKeepFunction, check_days, check_one_holder
from backend.powers import rules as powers
from tests.functions.made import APRIL, LEAVING, SETTING, a_report, terms

ID = UUID(int=1)


@pytest.mark.parametrize(
    ("given", "effect"),
    [
        (date(2016, 9, 30), date(2017, 4, 1)),
        (date(2016, 10, 1), date(2018, 4, 1)),
        (date(2017, 3, 31), date(2018, 4, 1)),
        (date(2017, 4, 1), date(2018, 4, 1)),
    ],
)
def test_notice_by_30_september_takes_effect_on_the_next_1_april(given: date, effect: date) -> None:
    assert notice.takes_effect(LEAVING, given) == effect


def test_next_notice_is_shown_ahead_only_while_a_rule_and_the_agreement_last() -> None:
    ahead = notice.next_notice([LEAVING], date(2016, 8, 1))
    assert ahead is not None
    assert (ahead.last_day, ahead.takes_effect) == (date(2016, 9, 30), date(2017, 4, 1))
    assert ahead.days_left(date(2016, 8, 1)) == 60
    assert notice.next_notice([LEAVING], date(2014, 11, 9)) is None, "the rule was not in force yet"
    assert notice.next_notice([LEAVING], date(2021, 10, 1)) is None, "it ends before the next last day"
    ends = date(2017, 3, 31)
    assert notice.next_notice([LEAVING], date(2016, 8, 1), until_on=ends) == ahead
    assert notice.next_notice([LEAVING], date(2016, 8, 1), until_on=date(2017, 3, 30)) is None


def test_reports_fall_due_after_each_period_of_the_financial_year() -> None:
    found = list(
        schedule.occasions(
            a_report(), since=date(2015, 7, 1), until=date(2016, 4, 30), begins=APRIL, ends=date(2016, 2, 1)
        )
    )
    assert [(each.in_words, each.due_on) for each in found] == [
        ("April to June 2015", date(2015, 7, 30)),
        ("July to September 2015", date(2015, 10, 30)),
        ("October to December 2015", date(2016, 1, 30)),
        ("January to March 2016", date(2016, 4, 30)),
    ]
    yearly = a_report(rhythm="yearly", due_within_days=61)
    one = next(
        iter(
            schedule.occasions(
                yearly, since=APRIL, until=date(2016, 12, 31), begins=date(2015, 9, 9), ends=None
            )
        )
    )
    assert (one.in_words, one.due_on) == ("April 2015 to March 2016", date(2016, 5, 31))
    once = a_report(rhythm="once", due_within_days=None, due_on=date(2015, 6, 1))
    assert (
        len(list(schedule.occasions(once, since=APRIL, until=date(2016, 1, 1), begins=APRIL, ends=None))) == 1
    )
    on_request = a_report(rhythm="on-request", due_within_days=None)
    assert not list(
        schedule.occasions(on_request, since=APRIL, until=date(2030, 1, 1), begins=APRIL, ends=None)
    )
    monthly = a_report(rhythm="monthly")
    assert [
        each.in_words
        for each in schedule.occasions(
            monthly, since=date(2015, 12, 31), until=date(2016, 2, 1), begins=APRIL, ends=None
        )
    ] == ["December 2015"]


def test_function_held_by_two_bodies_on_one_day_is_refused_with_a_sentence() -> None:
    held = Spell(id=ID, holder="NHS England", from_on=date(2013, 4, 1), until_on=date(2015, 4, 1))
    with pytest.raises(UnableToKeepFunction, match=r"can’t hold it on 1 April 2015 as well") as refused:
        check_one_holder([held], function="Approve mergers", holder="Us", from_on=APRIL, until_on=None)
    assert refused.value.field == "from_on"
    check_one_holder([held], function="Approve mergers", holder="Us", from_on=date(2015, 4, 2), until_on=None)
    with pytest.raises(UnableToKeepFunction, match="NHS England holds"):
        check_one_holder([held], function="x", holder="Us", from_on=date(2000, 1, 1), until_on=None)


def test_agreement_that_ends_before_it_starts_is_refused_in_files_and_in_the_app() -> None:
    with pytest.raises(ValidationError, match="ends before it starts"):
        terms(until_on=date(2015, 3, 31))
    broken = DelegationAgreement.model_construct(**{**dict(terms()), "until_on": date(2015, 3, 31)})
    with pytest.raises(UnableToKeepFunction, match="before it starts on 1 April 2015"):
        check_days(broken.from_on, broken.until_on, what=f"“{broken.name}”")
    with pytest.raises(ValidationError, match="a month and a day"):
        TransferPhase.model_validate(
            {"id": "x", "name": "x", "planned_month": "2018-03", "planned_on": APRIL, **SETTING}
        )
    month = TransferPhase.model_validate({"id": "x", "name": "x", "planned_month": "2018-02", **SETTING})
    assert month.planned_by == date(2018, 2, 28)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2015, 3, 1), AgreementState.NOT_SIGNED),
        (date(2015, 3, 31), AgreementState.TO_COME),
        (APRIL, AgreementState.IN_FORCE),
        (date(2016, 9, 30), AgreementState.NOTICE_GIVEN),
        (date(2017, 3, 31), AgreementState.NOTICE_GIVEN),
        (date(2017, 4, 1), AgreementState.ENDED),
    ],
)
def test_agreement_stands_as_its_signature_and_notice_say(on: date, state: AgreementState) -> None:
    given = (Given(given_on=date(2016, 9, 30), takes_effect_on=date(2017, 4, 1)),)
    found = agreements.state_on(on, from_on=APRIL, until_on=None, signed_on=date(2015, 3, 20), notices=given)
    assert found is state
    assert agreements.ends_on(until_on=None, notices=given, on=date(2016, 9, 29)) is None
    assert agreements.ends_on(until_on=None, notices=given, on=on) in {None, date(2017, 3, 31)}


def test_scheme_gives_nobody_what_is_not_held_here_on_the_day() -> None:
    body = powers.Party(kind=powers.PartyKind.COMMITTEE, committee_id=ID, name="Panel")
    entry = powers.Entry(id=ID, function_id=ID, holders=(body,), clause="4.2", from_on=date(2014, 1, 1))
    spells = (
        powers.Spell(
            holder="NHS England",
            ours=False,
            shared=False,
            from_on=date(2013, 4, 1),
            until_on=date(2015, 3, 31),
        ),
        powers.Spell(holder="Us", ours=True, shared=False, from_on=APRIL, until_on=date(2017, 3, 31)),
    )
    held = powers.Held(name="Mergers", spells=spells)
    scheme = powers.Scheme(
        functions={ID: powers.Function(id=ID, name="Approve mergers")}, entries=(entry,), held={ID: [held]}
    )
    panel = powers.Decider(name="the Panel", keys=frozenset({body.key}), committee_id=ID)

    def ask(on: date, known: powers.Scheme = scheme) -> powers.Finding:
        return powers.finding(known, function_id=ID, value=None, decider=panel, on=on)

    before = ask(date(2015, 3, 31))
    assert before.kind is powers.FindingKind.BEYOND and before.upward_to == "NHS England"
    assert before.words.startswith(
        "“Approve mergers” (“Mergers” in the register) is not held by us on 31 March 2015: NHS England holds it from "
        "1 April 2013 until 31 March 2015."
    )
    assert ask(APRIL).is_within
    after = ask(date(2017, 4, 1))
    assert after.kind is powers.FindingKind.NO_FUNCTION
    assert "nobody has recorded who holds it since Us, from 1 April 2015 until 31 March 2017" in after.words
    early = ask(date(2012, 1, 1))
    assert early.kind is powers.FindingKind.NO_FUNCTION and "NHS England holds it only from" in early.words
    shared = powers.Held(
        name="Mergers", spells=(powers.Spell(holder="NHS England", ours=False, shared=True, from_on=APRIL),)
    )
    joint = powers.Scheme(functions=scheme.functions, entries=scheme.entries, held={ID: [shared]})
    assert ask(APRIL, joint).is_within, "under joint commissioning we decide jointly"
    assert ask(APRIL, powers.Scheme(functions=scheme.functions, entries=scheme.entries)).is_within
