"""Which definition an organisation's packs are put together by, on a day."""

from datetime import date

from backend.catalogue import shelf
from backend.catalogue.packs import PackDefinition, PackSigner
from backend.interests import settings
from backend.kit.calendar import in_words
from backend.packs.assurance import rules
from backend.packs.rules import UnableToAskForPack
from backend.scope import Scope

GENERAL = "pack-general"
"""What a pack is put together by where nobody chose."""


def definition_id(key: str | None) -> str:
    """The id in an `id/edition`; of packs that are older than definitions, the general one."""
    return (key or GENERAL).split("/")[0] if key != "general" else GENERAL


def definition_for(scope: Scope, *, id: str, on: date) -> PackDefinition:
    """The edition that the tenant has pinned, or the one in force on a day. Raises rules.UnableToAskForPack."""
    pinned = scope.tenant.pins.get(id)
    editions = [each for each in shelf.catalogue().packs.values() if each.id == id]
    for edition in sorted(editions, key=lambda each: each.effective_from.value, reverse=True):
        if edition.edition == pinned if pinned else edition.in_force(on):
            return edition
    raise UnableToAskForPack(_none_in_use(id, editions, pinned, on), field="definition")


def _none_in_use(id: str, editions: list[PackDefinition], pinned: str | None, on: date) -> str:
    if not editions:
        return f"There is no sort of pack “{id}”."
    if pinned:
        return f"The organisation has settled on edition {pinned} of the packs “{id}”, and there is no such edition."
    first = min(each.effective_from.value for each in editions)
    if on < first:
        return f"Packs of this sort are made for days from {in_words(first)} on, and {in_words(on)} was before that."
    return f"No edition of the packs “{id}” was in force on {in_words(on)}."


def definition_of(scope: Scope, *, key: str | None, on: date) -> PackDefinition:
    """By the `id/edition` that a pack was asked for with; the general one of the day for older packs."""
    found = shelf.catalogue().packs.get(key or "")
    return found or definition_for(scope, id=definition_id(key), on=on)


def definitions_in_use(scope: Scope, *, on: date) -> tuple[PackDefinition, ...]:
    """What may be asked for on a day, the general one first."""
    ids = sorted({each.id for each in shelf.catalogue().packs.values()}, key=lambda id: (id != GENERAL, id))
    found = []
    for id in ids:
        try:
            found.append(definition_for(scope, id=id, on=on))
        except UnableToAskForPack:
            continue
    return tuple(found)


async def signers_for(scope: Scope, definition: PackDefinition, *, until: date) -> tuple[PackSigner, ...]:
    """Whose signature a pack needs whose period ends on a day."""
    return rules.signers_of(definition, await settings.rule_set_of(scope, on=until))
