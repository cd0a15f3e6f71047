"""The one table of who may do what. Pages declare a permission; operations and templates ask for one by its name.

Tenant-wide roles are held in `people_role`; chair, vice-chair, member and in attendance come from the seats that a
person holds on a committee that day. What a chair may do, a chair may do on their own committee: rooms check the
seat as well.
"""

from collections.abc import Collection

from backend.scope import HeldSeat

OFFICER = "governance-officer"
EXECUTIVE = "executive-owner"
AUDIT = "internal-audit"
REGULATOR = "regulator"
GUARDIAN = "coi-guardian"
FINANCE = "finance"
REVIEWER = "reviewer"
CHAIR = "chair"
VICE_CHAIR = "vice-chair"
MEMBER = "member"
IN_ATTENDANCE = "in-attendance"

ROLES: dict[str, str] = {
    OFFICER: "Keeps the registers, arranges meetings and builds packs; may not sign papers off.",
    EXECUTIVE: "Answers for a part of the organisation's work; reads it and writes papers about it.",
    AUDIT: "Reads everything and changes nothing; asks for what an audit needs, and says what was carried out.",
    REGULATOR: "Reads the assurance packs that were released to them, and nothing else.",
    GUARDIAN: "Conflicts of Interest Guardian: decides what is withheld, handles concerns, advises.",
    FINANCE: "Sees each board member's interests by organisation, for the note on related parties.",
    REVIEWER: "Of a reviewing body: reviews what commissioners submitted to it, and sees nothing else of theirs.",
    CHAIR: "Chairs a committee; signs its papers off and sees who is conflicted on its items.",
    VICE_CHAIR: "Stands in for the chair, with the same powers on that committee.",
    MEMBER: "Sits on a committee; declares interests, writes and reads its papers.",
    IN_ATTENDANCE: "Attends a committee without a vote; declares interests, writes and reads its papers.",
}
"""Every role, with its meaning in one line."""

TENANT_ROLES = frozenset({OFFICER, EXECUTIVE, AUDIT, REGULATOR, GUARDIAN, FINANCE, REVIEWER})
"""Roles that are granted for the whole tenant; the others come from seats."""

_CHAIRS = frozenset({CHAIR, VICE_CHAIR})
_MEMBERS = _CHAIRS | {MEMBER}
_SEATED = _MEMBERS | {IN_ATTENDANCE}

PERMISSIONS: dict[str, frozenset[str]] = {
    "tenant.enter": _SEATED | {OFFICER, EXECUTIVE, AUDIT, REGULATOR, GUARDIAN, FINANCE, REVIEWER},
    "tenant.read": _SEATED | {OFFICER, EXECUTIVE, AUDIT, GUARDIAN, FINANCE, REVIEWER},
    "committees.read": _SEATED | {OFFICER, EXECUTIVE, AUDIT, GUARDIAN, FINANCE},
    "committees.change": frozenset({OFFICER}),
    "powers.read": _SEATED | {OFFICER, EXECUTIVE, AUDIT, GUARDIAN, FINANCE},
    "powers.change": frozenset({OFFICER}),
    "organisations.read": _SEATED | {OFFICER, EXECUTIVE, AUDIT, GUARDIAN, FINANCE},
    "organisations.change": frozenset({OFFICER}),
    "people.read": frozenset({OFFICER, EXECUTIVE, AUDIT, GUARDIAN}),
    "people.change": frozenset({OFFICER}),
    "actions.read": _SEATED | {OFFICER, EXECUTIVE, AUDIT},
    "actions.report": _SEATED | {OFFICER, EXECUTIVE},
    "actions.keep": frozenset({OFFICER}),
    "interests.read": _SEATED | {OFFICER, EXECUTIVE, AUDIT, GUARDIAN, FINANCE, REVIEWER},
    "interests.declare": _SEATED | {OFFICER, EXECUTIVE, REVIEWER},
    "interests.review": frozenset({OFFICER}),
    "interests.settle-rules": frozenset({OFFICER}),
    "interests.train": frozenset({OFFICER}),
    "interests.campaign": frozenset({OFFICER}),
    "interests.campaigns.read": frozenset({OFFICER, AUDIT, GUARDIAN}),
    "interests.see-withheld": frozenset({OFFICER, GUARDIAN, AUDIT}),
    "people.pause": frozenset({OFFICER}),
    "procurement.read": _MEMBERS | {OFFICER, EXECUTIVE, AUDIT},
    "procurement.change": frozenset({OFFICER}),
    "procurement.declare": _SEATED | {OFFICER, EXECUTIVE},
    "concerns.raise": _SEATED | {OFFICER, EXECUTIVE, AUDIT, GUARDIAN, FINANCE},
    "concerns.handle": _SEATED | {OFFICER, EXECUTIVE, GUARDIAN},
    "concerns.settle": frozenset({OFFICER, GUARDIAN}),
    "registers.read": _SEATED | {OFFICER, EXECUTIVE, AUDIT, GUARDIAN, FINANCE},
    "registers.export": frozenset({OFFICER, AUDIT}),
    "registers.import": frozenset({OFFICER}),
    "registers.publish": frozenset({OFFICER}),
    "registers.approve": frozenset({OFFICER, EXECUTIVE, GUARDIAN}),
    "registers.withhold": frozenset({GUARDIAN}),
    "registers.retain": frozenset({OFFICER}),
    "returns.read": frozenset({OFFICER, EXECUTIVE, AUDIT}),
    "returns.prepare": frozenset({OFFICER}),
    "returns.sign": frozenset({EXECUTIVE}),
    "returns.related-parties": frozenset({OFFICER, AUDIT, FINANCE}),
    "returns.fill-related-parties": frozenset({OFFICER, FINANCE}),
    "meetings.read": _SEATED | {OFFICER, EXECUTIVE, AUDIT},
    "meetings.arrange": frozenset({OFFICER}),
    "planning.read": _SEATED | {OFFICER, EXECUTIVE, AUDIT},
    "planning.propose": _SEATED | {OFFICER, EXECUTIVE},
    "planning.steer": _CHAIRS | {OFFICER},
    "planning.settle": frozenset({OFFICER}),
    "planning.questions.read": _CHAIRS | {OFFICER, AUDIT},
    "between.read": _SEATED | {OFFICER, EXECUTIVE, AUDIT},
    "between.record": frozenset({OFFICER}),
    "between.reply": _SEATED | {OFFICER, EXECUTIVE},
    "meetings.conflicts.read": _CHAIRS | {OFFICER, AUDIT},
    "meetings.settle-treatments": frozenset({OFFICER}),
    "meetings.handling": _SEATED | {OFFICER, GUARDIAN},
    "sittings.record": frozenset({OFFICER}),
    "papers.write": _SEATED | {OFFICER, EXECUTIVE},
    "papers.sign-off": _MEMBERS | {EXECUTIVE},
    "papers.note": _SEATED | {OFFICER, EXECUTIVE},
    "together.read": frozenset({OFFICER, AUDIT}),
    "together.agree": frozenset({OFFICER}),
    "packs.board.build": frozenset({OFFICER}),
    "packs.board.read": _SEATED | {OFFICER, EXECUTIVE, AUDIT},
    "packs.publications.read": frozenset({OFFICER, EXECUTIVE, AUDIT}),
    "packs.publish": frozenset({OFFICER}),
    "packs.approve": frozenset({OFFICER, EXECUTIVE}),
    "packs.assurance.build": frozenset({OFFICER}),
    "packs.assurance.prepare": frozenset({OFFICER, EXECUTIVE, AUDIT, GUARDIAN}),
    "packs.assurance.read": frozenset({OFFICER, EXECUTIVE, AUDIT, REGULATOR, GUARDIAN}),
    "packs.assurance.sign": frozenset({EXECUTIVE, GUARDIAN}),
    "releases.read": frozenset({OFFICER, EXECUTIVE, AUDIT}),
    "releases.release": frozenset({OFFICER}),
    "portal.read": frozenset({REVIEWER, OFFICER, AUDIT}),
    "portal.ask": frozenset({REVIEWER}),
    "requests.read": frozenset({OFFICER, EXECUTIVE, AUDIT}),
    "requests.handle": frozenset({OFFICER}),
    "requests.names": frozenset({OFFICER}),
    "requests.check": frozenset({OFFICER, EXECUTIVE}),
    "requests.decide": frozenset({EXECUTIVE}),
    "delegation.read": _MEMBERS | {OFFICER, EXECUTIVE, AUDIT},
    "delegation.change": frozenset({OFFICER}),
    "delegation.deliver": _MEMBERS | {OFFICER, EXECUTIVE},
    "delegation.pass": _CHAIRS | {EXECUTIVE},
    "functions.read": _MEMBERS | {OFFICER, EXECUTIVE, AUDIT},
    "functions.keep": frozenset({OFFICER}),
    "contracts.read": _MEMBERS | {OFFICER, EXECUTIVE, AUDIT},
    "contracts.keep": frozenset({OFFICER}),
    "reporting.read": _MEMBERS | {OFFICER, EXECUTIVE, AUDIT},
    "reporting.prepare": frozenset({OFFICER, EXECUTIVE}),
    "reporting.approve": frozenset({EXECUTIVE}),
    "reviewing.read": frozenset({REVIEWER, OFFICER, AUDIT}),
    "reviewing.review": frozenset({REVIEWER}),
    "reviewing.keep": frozenset({OFFICER}),
    "assurance.read": _MEMBERS | {OFFICER, EXECUTIVE, AUDIT},
    "assurance.keep": frozenset({OFFICER}),
    "assurance.answer": frozenset({OFFICER, EXECUTIVE}),
    "risks.read": _MEMBERS | {OFFICER, EXECUTIVE, AUDIT},
    "risks.keep": frozenset({OFFICER, EXECUTIVE}),
    "risks.settle": frozenset({OFFICER}),
    "measures.read": _MEMBERS | {OFFICER, EXECUTIVE, AUDIT},
    "measures.keep": frozenset({OFFICER, EXECUTIVE}),
    "challenge.read": _SEATED | {OFFICER, EXECUTIVE, AUDIT},
    "challenge.keep": frozenset({OFFICER}),
    "audits.read": _MEMBERS | {OFFICER, EXECUTIVE, AUDIT},
    "audits.keep": frozenset({OFFICER}),
    "audits.examine": frozenset({OFFICER, AUDIT}),
    "statements.read": _MEMBERS | {OFFICER, EXECUTIVE, AUDIT},
    "statements.keep": frozenset({OFFICER}),
    "statements.sign": frozenset({EXECUTIVE}),
    "notices.read": frozenset({OFFICER, AUDIT}),
    "notices.change": frozenset({OFFICER}),
    "schedules.read": frozenset({OFFICER, AUDIT}),
    "schedules.change": frozenset({OFFICER}),
    "ledger.read": frozenset({OFFICER, AUDIT}),
    "ledger.keep": frozenset({OFFICER}),
    "setup.read": frozenset({OFFICER, AUDIT}),
    "setup.change": frozenset({OFFICER}),
    "succession.read": frozenset({OFFICER, EXECUTIVE, AUDIT}),
    "succession.keep": frozenset({OFFICER}),
    "succession.approve": frozenset({EXECUTIVE}),
    "systems.read": frozenset({OFFICER, EXECUTIVE, AUDIT, REVIEWER}),
    "systems.grant": frozenset({OFFICER}),
    "archives.read": frozenset({OFFICER, EXECUTIVE, AUDIT}),
    "archives.take": frozenset({OFFICER}),
    "archives.settle": frozenset({OFFICER}),
    "archives.approve": frozenset({EXECUTIVE}),
}
"""Permission → the roles that carry it."""

MEANINGS: dict[str, str] = {
    "tenant.enter": "Open the organisation, and be shown to what one may see there",
    "tenant.read": "See the organisation's front page and its own work list",
    "committees.read": "See committees, their members, terms and reporting lines",
    "committees.change": "Form and change committees and seats",
    "powers.read": "See who may decide what, and ask whether somebody may decide",
    "powers.change": "Keep the scheme of reservation and delegation",
    "organisations.read": "See practices, trusts and suppliers",
    "organisations.change": "Add and change practices, trusts and suppliers",
    "people.read": "See the people of the organisation and their roles",
    "people.change": "Add people, give them accounts and roles",
    "actions.read": "See the action log; private actions of committees that one sits on, and one’s own",
    "actions.report": "Report on one’s own actions; answer for them where one chairs their committee",
    "actions.keep": "Enter actions by hand, answer for all of them, and set the rule of their colours",
    "interests.read": "See the registers of interests",
    "interests.declare": "Declare one's own interests, or that there are none",
    "interests.review": "Review declarations and keep the registers",
    "interests.settle-rules": "Pin the edition of the rules, and set the organisation's own values",
    "interests.train": "Record who has done the training",
    "interests.campaign": "Run campaigns for declarations, and compare the list of staff",
    "interests.campaigns.read": "See campaigns for declarations, and who has answered",
    "interests.see-withheld": "See entries that are withheld from the public",
    "people.pause": "Pause a person, who is then neither chased nor counted late",
    "procurement.read": "See procurements, decisions and contracts awarded",
    "procurement.change": "Open procurements and record decisions",
    "procurement.declare": "Declare for a procurement that one takes part in",
    "concerns.raise": "Raise a concern",
    "concerns.handle": "Handle the concerns that one is named to handle, and see no other",
    "concerns.settle": "Name who handles a concern about the Guardian or a governance officer",
    "registers.read": "See the registers together, and where they stand",
    "registers.export": "Take the registers out as files",
    "registers.import": "Bring a spreadsheet in, and undo it",
    "registers.publish": "Prepare and recall what is published",
    "registers.approve": "Approve what is about to be published, if one did not prepare it",
    "registers.withhold": "Withhold an entry from the public, with a reason and a day of review",
    "registers.retain": "Set holds and propose for disposal what has been kept long enough",
    "returns.read": "See returns to higher bodies and the people behind each number",
    "returns.prepare": "Prepare returns",
    "returns.sign": "Sign a return off",
    "returns.related-parties": "See and take out board members' interests by organisation",
    "returns.fill-related-parties": "Fill in the amounts of the note on related parties",
    "meetings.read": "See meetings and agendas",
    "meetings.arrange": "Arrange meetings and build agendas",
    "planning.read": "See forward plans and what is on the way to an agenda",
    "planning.propose": "Propose business for a committee",
    "planning.steer": "Keep a committee's forward plan, set its agendas, handle its questions from the public",
    "planning.settle": "Settle deadlines and limits of questions from the public, notice, and the year of the plan",
    "planning.questions.read": "See questions from the public, and who asked",
    "between.read": "See what was decided between meetings, and what became of it",
    "between.record": "Record what was decided between meetings, put questions to members, and say what became of it",
    "between.reply": "Reply to a question that was put to oneself by correspondence",
    "meetings.conflicts.read": "See which members an agenda item conflicts with",
    "meetings.settle-treatments": "Settle which treatments of an interest count to the quorum, vote and get papers",
    "meetings.handling": "See how interests in items are handled: all, an item that one decides for, or one’s own",
    "sittings.record": "Record what happens at a meeting, and write its minutes",
    "papers.write": "Write and upload papers",
    "papers.sign-off": "Sign a paper off where one chairs its committee, sponsors it, or was named as the deputy",
    "papers.note": "Make notes of one's own on papers, and share them with one's committee",
    "together.read": "See agreements with other bodies, and in their exact words what went and came under them",
    "together.agree": "Propose, answer and end such agreements, and share and take up what passes under them",
    "packs.board.build": "Build board packs",
    "packs.board.read": "Read board packs",
    "packs.publications.read": "See what of meetings is public, and what waits to be",
    "packs.publish": "Prepare and recall what is public of a meeting, and settle when notice is given",
    "packs.approve": "Approve what is about to be public of a meeting, if one did not prepare it",
    "packs.assurance.build": "Build and release assurance packs",
    "packs.assurance.prepare": "See what an assurance pack would hold and leave out, before it is built",
    "packs.assurance.read": "Read assurance packs; a regulator those that were signed and released",
    "packs.assurance.sign": "Sign an assurance pack off before it leaves, and give one’s opinion in it",
    "releases.read": "See which packs were released, to whom, and what was downloaded",
    "releases.release": "Release a signed pack to named people at a regulator, and revoke a release",
    "portal.read": "See the packs that commissioners released to this body",
    "portal.ask": "Open and verify released packs, give receipts, and ask commissioners for evidence",
    "requests.read": "See requests for information, but not who made them",
    "requests.handle": "Handle requests for information: search, apply exemptions, redact, answer",
    "requests.names": "See who made a request for information",
    "requests.check": "Check an answer that somebody else prepared, and carry out an internal review",
    "requests.decide": "Give the qualified person’s opinion on a request for information",
    "delegation.read": "See delegated functions, conditions and milestones",
    "delegation.change": "Change milestones and conditions",
    "delegation.deliver": "Say that a milestone is delivered; accept, as chair, what somebody else delivered",
    "delegation.pass": "Pass a gate, or waive one of its criteria, as a named person",
    "functions.read": "See functions, who holds each, and the agreements on delegation",
    "functions.keep": "Keep functions, agreements, their variations and notices",
    "contracts.read": "See contracts by their form, with partners, stakes and gain-shares",
    "contracts.keep": "Keep contracts and their partners",
    "reporting.read": "See returns and letters to reviewing bodies, and what they asked back",
    "reporting.prepare": "Prepare returns, and answers to a reviewing body’s questions and letters",
    "reporting.approve": "Approve what goes to a reviewing body, if one did not prepare it",
    "reviewing.read": "See what commissioners submitted for review, where one is not stood aside",
    "reviewing.review": "Review what commissioners submitted: ask, accept, set conditions, keep notes of one’s own",
    "reviewing.keep": "Keep the list of commissioners, the team, and who covers for whom",
    "assurance.read": "See frameworks, assessments and the evidence for them",
    "assurance.keep": "Take frameworks into use, write one’s own, and settle how they are answered",
    "assurance.answer": "Answer requirements, review another’s answer, and keep evidence",
    "risks.read": "See the risk register and the board assurance framework",
    "risks.keep": "Keep risks, controls, assurances and gaps; confirm them in a round",
    "risks.settle": "Settle the matrix, the appetite and the rounds; set up and close risks of the framework",
    "measures.read": "See measures with their baselines and trajectories",
    "measures.keep": "Enter what was measured, and write what it means",
    "challenge.read": "See what was asked at meetings, and what was not answered",
    "challenge.keep": "Keep questions, the assurance sought and the answers",
    "audits.read": "See audits and their recommendations",
    "audits.keep": "Keep audits, recommendations, opinions and auditors’ engagements",
    "audits.examine": "Ask for what an audit needs, draw samples, and say whether a recommendation was carried out",
    "statements.read": "See annual statements and reports",
    "statements.keep": "Assemble annual statements and reports, and freeze the year",
    "statements.sign": "Sign an annual statement",
    "notices.read": "See the outbox: what was told to whom",
    "notices.change": "Stop and resume the sending of letters",
    "schedules.read": "See what Probity does by itself, when, and how it went",
    "schedules.change": "Settle, pause and run what Probity does by itself",
    "ledger.read": "Read the ledger of everything that was done",
    "ledger.keep": "Settle where the ledger’s roots are anchored, have keys changed, and erase a person’s details",
    "setup.read": "See what is left before first use, every setting, and where life differs from the folder",
    "setup.change": "Set the organisation up: change its settings, bring people in, and carry a change out",
    "succession.read": "See what a merger, a split or a cluster would carry over, and to whom",
    "succession.keep": "Announce a successor, map what goes over, and rehearse it",
    "succession.approve": "Approve a merger or a split, if one did not prepare it",
    "systems.read": "See across organisations what each of them delivered for that",
    "systems.grant": "Grant another organisation the figures of this one, and end it",
    "archives.read": "See the organisation’s state, and what was exported",
    "archives.take": "Export everything in open formats, and bring it back",
    "archives.settle": "Propose to close the organisation, or to delete what has been kept long enough",
    "archives.approve": "Approve what ends an organisation, if one did not propose it",
}
"""Permission → what it lets a person do, in words."""


def permissions_for(roles: Collection[str]) -> frozenset[str]:
    """Everything that somebody who holds `roles` may do; an unknown role carries nothing."""
    held = frozenset(roles)
    return frozenset(permission for permission, carriers in PERMISSIONS.items() if carriers & held)


AFTER_END = frozenset(
    {
        *("tenant.enter", "archives.take", "archives.settle", "archives.approve"),
        *("concerns.handle", "interests.see-withheld", "meetings.handling", "packs.assurance.prepare"),
        *("papers.note", "registers.export", "requests.names", "returns.related-parties"),
    }
)
"""What lets somebody see or take along, beside everything that is called reading."""


def left_after_end(held: Collection[str]) -> frozenset[str]:
    """What of `held` is left in an organisation whose life has ended, so that no page offers what would be refused."""
    return frozenset(each for each in held if each.endswith(".read") or each in AFTER_END)


def roles_of_seats(seats: Collection[HeldSeat]) -> frozenset[str]:
    """The roles that seats bring: the office of a chair or vice-chair, a vote, or a place without one."""
    offices = {seat.office for seat in seats if seat.office in (CHAIR, VICE_CHAIR)}
    places = {MEMBER if seat.voting else IN_ATTENDANCE for seat in seats}
    return frozenset(offices | places)


def in_markdown() -> str:
    """The page `docs/reference/permissions.md`: roles, then a table of permissions by role."""
    lines = ["# Roles and permissions", "", "| Role | Held | Meaning |", "| --- | --- | --- |"]
    for role, meaning in ROLES.items():
        held = "for the organisation" if role in TENANT_ROLES else "by a seat on a committee"
        lines.append(f"| {role} | {held} | {meaning} |")
    lines += ["", "## Who may do what", "", "| Permission | Lets a person | " + " | ".join(ROLES) + " |"]
    lines.append("| --- | --- |" + " :-: |" * len(ROLES))
    for permission, carriers in PERMISSIONS.items():
        ticks = " | ".join("yes" if role in carriers else "" for role in ROLES)
        lines.append(f"| `{permission}` | {MEANINGS[permission]} | {ticks} |")
    return "\n".join(lines) + "\n"
