"""Assurance frameworks that can be answered: refs of their own, scales that exist, counts that are true, and a
succession in which nothing is lost."""

from collections import Counter
from collections.abc import Iterator

from backend.catalogue.assurance import AssuranceFramework, Became, Succession
from backend.catalogue.condition_checks import problems_of
from backend.catalogue.drafts import Draft
from backend.catalogue.frameworks import AskingFramework
from backend.catalogue.gates.sense.naming import nonsense, twice
from backend.catalogue.problems import Problem
from backend.catalogue.requirements import FrameworkReading


def problems(draft: Draft) -> Iterator[Problem]:
    for key, framework in draft.frameworks.items():
        if isinstance(framework, AssuranceFramework):
            file = draft.framework_file(key)
            yield from _named_once(file, framework)
            yield from _answerable(file, framework)
            yield from _counted_again(file, framework)
            yield from _follows_on(draft, file, framework)


def _named_once(file: str, framework: AssuranceFramework) -> Iterator[Problem]:
    yield from twice(file, "scales", [scale.id for scale in framework.scales])
    yield from twice(file, "domains", [domain.ref for domain in framework.domains])
    refs = [each.ref for domain in framework.domains for each in domain.requirements]
    for ref, count in Counter(refs).items():
        if count > 1:
            sentence = f"“{ref}” names {count} requirements; a ref is permanent and names one."
            yield nonsense(file, "domains.requirements", sentence)


def _answerable(file: str, framework: AssuranceFramework) -> Iterator[Problem]:
    known = {scale.id for scale in framework.scales}
    for domain in framework.domains:
        for each in domain.requirements:
            if each.rule is not None:
                for sentence in problems_of(each.rule):
                    place = f"domains[{domain.ref}].requirements[{each.ref}].rule"
                    yield nonsense(file, place, sentence)
            if each.scale is not None and each.scale not in known:
                place = f"domains[{domain.ref}].requirements[{each.ref}].scale"
                named = ", ".join(sorted(known))
                sentence = f"The edition has no scale “{each.scale}”; it has: {named}."
                yield nonsense(file, place, sentence)


def _counted_again(file: str, framework: AssuranceFramework) -> Iterator[Problem]:
    domains = {domain.ref: domain for domain in framework.domains}
    for number, count in enumerate(framework.counts, start=1):
        place = f"counts[{number}]"
        if count.within is not None and count.within not in domains:
            yield nonsense(file, f"{place}.within", f"There is no domain “{count.within}” in this edition.")
            continue
        if count.of == "domains":
            found = len(domains)
        elif count.within is not None:
            found = len(domains[count.within].requirements)
        else:
            found = sum(len(domain.requirements) for domain in framework.domains)
        if found != count.stated:
            sentence = f"The source states {count.stated} {count.of}, but {found} are listed."
            yield nonsense(file, f"{place}.stated", sentence)


def _follows_on(draft: Draft, file: str, framework: AssuranceFramework) -> Iterator[Problem]:
    begins = framework.effective_from.value
    earlier = [
        each
        for each in draft.frameworks.values()
        if each.id == framework.id and each.effective_from.value < begins
    ]
    if framework.succeeds is None:
        if earlier:
            last = max(earlier, key=lambda each: each.effective_from.value)
            sentence = (
                f"The edition {last.key} came before; “succeeds” must say what became of its requirements."
            )
            yield nonsense(file, "succeeds", sentence)
        return
    before = draft.frameworks.get(framework.succeeds.edition)
    if before is None:
        if draft.framework_file(framework.succeeds.edition) not in draft.broken:
            sentence = f"There is no framework edition {framework.succeeds.edition} under frameworks/."
            yield nonsense(file, "succeeds.edition", sentence)
        return
    if not isinstance(before, AskingFramework):
        sentence = f"The edition {before.key} asks nothing that is answered, so nothing can follow from it."
        yield nonsense(file, "succeeds.edition", sentence)
    elif before.effective_from.value >= begins:
        yield nonsense(file, "succeeds.edition", f"The edition {before.key} does not begin before this one.")
    else:
        yield from _accounted_for(file, framework.succeeds, before.reading, framework.reading)


def _accounted_for(
    file: str, succession: Succession, before: FrameworkReading, after: FrameworkReading
) -> Iterator[Problem]:
    """Every requirement of both editions, once; and `same` means the same words."""
    place = "succeeds.follows"
    for reading, name, verb in (
        (before, "before", "says nothing of what became of it"),
        (after, "after", "does not say where it comes from"),
    ):
        said = Counter(ref for step in succession.steps for ref in getattr(step, name))
        there = [each.ref for each in reading.requirements]
        for ref in said:
            if ref not in there:
                yield nonsense(file, place, f"The edition {reading.key} has no requirement “{ref}”.")
            elif said[ref] > 1:
                sentence = f"“{ref}” of {reading.key} is accounted for {said[ref]} times; once is enough."
                yield nonsense(file, place, sentence)
        for ref in there:
            if ref not in said:
                yield nonsense(file, place, f"“{ref}” of {reading.key} is passed over: this edition {verb}.")
    for step in succession.steps:
        if step.how is Became.SAME:
            old, new = before.requirement(step.before[0]), after.requirement(step.after[0])
            if old and new and (old.title, old.text) != (new.title, new.text):
                sentence = f"“{new.ref}” is said to be the same as “{old.ref}”, but its words differ."
                yield nonsense(file, place, sentence)
