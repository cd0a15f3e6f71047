"""Rules over facts as officers write them: as text, chosen from a form, and read back in plain English."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import yaml

from backend.assurance.rules.editions import UnableToKeepFramework
from backend.catalogue.condition_checks import problems_of
from backend.catalogue.condition_words import condition_in_words
from backend.catalogue.conditions import Condition, condition_as_data, condition_from
from backend.catalogue.reading import Unreadable, fitted, values_of_yaml
from backend.catalogue.vocabulary import FACTS, ValueType

_LONGEST = 4_000


class Over(StrEnum):
    """Of what a chosen fact is judged."""

    ONE = "one"
    EVERY = "every"
    SOME = "some"
    SHARE = "share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A rule as a form asks for it: one fact, compared once. `on` names the subject, `per_cent` is of a share."""

    fact: str
    over: Over
    comparison: str
    value: str | None
    on: str | None = None
    per_cent: int | None = None


def rule_from_text(text: str) -> dict[str, Any]:
    """A rule as a row keeps it, from its text. Raises UnableToKeepFramework with what is wrong."""
    if len(text) > _LONGEST:
        raise UnableToKeepFramework(
            f"A rule has at most {_LONGEST:,} characters; this one has {len(text):,}.", field="rule"
        )
    try:
        data = values_of_yaml(text)
    except Unreadable as refusal:
        raise UnableToKeepFramework(f"The rule {refusal}.", field="rule") from None
    return rule_from_data(data.get("rule", data) if len(data) == 1 else data)


def rule_from_data(data: Any) -> dict[str, Any]:
    """A rule checked against the vocabulary of facts. Raises UnableToKeepFramework."""
    if not isinstance(data, dict):
        raise UnableToKeepFramework("The rule does not hold keys and values.", field="rule")
    condition, problems = fitted(Condition, data, file="rule")
    if condition is None:
        told = (f"{each.key or 'it'} {re.sub(r' .pattern .*', '', each.sentence)}" for each in problems)
        said = "; ".join(dict.fromkeys(told))
        raise UnableToKeepFramework(f"The rule can’t be read: {said.rstrip('.')}.", field="rule")
    wrong = problems_of(condition)
    if wrong:
        raise UnableToKeepFramework(f"The rule can’t be used: {' '.join(wrong)}", field="rule")
    return condition_as_data(condition)


def rule_from_choices(chosen: Chosen) -> dict[str, Any]:
    """The rule that a form describes. Raises UnableToKeepFramework."""
    kind = FACTS.get(chosen.fact)
    if kind is None:
        raise UnableToKeepFramework("Choose a fact.", field="fact")
    compared: dict[str, Any] = {"fact": kind.key}
    if chosen.over is Over.ONE and chosen.on:
        compared["on"] = chosen.on
    compared[chosen.comparison] = _value(chosen, kind.type)
    if chosen.over is Over.ONE:
        return rule_from_data(compared)
    tested: dict[str, Any] = {"of": kind.about, "test": compared}
    if chosen.over is Over.SHARE:
        if chosen.per_cent is None:
            raise UnableToKeepFramework("Give the least share in per cent.", field="per_cent")
        tested["at_least"] = chosen.per_cent
    return rule_from_data({chosen.over.value: tested})


def _value(chosen: Chosen, type_: ValueType) -> Any:
    given = (chosen.value or "").strip()
    if chosen.comparison in ("given", "past") or type_ is ValueType.FLAG:
        if given.casefold() not in ("yes", "no", "true", "false", ""):
            raise UnableToKeepFramework("Answer the comparison with yes or no.", field="value")
        return given.casefold() not in ("no", "false")
    if not given:
        raise UnableToKeepFramework("Give what the fact is compared with.", field="value")
    if chosen.comparison == "one_of":
        return [each.strip() for each in given.split(",") if each.strip()]
    if type_ is ValueType.NUMBER and given.isascii() and given.isdecimal():
        return int(given[:9])
    if chosen.comparison in ("since", "before"):
        try:
            return date.fromisoformat(given)
        except ValueError:
            raise UnableToKeepFramework("Give the day as 2016-04-01.", field="value") from None
    return given


def rule_as_text(rule: Mapping[str, Any] | None) -> str:
    """The rule as an officer reads and changes it; nothing where there is none."""
    if rule is None:
        return ""
    text = yaml.safe_dump(dict(rule), sort_keys=False, allow_unicode=True, width=100)
    # the writer guards a word that older readers of YAML take for a yes; ours reads it as it stands
    return re.sub(r"^([ -]*)'on':", r"\1on:", text, flags=re.MULTILINE)


def rule_in_words(rule: Mapping[str, Any] | None) -> str | None:
    """The rule in plain English; a rule that can't be read any more says so."""
    if rule is None:
        return None
    try:
        return condition_in_words(condition_from(dict(rule)))
    except ValueError:
        return "This rule can’t be read by this version of the vocabulary of facts."
