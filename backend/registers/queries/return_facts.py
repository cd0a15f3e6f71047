"""What a return asks, answered from the registers: each number with the people and records behind it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.catalogue.quorum import Capacity, Office
from backend.catalogue.rulesets import Fact, InterestRuleSet
from backend.catalogue.shapes import Mark
from backend.committees import queries as committees
from backend.committees.views import MemberView
from backend.concerns.queries import breaches
from backend.facts.registers import Moment
from backend.interests import settings
from backend.interests.queries import training
from backend.interests.rules.training import per_cent
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.people import permissions
from backend.people import queries as people
from backend.registers.rules.returns import ReturnPeriod
from backend.scope import Scope

BOARDS = frozenset({"governing-body", "board"})
_LAY = frozenset({Capacity.LAY, Capacity.NON_EXECUTIVE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A person or a record behind an answer, with its page in the tenant where it has one."""

    words: str
    path: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`met`: the rule is kept, it is not, or (`None`) there is nothing to keep. `words` give the number."""

    fact: Fact
    met: bool | None
    words: str
    behind: tuple[Behind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What every answer is made from: the period, the day on which it is looked at, and the rules of that day."""

    period: ReturnPeriod
    day: date
    rule_set: InterestRuleSet


async def answers_to(
    scope: Scope, *, facts: tuple[Fact, ...], period: ReturnPeriod, rule_set: InterestRuleSet
) -> tuple[Answer, ...]:
    """The answers on the last day of a period, or today while it still runs; one or two statements each."""
    asked = _Asked(period=period, day=min(period.until, scope.today), rule_set=rule_set)
    return tuple([await _ANSWERS[fact](scope, asked) for fact in facts])


async def _processes(scope: Scope, asked: _Asked) -> Answer:
    """What a process rests on: rules that were settled, somebody to keep the registers, somebody to turn to."""
    settled = await settings.current(scope)
    everybody = await people.people_of(scope, on=asked.day)
    officers = [each for each in everybody if permissions.OFFICER in each.roles]
    guardians = [each for each in everybody if permissions.GUARDIAN in each.roles]
    wants_guardian = asked.rule_set.role("coi-guardian") is not None
    parts = [
        (
            settled is not None,
            f"Rules: {asked.rule_set.title}, edition {asked.rule_set.edition}",
            "/interests/rules",
        ),
        (bool(officers), _named("Keeps the registers", [each.name for each in officers]), "/people"),
        (bool(settled and settled["contact"]), f"Contact: {(settled or {}).get('contact') or 'none'}", None),
    ]
    if wants_guardian:
        named = _named("Conflicts of Interest Guardian", [each.name for each in guardians])
        parts.append((bool(guardians), named, "/people"))
    return _from_parts(Fact.PROCESSES, parts)


async def _policy(scope: Scope, asked: _Asked) -> Answer:
    settled = await settings.current(scope)
    binding = await settings.binding_of(scope, on=asked.day)
    review_by = settled["review_by"] if settled else None
    current = isinstance(review_by, date) and review_by >= asked.day
    looked_at = f"To be looked at again by {in_words(review_by)}" if review_by else "No day of review is set"
    newer = "A newer edition" if binding.overtaken else "No newer edition"
    parts = [
        (binding.pinned, f"Pinned: edition {binding.edition.edition}", "/interests/rules"),
        (current, looked_at, "/interests/rules"),
        (not binding.overtaken, f"{newer} was in force", "/interests/rules"),
    ]
    return _from_parts(Fact.POLICY, parts)


async def _registers_published(scope: Scope, asked: _Asked) -> Answer:
    """Each register that the rules name stood in a publication that was public that day and not too old."""
    months = asked.rule_set.publication.at_least_every_months.value
    rows = await fetch(
        """
        SELECT DISTINCT ON (p.register) p.register, p.title, p.publication_id, b.released_at, b.as_at,
          (b.released_at AT TIME ZONE $3)::date >= ($2::date - make_interval(months => $4))::date AS fresh
        FROM registers_publication b
        JOIN registers_published_part p ON p.tenant_id = $1 AND p.publication_id = b.id
        WHERE b.tenant_id = $1 AND (b.released_at AT TIME ZONE $3)::date <= $2
          AND (b.ended_at IS NULL OR (b.ended_at AT TIME ZONE $3)::date > $2)
        ORDER BY p.register, b.released_at DESC""",
        scope.tenant.id,
        asked.day,
        scope.tenant.time_zone,
        months,
    )
    found = {row["register"]: row for row in rows}
    parts = []
    for register in asked.rule_set.registers:
        row = found.get(register.id)
        if row is None:
            parts.append((False, f"{register.text}: not published", "/publication"))
        else:
            old = "" if row["fresh"] else f", more than {months} months before"
            words = f"{register.text}: published as at {in_words(row['as_at'])}{old}"
            parts.append((row["fresh"], words, f"/publication/{row['publication_id']}"))
    return _from_parts(Fact.REGISTERS_PUBLISHED, parts)


async def _breaches(scope: Scope, asked: _Asked) -> Answer:
    """Breaches that were found in the period and whose words were agreed; never an allegation."""
    moment = Moment(on=asked.day, known_at=scope.now)
    lines = [
        line
        for line in await breaches.breaches_of(scope, moment=moment)
        if line.found_on >= asked.period.since
    ]
    words = (
        f"{len(lines)} breach{'' if len(lines) == 1 else 'es'} found" if lines else "No breaches were found"
    )
    behind = tuple(
        Behind(words=f"{in_words(line.found_on)}: {line.what_happened}", path=f"/concerns/breaches/{line.id}")
        for line in lines
    )
    return Answer(fact=Fact.BREACHES, met=None, words=words, behind=behind)


async def _lay_members(scope: Scope, asked: _Asked) -> Answer:
    composition = asked.rule_set.composition
    least = composition.minimum_lay_members if composition else None
    sitting = {
        member.person_id: member
        for member in await board_members(scope, on=asked.day)
        if member.capacity in _LAY and member.voting
    }
    words = f"{len(sitting)} lay or non-executive members"
    if least is not None:
        source = ", from memory" if least.mark is Mark.MEMORY else ""
        words += f"; at least {least.value} are asked for{source}"
    behind = tuple(
        Behind(words=f"{member.name}, {member.seat_name}", path=f"/people/{member.person_id}")
        for member in sorted(sitting.values(), key=lambda each: each.name.lower())
    )
    met = None if least is None else len(sitting) >= least.value
    return Answer(fact=Fact.LAY_MEMBERS, met=met, words=words, behind=behind)


async def _audit_chair_is_guardian(scope: Scope, asked: _Asked) -> Answer:
    kinds = await _kinds(scope)
    everybody = await committees.members_of_all(scope, on=asked.day)
    chairs = {
        member.person_id: member.name
        for committee_id, members in everybody.items()
        for member in members
        if kinds.get(committee_id) == "audit" and member.office is Office.CHAIR
    }
    guardians = {
        each.id: each.name
        for each in await people.people_of(scope, on=asked.day)
        if permissions.GUARDIAN in each.roles
    }
    both = set(chairs) & set(guardians)
    words = "The audit chair is the guardian" if both else "The audit chair is not the guardian"
    behind = [
        Behind(words=f"{name}, chair of the audit committee", path=f"/people/{each}")
        for each, name in chairs.items()
    ]
    behind += [
        Behind(words=f"{name}, Conflicts of Interest Guardian", path=f"/people/{each}")
        for each, name in guardians.items()
    ]
    if not chairs:
        behind.append(Behind(words="Nobody chaired the audit committee", path="/committees"))
    if not guardians:
        behind.append(Behind(words="Nobody held the role of guardian", path="/people"))
    met = bool(both) and set(guardians) <= set(chairs)
    return Answer(fact=Fact.AUDIT_CHAIR_IS_GUARDIAN, met=met, words=words, behind=tuple(behind))


async def _trained(scope: Scope, asked: _Asked) -> Answer:
    """Of those who must do a module, how many in a hundred had done it; behind it those who had not."""
    named = asked.rule_set.training
    lines = [
        line
        for line in await training.training_of(scope, on=asked.day, rule_set=asked.rule_set)
        if line.required and not line.paused
    ]
    reached = per_cent([line.state for line in lines])
    if reached is None:
        return Answer(fact=Fact.TRAINED, met=None, words="Nobody had to do a module")
    done = sum(line.counts for line in lines)
    target = named.target_percent.value if named and named.target_percent else None
    words = f"{reached}%: {done} of {len(lines)}" + (f"; the target is {target}%" if target else "")
    behind = tuple(
        Behind(
            words=f"{line.person_name}: {line.module_name}, {line.state_in_words.lower()}",
            path=f"/training/people/{line.person_id}",
        )
        for line in lines
        if not line.counts
    )
    met = None if target is None else reached >= target
    return Answer(fact=Fact.TRAINED, met=met, words=words, behind=behind)


async def board_members(scope: Scope, *, on: date) -> tuple[MemberView, ...]:
    """Who sat on the governing body or board on a day, voting or not."""
    kinds = await _kinds(scope)
    found = await committees.members_of_all(scope, on=on)
    return tuple(
        member
        for committee_id, members in found.items()
        if kinds.get(committee_id) in BOARDS
        for member in members
    )


async def _kinds(scope: Scope) -> Mapping[UUID, str]:
    """The kinds of our own committees, retired ones too."""
    lines = await committees.committees_of(scope, include_retired=True)
    return {line.id: str(line.kind) for line in lines if line.held_by is None}


def _from_parts(fact: Fact, parts: Sequence[tuple[bool, str, str | None]]) -> Answer:
    kept = sum(met for met, _, _ in parts)
    words = "Yes" if kept == len(parts) else f"No: {kept} of {len(parts)}"
    behind = tuple(Behind(words=f"{'Yes' if met else 'No'}. {said}", path=path) for met, said, path in parts)
    return Answer(fact=fact, met=kept == len(parts), words=words, behind=behind)


def _named(what: str, names: list[str]) -> str:
    return f"{what}: {', '.join(names) if names else 'nobody'}"


_ANSWERS: Mapping[Fact, Callable[[Scope, _Asked], Awaitable[Answer]]] = {
    Fact.PROCESSES: _processes,
    Fact.POLICY: _policy,
    Fact.REGISTERS_PUBLISHED: _registers_published,
    Fact.BREACHES: _breaches,
    Fact.LAY_MEMBERS: _lay_members,
    Fact.AUDIT_CHAIR_IS_GUARDIAN: _audit_chair_is_guardian,
    Fact.TRAINED: _trained,
}
