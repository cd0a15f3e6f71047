"""Letters through GOV.UK Notify, by its REST API: it takes a letter now and says later what became of it.

    notify://SERVICE_ID:SECRET@api.notifications.service.gov.uk?template=TEMPLATE_ID

The service id and the secret are the last two parts of an API key. The template is of e-mail, with the subject
`((subject))` and the body `((body))`. Source: docs.notifications.service.gov.uk/rest-api.html.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx

from backend.kit.clock import real_now
from backend.kit.mail import Letter, MailRefused, Receipt

ANSWER_SECONDS = 30.0

_HERE = {"127.0.0.1", "localhost", "::1"}
_SHAPE = (
    "MAIL_URL for GOV.UK Notify looks like "
    "notify://SERVICE_ID:SECRET@api.notifications.service.gov.uk?template=TEMPLATE_ID"
)


class Status(StrEnum):
    """What Notify says of an e-mail; UNHEARD_OF is any word that it has learnt since."""

    CREATED = "created"
    SENDING = "sending"
    DELIVERED = "delivered"
    PERMANENT_FAILURE = "permanent-failure"
    TEMPORARY_FAILURE = "temporary-failure"
    TECHNICAL_FAILURE = "technical-failure"
    UNHEARD_OF = "unheard-of"


@dataclass(frozen=True, slots=True)
class Service:
    base: str
    service_id: str
    secret: str
    template_id: str


def service_at(url: str) -> Service:
    """Raises ValueError, without the secret, for an address that can't be used."""
    try:
        parts = urlsplit(url)
        options = {key: values[0] for key, values in parse_qs(parts.query, strict_parsing=True).items()}
        service_id, secret, template = (
            str(UUID(each))
            for each in (parts.username or "", parts.password or "", options.pop("template", ""))
        )
        tls = options.pop("tls", "implicit")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise ValueError(_SHAPE) from None  # what went wrong quotes the address, secret and all
    host = parts.hostname
    if parts.scheme != "notify" or not host or parts.path.strip("/") or options:
        raise ValueError(_SHAPE)
    if tls == "none" and host not in _HERE:
        raise ValueError("GOV.UK Notify is spoken to over TLS; tls=none is for a server on this machine.")
    if tls not in {"implicit", "none"}:
        raise ValueError("The tls of GOV.UK Notify must be implicit.")
    return Service(f"{'http' if tls == 'none' else 'https'}://{host}{port}", service_id, secret, template)


async def send(letter: Letter, service: Service, *, again: bool = False) -> Receipt:
    """Have Notify take the letter, or raise MailRefused. The letter's message id is Notify's reference.

    `again`: an earlier attempt may have arrived. Notify is asked first, and a letter that it has is not sent again.
    """
    if again and (known := await _known(service, letter.message_id)):
        return Receipt(letter.message_id, f"GOV.UK Notify had it already: {known}", post_id=known, known=True)
    body = {
        "email_address": letter.to,
        "template_id": service.template_id,
        "personalisation": {"subject": letter.subject, "body": letter.text},
        "reference": letter.message_id,
    }
    answer = await _ask(service, "POST", "/v2/notifications/email", body=body)
    post_id = str(answer.get("id", ""))
    return Receipt(letter.message_id, f"GOV.UK Notify took it: {post_id}", post_id=post_id)


async def status_of(service: Service, post_id: str) -> Status:
    """What has become of a letter that Notify took; raises MailRefused if it does not say."""
    answer = await _ask(service, "GET", f"/v2/notifications/{UUID(post_id)}")
    said = str(answer.get("status", ""))
    return Status(said) if said in set(Status) else Status.UNHEARD_OF


async def _known(service: Service, reference: str) -> str:
    found = await _ask(
        service, "GET", "/v2/notifications", query={"reference": reference, "template_type": "email"}
    )
    notifications = found.get("notifications") or []
    return str(notifications[0]["id"]) if notifications else ""


async def _ask(
    service: Service,
    method: str,
    path: str,
    *,
    body: dict[str, Any] | None = None,
    query: dict[str, str] | None = None,
) -> dict[str, Any]:
    handing_over = method == "POST"
    try:
        async with httpx.AsyncClient(timeout=ANSWER_SECONDS, trust_env=False) as client:
            answer = await client.request(
                method,
                service.base + path,
                params=query,
                json=body,
                headers={"Authorization": f"Bearer {_token(service)}"},
            )
            said = _said(answer)
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise MailRefused("GOV.UK Notify can't be reached; nothing was sent.", permanent=False) from error
    except httpx.HTTPError as error:
        words = "fell silent, so the letter may have gone" if handing_over else "did not answer"
        raise MailRefused(f"GOV.UK Notify {words}.", permanent=False, uncertain=handing_over) from error
    if answer.is_success and isinstance(said, dict):
        return said
    raise _refused(answer.status_code, said, handing_over=handing_over)


def _said(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None


def _refused(code: int, said: Any, *, handing_over: bool) -> MailRefused:
    """Its own words follow. A letter that is wrong stays wrong; a key, a limit or a fault is somebody's to mend."""
    errors = said.get("errors") if isinstance(said, dict) else None
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    kind, message = str(first.get("error", "")), " ".join(str(first.get("message", "")).split())[:200]
    words = ": ".join(each for each in (kind, message) if each) or "it gave no reason"
    wrong_letter = code == 413 or (code == 400 and kind == "ValidationError" and "template" not in message)
    return MailRefused(
        f"GOV.UK Notify did not take the letter ({code} {words}).",
        permanent=wrong_letter,
        uncertain=handing_over and code >= 500,
        recipient_alone=code == 400,
    )


def _token(service: Service) -> str:
    """A JSON Web Token (RFC 7519) of HS256, good for the half minute that Notify allows."""
    claims = {"iss": service.service_id, "iat": int(real_now().timestamp())}
    signed = ".".join(_part(json.dumps(each).encode()) for each in ({"typ": "JWT", "alg": "HS256"}, claims))
    seal = hmac.new(service.secret.encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{_part(seal)}"


def _part(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
