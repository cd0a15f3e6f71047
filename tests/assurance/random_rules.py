"""Random facts and random rules over them, small enough that every kind of trouble turns up often."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

BASE = date(2014, 9, 1)
SUBJECTS = {
    "committee": ("audit", "board", "clinical", "dormant"),
    "office": ("audit.chair", "coi-guardian"),
    "person": ("ada", "ben", "cy", "di"),
}
PERIODS = st.sampled_from(("1 day", "9 days", "30 days", "1 month", "2 months", "1 year"))
DAYS = st.integers(-40, 45).map(lambda step: BASE + timedelta(days=step))
HOLDERS = st.lists(st.sampled_from(SUBJECTS["person"]), max_size=2, unique=True).map(
    lambda ids: tuple(sorted(ids)) or None
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "committee.kind": st.sampled_from(("audit", "board", "other")),
    "committee.ours": st.booleans(),
    "committee.seats": st.integers(0, 4),
    "committee.terms-reviewed-on": st.none() | DAYS,
    "committee.terms-review-by": st.none() | DAYS,
    "office.holder": HOLDERS,
    "person.decision-making": st.booleans(),
    "person.last-declared-on": st.none() | DAYS,
    "person.declaration-due-on": DAYS,
}
FACTS = {about: [key for key in VALUES if key.startswith(about)] for about in SUBJECTS}


@st.composite
def spans(draw: st.DrawFn, fact: str) -> list[tuple[date | None, date | None, Any]]:
    """What is stated of one fact: mostly one value for good, at times two with a day between them, or with a gap."""
    form = draw(st.integers(0, 5))
    first = draw(VALUES[fact])
    if form <= 3:
        return [(None, None, first)]
    day = draw(DAYS)
    if form == 4:
        return [(None, day, first), (day, None, draw(VALUES[fact]))]
    return [(day, day + timedelta(days=draw(st.integers(1, 20))), first)]


@st.composite
def statements(draw: st.DrawFn, about: str) -> dict[str, list[tuple[date | None, date | None, Any]]]:
    """What is stated of one subject: facts are missing at times, and now and then all of them."""
    if draw(st.integers(0, 9)) == 0:
        return {}
    return {fact: draw(spans(fact)) for fact in FACTS[about] if draw(st.integers(0, 5))}


@st.composite
def comparisons(draw: st.DrawFn, about: str, *, named: bool) -> dict[str, Any]:
    fact = draw(st.sampled_from(FACTS[about]))
    found: dict[str, Any] = {"fact": fact}
    if named:
        found["on"] = draw(st.sampled_from(SUBJECTS[about]))
    if fact == "committee.kind":
        words = st.sampled_from(("audit", "board", "other"))
        key = draw(st.sampled_from(("is", "is_not", "one_of")))
        found[key] = draw(st.lists(words, min_size=1, max_size=2)) if key == "one_of" else draw(words)
    elif fact in ("committee.ours", "person.decision-making"):
        found["is"] = draw(st.booleans())
    elif fact == "committee.seats":
        found[draw(st.sampled_from(("at_least", "at_most", "is", "is_not")))] = draw(st.integers(0, 4))
    elif fact == "office.holder":
        if draw(st.booleans()):
            found["same_as"] = {"fact": "office.holder", "on": draw(st.sampled_from(SUBJECTS["office"]))}
        else:
            found["given"] = draw(st.booleans())
    else:
        found |= draw(of_days(fact))
    return found


@st.composite
def of_days(draw: st.DrawFn, fact: str) -> dict[str, Any]:
    keys = ["within_last", "within_next", "older_than", "past", "since", "before", "no_later_than"]
    key = draw(st.sampled_from(keys if fact == "person.declaration-due-on" else [*keys, "given"]))
    if key in ("past", "given"):
        return {key: draw(st.booleans())}
    if key in ("since", "before"):
        return {key: draw(DAYS).isoformat()}
    if key == "no_later_than":
        others = {"committee": "committee.terms-review-by", "person": "person.declaration-due-on"}
        more = {"allowing": draw(PERIODS)} if draw(st.booleans()) else {}
        return {key: others[fact.partition(".")[0]], **more}
    return {key: draw(PERIODS)}


def of_one(about: str) -> st.SearchStrategy[dict[str, Any]]:
    """A condition inside a set."""
    single = comparisons(about, named=False)
    return st.recursive(single, _joined, max_leaves=3)


@st.composite
def over_sets(draw: st.DrawFn) -> dict[str, Any]:
    about = draw(st.sampled_from(("committee", "person")))
    found: dict[str, Any] = {"of": about}
    if draw(st.booleans()):
        found["where"] = draw(of_one(about))
    if draw(st.integers(0, 3)) == 0:
        by = "committee.terms-reviewed-on" if about == "committee" else "person.last-declared-on"
        found["latest"] = {"count": draw(st.integers(1, 3)), "by": by}
    kind = draw(st.sampled_from(("every", "some", "share", "count")))
    if kind == "count":
        return {kind: {**found, draw(st.sampled_from(("at_least", "at_most"))): draw(st.integers(0, 4))}}
    found["test"] = draw(of_one(about))
    if draw(st.integers(0, 2)) == 0:
        found["if_none"] = draw(st.sampled_from(("met", "not-met", "unknown")))
    if kind == "share":
        found[draw(st.sampled_from(("at_least", "at_most")))] = draw(st.sampled_from((0, 34, 50, 90, 100)))
    return {kind: found}


def _joined(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    several = st.lists(inner, min_size=1, max_size=3)
    return (
        several.map(lambda parts: {"all": parts})
        | several.map(lambda parts: {"any": parts})
        | inner.map(lambda part: {"not": part})
    )


NAMED = comparisons("committee", named=True) | comparisons("office", named=True)
RULES = st.recursive(NAMED | over_sets(), _joined, max_leaves=4)
ABOUTS = st.sampled_from(tuple(SUBJECTS))
WORLDS = st.fixed_dictionaries(
    {
        about: st.fixed_dictionaries({name: statements(about) for name in names})
        for about, names in SUBJECTS.items()
    }
)
