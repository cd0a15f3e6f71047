"""Invented requests that can be handled: plainly invented, of the cast, by rules that are there, day after day."""

from collections.abc import Iterator, Sequence
from datetime import date

from backend.catalogue.drafts import Draft, TenantDraft
from backend.catalogue.gates.sense.naming import nonsense, twice
from backend.catalogue.information import InformationRules
from backend.catalogue.invented_requests import InventedRequest, InventedRequests
from backend.catalogue.problems import Problem


def problems(draft: Draft) -> Iterator[Problem]:
    rules = [each for each in draft.frameworks.values() if isinstance(each, InformationRules)]
    for tenant in draft.every_folder():
        if tenant.invented_requests is not None:
            file = f"{tenant.folder}/demonstration/requests.toml"
            yield from _of(file, tenant, tenant.invented_requests, rules)


def _of(
    file: str, tenant: TenantDraft, kept: InventedRequests, rules: Sequence[InformationRules]
) -> Iterator[Problem]:
    if "DEMONSTRATION" not in kept.says:
        yield nonsense(file, "says", "What is said of the requests must hold the word DEMONSTRATION.")
    if tenant.cast is None:
        sentence = (
            "Requests are handled by a cast; the folder has no demonstration/cast.toml that can be used."
        )
        yield nonsense(file, "requests", sentence)
        return
    yield from twice(file, "requests", [each.id for each in kept.requests])
    people = {person.id for person in tenant.cast.people}
    until = tenant.cast.clock_starts.date()
    for request in kept.requests:
        key = f"requests[{request.id}]"
        if "(demonstration)" not in request.subject:
            sentence = f"“{request.subject}” could be taken for a real request; add “(demonstration)”."
            yield nonsense(file, f"{key}.subject", sentence)
        if not request.contact.endswith("@example.invalid"):
            yield nonsense(file, f"{key}.contact", "The address must end with @example.invalid.")
        for person in sorted(_people(request) - people):
            yield nonsense(file, key, f"“{person}” is no person in this cast.")
        days = list(_days(request))
        if days != sorted(days) or days[-1] > until:
            sentence = "The days must follow one another, until the demonstration’s clock starts."
            yield nonsense(file, key, sentence)
        yield from _named(file, key, request, rules)


def _named(
    file: str, key: str, request: InventedRequest, rules: Sequence[InformationRules]
) -> Iterator[Problem]:
    kinds = [found for each in rules if (found := each.kind(request.kind)) is not None]
    if not kinds:
        yield nonsense(file, f"{key}.kind", f"There is no kind of request “{request.kind}”.")
        return
    if request.pause and not any(each.stop(request.pause.why) for each in kinds):
        sentence = f"Nothing named “{request.pause.why}” stops the clock of such a request."
        yield nonsense(file, f"{key}.pause", sentence)
    for each in request.exemptions:
        known = [exemption for one in rules for exemption in one.exemptions if exemption.id == each.exemption]
        if not any(exemption.kind == request.kind for exemption in known):
            sentence = f"There is no exemption “{each.exemption}” for such a request."
            yield nonsense(file, f"{key}.exemptions", sentence)


def _people(request: InventedRequest) -> set[str]:
    checkers = [request.answer.checker] if request.answer else []
    return {*(each.person for each in request.searches), *checkers}


def _days(request: InventedRequest) -> Iterator[date]:
    """In the order in which things happen to a request."""
    answer = request.answer
    yield request.received_on
    yield request.logged_on
    if request.acknowledged_on:
        yield request.acknowledged_on
    yield from sorted(
        day
        for day in (
            request.pause.on if request.pause else None,
            *(each.on for each in request.searches),
            *(each.answered_on for each in request.searches),
            *(each.on for each in request.exemptions),
        )
        if day is not None
    )
    for day in (answer.prepared_on, answer.checked_on, answer.sent_on) if answer else ():
        if day is not None:
            yield day
    yield from sorted(each.on for each in (request.disclosure, request.review) if each is not None)
