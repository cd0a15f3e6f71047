"""Statements that differ, how a measure stands, who stands out, and what is read from what people type."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from backend.catalogue.measures import Better, Said
from backend.kit.periods import Period, UnableToReadPeriod
from backend.measures.rules.differing import Differs, differences_in
from backend.measures.rules.outliers import Side, outliers_in
from backend.measures.rules.pasted import read_lines
from backend.measures.rules.standing import Standing, standing_of
from backend.measures.rules.values import UnableToReadValue, Value, read_value, shown

BASELINE, TARGET, ACTUAL = Said.BASELINE, Said.TARGET, Said.ACTUAL


def says(
    said: Said, period: str, value: str | None, source: str = "page 8", unit: str = "days", **more: object
) -> Value:
    return Value(
        id=uuid4(),
        said=said,
        period=Period.read(period),
        value=None if value is None else Decimal(value),
        unit=unit,
        source=source,
        **more,  # type: ignore[arg-type]  # limits and the organisation
    )


def test_period_is_read_as_the_field_writes_it() -> None:
    year = Period.read("2018/19")
    assert (year.starts_on, year.ends_on, year.in_words) == (date(2018, 4, 1), date(2019, 3, 31), "2018/19")
    assert Period.read("1999/00").ends_on == date(2000, 3, 31)
    assert Period.read("2014-02").ends_on == date(2014, 2, 28)
    assert Period.read("2014-02").in_words == "February 2014"
    assert Period.read("2014").ends_on == date(2014, 12, 31)
    assert Period.read("2014-06-30").in_words == "30 June 2014"
    for wrong in ("2018/20", "2018-13", "2014-02-30", "last year", "", "2018/19/20"):
        with pytest.raises(UnableToReadPeriod, match="financial year"):
            Period.read(wrong)


def test_value_is_read_as_people_type_it_and_nothing_is_rounded() -> None:
    assert shown(read_value(" 24,145 ")) == "24,145"
    assert shown(read_value("71.60")) == "71.6"
    assert read_value("−3") == Decimal(-3)
    for wrong in ("", "74%", "1e9", "NaN", "inf", "1_000", "1.23456", "9" * 20):
        with pytest.raises(UnableToReadValue):
            read_value(wrong)


def test_sources_that_differ_are_named_with_their_pages() -> None:
    found = differences_in(
        [
            says(BASELINE, "2012/13", "2596", "page 8"),
            says(BASELINE, "2013/14", "2448", "page 56"),
            says(TARGET, "2018/19", "2530", "page 8"),
            says(TARGET, "2018/19", "2322", "pages 35 and 56"),
            says(TARGET, "2018/19", "2332", "page 26"),
        ]
    )
    by_kind = {each.kind: each.sentence for each in found}
    assert set(by_kind) == {Differs.VALUE, Differs.BASE_YEAR}
    assert by_kind[Differs.VALUE] == (
        "Target for 2018/19: 2,530 (page 8), 2,322 (pages 35 and 56) and 2,332 (page 26)."
    )
    assert "2,448 in 2013/14 (page 56)" in by_kind[Differs.BASE_YEAR]


def test_one_target_for_two_years_and_two_units_are_differences_and_one_sources_own_plateau_is_none() -> None:
    years = differences_in(
        [says(TARGET, "2015/16", "145", "page 57"), says(TARGET, "2018/19", "145", "page 37")]
    )
    assert [each.kind for each in years] == [Differs.YEAR]
    units = differences_in(
        [
            says(BASELINE, "2013-03", "86", unit="per cent"),
            says(TARGET, "2018/19", "230", "page 35", unit="people"),
        ]
    )
    assert [each.kind for each in units] == [Differs.UNIT]
    plateau = [says(TARGET, "2015/16", "2530"), says(TARGET, "2018/19", "2530")]
    assert differences_in(plateau) == ()
    lost = [says(TARGET, "2014/15", None), says(TARGET, "2014/15", "5", "page 9")]
    assert differences_in(lost) == ()


def test_standing_follows_the_trajectory_and_says_which_target_it_depends_on() -> None:
    told = [says(BASELINE, "2012/13", "100"), says(TARGET, "2014/15", "80")]

    def stands(*more: Value, better: Better = Better.LOWER) -> tuple[Standing, str]:
        found = standing_of([*told, *more], unit="days", better=better)
        return found.standing, found.why

    assert stands()[0] is Standing.NOT_MEASURED
    standing, why = stands(says(ACTUAL, "2013/14", "89", "a report"))
    assert standing is Standing.ON_TRACK and "straight line from 2012/13 to 2014/15" in why and "90" in why
    assert stands(says(ACTUAL, "2013/14", "91", "a report"))[0] is Standing.OFF_TRACK
    assert stands(says(ACTUAL, "2013/14", "91", "a report"), better=Better.HIGHER)[0] is Standing.ON_TRACK
    assert stands(says(ACTUAL, "2014/15", "80", "a report"))[0] is Standing.ON_TRACK
    other = says(TARGET, "2014/15", "70", "page 57")
    standing, why = stands(other, says(ACTUAL, "2014/15", "75", "a report"))
    assert standing is Standing.DISPUTED and "80 (page 8) or 70 (page 57)" in why
    assert (
        stands(says(ACTUAL, "2016/17", "81", "a report"))[0] is Standing.OFF_TRACK
    )  # what was aimed at stays
    assert stands(says(ACTUAL, "2011/12", "99", "a report"))[0] is Standing.NO_TARGET
    assert stands(says(ACTUAL, "2014/15", "1", "a report"), better=Better.NEITHER)[0] is Standing.NO_TARGET


def test_outliers_are_found_on_both_sides_and_never_among_few() -> None:
    def of(*numbers: str, **limits: object) -> list[Value]:
        return [
            says(ACTUAL, "2013/14", number, about_id=UUID(int=at + 1), about=f"Practice {at}", **limits)
            for at, number in enumerate(numbers)
        ]

    crowd = ("10", "11", "9", "10", "12", "8", "10", "11", "30", "-9")
    found = outliers_in(of(*crowd))
    assert [(each.value.shown, each.side) for each in found] == [("30", Side.ABOVE), ("-9", Side.BELOW)]
    assert "times their usual distance" in found[0].why
    assert outliers_in(of(*crowd[-7:])) == ()
    assert outliers_in(of(*["10"] * 9, "30")) == ()  # nobody differs, so there is no usual distance
    stated = outliers_in(of("4", "6", "11", low=Decimal(5), high=Decimal(10)))
    assert [(each.value.shown, each.side) for each in stated] == [("11", Side.ABOVE), ("4", Side.BELOW)]


def test_pasted_lines_are_read_and_every_wrong_one_is_named() -> None:
    known = {"oak surgery": UUID(int=1), "m00001": UUID(int=1), "elm surgery": UUID(int=2)}
    lines, problems = read_lines('Oak Surgery\t12.5\t5\t20\n"Elm Surgery"\t"1,200"\n\n', known)
    assert not problems
    assert [(each.value, each.low, each.high) for each in lines] == [
        (Decimal("12.5"), Decimal(5), Decimal(20)),
        (Decimal(1200), None, None),
    ]
    _, problems = read_lines(
        "M00001, 3\nOak Surgery, 4\nAsh Surgery, 5\nElm Surgery, high\nElm Surgery, 1, 9, 2\nx", known
    )
    assert [problem[:7] for problem in problems] == ["Line 2:", "Line 3:", "Line 4:", "Line 5:", "Line 6:"]
    assert "same organisation as line 1" in problems[0] and "Ash Surgery" in problems[1]
    assert read_lines("", known)[1]
