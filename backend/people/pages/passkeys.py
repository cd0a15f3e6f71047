"""What the passkey script asks for and sends. Each answer is JSON: `go` says where to, `problem` what went wrong.

A problem answers 200 like the other failures of the door: the gate commits answers of success alone, and the failure
must be counted.
"""

from typing import Any

from litestar import Request, Response, post
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from backend.kit.clock import real_now
from backend.people import operations, rules
from backend.people.operations.codes import check_fresh
from backend.people.pages import doorway
from backend.people.passkeys import Place
from backend.scope import NotFound, Refusal
from backend.web import access, views
from backend.web.forms import BadRequest


class Answer(BaseModel):
    """What a browser's passkey said."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    credential: dict[str, Any]
    next: str = Field("/", max_length=500)
    label: str = Field("", max_length=80)


@post("/sign-in/passkey/question", opt=access.needs(access.ANYONE), name="people.passkey.question")
async def question(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """Which passkey? Of the account that gave its password, or any that the device has."""
    half = await doorway.half_done(request)
    return _json(
        await operations.ask_for_passkey(
            account_id=half.account_id if half else None,
            place=_place(request),
            now=real_now(),
            seal=doorway.of(request).seal,
        )
    )


@post("/sign-in/passkey", opt=access.needs(access.ANYONE), name="people.passkey.sign-in")
async def sign_in(request: Request[Any, Any, Any]) -> Response[Any]:
    """Sign in with a passkey."""
    answer = await _answer(request)
    half = await doorway.half_done(request)
    try:
        done = await operations.sign_in_with_passkey(
            answer.credential,
            place=_place(request),
            go_to=half.go_to if half else views.local_path(answer.next),
            address=doorway.address_of(request),
            device=doorway.device_of(request),
            now=real_now(),
            seal=doorway.of(request).seal,
        )
    except rules.UnableToSignIn as refusal:
        return _problem(refusal)
    return doorway.with_token(request, _json({"go": views.local_path(done.go_to)}), done.token)


@post(
    "/sign-in/set-up/passkey/question", opt=access.needs(access.ANYONE), name="people.passkey.first-question"
)
async def first_question(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """Make a passkey, as an account's first second factor."""
    half = await doorway.half_done(request)
    if half is None:
        raise NotFound("sign-in")
    return _json(
        await operations.ask_for_new_passkey(
            half.account_id,
            email=half.email,
            name=half.name,
            place=_place(request),
            now=real_now(),
            seal=doorway.of(request).seal,
        )
    )


@post("/sign-in/set-up/passkey", opt=access.needs(access.ANYONE), name="people.passkey.set-up")
async def set_up(request: Request[Any, Any, Any]) -> Response[Any]:
    """Keep the first passkey, and let the person in."""
    answer = await _answer(request)
    half = await doorway.half_done(request)
    if half is None:
        raise NotFound("sign-in")
    try:
        done = await operations.set_up_passkey(
            half,
            answer.credential,
            label=answer.label,
            place=_place(request),
            device=doorway.device_of(request),
            now=real_now(),
            seal=doorway.of(request).seal,
        )
    except Refusal as refusal:
        return _problem(refusal)
    return doorway.with_token(request, _json({"go": views.local_path(done.go_to)}), done.token)


@post("/account/passkeys/question", opt=access.needs(access.SIGNED_IN), name="people.passkey.new-question")
async def new_question(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """Make one more passkey."""
    signed_in = await doorway.signed_in(request)
    try:
        check_fresh(signed_in, now=real_now())
    except Refusal:
        return _json({"go": "/confirm?next=%2Faccount"})
    return _json(
        await operations.ask_for_new_passkey(
            signed_in.account_id,
            email=signed_in.email,
            name=signed_in.name,
            place=_place(request),
            now=real_now(),
            seal=doorway.of(request).seal,
        )
    )


@post("/account/passkeys", opt=access.needs(access.SIGNED_IN), name="people.passkey.add")
async def add(request: Request[Any, Any, Any]) -> Response[Any]:
    """Keep one more passkey."""
    answer = await _answer(request)
    try:
        await operations.add_passkey(
            await doorway.signed_in(request),
            answer.credential,
            label=answer.label,
            place=_place(request),
            now=real_now(),
            seal=doorway.of(request).seal,
        )
    except Refusal as refusal:
        return _problem(refusal)
    return _json({"go": "/account?said=passkey-added"})


@post("/confirm/passkey/question", opt=access.needs(access.SIGNED_IN), name="people.passkey.confirm-question")
async def confirm_question(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """Which of my passkeys?"""
    return _json(
        await operations.ask_for_passkey(
            account_id=request.state.visitor.account_id,
            place=_place(request),
            now=real_now(),
            seal=doorway.of(request).seal,
        )
    )


@post("/confirm/passkey", opt=access.needs(access.SIGNED_IN), name="people.passkey.confirm")
async def confirm(request: Request[Any, Any, Any]) -> Response[Any]:
    """Prove again who it is."""
    answer = await _answer(request)
    try:
        token = await operations.confirm_by_passkey(
            await doorway.signed_in(request),
            answer.credential,
            token=doorway.token_of(request),
            place=_place(request),
            address=doorway.address_of(request),
            now=real_now(),
            seal=doorway.of(request).seal,
        )
    except rules.UnableToSignIn as refusal:
        return _problem(refusal)
    return doorway.with_token(request, _json({"go": views.local_path(answer.next)}), token)


ROUTES: list[Any] = [
    question,
    sign_in,
    first_question,
    set_up,
    new_question,
    add,
    confirm_question,
    confirm,
]


def _place(request: Request[Any, Any, Any]) -> Place:
    place = doorway.of(request).place
    if place is None:
        raise NotFound("way to sign in")
    return place


async def _answer(request: Request[Any, Any, Any]) -> Answer:
    try:
        return Answer.model_validate_json(await request.body())
    except ValidationError as invalid:
        raise BadRequest("The answer of the passkey can't be read.") from invalid


def _json(content: dict[str, Any]) -> Response[Any]:
    return Response(content, status_code=200, media_type="application/json")


def _problem(refusal: Refusal) -> Response[Any]:
    if isinstance(refusal, rules.TooManyAttempts):
        return Response({"problem": refusal.sentence}, status_code=429, media_type="application/json")
    return _json({"problem": refusal.sentence})
