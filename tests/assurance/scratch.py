"""What a rule says, worked out from scratch: plain values in, one naive reading of the rules' meaning, no code of ours.

`world` is what is stated: {kind of fact: {subject: [(from or None, until or None, value), ...]}}. A rule is its JSON.
Slow and simple: it looks at one day at a time, and at every way in which what is not known could turn out.
"""

import itertools
from calendar import monthrange
from datetime import date, timedelta
from typing import Any

ROOTS = {"committee": "committee.kind", "person": "person.decision-making", "office": "office.holder"}
UNSTATED = object()

FAR = 100
"""How many days it looks ahead."""

World = dict[str, dict[str, list[tuple[date | None, date | None, Any]]]]


def outcome(rule: dict[str, Any], world: World, day: date) -> str:
    return {True: "met", False: "not-met", None: "unknown"}[holds(rule, world, None, day)]


def lapses_on(rule: dict[str, Any], world: World, day: date, horizon: int = FAR) -> date | None:
    """The first later day with another outcome, one day after the other."""
    now = outcome(rule, world, day)
    for step in range(1, horizon):
        if outcome(rule, world, day + timedelta(days=step)) != now:
            return day + timedelta(days=step)
    return None


def value(world: World, fact: str, subject: str, day: date) -> Any:
    for start, until, found in world.get(fact, {}).get(subject, []):
        if (start is None or day >= start) and (until is None or day < until):
            return found
    return UNSTATED


def holds(rule: dict[str, Any], world: World, subject: str | None, day: date) -> bool | None:
    if "fact" in rule:
        return comparison(rule, world, subject, day)
    if "not" in rule:
        inner = holds(rule["not"], world, subject, day)
        return None if inner is None else not inner
    if "all" in rule or "any" in rule:
        parts = [holds(part, world, subject, day) for part in rule["all" if "all" in rule else "any"]]
        ways = itertools.product(*[(True, False) if part is None else (part,) for part in parts])
        return agreed({all(way) if "all" in rule else any(way) for way in ways})
    ((kind, chosen),) = rule.items()
    return over_set(kind, chosen, lines(chosen, world, day))


def agreed(answers: set[bool | None]) -> bool | None:
    return answers.pop() if len(answers) == 1 else None


def lines(chosen: dict[str, Any], world: World, day: date) -> list[tuple[bool | None, bool | None]]:
    found: list[tuple[Any, str, bool | None, bool | None]] = []
    for subject in world.get(ROOTS[chosen["of"]], {}):
        if value(world, ROOTS[chosen["of"]], subject, day) is UNSTATED:
            continue
        where = holds(chosen["where"], world, subject, day) if "where" in chosen else True
        if where is False:
            continue
        test = holds(chosen["test"], world, subject, day) if "test" in chosen else True
        by = value(world, chosen["latest"]["by"], subject, day) if "latest" in chosen else None
        found.append((by, subject, where, test))
    if "latest" in chosen:
        found = [each for each in found if each[0] is not UNSTATED and each[0] is not None]
        found.sort(key=lambda each: each[1])
        found.sort(key=lambda each: each[0], reverse=True)
        sure = 0
        taken = []
        for each in found:
            if sure < chosen["latest"]["count"]:
                taken.append(each)
                sure += each[2] is True
        found = taken
    return [(where, test) for _, _, where, test in found]


def over_set(kind: str, chosen: dict[str, Any], found: list[tuple[bool | None, bool | None]]) -> bool | None:
    """Every way in which the unknown could turn out; the answer is what all ways agree on."""
    options = []
    for where, test in found:
        wheres = (True, False) if where is None else (where,)
        tests = (True, False) if test is None else (test,)
        options.append(list(dict.fromkeys((w, w and t) for w in wheres for t in tests)))
    answers: set[bool | None] = set()
    for way in itertools.product(*options):
        inside = [test for where, test in way if where]
        answers.add(one_way(kind, chosen, inside))
    return agreed(answers)


def one_way(kind: str, chosen: dict[str, Any], inside: list[bool]) -> bool | None:
    if kind == "count":
        return bounded(len(inside), chosen)
    if not inside:
        default = {"every": "met", "some": "not-met", "share": "unknown"}[kind]
        return {"met": True, "not-met": False, "unknown": None}[chosen.get("if_none", default)]
    if kind == "every":
        return all(inside)
    if kind == "some":
        return any(inside)
    return bounded(100 * sum(inside) / len(inside), chosen)


def bounded(amount: float, chosen: dict[str, Any]) -> bool:
    return bool(amount >= chosen["at_least"] if "at_least" in chosen else amount <= chosen["at_most"])


def comparison(rule: dict[str, Any], world: World, subject: str | None, day: date) -> bool | None:
    subject = rule.get("on", subject)
    assert subject is not None
    found = value(world, rule["fact"], subject, day)
    if found is UNSTATED:
        return None
    if "given" in rule:
        return bool((found is not None) == rule["given"])
    if "is_not" in rule:
        return bool(rule["is_not"] not in found if isinstance(found, tuple) else found != rule["is_not"])
    if "same_as" in rule:
        other = value(world, rule["same_as"]["fact"], rule["same_as"]["on"], day)
        if found is None:
            return False
        if other is UNSTATED:
            return None
        return bool(other is not None and any(each in other for each in found))
    if found is None:
        return False
    if "no_later_than" in rule:
        limit = value(world, rule["no_later_than"], subject, day)
        if limit is UNSTATED:
            return None
        return bool(limit is not None and found <= later(limit, rule.get("allowing", "0 days")))
    if "is" in rule:
        return bool(rule["is"] in found if isinstance(found, tuple) else found == rule["is"])
    if "one_of" in rule:
        return bool(
            any(each in found if isinstance(found, tuple) else each == found for each in rule["one_of"])
        )
    if "at_least" in rule or "at_most" in rule:
        return bounded(found, rule)
    if "past" in rule:
        return bool((found < day) == rule["past"])
    if "since" in rule:
        return bool(found.isoformat() >= rule["since"])
    if "before" in rule:
        return bool(found.isoformat() < rule["before"])
    if "within_last" in rule:
        return bool(found <= day and day <= later(found, rule["within_last"]))
    if "older_than" in rule:
        return bool(day > later(found, rule["older_than"]))
    assert "within_next" in rule
    return bool(day <= found and day >= later(found, rule["within_next"], -1))


def later(day: date, period: str, sign: int = 1) -> date:
    number, unit = period.split()
    count = int(number) * sign
    if unit.startswith("day"):
        return day + timedelta(days=count)
    count *= 12 if unit.startswith("year") else 1
    year, month = day.year, day.month
    for _ in range(abs(count)):
        month += 1 if count > 0 else -1
        if month in (0, 13):
            year, month = (year + 1, 1) if month == 13 else (year - 1, 12)
    return date(year, month, min(day.day, monthrange(year, month)[1]))
