"""A reviewer's first page, what is compared, what is decided by whom, and what nobody who stands aside can reach."""

from datetime import date
from typing import Any

from backend.kit import database
from backend.reviewing import queries
from backend.reviewing.rules import Standing
from tests.reviewing.stage import SEVEN, a_body, a_submission, by_letter, commissioners


async def test_seven_commissioners_stand_on_one_page_with_what_is_late_other_and_changed(
    db: Any, found: Any
) -> None:
    body = await a_body(found, "Piers")
    ids = await commissioners(body, *SEVEN, lead="Piers")
    amber, bramble, copper, dun_cow, elder, *others = ids.values()
    for each in others:
        await by_letter(body, each, a_submission())
    await by_letter(body, amber, a_submission())
    first = a_submission({"meetings": "3", "breaches": "0"})
    await by_letter(body, bramble, first)
    again = a_submission({"meetings": "4", "breaches": "0"}, issue=2, subject_id=first.subject_id)
    await by_letter(body, bramble, again, on=date(2014, 10, 22))
    await by_letter(body, copper, a_submission(edition="2013-11"))
    await by_letter(body, dun_cow, a_submission(reds={"breaches": "One is open."}), on=date(2014, 10, 23))

    front = await body.read("Piers", queries.front_of)
    rows = {row.id: row.entries for row in front.rows}
    assert [len(each) for each in rows.values()] == [1] * 7
    assert (rows[elder][0].standing, rows[elder][0].days_late) == (Standing.LATE, 7)
    assert rows[bramble][0].changes == ("Meetings: 4 (was 3)",)
    assert "edition 2013-11, not 2014-11" in (rows[copper][0].differs or "")
    assert (rows[dun_cow][0].days_late, rows[dun_cow][0].reds[0].because) == (3, "One is open.")
    assert [each.differs for row in rows.values() for each in row if each.commissioner_id != copper] == [
        None
    ] * 6

    before = await body.read("Piers", queries.front_of, on=date(2014, 10, 18))
    then = {row.id: row.entries[0] for row in before.rows}
    assert (then[elder].standing, then[dun_cow].standing) == (Standing.DUE, Standing.DUE)
    assert (then[bramble].issue, then[bramble].changes) == (1, ())

    compared = await body.read("Piers", queries.comparison)
    assert [column.name[:6] for column in compared.columns] == [
        "Amber ",
        "Brambl",
        "Dun Co",
        "Fallow",
        "Glass ",
    ]
    assert compared.others[0].names == ("Copper Hill CCG (invented)",)
    assert compared.missing == ("Elder Wharf CCG (invented)",)
    other = await body.read("Piers", queries.comparison, definition=compared.others[0].definition.sha256[:12])
    assert [column.name[:6] for column in other.columns] == ["Copper"]


async def test_statements_do_not_grow_with_commissioners(db: Any, found: Any) -> None:
    counts = []
    for names in (SEVEN[:1], SEVEN):
        body = await a_body(found, "Piers")
        for commissioner_id in (await commissioners(body, *names)).values():
            await by_letter(body, commissioner_id, a_submission())
        taken = []
        for query in (queries.front_of, queries.comparison, queries.inbox_of, queries.conditions_of):
            before = database.DB.statements
            await body.read("Piers", query)
            taken.append(database.DB.statements - before)
        counts.append(taken)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12
