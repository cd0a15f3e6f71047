"""Keys of a tenant as the command line and the pages show them: in lines, in words, and as a file to trust."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from backend.desk.lives import operator_of
from backend.ledger import keeping, keys
from backend.ledger.rules.keys import USES, KeyLine, Use, use_of
from backend.packs.trust import TrustedKey
from backend.scope import Scope
from backend.tenancy import transactions


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownKey:
    """A key with its period in words."""

    line: KeyLine
    purpose: str
    state: str
    """`in force`, `retired` or `lost`."""

    @property
    def trusted(self) -> bool:
        """Whether a reader is to trust it as a pack's seal, at least for what it sealed in its time."""
        return self.line.use is Use.PACK_SEAL and self.line.compromised_at is None


async def shown_of(scope: Scope) -> tuple[ShownKey, ...]:
    """Every key that the tenant has or had, by use, the newest first."""
    return tuple(_shown(line) for line in await keys.keys_of(scope))


def _shown(line: KeyLine) -> ShownKey:
    state = "lost" if line.compromised_at else "in force" if line.in_force else "retired"
    return ShownKey(line=line, purpose=USES[line.use], state=state)


def grouped(shown: tuple[ShownKey, ...]) -> list[list[ShownKey]]:
    """The keys of each use together, those in force first."""
    return [list(group) for _, group in groupby(shown, key=lambda each: each.line.use)]


def trust_text(scope: Scope, shown: tuple[ShownKey, ...], *, at: datetime) -> str:
    """The file that `probity verify --trust` and verify.html read: every key that sealed packs and was never lost."""
    head = [
        f"# Keys whose packs I trust: {scope.tenant.name}. Written on {_day(at)}.",
        "# Before you rely on this file, compare each fingerprint with one that you had from the organisation",
        "# by letter or by telephone, and not from the place where you found this file.",
    ]
    blocks = []
    for each in shown:
        line = each.line
        if line.use is not Use.PACK_SEAL:
            continue
        if each.trusted:
            key = TrustedKey.of(line.name, line.public)
            blocks += ["", f"# {_period(line)}", f"key-name: {key.name}", f"fingerprint: {key.fingerprint}"]
        else:
            blocks += ["", *(f"# {words}" for words in _lost(line))]
    return "\n".join([*head, *blocks]) + "\n"


def _lost(line: KeyLine) -> list[str]:
    assert line.compromised_at is not None
    return [
        f"NOT TRUSTED: somebody else may have had the key {line.name}",
        f"{line.fingerprint}",
        f"since {_day(line.compromised_at)}. What you received from us before that day stays good.",
    ]


def _period(line: KeyLine) -> str:
    begun = f"since {_day(line.since)}" if line.since else "from the first"
    if line.until is None:
        return f"In force {begun}."
    return f"In force {begun} until {_day(line.until)}: {line.retired_because}"


def _day(moment: datetime) -> str:
    local = moment.astimezone(UTC)
    return f"{local.day} {local:%B %Y}"


def as_plain(scope: Scope, shown: tuple[ShownKey, ...]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "organisation": scope.tenant.name,
        "demonstration": scope.tenant.demonstration,
        "keys": [_plain(each) for each in shown],
    }


def _plain(each: ShownKey) -> dict[str, Any]:
    line = each.line
    life = line.certificate_life
    return {
        "use": line.use.value,
        "generation": line.generation,
        "name": line.name,
        "fingerprint": line.fingerprint,
        "public": line.public.hex(),
        "since": _iso(line.since),
        "until": _iso(line.until),
        "retired_because": line.retired_because or None,
        "lost_since": _iso(line.compromised_at),
        "certificate": None if life is None else {"valid_from": _iso(life[0]), "valid_until": _iso(life[1])},
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()


async def list_keys(_services: Any, slug: str) -> list[str]:
    """What `probity keys list` prints."""
    scope = await operator_of(slug, chore="keys")
    async with transactions.scope_tx(scope, readonly=True):
        shown = await shown_of(scope)
    return [line for each in shown for line in _printed(each)]


def _printed(each: ShownKey) -> list[str]:
    line = each.line
    words = [f"{line.use.value}, generation {line.generation}: {line.name}", f"  {line.fingerprint}"]
    words.append(f"  {_period(line)}")
    if line.certificate_life:
        words.append(f"  Its certificate is good until {_day(line.certificate_life[1])}.")
    if line.compromised_at:
        words.append(f"  LOST: somebody else may have had it since {_day(line.compromised_at)}.")
    return words


async def make_ready(_services: Any, slug: str) -> list[str]:
    """What `probity keys ready` does: make and enter the first key of each use that has none."""
    scope = await operator_of(slug, chore="keys")
    async with transactions.scope_tx(scope, after_end=True):
        for use in Use:
            await keeping.current(scope, use)
    return await list_keys(_services, slug)


async def rotate(_services: Any, slug: str, use: str, because: str, lost_since: datetime | None) -> list[str]:
    """What `probity keys rotate` does."""
    scope = await operator_of(slug, chore="keys")
    async with transactions.scope_tx(scope, after_end=True):
        line = await keeping.rotate(
            scope, use=use_of(use), because=because, compromised_at=_in_utc(lost_since)
        )
    return [
        *_printed(_shown(line)),
        f"Tell everybody who pinned the old key: /t/{slug}/keys has the new fingerprint, and a letter to print.",
    ]


async def mark_lost(
    _services: Any, slug: str, use: str, generation: int, since: datetime, because: str
) -> list[str]:
    """What `probity keys lost` does."""
    scope = await operator_of(slug, chore="keys")
    moment = _in_utc(since)
    assert moment is not None
    async with transactions.scope_tx(scope, after_end=True):
        line = await keeping.mark_compromised(
            scope, use=use_of(use), generation=generation, at=moment, because=because
        )
    return _printed(_shown(line))


def _in_utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
