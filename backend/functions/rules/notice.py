"""Notice: on which day it takes effect by a dated rule, and until when it can be given for the next one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from backend.catalogue.functions import NoticeRule, day_in


@dataclass(frozen=True, slots=True, kw_only=True)
class NextNotice:
    """The last day to give notice, and the day on which it would take effect: the first without the agreement."""

    rule: NoticeRule
    last_day: date
    takes_effect: date

    def days_left(self, on: date) -> int:
        return (self.last_day - on).days


def rule_on(rules: Iterable[NoticeRule], on: date) -> NoticeRule | None:
    """The rule in force on the day on which notice is given; the latest to begin where several are."""
    there = [rule for rule in rules if rule.in_force(on)]
    return max(there, key=lambda rule: rule.effective_from) if there else None


def takes_effect(rule: NoticeRule, given_on: date) -> date:
    """The first day without the agreement, where notice is given on a day.

    Given by the last day of a year it takes effect on the next such day after it; a day later, a year later.
    """
    return _after(rule, next_last_day(rule, given_on))


def next_last_day(rule: NoticeRule, on: date) -> date:
    """The next day, from `on` on, by which notice is to be given."""
    this_year = day_in(rule.last_day, on.year)
    return this_year if on <= this_year else day_in(rule.last_day, on.year + 1)


def next_notice(rules: Iterable[NoticeRule], on: date, *, until_on: date | None = None) -> NextNotice | None:
    """What comes next for whoever thinks of leaving; nothing where no rule counts or the agreement ends first."""
    rule = rule_on(rules, on)
    if rule is None:
        return None
    last_day = next_last_day(rule, on)
    if not rule.in_force(last_day):
        return None
    effect = _after(rule, last_day)
    if until_on is not None and effect > until_on + timedelta(days=1):
        return None
    return NextNotice(rule=rule, last_day=last_day, takes_effect=effect)


def _after(rule: NoticeRule, last_day: date) -> date:
    same_year = day_in(rule.takes_effect, last_day.year)
    return same_year if same_year > last_day else day_in(rule.takes_effect, last_day.year + 1)
