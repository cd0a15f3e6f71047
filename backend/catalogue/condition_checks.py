"""Whether a rule can be read with the vocabulary: every fact is known, and is compared with what it can be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from backend.catalogue.conditions import (
    All,
    Any_,
    Compared,
    Condition,
    Count,
    Every,
    Not,
    Other,
    Selection,
    Share,
    Some,
    parts_of,
    set_of,
)
from backend.catalogue.vocabulary import (
    FACTS,
    REGISTERS_NAMED,
    ROLES_IN_WORDS,
    SUBJECTS,
    TYPE_IN_WORDS,
    FactKind,
    ValueType,
    facts_about,
    offices_on_committees,
    root_of,
)

_DEEPEST = 8
_LARGEST = 60

_FITS: dict[str, frozenset[ValueType]] = {
    "is": frozenset({ValueType.FLAG, ValueType.NUMBER, ValueType.CHOICE, ValueType.SUBJECTS}),
    "is_not": frozenset({ValueType.NUMBER, ValueType.CHOICE, ValueType.SUBJECTS}),
    "one_of": frozenset({ValueType.CHOICE, ValueType.SUBJECTS}),
    "at_least": frozenset({ValueType.NUMBER}),
    "at_most": frozenset({ValueType.NUMBER}),
    "within_last": frozenset({ValueType.DAY}),
    "within_next": frozenset({ValueType.DAY}),
    "older_than": frozenset({ValueType.DAY}),
    "past": frozenset({ValueType.DAY}),
    "since": frozenset({ValueType.DAY}),
    "before": frozenset({ValueType.DAY}),
    "no_later_than": frozenset({ValueType.DAY}),
    "same_as": frozenset({ValueType.SUBJECTS}),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule reads: one kind of fact, of one named subject or of any (`None`)."""

    fact: str
    subject: str | None


def readings_of(condition: Condition) -> frozenset[Reading]:
    """Everything that a rule reads: only a change of one of these can change what it says, time apart."""
    return frozenset(_readings(condition))


def _readings(condition: Condition) -> Iterator[Reading]:
    if isinstance(condition, Compared):
        yield Reading(condition.fact, condition.on)
        if condition.no_later_than is not None:
            yield Reading(condition.no_later_than, condition.on)
        if condition.same_as is not None:
            yield Reading(condition.same_as.fact, condition.same_as.on)
        return
    if isinstance(condition, Every | Some | Share | Count):
        chosen = set_of(condition)
        yield Reading(root_of(chosen.of).key, None)
        if chosen.latest is not None:
            yield Reading(chosen.latest.by, None)
    for part in parts_of(condition):
        yield from _readings(part)


def problems_of(condition: Condition) -> tuple[str, ...]:
    """What is wrong with a rule, one sentence each; nothing where it can be read."""
    if _depth(condition) > _DEEPEST:
        return (f"A rule may hold conditions in each other up to {_DEEPEST} deep; this one goes deeper.",)
    if _size(condition) > _LARGEST:
        return (
            f"A rule may hold {_LARGEST} conditions; this one holds {_size(condition)}. Make several of it.",
        )
    return tuple(dict.fromkeys(_problems(condition, about=None)))


def _problems(condition: Condition, *, about: str | None) -> Iterator[str]:
    """`about`: of which kind the subjects are that a condition inside a set speaks of."""
    if isinstance(condition, Compared):
        yield from _of_comparison(condition, about)
    elif isinstance(condition, All | Any_ | Not):
        for part in parts_of(condition):
            yield from _problems(part, about=about)
    elif about is not None:
        yield "A set can’t be looked at inside another set; state it as a rule of its own beside it."
    else:
        yield from _of_set(condition)


def _of_set(condition: Every | Some | Share | Count) -> Iterator[str]:
    chosen: Selection = set_of(condition)
    if chosen.of not in SUBJECTS:
        known = _listed(SUBJECTS)
        yield f"“{chosen.of}” is no kind of subject; facts are of {known}.{_near(chosen.of, SUBJECTS)}"
        return
    if chosen.latest is not None:
        by = FACTS.get(chosen.latest.by)
        if by is None:
            yield _unknown(chosen.latest.by, chosen.of)
        elif by.about != chosen.of or by.type is not ValueType.DAY:
            subject = SUBJECTS[chosen.of]
            yield f"“{by.key}” can’t put {subject.many} in order: it takes a day of a {subject.one}."
    for part in parts_of(condition):
        yield from _problems(part, about=chosen.of)


def _of_comparison(compared: Compared, about: str | None) -> Iterator[str]:
    kind = FACTS.get(compared.fact)
    if kind is None:
        yield _unknown(compared.fact, about)
        return
    yield from _of_subject(kind, compared.on, about)
    yield from _of_value(kind, compared)
    if compared.no_later_than is not None:
        other = FACTS.get(compared.no_later_than)
        if other is None:
            yield _unknown(compared.no_later_than, kind.about)
        elif other.about != kind.about or other.type is not ValueType.DAY:
            one = SUBJECTS[kind.about].one
            yield f"“{kind.key}” can be no later than another day of the same {one}; “{other.key}” is none."
    if compared.same_as is not None:
        yield from _of_other(kind, compared.same_as)


def _of_subject(kind: FactKind, on: str | None, about: str | None) -> Iterator[str]:
    subject = SUBJECTS[kind.about]
    if on is None and about is None:
        how = (
            f"name it with `on` ({subject.names})"
            if subject.named
            else "say it of a set (every, some, share or count)"
        )
        yield f"“{kind.key}” is a fact of one {subject.one}; {how}."
    elif on is None and kind.about != about:
        yield (
            f"“{kind.key}” is a fact of a {subject.one}, but the set holds {SUBJECTS[str(about)].many}."
            + (" Name which one with `on`." if subject.named else "")
        )
    elif on is not None and not subject.named:
        many = subject.many.capitalize()
        yield f"{many} have no names that a rule can say; say “{kind.key}” of a set instead of “{on}”."
    elif on is not None:
        yield from _of_name(kind.about, on)


def _of_name(about: str, name: str) -> Iterator[str]:
    """Names that every organisation shares are known here; of committees, milestones and gates each has its own."""
    known = {"office": (*ROLES_IN_WORDS, *offices_on_committees()), "register": REGISTERS_NAMED}.get(
        about, (name,)
    )
    if name not in known:
        subject = SUBJECTS[about]
        yield f"There is no {subject.one} “{name}”; it is {subject.names}.{_near(name, known)}"


def _of_value(kind: FactKind, compared: Compared) -> Iterator[str]:
    comparison, value = compared.comparison, compared.with_what
    if comparison == "given":
        if not kind.none:
            yield f"“{kind.key}” is never empty, so `given` says nothing of it."
        return
    if kind.type not in _FITS[comparison]:
        fitting = [word for word, types in _FITS.items() if kind.type in types] + (
            ["given"] if kind.none else []
        )
        yield (
            f"“{kind.key}” is {TYPE_IN_WORDS[kind.type]}, which can’t be compared by `{comparison}`; "
            f"it takes {_listed(fitting)}."
        )
        return
    if comparison not in ("is", "is_not", "one_of"):
        return
    for each in value if comparison == "one_of" else (value,):
        yield from _of_word(kind, each)


def _of_word(kind: FactKind, value: object) -> Iterator[str]:
    if kind.type is ValueType.FLAG and not isinstance(value, bool):
        yield f"“{kind.key}” is yes or no; write true or false, not “{value}”."
    elif kind.type is ValueType.NUMBER and (isinstance(value, bool) or not isinstance(value, int)):
        yield f"“{kind.key}” is a whole number, not “{value}”."
    elif kind.type is ValueType.CHOICE and value not in kind.choices:
        yield f"“{kind.key}” is never “{value}”; it is one of {_listed(kind.choices)}.{_near(str(value), kind.choices)}"
    elif kind.type is ValueType.SUBJECTS:
        if not isinstance(value, str) or isinstance(value, bool):
            yield f"“{kind.key}” points to {SUBJECTS[kind.to].many}; write the name of one, not “{value}”."
        elif not SUBJECTS[kind.to].named:
            yield (
                f"“{kind.key}” points to {SUBJECTS[kind.to].many}, which have no names that a rule can say; compare it "
                "by `same_as` or `given`."
            )
        else:
            yield from _of_name(kind.to, value)


def _of_other(kind: FactKind, other: Other) -> Iterator[str]:
    against = FACTS.get(other.fact)
    if against is None:
        yield _unknown(other.fact, None)
        return
    yield from _of_subject(against, other.on, None)
    if kind.type is ValueType.SUBJECTS and (against.type is not ValueType.SUBJECTS or against.to != kind.to):
        yield f"“{kind.key}” points to {SUBJECTS[kind.to].many}; “{against.key}” does not."


def _unknown(fact: str, about: str | None) -> str:
    near = _near(fact, FACTS)
    subject = SUBJECTS.get(about or "") or SUBJECTS.get(fact.partition(".")[0])
    known = _listed(kind.key for kind in facts_about(subject.key)) if subject else ""
    return f"There is no fact “{fact}”.{near}" + (
        f" Facts of a {subject.one}: {known}." if subject and not near else ""
    )


def _near(word: str, known: Iterable[str]) -> str:
    found = get_close_matches(word, list(known), n=1, cutoff=0.75)
    return f" Did you mean “{found[0]}”?" if found else ""


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def _depth(condition: Condition) -> int:
    return 1 + max((_depth(part) for part in parts_of(condition)), default=0)


def _size(condition: Condition) -> int:
    return 1 + sum(_size(part) for part in parts_of(condition))
