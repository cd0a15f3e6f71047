"""A small OpenID provider, run as a process of its own: `python -m tests.people.identity_provider PORT`.

It signs in whoever comes, checks what a real one checks (client, redirect address, PKCE, each code once), and tells
lies on request: `POST /misbehave {"lie": "nonce"}` makes the next tokens false in that one way.
"""

import base64
import hashlib
import json
import secrets
import sys
import time
from typing import Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT_ID = "probity"
CLIENT_SECRET = "a secret between us"
REDIRECT_URI = "http://127.0.0.1:8014/sign-in/oidc/callback"


class Provider:
    """The ASGI application."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.key = RSAKey.generate_key(2048, parameters={"kid": "good", "use": "sig", "alg": "RS256"})
        self.other_key = RSAKey.generate_key(2048, parameters={"kid": "unpublished"})
        self.same_name = RSAKey.generate_key(2048, parameters={"kid": "good"})
        self.codes: dict[str, dict[str, str]] = {}
        self.traits: dict[str, Any] = {}
        self.asked: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        body = (await receive()).get("body", b"")
        query = {name: values[0] for name, values in parse_qs(scope["query_string"].decode()).items()}
        self.asked.append(scope["path"])
        status, headers, content = self.answer(scope["path"], query, body, dict(scope["headers"]))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    def answer(
        self, path: str, query: dict[str, str], body: bytes, headers: dict[bytes, bytes]
    ) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        if path == "/.well-known/openid-configuration":
            return _json(
                {
                    "issuer": self.traits.get("calls_itself", self.issuer),
                    "authorization_endpoint": f"{self.issuer}/authorise",
                    "token_endpoint": f"{self.issuer}/token",
                    "jwks_uri": f"{self.issuer}/keys",
                }
            )
        if path == "/keys":
            return _json({"keys": [self.key.as_dict(private=False)]})
        if path == "/misbehave":
            self.traits = json.loads(body)
            return _json(self.traits)
        if path == "/elsewhere":
            return 302, [(b"location", b"http://127.0.0.1:1/")], b""
        if path == "/big":
            return 200, [], b"x" * 300_000
        if path == "/authorise":
            return self.authorise(query)
        if path == "/token":
            return self.token({name: values[0] for name, values in parse_qs(body.decode()).items()}, headers)
        return 404, [], b""

    def authorise(self, query: dict[str, str]) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        right = {
            "client_id": CLIENT_ID,
            "redirect_uri": REDIRECT_URI,
            "response_type": "code",
            "code_challenge_method": "S256",
        }
        if any(query.get(name) != value for name, value in right.items()) or "openid" not in query["scope"]:
            return 400, [], b"a wrong question"
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        back = f"{REDIRECT_URI}?{urlencode({'code': code, 'state': query['state']})}"
        return 302, [(b"location", back.encode())], b""

    def token(
        self, form: dict[str, str], headers: dict[bytes, bytes]
    ) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        asked = self.codes.pop(form.get("code", ""), None)
        credentials = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode())
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if headers.get(b"authorization", b"").split()[-1:] != [credentials]:
            return 401, [], b'{"error":"invalid_client"}'
        if asked is None or challenge != asked["code_challenge"] or form.get("redirect_uri") != REDIRECT_URI:
            return 400, [], b'{"error":"invalid_grant"}'
        return _json({"access_token": "x", "token_type": "Bearer", "id_token": self.id_token(asked)})

    def id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": self.traits.get("sub", "subject-1"),
            "aud": CLIENT_ID,
            "exp": now + 300,
            "iat": now,
            "auth_time": now,
            "nonce": asked["nonce"],
            "email": self.traits.get("email", "somebody@demonstration.example"),
            "email_verified": self.traits.get("verified", True),
            "amr": self.traits.get("amr", ["pwd", "mfa"]),
        }
        lie = self.traits.get("lie")
        claims |= {
            "nonce": {"nonce": "another"},
            "aud": {"aud": "another client"},
            "iss": {"iss": f"{self.issuer}/"},
            "late": {"iat": now + 900},
            "expired": {"exp": now - 120, "iat": now - 500},
            "azp": {"aud": [CLIENT_ID, "another client"], "azp": "another client"},
            "many": {"aud": [CLIENT_ID, "another client"]},
            "no-subject": {"sub": ""},
        }.get(lie, {})
        if lie == "none":
            header = _part({"alg": "none", "typ": "JWT"})
            return f"{header}.{_part(claims)}."
        if lie == "hmac":  # signed with what everybody knows: the public key
            known = OctKey.import_key(self.key.as_pem(private=False))
            return jwt.encode({"alg": "HS256", "kid": "good"}, claims, known, algorithms=["HS256"])
        if lie == "unknown-kid":
            return jwt.encode({"alg": "RS256", "kid": "unpublished"}, claims, self.other_key)
        if lie == "wrong-key":
            return jwt.encode({"alg": "RS256", "kid": "good"}, claims, self.same_name)
        if lie == "no-kid":
            return jwt.encode({"alg": "RS256"}, claims, self.key)
        if lie == "garbage":
            return "not.a.token"
        return jwt.encode({"alg": "RS256", "kid": "good"}, claims, self.key)


def _json(content: Any) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    return 200, [(b"content-type", b"application/json")], json.dumps(content).encode()


def _part(content: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


if __name__ == "__main__":
    port = int(sys.argv[1])
    uvicorn.run(Provider(f"http://127.0.0.1:{port}"), host="127.0.0.1", port=port, log_level="warning")
