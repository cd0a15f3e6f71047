"""What stands beside a judgement and never decides it: verdicts of rules, and checks of commitments."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.assurance.queries.judging import judged
from backend.assurance.rules.judging import Outcome
from backend.assurance.rules.reasons import Judgement as Verdict
from backend.catalogue.condition_words import condition_in_words
from backend.catalogue.conditions import Condition as Rule
from backend.catalogue.criteria import ByRule, NeedsEvidence, NotDiscussedAt
from backend.delegation.queries import at_gate, judgements
from backend.delegation.queries.gate_views import ConditionView, ShownLine
from backend.delegation.queries.judgements import CommitmentView
from backend.delegation.rules import gates as at_gates
from backend.kit.calendar import in_words
from backend.kit.database import as_json, fetch
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleView:
    """A rule in words, and what it says for a day. Nothing known of its facts leaves it open."""

    words: str
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class FlaggedItem:
    """An item of an agenda that is about what its committee leaves to another.

    `because` says how that is known: by words in its title, or because somebody said so.
    """

    item_id: UUID
    meeting_id: UUID
    title: str
    starts_at: datetime
    committee: str
    belongs_to: str
    subject: str
    because: str
    commitment_id: UUID
    commitment: str

    @property
    def subject_in_words(self) -> str:
        return self.subject.replace("-", " ").replace("co commissioning", "co-commissioning")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    """What the check of a commitment found, and how."""

    outcome: Outcome
    words: str
    evidence: tuple[ShownLine, ...] = ()
    items: tuple[FlaggedItem, ...] = ()
    rule: RuleView | None = None

    @property
    def outcome_in_words(self) -> str:
        return {Outcome.MET: "Holds", Outcome.NOT_MET: "Does not hold", Outcome.UNKNOWN: "Not known"}[
            self.outcome
        ]


async def rules_of(scope: Scope, conditions: Iterable[ConditionView], *, on: date) -> Mapping[UUID, RuleView]:
    """What the rules of criteria say for a day, from what was known by its end; one statement."""
    return await _judged(scope, {each.id: each.rule for each in conditions if each.rule is not None}, on)


async def checks_of(
    scope: Scope, commitments: Collection[CommitmentView], *, on: date | None = None
) -> Mapping[UUID, CheckView]:
    """The checks of commitments for a day; those without one are left out. Three statements at the most."""
    day = on or scope.today
    asked = {each.id: each for each in commitments if each.checking is not None}
    needing = [key for key, each in asked.items() if isinstance(each.checking, NeedsEvidence)]
    shown = await at_gate.shown_for(scope, "commitment_id", needing, on=day, moment=scope.now)
    rules = {key: each.checking.rule for key, each in asked.items() if isinstance(each.checking, ByRule)}
    verdicts = await _judged(scope, rules, day)
    flagged = await _flagged(
        scope, [each for each in asked.values() if isinstance(each.checking, NotDiscussedAt)]
    )
    found: dict[UUID, CheckView] = {}
    for key, each in asked.items():
        if isinstance(each.checking, NeedsEvidence):
            found[key] = _of_evidence(each.checking, shown.get(key, ()))
        elif isinstance(each.checking, NotDiscussedAt):
            items = tuple(
                one for one in flagged if one.commitment_id == key and scope.day_of(one.starts_at) <= day
            )
            found[key] = _of_items(items, on_agendas=tuple(o for o in flagged if o.commitment_id == key))
        else:
            rule = verdicts[key]
            found[key] = CheckView(outcome=rule.verdict.outcome, words=rule.verdict.words, rule=rule)
    return found


async def flagged_items(
    scope: Scope, *, item_id: UUID | None = None, meeting_id: UUID | None = None
) -> tuple[FlaggedItem, ...]:
    """Items that a commitment in use keeps off their committee's agenda: one, or those of a meeting."""
    rows = await fetch(
        """
        SELECT c.id, c.programme_id FROM delegation_commitment c
        JOIN delegation_programme p ON p.tenant_id = $1 AND p.id = c.programme_id AND p.retired_on IS NULL
        WHERE c.tenant_id = $1 AND c.retired_on IS NULL AND c.checking ->> 'kind' = 'not-discussed-at'""",
        scope.tenant.id,
    )
    if not rows:
        return ()
    wanted = {row["id"] for row in rows}
    kept: list[CommitmentView] = []
    for programme_id in dict.fromkeys(row["programme_id"] for row in rows):  # one programme, seldom two
        kept += [
            each
            for each in await judgements.commitments_of(scope, programme_id=programme_id)
            if each.id in wanted
        ]
    return await _flagged(scope, kept, item_id=item_id, meeting_id=meeting_id)


async def items_at(scope: Scope, *, committee: str) -> list[tuple[UUID, str]]:
    """The newest items on agendas of a committee, by its short name, with the day of their meeting."""
    if not scope.may("meetings.read"):
        return []
    rows = await fetch(
        """
        SELECT i.id, i.title, m.starts_at FROM meetings_item i
        JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id
        JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id AND c.slug = $2
        WHERE i.tenant_id = $1 AND i.withdrawn_at IS NULL ORDER BY m.starts_at DESC, i.position, i.id LIMIT 100""",
        scope.tenant.id,
        committee,
    )
    return [(row["id"], f"{in_words(scope.day_of(row['starts_at']))}: {row['title']}") for row in rows]


async def _judged(scope: Scope, rules: Mapping[UUID, Rule], on: date) -> dict[UUID, RuleView]:
    at = scope.end_of(on) if on < scope.today else None
    verdicts = await judged(scope, rules, day=on, at=at)
    return {
        key: RuleView(words=condition_in_words(rules[key]), verdict=verdict)
        for key, verdict in verdicts.items()
    }


def _of_evidence(check: NeedsEvidence, shown: tuple[ShownLine, ...]) -> CheckView:
    kinds = {line.kind for line in shown}
    missing = [at_gates.EVIDENCE_IN_WORDS[kind].lower() for kind in check.kinds if kind not in kinds]
    wanted = at_gates.listed([at_gates.EVIDENCE_IN_WORDS[kind].lower() for kind in check.kinds])
    if missing:
        words = f"Evidence of {wanted} is asked for; {at_gates.listed(missing)} is not shown."
        return CheckView(outcome=Outcome.NOT_MET, words=words, evidence=shown)
    return CheckView(outcome=Outcome.MET, words=f"Evidence of {wanted} is shown.", evidence=shown)


def _of_items(items: tuple[FlaggedItem, ...], *, on_agendas: tuple[FlaggedItem, ...]) -> CheckView:
    if not on_agendas:
        return CheckView(
            outcome=Outcome.MET,
            words="No item is on such an agenda, by the words of its title or by what was said of it.",
        )
    count = len(on_agendas)
    many = "1 item belongs" if count == 1 else f"{count} items belong"
    ahead = count - len(items)
    later = f", {ahead} of them still to come" if ahead else ""
    return CheckView(
        outcome=Outcome.NOT_MET if items else Outcome.UNKNOWN,
        words=f"{many} on the agenda of the {on_agendas[0].belongs_to}{later}.",
        items=on_agendas,
    )


_FLAGGED = """
SELECT i.id, i.title, i.meeting_id, m.starts_at, c.name AS committee, b.name AS belongs_to, k.subject, k.commitment,
  k.words, t.about, t.words AS said, t.person_name
FROM json_to_recordset($2::text::json)
  AS k (commitment uuid, subject text, words text[], committee text, belongs_to text)
JOIN committees_committee c ON c.tenant_id = $1 AND c.slug = k.committee
LEFT JOIN committees_committee b ON b.tenant_id = $1 AND b.slug = k.belongs_to
JOIN meetings_meeting m ON m.tenant_id = $1 AND m.committee_id = c.id
JOIN meetings_item i ON i.tenant_id = $1 AND i.meeting_id = m.id AND i.withdrawn_at IS NULL
LEFT JOIN LATERAL (
  SELECT * FROM delegation_tagged v WHERE v.tenant_id = $1 AND v.item_id = i.id AND v.subject = k.subject
  ORDER BY v.version DESC LIMIT 1
) t ON true
WHERE ($3::uuid IS NULL OR i.id = $3) AND ($4::uuid IS NULL OR m.id = $4) AND coalesce(t.about, EXISTS (
  SELECT 1 FROM unnest(k.words) AS word WHERE position(word IN lower(i.title)) > 0))
ORDER BY m.starts_at, i.position, i.id
"""


async def _flagged(
    scope: Scope,
    commitments: Iterable[CommitmentView],
    *,
    item_id: UUID | None = None,
    meeting_id: UUID | None = None,
) -> tuple[FlaggedItem, ...]:
    named = {each.id: each for each in commitments}
    asked = [
        {
            "commitment": str(each.id),
            "subject": each.checking.subject,
            "words": [word.lower() for word in each.checking.words],
            "committee": each.checking.committee,
            "belongs_to": each.checking.belongs_to,
        }
        for each in named.values()
        if isinstance(each.checking, NotDiscussedAt)
    ]
    if not asked:
        return ()
    rows = await fetch(_FLAGGED, scope.tenant.id, as_json(asked), item_id, meeting_id)
    return tuple(
        FlaggedItem(
            item_id=row["id"],
            meeting_id=row["meeting_id"],
            title=row["title"],
            starts_at=row["starts_at"],
            committee=row["committee"],
            belongs_to=row["belongs_to"] or "committee that the commitment names",
            subject=row["subject"],
            because=_because(row),
            commitment_id=row["commitment"],
            commitment=f"{named[row['commitment']].n}. {named[row['commitment']].text}",
        )
        for row in rows
    )


def _because(row: Any) -> str:
    if row["about"]:
        return f"{row['person_name']} said so: {row['said']}"
    word = next(word for word in row["words"] if word in row["title"].lower())
    return f"its title says “{word}”"
