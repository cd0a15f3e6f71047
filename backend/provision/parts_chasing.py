"""How a tenant chases, its rule of colours and its own ladders, as a folder says them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from backend.actions import operations as actions
from backend.actions import settings as colours
from backend.actions.rules.rag import Setting
from backend.catalogue.chasing import ChasingSettings, ColourRule, OwnLadder
from backend.catalogue.loader import Catalogue
from backend.catalogue.tenants import TenantDocument
from backend.chasing import operations as chasing
from backend.chasing import queries
from backend.committees import queries as committees
from backend.people import permissions
from backend.provision.changes import Part, Step
from backend.provision.chased import SOURCES
from backend.scope import Scope

_BECAUSE = "As the organisation’s folder says"
_HOURS = ("letters_at", "quiet_from", "quiet_until", "every_day", "cap")


def _wanted_chase(document: TenantDocument, _: Catalogue) -> Mapping[str, Any]:
    return {"chasing": _chase_of(document.chasing)}


def _chase_of(settings: ChasingSettings) -> dict[str, Any]:
    plain = settings.model_dump(mode="json", exclude={"ladders", "colours"})
    plain["switched_off"] = sorted(plain["switched_off"])
    plain["closed_days"] = sorted(plain["closed_days"], key=lambda each: each["day"])
    return plain


async def _living_chase(scope: Scope) -> Mapping[str, Any]:
    settings = await queries.settings_of(scope)
    days = await queries.closed_days_of(scope, also_past=True)
    hours = settings.hours
    return {
        "chasing": {
            "letters_at": _clock(hours.letters_at),
            "quiet_from": _clock(hours.quiet_from),
            "quiet_until": _clock(hours.quiet_until),
            "every_day": hours.every_day,
            "cap": settings.cap,
            "switched_off": sorted(
                ladder for ladder, line in settings.switches.items() if not line.switched_on
            ),
            "closed_days": [{"day": each.day.isoformat(), "name": each.name} for each in days],
        }
    }


async def _put_chase(scope: Scope, steps: Sequence[Step]) -> None:
    for step in steps:
        wanted = ChasingSettings.model_validate(step.after)
        before = step.before
        if any(before[name] != step.after[name] for name in _HOURS):
            hours = replace(
                (await queries.settings_of(scope)).hours,
                letters_at=_minute(wanted.letters_at),
                quiet_from=_minute(wanted.quiet_from),
                quiet_until=_minute(wanted.quiet_until),
                every_day=wanted.every_day,
            )
            await chasing.settle_hours(scope, SOURCES, hours=hours, cap=wanted.cap)
        if before["closed_days"] != step.after["closed_days"]:
            await chasing.settle_closed_days(
                scope, SOURCES, days={each.day: each.name for each in wanted.closed_days}
            )
        off = set(wanted.switched_off)
        for ladder in sorted(off ^ set(before["switched_off"])):
            await chasing.switch_ladder(
                scope, SOURCES, ladder=ladder, switched_on=ladder not in off, reason=_BECAUSE
            )


async def _keep(_scope: Scope, _steps: Sequence[Step]) -> None:
    """Every folder says how it chases, if only by its silence."""


def _exported_chase(document: TenantDocument, living: Mapping[str, Any]) -> Mapping[str, Any]:
    kept = document.chasing.model_dump(mode="json", include={"ladders", "colours"})
    return {"chasing": ChasingSettings.model_validate({**kept, **living["chasing"]})}


CHASING = Part(
    room="chasing",
    noun="settings of the chase",
    wanted=_wanted_chase,
    living=_living_chase,
    put=_put_chase,
    retire=_keep,
    exported=_exported_chase,
    words={"letters_at": "time of letters", "cap": "most reminders to one person on one day"},
)


async def _living_ladders(scope: Scope) -> Mapping[str, Any]:
    own = (await queries.settings_of(scope)).own
    return {
        ladder: OwnLadder(id=ladder, rungs=queries.rungs_of(version.rungs))
        for ladder, version in sorted(own.items())
    }


async def _put_ladders(scope: Scope, steps: Sequence[Step]) -> None:
    for step in steps:
        await chasing.climb_own(scope, SOURCES, ladder=step.key, rungs=step.after.rungs, because=_BECAUSE)


async def _retire_ladders(scope: Scope, steps: Sequence[Step]) -> None:
    for step in steps:
        await chasing.climb_shipped(scope, SOURCES, ladder=step.key, because=_BECAUSE)


LADDERS = Part(
    room="chasing",
    noun="own ladder",
    wanted=lambda document, _: {each.id: each for each in document.chasing.ladders},
    living=_living_ladders,
    put=_put_ladders,
    retire=_retire_ladders,
    exported=lambda document, living: {
        "chasing": document.chasing.model_copy(update={"ladders": tuple(living.values())})
    },
)


async def _living_colours(scope: Scope) -> Mapping[str, Any]:
    slugs = {line.id: line.slug for line in await committees.committees_of(scope, include_retired=True)}
    found = {}
    for setting in await colours.settings_of(scope):
        values = {name: value for name, value in asdict(setting).items() if name in ColourRule.model_fields}
        slug = None if setting.committee_id is None else slugs[setting.committee_id]
        rule = ColourRule(**values, committee=slug)
        found[_colour_key(rule)] = rule
    return dict(sorted(found.items()))


def _wanted_colours(document: TenantDocument, _: Catalogue) -> Mapping[str, Any]:
    return {_colour_key(rule): rule for rule in document.chasing.colours}


def _colour_key(rule: ColourRule) -> str:
    return f"{rule.committee or 'all actions'} from {rule.effective_from}"


async def _put_colours(scope: Scope, steps: Sequence[Step]) -> None:
    ids = {line.slug: line.id for line in await committees.committees_of(scope)}
    for step in steps:
        rule: ColourRule = step.after
        values = rule.model_dump(exclude={"committee"})
        committee_id = None if rule.committee is None else ids[rule.committee]
        await actions.set_rule(_as_officer(scope), Setting(**values, committee_id=committee_id))


async def _retire_colours(scope: Scope, steps: Sequence[Step]) -> None:
    ids = {line.slug: line.id for line in await committees.committees_of(scope, include_retired=True)}
    for step in steps:
        rule: ColourRule = step.before
        committee_id = None if rule.committee is None else ids[rule.committee]
        await actions.take_back_rule(
            _as_officer(scope),
            committee_id=committee_id,
            effective_from=rule.effective_from,
            because=_BECAUSE,
        )


def _as_officer(scope: Scope) -> Scope:
    """Whoever applies a folder is no person of the tenant, and does what its officers may."""
    return replace(scope, roles=scope.roles | {permissions.OFFICER})


COLOURS = Part(
    room="actions",
    noun="rule of colours",
    wanted=_wanted_colours,
    living=_living_colours,
    put=_put_colours,
    retire=_retire_colours,
    exported=lambda document, living: {
        "chasing": document.chasing.model_copy(update={"colours": tuple(living.values())})
    },
)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _minute(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)
