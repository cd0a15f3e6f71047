"""Rules as people write them: what is wrong is said in a sentence, what is right reads back in English."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from backend.catalogue.condition_checks import Reading, problems_of, readings_of
from backend.catalogue.condition_words import condition_in_words
from backend.catalogue.conditions import condition_as_data, condition_from, period_after, period_before
from backend.catalogue.vocabulary import FACTS, SUBJECTS, ValueType, name_in_words, offices_on_committees

DECLARED = {"fact": "person.last-declared-on", "within_last": "12 months"}

MISSHAPEN = {
    "no unit": ({"fact": "person.last-declared-on", "within_last": 12}, "write “12 months” or “12 days”"),
    "no length": (
        {"fact": "person.last-declared-on", "within_last": "a while"},
        "“a while” is no length of time",
    ),
    "above all": ({"share": {"of": "person", "test": DECLARED, "at_least": 101}}, "no share is above 100%"),
    "below nothing": (
        {"share": {"of": "person", "test": DECLARED, "at_least": -1}},
        "no share is below nothing",
    ),
    "two bounds": (
        {"count": {"of": "action", "at_least": 1, "at_most": 2}},
        "takes one of at_least and at_most",
    ),
    "compared with nothing": ({"fact": "register.published-on", "on": "gifts"}, "compares it with nothing"),
    "compared twice": (
        {"fact": "meeting.papers", "at_least": 1, "at_most": 2},
        "at_least and at_most; a fact takes",
    ),
    "allowing alone": (
        {"fact": "meeting.on", "past": True, "allowing": "1 day"},
        "belongs to `no_later_than`",
    ),
    "no rule": ({"percentage": 90}, "A rule is one of fact, all, any"),
    "nothing in all": ({"all": []}, "at least 1 item"),
    "unknown key": ({"count": {"of": "action", "at_most": 0, "colour": "red"}}, "Extra inputs"),
}
SENSELESS = {
    "unknown fact": (
        {"fact": "ofice.holder", "on": "audit.chair", "given": True},
        "There is no fact “ofice.holder”. Did you mean “office.holder”?",
    ),
    "unknown fact of a known subject": (
        {"every": {"of": "pack", "test": {"fact": "pack.weight", "at_most": 3}}},
        "There is no fact “pack.weight”. Facts of a pack: pack.kind, pack.ready-on.",
    ),
    "wrong type": (
        {"fact": "register.published-on", "on": "gifts", "at_least": 3},
        "“register.published-on” is a day, which can’t be compared by `at_least`; it takes within_last, within_next, "
        "older_than, past, since, before, no_later_than, given.",
    ),
    "not of the list": (
        {"every": {"of": "meeting", "test": {"fact": "meeting.state", "is": "hold"}}},
        "“meeting.state” is never “hold”; it is one of planned, agenda-published, held, cancelled. Did you mean "
        "“held”?",
    ),
    "word for a flag": (
        {"every": {"of": "person", "test": {"fact": "person.seated", "is": "yes"}}},
        "“person.seated” is yes or no; write true or false, not “yes”.",
    ),
    "flag for a number": (
        {"fact": "committee.seats", "on": "audit", "is": True},
        "“committee.seats” is a whole number, not “True”.",
    ),
    "one of a set alone": (
        DECLARED,
        "“person.last-declared-on” is a fact of one person; say it of a set (every, some, share or count).",
    ),
    "no name said": (
        {"fact": "register.published-on", "past": True},
        "“register.published-on” is a fact of one register; name it with `on` (`interests`, `gifts`, `procurement` or "
        "`breaches`).",
    ),
    "another set": (
        {"every": {"of": "meeting", "test": DECLARED}},
        "“person.last-declared-on” is a fact of a person, but the set holds meetings.",
    ),
    "set in a set": (
        {"every": {"of": "meeting", "test": {"count": {"of": "action", "at_most": 0}}}},
        "A set can’t be looked at inside another set; state it as a rule of its own beside it.",
    ),
    "never empty": (
        {"fact": "committee.seats", "on": "audit", "given": True},
        "“committee.seats” is never empty, so `given` says nothing of it.",
    ),
    "order by a number": (
        {
            "every": {
                "of": "meeting",
                "latest": {"count": 1, "by": "meeting.papers"},
                "test": {"fact": "meeting.on", "past": True},
            }
        },
        "“meeting.papers” can’t put meetings in order: it takes a day of a meeting.",
    ),
    "unknown office": (
        {"fact": "office.holder", "on": "audit.chairman", "given": True},
        "Did you mean “audit.chair”?",
    ),
    "unlike things": (
        {"fact": "meeting.on", "on": "x", "same_as": {"fact": "office.holder", "on": "coi-guardian"}},
        "“meeting.on” is a day, which can’t be compared by `same_as`; it takes within_last, within_next, older_than, "
        "past, since, before, no_later_than.",
    ),
}


@pytest.mark.parametrize("case", MISSHAPEN)
def test_misshapen_rule_is_refused_with_a_sentence(case: str) -> None:
    rule, sentence = MISSHAPEN[case]
    with pytest.raises(ValidationError) as refused:
        condition_from(rule)
    assert sentence in str(refused.value)


@pytest.mark.parametrize("case", SENSELESS)
def test_rule_that_nothing_states_is_refused_with_a_sentence(case: str) -> None:
    rule, sentence = SENSELESS[case]
    assert any(sentence in problem for problem in problems_of(condition_from(rule)))


def test_rule_that_goes_on_for_ever_is_refused() -> None:
    rule: dict[str, Any] = {"fact": "office.holder", "on": "coi-guardian", "given": True}
    many = condition_from({"all": [rule] * 70})
    for _ in range(9):
        rule = {"not": rule}
    assert problems_of(condition_from(rule)) == (
        "A rule may hold conditions in each other up to 8 deep; this one goes deeper.",
    )
    assert "Make several of it." in problems_of(many)[0]


def test_rules_read_back_in_english_and_as_they_were_written() -> None:
    share = {
        "share": {
            "of": "person",
            "where": {"fact": "person.decision-making", "is": True},
            "test": DECLARED,
            "at_least": 90,
        }
    }
    same = {
        "fact": "office.holder",
        "on": "audit.chair",
        "same_as": {"fact": "office.holder", "on": "coi-guardian"},
    }
    words = {
        "For at least 90% of the people that make decisions, the last declaration of interests lies within the last 12 "
        "months.": share,
        "The chair of the audit committee is also the Conflicts of Interest Guardian.": same,
        "For milestone M13, the day on which it was accepted is recorded.": {
            "fact": "milestone.accepted-on",
            "on": "primary-care-co-commissioning.m13",
            "given": True,
        },
    }
    for sentence, rule in words.items():
        condition = condition_from(rule)
        assert problems_of(condition) == ()
        assert condition_in_words(condition) == sentence
        assert condition_as_data(condition) == rule
    assert readings_of(condition_from(same)) == {
        Reading("office.holder", "audit.chair"),
        Reading("office.holder", "coi-guardian"),
    }


def test_months_end_where_they_end() -> None:
    assert period_after(date(2014, 1, 31), "1 month") == date(2014, 2, 28)
    assert period_before(date(2014, 3, 31), "1 month") == date(2014, 2, 28)
    assert period_after(date(2016, 2, 29), "1 year") == date(2017, 2, 28)
    assert period_after(date(9999, 12, 31), "1 day") == date(9999, 12, 31), "never stays never"


def test_vocabulary_holds_together() -> None:
    for key, kind in FACTS.items():
        assert kind.about in SUBJECTS
        assert key.startswith(f"{kind.about}.")
        assert bool(kind.choices) is (kind.type is ValueType.CHOICE), key
        assert bool(kind.to) is (kind.type is ValueType.SUBJECTS), key
        assert bool(kind.otherwise) is (kind.type is ValueType.FLAG), key
        assert not kind.to or kind.to in SUBJECTS
    assert "audit.chair" in offices_on_committees()
    assert name_in_words("office", "governing-body.vice-chair") == "the vice-chair of the governing body"
