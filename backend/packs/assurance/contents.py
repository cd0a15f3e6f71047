"""What an assurance pack will hold: its sections as they are read, and what is left out of them.

The build and the dry run read the same, so that nobody is surprised by what leaves.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from backend.catalogue.packs import PackDefinition, PackSection, PackSigner
from backend.interests import settings
from backend.packs import rules
from backend.packs.assurance import comparing, definitions, leaving_out, phrases, standing, written
from backend.packs.assurance.redacting import redacted
from backend.packs.assurance.rules import Opinion
from backend.packs.redactions import Redactions
from backend.packs.sections import SECTIONS
from backend.packs.sections.shapes import Reading, Section, hashes_of
from backend.scope import Scope
from backend.tenancy import transactions


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What goes in. `missing` are sentences; `redactions` says what was left out, and is applied already.

    `changes` are sentences about what is other than in the issue or the period before, which `changed_since` names.
    """

    definition: PackDefinition
    period: rules.Period
    sections: tuple[Section, ...]
    redactions: Redactions
    missing: tuple[str, ...]
    rule_sets: tuple[str, ...]
    signers: tuple[PackSigner, ...]
    opinion: Opinion | None
    changed_since: str | None
    changes: tuple[str, ...]

    @property
    def title(self) -> str:
        return self.definition.title

    @property
    def manifest(self) -> dict[str, Any]:
        """What a later issue is compared with; kept with the pack."""
        return comparing.manifest_of(self.sections, self.opinion.words if self.opinion else None)

    @property
    def hashes(self) -> dict[str, str]:
        """SHA-256 of every file but the report and the index, by its path."""
        return hashes_of(self.sections)


async def contents_of(
    scope: Scope,
    *,
    definition: str,
    period: rules.Period,
    pack_id: UUID | None = None,
    transaction_is_open: bool = False,
) -> Contents:
    """Read what a pack of a definition (its `id/edition`) and a period holds; `pack_id` is that of one asked for.

    Each section in a transaction of its own that only reads; all in the one that is open, where a page looks.
    """
    chosen = definitions.definition_of(scope, key=definition, on=period.until)
    reading = Reading(scope=scope, period=period)
    look = partial(_looking, scope, transaction_is_open)
    async with look():
        redactions = await leaving_out.redactions_of(reading, chosen)
        rule_sets = await _rule_sets(reading)
        signers = await definitions.signers_for(scope, chosen, until=period.until)
        opinion = await standing.opinion_of(
            scope, definition_id=chosen.id, since=period.since, until=period.until
        )
    sections = await _read(reading, chosen, redactions, look)
    redactions = sections.redactions
    whole = written.with_written(
        sections.found, chosen, redactions, signers=signers, opinion=opinion, period=period
    )
    async with look():
        before, changes = await comparing.changes_since(
            scope, definition_id=chosen.id, period=period, pack_id=pack_id, sections=whole, opinion=opinion
        )
    return Contents(
        definition=chosen,
        period=period,
        sections=whole,
        redactions=redactions,
        missing=tuple(sentence for section in whole for sentence in section.missing),
        rule_sets=rule_sets,
        signers=signers,
        opinion=opinion,
        changed_since=before,
        changes=changes,
    )


@dataclass(frozen=True, slots=True)
class _Read:
    found: dict[PackSection, Section]
    redactions: Redactions


_Look = Callable[[], AbstractAsyncContextManager[None]]


def _looking(scope: Scope, is_open: bool) -> AbstractAsyncContextManager[None]:
    return nullcontext() if is_open else transactions.scope_tx(scope, readonly=True)


async def _read(reading: Reading, chosen: PackDefinition, redactions: Redactions, look: _Look) -> _Read:
    """Every section but those that are made of the others, with nothing left in it that is left out.

    The ledger comes last: what the others call a record that is struck by hand must not stand in it either.
    """
    order = sorted(chosen.order, key=lambda each: each is PackSection.LEDGER)
    found: dict[PackSection, Section] = {}
    for each in order:
        make = SECTIONS.get(each)
        if make is None:
            continue
        if each is PackSection.LEDGER:
            redactions = phrases.with_phrases(redactions, found.values())
        async with look():
            found[each] = await make(replace(reading, redactions=redactions))
    redactions = phrases.with_phrases(redactions, found.values())
    return _Read(
        {each: redacted(found[each], redactions) for each in chosen.order if each in found}, redactions
    )


async def _rule_sets(reading: Reading) -> tuple[str, ...]:
    """The rules that were in force on the last day of the period, and what else the tenant has pinned."""
    rule_set = await settings.rule_set_of(reading.at_the_end, on=reading.period.until)
    pins = [
        f"{framework}/{edition}"
        for framework, edition in sorted(reading.scope.tenant.pins.items())
        if framework != rule_set.id
    ]
    return (f"{rule_set.title}, edition {rule_set.edition} ({rule_set.key})", *pins)
