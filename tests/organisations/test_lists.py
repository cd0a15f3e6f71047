"""Bringing lists in: the practice file as the NHS Organisation Data Service orders it, and plain ones."""

from datetime import date
from typing import Any

import pytest

from backend.catalogue.organisations import Organisation
from backend.organisations import bringing_in, lists, operations, queries
from backend.scope import OvertakenByAnother, Scope
from backend.tenancy import transactions

PLAIN = [
    ["Name", "Kind", "ODS code", "Company number", "Former names", "Part of", "Start", "End"],
    [
        "Meadow Invented Practice",
        "GP practice",
        "m87001",
        None,
        "Old Meadow; The Meadow",
        None,
        "1/4/1974",
        None,
    ],
    [
        "Meadow Invented Premises",
        "Limited company",
        None,
        1234567.0,
        None,
        "Meadow Invented Practice",
        None,
        None,
    ],
    [None, None, None, None, None, None, None, None],
    ["", "Charity", None, None, None, None, None, None],
    ["Backwards Invented", "Charity", None, None, None, None, "2015-04-01", "2014-04-01"],
    ["Meadow invented PRACTICE", "GP practice", "M87001", None, None, None, None, None],
    ["Odd Invented", "Circus", "!!", "12AB", None, None, "soon", None],
]


def practice(
    code: str, name: str, *, closed: str = "", commissioner: str = "05C", setting: str = "4"
) -> list[str]:
    """A row of the practice file, in its order of 27 columns."""
    row = [""] * 27
    row[0], row[1], row[10], row[11], row[12], row[14] = code, name, "19740401", closed, "A", commissioner
    row[25] = setting
    return row


def test_plain_list_is_read_with_an_error_for_each_wrong_cell() -> None:
    found = lists.read(PLAIN)
    assert found.layout == "plain"
    assert [(row.row, row.name, row.type, row.ods_code, row.company_number) for row in found.rows] == [
        (2, "Meadow Invented Practice", "practice", "M87001", None),
        (3, "Meadow Invented Premises", "company", None, "01234567"),
    ]
    assert found.rows[0].former_names == ("Old Meadow", "The Meadow")
    assert found.rows[0].started_on == date(1974, 4, 1)
    assert {(problem.row, problem.column) for problem in found.problems} == {
        (5, "Name"),
        (6, "End"),
        (7, "Name"),
        (8, "Type"),
        (8, "Ods code"),
        (8, "Company number"),
        (8, "Start"),
    }
    assert "stands in row 2 already" in next(p.sentence for p in found.problems if p.row == 7)


def test_practice_file_is_known_by_its_shape_and_sifted_by_commissioner() -> None:
    rows = [
        practice("M87001", "THE MEADOW INVENTED SURGERY"),
        practice("M87002", "ST INVENTED'S NHS CENTRE", closed="20140331"),
        practice("Y00001", "FAR AWAY INVENTED SURGERY", commissioner="99X"),
        practice("M87003", "INVENTED PRISON", setting="10"),
    ]
    found = lists.read(rows, commissioner="05c")
    assert found.layout == "ods" and found.left_out == 2 and found.problems == []
    assert [(row.ods_code, row.name, row.ended_on) for row in found.rows] == [
        ("M87001", "The Meadow Invented Surgery", None),
        ("M87002", "St Invented's NHS Centre", date(2014, 3, 31)),
    ]
    assert len(lists.read(rows).rows) == 3


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([], "no rows"),
        ([["", None]], "no rows"),
        ([["Who", "What"], ["a", "b"]], "no column called “Name”"),
        ([["Name"]] * 20_002, "at most 20,000"),
    ],
)
def test_file_that_is_no_list_is_refused_in_words(cells: list[list[Any]], words: str) -> None:
    with pytest.raises(lists.UnableToReadList, match=words):
        lists.read(cells)


async def test_list_adds_fills_and_never_overwrites_and_twice_changes_nothing(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        known = Organisation.model_validate(
            {
                "id": "meadow",
                "name": "The Meadow",
                "type": "practice",
                "started_on": "1980-01-01",
                "mark": "setting",
                "ods_code": "M87001",
            }
        )
        meadow = await operations.add_organisation(scope, organisation=known)
        list_id = await bringing_in.keep_list(scope, file_name="directory.csv", read=lists.read(PLAIN))
        plan = await bringing_in.bring_in(scope, list_id=list_id)
        assert [row.name for row in plan.added] == ["Meadow Invented Premises"] and len(plan.problems) == 7
        assert [change.words for change in plan.changed] == [
            "also known as Meadow Invented Practice, formerly Old Meadow"
        ]
        line = (await queries.organisations_by_id(scope, ids=[meadow]))[meadow]
        assert (line.name, line.started_on) == ("The Meadow", date(1980, 1, 1))
        premises = (await queries.organisations_named(scope, names=["meadow invented premises"])).popitem()[
            1
        ][0]
        assert (premises.part_of, premises.company_number) == (meadow, "01234567")

        with pytest.raises(OvertakenByAnother, match="already"):
            await bringing_in.bring_in(scope, list_id=list_id)
        again = await bringing_in.keep_list(scope, file_name="directory.csv", read=lists.read(PLAIN))
        second = await bringing_in.bring_in(scope, list_id=again)
        assert (second.added, second.changed, second.unchanged) == ([], [], 2)


async def test_practices_of_one_name_are_told_apart_by_their_codes(scope: Scope) -> None:
    rows = [practice(f"M8700{number}", "THE SURGERY") for number in range(3)]
    async with transactions.scope_tx(scope):
        list_id = await bringing_in.keep_list(scope, file_name="epraccur.csv", read=lists.read(rows))
        await bringing_in.bring_in(scope, list_id=list_id)
        names = [line.name for line in await queries.organisations_of(scope)]
        again = await bringing_in.keep_list(scope, file_name="epraccur.csv", read=lists.read(rows))
        plan = await bringing_in.plan_of(scope, kept=await bringing_in.list_of(scope, list_id=again))
    assert names == ["The Surgery", "The Surgery (M87001)", "The Surgery (M87002)"]
    assert plan.added == [] and plan.unchanged + len(plan.changed) == 3
