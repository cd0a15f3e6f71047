"""Passkeys (WebAuthn): the questions put to a device, and the judging of its answers."""

import ipaddress
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import webauthn
from webauthn.helpers import base64url_to_bytes, parse_client_data_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from backend.people.rules import UnableToSignIn

NOT_ACCEPTED = "That passkey was not accepted. Try again, or sign in another way."


@dataclass(frozen=True, slots=True)
class Place:
    """Where passkeys are good: `host` is the relying party's id, `origin` the exact origin of our pages."""

    host: str
    origin: str

    @classmethod
    def of(cls, public_url: str) -> "Place | None":
        """The place of this public address, or `None` where browsers make no passkeys: at a bare IP address."""
        parts = urlsplit(public_url)
        host = parts.hostname or ""
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return cls(host=host, origin=f"{parts.scheme}://{parts.netloc}") if host else None
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPasskey:
    """What is kept of a new passkey."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def question_for_new(
    place: Place, *, account_id: UUID, email: str, name: str, known: Sequence[bytes], challenge: bytes
) -> dict[str, Any]:
    """What a browser is asked in order to make a passkey, as JSON values."""
    options = webauthn.generate_registration_options(
        rp_id=place.host,
        rp_name="Probity",
        user_id=account_id.bytes,
        user_name=email,
        user_display_name=name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
    )
    plain: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return plain


def question_for_known(place: Place, *, challenge: bytes, known: Sequence[bytes] = ()) -> dict[str, Any]:
    """What a browser is asked in order to use a passkey; with no `known` ones, it offers what it has."""
    options = webauthn.generate_authentication_options(
        rp_id=place.host,
        challenge=challenge,
        allow_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    plain: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return plain


def challenge_in(answer: dict[str, Any]) -> bytes:
    """The challenge that an answer claims to answer. Raises `UnableToSignIn`."""
    try:
        return parse_client_data_json(base64url_to_bytes(answer["response"]["clientDataJSON"])).challenge
    except (WebAuthnException, KeyError, TypeError, ValueError) as error:
        raise UnableToSignIn(NOT_ACCEPTED) from error


def credential_in(answer: dict[str, Any]) -> bytes:
    """The id of the credential that answered. Raises `UnableToSignIn`."""
    try:
        return base64url_to_bytes(answer["rawId"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnableToSignIn(NOT_ACCEPTED) from error


def judged_new(place: Place, answer: dict[str, Any], *, challenge: bytes) -> NewPasskey:
    """The new passkey, if the answer is to our own question, from our own page, by a verified human."""
    try:
        found = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, KeyError, TypeError, ValueError) as error:
        raise UnableToSignIn(NOT_ACCEPTED) from error
    return NewPasskey(
        credential_id=found.credential_id,
        public_key=found.credential_public_key,
        sign_count=found.sign_count,
    )


def judged_known(
    place: Place, answer: dict[str, Any], *, challenge: bytes, public_key: bytes, sign_count: int
) -> int:
    """The passkey's new count of signatures, if the answer is right; a count that fell is refused."""
    try:
        found = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, KeyError, TypeError, ValueError) as error:
        raise UnableToSignIn(NOT_ACCEPTED) from error
    count: int = found.new_sign_count
    return count
