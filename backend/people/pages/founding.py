"""What the holder of a founding link sees before they have an account: the address is proven, an account opened.

As at the sign-in, a code that is wrong is answered with success, so that the attempt is counted.
"""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field, ValidationError

from backend.kit import mail
from backend.kit.clock import real_now
from backend.notices import post as letters
from backend.people import rules
from backend.people.operations import founding
from backend.people.operations.founding import FoundingLink
from backend.people.pages import doorway
from backend.scope import Refusal
from backend.web import access, forms, views


class ProofForm(forms.Form):
    code: str = Field(min_length=1, max_length=20, description="the code")
    name: str = Field(min_length=1, max_length=120, description="your name")
    password: str = Field(min_length=1, max_length=1_000, description="a password")


class NoForm(forms.Form):
    """A button alone."""


@get("/founding/{token:str}", opt=access.needs(access.ANYONE), name="people.founding")
async def founding_page(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[Any] | Template:
    """What the link is for, and how to prove that it is yours."""
    link = await founding.link_of(token, now=real_now())
    visitor = request.state.visitor
    if visitor is not None and visitor.email == link.email:
        return views.redirect(f"/founding/{token}/organisation")
    return _page(request, token, link, forms.FormState())


@post("/founding/{token:str}/code", opt=access.needs(access.ANYONE), name="people.founding.send-code")
async def send_code(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[Any] | Template:
    """Send a code to the address that the link was made for."""

    async def act(form: NoForm) -> str:
        await founding.send_code(token, send=_mail_code, now=real_now(), seal=doorway.of(request).seal)
        return f"/founding/{token}?said=sent"

    async def again(state: forms.FormState) -> Template:
        return _page(request, token, await founding.link_of(token, now=real_now()), state)

    return await forms.submit(request, NoForm, act=act, again=again)


@post("/founding/{token:str}", opt=access.needs(access.ANYONE), name="people.founding.prove")
async def prove(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[Any] | Template:
    """Check the code and open an account; the second factor comes next."""
    link = await founding.link_of(token, now=real_now())
    values = await forms.read_values(request, ProofForm)
    shown = {"name": values.get("name", ""), "code": values.get("code", "")}
    try:
        form = ProofForm.model_validate(values)
    except ValidationError as invalid:
        return _page(request, token, link, forms.FormState(shown, forms.errors_of(invalid, ProofForm)), 422)
    if wrong := _wrong_particulars(form, link):
        return _page(request, token, link, forms.FormState(shown, wrong), 422)
    try:
        half = await founding.prove_address(
            token,
            code=form.code,
            name=form.name,
            password=form.password,
            address=doorway.address_of(request),
            now=real_now(),
            seal=doorway.of(request).seal,
        )
    except rules.UnableToSignIn as refusal:
        status = refusal.status if isinstance(refusal, rules.TooManyAttempts) else 200
        return _page(request, token, link, _problem(shown, refusal, "code"), status)
    except founding.AccountIsThere as refusal:
        return _page(request, token, link, _problem(shown, refusal, ""), 422)
    return doorway.next_step(request, half)


ROUTES: list[Any] = [founding_page, send_code, prove]


def _wrong_particulars(form: ProofForm, link: FoundingLink) -> tuple[forms.FieldError, ...]:
    """What is wrong with the name and the password, both at once; the code is not looked at for it."""
    found = []
    for field, check in (
        ("name", lambda: rules.checked_name(form.name)),
        ("password", lambda: rules.check_password(form.password, own_words=(form.name, link.email))),
    ):
        try:
            check()
        except Refusal as refusal:
            found.append(forms.FieldError(field, refusal.sentence))
    return tuple(found)


async def _mail_code(address: str, code: str) -> None:
    letter = mail.Letter(
        message_id=mail.message_id_for(f"founding/{address}/{real_now().isoformat()}", host=letters.host()),
        to=address,
        subject=f"{code} is your code for Probity",
        text=(
            f"Your code is {code}.\n\nEnter it on the page that asked for it, within half an hour. It proves that this "
            "address is yours.\n\nIf you did not ask for it, do nothing: nobody gets in without it.\n"
        ),
    )
    try:
        await letters.send(letter, again=False)
    except mail.MailRefused as refused:
        raise founding.UnableToSendCode(
            "The code could not be sent just now. Try again in a few minutes."
        ) from refused


def _page(
    request: Request[Any, Any, Any], token: str, link: FoundingLink, state: forms.FormState, status: int = 200
) -> Template:
    return views.page(
        request,
        "people/founding.html",
        status=status,
        token=token,
        link=link,
        state=state,
        told=link.told_code_hash is not None,
        shortest=rules.SHORTEST_PASSWORD,
        advised=rules.ADVISED_PASSWORD,
    )


def _problem(values: dict[str, Any], refusal: Refusal, field: str) -> forms.FormState:
    return forms.FormState(values, (forms.FieldError(field, refusal.sentence),))
