"""Founding an organisation: what it would start from, what would be there, and making it so in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from backend import provision
from backend.catalogue import shelf
from backend.catalogue.problems import UnableToFindRuleSet
from backend.catalogue.tenants import TenantDocument
from backend.people import operations as people
from backend.people import permissions
from backend.people import queries as persons
from backend.people.operations.founding import FoundingLink, use_link
from backend.people.queries import SignedIn
from backend.provision import lifetime
from backend.scope import Actor, Scope
from backend.setup.rules import founding as rules
from backend.setup.rules.founding import Problem, Start, UnableToFound, Wish
from backend.tenancy import queries as tenancy
from backend.tenancy import transactions

OFFICER = permissions.OFFICER


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would be there."""

    document: TenantDocument
    sentences: tuple[str, ...]
    rule_set: str


async def starts_for(signed_in: SignedIn, *, now: datetime) -> tuple[Start, ...]:
    """What this person may start from: every kind, every template, and the organisations that they keep.

    Enters each of the person's organisations, and leaves the transaction in the last.
    """
    catalogue = shelf.catalogue()
    kinds = [
        Start(key=f"{rules.KIND}:{kind}", title=each.name, meaning=_line(each.meaning), usually=each.usually)
        for kind, each in catalogue.kinds.items()
    ]
    templates = [
        Start(
            key=f"{rules.TEMPLATE}:{template}",
            title=f"{each.name} (a template)",
            meaning=f"{_kind_name(each.kind)}. {_line(each.about or '')}".strip(),
        )
        for template, each in sorted(catalogue.templates.items())
    ]
    kept = [
        Start(
            key=f"{rules.TENANT}:{scope.tenant.slug}",
            title=f"As {scope.tenant.name}",
            meaning=f"{_kind_name(scope.tenant.kind)}. Its committees and settings, without its people and records.",
        )
        for scope in await _kept_by(signed_in, now=now)
    ]
    return (*kinds, *templates, *kept)


async def preview(wish: Wish, *, signed_in: SignedIn, now: datetime) -> Preview:
    """What would be there if the wish came true. Reads only. Raises UnableToFound with everything that is wrong."""
    document = await _document(wish, signed_in=signed_in, now=now)
    scope = await _enter_new(document, signed_in, now=now)
    changes = await provision.plan(scope, document, shelf.catalogue())
    return Preview(
        document=document,
        sentences=tuple(change.sentence for change in changes),
        rule_set=document.interests.rule_set,
    )


async def found(link: FoundingLink, *, wish: Wish, signed_in: SignedIn, now: datetime, real: datetime) -> str:
    """Found the organisation, on trial, with this person as its governance officer. Returns its word for addresses.

    `link` is held. `now` is the moment in the new organisation, `real` the real time. Runs in a transaction without a
    tenant, and enters the new one: all of it is there afterwards, or nothing. Raises UnableToFound.
    """
    document = await _document(wish, signed_in=signed_in, now=now)
    scope = await _enter_new(document, signed_in, now=now)
    await lifetime.found_tenant(scope, state="trial")
    await provision.apply(scope, document, shelf.catalogue())
    person_id = await people.add_person(
        scope, name=signed_in.name, email=signed_in.email, job_title="Governance officer"
    )
    await people.grant_role(scope, person_id=person_id, role=OFFICER)
    invited = await people.invite(scope, person_id=person_id, now=real)
    await people.join_by_invitation(invited.token, signed_in=signed_in, now=real)
    await use_link(link, slug=document.slug, now=real)
    return document.slug


async def _document(wish: Wish, *, signed_in: SignedIn, now: datetime) -> TenantDocument:
    """The folder that the wish stands for, as if it had been written by hand."""
    starts = {each.key: each for each in await starts_for(signed_in, now=now)}
    problems = rules.problems_of(wish, starts=starts, taken=await _taken(wish.slug), today=now.date())
    if problems:
        raise UnableToFound(*problems)
    assert wish.starts_on is not None, "a wish without problems has a day"
    catalogue = shelf.catalogue()
    name = " ".join(wish.name.split())
    try:
        match wish.sort:
            case rules.KIND:
                return catalogue.from_kind(wish.source, slug=wish.slug, name=name, starts_on=wish.starts_on)
            case rules.TEMPLATE:
                return catalogue.from_template(
                    wish.source, slug=wish.slug, name=name, starts_on=wish.starts_on
                )
            case _:
                living = await _as_another(wish, signed_in, now=now)
                return catalogue.started(
                    living.model_copy(update={"slug": wish.slug, "name": name, "starts_on": wish.starts_on})
                )
    except UnableToFindRuleSet as unknown:
        raise UnableToFound(Problem(field="starts_on", sentence=f"{unknown}")) from unknown


async def _as_another(wish: Wish, signed_in: SignedIn, *, now: datetime) -> TenantDocument:
    """The configuration of an organisation that this person keeps: nothing of its people, sources of its own names."""
    for scope in await _kept_by(signed_in, now=now):
        if scope.tenant.slug == wish.source:
            await transactions.enter(scope.tenant.id)
            living = await provision.document_of(scope, shelf.catalogue())
            interests = living.interests.model_copy(update={"contact": None})
            told = {"about": None, "demonstration": False, "found_by_others": False, "interests": interests}
            return living.model_copy(update=told)
    raise UnableToFound(Problem(field="start", sentence="You no longer keep that organisation."))


async def _kept_by(signed_in: SignedIn, *, now: datetime) -> list[Scope]:
    """A scope of each organisation in which this person is governance officer today."""
    kept = []
    for membership in signed_in.memberships:
        found = await tenancy.tenant_by_slug(membership.slug)
        if found is None:
            continue
        await transactions.enter(found.tenant.id)
        moment = now + found.clock_offset
        bare = Scope(tenant=found.tenant, actor=Actor(name=signed_in.name), now=moment, request_id="founding")
        person = await persons.person_in(found.tenant.id, signed_in.account_id, on=bare.today)
        if person is not None and OFFICER in person.roles:
            kept.append(bare)
    return kept


async def _enter_new(document: TenantDocument, signed_in: SignedIn, *, now: datetime) -> Scope:
    tenant = provision.founding_tenant(document)
    await transactions.enter(tenant.id)
    actor = Actor(name=signed_in.name, account_id=signed_in.account_id, chore="founding")
    return Scope(
        tenant=tenant,
        actor=actor,
        now=now,
        request_id=str(tenant.id),
        roles=frozenset({OFFICER}),
        permissions=permissions.permissions_for({OFFICER}),
    )


async def _taken(slug: str) -> frozenset[str]:
    """The words that nobody else may have: of folders and templates of this house, and of whoever lives here."""
    catalogue = shelf.catalogue()
    words = {*catalogue.tenants, *catalogue.templates, *catalogue.kinds}
    if slug and await tenancy.tenant_by_slug(slug) is not None:
        words.add(slug)
    return frozenset(words)


def _kind_name(kind: str) -> str:
    found = shelf.catalogue().kinds.get(kind)
    return found.name if found else kind


def _line(text: str) -> str:
    return " ".join(text.split())
