"""A server that speaks the part of GOV.UK Notify's documented API that letters need, over real HTTP.

It checks tokens with another library than the one that made them, as the true service does: signature, issuer, and a
clock that is at most half a minute off.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

SERVICE, SECRET, TEMPLATE = (str(uuid4()) for _ in range(3))


class Notifier:
    """`taken` holds what was taken; `status` is what is said of it later; `refusal` is the answer to the next ones.

    With `hangs_up` a letter is taken and no answer given. `hides` has it deny what it has, as one that never got it.
    """

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.status = "created"
        self.refusal: tuple[int, str, str] | None = None
        self.hangs_up = False
        self.url = ""


def _handler(notifier: Notifier) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the names of http.server
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if not self._is_known() or self.path != "/v2/notifications/email":
                return
            if notifier.refusal:
                code, error, message = notifier.refusal
                return self._say(
                    code, {"status_code": code, "errors": [{"error": error, "message": message}]}
                )
            if body["template_id"] != TEMPLATE or set(body["personalisation"]) != {"subject", "body"}:
                return self._say(400, {"status_code": 400, "errors": [{"error": "BadRequestError", "message": "Missing personalisation"}]})  # fmt: skip  # noqa: E501
            taken = {"id": str(uuid4()), **body}
            notifier.taken.append(taken)
            if notifier.hangs_up:
                self.connection.close()
                return None
            return self._say(
                201, {"id": taken["id"], "reference": body["reference"], "content": {}, "scheduled_for": None}
            )

        def do_GET(self) -> None:
            if not self._is_known():
                return
            notifier.asked.append(self.path)
            parts = urlsplit(self.path)
            if parts.path == "/v2/notifications":
                wanted = parse_qs(parts.query)["reference"][0]
                found = [each for each in notifier.taken if each["reference"] == wanted]
                return self._say(200, {"notifications": [{"id": each["id"]} for each in found], "links": {}})
            one = [each for each in notifier.taken if parts.path == f"/v2/notifications/{each['id']}"]
            if not one:
                return self._say(404, {"status_code": 404, "errors": [{"error": "NoResultFound", "message": "No result found"}]})  # fmt: skip  # noqa: E501
            return self._say(200, {"id": one[0]["id"], "type": "email", "status": notifier.status})

        def _is_known(self) -> bool:
            try:
                token = self.headers["Authorization"].removeprefix("Bearer ")
                claims = jwt.decode(token, OctKey.import_key(SECRET), algorithms=["HS256"]).claims
                assert claims["iss"] == SERVICE
                assert abs(claims["iat"] - time.time()) < 30
            except (JoseError, AssertionError, AttributeError):
                self._say(
                    403, {"status_code": 403, "errors": [{"error": "AuthError", "message": "Invalid token"}]}
                )
                return False
            return True

        def _say(self, code: int, body: dict[str, Any]) -> None:
            data = json.dumps(body).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            return

    return Handler


@contextmanager
def open_notifier() -> Iterator[Notifier]:
    notifier = Notifier()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(notifier))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    notifier.url = f"notify://{SERVICE}:{SECRET}@127.0.0.1:{server.server_port}?template={TEMPLATE}&tls=none"
    try:
        yield notifier
    finally:
        server.shutdown()
        server.server_close()
