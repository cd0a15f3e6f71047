"""The page `docs/reference/facts.md`: every fact that a rule can read, and how a rule is written."""

from collections.abc import Iterator

from backend.catalogue.condition_words import condition_in_words
from backend.catalogue.conditions import condition_from
from backend.catalogue.vocabulary import (
    SUBJECTS,
    TYPE_IN_WORDS,
    FactKind,
    ValueType,
    facts_about,
    root_of,
)

_EXAMPLES = (
    (
        """share:
  of: person
  where: {fact: person.decision-making, is: true}
  test: {fact: person.last-declared-on, within_last: 12 months}
  at_least: 90""",
        {
            "share": {
                "of": "person",
                "where": {"fact": "person.decision-making", "is": True},
                "test": {"fact": "person.last-declared-on", "within_last": "12 months"},
                "at_least": 90,
            }
        },
    ),
    (
        """fact: office.holder
on: audit.chair
same_as: {fact: office.holder, on: coi-guardian}""",
        {
            "fact": "office.holder",
            "on": "audit.chair",
            "same_as": {"fact": "office.holder", "on": "coi-guardian"},
        },
    ),
    (
        """every:
  of: meeting
  where: {fact: meeting.state, is: held}
  latest: {count: 3, by: meeting.on}
  test: {fact: meeting.minutes-approved-on, given: true}""",
        {
            "every": {
                "of": "meeting",
                "where": {"fact": "meeting.state", "is": "held"},
                "latest": {"count": 3, "by": "meeting.on"},
                "test": {"fact": "meeting.minutes-approved-on", "given": True},
            }
        },
    ),
    (
        """count:
  of: action
  where:
    all:
      - {fact: action.state, one_of: [open, reopened]}
      - {fact: action.due-on, past: true}
  at_most: 0""",
        {
            "count": {
                "of": "action",
                "where": {
                    "all": [
                        {"fact": "action.state", "one_of": ["open", "reopened"]},
                        {"fact": "action.due-on", "past": True},
                    ]
                },
                "at_most": 0,
            }
        },
    ),
)

_COMPARISONS = (
    ("`is`, `is_not`", "yes or no, a number, a word of a list, a subject by its name"),
    ("`one_of`", "one of several words or names"),
    ("`at_least`, `at_most`", "a number"),
    ("`within_last: 12 months`", "a day in so much time up to the day judged, both ends included"),
    ("`within_next: 30 days`", "a day from the day judged on, so far ahead at most"),
    ("`older_than: 90 days`", "a day that lies further back than that"),
    ("`past: true`", "a day before the day judged; `past: false`: that day or later"),
    ("`since: 2014-04-01`, `before: 2014-04-01`", "on that day or later; before that day"),
    (
        "`no_later_than: meeting.on`, `allowing: 45 days`",
        "not after another day of the same subject, with so much more time",
    ),
    ("`given: true`", "the fact has a value; `given: false`: it is stated and empty"),
    ("`same_as: {fact: …, on: …}`", "points to a subject to which the other fact points, too"),
)


def in_markdown() -> str:
    """The page."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    yield "# Facts, and the rules that read them"
    yield ""
    yield "Generated from `backend/catalogue/vocabulary`; do not edit. A requirement of a framework may carry a"
    yield "rule. Rooms state facts; a rule compares them, and is met, not met, or unknown where a fact is not stated."
    yield "Why it is so: [how a rule follows what happens](../explanation/how-rules-follow-what-happens.md)."
    yield ""
    yield "## A rule"
    yield ""
    yield "One of: a comparison of one `fact`; `every`, `some`, `share` or `count` over a set; `all`, `any`, `not`."
    yield "A fact of one subject names it by `on`. A set says `of` what it is, `where` what holds of those in it, and"
    yield "`latest` how many of the newest; `test` must hold of them. `if_none` says what an empty set means (`every`"
    yield "is then met, `some` not met, `share` unknown). A fact that is stated and empty satisfies nothing but"
    yield "`given: false` and `is_not`."
    for text, data in _EXAMPLES:
        yield ""
        yield "```yaml"
        yield text
        yield "```"
        yield ""
        yield f"Read back: *{condition_in_words(condition_from(data))}*"
    yield ""
    yield "| Comparison | Holds of |"
    yield "| --- | --- |"
    for words, of in _COMPARISONS:
        yield f"| {words} | {of} |"
    yield ""
    yield "A length of time has its unit: `90 days`, `12 months`, `1 year`. Shares are per cent."
    for subject in SUBJECTS.values():
        yield ""
        yield f"## {subject.many[:1].upper()}{subject.many[1:]} (`{subject.key}`)"
        yield ""
        named = f"Named by {subject.names}." if subject.names else "Spoken of as a set alone."
        yield f"{named} It is one of a set while `{root_of(subject.key).key}` is stated of it."
        yield ""
        yield "| Fact | Is | Means | Empty means | Stated by |"
        yield "| --- | --- | --- | --- | --- |"
        for kind in facts_about(subject.key):
            yield f"| `{kind.key}` | {_type(kind)} | {_means(kind)} | {kind.none or 'never empty'} | {kind.room} |"


def _type(kind: FactKind) -> str:
    if kind.type is ValueType.SUBJECTS:
        return SUBJECTS[kind.to].many
    return TYPE_IN_WORDS[kind.type]


def _means(kind: FactKind) -> str:
    if kind.type is not ValueType.CHOICE:
        return kind.means
    return f"{kind.means} One of {', '.join(f'`{word}`' for word in kind.choices)}."
