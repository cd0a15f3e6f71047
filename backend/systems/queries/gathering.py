"""Our own figures as they may leave us: drawn by a chore, whoever looks, and suppressed before anybody sees them.

The preview and the delivery call this one function, so that what is previewed is what goes.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable
from datetime import timedelta

from backend.actions import queries as actions
from backend.catalogue import quorum as quorums
from backend.committees import queries as committees
from backend.committees.catalogued import quorum_of
from backend.delegation.queries.gates import gates_of
from backend.delegation.queries.milestone_views import MilestoneView
from backend.delegation.queries.milestones import milestones_of
from backend.delegation.queries.programmes import programmes_of
from backend.delegation.rules import Timing
from backend.delegation.rules.gates import GATE_IN_WORDS, GateState
from backend.interests import settings as interests_settings
from backend.interests.queries.declarations import standings_of
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.risks.queries.risks import risks_as_at
from backend.risks.queries.settings import settings_on
from backend.risks.rules import Level
from backend.scope import Scope
from backend.systems.rules.granting import Figure
from backend.systems.rules.suppression import Part, suppressed
from backend.together.rules import GrantedLine

DELIVER = "systems.deliver_due"
SOON = timedelta(days=28)

MET = "the seats filled make a quorum"
SHORT = "the seats filled don’t make a quorum"
UNSET = "no quorum is set"


async def gathered(
    scope: Scope, figures: Collection[Figure], *, threshold: int
) -> dict[Figure, tuple[GrantedLine, ...]]:
    """Each of the figures as at today, as it would be sent; none of its lines where nothing is kept of it."""
    drawn = scope.as_chore(DELIVER)  # what goes must not depend on what an officer may see
    return {each: await _OF[each](drawn, threshold) for each in Figure if each in figures}


def _line(
    figure: Figure, label: str, number: int | None, *, words: str | None = None, troubled: bool = False
) -> GrantedLine:
    said = words if words is not None else str(number)
    return GrantedLine(
        figure=figure.value, label=label, number=number, words=said, hidden=False, troubled=troubled
    )


def _counts(figure: Figure, counted: Iterable[tuple[str, int, bool]]) -> tuple[GrantedLine, ...]:
    return tuple(_line(figure, label, number, troubled=bad and number > 0) for label, number, bad in counted)


async def _committees(scope: Scope, threshold: int) -> tuple[GrantedLine, ...]:
    found = [each for each in await committees.committees_of(scope) if each.held_by is None]
    members = await committees.members_of_all(scope, on=scope.today)
    kept = await fetch(
        "SELECT id, quorum FROM committees_committee WHERE tenant_id = $1 AND quorum IS NOT NULL",
        scope.tenant.id,
    )
    rules = {row["id"]: quorum_of(row["quorum"]) for row in kept}
    by: Counter[str] = Counter()
    lines = []
    for each in found:
        words, rule = UNSET, rules.get(each.id)
        if rule is not None:
            held = [member.as_seat_held for member in members.get(each.id, ())]
            words = SHORT if quorums.out_of_reach(rule, held) else MET
        by[words] += 1
        lines.append(_line(Figure.COMMITTEES, each.name, None, words=words, troubled=words == SHORT))
    if not lines:
        return ()
    counted = [("Committees", len(lines), False)]
    counted += [(words[:1].upper() + words[1:], by[words], words == SHORT) for words in (MET, SHORT, UNSET)]
    return (*_counts(Figure.COMMITTEES, counted), *lines)


async def _declarations(scope: Scope, threshold: int) -> tuple[GrantedLine, ...]:
    edition = await interests_settings.rule_set_of(scope)
    due = [
        each.due_on(edition)
        for each in await standings_of(scope)
        if not (each.paused and each.last_declared_on is None)
    ]
    if not due:
        return ()
    late = sum(day < scope.today for day in due)
    soon = sum(scope.today <= day <= scope.today + SOON for day in due)
    parts = (
        Part(label="In date", number=len(due) - late - soon),
        Part(label="Due within 28 days", number=soon),
        Part(label="Late", number=late, bad=True),
    )
    return tuple(
        GrantedLine(
            figure=Figure.DECLARATIONS.value,
            label=each.label,
            number=each.number,
            words=each.words,
            hidden=each.hidden,
            troubled=each.troubled,
        )
        for each in suppressed(parts, total="People who declare", threshold=threshold)
    )


async def _actions(scope: Scope, threshold: int) -> tuple[GrantedLine, ...]:
    log = await actions.log_of(scope, actions.Filters())
    overdue = sum(each.due_on is not None and each.due_on < scope.today for each in log.lines)
    return _counts(Figure.ACTIONS, (("Open", log.open, False), ("Overdue", overdue, True)))


async def _gates(scope: Scope, threshold: int) -> tuple[GrantedLine, ...]:
    found = await gates_of(scope)
    if not found:
        return ()
    by = Counter(each.state for each in found)
    return _counts(Figure.GATES, ((GATE_IN_WORDS[each], by[each], False) for each in GateState))


COLOURS = {
    "Green": "accepted, delivered in time, or ahead of its date with no risk recorded",
    "Amber": "at risk, expected later than at first, or delivered late and not accepted yet",
    "Red": "past its date and not recorded as delivered",
    "Grey": "without a date, not pursued, or due before records began",
}


async def _milestones(scope: Scope, threshold: int) -> tuple[GrantedLine, ...]:
    found = [
        milestone
        for programme in await programmes_of(scope)
        for milestone in await milestones_of(scope, programme_id=programme.id)
    ]
    if not found:
        return ()
    by = Counter(map(colour_of, found))
    return _counts(
        Figure.MILESTONES, ((f"{name}: {words}", by[name], name == "Red") for name, words in COLOURS.items())
    )


def colour_of(milestone: MilestoneView) -> str:
    """One colour for a milestone, the worst that is true of it."""
    if milestone.late:
        return "Red"
    if milestone.accepted:
        return "Green"
    if milestone.timing in (Timing.UNDATED, Timing.ENDED, Timing.UNRECORDED):
        return "Grey"
    if milestone.at_risk or milestone.slipped or milestone.timing is Timing.LATE:
        return "Amber"
    return "Green"


async def _baf(scope: Scope, threshold: int) -> tuple[GrantedLine, ...]:
    found = await risks_as_at(scope, level=Level.BAF)
    if not found:
        return ()
    bands = sorted((await settings_on(scope)).matrix.bands, key=lambda band: -band.rank)
    by = Counter(each.current.band.name if each.current else "" for each in found)
    highest = bands[0].name
    counted = [(band.name, by[band.name], band.name == highest) for band in bands]
    if by[""]:
        counted.append(("Not scored yet", by[""], False))
    return _counts(Figure.BAF, counted)


_LAST_PACK = """
SELECT p.sealed_at, p.issue, c.name AS committee, m.starts_at
FROM packs_pack p
JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = p.meeting_id
JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id
WHERE p.tenant_id = $1 AND p.kind = 'board' AND p.state = 'ready' AND p.same_as IS NULL AND p.variant = 'public'
  AND p.sealed_at IS NOT NULL
ORDER BY p.sealed_at DESC, p.id DESC LIMIT 1
"""


async def _pack(scope: Scope, threshold: int) -> tuple[GrantedLine, ...]:
    rows = await fetch(_LAST_PACK, scope.tenant.id)
    if not rows:
        return ()
    (row,) = rows
    words = (
        f"issue {row['issue']} for the {row['committee']} of {in_words(scope.day_of(row['starts_at']))}, "
        f"sealed on {in_words(scope.day_of(row['sealed_at']))}"
    )
    return (_line(Figure.PACK, "Last board pack", None, words=words),)


_OF: dict[Figure, Callable[[Scope, int], Awaitable[tuple[GrantedLine, ...]]]] = {
    Figure.COMMITTEES: _committees,
    Figure.DECLARATIONS: _declarations,
    Figure.ACTIONS: _actions,
    Figure.GATES: _gates,
    Figure.MILESTONES: _milestones,
    Figure.BAF: _baf,
    Figure.PACK: _pack,
}
