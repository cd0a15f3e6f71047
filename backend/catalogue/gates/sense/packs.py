"""Definitions of packs: no section or signer twice, one opinion at most, and nothing private for anybody to read."""

from collections.abc import Iterator

from backend.catalogue.drafts import Draft
from backend.catalogue.gates.sense.naming import nonsense, twice
from backend.catalogue.packs import PackDefinition, PackSection, RedactionKind
from backend.catalogue.problems import Problem

_NEVER_FOR_ANYBODY = (
    RedactionKind.HOME_ADDRESSES,
    RedactionKind.CONTACT_DETAILS,
    RedactionKind.PRIVATE_BUSINESS,
    RedactionKind.REQUESTERS,
    RedactionKind.CONFIDENTIAL_ENTRIES,
    RedactionKind.CONCERNS,
)


def problems(draft: Draft) -> Iterator[Problem]:
    for key, definition in draft.packs.items():
        file = draft.pack_file(key)
        yield from twice(file, "sections", [each.id for each in definition.sections])
        yield from twice(file, "signers", [each.role for each in definition.signers])
        yield from twice(file, "redactions", [each.kind for each in definition.redactions])
        for place, sentence in _of(definition):
            yield nonsense(file, place, sentence)


def _of(definition: PackDefinition) -> Iterator[tuple[str, str]]:
    opinions = [each.role for each in definition.signers if each.gives_opinion]
    if len(opinions) > 1:
        yield "signers", "One signer gives the opinion; this names several."
    if definition.opinion_needed and not opinions:
        yield "opinion_needed", "An opinion is needed, and no signer gives one."
    if all(each.if_edition_names for each in definition.signers):
        yield "signers", "One signature at least must be needed under every edition of the rules."
    if PackSection.EVIDENCE in definition.order and definition.order[-1] is not PackSection.EVIDENCE:
        yield "sections", "The index of evidence comes last: it names what the other sections hold."
    if definition.for_anybody:
        for kind in _NEVER_FOR_ANYBODY:
            if not definition.leaves_out(kind):
                yield "redactions", f"What anybody may read must leave out {kind.value}."
