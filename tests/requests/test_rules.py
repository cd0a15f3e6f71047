"""The clock to the day, and what must be there before an answer is checked."""

from datetime import date

import pytest

from backend.requests import catalogued
from backend.requests.rules import Disclosing, Outcome, UnableToHandle, answering
from backend.requests.rules.clock import Standstill, after, check_extension, months_after, reading

OLD, NEW = "requests-for-information/2005-01", "requests-for-information/2018-05"


def clock(rules: str, kind: str, received: date, on: date, *stops: Standstill, **traits: int):  # type: ignore[no-untyped-def]
    return reading(catalogued.kind_of(rules, kind), received_on=received, stops=stops, on=on, **traits)


def stop(rules: str, kind: str, stop_id: str, since: date, until: date | None) -> Standstill:
    found = catalogued.kind_of(rules, kind).stop(stop_id)
    assert found is not None
    return Standstill(effect=found.effect, from_on=since, until_on=until)


def test_twenty_working_days_from_the_day_after_receipt_without_bank_holidays() -> None:
    told = clock(OLD, "foi", date(2014, 8, 1), date(2014, 8, 19))
    assert told.due_on == date(2014, 9, 1), "the bank holiday of 25 August does not count"
    assert told.in_words == "Working day 12 of 20" and not told.overdue
    late = clock(OLD, "foi", date(2014, 8, 1), date(2014, 9, 3))
    assert late.in_words == "2 working days late" and late.late_by == 2
    christmas = clock(OLD, "eir", date(2014, 12, 12), date(2014, 12, 12))
    assert christmas.due_on == date(2015, 1, 14) and christmas.day == 0
    on_a_sunday = clock(OLD, "foi", date(2014, 8, 3), date(2014, 8, 4))
    assert on_a_sunday.day == 1 and on_a_sunday.due_on == date(2014, 9, 1)


def test_clarification_starts_anew_and_a_fee_only_pauses() -> None:
    asked = stop(OLD, "foi", "clarification", date(2014, 8, 11), None)
    still = clock(OLD, "foi", date(2014, 8, 1), date(2014, 9, 30), asked)
    assert still.stopped and still.due_on is None and still.in_words == "Stopped on working day 6"
    came = stop(OLD, "foi", "clarification", date(2014, 8, 11), date(2014, 9, 1))
    anew = clock(OLD, "foi", date(2014, 8, 1), date(2014, 9, 2), came)
    assert anew.starts_on == date(2014, 9, 1) and anew.due_on == date(2014, 9, 29) and anew.day == 1
    paid = stop(OLD, "foi", "fee", date(2014, 8, 11), date(2014, 8, 18))
    paused = clock(OLD, "foi", date(2014, 8, 1), date(2014, 8, 19), paid)
    assert paused.due_on == date(2014, 9, 8), "five working days do not count"
    assert paused.day == 7 and paused.of == 20


def test_extension_and_the_clocks_of_subject_access() -> None:
    kind = catalogued.kind_of(OLD, "foi")
    assert clock(OLD, "foi", date(2014, 8, 1), date(2014, 8, 4), extended=20).due_on == date(2014, 9, 29)
    with pytest.raises(UnableToHandle, match="20 working days at the most"):
        check_extension(kind, 21)
    assert clock(OLD, "sar", date(2014, 8, 1), date(2014, 8, 2)).due_on == date(2014, 9, 10)
    with pytest.raises(UnableToHandle, match="no extension"):
        check_extension(catalogued.kind_of(OLD, "sar"), 1)
    assert clock(NEW, "sar", date(2019, 1, 31), date(2019, 2, 1)).due_on == date(2019, 2, 28)
    assert clock(NEW, "sar", date(2019, 3, 1), date(2019, 3, 2)).due_on == date(2019, 4, 1)
    assert clock(NEW, "sar", date(2019, 1, 31), date(2019, 2, 1), extended=2).due_on == date(2019, 4, 30)
    proof = stop(NEW, "sar", "identity", date(2019, 2, 4), date(2019, 2, 11))
    assert clock(NEW, "sar", date(2019, 1, 31), date(2019, 3, 1), proof).due_on == date(2019, 3, 11)
    asked = stop(NEW, "sar", "clarification", date(2019, 2, 4), date(2019, 2, 11))
    assert clock(NEW, "sar", date(2019, 1, 31), date(2019, 3, 1), asked).due_on == date(2019, 3, 7)
    assert months_after(date(2015, 12, 31), 2) == date(2016, 2, 29)
    assert kind.review is not None and after(kind.review, date(2014, 9, 1)) == date(2014, 10, 27)
    assert (
        catalogued.rules_on(date(2014, 9, 1)).key == OLD and catalogued.rules_on(date(2019, 1, 1)).key == NEW
    )
    with pytest.raises(UnableToHandle):
        catalogued.rules_on(date(2004, 12, 31))


def test_an_answer_needs_its_searches_reasons_opinion_and_copies() -> None:
    s36, s43 = (catalogued.exemption_of(OLD, each) for each in ("s36", "s43"))
    with pytest.raises(UnableToHandle, match="speaks for disclosing") as missing:
        answering.check_reasons(s43, interest_for=" ", interest_against="Bids")
    assert missing.value.field == "interest_for"
    answering.check_reasons(catalogued.exemption_of(OLD, "s21"), interest_for=None, interest_against=None)
    bare = {"applied": (), "documents": (), "open_searches": 0, "stopped": False}

    def refused(outcome: Outcome, match: str, **traits: object) -> None:
        with pytest.raises(UnableToHandle, match=match):
            answering.check_can_submit(outcome, **{**bare, **traits})  # type: ignore[arg-type]

    by = answering.Applied
    doc = answering.Found
    refused(Outcome.REFUSED, "which exemption")
    refused(Outcome.FULL, "1 search waits", open_searches=1)
    refused(Outcome.FULL, "stands still", stopped=True)
    refused(Outcome.REFUSED, "qualified person", applied=[by(exemption=s36, has_opinion=False)])
    undecided = doc(name="a.pdf", disclosing=Disclosing.UNDECIDED, copy_is_current=False)
    refused(
        Outcome.PART, "what becomes of", applied=[by(exemption=s43, has_opinion=False)], documents=[undecided]
    )
    stale = doc(name="a.pdf", disclosing=Disclosing.REDACTED, copy_is_current=False)
    refused(Outcome.PART, "redacted copy", applied=[by(exemption=s43, has_opinion=False)], documents=[stale])
    out = doc(name="a.pdf", disclosing=Disclosing.AS_IT_IS, copy_is_current=False)
    refused(Outcome.NOT_HELD, "is held", documents=[out])
    refused(Outcome.REFUSED, "goes out", applied=[by(exemption=s43, has_opinion=False)], documents=[out])
    cost = by(exemption=catalogued.exemption_of(OLD, "s12"), has_opinion=False)
    answering.check_can_submit(Outcome.REFUSED, applied=[cost], documents=[], open_searches=3, stopped=False)
    answering.check_can_submit(Outcome.FULL, applied=[], documents=[out], open_searches=0, stopped=False)
