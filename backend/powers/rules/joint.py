"""May a joint committee decide this? It has its powers from every body that takes part, so it needs all of them.

The body that keeps the committee gives its powers by its own scheme; each other body by what it stated. A decision is
within power only where it is within for each; otherwise the answer says for which body it is not, by which clause.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from backend.kit.calendar import in_words
from backend.powers.rules.finding import Finding, FindingKind
from backend.powers.rules.scheme import and_words, pounds


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedPower:
    """What another body delegates to a joint committee, in its own words. Money is whole pence."""

    function: str
    function_slug: str | None
    authority: str
    limit_pence: int | None
    conditions: str | None
    consent_from: str | None
    clause: str
    effective_from: date
    effective_until: date | None

    def in_force(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_until is None or on <= self.effective_until)

    def reaches(self, value: int | None) -> bool:
        return self.limit_pence is None or (value is not None and value <= self.limit_pence)

    @property
    def limit_in_words(self) -> str:
        return "without a limit" if self.limit_pence is None else f"up to {pounds(self.limit_pence)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class JointBody:
    """Another body of a joint committee, with what it stated about one function. `left_on`: first day without it."""

    name: str
    joined_on: date
    left_on: date | None
    powers: tuple[StatedPower, ...]


def joint_finding(
    own: Finding, bodies: Sequence[JointBody], *, own_body: str, function: str, value: int | None, on: date
) -> Finding:
    """The finding of the keeping body's scheme, and those of every other body, as one. Pure; never raises."""
    if not bodies:
        return own
    found = [(own_body, own), *((body.name, _of(body, function, value, on)) for body in bodies)]
    wrong = [(name, each) for name, each in found if each.kind is not FindingKind.WITHIN]
    if not wrong:
        names = and_words([name for name, _ in found])
        return Finding(
            kind=FindingKind.WITHIN,
            words=" ".join([f"It is within the power of {names}.", *(f"{n}: {f.words}" for n, f in found)]),
            clause="; ".join(f"{name}: {each.clause}" for name, each in found if each.clause) or None,
            conditions=" ".join(f"{n}: {f.conditions}" for n, f in found if f.conditions) or None,
            entry_id=own.entry_id,
        )
    beyond = [(name, each) for name, each in wrong if each.kind is not FindingKind.NEEDS_CONSENT]
    kind = FindingKind.BEYOND if beyond else FindingKind.NEEDS_CONSENT
    shown = beyond or wrong
    says = "beyond the power of" if beyond else "to be agreed further for"
    return Finding(
        kind=kind,
        words=" ".join(
            [f"It is {says} {and_words([n for n, _ in shown])}.", *(f"{n}: {f.words}" for n, f in wrong)]
        ),
        clause="; ".join(f"{name}: {each.clause}" for name, each in shown if each.clause) or None,
        consent_from=and_words([f.consent_from for _, f in wrong if f.consent_from]) or None,
        upward_to=next((each.upward_to or name for name, each in beyond), None),
        upward_committee_id=own.upward_committee_id if beyond and beyond[0][0] == own_body else None,
        conditions=" ".join(f"{n}: {f.conditions}" for n, f in found if f.conditions) or None,
        entry_id=own.entry_id,
        needs_value=any(each.needs_value for _, each in wrong),
    )


def _of(body: JointBody, function: str, value: int | None, on: date) -> Finding:
    """What one other body says of it: the line with the lowest limit that still reaches the value governs."""
    if on < body.joined_on or (body.left_on is not None and on >= body.left_on):
        when = (
            f"left it on {in_words(body.left_on)}"
            if body.left_on and on >= body.left_on
            else "had not joined it"
        )
        return Finding(kind=FindingKind.BEYOND, words=f"it {when}, so the committee has no power of it.")
    standing = [power for power in body.powers if power.in_force(on)]
    if not standing:
        return Finding(
            kind=FindingKind.BEYOND,
            words=f"it has not delegated “{function}” to the committee on {in_words(on)}.",
        )
    covering = [power for power in standing if power.reaches(value)]
    if not covering:
        most = max(standing, key=lambda power: power.limit_pence or 0)
        rest = "and no value is given." if value is None else f"and {pounds(value)} is more."
        return Finding(
            kind=FindingKind.BEYOND,
            words=f"it delegates “{most.function}” {most.limit_in_words} ({most.clause}), {rest}",
            clause=most.clause,
            needs_value=value is None,
        )
    governs = min(
        covering,
        key=lambda power: (power.limit_pence is None, power.limit_pence or 0, not power.consent_from),
    )
    given = f" Its conditions: {governs.conditions}" if governs.conditions else ""
    may = f"it delegates “{governs.function}” {governs.limit_in_words}"
    if governs.consent_from:
        return Finding(
            kind=FindingKind.NEEDS_CONSENT,
            words=f"{may} only with the agreement of {governs.consent_from} ({governs.clause}).{given}",
            clause=governs.clause,
            consent_from=governs.consent_from,
            conditions=governs.conditions,
        )
    return Finding(
        kind=FindingKind.WITHIN,
        words=f"{may} ({governs.clause}).{given}",
        clause=governs.clause,
        conditions=governs.conditions,
    )
