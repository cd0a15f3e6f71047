"""An organisation's own sign-in, pure: what may be settled, who is let in, and each step of a try-out in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.people.rules import UnableToSignIn
from backend.scope import Refusal

_DOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+")
_OWN = frozenset({"passkey"})
"""Ways that prove a person by themselves, whatever else a session was begun with."""

DEFAULTS = {
    "issuer": "None: people sign in with a password and a code, or with a passkey.",
    "domains": "Empty: an address of any domain is let in, as long as the sign-in is linked to an account here.",
    "trusts": "No: the provider must say of each address that it is verified.",
    "passwords": "Allowed.",
}
"""What is in force until an officer settles something, with each meaning."""


_RFC_8176 = frozenset(
    {"face", "fido", "fpt", "geo", "hwk", "iris", "kba", "mca", "mfa", "otp", "pin", "pop", "pwd", "rba"}
    | {"retina", "sc", "sms", "swk", "tel", "user", "vbm", "wia"}
)


class UnableToArrange(Refusal):
    """A sign-in that can't be settled so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """What is settled. `edition` grows with each change; the secret is never part of it."""

    id: UUID
    name: str
    issuer: str
    client_id: str
    domains: tuple[str, ...]
    trusts_addresses: bool
    passwords_allowed: bool
    edition: int
    settled_at: datetime
    settled_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a try-out: what was looked at, whether it held, what was seen, and what to do where it did not."""

    title: str
    held: bool
    seen: str
    remedy: str = ""

    def plain(self) -> dict[str, Any]:
        return {"title": self.title, "held": self.held, "seen": self.seen, "remedy": self.remedy}


def checked_domains(text: str) -> tuple[str, ...]:
    """The domains of a field, one a line or with commas; raises `UnableToArrange` with every one that is none."""
    given = [word.lstrip("@").rstrip(".").lower() for word in re.split(r"[\s,;]+", text) if word]
    wrong = [word for word in given if not _DOMAIN.fullmatch(word)]
    if wrong:
        raise UnableToArrange(
            f"{_listed(wrong)} can’t be the end of an email address. Enter domains such as example.nhs.uk.",
            field="domains",
        )
    if len(given) > 20:
        raise UnableToArrange("Enter 20 domains at most.", field="domains")
    return tuple(dict.fromkeys(given))


def checked_line(text: str, *, field: str, words: str, longest: int = 200) -> str:
    plain = " ".join(text.split())
    if not plain or len(plain) > longest:
        raise UnableToArrange(f"Enter {words}, of {longest} characters at most.", field=field)
    return plain


def let_in(arrangement: Arrangement, *, address: str | None, verified: bool) -> str:
    """Why an identity of the provider is not let in, as a sentence; empty where it is."""
    if not arrangement.domains:
        return ""
    if address is None:
        return f"{arrangement.name} did not say your email address, which has to be of {_listed(arrangement.domains)}."
    if not (verified or arrangement.trusts_addresses):
        return f"{arrangement.name} does not vouch for the address {address}: it has not been verified there."
    if address.rpartition("@")[2] not in arrangement.domains:
        return f"The address {address} is not of {_listed(arrangement.domains)}, and no other is let in here."
    return ""


def check_let_in(arrangement: Arrangement, *, address: str | None, verified: bool) -> None:
    """Raises `UnableToSignIn` where `let_in` has a reason."""
    reason = let_in(arrangement, address=address, verified=verified)
    if reason:
        raise UnableToSignIn(reason)


def said_by_provider(methods: Sequence[str]) -> tuple[str, ...]:
    """The methods that a provider names, of those of RFC 8176: none of our own, and no mark of a session."""
    return tuple(each for each in methods if each in _RFC_8176)


def begun_at(tenant_id: UUID) -> str:
    """The mark, among the methods of a session, that it was begun at a tenant's own provider."""
    return f"tenant:{tenant_id}"


def limited_to(methods: Sequence[str]) -> UUID | None:
    """The one tenant that a session opens, because that tenant's provider alone says who it is; else `None`.

    Who runs one organisation's provider could otherwise enter another, as anybody who serves both.
    """
    if not _OWN.isdisjoint(methods):
        return None
    return next((UUID(each[7:]) for each in methods if each.startswith("tenant:")), None)


def check_may_end_passwords(
    arrangement: Arrangement, *, tried: bool, linked_officers: int, actor_linked: bool
) -> None:
    """Nobody is locked out: the way was gone to the end as it is now, and an officer can go it again."""
    if not tried:
        raise UnableToArrange(
            "Try the whole way first, with your own account: these settings have not been tried to the end since they "
            "were last changed. Until then passwords stay, or nobody could get in to put them right.",
            field="passwords",
        )
    if not actor_linked:
        raise UnableToArrange(
            f"Link your own account to {arrangement.name} first. Without that you would lock yourself out.",
            field="passwords",
        )
    if linked_officers < 1:
        raise UnableToArrange(
            f"No governance officer can sign in by {arrangement.name} yet, so the last officer would be locked out.",
            field="passwords",
        )


def check_may_change(arrangement: Arrangement | None) -> None:
    """While the provider is the only way in, it stays as it was tried."""
    if arrangement is not None and not arrangement.passwords_allowed:
        raise UnableToArrange(
            f"{arrangement.name} is the only way in at present, so a slip here would lock everybody out. Allow "
            "passwords first; then change, try, and take passwords away again."
        )


def changes(before: Arrangement | None, after: dict[str, Any], *, secret: bool) -> tuple[str, ...]:
    """What would be otherwise, a sentence each; `after` holds the fields of an `Arrangement`."""
    words = {"name": "The name on the button", "issuer": "The issuer", "client_id": "The client id"}
    said = []
    for key, title in words.items():
        old = getattr(before, key) if before else ""
        if old != after[key]:
            said.append(f"{title} becomes “{after[key]}”{f' (was “{old}”)' if old else ''}.")
    if before is not None and before.issuer != after["issuer"]:
        said.append(
            "Everybody who linked their account to the old issuer has to link it anew: a person is known by issuer and "
            "subject together."
        )
    if secret:
        said.append("The secret is replaced; the provider must know the new one from that moment.")
    if (before.domains if before else ()) != after["domains"]:
        said.append(
            f"Let in are addresses of {_listed(after['domains']) if after['domains'] else 'any domain'}."
        )
    if (before.trusts_addresses if before else False) != after["trusts_addresses"]:
        said.append(
            "Addresses count without the provider’s word that they are verified."
            if after["trusts_addresses"]
            else "The provider must say of each address that it is verified."
        )
    if said and before is not None:
        said.append("The settings count as not tried until the whole way was gone once more.")
    return tuple(said)


REMEDIES = {
    "address": "Copy the issuer from the provider’s own page, whole, beginning with https://.",
    "name": "Check the spelling of the issuer. If it is right, ask your provider whether the name is public.",
    "private": "Ask whoever runs this installation to name that host in PROBITY_PRIVATE_HOSTS, or use the provider’s "
    "public address.",
    "unreached": "Ask your provider whether the server runs, and whoever runs this installation whether its "
    "firewall lets us out to it.",
    "certificate": "The provider’s certificate has run out or is of its own making. Your provider has to put that "
    "right; we never sign anybody in past it.",
    "slow": "Try again in a minute. If it stays so, tell your provider.",
    "big": "That address is hardly that of a provider: check the issuer.",
    "silent": "Check the issuer, and whether the server runs.",
    "status": "The issuer is probably wrong: without its last part, or with one too many. For Entra ID it ends in "
    "/v2.0 and holds your directory’s own id, never “common”.",
    "unreadable": "That address is a web page and not a provider: check the issuer.",
    "issuer": "Enter the issuer exactly as the provider writes it, to the last stroke. One that speaks for many "
    "organisations (Entra’s “common”) is never taken.",
    "endpoints": "Your provider publishes an address without https. It has to put that right.",
    "keys": "Your provider publishes no key that we take (RSA or elliptic curve). Ask it to sign with RS256, PS256 or "
    "ES256.",
    "clock": "One of the two clocks is wrong by more than a minute. Ask your provider, and whoever runs this "
    "installation, to set theirs by the network.",
    "redirect": "At the provider, in the registration of this client, enter the redirect address above as it stands.",
    "secret": "Copy the secret anew: its value, not its id. It may also have run out; then make a new one at the "
    "provider.",
    "code": "Begin the try-out again: a code is good for one time and a minute or so.",
    "nonce": "Begin the try-out again, in this browser alone.",
    "aud": "The token is for another client: check the client id.",
    "iss": "The token names another issuer than it publishes. Enter the issuer exactly as the provider writes it.",
    "token": "The provider signs in a way that we do not take. Ask it to sign with RS256, PS256 or ES256 and a key "
    "that it publishes.",
    "claims": "The token lacks what OpenID Connect demands. Ask your provider.",
    "unverified": "Have the address verified at the provider, or, where it is your own directory in which nobody "
    "chooses their own address (Entra ID, NHSmail), settle that its addresses count.",
    "domain": "Add the domain to those that are let in, or sign in there with your work address.",
    "no-address": "At the provider, let this client read the email address (the claim “email”), or leave the domains "
    "empty.",
    "other-person": "Sign out at the provider and begin again as yourself. If that is you after all, ask another "
    "officer to put your address right on your page under People.",
    "another-account": "That sign-in is linked to another account here. Ask whoever holds it, or sign in there as "
    "yourself.",
}
"""What to do, by the fault. From the ways in which providers are wrongly set up; no statement about any one of them."""


def remedy_for(fault: str) -> str:
    return REMEDIES.get(fault, REMEDIES["claims"])


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""
