"""Rule sets by date, their limits to the penny, and a tenant's own values in their place."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.catalogue import loader
from backend.catalogue.overriding import Override, overridable, overridden
from backend.catalogue.problems import UnableToFindRuleSet
from backend.catalogue.rulesets import Advice, AudienceBy, GiftKind, Giver, InterestRuleSet, gift_advice
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
        (date(2016, 6, 28), "2016-06"),
        (date(2017, 6, 15), "2016-06"),
        (date(2017, 6, 16), "2017-06"),
        (date(2022, 6, 30), "2017-06"),
        (date(2022, 7, 1), "2022-07"),
        (date(2024, 9, 16), "2022-07"),
        (date(2024, 9, 17), "2024-09"),
    ],
)
def test_rule_set_follows_the_date(on: date, edition: str) -> None:
    assert _CATALOGUE.rule_set_in_force(_COI, on).edition == edition


def test_day_before_the_first_edition_and_unknown_framework_are_told() -> None:
    with pytest.raises(UnableToFindRuleSet, match="the edition 2013-03 begins on 28 March 2013"):
        _CATALOGUE.rule_set_in_force(_COI, date(2013, 3, 27))
    with pytest.raises(UnableToFindRuleSet, match="the catalogue holds no such framework"):
        _CATALOGUE.rule_set_in_force("nothing", date(2014, 1, 1))


@given(_ANY_DAY)
def test_one_edition_and_no_other_is_in_force_on_any_day(on: date) -> None:
    assert sum(edition.in_force(on) for edition in _CATALOGUE.editions_of(_COI)) == 1


def test_each_edition_begins_on_the_day_after_the_last_one_ended() -> None:
    editions = _CATALOGUE.editions_of(_COI)
    assert [each.edition for each in editions] == [
        "2013-03", "2014-12", "2016-06", "2017-06", "2022-07", "2024-09",
    ]  # fmt: skip
    for earlier, later in pairwise(editions):
        assert earlier.effective_to is not None
        assert earlier.effective_to.value + timedelta(days=1) == later.effective_from.value
    assert editions[-1].effective_to is None


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


@pytest.mark.parametrize(
    ("kind", "giver", "pounds", "advice"),
    [
        ("GIFT", "SUPPLIER", "0.01", Advice.DECLINE),
        ("GIFT", "OTHER", "9.99", Advice.ACCEPT),
        ("GIFT", "OTHER", "10.00", Advice.DECLINE),
        ("HOSPITALITY", "SUPPLIER", "25.00", Advice.ACCEPT),
        ("HOSPITALITY", "SUPPLIER", "25.01", Advice.ASK_FIRST),
    ],
)
def test_limits_of_2016_are_stricter(kind: str, giver: str, pounds: str, advice: Advice) -> None:
    band = gift_advice(_edition("2016-06"), kind=GiftKind(kind), giver=Giver(giver), pounds=Decimal(pounds))
    assert band is not None
    assert band.advice is advice


@given(
    st.sampled_from(["2016-06", "2017-06", "2022-07", "2024-09"]),
    st.sampled_from(list(GiftKind)),
    st.sampled_from([Giver.SUPPLIER, Giver.OTHER]),
    st.decimals("0.01", "100000", places=2),
)
def test_every_offer_has_advice_from_2016_on(
    edition: str, kind: GiftKind, giver: Giver, pounds: Decimal
) -> None:
    assert gift_advice(_edition(edition), kind=kind, giver=giver, pounds=pounds) is not None


def _own(key: str, value: bool | int | str) -> InterestRuleSet:
    return overridden(_edition("2017-06"), [Override(key=key, value=value, reason="Our policy is stricter.")])


def _for_gift(rules: InterestRuleSet, pounds: str) -> Advice:
    band = gift_advice(rules, kind=GiftKind.GIFT, giver=Giver.OTHER, pounds=Decimal(pounds))
    assert band is not None
    return band.advice


def test_tenant_moves_a_limit_and_both_bands_follow() -> None:
    rules = _own("gifts.other.gift.limit-1", "20.00")
    assert [_for_gift(rules, each) for each in ("19.99", "20.00", "49.99")] == [
        Advice.ACCEPT, Advice.ACCEPT_FOR_ORGANISATION, Advice.ACCEPT_FOR_ORGANISATION,
    ]  # fmt: skip
    edge = rules.gifts.bands[2].up_to
    assert edge is not None
    assert edge.note == "The tenant's own value, in place of £50.00: Our policy is stricter."


@pytest.mark.parametrize(
    ("included", "advice"), [(True, Advice.ACCEPT), (False, Advice.ACCEPT_FOR_ORGANISATION)]
)
def test_tenant_says_whether_the_very_amount_belongs_below_the_limit(included: bool, advice: Advice) -> None:
    rules = _own("gifts.other.gift.limit-1-included", included)
    assert _for_gift(rules, "50.00") is advice
    assert _for_gift(rules, "49.99") is Advice.ACCEPT
    assert _for_gift(rules, "50.01") is Advice.ACCEPT_FOR_ORGANISATION


def test_tenant_asks_one_group_to_refresh_sooner() -> None:
    rules = _own("declarants.governing-body.refresh_months", 6)
    assert (rules.refresh_months("governing-body"), rules.refresh_months("employees")) == (6, 12)


def test_every_overridable_value_takes_its_own_value_back() -> None:
    for edition in _CATALOGUE.editions_of(_COI):
        assert isinstance(edition, InterestRuleSet)
        for key, known in overridable(edition).items():
            value = str(known.value) if isinstance(known.value, Decimal | str) else known.value
            same = overridden(edition, [Override(key=key, value=value, reason="As it was.")])
            assert overridable(same)[key].value == known.value


def test_who_must_train_can_be_matched_or_is_added_by_name() -> None:
    training = _edition("2017-06").training
    assert training is not None
    module = training.module("module-1")
    assert module is not None
    assert {criterion.by for audience in module.mandatory_for for criterion in audience.match} == {
        AudienceBy.COMMITTEE_KIND, AudienceBy.SEAT_CAPACITY, AudienceBy.ROLE, AudienceBy.DECISION_MAKING,
    }  # fmt: skip
    assert _edition("2014-12").training is None
    assert _edition("2024-09").training is not None
    assert not any(each.mandatory_for for each in _edition("2024-09").training.modules)  # type: ignore[union-attr]  # asserted in the line above


def test_registers_are_refreshed_twice_a_year_in_2016_alone() -> None:
    found = {
        each.edition: each.refresh_months("employees")
        for each in map(_edition, ["2014-12", "2016-06", "2017-06"])
    }
    assert found == {"2014-12": 12, "2016-06": 6, "2017-06": 12}


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
        ("gifts.other.gift.limit-1", "a lot", "needs an amount in pounds"),
        ("gifts.other.gift.limit-1", "-5", "needs an amount in pounds"),
        ("gifts.anyone.hospitality.limit-1", "80.00", "must rise from one to the next"),
        ("gifts.other.gift.limit-9", "5.00", "is not a value"),
        ("gifts.other.gift.limit-1-included", "yes", "needs true or false"),
        ("declarants.nobody.refresh_months", 3, "is not a value"),
    ],
)
def test_override_that_cannot_be_is_refused(key: str, value: bool | int | str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        overridden(_edition("2017-06"), [Override(key=key, value=value, reason="Why not.")])


def test_tenant_lives_the_edition_of_the_day_under_its_overrides() -> None:
    september = _CATALOGUE.interest_rules_in_force("dudley-ccg", date(2014, 9, 17))
    assert (september.edition, september.publication.at_least_every_months.value) == ("2013-03", 6)
    assert _CATALOGUE.interest_rules_in_force("example-icb", date(2022, 7, 20)).edition == "2022-07"
    for slug in ("dudley-ccg", "example-icb"):
        tenant = _CATALOGUE.tenants[slug]
        begins = _CATALOGUE.rule_set_in_force(_COI, tenant.starts_on)
        assert tenant.interests.rule_set == begins.key, "a demonstration begins under what was in force"
    assert _CATALOGUE.interest_rules_in_force("dudley-ccg", date(2015, 1, 5)).edition == "2014-12"
    assert (
        _CATALOGUE.interest_rules_in_force("example-icb", date(2022, 7, 20)).role("coi-guardian") is not None
    )


def test_every_value_says_where_it_comes_from() -> None:
    for edition in _CATALOGUE.editions_of(_COI):
        assert isinstance(edition, InterestRuleSet)
        for known in (edition.declare_within_days, edition.publication.who, edition.indirect_is):
            assert known.provenance_in_words
            assert (known.source is None) is (known.mark is Mark.MEMORY)


def test_refresh_is_the_shortest_where_a_group_is_not_named() -> None:
    assert _edition("2017-06").refresh_months("employees") == 12
    assert _edition("2017-06").refresh_months("nobody") == 12


def test_open_edition_has_no_last_day() -> None:
    assert _edition("2024-09").in_force(date(2024, 9, 17) + timedelta(days=20_000))
