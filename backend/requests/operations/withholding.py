"""Exemptions with their reasons, and the opinion of the qualified person."""

from uuid import UUID

from backend.requests import catalogued
from backend.requests.operations import records, telling
from backend.requests.queries import one
from backend.requests.rules import UnableToHandle, answering
from backend.requests.tables import Exemption, Opinion
from backend.scope import NotFound, Scope

DECIDES = "Your role doesn’t give the qualified person’s opinion."


async def apply(
    scope: Scope,
    *,
    request_id: UUID,
    exemption_id: str,
    covers: str,
    reason: str,
    interest_for: str | None = None,
    interest_against: str | None = None,
) -> UUID:
    """Apply an exemption to something, with the reason and, where it is qualified, the weighing."""
    view = await records.to_handle(scope, request_id)
    line = view.line
    answering.check_being_prepared(line.state)
    exemption = catalogued.rules_of(line.rules).exemption(exemption_id)
    if exemption is None or exemption.kind != line.kind_id:
        raise UnableToHandle("Choose an exemption from the list.", field="exemption_id")
    answering.check_reasons(exemption, interest_for=interest_for, interest_against=interest_against)
    applied_id: UUID = await Exemption.add(
        scope,
        request_id=request_id,
        exemption_id=exemption_id,
        covers=records.words_of(covers, sentence="Say what it covers.", field="covers"),
        reason=records.words_of(reason, sentence="Say why it applies.", field="reason"),
        interest_for=interest_for,
        interest_against=interest_against,
        applied_on=scope.today,
        applied_by=scope.actor.name,
    )
    await records.record(
        scope, "exemption.applied", line, section=exemption.section, weighing=exemption.weighing
    )
    if exemption.opinion:
        await telling.opinion_asked(scope, line=line, section=exemption.section, key=applied_id)
    return applied_id


async def withdraw(scope: Scope, *, request_id: UUID, applied_id: UUID, because: str) -> None:
    """Take an exemption back; not while a mark on a document stands under it."""
    view = await records.to_handle(scope, request_id)
    answering.check_being_prepared(view.line.state)
    applied = next((each for each in view.standing if each.id == applied_id), None)
    if applied is None:
        raise NotFound("exemption")
    if any(mark.applied_id == applied_id for mark in view.marks):
        raise UnableToHandle("Something is marked in a document under it. Take the marks back first.")
    plain = records.words_of(because, sentence="Say why it is taken back.", field="because")
    await Exemption.change(scope, withdrawn_because=plain).where(Exemption.id == applied_id)
    await records.record(scope, "exemption.withdrawn", view.line, section=applied.exemption.section)


async def give_opinion(
    scope: Scope, *, request_id: UUID, applied_id: UUID, office: str, words: str, proved_by: str
) -> None:
    """The qualified person’s own reasonable opinion, in words, once. `proved_by`: how they proved who they are."""
    scope.check_may("requests.decide", DECIDES)
    view = await one.request_of(scope, request_id=request_id, to_change=True)
    answering.check_being_prepared(view.line.state)
    applied = next((each for each in view.standing if each.id == applied_id), None)
    if applied is None:
        raise NotFound("exemption")
    if not applied.exemption.opinion:
        raise UnableToHandle(f"{applied.exemption.section.capitalize()} needs no opinion.")
    if applied.opinion is not None:
        raise UnableToHandle("The opinion is given. Take the exemption back to have another.")
    assert scope.actor.person_id is not None, "an opinion is a person's"
    await Opinion.add(
        scope,
        request_id=request_id,
        applied_id=applied_id,
        person_id=scope.actor.person_id,
        person_name=scope.actor.name,
        office=records.words_of(
            office, sentence="Say by which office you are the qualified person.", field="office"
        ),
        words=records.words_of(
            words,
            sentence="Say what would be prejudiced, how likely that is, and why.",
            field="opinion_words",
        ),
        given_at=scope.now,
        proved_by=proved_by,
    )
    await records.record(
        scope, "opinion.given", view.line, section=applied.exemption.section, proved_by=proved_by
    )
