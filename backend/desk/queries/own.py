"""What the visitor owes for themselves: declarations, answers, training, and what a panel asks of them."""

from backend.actions import queries as actions
from backend.between import queries as between
from backend.concerns.queries import notices
from backend.desk.queries.tasks import Task, counted, is_seated
from backend.interests import settings
from backend.interests.queries import campaigns, declarations, gifts, training
from backend.interests.rules.declaring import DeclarationStatus
from backend.interests.rules.gifts import GiftStatus
from backend.interests.rules.training import TrainingState
from backend.kit.calendar import in_words
from backend.procurement.queries import panel, procurements
from backend.scope import Scope

_TRAINING_IN_WORDS = {
    TrainingState.MISSING: "Do the training",
    TrainingState.EXPIRED: "Do the training again",
    TrainingState.EXPIRES_SOON: "Renew the training",
}


async def tasks_of(scope: Scope) -> list[Task]:
    """What the visitor owes for themselves. A fixed number of statements."""
    if not is_seated(scope):
        return []
    return [
        *await _notices(scope),
        *await _declaration(scope),
        *await _questions(scope),
        *await _training(scope),
        *await _actions(scope),
        *await _panels(scope),
        *await _replies(scope),
    ]


async def _notices(scope: Scope) -> list[Task]:
    """Notices that the visitor may still reply to."""
    if not scope.may("concerns.raise") or not await notices.unanswered_notices(scope):
        return []
    return [Task(words="Read and answer a notice to you", path="/concerns/notices", urgent=True)]


async def _declaration(scope: Scope) -> list[Task]:
    """The visitor's own declaration, if they owe one, never made one, or a campaign waits for it."""
    if not scope.may("interests.declare"):
        return []
    standings = await declarations.standings_of(scope, person_id=scope.actor.person_id)
    if not standings or standings[0].paused:
        return []
    standing = standings[0]
    asked_by = (await campaigns.due_in_campaigns(scope)).get(standing.person_id)
    try:
        rules = await settings.rule_set_of(scope)
    except settings.NoRuleSet:
        due_on = None  # no edition says by when
    else:
        due_on = standing.due_on(rules)
    overdue = due_on is not None and due_on < scope.today
    if asked_by is not None:
        words = f"Declare your interests: the campaign asks for it by {in_words(asked_by)}"
        return [Task(words=words, path="/interests/mine", urgent=overdue or asked_by < scope.today)]
    if overdue or standing.last_kind is None:
        return [Task(words="Declare your interests", path="/interests/mine", urgent=overdue)]
    return []


async def _actions(scope: Scope) -> list[Task]:
    """What the visitor undertook to do; and what they answer for, where somebody said that it is done or asked."""
    if not scope.may("actions.report"):
        return []
    waiting = await actions.waiting_for(scope)
    found = []
    if waiting.mine:
        words = counted(waiting.mine, "1 action is yours to do", "actions are yours to do")
        one = ", and overdue" if waiting.overdue else ""
        late = one if waiting.mine == 1 or not one else f", {waiting.overdue:,} of them overdue"
        found.append(Task(words=f"{words}{late}", path="/actions?owner=me", urgent=waiting.overdue > 0))
    if waiting.to_settle:
        words = counted(
            waiting.to_settle,
            "1 action waits for an answer or for closing",
            "actions wait for an answer or for closing",
        )
        found.append(Task(words=words, path="/actions?show=waiting"))
    return found


async def _questions(scope: Scope) -> list[Task]:
    """What came back to the visitor with a question."""
    if not scope.may("interests.declare"):
        return []
    found = [
        Task(
            words=f"Answer a question about your declaration of {in_words(line.declared_on)}",
            path=f"/interests/declarations/{line.id}",
        )
        for line in await declarations.declarations_of(scope, person_id=scope.actor.person_id, only_open=True)
        if line.status is DeclarationStatus.RETURNED
    ]
    returned = gifts.Sought(person_id=scope.actor.person_id, status=GiftStatus.RETURNED)
    return found + [
        Task(words=f"Answer a question about the offer from {gift.giver_name}", path=f"/gifts/{gift.gift_id}")
        for gift in (await gifts.gifts_of(scope, sought=returned)).entries
    ]


async def _training(scope: Scope) -> list[Task]:
    """Modules that the rules ask of the visitor and that are missing, expired, or about to expire."""
    if not scope.may("interests.read"):
        return []
    try:
        lines = await training.training_of(scope)
    except settings.NoRuleSet:
        return []
    return [
        Task(
            words=f"{_TRAINING_IN_WORDS[line.state]}: {line.module_name}",
            path="/training/mine",
            urgent=line.state is TrainingState.EXPIRED,
        )
        for line in lines
        if line.person_id == scope.actor.person_id
        and line.required
        and not line.paused
        and line.state in _TRAINING_IN_WORDS
    ]


async def _panels(scope: Scope) -> list[Task]:
    """Procurements for which the visitor has a declaration to make."""
    if not scope.may("procurement.declare"):
        return []
    ids = await panel.mine(scope)
    if not ids:
        return []
    panels = await panel.panels_of(scope, procurement_ids=list(ids))
    owing = [
        procurement_id
        for procurement_id in ids
        if any(each.person_id == scope.actor.person_id for each in panels[procurement_id].owing)
    ]
    if len(owing) != 1:
        words = f"{len(owing)} procurements wait for your declaration"
        return [Task(words=words, path="/procurement/mine")] if owing else []
    known = await procurements.procurements_by_id(scope, ids=owing)
    return [Task(words=f"Declare for the procurement “{known[owing[0]].title}”", path="/procurement/mine")]


async def _replies(scope: Scope) -> list[Task]:
    """Questions that were put to the visitor by correspondence."""
    if not scope.may("between.reply"):
        return []
    return [
        Task(
            words=f"Reply by {in_words(reply_by)} to the {line.committee}: {line.title}",
            path=f"/acts/{line.id}/reply",
            urgent=reply_by < scope.today,
        )
        for line, reply_by in await between.questions_to(scope)
    ]
