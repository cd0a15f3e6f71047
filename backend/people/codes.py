"""One-time codes by time (RFC 6238): six digits, thirty seconds, each accepted once."""

import hmac
from datetime import datetime

import pyotp
import segno

STEP_SECONDS = 30
DRIFT_STEPS = 1


def new_secret() -> str:
    """160 random bits in base 32, as authenticator apps want them."""
    return pyotp.random_base32(32)


def step_of(secret: str, code: str, *, now: datetime, last_step: int | None) -> int | None:
    """The time step that `code` belongs to, or `None`: wrong, more than one step off, or not after `last_step`."""
    digits = "".join(code.split())
    present = int(now.timestamp()) // STEP_SECONDS
    found = None
    for step in range(present - DRIFT_STEPS, present + DRIFT_STEPS + 1):
        right = hmac.compare_digest(code_at(secret, step).encode(), digits.encode())
        if right and (last_step is None or step > last_step):
            found = step
    return found


def code_at(secret: str, step: int) -> str:
    """The code of one time step."""
    return pyotp.TOTP(secret, interval=STEP_SECONDS).generate_otp(step)


def key_in_words(secret: str) -> str:
    """The key in groups of four, for whoever types it."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def square_code(secret: str, *, email: str) -> str:
    """The QR code that an authenticator app reads, as an SVG element for the page: the key is in no address."""
    address = pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(name=email, issuer_name="Probity")
    drawing: str = segno.make(address, error="m").svg_inline(
        scale=5, border=4, light="#ffffff", title="QR code for an authenticator app"
    )
    return drawing
