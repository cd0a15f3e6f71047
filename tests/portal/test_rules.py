"""What differs between two packs, where a release and a request stand: values in, answers out."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from backend.packs import bag
from backend.portal import opened, rules
from backend.portal.pages.shared import working_days_left
from backend.portal.rules import Asked, Differs, Standing, UnableToOpen
from tests.packs.sealed import INFO, KEY

NOW = datetime(2014, 10, 1, 9, tzinfo=UTC)


def test_rows_are_the_same_by_their_first_column_and_else_as_wholes() -> None:
    named = rules.changes_of_rows(
        "a.csv",
        [{"Name": "A", "Role": "x"}, {"Name": "B", "Role": "y"}],
        [{"Name": "A", "Role": "z"}, {"Name": "C", "Role": "y"}],
    )
    assert [(each.key, each.how, each.before, each.after) for each in named.rows] == [
        ("A", Differs.CHANGED, {"Role": "x"}, {"Role": "z"}),
        ("C", Differs.ADDED, {}, {"Name": "C", "Role": "y"}),
        ("B", Differs.REMOVED, {"Name": "B", "Role": "y"}, {}),
    ]
    twice = rules.changes_of_rows(
        "b.csv", [{"Name": "A", "Role": "x"}, {"Name": "A", "Role": "x"}], [{"Name": "A", "Role": "x"}]
    )
    assert [each.how for each in twice.rows] == [Differs.REMOVED] and twice.kept == 1


def test_files_and_front_page_of_a_pack_are_read_of_its_bytes() -> None:
    front = {"statement.json": json.dumps({"opinion": "Reasonable", "red": ["Two late"]}).encode()}
    pack = bag.write_bag(files={**front, "registers/a.csv": b"Name,Role\r\nA,x\r\n"}, info=INFO, signer=KEY)
    said = json.loads(opened.bag_task(b"\x00\x00\x00\x02[]" + pack))
    assert set(said["files"]) == {"statement.json", "registers/a.csv"}
    tables = dict(said["tables"])
    assert tables["registers/a.csv"] == [[["Name", "A"], ["Role", "x"]]]
    assert tables["statement.json"] == [
        [["Where", "opinion"], ["Says", "Reasonable"]],
        [["Where", "red, 1"], ["Says", "Two late"]],
    ]


@pytest.mark.parametrize(
    ("traits", "standing"),
    [
        ({}, Standing.LIVE),
        ({"superseded": True}, Standing.SUPERSEDED),
        ({"expires_at": NOW, "superseded": True}, Standing.EXPIRED),
        ({"revoked": True, "expires_at": NOW}, Standing.REVOKED),
        ({"handed_on": True, "revoked": True}, Standing.HANDED_ON),
    ],
)
def test_gravest_is_said_of_a_release(traits: dict[str, object], standing: Standing) -> None:
    values = {
        "expires_at": NOW + timedelta(seconds=1),
        "revoked": False,
        "superseded": False,
        "handed_on": False,
        **traits,
    }
    assert rules.standing_of(now=NOW, **values) is standing  # type: ignore[arg-type]  # traits of the case
    if standing in (Standing.LIVE, Standing.SUPERSEDED):
        rules.check_can_take(standing, taken=0, limit=1)
    else:
        with pytest.raises(UnableToOpen):
            rules.check_can_take(standing, taken=0, limit=None)


def test_request_is_overdue_from_the_day_after_and_never_once_answered() -> None:
    due = date(2014, 10, 10)
    given = {"due_on": due, "satisfied": None}
    assert rules.asked_standing(on=due, answered=False, **given) is Asked.OPEN  # type: ignore[arg-type]
    late = due + timedelta(days=1)
    assert rules.asked_standing(on=late, answered=False, **given) is Asked.OVERDUE  # type: ignore[arg-type]
    assert rules.asked_standing(on=late, answered=True, **given) is Asked.ANSWERED  # type: ignore[arg-type]
    assert working_days_left(date(2014, 10, 10), date(2014, 10, 13)) == "in 1 working day"
    assert working_days_left(date(2014, 10, 13), date(2014, 10, 9)) == "2 working days ago"
