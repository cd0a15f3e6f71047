"""Tenants whose settings agree with each other and with the rule set that they pin."""

from collections.abc import Iterator

from pydantic import ValidationError

from backend.catalogue import overriding
from backend.catalogue.drafts import Draft, TenantDraft
from backend.catalogue.gaps import Evidence
from backend.catalogue.gates.sense.naming import nonsense, twice
from backend.catalogue.organisations import OrganisationsFile, level_faults, locality_faults
from backend.catalogue.problems import Problem
from backend.catalogue.rulesets import InterestRuleSet
from backend.catalogue.tenants import TenantFile


def problems(draft: Draft) -> Iterator[Problem]:
    for name in draft.templates.keys() & draft.tenants.keys():
        sentence = f"There is a tenant “{name}” too: a template must be told from it by its name."
        yield nonsense(f"tenants/_kinds/{name}/tenant.toml", "", sentence)
    for tenant in draft.every_folder():
        if tenant.tenant is not None:
            file = f"{tenant.folder}/tenant.toml"
            yield from twice(file, "documents", [document.id for document in tenant.tenant.documents])
            yield from twice(file, "pins.frameworks", tenant.tenant.pins.frameworks)
            yield from twice(file, "pins.packs", [key.split("/")[0] for key in tenant.tenant.pins.packs])
            names = [key.split("/")[0] for key in tenant.tenant.pins.workflows]
            yield from twice(file, "pins.workflows", names)
            yield from _body(file, tenant.tenant, draft)
            yield from _gaps(file, tenant.tenant)
        if tenant.organisations is not None:
            file = f"{tenant.folder}/organisations.toml"
            yield from twice(file, "localities", [each.id for each in tenant.organisations.localities])
            yield from _places(file, tenant.organisations)
            yield from twice(file, "organisations", [each.id for each in tenant.organisations.organisations])
            yield from twice(
                file, "organisations", [each.name for each in tenant.organisations.organisations]
            )
        yield from _interests(draft, tenant)


def _gaps(file: str, tenant: TenantFile) -> Iterator[Problem]:
    """What sources lack is said with the place where one looked; what is invented has no sources to lack anything."""
    yield from twice(file, "gaps", [each.what for each in tenant.gaps])
    if tenant.evidence is Evidence.NAMED_ONLY and not tenant.gaps:
        yield nonsense(file, "gaps", "An organisation that is only named says here what its sources lack.")
    for gap in tenant.gaps:
        if tenant.evidence is not Evidence.INVENTED and not gap.looked:
            yield nonsense(file, f"gaps[{gap.what}].looked", "Name the document and page where one looked.")


def _places(file: str, places: OrganisationsFile) -> Iterator[Problem]:
    """Levels that lie within one another, and localities that belong to one of a wider level."""
    yield from twice(file, "levels", [each.id for each in places.levels])
    for level_id, sentence in level_faults(places.levels):
        yield nonsense(file, f"levels[{level_id}]", sentence)
    for locality_id, sentence in locality_faults(places.levels, places.localities):
        yield nonsense(file, f"localities[{locality_id}]", sentence)


def _body(file: str, tenant: TenantFile, draft: Draft) -> Iterator[Problem]:
    """A reviewing body says what it is called from day to day, and no other kind does."""
    if tenant.kind not in draft.kinds:
        return  # said by the reference gate
    reviews = draft.kinds[tenant.kind].reviews
    if reviews and tenant.body is None:
        yield nonsense(file, "body", "A reviewing body says under [body] what it is called, and since when.")
    elif tenant.body is not None and not reviews:
        yield nonsense(file, "body", "Only a reviewing body has this part.")
    elif tenant.body is not None and tenant.body.on(tenant.starts_on) is None:
        yield nonsense(file, "body", f"It has no name on {tenant.starts_on}, when the tenant starts.")


def _interests(draft: Draft, tenant: TenantDraft) -> Iterator[Problem]:
    if tenant.interests is None:
        return
    file = f"{tenant.folder}/interests.toml"
    rule_set = draft.frameworks.get(tenant.interests.rule_set)
    if rule_set is not None and not isinstance(rule_set, InterestRuleSet):
        yield nonsense(file, "rule_set", f"The edition {rule_set.key} is not a rule set for interests.")
    elif rule_set is not None:
        for override in tenant.interests.overrides:
            try:
                overriding.overridden(rule_set, [override])
            except ValueError as refusal:
                sentence = f"The override can’t stand: {_briefly(refusal)}."
                yield nonsense(file, f"overrides[{override.key}]", sentence)
        if tenant.tenant is not None and not rule_set.in_force(tenant.tenant.starts_on):
            starts = tenant.tenant.starts_on
            sentence = f"The edition {rule_set.key} was not in force on {starts}, when the tenant starts."
            yield nonsense(file, "rule_set", sentence)
    if tenant.tenant is not None and tenant.interests.review_by < tenant.tenant.starts_on:
        sentence = f"It lies before the tenant starts ({tenant.tenant.starts_on})."
        yield nonsense(file, "review_by", sentence)


def _briefly(refusal: ValueError) -> str:
    if isinstance(refusal, ValidationError):
        return "; ".join(error["msg"][:1].lower() + error["msg"][1:] for error in refusal.errors())
    return str(refusal)
