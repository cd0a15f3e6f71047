"""What an organisation may settle of its planning, and what a change changes, in words. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from backend.catalogue.planning import Numbering, PlanningSettings, QuestionRules, RefusalGround
from backend.planning.rules import cycles
from backend.scope import Refusal

LIMITS: Mapping[str, tuple[int, int]] = {
    "clear_working_days": (1, 30),
    "most_of_one_person": (1, 50),
    "most_answered": (1, 100),
    "minutes": (1, 240),
    "written_within_days": (1, 365),
    "same_within_months": (1, 60),
    "keep_months": (1, 120),
    "notice_clear_days": (1, 60),
    "first_month": (1, 12),
}
"""The least and the most of each number."""

WORDS: Mapping[str, str] = {
    "clear_working_days": "Questions are in, clear working days before the meeting",
    "most_of_one_person": "Questions of one person for a meeting, at most",
    "most_answered": "Questions answered at a meeting, at most",
    "minutes": "Minutes for questions at a meeting",
    "written_within_days": "Written answers within, in days",
    "same_within_months": "The same question counts as asked lately for, in months",
    "keep_months": "Names and addresses of whoever asked are kept for, in months",
    "about": "Words on the public form",
    "grounds": "Grounds of refusal",
    "notice_clear_days": "Members have the agenda, clear days before the meeting",
    "notice_working": "Which days count for that",
    "first_month": "The year of the plan begins in",
    "numbering": "Agenda items are numbered",
}
"""What each setting is called, as a noun that its value follows."""

NUMBERING_IN_WORDS = {
    Numbering.MEETING: "from 1 at each meeting",
    Numbering.YEAR: "on through the year",
}
MOST_GROUNDS = 20
_QUESTIONS = frozenset(QuestionRules.model_fields)


class UnableToSettle(Refusal):
    """Settings that can't stand, said plainly."""


def values_of(settings: PlanningSettings) -> dict[str, Any]:
    """What can be settled, as plain values: what stands on each agenda is the folder's."""
    asking = settings.questions.model_dump(mode="json", include=set(WORDS))
    whole = settings.model_dump(mode="json", include=set(WORDS))
    return {name: {**asking, **whole}[name] for name in WORDS}


def settled(settings: PlanningSettings, values: Mapping[str, Any]) -> PlanningSettings:
    """The settings with these values in place of their own."""
    asking = {name: value for name, value in values.items() if name in _QUESTIONS}
    rest = {name: value for name, value in values.items() if name not in _QUESTIONS}
    grounds = tuple(RefusalGround.model_validate(each) for each in asking.pop("grounds", ()))
    questions = settings.questions.model_copy(update={**asking, "grounds": grounds})
    if "numbering" in rest:
        rest["numbering"] = Numbering(rest["numbering"])
    return settings.model_copy(update={**rest, "questions": questions})


def check_values(values: Mapping[str, Any]) -> None:
    """Whether an organisation could live by these. Raises UnableToSettle for the first that it could not."""
    for name, (least, most) in LIMITS.items():
        if not least <= values[name] <= most:
            raise UnableToSettle(f"{WORDS[name]}: choose a number between {least} and {most}.", field=name)
    if not values["grounds"]:
        raise UnableToSettle(
            "Name at least one ground on which a question may be refused, so that whoever asks knows it beforehand.",
            field="grounds",
        )


def grounds_from(text: str, known: Sequence[RefusalGround]) -> list[dict[str, str]]:
    """A ground a line. One that is known keeps its name; a new one gets a name of its words."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_GROUNDS:
        raise UnableToSettle(f"Name at most {MOST_GROUNDS} grounds, one a line.", field="grounds")
    if len({line.casefold() for line in lines}) < len(lines):
        raise UnableToSettle("The same ground stands there twice.", field="grounds")
    names = {each.words: each.id for each in known}
    found: list[dict[str, str]] = []
    for line in lines:
        name = names.get(line) or _name_from(line, {*names.values(), *(each["id"] for each in found)})
        try:
            ground = RefusalGround(id=name, words=line)
        except ValidationError:
            raise UnableToSettle(
                "Write each ground on one line of at most 300 characters.", field="grounds"
            ) from None
        found.append(ground.model_dump())
    return found


def in_words(name: str, value: Any) -> str:
    """A value as a page shows it."""
    if name == "first_month":
        return cycles.month_name(value)
    if name == "numbering":
        return NUMBERING_IN_WORDS[Numbering(value)]
    if name == "notice_working":
        return "Working days alone" if value else "Every day of the week"
    if name == "grounds":
        return "; ".join(each["words"] for each in value) or "None"
    return str(value) if value is not None else "None"


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """What differs: its name, what it was and what it is, in words."""
    return tuple(
        (WORDS[name], in_words(name, before[name]), in_words(name, after[name]))
        for name in WORDS
        if before[name] != after[name]
    )


def _name_from(words: str, taken: set[str]) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-")[:60].strip("-") or "ground"
    name, count = stem, 1
    while name in taken:
        count += 1
        name = f"{stem}-{count}"
    return name
