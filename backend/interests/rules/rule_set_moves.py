"""What a move from one rule set to another changes, in words, and for whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from backend.catalogue.rulesets import InterestRuleSet
from backend.interests.rules.rule_sets import (
    NAMES,
    WHO_IN_WORDS,
    Area,
    ladders_of,
    limits_in_words,
    months_between_declarations,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two rule sets: in words, and for whom."""

    area: Area
    words: str
    whom: str


_PERIODS = {
    "at_least_every_months": (
        Area.PUBLICATION,
        "The registers are published at least every {} months",
        "The public",
    ),
    "public_after_end_months": (
        Area.PUBLICATION,
        "An ended interest stays public for {} months",
        "People whose interests end",
    ),
    "private_retention_years": (
        Area.RETENTION,
        "An ended interest is kept privately for {} years",
        "The organisation",
    ),
}
_FLAGS = {
    "nil_returns_published": (
        "Nil returns are published.",
        "Nil returns are no longer published.",
        "People with nothing to declare",
    ),
    "name_those_who_did_not_declare": (
        "People who did not declare are named in public.",
        "People who did not declare are no longer named in public.",
        "People who did not declare",
    ),
    "breaches_published_anonymously": (
        "Breaches are published without names.",
        "Breaches are no longer published.",
        "The organisation",
    ),
}


def changes_between(old: InterestRuleSet, new: InterestRuleSet) -> tuple[Change, ...]:
    """What a move from `old` to `new` changes, in the order of the areas; both as the tenant lives them."""
    found = [
        *_declaring(old, new),
        *_published(old, new),
        *_gifts(old, new),
        *_training(old, new),
        *_bodies(old, new),
    ]
    return tuple(sorted(found, key=lambda change: list(Area).index(change.area)))


def _declaring(old: InterestRuleSet, new: InterestRuleSet) -> Iterator[Change]:
    if old.declare_within_days.value != new.declare_within_days.value:
        words = _instead(
            "A new interest is declared within {} days", old.declare_within_days, new.declare_within_days
        )
        yield Change(area=Area.DECLARING, words=words, whom="Everybody who declares")
    before = {each.group: each.name for each in old.declarants}
    after = {each.group: each.name for each in new.declarants}
    for group, name in after.items():
        was, now = months_between_declarations(old, group), months_between_declarations(new, group)
        if group not in before:
            words = f"They are named as people who declare, every {now} months."
            yield Change(area=Area.DECLARING, words=words, whom=name)
        elif was != now:
            sooner = "sooner" if now < was else "later"
            words = f"They declare every {now} months instead of every {was}: {sooner} than before."
            yield Change(area=Area.DECLARING, words=words, whom=name)
    for group, name in before.items():
        if group not in after:
            words = "They are no longer named as people who declare."
            yield Change(area=Area.DECLARING, words=words, whom=name)
    for words in _gone_and_new(old.declare_on, new.declare_on, "People are asked to declare: {}"):
        yield Change(area=Area.DECLARING, words=words, whom="Everybody who declares")
    if old.indirect_is.value != new.indirect_is.value:
        how = {"type": "a fourth type of interest", "flag": "a yes or no beside three types"}
        words = f"The register shows an indirect interest as {how[new.indirect_is.value]}."
        yield Change(area=Area.DECLARING, words=words, whom="Readers of the register")


def _published(old: InterestRuleSet, new: InterestRuleSet) -> Iterator[Change]:
    was, now = old.publication, new.publication
    if was.who.value is not now.who.value:
        holds, held = (WHO_IN_WORDS[each.who.value].lower() for each in (now, was))
        words = f"The published register holds: {holds}; before: {held}."
        yield Change(area=Area.PUBLICATION, words=words, whom="People on the published register")
    for name, (area, frame, whom) in _PERIODS.items():
        if getattr(was, name).value != getattr(now, name).value:
            words = _instead(frame, getattr(was, name), getattr(now, name))
            yield Change(area=area, words=words, whom=whom)
    for name, (yes, no, whom) in _FLAGS.items():
        if getattr(was, name).value != getattr(now, name).value:
            yield Change(area=Area.PUBLICATION, words=yes if getattr(now, name).value else no, whom=whom)
    if was.withholding.value != now.withholding.value:
        words = f"When an entry may be withheld is said anew: “{now.withholding.value}”"
        yield Change(area=Area.PUBLICATION, words=words, whom="People whose entry is withheld")


def _gifts(old: InterestRuleSet, new: InterestRuleSet) -> Iterator[Change]:
    before, after = ladders_of(old), ladders_of(new)
    for name in sorted({*before, *after}):
        was, now = (limits_in_words(each.get(name, ())) or "no limit is set" for each in (before, after))
        if was != now:
            yield Change(
                area=Area.GIFTS, words=f"{name}: {now}. Before: {was}.", whom="Everybody who is offered one"
            )
    was_sum, now_sum = old.gifts.sum_over_months, new.gifts.sum_over_months
    if (was_sum and was_sum.value) != (now_sum and now_sum.value):
        words = (
            f"Gifts of one giver are summed over {now_sum.value} months."
            if now_sum
            else "Gifts are not summed."
        )
        yield Change(area=Area.GIFTS, words=words, whom="Everybody who is offered one")
    kinds = {each.kind for each in old.gifts.sponsorship}
    for rule in new.gifts.sponsorship:
        if rule.kind not in kinds:
            words = f"Sponsorship ({rule.kind.value.lower()}): {rule.words}"
            yield Change(area=Area.GIFTS, words=words, whom="People whose work is sponsored")


def _training(old: InterestRuleSet, new: InterestRuleSet) -> Iterator[Change]:
    before = {each.id: each for each in old.training.modules} if old.training else {}
    after = {each.id: each for each in new.training.modules} if new.training else {}
    for module_id in sorted({*before, *after}):
        was, now = before.get(module_id), after.get(module_id)
        asked = {each.name for each in was.mandatory_for} if was else set()
        asks = {each.name for each in now.mandatory_for} if now else set()
        name = (now or before[module_id]).name
        if now is None:
            yield Change(area=Area.TRAINING, words=f"“{name}” is no longer a module.", whom="Who did it")
        elif was is None:
            words = f"“{name}” is a new module" + ("." if asks else ", which nobody must do.")
            yield Change(area=Area.TRAINING, words=words, whom="Everybody")
        for audience in sorted(asks - asked):
            yield Change(area=Area.TRAINING, words=f"They must do “{name}”.", whom=audience)
        for audience in sorted(asked - asks) if now else ():
            yield Change(area=Area.TRAINING, words=f"They need no longer do “{name}”.", whom=audience)
    for key in ("pass_mark_percent", "target_percent", "due_by", "valid_months"):
        values = [getattr(each.training, key, None) for each in (old, new)]
        shown = [known.value if known else "none" for known in values]
        if shown[0] != shown[1] and (old.training or new.training):
            words = f"{NAMES[f'training.{key}'][1]}: {shown[1]} instead of {shown[0]}."
            yield Change(area=Area.TRAINING, words=words, whom="Everybody who must train")


def _bodies(old: InterestRuleSet, new: InterestRuleSet) -> Iterator[Change]:
    before, after = {each.id: each for each in old.roles}, {each.id: each for each in new.roles}
    for role_id in sorted({*before, *after}):
        if role_id not in before:
            words = f"The role of {after[role_id].name} begins."
            yield Change(area=Area.BODIES, words=words, whom=after[role_id].held_by)
        elif role_id not in after:
            words = f"The role of {before[role_id].name} ends."
            yield Change(area=Area.BODIES, words=words, whom=before[role_id].held_by)
    lay = [each.composition.minimum_lay_members.value if each.composition else 0 for each in (old, new)]
    if lay[0] != lay[1]:
        words = f"At least {lay[1]} lay or non-executive members instead of {lay[0]}."
        yield Change(area=Area.BODIES, words=words, whom="The governing body or board")
    sat, sits = (each.composition.rules if each.composition else () for each in (old, new))
    for words in _gone_and_new(sat, sits, "Rule on who sits where: {}"):
        yield Change(area=Area.BODIES, words=words, whom="Committees")
    for words in _gone_and_new(old.registers, new.registers, "A register is kept: {}"):
        yield Change(area=Area.RETURNS, words=words, whom="The organisation")
    returned = {each.id: each for each in old.returns}
    for each in new.returns:
        if each.id not in returned:
            yield Change(
                area=Area.RETURNS, words=f"A new return: {each.name} to {each.to}.", whom="The organisation"
            )
    for return_id, each in returned.items():
        if new.return_of(return_id) is None:
            words = f"No longer returned: {each.name} to {each.to}."
            yield Change(area=Area.RETURNS, words=words, whom="The organisation")


def _gone_and_new(old: Sequence[Any], new: Sequence[Any], frame: str) -> Iterator[str]:
    """What is new by its id, and what is gone."""
    before, after = {each.id: each.text for each in old}, {each.id: each.text for each in new}
    for each, text in after.items():
        if each not in before:
            yield f"{frame.format(_small(text))}. This is new."
    for each, text in before.items():
        if each not in after:
            yield f"{frame.format(_small(text))}. This is no longer so."


def _instead(frame: str, was: Any, now: Any) -> str:
    return f"{frame.format(now.value)} instead of {was.value}."


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
