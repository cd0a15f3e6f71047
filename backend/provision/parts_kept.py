"""What a tenant's folder says and the tenancy itself keeps: what it is about, its counts, its staff, its rules."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from backend.catalogue import shelf
from backend.catalogue.between import BetweenSettings
from backend.catalogue.kept import AboutKept, BodyKept, CountsKept, HeadsKept, StaffKept
from backend.catalogue.loader import Catalogue
from backend.catalogue.tenants import TenantDocument
from backend.provision import lifetime
from backend.provision.changes import Listed, Part, Step
from backend.scope import Scope
from backend.tenancy import settings

Plain = Mapping[str, Any]


def fields_of(model: type[BaseModel], document: TenantDocument) -> Plain:
    """The fields of the document (or of its settings for interests) that `model` has, as plain values."""
    holder = document.interests if model is StaffKept else document
    return {name: plain(getattr(holder, name)) for name in model.model_fields}


def plain(value: Any) -> Any:
    """A value as the folder writes it: models become mappings, days become text."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True, by_alias=True)
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


async def kept_of(
    scope: Scope, part: str, shipped: Callable[[TenantDocument | None, Catalogue], BaseModel | None]
) -> dict[str, Any] | None:
    """What the tenant keeps of a part in this moment; one of old lives by its folder, or by its kind."""
    living = await settings.living(scope)
    if living is not None:
        return living.get(part)
    catalogue = shelf.catalogue()
    found = shipped(catalogue.tenants.get(scope.tenant.slug), catalogue)
    return None if found is None else found.model_dump(mode="json", by_alias=True)


def _kept_part(part: str, noun: str, model: type[BaseModel], **traits: Any) -> Part:
    """A part whose fields stand in the document under the names that they have in `model`."""

    def wanted(document: TenantDocument, _: Catalogue) -> Mapping[str, Plain]:
        return {part: fields_of(model, document)}

    def shipped(document: TenantDocument | None, _: Catalogue) -> BaseModel | None:
        return None if document is None else model.model_validate(fields_of(model, document))

    async def living(scope: Scope) -> Mapping[str, Plain]:
        kept = await kept_of(scope, part, shipped)
        if kept is None:
            return {}
        read = model.model_validate(kept)
        return {part: {name: plain(getattr(read, name)) for name in model.model_fields}}

    async def put(scope: Scope, steps: Sequence[Step]) -> None:
        for step in steps:
            await lifetime.keep(scope, part, model.model_validate(step.after))

    def exported(document: TenantDocument, living: Mapping[str, Plain]) -> Mapping[str, Any]:
        if part not in living:
            return {}
        read = model.model_validate(living[part])
        fields = {name: getattr(read, name) for name in model.model_fields}
        if model is StaffKept:
            return {"interests": document.interests.model_copy(update=fields)}
        return fields

    return Part(
        room="tenancy",
        noun=noun,
        wanted=wanted,
        living=living,
        put=put,
        retire=never_retired,
        exported=exported,
        **traits,
    )


async def never_retired(_scope: Scope, _steps: Sequence[Step]) -> None:
    """Every organisation has these, so that none is retired."""


ABOUT = _kept_part(
    "about",
    "description of the organisation",
    AboutKept,
    listed={"gaps": Listed(noun="gap", key="what", name="what")},
    words={
        "evidence": "evidence that the sources give",
        "about": "words about the organisation",
        "starts_on": "first day",
        "found_by_others": "leave to be found by others",
    },
)
BODY = _kept_part(
    "body", "names of the reviewing body", BodyKept, words={"body": "names and types from day to day"}
)
COUNTS = _kept_part(
    "counts",
    "list of counts that sources state",
    CountsKept,
    listed={"counts": Listed(noun="count", key="what", name="what")},
)
STAFF = _kept_part(
    "staff",
    "settings for declarants",
    StaffKept,
    words={"decision_making_staff": "decision-making staff", "nil_returns": "asking for nil returns"},
)


def _wanted_heads(document: TenantDocument, _: Catalogue) -> Mapping[str, Plain]:
    return {"heads": plain(_heads_of(document))}


def _heads_of(document: TenantDocument) -> HeadsKept:
    return HeadsKept(scheme_about=document.scheme.about, functions_about=document.functions.about)


async def _living_heads(scope: Scope) -> Mapping[str, Plain]:
    def shipped(document: TenantDocument | None, _: Catalogue) -> BaseModel | None:
        return None if document is None else _heads_of(document)

    kept = await kept_of(scope, "heads", shipped)
    return {} if kept is None else {"heads": plain(HeadsKept.model_validate(kept))}


async def _put_heads(scope: Scope, steps: Sequence[Step]) -> None:
    for step in steps:
        await lifetime.keep(scope, "heads", HeadsKept.model_validate(step.after))


def _exported_heads(document: TenantDocument, living: Mapping[str, Plain]) -> Mapping[str, Any]:
    heads = HeadsKept.model_validate(living.get("heads", {}))
    return {
        "scheme": document.scheme.model_copy(update={"about": heads.scheme_about}),
        "functions": document.functions.model_copy(update={"about": heads.functions_about}),
    }


HEADS = Part(
    room="tenancy",
    noun="introduction to powers and functions",
    wanted=_wanted_heads,
    living=_living_heads,
    put=_put_heads,
    retire=never_retired,
    exported=_exported_heads,
    words={"scheme_about": "words above the scheme", "functions_about": "words above the register"},
)


def _wanted_rules(document: TenantDocument, _: Catalogue) -> Mapping[str, Plain]:
    return {"between": {"rules": plain(document.between.rules)}}


async def _living_rules(scope: Scope) -> Mapping[str, Plain]:
    def shipped(document: TenantDocument | None, catalogue: Catalogue) -> BaseModel:
        return catalogue.between_of(scope.tenant.slug, kind=scope.tenant.kind)

    kept = await kept_of(scope, "between", shipped)
    if kept is None:
        return {}
    return {"between": {"rules": plain(BetweenSettings.model_validate(kept).rules)}}


async def _put_rules(scope: Scope, steps: Sequence[Step]) -> None:
    for step in steps:
        await lifetime.keep(scope, "between", BetweenSettings.model_validate(step.after))


BETWEEN = Part(
    room="between",
    noun="set of rules for deciding between meetings",
    wanted=_wanted_rules,
    living=_living_rules,
    put=_put_rules,
    retire=never_retired,
    exported=lambda _, living: (
        {"between": BetweenSettings.model_validate(living["between"])} if living else {}
    ),
    listed={"rules": Listed(noun="rule", key="id", name="id")},
)
