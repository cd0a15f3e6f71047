"""Signing in at an identity provider by OpenID Connect: authorisation code, PKCE, state and nonce.

The issuer must equal the configured one to the letter (so that a provider for many organisations, such as Entra's
"common" endpoint, can't speak for one), and a human is known by issuer and subject, never by an address.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from backend.kit.outward import NotAsked, Outward
from backend.kit.settings import BadSetting
from backend.people.rules import UnableToSignIn

ALGORITHMS = ["RS256", "PS256", "ES256"]
"""Signatures that are taken; never `none`, never one whose key is our own secret."""
LEEWAY_SECONDS = 60
ANSWER_SECONDS = 10.0
LONGEST_ANSWER = 256 * 1024

_log = logging.getLogger("probity.people")
_KEYS_KEPT = timedelta(hours=1)


class UnableToTrustProvider(UnableToSignIn):
    """The provider's answer can't be trusted or had; the reason is in the log, not in the sentence.

    `fault` says in one word at what it failed, and `reason` what was seen: for whoever sets the sign-in up.
    """

    def __init__(self, sentence: str, *, fault: str, reason: str) -> None:
        super().__init__(sentence)
        self.fault = fault
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenIdentity:
    """What the provider vouches for. `methods` are its `amr` values; `authenticated_at` is when it asked last.

    A provider that does not say when (`says_when`) may not have asked at all: then it is when it answered.
    """

    issuer: str
    subject: str
    methods: tuple[str, ...]
    authenticated_at: datetime
    says_when: bool = True
    address: str | None = None
    address_verified: bool = False

    @property
    def by_two_factors(self) -> bool:
        """Whether the provider says that more than a password was asked (RFC 8176)."""
        return bool({"mfa", "hwk", "fido", "otp", "sc"} & set(self.methods))


class Provider:
    """One configured identity provider. What it publishes is fetched when first needed, and kept for an hour."""

    def __init__(
        self,
        *,
        issuer: str,
        client_id: str,
        client_secret: str,
        name: str,
        redirect_uri: str,
        outward: Outward | None = None,
    ) -> None:
        """`outward`: the guarded way out, for a provider that officers typed in; it is asked for an address too."""
        self.issuer = issuer
        self.client_id = client_id
        self.name = name
        self.redirect_uri = redirect_uri
        self._client_secret = client_secret
        self._outward = outward
        self._configuration: dict[str, Any] | None = None
        self._keys: list[dict[str, Any]] = []
        self._keys_at: datetime | None = None

    @classmethod
    def configured(cls, environ: Mapping[str, str], *, public_url: str) -> "Provider | None":
        """The provider of OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_NAME, or `None` without one.

        Raises `BadSetting`.
        """
        issuer = environ.get("OIDC_ISSUER", "")
        if not issuer:
            return None
        if not _is_safe_address(issuer):
            raise BadSetting("OIDC_ISSUER must begin with https:// (http is taken on this machine alone).")
        client_id = environ.get("OIDC_CLIENT_ID", "")
        client_secret = environ.get("OIDC_CLIENT_SECRET", "")
        if not client_id or not client_secret:
            raise BadSetting("OIDC_ISSUER is set, so OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be set too.")
        return cls(
            issuer=issuer,
            client_id=client_id,
            client_secret=client_secret,
            name=environ.get("OIDC_NAME") or urlsplit(issuer).hostname or "your organisation",
            redirect_uri=f"{public_url}/sign-in/oidc/callback",
        )

    async def address(self, *, state: str, nonce: str, verifier: str, again: bool = False) -> str:
        """Where the browser is sent to sign in; `again` asks even who is signed in there already.

        Raises `UnableToTrustProvider`.
        """
        configuration = await self.discovered()
        afresh = {"prompt": "login", "max_age": "0"} if again else {}
        address: str = prepare_grant_uri(
            configuration["authorization_endpoint"],
            client_id=self.client_id,
            response_type="code",
            redirect_uri=self.redirect_uri,
            scope="openid email" if self._outward else "openid",
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
            **afresh,
        )
        return address

    async def identity_for(self, *, code: str, nonce: str, verifier: str, now: datetime) -> ProvenIdentity:
        """Exchange `code` for the identity that it stands for, judged at `now` (real time).

        Raises `UnableToTrustProvider`.
        """
        configuration = await self.discovered()
        answer = await self._ask(
            "POST",
            configuration["token_endpoint"],
            data={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self.redirect_uri,
                "code_verifier": verifier,
                "client_id": self.client_id,
            },
        )
        claims = await self._claims(str(answer.get("id_token", "")), now=now)
        self._check_claims(claims, nonce=nonce, now=now)
        methods = claims.get("amr")
        return ProvenIdentity(
            issuer=self.issuer,
            subject=str(claims["sub"]),
            methods=tuple(str(each) for each in methods) if isinstance(methods, list) else (),
            authenticated_at=datetime.fromtimestamp(int(claims.get("auth_time") or claims["iat"]), UTC),
            says_when=bool(claims.get("auth_time")),
            address=str(claims["email"]).strip().lower()[:254] if claims.get("email") else None,
            address_verified=claims.get("email_verified") in (True, "true"),
        )

    async def _claims(self, id_token: str, *, now: datetime) -> dict[str, Any]:
        try:
            header = jws.extract_compact(id_token.encode()).headers()
            if header.get("alg") not in ALGORITHMS:
                raise self._distrust("token", f"the token's algorithm is {header.get('alg')!r}")
            key = await self._key(str(header.get("kid", "")), now=now)
            return dict(jwt.decode(id_token, key, algorithms=ALGORITHMS).claims)
        except (JoseError, ValueError, TypeError) as error:
            raise self._distrust("token", f"the token does not verify: {error}") from error

    def _check_claims(self, claims: dict[str, Any], *, nonce: str, now: datetime) -> None:
        """OpenID Connect Core 1.0, section 3.1.3.7."""
        registry = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self.issuer},
            sub={"essential": True},
            aud={"essential": True, "value": self.client_id},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            registry.validate(claims)
        except (JoseError, ValueError, TypeError) as error:
            claim = str(getattr(error, "claim", ""))
            fault = "clock" if claim in {"exp", "iat", "nbf"} else claim or "claims"
            raise self._distrust(fault, f"the claims do not hold: {error}") from error
        audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        spoken_for = claims.get("azp", self.client_id if len(audiences) == 1 else None)
        if spoken_for != self.client_id or claims["iss"] != self.issuer or claims["nonce"] != nonce:
            raise self._distrust("aud", "the token is meant for somebody else")

    async def _key(self, kid: str, *, now: datetime) -> RSAKey | ECKey:
        """The provider's public key of this id; an unknown one is looked for once more, then refused."""
        kept = self._keys_at is not None and now - self._keys_at < _KEYS_KEPT
        if not kept or kid not in {str(key.get("kid", "")) for key in self._keys}:
            self._keys = await self.published_keys()
            self._keys_at = now
        found = [key for key in self._keys if str(key.get("kid", "")) == kid]
        if len(found) != 1:
            raise self._distrust("keys", f"the token is signed with a key that is not published: {kid!r}")
        key = KeySet.import_key_set({"keys": [found[0]]}).keys[0]
        assert isinstance(key, RSAKey | ECKey)
        return key

    async def published_keys(self) -> list[dict[str, Any]]:
        """The keys that the provider signs with, of the kinds that we take. Raises `UnableToTrustProvider`."""
        configuration = await self.discovered()
        published = (await self._ask("GET", configuration["jwks_uri"])).get("keys", [])
        return [key for key in published if isinstance(key, dict) and key.get("kty") in ("RSA", "EC")]

    async def discovered(self) -> dict[str, Any]:
        """What the provider says of itself. Raises `UnableToTrustProvider`."""
        if self._configuration is None:
            found = await self._ask("GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != self.issuer:
                raise self._distrust("issuer", f"it calls itself {found.get('issuer')!r}")
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                if not _is_safe_address(str(found.get(name, ""))):
                    raise self._distrust("endpoints", f"its {name} is not a safe address")
            self._configuration = found
        return self._configuration

    async def _ask(
        self, method: str, address: str, *, data: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        status, body = await self._heard(method, address, data=data)
        path = urlsplit(address).path
        if status != 200 or len(body) > LONGEST_ANSWER:
            fault = "status"
            if data is not None:  # RFC 6749, 5.2
                fault = "secret" if status == 401 or b"invalid_client" in body else "code"
            raise self._distrust(fault, f"{path} answered {status}")
        try:
            found = json.loads(body)
        except ValueError as error:
            raise self._distrust("unreadable", f"{path} answered something else than JSON") from error
        if not isinstance(found, dict):
            raise self._distrust("unreadable", f"{path} answered something else")
        return found

    async def _heard(self, method: str, address: str, *, data: Mapping[str, str] | None) -> tuple[int, bytes]:
        """Status and words; the secret goes with a form alone, and then only to the token endpoint."""
        auth = httpx.BasicAuth(self.client_id, self._client_secret) if data is not None else None
        try:
            if self._outward is None:
                async with httpx.AsyncClient(timeout=ANSWER_SECONDS, follow_redirects=False) as client:
                    answer = await client.request(method, address, data=data, auth=auth)
                return answer.status_code, answer.content
            asked = httpx.Request(method, address, data=data)
            if auth is not None:
                asked = next(auth.auth_flow(asked))
            headers = {name: value for name, value in asked.headers.items() if name != "host"}
            heard = await self._outward.ask(method, address, headers=headers, body=asked.read())
            return heard.status, heard.body
        except httpx.HTTPError as error:
            raise self._distrust("silent", f"{urlsplit(address).path} did not answer: {error!r}") from error
        except NotAsked as refusal:
            raise self._distrust(refusal.fault.value, refusal.sentence) from refusal

    def _distrust(self, fault: str, reason: str) -> UnableToTrustProvider:
        _log.warning("sign-in by %s refused: %s", self.issuer, reason)
        return UnableToTrustProvider(
            f"The sign-in by {self.name} could not be completed. Try again, or sign in another way.",
            fault=fault,
            reason=reason,
        )


def _is_safe_address(address: str) -> bool:
    parts = urlsplit(address)
    on_this_machine = parts.hostname in ("127.0.0.1", "localhost", "::1")
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and on_this_machine))
