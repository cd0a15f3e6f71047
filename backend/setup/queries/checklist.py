"""How an organisation stands before its first use."""

from backend.catalogue import quorum as quorums
from backend.catalogue import shelf
from backend.catalogue.quorum import Office
from backend.committees import queries as committees
from backend.interests import settings as interests
from backend.interests.queries import campaigns, declarations
from backend.kit.clock import real_now
from backend.kit.database import fetch
from backend.ledger import anchors
from backend.meetings import queries as meetings
from backend.people import permissions
from backend.people import queries as people
from backend.scope import Scope
from backend.setup.queries import people_lists
from backend.setup.rules import checklist as rules
from backend.setup.rules.checklist import Checklist, Committee, Facts, Settled, Standing

_ACCOUNTABLE = (Office.ACCOUNTABLE_OFFICER, Office.CHIEF_EXECUTIVE)


async def checklist_of(scope: Scope) -> Checklist:
    """The list as the organisation stands today."""
    return rules.checklist_of(await _facts(scope), await _settled(scope))


async def _facts(scope: Scope) -> Facts:
    kind = shelf.catalogue().kinds.get(scope.tenant.kind)
    binding = await interests.rule_set_of(scope)
    everybody = await people.people_of(scope)
    invited = await people_lists.invited_of(scope, now=real_now())
    holders = {each.id: each for each in everybody}
    accountable = [
        holders[person].name
        for offices in (await committees.offices_of_all(scope, on=scope.today)).values()
        for office in _ACCOUNTABLE
        for person in offices.get(office.value, ())
        if person in holders
    ]
    auditor = await anchors.auditor_of(scope)
    return Facts(
        name=scope.tenant.name,
        kind=kind.name if kind else scope.tenant.kind,
        reviews=bool(kind and kind.reviews),
        officers=sum(permissions.OFFICER in each.roles for each in everybody),
        accountable=tuple(dict.fromkeys(accountable)),
        guardian_known=binding.role("coi-guardian") is not None,
        edition=binding.key,
        guardians=tuple(each.name for each in everybody if permissions.GUARDIAN in each.roles),
        committees=await _committees(scope),
        people=len(everybody),
        signed_up=sum(line.state == "signed up" for line in invited),
        waiting=sum(line.state in {"not invited", "expired"} for line in invited),
        unreachable=sum(line.state == "no address" for line in invited),
        campaigns=len(await campaigns.campaigns_of(scope)),
        declared=sum(each.last_kind is not None for each in await declarations.standings_of(scope)),
        auditor=auditor.name if auditor else None,
        meetings=len(await meetings.meetings_of(scope)),
    )


async def _committees(scope: Scope) -> tuple[Committee, ...]:
    """Our own committees, each with what keeps it from meeting."""
    members = await committees.members_of_all(scope, on=scope.today)
    found = []
    for line in await committees.committees_of(scope):
        if line.held_by is not None:
            continue
        seated = members.get(line.id, ())
        view = await committees.committee(scope, committee_id=line.id)
        found.append(Committee(name=line.name, gap=_gap(view.quorum, seated)))
    return tuple(found)


def _gap(quorum: quorums.Quorum | None, seated: tuple[committees.MemberView, ...]) -> str | None:
    if not any(member.office is Office.CHAIR for member in seated):
        return "nobody is seated as chair"
    if quorum is None:
        return "it has no quorum yet"
    answer = quorums.is_met(quorum, [member.as_seat_held for member in seated])
    return None if answer.met else "its members are too few for its quorum"


async def _settled(scope: Scope) -> dict[str, Settled]:
    rows = await fetch(
        "SELECT DISTINCT ON (step) step, standing, reason, settled_by_name FROM setup_step "
        "WHERE tenant_id = $1 ORDER BY step, id DESC",
        scope.tenant.id,
    )
    return {
        row["step"]: Settled(
            standing=Standing(row["standing"]),
            words=": ".join(
                filter(
                    None, (f"{row['standing'].capitalize()}, says {row['settled_by_name']}", row["reason"])
                )
            ),
        )
        for row in rows
        if row["standing"] != Standing.TO_DO
    }
