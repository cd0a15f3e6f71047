"""Editions that can be in force: dates in order, no two at once, limits without holes, counts that are true."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby, pairwise

from backend.catalogue.drafts import AnyFramework, Draft
from backend.catalogue.frameworks import DelegationFramework, OutcomesFramework
from backend.catalogue.gates.sense.naming import nonsense, twice
from backend.catalogue.problems import Problem
from backend.catalogue.retention import RetentionSchedule
from backend.catalogue.rulesets import AudienceBy, GiftBand, InterestRuleSet
from backend.catalogue.statements import AuditStandards, StatementTemplate

_PENNY = Decimal("0.01")


def problems(draft: Draft) -> Iterator[Problem]:
    for key, framework in draft.frameworks.items():
        file = draft.framework_file(key)
        ends = framework.effective_to
        if ends is not None and ends.value < framework.effective_from.value:
            sentence = f"It ends on {ends.value}, before it begins on {framework.effective_from.value}."
            yield nonsense(file, "effective_to", sentence)
        if isinstance(framework, OutcomesFramework):
            yield from _outcomes(file, framework)
        elif isinstance(framework, DelegationFramework):
            for name in ("models", "delegated_functions", "reserved_functions", "approval_steps"):
                yield from twice(file, name, [each.id for each in getattr(framework, name)])
        elif isinstance(framework, RetentionSchedule):
            yield from twice(file, "records", [each.id for each in framework.records])
        elif isinstance(framework, StatementTemplate):
            yield from twice(file, "sections", [each.id for each in framework.sections])
        elif isinstance(framework, AuditStandards):
            yield from twice(file, "levels", [each.id for each in framework.levels])
        elif isinstance(framework, InterestRuleSet):
            yield from _rule_set(file, framework)
    yield from _at_once(draft)


def _at_once(draft: Draft) -> Iterator[Problem]:
    def by_day(framework: AnyFramework) -> tuple[str, str]:
        return framework.id, framework.effective_from.value.isoformat()

    for _, editions in groupby(sorted(draft.frameworks.values(), key=by_day), key=lambda each: each.id):
        for earlier, later in pairwise(editions):
            if earlier.effective_to is None or earlier.effective_to.value >= later.effective_from.value:
                until = earlier.effective_to.value.isoformat() if earlier.effective_to else "without end"
                sentence = (
                    f"It is in force until {until}, but {later.key} begins on "
                    f"{later.effective_from.value}; only one edition can be in force on a day."
                )
                yield nonsense(draft.framework_file(earlier.key), "effective_to", sentence)


def _outcomes(file: str, framework: OutcomesFramework) -> Iterator[Problem]:
    domains = framework.domains
    found = {
        "domains": len(domains),
        "overarching": sum(len(domain.overarching) for domain in domains),
        "areas": sum(len(domain.areas) for domain in domains),
        "indicators": len(framework.indicators),
    }
    for name, count in found.items():
        stated = getattr(framework.counts, name)
        if count != stated:
            yield nonsense(file, f"counts.{name}", f"The document states {stated}, but {count} are listed.")
    yield from twice(file, "domains", [indicator.ref for indicator in framework.indicators])
    yield from twice(file, "domains", [area.ref for domain in domains for area in domain.areas])


def _rule_set(file: str, rules: InterestRuleSet) -> Iterator[Problem]:
    for name in ("declare_on", "registers", "roles", "returns"):
        yield from twice(file, name, [each.id for each in getattr(rules, name)])
    yield from twice(file, "interest_types", [each.code for each in rules.interest_types])
    yield from twice(file, "treatments", [each.code for each in rules.treatments])
    yield from twice(file, "declarants", [each.group for each in rules.declarants])
    codes = {each.code.value for each in rules.interest_types}
    if ("INDIRECT" in codes) is not (rules.indirect_is.value == "type"):
        sentence = "“INDIRECT” stands among the types exactly when indirect_is says “type”."
        yield nonsense(file, "indirect_is", sentence)
    if rules.publication.public_after_end_months.value > 12 * rules.publication.private_retention_years.value:
        sentence = "An entry would stay public for longer than its private record is kept."
        yield nonsense(file, "publication.public_after_end_months", sentence)
    if not rules.gifts.bands and rules.gifts.unread is None:
        yield nonsense(file, "gifts", "There are no limits, and “unread” does not say why.")
    yield from twice(file, "gifts.sponsorship", [each.kind for each in rules.gifts.sponsorship])
    yield from _training(file, rules)
    kinds = sorted({(band.kind, band.giver) for band in rules.gifts.bands})
    for kind, giver in kinds:
        bands = [band for band in rules.gifts.bands if (band.kind, band.giver) == (kind, giver)]
        yield from _gaps(file, f"{kind} from {giver}", bands)


def _training(file: str, rules: InterestRuleSet) -> Iterator[Problem]:
    """Modules have names of their own, and the groups who must do them are groups of declarants."""
    modules = rules.training.modules if rules.training else ()
    yield from twice(file, "training.modules", [each.id for each in modules])
    groups = {each.group for each in rules.declarants}
    for module in modules:
        for criterion in (each for audience in module.mandatory_for for each in audience.match):
            unknown = set(criterion.values) - groups if criterion.by is AudienceBy.GROUP else set()
            for group in sorted(unknown):
                sentence = f"“{group}” is not a group of declarants in this edition."
                yield nonsense(file, f"training.modules[{module.id}].mandatory_for", sentence)


def _gaps(file: str, what: str, bands: list[GiftBand]) -> Iterator[Problem]:
    """Try a penny on either side of each edge: every value must fall into exactly one band."""
    edges = {edge.pounds for band in bands for edge in (band.above, band.up_to) if edge}
    tried = {value for edge in edges for value in (edge - _PENNY, edge, edge + _PENNY)} | {_PENNY}
    for value in sorted(value for value in tried if value > 0):
        found = sum(band.holds(value) for band in bands)
        if found != 1:
            how = "in no band" if not found else f"in {found} bands"
            yield nonsense(file, "gifts.bands", f"{what}: an offer of £{value:.2f} falls {how}.")
