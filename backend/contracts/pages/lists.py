"""The list of contracts as at a day, as a page and as a file; and the forms that contracts take."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.response import Template

from backend.contracts import queries, rules
from backend.contracts.pages.parts import On, Word, crumbs, day_of
from backend.contracts.queries import ContractView
from backend.kit.calendar import in_words
from backend.web import access, sheets, views

SHOWN = {
    "followed": "Followed",
    "running": "Running",
    "ended": "Ended",
    "retired": "No longer followed",
    "all": "All",
}


def _takes(contract: ContractView, *, text: str, form: str, show: str) -> bool:
    whole = " ".join(
        [
            contract.reference,
            contract.title,
            *contract.other_names,
            *(partner.organisation for partner in contract.partners),
            contract.programme or "",
        ]
    ).casefold()
    state = contract.state
    return (
        all(word in whole for word in text.casefold().split())
        and form in ("", contract.form_id)
        and {
            "running": state is rules.State.RUNNING,
            "ended": state is rules.State.ENDED,
            "retired": state is rules.State.RETIRED,
            "all": True,
        }.get(show, state is not rules.State.RETIRED)
    )


@get("/t/{slug:str}/contracts", opt=access.needs("contracts.read"), name="contracts.list")
async def shown(
    request: Request[Any, Any, Any], text: Word = "", form: Word = "", show: Word = "followed", on: On = ""
) -> Template:
    """Every contract, narrowed."""
    scope = access.scope_of(request)
    day = day_of(scope, on)
    every = await queries.contracts_of(scope, on=day.on)
    found = [each for each in every if _takes(each, text=text, form=form, show=show)]
    chosen = {"text": text, "form": form, "show": show, "on": on}
    said = {name: value for name, value in chosen.items() if value and (name, value) != ("show", "followed")}
    return views.page(
        request,
        "contracts/list.html",
        found=found,
        known=len(every),
        forms=sorted({(each.form_id, each.form_name) for each in every}, key=lambda pair: pair[1]),
        shown=SHOWN,
        chosen=chosen,
        filtered=bool(said),
        rest=urlencode(said),
        day=day,
    )


@get("/t/{slug:str}/contracts.csv", opt=access.needs("contracts.read"), name="contracts.file")
async def file(
    request: Request[Any, Any, Any], text: Word = "", form: Word = "", show: Word = "followed", on: On = ""
) -> Response[bytes]:
    """The same list as a file: a row for each partner, so that none is lost in a cell."""
    scope = access.scope_of(request)
    day = day_of(scope, on)
    every = await queries.contracts_of(scope, on=day.on)
    heads = [
        "Reference", "Contract", "Also called", "Form", "State", "As at", "Value in pounds", "Value in words",
        "Begins", "Ends", "Signed", "Programme", "Gate", "Partner", "Role", "Stake", "Gain-share", "Partner from",
        "Partner until", "Source",
    ]  # fmt: skip
    rows = [row for each in every if _takes(each, text=text, form=form, show=show) for row in _rows(each)]
    return sheets.csv_file(scope, f"contracts-as-at-{day.on.isoformat()}", heads, rows)


def _rows(contract: ContractView) -> list[list[str]]:
    first = [
        contract.reference,
        contract.title,
        "; ".join(contract.other_names),
        contract.form_name,
        contract.state_in_words,
        in_words(contract.on),
        f"{contract.value_pounds:.2f}" if contract.value_pounds is not None else "",
        contract.value_words or "",
        *(in_words(day) if day else "" for day in (contract.begins_on, contract.ends_on, contract.signed_on)),
        contract.programme or "",
        contract.gate or "",
    ]
    found = [
        [
            *first,
            partner.organisation,
            partner.role_in_words,
            partner.stake_in_words,
            "; ".join(
                f"{share.percent_in_words} ({share.basis})" for share in partner.shares_on(contract.on)
            ),
            *(in_words(day) if day else "" for day in (partner.effective.since, partner.effective.until)),
            contract.source or "",
        ]
        for partner in contract.partners_on
    ]
    return found or [[*first, *[""] * 6, contract.source or ""]]


@get("/t/{slug:str}/contracts/forms", opt=access.needs("contracts.read"), name="contracts.forms")
async def forms_shown(request: Request[Any, Any, Any]) -> Template:
    """The forms in which care is contracted for, and examples that a source tells of."""
    scope = access.scope_of(request)
    known = queries.forms_in_use()
    return views.page(
        request,
        "contracts/forms.html",
        known=known,
        roles={role.id: role.name.lower() for role in known.roles},
        names={form.id: form.name for form in known.forms},
        documents={document.id: document for document in known.documents},
        crumbs=crumbs(scope),
    )


ROUTES = [shown, file, forms_shown]
