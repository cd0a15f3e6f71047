"""Rule sets by date, their limits to the penny, and a tenant's own values in their place."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.catalogue import loader
from backend.catalogue.problems import UnableToFindRuleSet
from backend.catalogue.rulesets import (
    Advice,
    GiftKind,
    Giver,
    InterestRuleSet,
    Override,
    gift_advice,
    overridden,
)
from backend.catalogue.shapes import Mark
from tests.catalogue import examples

_CATALOGUE = loader.load_catalogue(examples.ROOT)
_COI = "managing-conflicts-of-interest"
_ANY_DAY = st.dates(date(2013, 3, 28), date(2030, 12, 31))


def _edition(edition: str) -> InterestRuleSet:
    found = _CATALOGUE.frameworks[f"{_COI}/{edition}"]
    assert isinstance(found, InterestRuleSet)
    return found


@pytest.mark.parametrize(
    ("on", "edition"),
    [
        (date(2013, 3, 28), "2013-03"),
        (date(2014, 9, 17), "2013-03"),
        (date(2014, 12, 17), "2013-03"),
        (date(2014, 12, 18), "2014-12"),
        (date(2016, 6, 27), "2014-12"),
        (date(2017, 6, 16), "2017-06"),
        (date(2022, 7, 1), "2017-06"),
    ],
)
def test_rule_set_follows_the_date(on: date, edition: str) -> None:
    assert _CATALOGUE.rule_set_in_force(_COI, on).edition == edition


@pytest.mark.parametrize("on", [date(2016, 6, 28), date(2017, 6, 15)])
def test_gap_between_editions_is_told_in_a_sentence(on: date) -> None:
    with pytest.raises(UnableToFindRuleSet) as refusal:
        _CATALOGUE.rule_set_in_force(_COI, on)
    assert str(refusal.value) == (
        f"No edition of {_COI} in the catalogue was in force on {on.day} {on:%B %Y}: the edition 2014-12 ended on "
        "27 June 2016 and the edition 2017-06 begins on 16 June 2017."
    )


def test_day_before_the_first_edition_and_unknown_framework_are_told() -> None:
    with pytest.raises(UnableToFindRuleSet, match="the edition 2013-03 begins on 28 March 2013"):
        _CATALOGUE.rule_set_in_force(_COI, date(2013, 3, 27))
    with pytest.raises(UnableToFindRuleSet, match="the catalogue holds no such framework"):
        _CATALOGUE.rule_set_in_force("nothing", date(2014, 1, 1))


@given(_ANY_DAY)
def test_at_most_one_edition_is_in_force(on: date) -> None:
    assert sum(edition.in_force(on) for edition in _CATALOGUE.editions_of(_COI)) <= 1


@pytest.mark.parametrize(
    ("kind", "giver", "pounds", "advice", "declare"),
    [
        ("GIFT", "SUPPLIER", "6.00", Advice.ACCEPT, False),
        ("GIFT", "SUPPLIER", "6.01", Advice.DECLINE, True),
        ("GIFT", "OTHER", "49.99", Advice.ACCEPT, False),
        ("GIFT", "OTHER", "50.00", Advice.ACCEPT_FOR_ORGANISATION, True),
        ("CASH", "OTHER", "1.00", Advice.DECLINE, True),
        ("HOSPITALITY", "SUPPLIER", "24.99", Advice.ACCEPT, False),
        ("HOSPITALITY", "OTHER", "25.00", Advice.ACCEPT, True),
        ("HOSPITALITY", "OTHER", "75.00", Advice.ACCEPT, True),
        ("HOSPITALITY", "OTHER", "75.01", Advice.ASK_FIRST, True),
    ],
)
def test_limit_decides_to_the_penny(
    kind: str, giver: str, pounds: str, advice: Advice, declare: bool
) -> None:
    band = gift_advice(_edition("2017-06"), kind=GiftKind(kind), giver=Giver(giver), pounds=Decimal(pounds))
    assert band is not None
    assert (band.advice, band.declare.value) == (advice, declare)


@given(
    st.sampled_from(list(GiftKind)),
    st.sampled_from([Giver.SUPPLIER, Giver.OTHER]),
    st.decimals("0.01", "100000", places=2),
)
def test_every_offer_has_advice_in_2017(kind: GiftKind, giver: Giver, pounds: Decimal) -> None:
    assert gift_advice(_edition("2017-06"), kind=kind, giver=giver, pounds=pounds) is not None


def test_edition_without_limits_gives_no_advice_and_says_why() -> None:
    early = _edition("2013-03")
    assert gift_advice(early, kind=GiftKind.GIFT, giver=Giver.OTHER, pounds=Decimal(60)) is None
    assert early.gifts.unread


def test_override_is_marked_with_its_reason() -> None:
    rules = _edition("2017-06")
    own = overridden(
        rules, [Override(key="publication.at_least_every_months", value=6, reason="We publish twice.")]
    )
    known = own.publication.at_least_every_months
    assert (known.value, known.mark, known.source) == (6, Mark.SETTING, None)
    assert known.note == "The tenant's own value, in place of 12: We publish twice."
    assert rules.publication.at_least_every_months.value == 12, "the edition itself does not change"


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("publication.nothing", 3, "is not a value"),
        ("declare_within_days", "soon", "needs a whole number"),
        ("declare_within_days", True, "needs a whole number"),
        ("publication.nil_returns_published", 1, "needs true or false"),
        ("declare_within_days", -1, "greater than or equal to 1"),
        ("publication.who", "NOBODY", "DECISION_MAKING_STAFF"),
    ],
)
def test_override_that_cannot_be_is_refused(key: str, value: bool | int | str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        overridden(_edition("2017-06"), [Override(key=key, value=value, reason="Why not.")])


def test_tenant_lives_the_edition_of_the_day_under_its_overrides() -> None:
    september = _CATALOGUE.interest_rules_in_force("dudley-ccg", date(2014, 9, 17))
    assert (september.edition, september.publication.at_least_every_months.value) == ("2013-03", 6)
    assert _CATALOGUE.interest_rules_in_force("dudley-ccg", date(2015, 1, 5)).edition == "2014-12"
    assert (
        _CATALOGUE.interest_rules_in_force("example-icb", date(2022, 7, 20)).role("coi-guardian") is not None
    )


def test_every_value_says_where_it_comes_from() -> None:
    for edition in _CATALOGUE.editions_of(_COI):
        assert isinstance(edition, InterestRuleSet)
        for known in (edition.declare_within_days, edition.publication.who, edition.indirect_is):
            assert known.provenance_in_words
            assert (known.source is not None) is (known.mark is Mark.READ)


def test_refresh_is_the_shortest_where_a_group_is_not_named() -> None:
    assert _edition("2017-06").refresh_months("employees") == 12
    assert _edition("2017-06").refresh_months("nobody") == 12


def test_open_edition_has_no_last_day() -> None:
    assert _edition("2017-06").in_force(date(2017, 6, 16) + timedelta(days=20_000))
