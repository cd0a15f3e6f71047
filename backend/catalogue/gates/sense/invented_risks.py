"""Invented risks that can be kept: plainly invented, of the cast, on days that follow one another."""

from collections.abc import Iterator
from datetime import date

from backend.catalogue.drafts import Draft, TenantDraft
from backend.catalogue.gates.sense.naming import nonsense, twice
from backend.catalogue.invented_risks import InventedRisk, InventedRisks
from backend.catalogue.problems import Problem


def problems(draft: Draft) -> Iterator[Problem]:
    for tenant in draft.every_folder():
        if tenant.invented_risks is not None:
            yield from _of(f"{tenant.folder}/demonstration/risks.toml", tenant, tenant.invented_risks)


def _of(file: str, tenant: TenantDraft, kept: InventedRisks) -> Iterator[Problem]:
    if "DEMONSTRATION" not in kept.says:
        yield nonsense(file, "says", "What is said of the risks must hold the word DEMONSTRATION.")
    if tenant.cast is None:
        yield nonsense(
            file,
            "risks",
            "Risks are kept by a cast; the folder has no demonstration/cast.toml that can be used.",
        )
        return
    yield from twice(file, "risks", [each.id for each in kept.risks])
    yield from twice(file, "risks", [each.called for each in kept.risks])
    people = {person.id for person in tenant.cast.people}
    committees = {each.id for each in tenant.committees.committees} if tenant.committees else set()
    until = tenant.cast.clock_starts.date()
    for objective in kept.objectives:
        if objective.lead is not None and objective.lead not in people:
            yield nonsense(file, "objectives", f"“{objective.lead}” is no person in this cast.")
    for risk in kept.risks:
        key = f"risks[{risk.id}]"
        if not risk.called.startswith("DEMO-"):
            sentence = f"“{risk.called}” could be taken for a real risk; begin it with DEMO-."
            yield nonsense(file, f"{key}.called", sentence)
        for person in sorted(_people(risk) - people):
            yield nonsense(file, key, f"“{person}” is no person in this cast.")
        if risk.committee is not None and risk.committee not in committees:
            yield nonsense(file, f"{key}.committee", f"“{risk.committee}” is no committee of this tenant.")
        if any(number > len(kept.objectives) for number in risk.objectives):
            yield nonsense(
                file, f"{key}.objectives", f"There are {len(kept.objectives)} objectives; count from 1."
            )
        for day in _days(risk):
            if not risk.opened_on <= day <= until:
                yield nonsense(
                    file,
                    key,
                    f"{day} lies before the risk was opened, or after the demonstration’s clock starts.",
                )


def _people(risk: InventedRisk) -> set[str]:
    named = [risk.owner, risk.lead, *(each.owner for each in risk.actions)]
    named += [each.owner for each in risk.controls if each.owner]
    named += [each.owner for each in risk.gaps if each.owner]
    return set(named)


def _days(risk: InventedRisk) -> Iterator[date]:
    yield from (each.on for each in (risk.inherent, *risk.current, risk.target))
    yield from (each.since for each in risk.gaps)
    yield from (each for each in (risk.reviewed_on, risk.closed_on) if each is not None)
