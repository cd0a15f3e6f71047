"""Taking up a list of functions, terms and plans that Probity ships."""

from dataclasses import dataclass

from backend.catalogue import shelf
from backend.catalogue.functions import DelegationAgreement, ShippedFunctions
from backend.functions.operations.agreements import make_agreement
from backend.functions.operations.functions import add_function
from backend.functions.operations.plans import make_plan
from backend.functions.queries.agreements import agreements_of
from backend.functions.queries.plans import plans_of
from backend.functions.rules.holding import UnableToKeepFunction
from backend.functions.tables.register import Function
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.organisations import operations as organisations
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How much of a list came into the register; what was there under the same short name stayed as it was."""

    functions: int
    agreements: int
    plans: int

    @property
    def nothing(self) -> bool:
        return not (self.functions or self.agreements or self.plans)


def shipped() -> tuple[ShippedFunctions, ...]:
    """Every list that Probity ships, by title and edition."""
    return tuple(sorted(shelf.catalogue().functions.values(), key=lambda each: (each.title, each.edition)))


def likenesses() -> tuple[tuple[str, str], ...]:
    """The terms that an agreement may be made like: a key and words for each, of lists that are in force."""
    return tuple(
        (f"{each.key}/{agreed.id}", f"{each.title} ({each.edition}): {agreed.name}")
        for each in shipped()
        for agreed in each.agreements
        if each.not_in_force is None
    )


async def terms_like(scope: Scope, *, key: str) -> DelegationAgreement:
    """The shipped terms of a key, with the documents that they were read in brought here. Raises NotFound."""
    for each in shipped():
        for agreed in each.agreements:
            if f"{each.key}/{agreed.id}" == key and each.not_in_force is None:
                for document in each.documents:
                    await organisations.put_document(scope, document=document)
                return agreed
    raise NotFound("list of terms")


async def take_up(scope: Scope, *, key: str) -> Taken:
    """Bring what a shipped list says into the register: functions that nobody holds yet, unsigned terms, plans.

    Raises UnableToKeepFunction for a list that is not in force, or brings nothing new; NotFound.
    """
    found = shelf.catalogue().functions.get(key)
    if found is None:
        raise NotFound("list of functions")
    if found.not_in_force is not None:
        raise UnableToKeepFunction(f"“{found.title}” can’t be taken up. {found.not_in_force}")
    for document in found.documents:
        await organisations.put_document(scope, document=document)
    known = {row["slug"] for row in await Function.within(scope).where(Function.retired_on.is_null())}
    agreed = {line.slug for line in await agreements_of(scope)}
    planned = {plan.slug for plan in await plans_of(scope)}
    functions = [each for each in found.functions if each.id not in known]
    agreements = [each for each in found.agreements if each.id not in agreed]
    plans = [each for each in found.plans if each.id not in planned]
    taken = Taken(functions=len(functions), agreements=len(agreements), plans=len(plans))
    if taken.nothing:
        raise UnableToKeepFunction(f"All of “{found.title}” is in the register already.")
    for function in functions:
        await add_function(scope, function=function)
    for agreement in agreements:
        await make_agreement(scope, agreement=agreement)
    for plan in plans:
        await make_plan(scope, plan=plan)
    await ledger.record(
        scope,
        "functions.list.taken-up",
        Record(room="tenancy", kind="tenant", id=scope.tenant.id, title=scope.tenant.name),
        after={"list": key, "functions": len(functions), "agreements": len(agreements), "plans": len(plans)},
    )
    return taken
