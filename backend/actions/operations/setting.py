"""Setting the rule of colours and of closing, from a day on."""

from dataclasses import asdict, replace
from datetime import date
from uuid import UUID

from backend.actions import rules, settings
from backend.actions.rules.rag import Setting
from backend.actions.tables import SettingTable
from backend.committees import queries as committees
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import NotFound, NotPermitted, Scope


async def set_rule(scope: Scope, setting: Setting) -> None:
    """Let `setting` hold from its day on; what held before stays on record. Raises rules.UnableToSet, NotPermitted."""
    if not rules.is_officer(scope):
        raise NotPermitted("The rule is set by a governance officer.")
    source = setting.source.strip()
    if not source:
        raise rules.UnableToSet("Say who agreed to the rule, or where it stands.", field="source")
    if not 0 <= setting.amber_within <= 60 or not 0 <= setting.red_after <= 60:
        raise rules.UnableToSet("Give working days from 0 to 60.", field="amber_within")
    if not 1 <= setting.moves_to_amber <= 20:
        raise rules.UnableToSet("Give a number from 1 to 20.", field="moves_to_amber")
    title = "Rule for the action log"
    if setting.committee_id is not None:
        committee = await committees.committee(scope, committee_id=setting.committee_id)
        title = f"Rule for the actions of the {committee.name}"
    kept = replace(setting, source=source)
    row_id = await SettingTable.add(
        scope, **asdict(kept), withdrawn=False, set_at=scope.now, set_by_name=scope.actor.name
    )
    await ledger.record(
        scope,
        "actions.setting.set",
        Record(room="actions", kind="setting", id=row_id, title=title),
        after=asdict(kept),
    )


async def take_back_rule(
    scope: Scope, *, committee_id: UUID | None, effective_from: date, because: str
) -> None:
    """Take a rule back: what held before holds from its day on. Raises rules.UnableToSet, NotPermitted, NotFound."""
    if not rules.is_officer(scope):
        raise NotPermitted("The rule is set by a governance officer.")
    plain = rules.check_reason(because, sentence="Say why the rule is taken back.", field="because")
    held = next(
        (
            each
            for each in await settings.settings_of(scope)
            if (each.committee_id, each.effective_from) == (committee_id, effective_from)
        ),
        None,
    )
    if held is None:
        raise NotFound("rule")
    row_id = await SettingTable.add(
        scope, **asdict(held), withdrawn=True, set_at=scope.now, set_by_name=scope.actor.name
    )
    await ledger.record(
        scope,
        "actions.setting.taken-back",
        Record(room="actions", kind="setting", id=row_id, title="Rule for the action log"),
        before=asdict(held),
        after={"because": plain},
    )
