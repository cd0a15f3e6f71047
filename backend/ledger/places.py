"""The places outside our control that this process can take roots to: those of its settings, or those it was given."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from backend.kit.settings import BadSetting, Settings, read_settings
from backend.kit.stamps import Stamper, stamper_of


class Bucket(Protocol):
    """A store that holds what is put into it until its day."""

    def keep(self, name: str, content: bytes, *, now: datetime) -> tuple[str, datetime]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """None where there is no such place."""

    bucket: Bucket | None = None
    stamper: Stamper | None = None


class _Held:
    places: Places | None = None


def use(places: Places | None) -> None:
    """Give this process its places; None for those of its settings."""
    _Held.places = places


def of(settings: Settings) -> Places:
    """The places that settings name; raises BadSetting."""
    return Places(
        bucket=_bucket_at(settings.anchor_url) if settings.anchor_url else None, stamper=stamper_of(settings)
    )


def _bucket_at(url: str) -> Bucket:
    from backend.kit.storage.locked import locked_bucket_from_url  # it takes the whole of boto3 along

    try:
        return locked_bucket_from_url(url)
    except ValueError as error:
        raise BadSetting(str(error)) from error


def places() -> Places:
    """The places of this process: those given at start, else those of its own settings."""
    if _Held.places is None:
        _Held.places = of(read_settings())
    return _Held.places
