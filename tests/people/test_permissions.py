"""The table of permissions says what the rooms were promised."""

import pytest

from backend.people import permissions


def test_every_permission_has_a_meaning_and_known_roles() -> None:
    assert set(permissions.MEANINGS) == set(permissions.PERMISSIONS)
    for carriers in permissions.PERMISSIONS.values():
        assert carriers
        assert carriers <= set(permissions.ROLES)


def test_regulator_comes_in_and_holds_assurance_packs_alone() -> None:
    assert permissions.permissions_for(["regulator"]) == {"tenant.enter", "packs.assurance.read"}


_OF_OTHERS = {"papers.sign-off", "registers.withhold", "returns.sign", "statements.sign"}
_OF_OTHERS |= {"delegation.pass", "reporting.approve", "reviewing.review"}
_OF_OTHERS |= {"packs.assurance.sign", "portal.ask", "requests.decide"}
_OF_OTHERS |= {"succession.approve", "archives.approve"}
"""The chair's, the Guardian's, the executives' and the reviewers' alone: whoever keeps the registers may not."""


def test_officer_may_do_everything_but_sign_and_withhold() -> None:
    every = frozenset(permissions.PERMISSIONS)
    assert permissions.permissions_for({"governance-officer"}) == every - _OF_OTHERS


def test_internal_audit_reads_everything_and_changes_nothing() -> None:
    reading = {name for name in permissions.PERMISSIONS if name.endswith(".read")}
    beside = {
        "tenant.enter",
        "audits.examine",
        "concerns.raise",
        "interests.see-withheld",
        "packs.assurance.prepare",  # to see what a pack would hold, which reads
        "registers.export",
        "returns.related-parties",
    }
    assert permissions.permissions_for(["internal-audit"]) == reading | beside


@pytest.mark.parametrize("office", ["chair", "vice-chair"])
def test_chair_has_a_members_permissions_and_those_of_who_leads_a_meeting(office: str) -> None:
    member = permissions.permissions_for(["member"])
    assert permissions.permissions_for([office]) == member | {
        "papers.sign-off",
        "meetings.conflicts.read",
        "planning.steer",
        "planning.questions.read",
        "delegation.pass",
    }


def test_roles_add_up_and_unknown_ones_carry_nothing() -> None:
    both = permissions.permissions_for(["governance-officer", "chair"])
    assert both == frozenset(permissions.PERMISSIONS) - (_OF_OTHERS - {"papers.sign-off", "delegation.pass"})
    assert permissions.permissions_for(["emperor"]) == frozenset()
    assert permissions.permissions_for([]) == frozenset()


def test_reference_page_names_every_role_and_permission() -> None:
    page = permissions.in_markdown()
    for word in (*permissions.ROLES, *permissions.PERMISSIONS):
        assert word in page
    row = next(line for line in page.splitlines() if "`papers.sign-off`" in line)
    assert row.count("yes") == 4
