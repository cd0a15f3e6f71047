"""Cover sheets that can be filled in."""

from collections.abc import Iterator

from backend.catalogue.covers import CoverTemplate, FieldKind
from backend.catalogue.demonstrations import DemonstrationDocument, TenantRole
from backend.catalogue.drafts import Draft
from backend.catalogue.gates.sense.naming import nonsense, twice
from backend.catalogue.problems import Problem

_ONCE = (FieldKind.PURPOSE, FieldKind.FREEDOM_OF_INFORMATION, FieldKind.CONFLICTS)


def problems(draft: Draft) -> Iterator[Problem]:
    for name, kind in draft.kinds.items():
        yield from _template(f"tenants/_kinds/{name}.toml", "papers.cover", kind.papers.cover)
    for tenant in draft.every_folder():
        if tenant.papers is not None:
            yield from _template(f"{tenant.folder}/papers.toml", "cover", tenant.papers.cover)
        if tenant.cast is not None and tenant.tenant is not None and tenant.tenant.kind in draft.kinds:
            settings = tenant.papers or draft.kinds[tenant.tenant.kind].papers
            yield from _cast(f"{tenant.folder}/demonstration/cast.toml", tenant.cast, settings.cover)


def _template(file: str, key: str, template: CoverTemplate) -> Iterator[Problem]:
    yield from twice(file, f"{key}.fields", [field.id for field in template.fields])
    yield from twice(file, f"{key}.fields", [field.label for field in template.fields])
    for field in template.fields:
        place = f"{key}.fields[{field.id}]"
        if (field.kind is FieldKind.CHOICE) is not bool(field.choices):
            yield nonsense(file, f"{place}.choices", "Choices are given exactly when the answer is a choice.")
        if field.none is not None and field.kind is not FieldKind.YES_NO:
            yield nonsense(
                file, f"{place}.none", "Only a field that is answered yes or no can say what no means."
            )
    for kind in _ONCE:
        if sum(field.kind is kind for field in template.fields) > 1:
            yield nonsense(file, f"{key}.fields", f"Only one field can be of the kind “{kind}”.")


def _cast(file: str, cast: DemonstrationDocument, template: CoverTemplate) -> Iterator[Problem]:
    """Covers of a demonstration fill fields that there are; a sponsor is an executive owner, and not the author."""
    owners = {person.id for person in cast.people if TenantRole.EXECUTIVE_OWNER in person.roles}
    for meeting in cast.meetings:
        for item in meeting.items:
            if item.paper is None:
                continue
            key = f"meetings[{meeting.id}].items[{item.number}].paper"
            for field_id in item.paper.cover:
                field = template.field(field_id)
                if field is None or field.kind in (FieldKind.MILESTONES, FieldKind.PURPOSE):
                    yield nonsense(
                        file, f"{key}.cover", f"The cover sheet has no field “{field_id}” to fill in here."
                    )
            if item.paper.sponsor is not None and item.paper.sponsor not in owners - {item.paper.author}:
                sentence = (
                    f"“{item.paper.sponsor}” can’t sponsor it: name an executive owner who did not write it."
                )
                yield nonsense(file, f"{key}.sponsor", sentence)
