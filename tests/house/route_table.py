"""Every route of the application, what it needs, and how the sweep across tenants calls it.

A route that is not here fails `test_routes.py`. To add one:

1. write its line below, as its handler declares it: method, path, permission;
2. if its path or its form holds ids, say which `thing` of `world.py` it is about (add a maker there if there is none:
   it makes a new thing by the rooms' operations and returns its ids by the names that the path gives them);
3. for a POST, give a `form` with which it succeeds; `{name}` in a value stands for an id of the thing.

`sweep.py` then calls it in a tenant of its own, and sees that another tenant's ids are like ids that never were.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from backend.kit.clock import real_now
from backend.kit.identity import new_id
from backend.notices.topics import TOPICS

SIGNED_IN = "signed-in"
ANYONE = "anyone"
PUBLIC = "public"

_PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, kw_only=True)
class Route:
    """One line of the table. `who` calls it in the sweep; `unswept` is the reason why no other tenant's id fits it.

    `silent`: a page or file that truly holds no word of the thing, with the reason.
    `settles`: the answer of a success, where it is another than 200 or 303.
    """

    method: str
    path: str
    permission: str
    thing: str = ""
    form: Mapping[str, object] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    who: str = "officer"
    unswept: str = ""
    silent: str = ""
    json: bool = False

    @property
    def parameters(self) -> tuple[str, ...]:
        """The ids in the path, without the tenant's own word."""
        return tuple(name for name in _PARAMETER.findall(self.path) if name != "slug")

    @property
    def in_tenant(self) -> bool:
        return self.path.startswith("/t/{slug}")

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}"


def get(path: str, permission: str, thing: str = "", **traits: object) -> Route:
    return Route(method="GET", path=path, permission=permission, thing=thing, **traits)  # type: ignore[arg-type]  # the dataclass checks


def post(path: str, permission: str, thing: str = "", **traits: object) -> Route:
    return Route(method="POST", path=path, permission=permission, thing=thing, **traits)  # type: ignore[arg-type]  # the dataclass checks


def a_day(name: str, text: str) -> dict[str, object]:
    """A date as the three boxes send it, from `2014-09-01`."""
    year, month, day = text.split("-")
    return {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}


T = "/t/{slug}"
COMMITTEE = f"{T}/committees/{{committee_id}}"
PERSON = f"{T}/people/{{person_id}}"
ORGANISATION = f"{T}/organisations/{{organisation_id}}"
MEETING = f"{T}/meetings/{{meeting_id}}"
LADDER = f"{T}/chasing/ladders/{{ladder}}"
ITEM = f"{T}/agenda-items/{{item_id}}"
PAPER = f"{T}/papers/{{paper_id}}"
TREATMENT = f"{ITEM}/treatments/{{treatment_id}}"
HANDLING = "meetings.handling"
A_MEETING: dict[str, object] = {
    "title": "An invented meeting",
    "start_time": "14:00",
    "end_time": "16:00",
    "venue": "An invented hall",
    "in_public": "yes",
    **a_day("day", "2030-09-17"),
}
AN_ACTION_OF_IT = {"action_words": "A test", "action_owner_id": "{person_id}"}
MILESTONE = f"{T}/delegation/milestones/{{milestone_id}}"
CONDITION = f"{T}/delegation/conditions/{{condition_id}}"
COMMITMENT = f"{T}/delegation/commitments/{{commitment_id}}"
PACK = f"{T}/packs/{{pack_id}}"
PUBLIC_PACK = f"{T}/public-packs/{{publication_id}}"
PUBLIC_MEETING = f"{T}/public/meetings/{{meeting_id}}"
ASSURANCE_PACK = f"{T}/assurance-packs/{{pack_id}}"
PREPARING = f"{T}/assurance-packs/preparing/{{definition}}/{{since}}/{{until}}"
NO_ID_OF_A_PACK = "Its address holds a sort of pack and two days, and no id."
APPROVED_FOR_LATER: dict[str, object] = {
    "sha256": "{sha256}",
    "when": "later",
    "release_on-day": "{day}",
    "release_on-month": "{month}",
    "release_on-year": "{year}",
    "release_time": "09:30",
}
A_MADE_PROGRAMME = f"{T}/delegation/programmes/{{programme_id}}"
A_GROUP_OF_SETTINGS = "Its address names a group of settings, which is the same for every tenant."
OF_THE_CATALOGUE = "Its words name a plan of the catalogue, which is the same for every tenant."
A_PLAN = f"{T}/delegation/plans/{{plan}}/{{edition}}"
A_PROGRAMME: dict[str, object] = {
    "name": "Taking on dentistry (invented)",
    "about": "A test",
    "reviewing_body": "A body (invented)",
    "phases": "Prepare",
}
ABOUT_IT: dict[str, object] = {
    "version": "{programme_version}",
    "name": "Another name",
    "about": "A test",
    "reviewing_body": "A body (invented)",
}
ONE_MORE_STREAM: dict[str, object] = {
    "version": "{programme_version}",
    "part": "stream",
    "act": "add",
    "name": "North",
}
ONE_MORE_MILESTONE: dict[str, object] = {
    "version": "{programme_version}",
    "activity": "Count the chairs",
    "section": "phase-1",
}
A_MONTH: dict[str, object] = {"month-month": "9", "month-year": "2030", "reason": "Agreed in a test"}
TOLD_TO_HTMX = "Once the pack is finished, the answer is a word to htmx to load the page anew."
NOT_A_TENANTS = "An account is one human's, of no tenant; test_sweep.py tries another account's ids."
HELD_BY_WHOEVER = "Whoever holds the token was given it; it names no tenant's record."

FRONT = (
    get("/", ANYONE),
    get("/static", ANYONE),
    get("/how-to-check", ANYONE),
    get("/verify", ANYONE),
    get("/verify.html", ANYONE),
    get("/accessibility", ANYONE),
    get("/privacy", ANYONE),
    get("/health", ANYONE),
    get(T, "tenant.enter"),
    get(f"{T}/settings", "setup.read"),
    get(f"{T}/settings/drift", "setup.read"),
    post(
        f"{T}/settings/drift",
        "setup.change",
        form={"group": "committees", "place": "committees/audit", "reason": "A test"},
    ),
    get(f"{T}/settings/drift/folder.zip", "setup.read"),
    get(f"{T}/settings/folder", "setup.change"),
    post(f"{T}/settings/folder", "setup.change", form={"act": "again"}),
    get(f"{T}/settings/{{group}}", "setup.read", unswept=A_GROUP_OF_SETTINGS),
    get(f"{T}/settings/{{group}}/change", "setup.change", unswept=A_GROUP_OF_SETTINGS),
    post(f"{T}/settings/{{group}}/change", "setup.change", unswept=A_GROUP_OF_SETTINGS),
    get(f"{T}/activity", "ledger.read"),
    get(f"{T}/activity.csv", "ledger.read"),
    get(
        f"{T}/activity/records/{{room}}/{{kind}}/{{record_id}}",
        "tenant.read",
        "line",
    ),
    get(f"{T}/activity/people/{{person_id}}", "tenant.read", "line"),
    get(f"{T}/activity/lines/{{event_id}}", "tenant.read", "line"),
    get(f"{T}/activity/lines/{{event_id}}/proof.json", "tenant.read", "line"),
)
DOOR = (
    get("/sign-in", ANYONE),
    post("/sign-in", ANYONE),
    get("/sign-in/code", ANYONE),
    post("/sign-in/code", ANYONE),
    get("/sign-in/set-up", ANYONE),
    post("/sign-in/set-up", ANYONE),
    get("/sign-in/oidc", ANYONE),
    get("/sign-in/oidc/callback", ANYONE),
    post("/sign-in/oidc/callback", ANYONE),
    post("/sign-in/passkey/question", ANYONE, json=True),
    post("/sign-in/passkey", ANYONE, json=True),
    post("/sign-in/set-up/passkey/question", ANYONE, json=True),
    post("/sign-in/set-up/passkey", ANYONE, json=True),
    get("/confirm", SIGNED_IN),
    post("/confirm", SIGNED_IN),
    post("/confirm/passkey/question", SIGNED_IN, json=True),
    post("/confirm/passkey", SIGNED_IN, json=True),
    post("/sign-out", ANYONE),
    get("/choose", SIGNED_IN),
    get("/invitation/{token}", ANYONE, unswept=HELD_BY_WHOEVER),
    post("/invitation/{token}", ANYONE, unswept=HELD_BY_WHOEVER),
    post("/invitation/{token}/joining", SIGNED_IN, unswept=HELD_BY_WHOEVER),
    get("/founding/{token}", ANYONE, unswept=HELD_BY_WHOEVER),
    post("/founding/{token}", ANYONE, unswept=HELD_BY_WHOEVER),
    post("/founding/{token}/code", ANYONE, unswept=HELD_BY_WHOEVER),
    get("/founding/{token}/organisation", SIGNED_IN, unswept=HELD_BY_WHOEVER),
    post("/founding/{token}/organisation", SIGNED_IN, unswept=HELD_BY_WHOEVER),
    post("/founding/{token}/preview", SIGNED_IN, unswept=HELD_BY_WHOEVER),
)
LISTED = f"{T}/set-up/people/lists/{{list_id}}"
SET_UP = (
    get(f"{T}/set-up", "setup.read"),
    post(f"{T}/set-up/steps", "setup.change", form={"step": "privacy", "standing": "done"}),
    post(f"{T}/set-up/going-live", "setup.change"),
    get(f"{T}/set-up/people", "people.change", "people_list"),
    post(f"{T}/set-up/people", "people.change", files={"file": "people"}),
    get(f"{T}/set-up/people/template.xlsx", "people.change"),
    get(f"{T}/set-up/people/template.csv", "people.change"),
    get(f"{T}/set-up/people/people.xlsx", "people.change"),
    get(f"{T}/set-up/people/people.csv", "people.change"),
    get(f"{T}/set-up/people/invitations", "people.change"),
    post(f"{T}/set-up/people/invitations", "people.change", "person", form={"person": "{person_id}"}),
    get(LISTED, "people.change", "people_list"),
    get(f"{LISTED}/progress", "people.change", "people_list", silent=TOLD_TO_HTMX),
    get(f"{LISTED}/faults.csv", "people.change", "people_list"),
    post(f"{LISTED}/answers", "people.change", "people_list", form={"rest": "new"}),
    post(f"{LISTED}/bringing-in", "people.change", "settled_people_list", form={"leave_out": "yes"}),
    post(f"{LISTED}/taking-back", "people.change", "finished_people_list"),
    post(f"{LISTED}/giving-up", "people.change", "people_list"),
)
ACCOUNT = (
    get("/account", SIGNED_IN),
    post("/account/more-time", SIGNED_IN, json=True),
    post("/account/password", SIGNED_IN),
    get("/account/codes", SIGNED_IN),
    post("/account/codes", SIGNED_IN),
    post("/account/codes/removal", SIGNED_IN),
    post("/account/passkeys/question", SIGNED_IN, json=True),
    post("/account/passkeys", SIGNED_IN, json=True),
    post("/account/passkeys/{passkey_id}/removal", SIGNED_IN, unswept=NOT_A_TENANTS),
    get("/account/tokens", SIGNED_IN),
    post("/account/tokens", SIGNED_IN),
    post("/account/tokens/{token_id}/revocation", SIGNED_IN, unswept=NOT_A_TENANTS),
    post("/account/sessions/{session_id}/end", SIGNED_IN, unswept=NOT_A_TENANTS),
)
PEOPLE = (
    get(f"{T}/people", "people.read", "person"),
    get(f"{T}/people/new", "people.change"),
    post(f"{T}/people", "people.change", form={"name": "Newt Invented"}),
    get(PERSON, "people.read", "person"),
    get(f"{PERSON}/particulars", "people.change", "person"),
    post(f"{PERSON}/particulars", "people.change", "person", form={"name": "Renamed Invented"}),
    post(f"{PERSON}/roles", "people.change", "person", form={"role": "executive-owner"}),
    post(f"{PERSON}/roles/{{role_id}}/end", "people.change", "role"),
    post(f"{PERSON}/invitation", "people.change", "person"),
    get(f"{PERSON}/declaring", "people.read", "person"),
    post(f"{PERSON}/declaring", "people.change", "person", form={"group": "committees"}),
    post(
        f"{PERSON}/pauses",
        "people.pause",
        "person",
        form={"reason": "A test", **a_day("from_on", "2030-09-01")},
    ),
    post(f"{PERSON}/pauses/{{pause_id}}/end", "people.pause", "pause"),
)
ORGANISATIONS = (
    get(f"{T}/organisations", "organisations.read", "organisation"),
    get(f"{T}/organisations/new", "organisations.change"),
    post(f"{T}/organisations", "organisations.change", form={"name": "New Invented", "type": "practice"}),
    get(ORGANISATION, "organisations.read", "organisation"),
    get(f"{ORGANISATION}/particulars", "organisations.change", "organisation"),
    post(
        f"{ORGANISATION}/particulars",
        "organisations.change",
        "organisation",
        form={"name": "Renamed Invented Practice", "type": "practice"},
    ),
    post(f"{ORGANISATION}/retirement", "organisations.change", "organisation"),
    get(f"{T}/organisations/duplicates", "organisations.change"),
    get(f"{ORGANISATION}/merge", "organisations.change", "organisation"),
    post(f"{ORGANISATION}/merge", "organisations.change", "pair", form={"other_id": "{other_id}"}),
    post(f"{ORGANISATION}/merge/undoing", "organisations.change", "merge", form={"merge_id": "{merge_id}"}),
    post(
        f"{ORGANISATION}/ties",
        "organisations.change",
        "pair",
        form={"kind": "owns", "other_id": "{other_id}"},
    ),
    post(
        f"{ORGANISATION}/ties/end",
        "organisations.change",
        "tie",
        form={"tie_id": "{tie_id}", "ended_on": "1/9/2014"},
    ),
    get(f"{T}/organisations/list", "organisations.change"),
    post(
        f"{T}/organisations/lists",
        "organisations.change",
        unswept="it takes a file and names nothing of the tenant",
    ),
    get(f"{T}/organisations/lists/{{list_id}}", "organisations.change", "organisations_list"),
    post(f"{T}/organisations/lists/{{list_id}}/bringing-in", "organisations.change", "organisations_list"),
)
COMMITTEES = (
    get(f"{T}/committees", "committees.read", "committee"),
    get(f"{T}/committees/new", "committees.change"),
    post(
        f"{T}/committees",
        "committees.change",
        form={
            "name": "One More",
            "kind": "working-group",
            "purpose": "To be tried.",
            "meets_in_public": "no",
        },
    ),
    get(COMMITTEE, "committees.read", "committee"),
    get(f"{COMMITTEE}/particulars", "committees.change", "committee"),
    post(
        f"{COMMITTEE}/particulars",
        "committees.change",
        "committee",
        form={"name": "Renamed", "kind": "working-group", "purpose": "To be tried.", "meets_in_public": "no"},
    ),
    get(f"{COMMITTEE}/quorum", "committees.change", "committee"),
    post(f"{COMMITTEE}/quorum", "committees.change", "committee", form={"members": "2"}),
    post(f"{COMMITTEE}/voting", "committees.change", "committee", form={}),
    post(f"{COMMITTEE}/review", "committees.change", "committee"),
    post(f"{COMMITTEE}/retirement", "committees.change", "committee"),
    get(f"{COMMITTEE}/seats/new", "committees.change", "committee"),
    post(
        f"{COMMITTEE}/seats",
        "committees.change",
        "committee",
        form={"name": "One more seat", "capacity": "lay", "voting": "yes", "count": "1"},
    ),
    get(f"{COMMITTEE}/seats/{{seat_id}}", "committees.change", "seat"),
    post(
        f"{COMMITTEE}/seats/{{seat_id}}/terms",
        "committees.change",
        "seat",
        form={"person_id": "{person_id}", **a_day("from_on", "2014-09-01")},
    ),
    post(f"{COMMITTEE}/seats/{{seat_id}}/retirement", "committees.change", "seat"),
    get(f"{COMMITTEE}/terms/{{term_id}}", "committees.change", "term"),
    post(
        f"{COMMITTEE}/terms/{{term_id}}/end",
        "committees.change",
        "term",
        form=a_day("last_on", "2030-09-01"),
    ),
    post(
        f"{COMMITTEE}/terms/{{term_id}}/withdrawal",
        "committees.change",
        "term",
        form={"because": "Entered by mistake"},
    ),
)
POWER = f"{T}/powers/entries/{{entry_id}}"
FUNCTION = f"{T}/powers/functions/{{function_id}}"
AN_ENTRY: dict[str, object] = {
    "holder": "committee:{committee_id}",
    "joint": ["committee:{other_id}"],
    "clause": "Invented scheme, 9",
    "limit": "50,000",
    "upward": "committee:{upward_id}",
    **a_day("from_on", "2030-09-01"),
}
POWERS = (
    get(f"{T}/powers", "powers.read", "power"),
    get(f"{T}/powers/list.csv", "powers.read", "power"),
    get(f"{T}/powers/check", "powers.read", "power"),
    get(f"{T}/powers/functions/new", "powers.change"),
    post(
        f"{T}/powers/functions",
        "powers.change",
        form={"name": "One more function", "authority": "An invented agreement"},
    ),
    get(FUNCTION, "powers.read", "power"),
    post(FUNCTION, "powers.change", "power", form={"name": "{name}", "authority": "Another agreement"}),
    post(f"{FUNCTION}/retirement", "powers.change", "power"),
    post(f"{FUNCTION}/return", "powers.change", "retired_function"),
    get(f"{T}/powers/entries/new", "powers.change", "power"),
    post(
        f"{T}/powers/entries",
        "powers.change",
        "power",
        form={**AN_ENTRY, "function_id": "{function_id}"},
    ),
    get(POWER, "powers.read", "power"),
    get(f"{POWER}/change", "powers.change", "power"),
    post(f"{POWER}/change", "powers.change", "power", form=AN_ENTRY),
    post(f"{POWER}/end", "powers.change", "power", form=a_day("last_on", "2030-09-01")),
    post(f"{POWER}/withdrawal", "powers.change", "power", form={"because": "Entered by mistake"}),
    post(f"{POWER}/undoing", "powers.change", "power"),
)
INTERESTS = (
    get(f"{T}/interests", "interests.read", "interest"),
    post(f"{T}/interests/filters", "interests.read", form={"name": "Spouses", "choices": "held=SPOUSE"}),
    post(f"{T}/interests/filters/{{filter_id}}/removal", "interests.read", "saved_filter"),
    get(f"{T}/interests/people", "interests.read", "person"),
    get(f"{T}/interests/mine", "interests.declare", "my_interest"),
    get(f"{T}/interests/declaration", "interests.declare"),
    get(
        f"{T}/interests/declaration/organisations",
        "interests.declare",
        "organisation",
        silent="It holds what the directory has of the name in its query, and the sweep types none.",
    ),
    get(f"{T}/interests/on-behalf", "interests.review", "person"),
    get(f"{T}/interests/on-behalf/{{person_id}}", "interests.review", "person"),
    post(
        f"{T}/interests/declarations",
        "interests.declare",
        "organisation",
        form={
            "whose": "mine",
            "organisation_id": "{organisation_id}",
            "interest_type": "FINANCIAL",
            "nature": "Partner (invented)",
            "correct": "yes",
            **a_day("since", "2014-04-01"),
        },
    ),
    post(f"{T}/interests/nil-return", "interests.declare", form={"correct": "yes"}),
    post(f"{T}/interests/confirmation", "interests.declare", form={"correct": "yes"}),
    get(f"{T}/interests/declarations", "interests.review", "interest"),
    get(f"{T}/interests/declarations/{{declaration_id}}", "interests.read", "interest"),
    post(
        f"{T}/interests/declarations/{{declaration_id}}/review",
        "interests.declare",
        "interest",
        form={"outcome": "approve", "mitigation": "Leaves for the item"},
    ),
    post(
        f"{T}/interests/declarations/{{declaration_id}}/answer",
        "interests.declare",
        "my_question",
        form={"answer": "It was in April"},
    ),
    get(f"{T}/interests/managed", "interests.declare", "interest", silent="It holds those whom one manages."),
    post(
        f"{T}/interests/{{interest_id}}/withdrawal",
        "interests.declare",
        "my_interest",
        form={"reason": "Entered in error"},
    ),
    get(f"{T}/interests/{{interest_id}}/correction", "interests.declare", "my_interest"),
    post(
        f"{T}/interests/{{interest_id}}/correction",
        "interests.declare",
        "my_interest",
        form={
            "whose": "mine",
            "organisation_id": "{organisation_id}",
            "interest_type": "NON_FINANCIAL_PERSONAL",
            "nature": "Trustee (invented)",
            "reason": "The type was wrong",
            **a_day("since", "2014-01-06"),
        },
    ),
    get(f"{T}/interests/{{interest_id}}", "interests.read", "interest"),
    post(
        f"{T}/interests/{{interest_id}}/end",
        "interests.declare",
        "my_interest",
        form=a_day("ended_on", "2014-09-01"),
    ),
)
API = (
    get(f"{T}/api/openapi.json", "tenant.read"),
    get(f"{T}/api/registers", "registers.read"),
    get(f"{T}/api/registers/{{register}}", "registers.read", "register_row"),
    get(f"{T}/api/registers/{{register}}/{{record_id}}", "registers.read", "register_row"),
    get(f"{T}/api/people", "people.read", "person"),
    get(f"{T}/api/organisations", "organisations.read", "organisation"),
    get(f"{T}/api/committees", "committees.read", "committee"),
)
CAMPAIGN = f"{T}/campaigns/{{campaign_id}}"
A_CAMPAIGN: dict[str, object] = {
    "name": "One more",
    "asked": "DECLARE",
    "whom": "EVERYBODY",
    **a_day("due_on", f"{real_now().date() + timedelta(days=60)}"),
}
CAMPAIGNS = (
    get(f"{T}/campaigns", "interests.campaigns.read", "campaign_draft"),
    get(f"{T}/campaigns/new", "interests.campaign", "committee"),
    post(f"{T}/campaigns", "interests.campaign", form=A_CAMPAIGN),
    get(CAMPAIGN, "interests.campaigns.read", "campaign_open"),
    get(f"{CAMPAIGN}/change", "interests.campaign", "campaign_draft"),
    post(CAMPAIGN, "interests.campaign", "campaign_draft", form=A_CAMPAIGN),
    post(
        f"{CAMPAIGN}/launch", "interests.campaign", "campaign_draft", form={"mark": "{mark}", "sure": "yes"}
    ),
    post(f"{CAMPAIGN}/discard", "interests.campaign", "campaign_draft"),
    post(f"{CAMPAIGN}/close", "interests.campaign", "campaign_open"),
    get(f"{CAMPAIGN}/people/{{person_id}}", "interests.campaigns.read", "campaign_open"),
    post(
        f"{CAMPAIGN}/people/{{person_id}}/exception",
        "interests.campaign",
        "campaign_open",
        form={"reason": "A test"},
    ),
    get(f"{CAMPAIGN}/snapshot/{{form}}", "interests.campaigns.read", "campaign_closed"),
    get(f"{T}/registers", "registers.read", "campaign_open"),
    get(f"{T}/registers/people", "people.read", "person"),
    get(f"{T}/registers/clock", "people.read", "my_interest"),
    get(f"{T}/staff-lists", "interests.campaign", "staff_list"),
    post(f"{T}/staff-lists", "interests.campaign", files={"file": "staff-list"}),
    get(f"{T}/staff-lists/{{list_id}}", "interests.campaign", "staff_list"),
    post(f"{T}/staff-lists/{{list_id}}/acts", "interests.campaign", "staff_list", form={"do": ["starter:2"]}),
    post(f"{T}/staff-lists/{{list_id}}/putting-away", "interests.campaign", "staff_list"),
)
RULES = f"{T}/interests/rules"
EVERYBODYS = "The names of editions and of their values are the same for every tenant."
RULE_SETS = (
    get(RULES, "interests.read"),
    get(f"{RULES}/editions/{{edition}}", "interests.read", unswept=EVERYBODYS),
    get(f"{RULES}/values/{{key}}", "interests.settle-rules", unswept=EVERYBODYS),
    post(f"{RULES}/values/{{key}}", "interests.settle-rules", unswept=EVERYBODYS),
    post(f"{RULES}/values/{{key}}/removal", "interests.settle-rules", unswept=EVERYBODYS),
    get(f"{RULES}/move", "interests.settle-rules"),
    post(
        f"{RULES}/move",
        "interests.settle-rules",
        form={
            "edition": "2014-12",
            "seen_from": "managing-conflicts-of-interest/2024-09",
            "reason": "A test",
        },
    ),
)
TRAINED = f"{T}/training/people/{{person_id}}"
DID_IT = f"{T}/training/completions/{{completion_id}}"
A_MODULE: dict[str, object] = {"module": "icb-training", **a_day("done_on", "2024-10-01")}
TRAINING = (
    get(f"{T}/training", "interests.read", "completion"),
    get(f"{T}/training/file", "people.read", "completion"),
    get(f"{T}/training/mine", "interests.read"),
    get(f"{T}/training/record", "interests.train", "completion"),
    post(
        f"{T}/training/record",
        "interests.train",
        "completion",
        form={**A_MODULE, "person_ids": ["{person_id}"]},
    ),
    get(TRAINED, "people.read", "completion"),
    post(f"{TRAINED}/completions", "interests.train", "completion", form=A_MODULE),
    post(
        f"{TRAINED}/duties",
        "interests.train",
        "completion",
        form={"module": "icb-training", "duty": "EXCUSED", "reason": "A test"},
    ),
    post(f"{DID_IT}/withdrawal", "interests.train", "completion", form={"reason": "A test"}),
    get(f"{DID_IT}/certificate", "interests.read", "completion"),
)
RETURN = f"{T}/returns/{{return_id}}"
PARTIES = f"{T}/returns/related-parties"
PARTY = f"{PARTIES}/{{year}}/{{person_id}}/{{organisation_id}}"
CHECKS = f"{T}/returns/fit-and-proper"
RETURNS = (
    get(f"{T}/returns", "returns.read", "return"),
    get(f"{T}/returns/preparation", "returns.prepare"),
    post(f"{T}/returns", "returns.prepare"),
    get(RETURN, "returns.read", "return"),
    post(
        f"{RETURN}/signature",
        "returns.sign",
        "return",
        form={"seen": "{seen}", "read": "yes"},
        who="executive-owner",
    ),
    post(f"{RETURN}/question", "returns.sign", "return", form={"question": "A test"}, who="executive-owner"),
    get(f"{RETURN}/file/{{form}}", "returns.read", "return"),
    get(PARTIES, "returns.related-parties", "related_party"),
    get(f"{PARTIES}/{{year}}/file/{{form}}", "returns.related-parties", "related_party"),
    get(PARTY, "returns.fill-related-parties", "related_party"),
    post(PARTY, "returns.fill-related-parties", "related_party", form={"paid": "1,000", "note": "A test"}),
    get(CHECKS, "returns.read", "related_party"),
    get(f"{CHECKS}/{{person_id}}", "returns.read", "related_party"),
    post(
        f"{CHECKS}/{{person_id}}",
        "returns.prepare",
        "related_party",
        form=a_day("checked_on", "2024-10-01"),
    ),
    post(
        f"{CHECKS}/checks/{{check_id}}/withdrawal",
        "returns.prepare",
        "related_party",
        form={"reason": "A test"},
    ),
)
GIFT = f"{T}/gifts/{{gift_id}}"
AN_OFFER: dict[str, object] = {
    "kind": "GIFT",
    "description": "An invented cake",
    "value": "20",
    "giver_id": "{organisation_id}",
    "from_supplier": "no",
    **a_day("offered_on", "2024-10-01"),
}
GIFTS = (
    get(f"{T}/gifts", "interests.read", "gift"),
    get(f"{T}/gifts/declaration", "interests.declare", "organisation"),
    post(f"{T}/gifts/advice", "interests.declare", "organisation", form=AN_OFFER),
    post(f"{T}/gifts", "interests.declare", "organisation", form={**AN_OFFER, "outcome": "DECLINED"}),
    get(f"{T}/gifts/givers", "interests.read", "gift"),
    get(GIFT, "interests.read", "gift"),
    get(f"{GIFT}/correction", "interests.declare", "gift"),
    post(
        f"{GIFT}/correction",
        "interests.declare",
        "gift",
        form={**AN_OFFER, "outcome": "DECLINED", "because": "A test"},
    ),
    post(f"{GIFT}/withdrawal", "interests.declare", "gift", form={"because": "A test"}),
    post(f"{GIFT}/review", "interests.review", "gift", form={"outcome": "approve"}),
)
CONCERN = f"{T}/concerns/{{concern_id}}"
A_CONCERN: dict[str, object] = {
    "category": "OTHER",
    "about": "Nobody in particular",
    "about_the_top": "no",
    "what": "A test",
}
CONCERNS = (
    get(f"{T}/concerns", "concerns.raise"),
    get(f"{T}/concerns/new", "concerns.raise"),
    post(f"{T}/concerns", "concerns.raise", form={"whose": "mine", **A_CONCERN}),
    get(f"{T}/concerns/notices", "concerns.raise"),
    get(f"{T}/concerns/notices/{{notice_id}}", "concerns.raise", "concern_notice", who="member"),
    post(
        f"{T}/concerns/notices/{{notice_id}}/reply",
        "concerns.raise",
        "concern_notice",
        who="member",
        form={"words": "A test"},
    ),
    get(f"{T}/concerns/breaches", "registers.read", "breach"),
    get(f"{T}/concerns/breaches/{{breach_id}}", "registers.read", "breach"),
    post(f"{T}/concerns/breaches/{{breach_id}}/actions", "actions.keep", "breach", form=AN_ACTION_OF_IT),
    get(f"{T}/concerns/settings", "concerns.settle"),
    post(f"{T}/concerns/settings", "concerns.settle", "executive", form={"person_id": "{person_id}"}),
    get(f"{T}/public/concerns", PUBLIC),
    post(f"{T}/public/concerns", PUBLIC, form=A_CONCERN),
    get(f"{T}/public/concerns/follow-up", PUBLIC),
    post(
        f"{T}/public/concerns/follow-up",
        PUBLIC,
        "concern",
        form={"reference": "{reference}", "word": "{word}"},
    ),
    post(
        f"{T}/public/concerns/follow-up/words",
        PUBLIC,
        "concern",
        form={"reference": "{reference}", "word": "{word}", "words": "A test"},
    ),
    get(f"{T}/concerns/handling", "concerns.handle", "concern", who="coi-guardian"),
    get(CONCERN, "concerns.handle", "concern", who="coi-guardian"),
    get(f"{CONCERN}/steps/{{step}}", "concerns.handle", "concern", who="coi-guardian"),
    post(
        f"{CONCERN}/steps/{{step}}",
        "concerns.handle",
        "concern",
        who="coi-guardian",
        form={"category": "OTHER", "assessment": "A test", "person_concerned": "{person_id}"},
    ),
    post(
        f"{CONCERN}/documents",
        "concerns.handle",
        "concern",
        who="coi-guardian",
        files={"file": "markdown"},
    ),
    get(f"{CONCERN}/documents/{{document_id}}", "concerns.handle", "concern", who="coi-guardian"),
)
TODAY = f"{real_now().date()}"
A_PROCUREMENT = f"{T}/procurement/{{procurement_id}}"
PARTICULARS: dict[str, object] = {
    "title": "An invented contract",
    "description": "Invented",
    "existing": "new",
    "type": "own",
    "route": "TENDER",
    **a_day("begun_on", "2024-10-01"),
}
PROCUREMENT = (
    get(f"{T}/procurement", "procurement.read", "procurement"),
    get(f"{T}/procurement/new", "procurement.change"),
    post(f"{T}/procurement", "procurement.change", form={"reference": "NEW-1", **PARTICULARS}),
    get(f"{T}/procurement/mine", "procurement.declare", "procurement"),
    get(f"{T}/procurement/summary", "procurement.read"),
    get(A_PROCUREMENT, "procurement.read", "decided_procurement"),
    get(f"{A_PROCUREMENT}/particulars", "procurement.change", "procurement"),
    post(f"{A_PROCUREMENT}/particulars", "procurement.change", "procurement", form=PARTICULARS),
    post(f"{A_PROCUREMENT}/status", "procurement.change", "procurement", form={"into": "OPEN"}),
    post(
        f"{A_PROCUREMENT}/panel",
        "procurement.change",
        "procurement",
        form={
            "person_id": "{person_id}",
            "role": "ADVISER",
            "is_staff": "no",
            **a_day("joined_on", "2024-10-01"),
        },
    ),
    post(f"{A_PROCUREMENT}/panel/{{participant_id}}/end", "procurement.change", "procurement"),
    get(f"{A_PROCUREMENT}/panel/{{participant_id}}/declaration", "procurement.declare", "procurement"),
    post(
        f"{A_PROCUREMENT}/panel/{{participant_id}}/declaration",
        "procurement.declare",
        "procurement",
        form={
            "stage": "BIDDERS",
            "nothing": "conflict",
            "conflict": "Invented",
            "organisation_id": "{organisation_id}",
            "correct": "yes",
        },
    ),
    get(f"{A_PROCUREMENT}/declarations/{{declaration_id}}", "procurement.change", "procurement"),
    post(
        f"{A_PROCUREMENT}/declarations/{{declaration_id}}/handling",
        "procurement.change",
        "procurement",
        form={"handling": "STANDS_ASIDE"},
    ),
    post(f"{A_PROCUREMENT}/bidders", "procurement.change", "procurement", form={"bidder_id": "{rival_id}"}),
    post(f"{A_PROCUREMENT}/bidders/{{bidder_id}}/withdrawal", "procurement.change", "procurement"),
    get(f"{A_PROCUREMENT}/decision", "procurement.change", "decided_procurement"),
    post(
        f"{A_PROCUREMENT}/decision",
        "procurement.change",
        "decided_procurement",
        form={
            "decided_by": "A director",
            "process": "Invented",
            "conflicts": "None",
            "outcome": "award",
            "took_part": ["{participant_id}"],
            "supplier_id": "{organisation_id}",
            **a_day("decided_on", TODAY),
        },
    ),
    post(
        f"{A_PROCUREMENT}/notices",
        "procurement.change",
        "procurement",
        form={"notice": "CONFIRMATION", **a_day("published_on", TODAY)},
    ),
    post(
        f"{A_PROCUREMENT}/representations",
        "procurement.change",
        "procurement",
        form={
            "provider_id": "{rival_id}",
            "summary": "Invented",
            **a_day("received_on", TODAY),
        },
    ),
    post(
        f"{A_PROCUREMENT}/representations/{{representation_id}}/answer",
        "procurement.change",
        "procurement",
        form={"answer": "AWARD", **a_day("answered_on", TODAY)},
    ),
)
WISHES = {
    **{f"way_{topic.code}": topic.usual.value for topic in TOPICS if len(topic.ways) > 1},
    "digest_at": "10:00",
    "digest_days": ["1", "4"],
    "calendar_entries": "yes",
    "plain_text": "no",
}
NOTICES = (
    get(f"{T}/public/sign-in", PUBLIC),
    get(f"{T}/settings/sign-in", "setup.read"),
    post(
        f"{T}/settings/sign-in",
        "setup.change",
        form={
            "name": "North",
            "issuer": "https://login.example.invalid",
            "client_id": "probity",
            "secret": "of a test",
        },
    ),
    get(f"{T}/settings/sign-in/round", "setup.change"),
    post(f"{T}/settings/sign-in/round", "setup.change", form={"state": "none"}),
    post(f"{T}/settings/sign-in/test", "setup.change"),
    post(f"{T}/settings/sign-in/passwords", "setup.change", form={"passwords": "allowed"}),
    post(f"{T}/settings/sign-in/end", "setup.change"),
    get(f"{T}/outbox", "notices.read", "letter"),
    get(f"{T}/outbox/{{letter_id}}", "notices.read", "letter"),
    post(
        f"{T}/outbox/{{letter_id}}/again",
        "notices.change",
        "failed_letter",
        form={"address": "a@example.invalid"},
    ),
    post(f"{T}/outbox/doubts/{{doubt_id}}", "notices.change", "address_in_doubt"),
    post(f"{T}/outbox/switch", "notices.change", form={"turn": "stop", "reason": "A test"}),
    post(f"{T}/outbox/test", "notices.change"),
    get(f"{T}/settings/mail", "setup.read"),
    post(f"{T}/settings/mail", "setup.change", form={"sender_name": "Governance of North"}),
    post(f"{T}/settings/mail/reply-to", "setup.change", form={"reply_to": "mail@example.invalid"}),
    post(
        f"{T}/settings/mail/reply-to/proof",
        "setup.change",
        form={"reply_to": "mail@example.invalid", "code": "1"},
    ),
    post(f"{T}/settings/mail/test", "setup.change"),
    get(f"{T}/public/privacy", PUBLIC),
    get(
        f"{T}/public/logos/{{name}}",
        PUBLIC,
        unswept="Its name is that of its content under the organisation's key; there is none before one is brought in.",
    ),
    get(f"{T}/settings/branding", "setup.read"),
    post(f"{T}/settings/branding", "setup.change", form={"line": "North Team", "colour": "nhs-dark-blue"}),
    post(f"{T}/settings/branding/logo", "setup.change", form={"says": "A logo"}),
    post(f"{T}/settings/branding/logo/removal", "setup.change"),
    get(f"{T}/settings/privacy", "setup.read"),
    post(f"{T}/settings/privacy", "setup.change", form={"officer": "The officer"}),
    get(f"{T}/settings/impact-assessment", "setup.read"),
    get(
        f"{T}/settings/impact-assessment/{{sha256}}",
        "setup.read",
        unswept="It is named by the hash of the organisation's own facts.",
    ),
    post(
        f"{T}/settings/impact-assessment",
        "setup.change",
        form={
            "officer": "An Invented Officer",
            **a_day("signed_on", "2014-09-01"),
            **a_day("review_on", "2015-09-01"),
            "outcome": "accepted",
            "seen": "0" * 64,
        },
    ),
    get(f"{T}/settings/retention", "setup.read"),
    post(
        f"{T}/settings/retention",
        "setup.change",
        form={"record": "gifts", "years": "9", "because": "A test"},
    ),
    get(f"{T}/notices", "tenant.enter", "own_notice", who="member"),
    get(f"{T}/notices/{{letter_id}}", "tenant.enter", "own_notice", who="member"),
    post(f"{T}/notices/{{letter_id}}/read", "tenant.enter", "own_notice", who="member", form={"read": "yes"}),
    post(f"{T}/notices/read", "tenant.enter", form={"until": "2014-09-01T12:00:00+00:00"}, who="member"),
    get(f"{T}/notices/choices", "tenant.enter"),
    post(f"{T}/notices/choices", "tenant.enter", form=WISHES),
    post(f"{T}/notices/calendar", "tenant.enter", form={"turn": "open"}),
    get(f"{T}/public/calendars/{{token}}", PUBLIC, "own_calendar"),
    get(f"{T}/keys", PUBLIC),
    get(f"{T}/keys/trust.txt", PUBLIC),
    get(f"{T}/keys/keys.json", PUBLIC, json=True),
    get(f"{T}/ledger/keys/letter", "ledger.keep"),
    get(f"{T}/ledger/anchors", "ledger.read"),
    post(f"{T}/ledger/anchors", "ledger.keep"),
    post(
        f"{T}/ledger/auditor",
        "ledger.keep",
        form={"name": "Quin Invented", "address": "audit@example.invalid", "often": "monthly"},
    ),
    get(
        f"{T}/ledger/anchors/{{anchor_id}}/root",
        "ledger.read",
        "ledger_anchor",
        silent="A signed root: a tenant's id and numbers, and no word of anything.",
    ),
    get(
        f"{T}/ledger/anchors/{{anchor_id}}/stamp",
        "ledger.read",
        "ledger_anchor",
        silent="A token of an outside authority over such a root.",
    ),
    get(f"{T}/chasing", "notices.read"),
    get(f"{T}/chasing/plan.csv", "notices.read"),
    post(f"{T}/chasing/mode", "notices.change", form={"mode": "dry", "reason": "A test"}),
    post(
        f"{T}/chasing/hours",
        "notices.change",
        form={
            "letters_at": "08:00",
            "quiet_from": "19:00",
            "quiet_until": "07:00",
            "on_days": "working",
            "cap": "5",
        },
    ),
    post(
        f"{T}/chasing/ladders/{{ladder}}",
        "notices.change",
        form={"turn": "off", "reason": "A test"},
        unswept="a ladder is named by the catalogue, not by an id",
    ),
    *(
        replace(
            each, unswept="a ladder and its rungs are named by the catalogue and by the tenant, not by ids"
        )
        for each in (
            get(f"{LADDER}", "notices.read"),
            post(f"{LADDER}/drafts", "notices.change"),
            post(f"{LADDER}/shipped", "notices.change", form={"reason": "A test"}),
            get(f"{LADDER}/draft", "notices.read"),
            post(
                f"{LADDER}/draft/in-force",
                "notices.change",
                form={"reason": "A test", "seen": "2014-09-01T09:00:00+00:00"},
            ),
            post(f"{LADDER}/draft/discard", "notices.change"),
            get(f"{LADDER}/draft/rungs/{{rung}}", "notices.change"),
            post(f"{LADDER}/draft/rungs/{{rung}}", "notices.change"),
            post(f"{LADDER}/draft/rungs/{{rung}}/remove", "notices.change"),
        )
    ),
    post(
        f"{T}/chasing/closed-days",
        "notices.change",
        form={"name": "A test", **a_day("day", "2030-09-02")},
    ),
    post(f"{T}/chasing/closed-days/{{day_id}}/take-back", "notices.change", "closed_day"),
)
RECEIVED = f"{T}/portal/packs/{{pack_id}}"
PORTAL = (
    get(f"{T}/portal", "portal.read"),
    get(f"{T}/portal/requests", "portal.read"),
    get(f"{T}/portal/keys", "portal.read"),
    post(
        f"{T}/portal/keys",
        "portal.ask",
        "portal_key",
        form={
            "commissioner_id": "{commissioner_id}",
            "name": "A key",
            "fingerprint": "{fingerprint}",
            "source": "A letter",
        },
        who="reviewer",
    ),
    post(
        f"{T}/portal/keys/{{key_id}}/withdrawal",
        "portal.ask",
        "portal_key",
        form={"because": "A test"},
        who="reviewer",
    ),
    get(f"{T}/portal/hand-over", "reviewing.keep"),
    post(
        f"{T}/portal/hand-over",
        "reviewing.keep",
        "portal_handing",
        form={"agreement_id": "{agreement_id}", "pack_id": "{pack_id}"},
    ),
    get(RECEIVED, "portal.read", "portal_pack"),
    get(
        f"{RECEIVED}/file", "portal.ask", "portal_taken", who="reviewer", silent="a sealed pack of the bench"
    ),
    post(f"{RECEIVED}/check", "portal.ask", "portal_pack", who="reviewer"),
    post(f"{RECEIVED}/taking", "portal.ask", "portal_pack", who="reviewer"),
    post(f"{RECEIVED}/receipt", "portal.ask", "portal_checked", form={"received": "yes"}, who="reviewer"),
    post(
        f"{RECEIVED}/requests",
        "portal.ask",
        "portal_pack",
        form={"request_words": "A test", **a_day("request_due_on", "2031-06-02")},
        who="reviewer",
    ),
    post(
        f"{RECEIVED}/recipients/{{recipient_id}}",
        "reviewing.keep",
        "portal_unknown",
        form={"person_id": "{person_id}"},
    ),
    get(f"{RECEIVED}/comparison", "portal.ask", "portal_pack", who="reviewer"),
    get(f"{RECEIVED}/comparison/{{before_id}}/csv", "portal.ask", "portal_two", who="reviewer"),
    get(
        f"{T}/portal/requests/{{request_id}}/files/{{file_id}}",
        "portal.read",
        "portal_request",
        who="reviewer",
    ),
    post(
        f"{T}/portal/requests/{{request_id}}/closing",
        "portal.ask",
        "portal_request",
        form={"satisfied": "yes"},
        who="reviewer",
    ),
)
EVIDENCE_ASKED = f"{T}/releases/requests/{{request_id}}"
ASKED_OF_RELEASES = (
    get(f"{T}/releases/requests", "releases.read"),
    get(EVIDENCE_ASKED, "releases.read", "evidence_request"),
    post(
        f"{EVIDENCE_ASKED}/owner",
        "reporting.prepare",
        "evidence_request",
        form={"owner_person_id": "{person_id}"},
    ),
    post(f"{EVIDENCE_ASKED}/answer", "reporting.prepare", "evidence_request", form={"words": "A test"}),
    post(
        f"{EVIDENCE_ASKED}/sending-back",
        "reporting.approve",
        "evidence_answer",
        form={"back_words": "A test"},
        who="executive-owner",
    ),
    post(f"{EVIDENCE_ASKED}/approval", "reporting.approve", "evidence_answer", who="executive-owner"),
    get(f"{EVIDENCE_ASKED}/files/{{file_id}}", "releases.read", "evidence_answer"),
)
REVIEWED = f"{T}/reviewing/returns/{{return_id}}"
REVIEWED_BODY = f"{T}/reviewing/commissioners/{{commissioner_id}}"
REVIEWING_TEAM = f"{T}/reviewing/team"
A_COMMISSIONER = {
    "name": "An invented commissioner",
    "organisation_id": "{organisation_id}",
    "lead_person_id": "{reviewer_id}",
    **a_day("from_on", "2014-04-01"),
}
AN_EXPECTATION: dict[str, object] = {
    "commissioner_ids": ["{commissioner_id}"],
    "framework": "delegation-quarterly-return",
    "period": "A quarter",
    **a_day("from_on", "2030-07-01"),
    **a_day("until_on", "2030-09-30"),
    **a_day("due_on", "2030-10-30"),
}
A_LETTER = {
    "definition": "delegation-quarterly-return/2014-11",
    "period": "A quarter",
    **a_day("from_on", "2014-07-01"),
    **a_day("until_on", "2014-09-30"),
    **a_day("received_on", "2014-10-20"),
    "figures": "committee-meetings: 3",
    "prepared_by": "Perry Invented",
    "approved_by": "Addison Invented",
}
REVIEWING = (
    get(f"{T}/reviewing", "reviewing.read"),
    get(f"{T}/reviewing/returns.xlsx", "reviewing.read"),
    get(f"{T}/reviewing/comparison", "reviewing.read"),
    get(f"{T}/reviewing/comparison.xlsx", "reviewing.read"),
    get(f"{T}/reviewing/inbox", "reviewing.read"),
    get(f"{T}/reviewing/conditions", "reviewing.read"),
    get(f"{T}/reviewing/conditions.csv", "reviewing.read"),
    get(REVIEWING_TEAM, "reviewing.read"),
    post(
        f"{REVIEWING_TEAM}/covers",
        "reviewing.keep",
        "reviewing_pair",
        form={
            "person_id": "{away_id}",
            "cover_person_id": "{other_id}",
            **a_day("from_on", "2030-09-01"),
            **a_day("until_on", "2030-09-09"),
        },
    ),
    post(f"{REVIEWING_TEAM}/covers/{{cover_id}}/end", "reviewing.keep", "reviewing_cover"),
    post(
        f"{REVIEWING_TEAM}/asides",
        "reviewing.keep",
        "reviewing_aside",
        form={
            "aside_person_id": "{other_id}",
            "commissioner_id": "{commissioner_id}",
            "aside_because": "A test",
        },
    ),
    post(
        f"{REVIEWING_TEAM}/asides/{{aside_id}}/end",
        "reviewing.keep",
        "reviewing_aside",
        form={"because": "A test"},
    ),
    get(f"{T}/reviewing/commissioners", "reviewing.read"),
    get(f"{T}/reviewing/commissioners/new", "reviewing.keep"),
    post(f"{T}/reviewing/commissioners", "reviewing.keep", "reviewing_form", form=A_COMMISSIONER),
    post(f"{T}/reviewing/expected", "reviewing.keep", "reviewing_commissioner", form=AN_EXPECTATION),
    get(REVIEWED_BODY, "reviewing.read", "reviewing_return"),
    get(f"{REVIEWED_BODY}/change", "reviewing.keep", "reviewing_commissioner"),
    post(REVIEWED_BODY, "reviewing.keep", "reviewing_form", form={**A_COMMISSIONER, "version": "1"}),
    post(
        f"{REVIEWED_BODY}/expected/{{expected_id}}/withdrawing",
        "reviewing.keep",
        "reviewing_expected",
        form={"because": "A test"},
    ),
    post(
        f"{REVIEWED_BODY}/standing-aside",
        "reviewing.review",
        "reviewing_commissioner",
        form={"because": "A test"},
        who="reviewer",
    ),
    get(f"{REVIEWED_BODY}/letter", "reviewing.keep", "reviewing_commissioner"),
    post(f"{REVIEWED_BODY}/letter", "reviewing.keep", "reviewing_commissioner", form=A_LETTER),
    get(REVIEWED, "reviewing.read", "reviewing_return"),
    get(f"{REVIEWED}/files/{{file_id}}", "reviewing.read", "reviewing_return"),
    post(f"{REVIEWED}/claim", "reviewing.review", "reviewing_return", who="reviewer"),
    post(
        f"{REVIEWED}/handover",
        "reviewing.review",
        "reviewing_to_hand_over",
        form={"to_person_id": "{other_id}", "version": "2"},
        who="reviewer",
    ),
    post(
        f"{REVIEWED}/putting-back",
        "reviewing.review",
        "reviewing_held",
        form={"version": "2"},
        who="reviewer",
    ),
    post(
        f"{REVIEWED}/questions",
        "reviewing.review",
        "reviewing_held",
        form={"question_words": "Why?", **a_day("question_due_on", "2030-09-01")},
        who="reviewer",
    ),
    post(
        f"{REVIEWED}/questions/{{question_id}}/settling",
        "reviewing.review",
        "reviewing_question",
        who="reviewer",
    ),
    post(
        f"{REVIEWED}/questions/{{question_id}}/withdrawing",
        "reviewing.review",
        "reviewing_question",
        form={"because": "A test"},
        who="reviewer",
    ),
    post(
        f"{REVIEWED}/outcomes",
        "reviewing.review",
        "reviewing_held",
        form={"verdict": "accepted", "outcome_words": "Read and accepted", "issue": "1"},
        who="reviewer",
    ),
    post(
        f"{REVIEWED}/outcomes/{{outcome_id}}/agreeing",
        "reviewing.review",
        "reviewing_outcome",
        form={"agrees": "yes"},
        who="reviewer",
    ),
    post(
        f"{REVIEWED}/outcomes/{{outcome_id}}/declining",
        "reviewing.review",
        "reviewing_outcome",
        form={"because": "A test"},
        who="reviewer",
    ),
    post(
        f"{REVIEWED}/conditions/{{condition_id}}",
        "reviewing.review",
        "reviewing_condition",
        form={"settled": "met", "settled_words": "Seen"},
        who="reviewer",
    ),
    post(
        f"{REVIEWED}/notes",
        "reviewing.review",
        "reviewing_return",
        form={"note_words": "A test"},
        who="reviewer",
    ),
    post(f"{REVIEWED}/notes/{{note_id}}/removal", "reviewing.review", "reviewing_note", who="reviewer"),
)
AUDIT = f"{T}/audits/{{audit_id}}"
RECOMMENDATION = f"{T}/recommendations/{{recommendation_id}}"
AN_AUDIT = {"title": "Registers", "kind": "internal", "subject": "The year", "version": "1"}
AN_OPINION = {"year": "2001", "level": "limited", "words": "Weak", "given_by": "Una Invented"}
AN_ENGAGEMENT = {"name": "Una Invented", **a_day("from_on", "2030-09-01"), **a_day("until_on", "2030-10-01")}
A_REQUEST = {
    "request_words": "The returns",
    **a_day("request_due_on", "2030-09-01"),
    "request_owner_id": "{person_id}",
}
AN_ANSWER = {
    "response": "agreed",
    "response_words": "Yes",
    "owner_person_id": "{person_id}",
    **a_day("due_on", "2030-09-01"),
}
A_CLOSING = {"how": "supersede", "closing_words": "Overtaken"}
AUDITS = (
    get(f"{T}/audits", "audits.read"),
    get(f"{T}/audits/recommendations.csv", "audits.read"),
    get(f"{T}/audits/new", "audits.keep"),
    post(f"{T}/audits", "audits.keep", "audit_lead", form={**AN_AUDIT, "lead_person_id": "{person_id}"}),
    get(f"{T}/audits/opinions", "audits.read"),
    post(f"{T}/audits/opinions", "audits.keep", form={**AN_OPINION, **a_day("given_on", "2002-05-01")}),
    post(
        f"{T}/audits/opinions/{{opinion_id}}/strike", "audits.keep", "opinion", form={"because": "A mistake"}
    ),
    get(AUDIT, "audits.read", "audit"),
    get(f"{AUDIT}/change", "audits.keep", "audit"),
    post(AUDIT, "audits.keep", "audit", form=AN_AUDIT),
    post(f"{AUDIT}/move", "audits.keep", "audit", form={"state": "fieldwork"}),
    post(
        f"{AUDIT}/report",
        "audits.keep",
        "audit",
        form={"level": "limited", **a_day("reported_on", "2014-06-02")},
    ),
    post(f"{AUDIT}/cancel", "audits.keep", "audit", form={"because": "No time"}),
    post(f"{AUDIT}/recommendations", "audits.keep", "audit", form={"words": "Publish", "priority": "high"}),
    get(RECOMMENDATION, "audits.read", "recommendation"),
    post(f"{RECOMMENDATION}/response", "audits.keep", "recommendation", form=AN_ANSWER),
    post(
        f"{RECOMMENDATION}/carried-out",
        "audits.keep",
        "answered_recommendation",
        form={"words": "Seen", **a_day("on", "2014-06-02")},
    ),
    post(f"{RECOMMENDATION}/closing", "audits.examine", "answered_recommendation", form=A_CLOSING),
    post(f"{AUDIT}/engagements", "audits.keep", "audit", form=AN_ENGAGEMENT),
    post(f"{AUDIT}/engagements/{{engagement_id}}/end", "audits.keep", "engagement", form={"because": "Done"}),
    post(f"{AUDIT}/requests", "audits.examine", "audit_lead", form=A_REQUEST),
    post(
        f"{AUDIT}/requests/{{request_id}}",
        "audits.examine",
        "audit_request",
        form={"how": "answer", "settle_words": "Sent"},
    ),
    get(f"{AUDIT}/sample", "audits.examine", "audit"),
    get(
        f"{AUDIT}/sample.csv",
        "audits.examine",
        "audit",
        silent="the register that it draws from is empty there",
    ),
)

MEASURE = f"{T}/measures/{{measure_id}}"
A_VALUE = f"{T}/measure-values/{{value_id}}"
PASTED = {"period": "2013/14", "source": "A report", "lines": "{practice}, 3"}
IN_2013 = {"period": "2013/14", "source": "A report"}
A_MEASURE = {"title": "Waits", "definition": "Days waited", "unit": "days", "better": "lower"}
MEASURES = (
    get(f"{T}/measures", "measures.read"),
    get(f"{T}/measures/values.csv", "measures.read"),
    get(f"{T}/measures/new", "measures.keep"),
    post(f"{T}/measures", "measures.keep", form=A_MEASURE),
    get(MEASURE, "measures.read", "measure"),
    get(f"{MEASURE}/change", "measures.keep", "measure"),
    post(MEASURE, "measures.keep", "measure", form=A_MEASURE),
    post(f"{MEASURE}/retire", "measures.keep", "measure", form={"because": "Counted elsewhere"}),
    post(f"{MEASURE}/back", "measures.keep", "retired_measure"),
    post(f"{MEASURE}/values", "measures.keep", "measure", form={**IN_2013, "said": "actual", "value": "3"}),
    get(f"{MEASURE}/organisations", "measures.keep", "measure"),
    post(f"{MEASURE}/organisations", "measures.keep", "measured_organisation", form=PASTED),
    get(A_VALUE, "measures.keep", "measure_value"),
    post(A_VALUE, "measures.keep", "measure_value", form={"how": "strike", "because": "Counted twice"}),
    post(f"{A_VALUE}/meaning", "measures.keep", "measure_value", form={"finding": "unclear", "words": "Asked"}),
)  # fmt: skip

ENDING = f"{T}/life"
ENDS = "Its success would end the organisation of the sweep; tests/archives tries the id of another's."
ORGANISATIONS_LIFE = (
    get(ENDING, "archives.read"),
    post(f"{ENDING}/go-live", "archives.settle"),
    post(f"{ENDING}/closing", "archives.settle", form={"reason": "A test", **a_day("ends_on", "2026-11-01")}),
    post(f"{ENDING}/deletion", "archives.settle", form={"reason": "A test"}),
    post(
        f"{ENDING}/proposals/{{proposal_id}}/withdrawal",
        "archives.settle",
        "ending_proposal",
        form={"because": "A test"},
    ),
    post(
        f"{ENDING}/proposals/{{proposal_id}}/approval",
        "archives.approve",
        unswept=ENDS,
        who="executive-owner",
    ),
    post(f"{ENDING}/exports", "archives.take"),
    get(
        f"{ENDING}/exports/{{export_id}}/progress",
        "archives.take",
        "asked_export",
        silent="It says how far the export is, and no word of it.",
    ),
    post(f"{ENDING}/exports/{{export_id}}/download", "archives.take", "ready_export"),
    get(
        f"{ENDING}/exports/{{export_id}}/file",
        "archives.take",
        unswept="Everything of the organisation, made by the worker: tests/archives tries the id of another's.",
    ),
)
A_SCHEDULE = f"{T}/schedules/{{key}}"
NAMED_BY_THE_CATALOGUE = "a schedule is named by the catalogue, not by an id"
SCHEDULES = (
    get(f"{T}/schedules", "schedules.read"),
    get(A_SCHEDULE, "schedules.read", unswept=NAMED_BY_THE_CATALOGUE),
    get(f"{A_SCHEDULE}/progress", "schedules.read", "schedule_run", unswept=NAMED_BY_THE_CATALOGUE),
    get(f"{A_SCHEDULE}/runs.csv", "schedules.read", unswept=NAMED_BY_THE_CATALOGUE),
    post(f"{A_SCHEDULE}/run", "schedules.change", unswept=NAMED_BY_THE_CATALOGUE),
    post(f"{A_SCHEDULE}/pause", "schedules.change", unswept=NAMED_BY_THE_CATALOGUE),
    post(f"{A_SCHEDULE}/resume", "schedules.change", unswept=NAMED_BY_THE_CATALOGUE),
    post(f"{A_SCHEDULE}/settings", "schedules.change", unswept=NAMED_BY_THE_CATALOGUE),
)

MEETINGS = (
    get(f"{T}/meetings", "meetings.read", "meeting"),
    get(f"{T}/meetings/arrangement", "meetings.arrange", "committee"),
    post(
        f"{T}/meetings",
        "meetings.arrange",
        "committee",
        form={"committee_id": "{committee_id}", **A_MEETING},
    ),
    get(MEETING, "meetings.read", "meeting"),
    get(f"{MEETING}/change", "meetings.arrange", "meeting"),
    post(MEETING, "meetings.arrange", "meeting", form=A_MEETING),
    post(f"{MEETING}/cancellation", "meetings.arrange", "meeting", form={"because": "A test"}),
    post(f"{MEETING}/agenda-publication", "meetings.arrange", "item"),
    post(f"{MEETING}/holding", "meetings.arrange", "held_item"),
    post(
        f"{MEETING}/apologies",
        "meetings.read",
        "meeting",
        form={"person_id": "{member_id}", "coming": "no", "reason": "Away"},
    ),
    get(f"{MEETING}/item", "meetings.arrange", "meeting"),
    post(
        f"{MEETING}/items",
        "meetings.arrange",
        "item",
        form={
            "title": "One more item",
            "purpose": "DECISION",
            "part": "public",
            "place": "after:{item_id}",
            "lead_person_id": "{person_id}",
            "organisation_ids": ["{organisation_id}"],
        },
    ),
    get(ITEM, "meetings.read", "item"),
    get(f"{ITEM}/change", "meetings.arrange", "item"),
    post(
        ITEM,
        "meetings.arrange",
        "item",
        form={
            "title": "Renamed",
            "purpose": "DECISION",
            "part": "public",
            "lead_person_id": "{person_id}",
            "organisation_ids": ["{organisation_id}"],
        },
    ),
    post(f"{ITEM}/position", "meetings.arrange", "second_item", form={"direction": "up"}),
    post(f"{ITEM}/withdrawal", "meetings.arrange", "item", form={"because": "A test"}),
    get(f"{ITEM}/withholding", "meetings.conflicts.read", "withheld_papers"),
    post(
        f"{ITEM}/withholding",
        "meetings.conflicts.read",
        "private_item",
        form={"person_id": "{member_id}", "reason": "A test"},
    ),
    post(
        f"{ITEM}/withholding/end",
        "meetings.conflicts.read",
        "withheld_papers",
        form={"withholding_id": "{withholding_id}", "because": "A test"},
    ),
    post(
        f"{ITEM}/withholding/{{withholding_id}}/review",
        HANDLING,
        "withheld_papers",
        form={"words": "A test"},
        who="member",
    ),
    post(
        f"{ITEM}/withholding/{{withholding_id}}/review-answer",
        "meetings.conflicts.read",
        "withheld_to_review",
        form={"answer": "A test"},
    ),
    get(f"{T}/treatment-effects", HANDLING, "treatment_effect"),
    post(
        f"{T}/treatment-effects",
        "meetings.settle-treatments",
        form={
            "treatment": "DISCUSS_NOT_DECIDE_REMAIN",
            "counts": "yes",
            "votes": "no",
            "gets_paper": "yes",
            **a_day("effective_from", "2014-09-01"),
            "source": "Standing orders 4.7",
        },
    ),
    post(
        f"{T}/treatment-effects/{{effect_id}}/withdrawal",
        "meetings.settle-treatments",
        "treatment_effect",
        form={"because": "A test"},
    ),
    get(f"{MEETING}/treatments", HANDLING, "treatment"),
    get(f"{ITEM}/conflicts", HANDLING, "hit"),
    post(f"{ITEM}/conflicts", HANDLING, "item", form={"person_id": "{member_id}", "reason": "A test"}),
    post(f"{ITEM}/conflicts/{{hit_id}}/acceptance", HANDLING, "hit", form={"accept": "yes"}),
    post(f"{ITEM}/conflicts/{{hit_id}}/dismissal", HANDLING, "hit", form={"because": "A test"}),
    get(f"{ITEM}/treatments", HANDLING, "treatment"),
    post(
        f"{ITEM}/treatments",
        HANDLING,
        "hit",
        form={"person_id": "{member_id}", "treatment": "LEAVE_FOR_ITEM", "reason": "A test"},
    ),
    post(f"{TREATMENT}/end", HANDLING, "treatment", form={"because": "A test"}),
    post(f"{TREATMENT}/review", HANDLING, "treatment", form={"words": "A test"}, who="member"),
    post(f"{TREATMENT}/review-answer", HANDLING, "treatment_to_review", form={"answer": "A test"}),
    get(f"{MEETING}/chairs-brief", HANDLING, "treatment"),
    get(f"{ITEM}/issued-copies", "packs.board.build", "withheld_papers"),
)
LIVE = f"{MEETING}/live"
MINUTES = f"{MEETING}/minutes"


def an_act(**more: object) -> dict[str, object]:
    """What every small form of the live page sends, with an id of its own."""
    return {"act": str(new_id()), "form": "a-form", "take_over": "yes", **more}


SITTINGS = (
    get(LIVE, "sittings.record", "sitting"),
    post(f"{LIVE}/hold", "sittings.record", "sitting"),
    post(
        f"{LIVE}/presence",
        "sittings.record",
        "sitting",
        form=an_act(person_id="{member_id}", kind="arrived", item_id="{item_id}"),
    ),
    post(
        f"{LIVE}/others",
        "sittings.record",
        "sitting",
        form=an_act(name="An invented guest", stands_for="{member_id}", item_id="{item_id}"),
    ),
    post(f"{LIVE}/turns", "sittings.record", "sitting", form=an_act(turn="private", words="A test")),
    post(
        f"{LIVE}/declarations",
        "sittings.record",
        "sitting",
        form=an_act(person_id="{member_id}", item_id="{item_id}", nature="A test", is_new="yes"),
    ),
    post(
        f"{LIVE}/decisions",
        "sittings.record",
        "sitting",
        form=an_act(item_id="{item_id}", outcome="agreed", text="A test", mover="{member_id}", votes_for="2"),
    ),
    post(
        f"{LIVE}/actions",
        "sittings.record",
        "sitting",
        form=an_act(item_id="{item_id}", words="A test", owner="{member_id}"),
    ),
    post(
        f"{LIVE}/asked",
        "sittings.record",
        "sitting",
        form=an_act(
            item_id="{item_id}",
            topic="A test",
            kind="assurance",
            words="A test",
            asked_by_person_id="{member_id}",
        ),
    ),
    post(
        f"{LIVE}/struck",
        "sittings.record",
        "sitting",
        form=an_act(what="presence", event_id="{event_id}", because="A test"),
    ),
    get(MINUTES, "meetings.read", "sitting"),
    get(f"{MINUTES}/part", "sittings.record", "sitting"),
    post(
        f"{MINUTES}/preview",
        "sittings.record",
        "sitting",
        form={"part": "opening", "version": "0", "words": "A test"},
    ),
    post(
        f"{MINUTES}/parts",
        "sittings.record",
        "sitting",
        form={"part": "opening", "version": "0", "words": "A test"},
    ),
    post(
        f"{MINUTES}/steps",
        "meetings.read",
        "drafted_minutes",
        form={"step": "agreed", "sha256": "{sha256}"},
        who="chair",
    ),
    post(
        f"{MINUTES}/signature",
        "meetings.read",
        "approved_minutes",
        form={"sha256": "{sha256}", "agreed": "yes"},
        who="chair",
    ),
    get(f"{MINUTES}/file", "meetings.read", "sitting"),
    post(f"{MINUTES}/publication", "sittings.record", "signed_minutes", form={"sha256": "{sha256}"}),
    get(f"{PUBLIC_MEETING}/minutes", PUBLIC, "public_minutes"),
    get(f"{PUBLIC_MEETING}/minutes/file", PUBLIC, "public_minutes"),
    get(f"{T}/decisions/{{decision_id}}", "meetings.read", "irregular_decision"),
    get(f"{T}/decisions/{{decision_id}}/extract", "meetings.read", "irregular_decision"),
    post(
        f"{T}/decisions/{{decision_id}}/sending",
        "sittings.record",
        "irregular_decision",
        form={"person_id": "{member_id}"},
    ),
    get(f"{T}/declarations-at-meetings", "sittings.record", "followed_declaration"),
    post(
        f"{T}/declarations-at-meetings/{{declaration_id}}/entry",
        "sittings.record",
        "followed_declaration",
        form={"interest_id": "{interest_id}", "is_it": "yes"},
    ),
    get(f"{COMMITTEE}/decisions", "meetings.read", "irregular_decision"),
    get(f"{COMMITTEE}/decisions.csv", "meetings.read", "irregular_decision"),
    get(f"{COMMITTEE}/attendance", "meetings.read", "sitting"),
    get(f"{COMMITTEE}/attendance.csv", "meetings.read", "sitting"),
    post(
        f"{T}/irregular-decisions/{{irregularity_id}}/settlement",
        "sittings.record",
        "irregular_decision",
        form={"to": "ratified", "by_id": "{by_id}"},
    ),
)
EVERY_FIELD = "It holds the words of every field of the sheet, and names no other thing of the tenant."
PAPERS = (
    get(f"{ITEM}/paper", "papers.write", "item"),
    post(
        f"{ITEM}/papers",
        "papers.write",
        "item",
        form={"title": "One more paper", "author_person_id": "{person_id}", "text": "# Words\n\nOf a test."},
    ),
    get(f"{T}/papers", "meetings.read", "paper"),
    get(f"{T}/papers/list.csv", "meetings.read", "paper"),
    get(f"{T}/papers/cover-sheet", "meetings.read", "cover_edition"),
    get(f"{T}/papers/cover-sheet/change", "meetings.arrange", "cover_edition"),
    post(f"{T}/papers/cover-sheet/preview", "meetings.arrange", unswept=EVERY_FIELD),
    post(f"{T}/papers/cover-sheet", "meetings.arrange", unswept=EVERY_FIELD),
    post(
        f"{T}/papers/cover-sheet/editions/{{edition_id}}/undoing",
        "meetings.arrange",
        "cover_edition",
        form={"because": "A test"},
    ),
    post(f"{PAPER}/empty-fields", "meetings.arrange", "checked_paper", form={"empty_reason": "A test"}),
    get(PAPER, "meetings.read", "paper"),
    get(f"{PAPER}/cover", "papers.write", "paper"),
    post(
        f"{PAPER}/cover",
        "papers.write",
        "paper",
        form={"replaces_version": "1", "cover_summary": "What it is about", "cover_financial": "no"},
    ),
    post(f"{PAPER}/sponsor", "papers.write", "paper_to_sponsor", form={"sponsor_person_id": "{person_id}"}),
    post(f"{PAPER}/late-request", "papers.write", "late_paper", form={"late_reason": "A test"}),
    post(
        f"{PAPER}/late-answer",
        "papers.sign-off",
        "asked_late_paper",
        who="chair",
        form={"agreed": "yes"},
    ),
    get(f"{ITEM}/tabled-paper", "meetings.arrange", "held_item"),
    post(
        f"{ITEM}/tabled-papers",
        "meetings.arrange",
        "held_item",
        form={"title": "Tabled", "author_person_id": "{person_id}", "text": "# Words"},
    ),
    post(f"{ITEM}/paper/preview", "papers.write", "item", form={"text": "# Words"}),
    post(f"{PAPER}/version/preview", "papers.write", "paper", form={"text": "# Words"}),
    get(f"{PAPER}/version", "papers.write", "paper"),
    post(
        f"{PAPER}/versions", "papers.write", "paper", form={"replaces_version": "1", "text": "# Other words"}
    ),
    get(f"{PAPER}/compare", "meetings.read", "paper"),
    get(f"{PAPER}/versions/{{version}}/content", "meetings.read", "paper"),
    get(f"{PAPER}/versions/{{version}}/original", "meetings.read", "paper"),
    get(
        f"{PAPER}/versions/{{version}}/pictures/{{name}}",
        "meetings.read",
        "paper_with_picture",
        silent="A picture of one colour holds no words.",
    ),
    post(f"{PAPER}/clean-copy", "papers.write", "paper_with_a_comment", form={"version": "{version}"}),
    post(
        f"{PAPER}/findings",
        "meetings.arrange",
        "paper_with_a_comment",
        form={"finding_ids": "{finding_id}", "no_matter": "A test"},
    ),
    post(f"{PAPER}/steps", "papers.write", "paper", form={"step": "send"}),
    post(
        f"{PAPER}/sign-off",
        "papers.sign-off",
        "paper_with_chair",
        who="chair",
        form={"sha256": "{sha256}", "agreed": "yes"},
    ),
    post(
        f"{PAPER}/return",
        "papers.sign-off",
        "paper_with_chair",
        who="chair",
        form={"sha256": "{sha256}", "question": "Why is that so?"},
    ),
    post(
        f"{PAPER}/sign-off/withdrawal",
        "papers.sign-off",
        "signed_paper",
        who="chair",
        form={"because": "A figure is wrong"},
    ),
    post(
        f"{PAPER}/deputy",
        "meetings.arrange",
        "paper_for_deputy",
        form={"person_id": "{person_id}", "reason": "The chair wrote it"},
    ),
    post(
        f"{PAPER}/disclosure",
        "meetings.arrange",
        "kept_back_paper",
        form={"disclosed": "It was published before", "version": "{version}"},
    ),
    get(f"{T}/sign-off", "papers.write", "paper_with_chair", who="chair"),
    get(f"{T}/sign-off/{{paper_id}}", "papers.write", "paper_with_chair", who="chair"),
)

GATE = f"{T}/delegation/gates/{{gate_id}}"
IMPOSED = f"{T}/delegation/conditions-set/{{imposed_id}}"
HAPPENING = f"{T}/delegation/happenings/{{happening_id}}"
A_SIGNER = {"who": "executive-owner"}
AT_GATES = (
    get(f"{T}/delegation/gates", "delegation.read", "gate"),
    get(f"{T}/delegation/gates.csv", "delegation.read", "gate"),
    get(GATE, "delegation.read", "gate"),
    get(f"{GATE}/report", "delegation.read", "gate"),
    get(f"{GATE}/report.pdf", "delegation.read", "gate"),
    post(
        f"{GATE}/passing",
        "delegation.pass",
        "ready_gate",
        form={"seen": "{seen}", "agreed": "yes"},
        **A_SIGNER,
    ),
    post(f"{GATE}/reopening", "delegation.pass", "passed_gate", form={"reopen_reason": "A test"}, **A_SIGNER),
    post(
        f"{GATE}/conditions-set",
        "delegation.change",
        "gate",
        form={"set_words": "A test", "set_owner_id": "{person_id}"},
    ),
    post(
        f"{GATE}/happenings",
        "delegation.change",
        "gate",
        form={
            "what": "milestone",
            "milestone_id": "{milestone_id}",
            "happened_words": "A test",
            "decided_by": "A test",
            **a_day("happened_on", "2014-02-03"),
        },
    ),
    get(IMPOSED, "delegation.read", "gate"),
    post(f"{IMPOSED}/states", "delegation.change", "gate", form={"state": "met", "words": "A test"}),
    post(
        f"{IMPOSED}/carrying",
        "delegation.change",
        "gate",
        form={"carry_words": "A test", "carry_year": "2031/32", "carry_gate_id": "{gate_id}"},
    ),
    get(HAPPENING, "delegation.read", "gate"),
    post(
        f"{HAPPENING}/reporting",
        "delegation.change",
        "gate",
        form={"reported_to": "A test", **a_day("reported_on", "2014-02-04")},
    ),
    post(f"{HAPPENING}/striking", "delegation.change", "gate", form={"because": "A test"}),
    post(
        f"{CONDITION}/evidence",
        "delegation.change",
        "gate",
        form={"kind": "letter"},
        files={"file": "markdown"},
    ),
    post(
        f"{CONDITION}/evidence-withdrawn",
        "delegation.change",
        "gate",
        form={"shown_id": "{shown_id}", "because": "A test"},
    ),
    post(
        f"{CONDITION}/waivers",
        "delegation.pass",
        "gate",
        form={"waive_reason": "A test", **a_day("waive_until", "2031-09-17")},
        **A_SIGNER,
    ),
    post(
        f"{CONDITION}/waivers-ended",
        "delegation.pass",
        "waived_criterion",
        form={"waiver_id": "{waiver_id}", "end_reason": "A test"},
        **A_SIGNER,
    ),
    get(f"{T}/delegation/shown/{{shown_id}}", "delegation.read", "gate"),
    post(
        f"{COMMITMENT}/evidence",
        "delegation.change",
        "gate",
        form={"kind": "letter"},
        files={"file": "markdown"},
    ),
    post(
        f"{COMMITMENT}/evidence-withdrawn",
        "delegation.change",
        "gate",
        form={"shown_id": "{promised_id}", "because": "A test"},
    ),
    post(
        f"{COMMITMENT}/items",
        "delegation.change",
        "gate",
        form={"item_id": "{item_id}", "about": "no", "about_words": "A test"},
    ),
)
DELEGATION = (
    get(f"{T}/delegation", "delegation.read", "milestone"),
    get(f"{T}/delegation/scope", "delegation.read", "milestone"),
    get(f"{T}/delegation/commitments", "delegation.read", "commitment"),
    get(MILESTONE, "delegation.read", "milestone"),
    post(f"{MILESTONE}/steps", "delegation.deliver", "milestone", form={"step": "submit"}),
    get(f"{MILESTONE}/evidence/{{evidence_id}}", "delegation.read", "evidence"),
    get(f"{MILESTONE}/agreed-month", "delegation.change", "milestone"),
    post(f"{MILESTONE}/agreed-month", "delegation.change", "milestone", form=A_MONTH),
    get(f"{MILESTONE}/expected-month", "delegation.change", "milestone"),
    post(f"{MILESTONE}/expected-month", "delegation.change", "milestone", form=A_MONTH),
    get(f"{MILESTONE}/risk", "delegation.change", "milestone"),
    post(f"{MILESTONE}/risk", "delegation.change", "milestone", form={"at_risk": "yes", "reason": "A test"}),
    get(f"{MILESTONE}/owner", "delegation.change", "milestone"),
    post(f"{MILESTONE}/owner", "delegation.change", "milestone", form={"owner_id": "{person_id}"}),
    post(f"{MILESTONE}/actions", "actions.keep", "milestone", form=AN_ACTION_OF_IT),
    get(f"{T}/delegation/print", "delegation.read", "milestone"),
    get(f"{T}/delegation/milestones.csv", "delegation.read", "milestone"),
    get(f"{T}/delegation/programmes", "delegation.read", "made_programme"),
    get(f"{T}/delegation/programmes/new", "delegation.change"),
    post(f"{T}/delegation/programmes", "delegation.change", form=A_PROGRAMME),
    get(A_PLAN, "delegation.read", unswept=OF_THE_CATALOGUE),
    post(A_PLAN, "delegation.change", unswept=OF_THE_CATALOGUE, form={"reviewing_body": "A body (invented)"}),
    get(A_MADE_PROGRAMME, "delegation.change", "made_programme"),
    post(f"{A_MADE_PROGRAMME}/about", "delegation.change", "made_programme", form=ABOUT_IT),
    post(f"{A_MADE_PROGRAMME}/parts", "delegation.change", "made_programme", form=ONE_MORE_STREAM),
    post(
        f"{A_MADE_PROGRAMME}/order",
        "delegation.change",
        "made_programme",
        form={
            "version": "{programme_version}",
            "milestone_id": "{milestone_id}",
            "act": "retire",
            "because": "A test",
        },
    ),
    get(f"{A_MADE_PROGRAMME}/milestones/new", "delegation.change", "made_programme"),
    post(f"{A_MADE_PROGRAMME}/milestones", "delegation.change", "made_programme", form=ONE_MORE_MILESTONE),
    get(f"{MILESTONE}/edit", "delegation.change", "made_programme"),
    post(f"{MILESTONE}/edit", "delegation.change", "made_programme", form=ONE_MORE_MILESTONE),
    post(f"{A_MADE_PROGRAMME}/retire", "delegation.change", "made_programme", form={"sure": "yes"}),
    post(f"{A_MADE_PROGRAMME}/bring-back", "delegation.change", "retired_programme", form={"sure": "yes"}),
    post(f"{A_MADE_PROGRAMME}/go-on", "delegation.change", "made_programme", form={"sure": "yes"}),
    get(f"{MILESTONE}/review", "delegation.change", "milestone"),
    post(
        f"{MILESTONE}/review",
        "delegation.change",
        "milestone",
        form={
            "outcome": "accepted",
            "body": "NHS England (invented office)",
            "by_name": "Ada Invented",
            "words": "We accept it",
            **a_day("on", "2014-08-20"),
        },
        files={"file": "markdown"},
    ),
    post(
        f"{MILESTONE}/take-back",
        "delegation.deliver",
        "said_milestone",
        form={"version": "{milestone_version}", "back_reason": "A test", "sure": "yes"},
    ),
    post(f"{CONDITION}/actions", "actions.keep", "condition", form=AN_ACTION_OF_IT),
    get(CONDITION, "delegation.read", "condition"),
    post(
        f"{CONDITION}/judgements",
        "delegation.change",
        "condition",
        form={"state": "met", "words": "Seen in a test"},
    ),
    get(COMMITMENT, "delegation.read", "commitment"),
    post(
        f"{COMMITMENT}/judgements",
        "delegation.change",
        "commitment",
        form={"state": "met", "words": "Seen in a test"},
    ),
)
PACKS = (
    get(f"{T}/packs", "packs.board.read", "board_pack"),
    get(f"{MEETING}/packs", "packs.board.read", "board_pack"),
    post(f"{MEETING}/packs", "packs.board.build", "item", form={"variant": "full"}),
    get(PACK, "packs.board.read", "board_pack"),
    get(f"{PACK}/progress", "packs.board.read", "board_pack", silent=TOLD_TO_HTMX),
    get(f"{PACK}/file", "packs.board.read", "board_pack"),
    post(f"{PACK}/cancellation", "packs.board.build", "board_pack"),
    get(f"{T}/packs/yours", "packs.board.read"),
    post(f"{T}/packs/yours", "packs.board.read", form={"layout": "large", "points": "20"}),
    get(f"{PAPER}/accessibility", "packs.board.build", "untagged_paper"),
    post(
        f"{PAPER}/accessibility",
        "packs.board.build",
        "untagged_paper",
        form={"reason": "A test", "ask": "Write to somebody@example.invalid", "version": "{version}"},
    ),
    get(f"{T}/public-packs", "packs.publications.read", "public_meeting"),
    post(f"{MEETING}/public-pack", "packs.publish", "published_agenda"),
    get(f"{MEETING}/public-notice", "packs.publish", "meeting_notice"),
    post(
        f"{MEETING}/public-notice",
        "packs.publish",
        "meeting_notice",
        form={"attend": "Come in", "private_reason": "A test", "sha256": "{facts_sha256}"},
    ),
    post(
        f"{T}/public-notices/{{notice_id}}/recall",
        "packs.publish",
        "meeting_notice",
        form={"reason": "Wrong"},
    ),
    get(f"{T}/public-packs/settings", "packs.publish"),
    post(f"{T}/public-packs/settings", "packs.publish", form={"clear_days": "5", "days_ahead": "2"}),
    get(PUBLIC_PACK, "packs.publications.read", "public_meeting"),
    get(f"{PUBLIC_PACK}/papers/{{paper_id}}", "packs.publications.read", "public_meeting"),
    get(
        f"{PUBLIC_PACK}/papers/{{paper_id}}/pictures/{{name}}",
        "packs.publications.read",
        "public_meeting",
        silent="a picture",
    ),
    post(
        f"{PUBLIC_PACK}/approve",
        "packs.approve",
        "public_pack",
        who="executive-owner",
        form=APPROVED_FOR_LATER,
    ),
    post(f"{PUBLIC_PACK}/release", "packs.approve", "approved_public_pack", who="executive-owner"),
    post(f"{PUBLIC_PACK}/drop", "packs.publish", "public_pack", form={"reason": "Not right"}),
    get(f"{T}/public/meetings", PUBLIC, "public_meeting"),
    get(f"{T}/public/meetings/calendar.ics", PUBLIC, "public_meeting"),
    get(f"{T}/public/meetings/feed.atom", PUBLIC, "public_meeting"),
    get(PUBLIC_MEETING, PUBLIC, "public_meeting"),
    get(f"{PUBLIC_MEETING}/pack", PUBLIC, "public_meeting"),
    get(f"{PUBLIC_MEETING}/papers/{{paper_id}}", PUBLIC, "public_meeting"),
    get(
        f"{PUBLIC_MEETING}/papers/{{paper_id}}/pictures/{{name}}",
        PUBLIC,
        "public_meeting",
        silent="a picture",
    ),
    post(f"{PUBLIC_PACK}/recall", "packs.publish", "public_meeting", form={"reason": "Not right"}),
    get(f"{T}/assurance-packs", "packs.assurance.read", "assurance_pack"),
    post(
        f"{T}/assurance-packs",
        "packs.assurance.build",
        form={**a_day("since", "2014-01-01"), **a_day("until", "2014-06-30")},
    ),
    get(ASSURANCE_PACK, "packs.assurance.read", "assurance_pack"),
    get(f"{ASSURANCE_PACK}/progress", "packs.assurance.read", "assurance_pack", silent=TOLD_TO_HTMX),
    get(f"{ASSURANCE_PACK}/file", "packs.assurance.read", "assurance_pack"),
    post(f"{ASSURANCE_PACK}/cancellation", "packs.assurance.build", "assurance_pack"),
    get(f"{ASSURANCE_PACK}/changes", "packs.assurance.read", "second_issue"),
    post(
        f"{ASSURANCE_PACK}/signature",
        "packs.assurance.sign",
        "ready_pack",
        form={"role": "executive-owner", "seen": "{seen}", "decision": "sign"},
        who="executive-owner",
    ),
    post(
        f"{ASSURANCE_PACK}/withdrawal",
        "packs.assurance.sign",
        "pack_of_mine",
        form={"because": "A test"},
        who="executive-owner",
    ),
    post(
        f"{T}/assurance-packs/preparations",
        "packs.assurance.prepare",
        form={"definition": "pack-general", **a_day("since", "2014-01-01"), **a_day("until", "2014-06-30")},
    ),
    get(PREPARING, "packs.assurance.prepare", "struck_record", unswept=NO_ID_OF_A_PACK),
    post(
        f"{PREPARING}/redactions",
        "packs.assurance.build",
        "to_strike",
        form={"record": "committees/committee/{committee_id}", "reason": "A test", "basis": "A test"},
    ),
    post(
        f"{PREPARING}/redactions/{{redaction_id}}/lifting",
        "packs.assurance.build",
        "struck_record",
        form={"because": "A test"},
    ),
    post(
        f"{PREPARING}/opinion",
        "packs.assurance.sign",
        "to_strike",
        form={"words": "A test"},
        who="executive-owner",
        unswept=NO_ID_OF_A_PACK,
    ),
)

A_DAY_AHEAD = (real_now() + timedelta(days=60)).date().isoformat()
PUBLISHED = f"{T}/public/registers/{{register}}"
REFRESH = f"{T}/publication/{{publication_id}}"
WITHHELD = f"{T}/publication/withheld/{{withholding_id}}"
PUBLICATION = (
    get(f"{T}/public/registers", PUBLIC),
    get(f"{T}/public/accessibility", PUBLIC),
    get(f"{T}/public/registers/feed.atom", PUBLIC),
    get(PUBLISHED, PUBLIC, "public_register"),
    get(f"{PUBLISHED}/csv", PUBLIC, "public_register"),
    get(f"{PUBLISHED}/json", PUBLIC, "public_register"),
    get(f"{PUBLISHED}/pdf", PUBLIC, "public_register"),
    get(f"{T}/publication", "registers.read", "publication"),
    post(f"{T}/publication", "registers.publish"),
    get(REFRESH, "registers.read", "publication"),
    get(f"{REFRESH}/registers/{{register}}", "registers.read", "publication"),
    get(f"{T}/publication/withheld", "interests.see-withheld", "withholding"),
    get(f"{T}/publication/withheld/new", "registers.withhold"),
    post(
        f"{T}/publication/withheld",
        "registers.withhold",
        "interest",
        who="coi-guardian",
        form={
            "register_id": "interests",
            "record_id": "{interest_id}",
            "reason": "Harm",
            **a_day("review_on", A_DAY_AHEAD),
        },
    ),
    get(WITHHELD, "interests.see-withheld", "withholding"),
    post(
        f"{WITHHELD}/keep",
        "registers.withhold",
        "withholding",
        who="coi-guardian",
        form={"reason": "Harm still", **a_day("review_on", A_DAY_AHEAD)},
    ),
    post(
        f"{WITHHELD}/lift",
        "registers.withhold",
        "withholding",
        who="coi-guardian",
        form={"why": "It has passed"},
    ),
    post(
        f"{REFRESH}/approve",
        "registers.approve",
        "publication",
        who="executive-owner",
        form=APPROVED_FOR_LATER,
    ),
    post(f"{REFRESH}/names", "registers.approve", "publication", who="executive-owner"),
    post(f"{REFRESH}/drop", "registers.publish", "publication", form={"reason": "Not right"}),
    get(f"{T}/retention", "registers.retain", "disposal"),
    post(f"{T}/retention/proposals", "registers.retain"),
    post(
        f"{T}/retention/holds",
        "registers.retain",
        "person",
        form={"kind": "legal", "person_id": "{person_id}", "reason": "A claim"},
    ),
    get(f"{T}/retention/holds/{{hold_id}}", "registers.retain", "hold"),
    post(f"{T}/retention/holds/{{hold_id}}/lift", "registers.retain", "hold", form={"reason": "Settled"}),
    get(f"{T}/retention/erasing", "ledger.keep"),
    post(
        f"{T}/retention/erasing",
        "ledger.keep",
        "person",
        form={"person_id": "{person_id}", "reason": "They asked us to", "sure": "yes"},
    ),
    get(f"{T}/retention/{{disposal_id}}", "registers.retain", "disposal"),
    post(
        f"{T}/retention/{{disposal_id}}/decision",
        "registers.retain",
        "disposal",
        form={"decision": "keep", "reason": "An inquiry"},
    ),
    post(
        f"{T}/retention/{{disposal_id}}/done",
        "registers.retain",
        "approved_disposal",
        form={"how": "Erased by hand"},
    ),
    # last, because nothing is public after it
    post(f"{REFRESH}/recall", "registers.publish", "public_register", form={"reason": "Not right"}),
)

IMPORT = f"{T}/imports/{{import_id}}"
IMPORTS = (
    get(f"{T}/imports", "registers.import", "import"),
    post(f"{T}/imports", "registers.import", files={"file": "register"}),
    get(IMPORT, "registers.import", "import"),
    get(f"{IMPORT}/progress", "registers.import", "import", silent=TOLD_TO_HTMX),
    get(f"{IMPORT}/columns", "registers.import", "import"),
    post(
        f"{IMPORT}/columns",
        "registers.import",
        "import",
        form={"column": ["0:0:name", "0:2:organisation", "0:3:type", "0:5:nature", "0:6:since"]},
    ),
    get(f"{IMPORT}/names", "registers.import", "settled_import"),
    post(f"{IMPORT}/names", "registers.import", "settled_import"),
    get(f"{IMPORT}/preview", "registers.import", "settled_import"),
    get(f"{IMPORT}/problems.csv", "registers.import", "settled_import"),
    get(f"{IMPORT}/problems.xlsx", "registers.import", "settled_import"),
    post(f"{IMPORT}/write", "registers.import", "settled_import", form={"leave_out": "yes"}),
    post(f"{IMPORT}/accept", "registers.import", "finished_import"),
    post(f"{IMPORT}/undo", "registers.import", "finished_import"),
    post(f"{IMPORT}/give-up", "registers.import", "import"),
    get(f"{T}/registers/{{register}}/export.xlsx", "registers.export", "register_row"),
    get(f"{T}/registers/{{register}}/export.csv", "registers.export", "register_row"),
)

SUCCESSION = f"{T}/succession/plans/{{plan_id}}"
CONSENT = f"{T}/succession/consents/{{agreement_id}}"
SUCCESSIONS: tuple[Route, ...] = (
    get(f"{T}/succession", "succession.read", "succession_plan"),
    post(
        f"{T}/succession",
        "succession.keep",
        form={"kind": "merger", "name": "One board", "words": "A test", **a_day("falls_on", "2099-07-01")},
        unswept="announces a plan of one's own",
    ),
    get(SUCCESSION, "succession.read", "succession_agreed"),
    post(
        f"{SUCCESSION}/predecessors",
        "succession.keep",
        "succession_plan",
        form={"other_slug": "{neighbour}", "signed_by_id": "{person_id}", "authority": "A test"},
    ),
    post(
        f"{SUCCESSION}/designates",
        "succession.keep",
        "succession_plan",
        form={"person_id": "{person_id}", "post": "Chair designate", "reads": "true"},
    ),
    post(f"{SUCCESSION}/designates/{{designate_id}}/ending", "succession.keep", "succession_plan"),
    post(
        f"{SUCCESSION}/checklist/{{task_id}}",
        "succession.keep",
        "succession_plan",
        form={"state": "done", "due_on": "2099-07-01"},
    ),
    post(f"{SUCCESSION}/work", "succession.keep", "succession_agreed", form={"work": "stock"}),
    post(f"{SUCCESSION}/approval", "succession.approve", "succession_asked", who="executive-owner"),
    post(f"{SUCCESSION}/end", "succession.keep", "succession_plan", form={"because": "A test"}),
    get(f"{SUCCESSION}/mapping", "succession.read", "succession_agreed"),
    post(
        f"{SUCCESSION}/mapping",
        "succession.keep",
        "succession_agreed",
        form={"item_id": "{item_id}", "choice": "end", "because": "A test"},
    ),
    post(
        f"{SUCCESSION}/mapping/all",
        "succession.keep",
        "succession_agreed",
        form={"predecessor_id": "{predecessor_id}", "kind": "action", "choice_of_all": "leave"},
    ),
    post(
        f"{SUCCESSION}/mapping/takers",
        "succession.keep",
        "succession_agreed",
        form={"predecessor_id": "{predecessor_id}", "person_id": "{person_id}"},
    ),
    post(
        f"{SUCCESSION}/mapping/conflicts",
        "succession.keep",
        "succession_agreed",
        form={"conflict": "address s@example.invalid", "words": "A test"},
    ),
    get(f"{SUCCESSION}/due-diligence", "succession.read", "succession_agreed"),
    get(CONSENT, "succession.read", "succession_proposed"),
    post(CONSENT, "succession.keep", "succession_proposed", form={"words": "A test"}),
    post(f"{CONSENT}/taking-back", "succession.keep", "succession_prepared"),
    post(f"{CONSENT}/approval", "succession.approve", "succession_prepared", who="executive-owner"),
    post(
        f"{CONSENT}/refusal",
        "succession.approve",
        "succession_proposed",
        who="executive-owner",
        form={"because": "A test"},
    ),
    get(f"{T}/succession/declared-before", "interests.declare", "succession_offer", who="member"),
    post(
        f"{T}/succession/declared-before/{{offer_id}}",
        "interests.declare",
        "succession_offer",
        who="member",
        form={"answer": "confirm"},
    ),
)

AGREEMENT = f"{T}/together/{{agreement_id}}"
BUSINESS = f"{T}/plan-business/{{business_id}}"
QUESTION = f"{T}/public-questions/{{question_id}}"
AN_AGREEMENT = {
    "other_slug": "{neighbour}",
    "kind": "in-common",
    "name": "An agreement",
    "terms": "A test",
    "shares": "public",
    "committee_id": "{committee_id}",
    **a_day("from_on", "2014-09-01"),
    "signed_by_id": "{person_id}",
    "authority": "A test",
}
A_BUSINESS = {"title": "The year's report", "purpose": "NOTE", "cycle": "yearly", "part": "public"}
A_PUBLIC_QUESTION = {
    "meeting_id": "{meeting_id}",
    "question": "When does the practice open?",
    "name": "Ash Invented",
    "email": "ash@example.invalid",
    "name_public": "no",
    "act": "send",
}
PLANNING_SETTINGS = {
    **a_day("effective_from", "2014-09-01"),
    "source": "Governing body, 6 May 2014",
    **dict.fromkeys(("clear_working_days", "most_of_one_person", "most_answered", "minutes"), "4"),
    **dict.fromkeys(("written_within_days", "same_within_months", "keep_months", "notice_clear_days"), "7"),
    "grounds": "It is not ours",
    "notice_working": "yes",
    "first_month": "4",
    "numbering": "year",
}
A_VERSION = {
    "text": "The committee decides.",
    **a_day("in_force_from", "2014-09-01"),
    "approved_by": "The board",
    "changes": "All",
}
PLANNING = (
    get(f"{T}/committees/composition", "committees.read"),
    post(
        f"{T}/committees/composition",
        "committees.change",
        form={"rule": "audit-lay-chair", "blocks": "yes", "decided_by": "The board"},
    ),
    get(f"{COMMITTEE}/terms-of-reference", "committees.read", "reviewed_committee"),
    post(f"{COMMITTEE}/terms-of-reference", "committees.change", "committee", form=A_VERSION),
    post(
        f"{COMMITTEE}/terms-of-reference/withdrawal",
        "committees.change",
        "reviewed_committee",
        form={"version_id": "{version_id}", "because": "A test"},
    ),
    post(
        f"{COMMITTEE}/effectiveness",
        "committees.change",
        "committee",
        form={
            "period": "2014/15",
            **a_day("reviewed_on", "2014-09-01"),
            "went_well": "All",
            "to_change": "None",
        },
    ),
    post(
        f"{COMMITTEE}/seats/{{seat_id}}/deputies",
        "committees.change",
        "seat",
        form={"deputy_id": "{person_id}", **a_day("deputy_from", "2014-09-01")},
    ),
    post(f"{COMMITTEE}/deputies/{{deputy_id}}/ending", "committees.change", "deputy"),
    get(f"{T}/together", "together.read", "agreement"),
    get(f"{T}/together/proposal", "together.agree", "agreement"),
    post(f"{T}/together", "together.agree", "agreement", form=AN_AGREEMENT),
    get(AGREEMENT, "together.read", "agreement"),
    post(
        f"{AGREEMENT}/acceptance",
        "together.agree",
        "proposed_agreement",
        form={"committee_id": "{committee_id}", "signed_by_id": "{person_id}", "authority": "A test"},
    ),
    post(f"{AGREEMENT}/refusal", "together.agree", "proposed_agreement", form={"because": "A test"}),
    post(f"{AGREEMENT}/ending", "together.agree", "agreement", form={"because": "A test"}),
    post(f"{AGREEMENT}/meetings", "together.agree", "agreement", form={"meeting_id": "{meeting_id}"}),
    post(
        f"{AGREEMENT}/seats",
        "together.agree",
        "joint_committee",
        form={"theirs": ["gp"], "at_least_each": "1"},
    ),
    post(
        f"{AGREEMENT}/powers",
        "together.agree",
        "joint_guest",
        form={"function_id": "{function_id}", "clause": "4.2", **a_day("effective_from", "2014-09-01")},
    ),
    post(f"{AGREEMENT}/powers/leaving-out", "together.agree", "joint_guest", form={"number": "1"}),
    post(f"{AGREEMENT}/powers/scheme", "together.agree", "joint_committee"),
    post(
        f"{AGREEMENT}/powers/match",
        "together.agree",
        "joint_committee",
        form={"power_id": "{power_id}", "function_id": "{function_id}"},
    ),
    post(
        f"{AGREEMENT}/extracts",
        "together.agree",
        "joint_committee",
        form={"meeting_id": "{meeting_id}", "what": "decisions"},
    ),
    get(f"{T}/together/messages/{{message_id}}", "together.read", "offered_agenda"),
    post(f"{T}/together/messages/{{message_id}}/carrying", "together.agree", "waiting_message"),
    get(f"{T}/together/records/{{record_id}}", "meetings.read", "joint_record"),
    post(f"{T}/together/agendas/{{received_id}}/taking-up", "together.agree", "offered_agenda"),
    get(f"{T}/together/packs/{{received_id}}/file", "packs.board.read", "shared_pack"),
    get(f"{MEETING}/together", "meetings.read", "shared_pack"),
    post(
        f"{MEETING}/together/agenda", "together.agree", "agreement", form={"agreement_id": "{agreement_id}"}
    ),
    post(
        f"{MEETING}/together/pack",
        "together.agree",
        "agreement",
        form={"agreement_id": "{agreement_id}", "pack_id": "{pack_id}"},
    ),
    get(f"{T}/plan", "planning.read", "business"),
    get(f"{COMMITTEE}/plan", "planning.read", "business"),
    post(f"{COMMITTEE}/plan/undoing", "planning.steer", "business", form={"step_id": "{step_id}"}),
    get(f"{COMMITTEE}/plan/business", "planning.propose", "business"),
    post(
        f"{COMMITTEE}/plan/business",
        "planning.propose",
        "business",
        form={**A_BUSINESS, "first_month": "{month}"},
    ),
    get(BUSINESS, "planning.read", "business"),
    get(f"{BUSINESS}/change", "planning.steer", "business"),
    post(BUSINESS, "planning.steer", "business", form={**A_BUSINESS, "first_month": "{month}"}),
    post(f"{BUSINESS}/acceptance", "planning.steer", "proposed_business"),
    post(
        f"{BUSINESS}/deferral",
        "planning.steer",
        "business",
        form={"month": "{month}", "to_month": "{next_month}", "reason": "A test"},
    ),
    post(f"{BUSINESS}/refusal", "planning.steer", "business", form={"month": "{month}", "reason": "A test"}),
    post(
        f"{BUSINESS}/referral",
        "planning.steer",
        "business",
        form={"month": "{month}", "to_committee_id": "{other_id}", "reason": "A test"},
    ),
    post(
        f"{BUSINESS}/ending",
        "planning.steer",
        "business",
        form={"last_month": "{next_month}", "because": "A test"},
    ),
    get(f"{MEETING}/agenda-setting", "planning.read", "public_meeting_to_plan"),
    post(f"{MEETING}/agenda-setting", "planning.steer", "public_meeting_to_plan", form={"standing": "yes"}),
    post(
        f"{MEETING}/extraordinary-call",
        "planning.steer",
        "public_meeting_to_plan",
        form={"extraordinary": "A test"},
    ),
    post(f"{MEETING}/question-time", "planning.steer", "public_meeting_to_plan", form={"takes": "yes"}),
    post(f"{MEETING}/calling-off", "meetings.arrange", "public_meeting_to_plan", form={"because": "A test"}),
    post(f"{MEETING}/inquorate-start", "meetings.arrange", "begun_meeting", form={"missing": "All GPs"}),
    post(
        f"{MEETING}/public-words",
        "planning.steer",
        "public_meeting_to_plan",
        form={"public_words": "Come at two."},
    ),
    get(f"{ITEM}/passage", "planning.steer", "public_meeting_to_plan"),
    post(
        f"{ITEM}/passage",
        "planning.steer",
        "public_question",
        form={"how": "move", "to_meeting_id": "{later_id}", "reason": "A test"},
    ),
    get(f"{T}/plan/settings", "planning.read", "planning_settings"),
    get(f"{T}/plan/settings/change", "planning.settle"),
    post(f"{T}/plan/settings", "planning.settle", form=PLANNING_SETTINGS),
    post(
        f"{T}/plan/settings/{{settled_id}}/withdrawal",
        "planning.settle",
        "planning_settings",
        form={"because": "A test"},
    ),
    get(f"{T}/public-questions", "planning.questions.read", "public_question"),
    get(f"{T}/public-questions/new", "planning.steer", "public_question"),
    post(
        f"{T}/public-questions",
        "planning.steer",
        "public_question",
        form={
            "meeting_id": "{meeting_id}",
            "route": "letter",
            "question": "Why?",
            "name_public": "no",
        },
    ),
    get(QUESTION, "planning.questions.read", "public_question"),
    post(f"{QUESTION}/owner", "planning.steer", "public_question"),
    post(f"{QUESTION}/choice", "planning.steer", "public_question", form={"where": "meeting"}),
    post(f"{QUESTION}/meeting", "planning.steer", "public_question", form={"meeting_id": "{later_id}"}),
    post(f"{QUESTION}/answer", "planning.steer", "public_question", form={"answer": "At eight."}),
    post(f"{QUESTION}/refusal", "planning.steer", "public_question", form={"ground": "not-ours"}),
    post(f"{QUESTION}/withdrawal", "planning.steer", "public_question"),
    get(f"{T}/public/questions", PUBLIC, "public_question"),
    post(f"{T}/public/questions", PUBLIC, "public_question", form=A_PUBLIC_QUESTION),
)

ACT = f"{T}/acts/{{act_id}}"
AN_ACT: dict[str, object] = {"kind": "chair-action", "title": "A test", "words": "So it was decided."}
BETWEEN = (
    get(f"{T}/acts", "between.read", "act_recorded"),
    get(f"{COMMITTEE}/acts", "between.read", "act_recorded"),
    get(f"{COMMITTEE}/acts.csv", "between.read", "act_recorded"),
    get(f"{COMMITTEE}/acts/new", "between.record", "act_recorded"),
    post(f"{COMMITTEE}/acts", "between.record", "act_recorded", form=AN_ACT),
    get(f"{ACT}/facts", "between.record", "act_recorded"),
    post(f"{ACT}/facts", "between.record", "act_recorded", form=AN_ACT),
    get(f"{ACT}/people", "between.record", "act_recorded"),
    post(
        f"{ACT}/people",
        "between.record",
        "act_recorded",
        form={"part": "consulted", "person_id": "{person_id}"},
    ),
    post(f"{ACT}/people/{{line_id}}/removal", "between.record", "act_recorded"),
    post(f"{ACT}/finish", "between.record", "act_recorded"),
    post(f"{ACT}/asking", "between.record", "act_question", form={"person_ids": "{person_id}"}),
    get(f"{ACT}/reply", "between.reply", "act_asked"),
    post(f"{ACT}/reply", "between.reply", "act_asked", form={"answer": "agree", "declared": "none"}),
    post(
        f"{ACT}/replies",
        "between.record",
        "act_asked",
        form={"person_id": "{person_id}", "answer": "disagree"},
    ),
    post(
        f"{ACT}/people/{{line_id}}/handling",
        "between.record",
        "act_asked",
        form={"handling": "no-part", "handled_by": "The chair"},
    ),
    post(f"{ACT}/reminder", "between.record", "act_asked"),
    post(f"{ACT}/closing", "between.record", "act_asked", form={"closing": "agreed"}),
    get(ACT, "between.read", "act_waiting"),
    post(f"{ACT}/placing", "between.record", "act_waiting", form={"meeting_id": "{meeting_id}"}),
    post(
        f"{ACT}/settlement",
        "between.record",
        "act_waiting",
        form={"outcome": "ratified", "decision_id": "{decision_id}"},
    ),
    post(f"{ACT}/striking", "between.record", "act_recorded", form={"because": "A test"}),
    post(f"{ACT}/striking/undoing", "between.record", "act_struck", form={"restored_because": "A test"}),
)

CONTRACT = f"{T}/contracts/{{contract_id}}"
CONTRACT_PARTNER = f"{T}/contract-partners/{{partner_id}}"
CONTRACT_SHARE = f"{T}/contract-shares/{{share_id}}"
CONTRACTS = (
    get(f"{T}/contracts", "contracts.read", "contract"),
    get(f"{T}/contracts.csv", "contracts.read", "contract"),
    get(f"{T}/contracts/forms", "contracts.read"),
    get(f"{T}/contracts/new", "contracts.keep"),
    post(f"{T}/contracts", "contracts.keep", form={"title": "A pathway", "form": "alliance"}),
    get(f"{T}/contracts/mine", "interests.declare", "contract"),
    post(
        f"{T}/contracts/mine/{{share_id}}",
        "interests.declare",
        "contract",
        form={"answer": "declared", "interest_id": "{interest_id}"},
    ),
    get(CONTRACT, "contracts.read", "contract"),
    get(f"{CONTRACT}/structure.csv", "contracts.read", "contract"),
    get(f"{CONTRACT}/change", "contracts.keep", "contract"),
    post(
        f"{CONTRACT}/change",
        "contracts.keep",
        "contract",
        form={"title": "Another name", "form": "virtual", "version": "1"},
    ),
    post(f"{CONTRACT}/retirement", "contracts.keep", "contract", form={"retire_because": "A test"}),
    post(f"{CONTRACT}/return", "contracts.keep", "contract_retired", form={"return_because": "A test"}),
    post(
        f"{CONTRACT}/steps/{{step_id}}/undoing",
        "contracts.keep",
        "contract",
        form={"undo_because": "A test"},
    ),
    get(f"{CONTRACT}/partners/new", "contracts.keep", "contract"),
    post(
        f"{CONTRACT}/partners",
        "contracts.keep",
        "contract",
        form={"organisation_id": "{spare_id}", "role": "partner"},
    ),
    get(CONTRACT_PARTNER, "contracts.keep", "contract"),
    post(CONTRACT_PARTNER, "contracts.keep", "contract", form={"role": "provider", "version": "1"}),
    get(f"{CONTRACT_PARTNER}/shares/new", "contracts.keep", "contract"),
    post(
        f"{CONTRACT_PARTNER}/shares",
        "contracts.keep",
        "contract",
        form={"basis": "of a gain", **a_day("since", "2099-01-01")},
    ),
    get(CONTRACT_SHARE, "contracts.keep", "contract"),
    post(
        CONTRACT_SHARE,
        "contracts.keep",
        "contract",
        form={"basis": "of a gain", "version": "1", **a_day("since", "2099-01-01")},
    ),
)

RISK = f"{T}/risks/{{risk_id}}"
RESTING = f"{T}/risk-assurances/{{risk_id}}/{{assurance_id}}"
A_RISK = {
    "title": "Staff",
    "cause": "Posts stay empty",
    "event": "It can’t open",
    "effect": "Patients wait",
    "category": "finance",
    "directorate": "Quality",
    "objective_ids": "{objective_id}",
    "owner_person_id": "{person_id}",
    "committee_id": "{committee_id}",
}
RISKS = (
    get(f"{T}/baf/pictures", "risks.read", "principal_risk"),
    get(f"{T}/baf/pictures.csv", "risks.read", "principal_risk"),
    get(f"{T}/baf/reports", "risks.read", "risk_report"),
    post(f"{T}/baf/reports", "risks.keep", "principal_risk", form={"meeting_id": "{meeting_id}"}),
    get(f"{T}/baf/reports/{{report_id}}", "risks.read", "risk_report"),
    get(
        f"{T}/baf/reports/{{report_id}}/progress",
        "risks.read",
        "risk_report",
        silent="how far it is, in a number and a few words",
    ),
    get(f"{RISK}/deep-dive", "risks.read", "risk"),
    post(f"{RISK}/deep-dive", "risks.keep", "principal_risk", form={"meeting_id": "{meeting_id}"}),
    get(f"{T}/risks", "risks.read", "risk"),
    get(f"{T}/risks.csv", "risks.read", "risk"),
    get(f"{T}/baf", "risks.read", "risk"),
    get(f"{T}/baf/objectives/new", "risks.settle"),
    post(
        f"{T}/baf/objectives",
        "risks.settle",
        "risk",
        form={"position": "2", "title": "Better", "lead_person_id": "{person_id}"},
    ),
    get(f"{T}/baf/objectives/{{objective_id}}", "risks.settle", "risk"),
    post(
        f"{T}/baf/objectives/{{objective_id}}",
        "risks.settle",
        "risk",
        form={"position": "2", "title": "Better", "lead_person_id": "{person_id}", "version": "1"},
    ),
    get(f"{T}/risks/new", "risks.keep", "risk"),
    post(f"{T}/risks", "risks.keep", "risk", form={**A_RISK, "linked_ids": "{risk_id}"}),
    get(f"{T}/risks/settings", "risks.read", "risk_settled"),
    get(f"{T}/risks/settings/change", "risks.settle"),
    post(
        f"{T}/risks/settings",
        "risks.settle",
        form={
            **a_day("effective_from", "2099-01-01"),
            "source": "Governing body",
            "likelihoods": "Rare\nPossible\nLikely",
            "consequences": "Minor\nModerate\nMajor",
            "bands": "Low: 1 to 3, green\nHigh: 4 to 9, red",
            "categories": "Finance: open, 6",
            "review_days": "30",
            "cut_off_day": "20",
        },
    ),
    post(
        f"{T}/risks/settings/{{settled_id}}/withdrawal",
        "risks.settle",
        "risk_settled",
        form={"because": "A slip"},
    ),
    get(f"{T}/risks/rounds", "risks.read", "risk_round"),
    post(
        f"{T}/risks/rounds",
        "risks.settle",
        "risk",
        form={
            **a_day("cut_off_on", (real_now() + timedelta(days=25)).date().isoformat()),
            "committee_id": "{committee_id}",
        },
    ),
    get(f"{T}/risks/rounds/{{round_id}}", "risks.read", "risk_round"),
    get(f"{T}/risks/rounds/{{round_id}}/list.csv", "risks.read", "risk_round"),
    get(f"{T}/risks/rounds/{{round_id}}/risks/{{risk_id}}", "risks.read", "risk_round"),
    post(
        f"{T}/risks/rounds/{{round_id}}/risks/{{risk_id}}",
        "risks.keep",
        "risk_round",
        form={"words": "Right"},
    ),
    post(
        f"{T}/risks/rounds/{{round_id}}/risks/{{risk_id}}/check",
        "risks.keep",
        "risk_said",
        form={"agreed": "yes", "version": "1"},
        who="executive-owner",
    ),
    get(RISK, "risks.read", "risk"),
    get(f"{RISK}/change", "risks.keep", "risk"),
    post(f"{RISK}/change", "risks.keep", "risk", form={**A_RISK, "version": "1"}),
    get(f"{RISK}/score", "risks.keep", "risk"),
    post(
        f"{RISK}/score", "risks.keep", "risk", form={"kind": "current", "likelihood": "4", "consequence": "4"}
    ),
    get(f"{RISK}/trajectory", "risks.keep", "risk"),
    post(f"{RISK}/trajectory", "risks.keep", "risk", form={**a_day("falls_on", "2099-01-01"), "score": "4"}),
    post(f"{RISK}/trajectory/{{point_id}}/drop", "risks.keep", "risk", form={"version": "1"}),
    post(f"{RISK}/review", "risks.keep", "risk"),
    post(f"{RISK}/closure", "risks.keep", "risk", form={"close_because": "It went away"}),
    post(f"{RISK}/moves", "risks.keep", "risk", form={"move_because": "It grew"}),
    post(
        f"{RISK}/moves/{{move_id}}",
        "risks.settle",
        "risk_moving",
        form={"agreed": "yes", "agreed_by": "Governing body", "version": "1"},
    ),
    post(f"{RISK}/steps/{{step_id}}/undo", "risks.keep", "risk", form={"undo_because": "A slip"}),
    post(
        f"{RISK}/actions",
        "actions.keep",
        "risk",
        form={"action_words": "Mend it", "action_owner_id": "{person_id}"},
    ),
    get(RESTING, "risks.keep", "risk_resting"),
    post(RESTING, "risks.keep", "risk_resting", form={"evidence_id": "{evidence_id}"}),
    post(f"{RESTING}/{{evidence_id}}/end", "risks.keep", "risk_resting", form={"reason": "It ran out"}),
    get(f"{RISK}/{{part}}/new", "risks.keep", "risk_control"),
    post(
        f"{RISK}/{{part}}/new",
        "risks.keep",
        "risk_gap",
        form={
            "kind": "control",
            "words": "Missing",
            "control_id": "{control_id}",
            "owner_person_id": "{person_id}",
        },
    ),
    get(f"{RISK}/{{part}}/{{part_id}}", "risks.keep", "risk_gap"),
    post(
        f"{RISK}/{{part}}/{{part_id}}",
        "risks.keep",
        "risk_assurance",
        form={"words": "A report", "line": "2", "control_id": "{control_id}", "version": "1"},
    ),
    post(
        f"{RISK}/{{part}}/{{part_id}}/end",
        "risks.keep",
        "risk_control",
        form={"because": "It stopped", "version": "1"},
    ),
)

NOTES = (
    get(f"{PAPER}/notes", "papers.note", "note"),
    post(f"{PAPER}/notes", "papers.note", "note", form={"version": "1", "words": "One more note"}),
    post(f"{PAPER}/notes/return", "papers.note", "note", form={"version": "1", "words": "Back again"}),
    get(f"{MEETING}/notes", "papers.note", "note"),
    get(f"{T}/notes", "papers.note", "note"),
    get(f"{T}/notes/file", "papers.note", "note"),
    post(f"{T}/notes/keeping", "registers.retain", form={"months": "18", "source": "A test"}),
    get(f"{T}/notes/{{note_id}}", "papers.note", "note"),
    post(f"{T}/notes/{{note_id}}", "papers.note", "note", form={"words": "Said otherwise"}),
    post(f"{T}/notes/{{note_id}}/sharing", "papers.note", "note", form={"shared": "no"}),
    post(f"{T}/notes/{{note_id}}/removal", "papers.note", "note"),
    post(f"{T}/notes/{{note_id}}/keeping", "papers.note", "note"),
    get(
        f"{T}/search-papers",
        "meetings.read",
        unswept="it names no record; tests/reading/test_search.py reads it as several people",
    ),
)
AN_ACTION = f"{T}/actions/{{action_id}}"
ACTIONS = (
    get(f"{T}/actions", "actions.read", "action"),
    get(f"{T}/actions/list.csv", "actions.read", "action"),
    get(f"{T}/actions/new", "actions.keep", "action"),
    post(
        f"{T}/actions",
        "actions.keep",
        "action",
        form={
            "words": "A test",
            "source_kind": "hand",
            "committee_id": "{committee_id}",
            "owner_person_id": "{person_id}",
            "deputy_person_id": "{deputy_id}",
        },
    ),
    get(f"{T}/actions/rule", "actions.read", "action_rule"),
    post(
        f"{T}/actions/rule",
        "actions.keep",
        "action",
        form={
            "committee_id": "{committee_id}",
            "amber_within": "5",
            "red_after": "0",
            "moves_to_amber": "2",
            "closed_by_committee": "no",
            "source": "A test",
            **a_day("effective_from", "2014-04-01"),
        },
    ),
    post(
        f"{T}/actions/rule/take-back",
        "actions.keep",
        "committee_rule",
        form={
            "committee_id": "{committee_id}",
            "effective_from": "{effective_from}",
            "because": "A test",
        },
    ),
    get(AN_ACTION, "actions.read", "action"),
    get(f"{AN_ACTION}/evidence/{{step_id}}", "actions.read", "action"),
    post(f"{AN_ACTION}/report", "actions.report", "action", form={"update": "A test"}),
    post(
        f"{AN_ACTION}/due-day",
        "actions.report",
        "action",
        form={**a_day("due_on", "2031-09-17"), "due_agreed_by": "The chair"},
    ),
    post(f"{AN_ACTION}/owner", "actions.report", "action", form={"owner_person_id": "{person_id}"}),
    post(f"{AN_ACTION}/deputy", "actions.report", "action", form={"deputy_person_id": "{person_id}"}),
    post(f"{AN_ACTION}/words", "actions.report", "action", form={"new_words": "Other words"}),
    post(f"{AN_ACTION}/waits", "actions.report", "action", form={"for_action_id": "{other_id}"}),
    post(
        f"{AN_ACTION}/waits/ending", "actions.report", "waiting_action", form={"for_action_id": "{other_id}"}
    ),
    post(f"{AN_ACTION}/claim", "actions.report", "action", form={"done_words": "A test"}),
    post(
        f"{AN_ACTION}/request",
        "actions.report",
        "action",
        form={"request": "more-time", **a_day("until", "2031-09-17")},
    ),
    post(f"{AN_ACTION}/refusal", "actions.report", "asked_action", form={"decline_reason": "A test"}),
    post(f"{AN_ACTION}/closure", "actions.report", "claimed_action"),
    post(f"{AN_ACTION}/reopening", "actions.report", "claimed_action", form={"reopen_reason": "A test"}),
    post(
        f"{AN_ACTION}/withdrawal",
        "actions.report",
        "action",
        form={"withdraw_reason": "A test", "withdraw_agreed_by": "The chair"},
    ),
    post(f"{AN_ACTION}/striking-out", "actions.report", "action", form={"strike_reason": "A test"}),
    post(f"{T}/action-steps/{{step_id}}/undoing", "actions.report", "action", form={"because": "A test"}),
    get(f"{T}/public/actions/{{token}}", PUBLIC, "action"),
    post(f"{T}/public/actions/{{token}}", PUBLIC, "action", form={"answer": "done", "words": "A test"}),
)
A_QUESTION = f"{T}/challenge/{{question_id}}"
CHALLENGE = (
    get(f"{T}/challenge", "challenge.read", "asked_question"),
    get(f"{T}/challenge/list.csv", "challenge.read", "asked_question"),
    get(f"{T}/challenge/report", "challenge.read", "asked_question"),
    get(f"{T}/challenge/report.csv", "challenge.read", "asked_question"),
    get(f"{T}/challenge/new", "challenge.keep", "asked_question"),
    post(
        f"{T}/challenge",
        "challenge.keep",
        "asked_question",
        form={
            "topic": "A test",
            "kind": "assurance",
            "words": "A test",
            "asked_by_person_id": "{person_id}",
            "committee_id": "{committee_id}",
            **a_day("asked_on", "2014-04-01"),
        },
    ),
    get(A_QUESTION, "challenge.read", "asked_question"),
    post(
        f"{A_QUESTION}/steps",
        "challenge.read",
        "asked_question",
        form={"version": "1", "act": "answered", "words": "A test"},
    ),
    post(
        f"{A_QUESTION}/words",
        "challenge.read",
        "asked_question",
        form={"version": "1", "topic": "A test", "new_words": "A test"},
    ),
)
AN_EVIDENCE = f"{T}/evidence/{{evidence_id}}"
A_STATEMENT: dict[str, object] = {
    "sort": "statement",
    "statement": "A test",
    "stated_by_person_id": "{person_id}",
    "shows": "A test",
    "limits": "A test",
    "line": "2",
    "independence": "within",
    "level": "reasonable",
    **a_day("effective_from", "2014-04-01"),
    **a_day("review_on", "2031-09-17"),
}
EVIDENCE = (
    get(f"{T}/evidence", "assurance.read", "evidence_item"),
    get(f"{T}/evidence/list.csv", "assurance.read", "evidence_item"),
    get(f"{T}/evidence/new", "assurance.answer"),
    post(
        f"{T}/evidence",
        "assurance.answer",
        "evidence_item",
        form={**A_STATEMENT, "title": "A test", "owner_person_id": "{person_id}", "readers": "{person_id}"},
    ),
    get(AN_EVIDENCE, "assurance.read", "evidence_item"),
    get(f"{AN_EVIDENCE}/files/{{file_id}}", "assurance.read", "evidence_filed"),
    get(f"{AN_EVIDENCE}/new-version", "assurance.read", "evidence_item"),
    post(
        f"{AN_EVIDENCE}/new-version",
        "assurance.read",
        "evidence_item",
        form={**A_STATEMENT, "version": "1", "why": "A test"},
    ),
    post(
        f"{AN_EVIDENCE}/confirmation",
        "assurance.read",
        "evidence_item",
        form={"version": "1", "confirm_words": "A test", **a_day("confirm_review_on", "2031-09-17")},
    ),
    post(
        f"{AN_EVIDENCE}/keeping",
        "assurance.read",
        "evidence_item",
        form={
            "version": "1",
            "title": "A test",
            "owner_person_id": "{person_id}",
            "readers": "{person_id}",
        },
    ),
    post(
        f"{AN_EVIDENCE}/withdrawal",
        "assurance.read",
        "evidence_item",
        form={"version": "1", "withdraw_reason": "A test"},
    ),
    post(
        f"{AN_EVIDENCE}/restoring",
        "assurance.read",
        "evidence_withdrawn",
        form={"version": "2", "restore_reason": "A test", **a_day("restore_review_on", "2031-09-17")},
    ),
    post(
        f"{AN_EVIDENCE}/holds",
        "assurance.keep",
        "evidence_item",
        form={"hold_kind": "legal", "hold_reason": "A test"},
    ),
    post(
        f"{T}/evidence-holds/{{hold_id}}/lifting",
        "assurance.keep",
        "evidence_held",
        form={"lift_reason": "A test"},
    ),
    post(f"{AN_EVIDENCE}/disposals", "assurance.keep", "evidence_old"),
    post(
        f"{T}/evidence-disposals/{{disposal_id}}/decision",
        "assurance.keep",
        "evidence_proposed",
        form={"decision": "approve", "decision_reason": "A test"},
    ),
    post(
        f"{T}/evidence-disposals/{{disposal_id}}/done",
        "assurance.keep",
        "evidence_approved",
        form={"how": "A test"},
    ),
)
READ = f"{PACK}/read/{{key}}"
READER = (
    get(
        f"{MEETING}/read",
        "packs.board.read",
        "opened_pack",
        silent="it leads to the newest issue",
    ),
    get(f"{PACK}/read", "packs.board.read", "opened_pack"),
    post(f"{PACK}/opening", "packs.board.read", "opened_pack"),
    get(READ, "packs.board.read", "opened_pack"),
    get(f"{READ}/printed", "packs.board.read", "opened_pack"),
    get(f"{READ}/note", "papers.note", "opened_pack"),
    post(
        f"{READ}/note",
        "papers.note",
        "opened_pack",
        form={"block": "0", "version": "1", "exact": "{exact}", "words": "A note while reading"},
    ),
    get(f"{PACK}/words", "packs.board.read", "opened_pack"),
    get(f"{PACK}/pictures/{{page}}", "packs.board.read", "opened_pack", silent="a picture of a page"),
    post(f"{PACK}/keeping", "packs.board.read", "opened_pack"),
    get(f"{PACK}/lease", "packs.board.read", "opened_pack", silent="a token, and the id that was asked for"),
    get(f"{MEETING}/openings", "packs.board.read", "opened_pack"),
    get(f"{T}/reading", "packs.board.read", unswept="the reader's own; it names no record"),
    post(f"{T}/reading", "packs.board.read", form={"size": "150", "spacing": "wide", "colours": "dark"}),
    post(f"{T}/reading/receipts", "packs.board.build", form={"shown": "no"}),
    get(f"{T}/reader-worker.js", PUBLIC, unswept="a script; it names no record"),
)
ASSESSMENT = f"{T}/assurance/assessments/{{assessment_id}}"
ASKED = f"{ASSESSMENT}/requirements/{{requirement_id}}"
VERSIONED = {"version": "{version}"}
ASSESSMENTS = (
    get(f"{T}/assurance", "assurance.read", "assessment"),
    get(f"{T}/assurance/lapses", "assurance.read"),
    get(f"{T}/assurance/lapses.csv", "assurance.read"),
    get(f"{T}/assurance/changes", "assurance.read", "assessment"),
    get(f"{T}/assurance/assessments/new", "assurance.keep", "assessment"),
    post(
        f"{T}/assurance/assessments",
        "assurance.keep",
        "assessment",
        form={
            "edition_id": "{edition_id}",
            "title": "Another year",
            **a_day("period_from", "2030-04-01"),
            **a_day("period_until", "2031-03-31"),
        },
    ),
    get(ASSESSMENT, "assurance.read", "assessment"),
    get(f"{ASSESSMENT}/list.csv", "assurance.read", "assessment"),
    post(f"{ASSESSMENT}/closing", "assurance.keep", "assessment"),
    post(f"{ASSESSMENT}/reopening", "assurance.keep", "closed_assessment", form={"because": "A test"}),
    post(f"{ASSESSMENT}/signature", "assurance.keep", "closed_assessment", form={"words": "A test"}),
    get(ASKED, "assurance.read", "relying_answer"),
    post(
        f"{ASKED}/answer",
        "assurance.answer",
        "assessment",
        form={**VERSIONED, "level": "met", "words": "A test"},
    ),
    post(f"{ASKED}/confirmation", "assurance.answer", "waiting_answer", form=VERSIONED),
    post(f"{ASKED}/review", "assurance.answer", "assessment", form={**VERSIONED, "agrees": "yes"}),
    post(f"{ASKED}/taking-back", "assurance.answer", "assessment", form=VERSIONED),
    post(
        f"{ASKED}/owner",
        "assurance.keep",
        "assessment",
        form={**VERSIONED, "owner_person_id": "{person_id}"},
    ),
    post(f"{ASKED}/evidence", "assurance.answer", "assessment", form={"evidence_id": "{evidence_id}"}),
    post(
        f"{ASKED}/evidence/ending",
        "assurance.answer",
        "relying_answer",
        form={"evidence_id": "{evidence_id}", "reason": "A test"},
    ),
    post(f"{ASKED}/actions", "actions.keep", "assessment", form=AN_ACTION_OF_IT),
)
STATEMENTS_OF = f"{T}/statements/years/{{year}}"
FREEZE = f"{T}/statements/freezes/{{freeze_id}}"
STATEMENT = f"{T}/statements/{{statement_id}}"
STATEMENTS = (
    get(f"{T}/statements", "statements.read", "statement_draft"),
    post(
        f"{T}/statements",
        "statements.keep",
        "year_committee",
        form={"kind": "committee-report", "year": "2025", "committee_id": "{committee_id}"},
    ),
    get(STATEMENTS_OF, "statements.read", "year_committee"),
    get(f"{STATEMENTS_OF}/freezing", "statements.keep", "year_committee"),
    post(f"{STATEMENTS_OF}/freezing", "statements.keep", "frozen_year", form={"reason": "A test"}),
    get(f"{STATEMENTS_OF}/highlights", "statements.read", "year_decision"),
    post(
        f"{STATEMENTS_OF}/highlights",
        "statements.keep",
        "year_decision",
        form={"decision_id": "{decision_id}", "version": "0", "marked": "yes", "words": "A test"},
    ),
    get(FREEZE, "statements.read", "frozen_year"),
    get(f"{FREEZE}/parts/{{part_id}}", "statements.read", "frozen_year"),
    get(f"{FREEZE}/parts/{{part_id}}/lines.csv", "statements.read", "frozen_year"),
    get(f"{FREEZE}/changes", "statements.read", "frozen_year"),
    get(f"{FREEZE}/changes.csv", "statements.read", "frozen_year"),
    get(STATEMENT, "statements.read", "statement_draft"),
    post(f"{STATEMENT}/freeze", "statements.keep", "statement_draft", form={"freeze_id": "{freeze_id}"}),
    get(f"{STATEMENT}/places/{{section}}", "statements.keep", "statement_draft"),
    post(
        f"{STATEMENT}/places/{{section}}",
        "statements.keep",
        "statement_draft",
        form={"seen": "0", "words": "A test"},
    ),
    post(f"{STATEMENT}/sending", "statements.keep", "statement_whole"),
    post(
        f"{STATEMENT}/question",
        "statements.sign",
        "statement_sent",
        form={"question": "A test"},
        who="executive-owner",
    ),
    post(
        f"{STATEMENT}/signature",
        "statements.sign",
        "statement_sent",
        form={"seen": "{seen}", "read": "yes"},
        who="executive-owner",
    ),
    post(
        f"{STATEMENT}/addenda",
        "statements.keep",
        "statement_signed",
        form={"addendum": "A test", "reason": "A test"},
    ),
    post(
        f"{STATEMENT}/addenda/{{addendum_id}}/signature",
        "statements.sign",
        "statement_signed",
        who="executive-owner",
    ),
    post(f"{STATEMENT}/printing", "statements.keep", "statement_draft"),
    get(f"{STATEMENT}/files/{{file_id}}", "statements.read", "statement_signed"),
)

FRAMEWORKS_AT = f"{T}/assurance/frameworks"
A_FRAMEWORK = f"{FRAMEWORKS_AT}/{{edition_id}}"
A_DOMAIN = f"{T}/assurance/framework-domains/{{domain_id}}"
A_REQUIREMENT = f"{T}/assurance/framework-requirements/{{requirement_id}}"
A_SHEET = f"{T}/assurance/framework-sheets/{{import_id}}"
A_SHIPPED = f"{FRAMEWORKS_AT}/shipped/{{framework}}/{{label}}"
CATALOGUED = "A shipped framework is everybody's, and its address names no tenant's record."
OF_A_DOMAIN: dict[str, object] = {"ref": "Q", "name": "Named in a test"}
OF_A_REQUIREMENT: dict[str, object] = {
    "domain_id": "{domain_id}",
    "ref": "A9",
    "words": "Asked in a test",
    "scale": "met",
    "version": "1",
}
FRAMEWORKS = (
    get(FRAMEWORKS_AT, "assurance.read", "own_draft"),
    get(f"{FRAMEWORKS_AT}/shipped", "assurance.read"),
    get(f"{FRAMEWORKS_AT}/new", "assurance.keep"),
    get(f"{FRAMEWORKS_AT}/template.xlsx", "assurance.keep"),
    post(FRAMEWORKS_AT, "assurance.keep", form={"title": "Begun in a test", "label": "1"}),
    get(A_SHIPPED, "assurance.read", "shipped_framework", unswept=CATALOGUED),
    post(A_SHIPPED, "assurance.keep", "shipped_framework", unswept=CATALOGUED),
    get(A_FRAMEWORK, "assurance.read", "own_draft"),
    get(f"{A_FRAMEWORK}/export.xlsx", "assurance.read", "own_draft"),
    get(f"{A_FRAMEWORK}/export.csv", "assurance.read", "own_draft"),
    get(f"{A_FRAMEWORK}/settle", "assurance.keep", "own_draft"),
    post(f"{A_FRAMEWORK}/use", "assurance.keep", "own_draft"),
    post(f"{A_FRAMEWORK}/retire", "assurance.keep", "own_framework", form={"because": "A test"}),
    post(f"{A_FRAMEWORK}/withdraw", "assurance.keep", "own_draft"),
    post(f"{A_FRAMEWORK}/next", "assurance.keep", "own_framework", form={"label": "2"}),
    get(f"{A_FRAMEWORK}/about", "assurance.keep", "own_draft"),
    post(f"{A_FRAMEWORK}/about", "assurance.keep", "own_draft", form={"title": "Better", "version": "1"}),
    get(f"{A_FRAMEWORK}/scale", "assurance.keep", "own_draft"),
    post(
        f"{A_FRAMEWORK}/scale",
        "assurance.keep",
        "own_draft",
        form={"name": "Yes or no", "levels": "No | not met\nYes | met", "version": "1"},
    ),
    get(f"{A_FRAMEWORK}/domains", "assurance.keep", "own_draft"),
    post(f"{A_FRAMEWORK}/domains", "assurance.keep", "own_draft", form=OF_A_DOMAIN),
    get(A_DOMAIN, "assurance.keep", "own_draft"),
    post(A_DOMAIN, "assurance.keep", "own_draft", form={**OF_A_DOMAIN, "version": "1"}),
    post(f"{A_DOMAIN}/leave-out", "assurance.keep", "own_draft_with_spare", form={"version": "1"}),
    get(f"{A_FRAMEWORK}/requirements/new", "assurance.keep", "own_draft"),
    post(f"{A_FRAMEWORK}/requirements", "assurance.keep", "own_draft", form=OF_A_REQUIREMENT),
    get(A_REQUIREMENT, "assurance.keep", "own_draft"),
    post(A_REQUIREMENT, "assurance.keep", "own_draft", form=OF_A_REQUIREMENT),
    post(f"{A_REQUIREMENT}/leave-out", "assurance.keep", "own_draft", form={"version": "1"}),
    get(f"{A_FRAMEWORK}/change", "assurance.read", "next_edition"),
    post(f"{A_FRAMEWORK}/change", "assurance.keep", "next_edition", form={"seen": "{seen}"}),
    post(
        f"{A_FRAMEWORK}/became",
        "assurance.keep",
        "next_edition",
        form={"from_requirement_id": "{from_requirement_id}", "refs": "A1"},
    ),
    get(f"{A_REQUIREMENT}/mappings", "assurance.read", "requirement_mapping"),
    post(
        f"{A_REQUIREMENT}/mappings",
        "assurance.keep",
        "two_requirements",
        form={"relation": "intersects", "other": "{other_id}"},
    ),
    post(
        f"{T}/assurance/framework-mappings/{{mapping_id}}/end",
        "assurance.keep",
        "requirement_mapping",
        form={"ended_because": "A test"},
    ),
    get(f"{A_FRAMEWORK}/sheet", "assurance.keep", "framework_sheet"),
    post(f"{A_FRAMEWORK}/sheet", "assurance.keep", "own_draft", files={"file": "framework"}),
    get(A_SHEET, "assurance.keep", "framework_sheet"),
    post(
        f"{A_SHEET}/columns",
        "assurance.keep",
        "framework_sheet",
        form={"column": ["0:domain", "1:ref", "2:text"]},
    ),
    post(f"{A_SHEET}/bring-in", "assurance.keep", "framework_sheet"),
    post(f"{A_SHEET}/undo", "assurance.keep", "framework_sheet_in"),
    post(f"{A_SHEET}/give-up", "assurance.keep", "framework_sheet"),
)
REGISTERED = f"{T}/functions/{{function_id}}"
HOLDER = f"{REGISTERED}/holders/{{holding_id}}"
TRANSFER = f"{T}/functions/plans/{{plan_id}}"
TRANSFER_PHASE = f"{TRANSFER}/phases/{{phase_id}}"
DELEGATED_BY = f"{T}/delegation-agreements/{{agreement_id}}"
TERMS: dict[str, object] = {
    "name": "An agreement",
    "body": "A body",
    "model": "delegated",
    "function_ids": ["{function_id}"],
    **a_day("from_on", "2015-04-01"),
}
FUNCTIONS = (
    get(f"{T}/functions", "functions.read", "register_function"),
    get(f"{T}/functions.csv", "functions.read", "register_function"),
    get(f"{T}/functions/map", "functions.read", "register_function"),
    post(f"{T}/functions/map/prints", "functions.read", form={"shown": "2016-04-01"}),
    get(f"{T}/functions/map/prints/{{print_id}}", "functions.read", "functions_print"),
    get(f"{T}/functions/new", "functions.keep", "power"),
    post(
        f"{T}/functions",
        "functions.keep",
        "register_function",
        form={"name": "Another than {name}", "area": "Other", "scheme": ["{power_id}"]},
    ),
    get(REGISTERED, "functions.read", "register_function"),
    get(f"{REGISTERED}/change", "functions.keep", "register_function"),
    post(
        f"{REGISTERED}/change",
        "functions.keep",
        "register_function",
        form={"name": "{name}", "area": "Changed", "scheme": ["{power_id}"]},
    ),
    post(f"{REGISTERED}/retirement", "functions.keep", "register_function"),
    post(f"{REGISTERED}/return", "functions.keep", "retired_register_function"),
    post(
        f"{REGISTERED}/holders",
        "functions.keep",
        "new_register_function",
        form={
            "who": "us",
            "standing": "delegated",
            "basis": "A test",
            "agreement_id": "{agreement_id}",
            **a_day("from_on", "2016-04-01"),
        },
    ),
    post(f"{HOLDER}/end", "functions.keep", "register_function", form=a_day("last_on", "2016-01-31")),
    post(f"{HOLDER}/withdrawal", "functions.keep", "register_function", form={"because": "A test"}),
    get(f"{HOLDER}/file", "functions.read", "register_function"),
    get(f"{T}/functions/plans", "functions.read", "transfer_plan"),
    post(
        f"{T}/functions/lists",
        "functions.keep",
        form={"key": "delegated-functions/2022-07"},
    ),
    get(f"{T}/functions/plans/new", "functions.keep", "signed_agreement"),
    post(
        f"{T}/functions/plans",
        "functions.keep",
        "signed_agreement",
        form={
            "name": "A plan",
            "about": "A test",
            "held_before_by": "A body",
            "phase": "One",
            "agreement_id": "{agreement_id}",
        },
    ),
    get(TRANSFER, "functions.read", "transfer_plan"),
    post(f"{TRANSFER}/phases", "functions.keep", "transfer_plan", form={"phase_name": "Two"}),
    get(TRANSFER_PHASE, "functions.keep", "transfer_plan"),
    post(
        TRANSFER_PHASE,
        "functions.keep",
        "transfer_plan",
        form={"phase_name": "One", "function_ids": ["{function_id}"]},
    ),
    post(
        f"{TRANSFER_PHASE}/transfers",
        "functions.keep",
        "transfer_plan",
        form={"moved_ids": ["{function_id}"], "basis": "A test", **a_day("happened_on", "2016-04-01")},
    ),
    post(f"{TRANSFER}/retirement", "functions.keep", "transfer_plan"),
    get(f"{T}/delegation-agreements", "functions.read", "signed_agreement"),
    get(f"{T}/delegation-agreements.csv", "functions.read", "signed_agreement"),
    get(f"{T}/delegation-agreements/new", "functions.keep", "register_function"),
    post(f"{T}/delegation-agreements", "functions.keep", "register_function", form=TERMS),
    get(DELEGATED_BY, "functions.read", "signed_agreement"),
    get(f"{DELEGATED_BY}/change", "functions.keep", "agreement_terms"),
    post(f"{DELEGATED_BY}/change", "functions.keep", "agreement_terms", form=TERMS),
    post(
        f"{DELEGATED_BY}/signature",
        "functions.keep",
        "agreement_terms",
        form={"by_us": "A", "by_body": "B", **a_day("signed_on", "2015-03-01")},
    ),
    get(f"{DELEGATED_BY}/file", "functions.read", "signed_agreement"),
    post(
        f"{DELEGATED_BY}/variations",
        "functions.keep",
        "signed_agreement",
        form={
            "words": "A test",
            "agreed_by_us": "A",
            "agreed_by_body": "B",
            **a_day("agreed_on", "2015-05-01"),
            **a_day("effective_on", "2015-06-01"),
        },
    ),
    post(
        f"{DELEGATED_BY}/variations/{{record_id}}/withdrawal",
        "functions.keep",
        "signed_agreement",
        form={"because": "A test"},
    ),
    post(
        f"{DELEGATED_BY}/notices",
        "functions.keep",
        "signed_agreement",
        form={"gave": "us", "reason": "A test", **a_day("given_on", "2015-05-01")},
    ),
    post(
        f"{DELEGATED_BY}/notices/{{record_id}}/withdrawal",
        "functions.keep",
        "agreement_notice",
        form={"because": "A test"},
    ),
    post(
        f"{DELEGATED_BY}/segregations",
        "functions.keep",
        "signed_agreement",
        form={
            "cost_centres": "C1",
            "kept_apart": "A test",
            "seen_in": "Ledger",
            **a_day("apart_from", "2015-05-01"),
        },
    ),
    post(
        f"{DELEGATED_BY}/segregations/{{record_id}}/withdrawal",
        "functions.keep",
        "agreement_segregation",
        form={"because": "A test"},
    ),
    get(f"{DELEGATED_BY}/records/{{record_id}}/file", "functions.read", "signed_agreement"),
    post(
        f"{DELEGATED_BY}/reports",
        "functions.keep",
        "signed_agreement",
        form={"title": "A report", "rhythm": "on-request"},
    ),
    post(f"{DELEGATED_BY}/reports/{{report_id}}/end", "functions.keep", "signed_agreement"),
    post(f"{DELEGATED_BY}/retirement", "functions.keep", "agreement_terms"),
)
A_RELEASE = f"{T}/releases/{{release_id}}"
A_RELEASE_TO = f"{A_RELEASE}/recipients/{{recipient_id}}"
A_LINKED_PACK = f"{T}/public/releases/{{recipient_id}}"
A_RELEASE_SAID = {
    "pack_id": "{pack_id}",
    "regulator": "A regulator",
    "regulator_kind": "Auditor",
    "name_1": "A reader",
    "post_1": "A post",
    **a_day("expires_on", (real_now() + timedelta(days=30)).date().isoformat()),
    "expires_time": "17:00",
    "most_downloads": "3",
    "by_mail": "none",
    "step": "preview",
}
A_RETURN = f"{T}/reporting/{{return_id}}"
AN_ISSUE = f"{T}/reporting/issues/{{issue_id}}"
A_QUESTION_BACK = f"{T}/reporting/questions/{{question_id}}"
A_LETTER = f"{T}/regulator-letters/{{letter_id}}"
A_LETTER_SAID = {"body": "A body", "subject": "A test", "words": "Why?", **a_day("received_on", "2014-06-02")}
REPORTING = (
    get(f"{T}/reporting", "reporting.read", "owed_return"),
    get(f"{T}/reporting/returns.csv", "reporting.read", "owed_return"),
    get(f"{T}/reporting/new", "reporting.prepare"),
    post(
        f"{T}/reporting",
        "reporting.prepare",
        "asked_for_return",
        form={"title": "A test", "body": "A body", "owner_person_id": "{person_id}"},
    ),
    post(
        f"{T}/reporting/taking-up",
        "reporting.prepare",
        "asked_for_return",
        form={
            "report_id": "{report_id}",
            "until_on-day": "{until_day}",
            "until_on-month": "{until_month}",
            "until_on-year": "{until_year}",
            "owner_person_id": "{person_id}",
        },
    ),
    get(f"{T}/reporting/milestones/{{milestone_id}}", "reporting.prepare", "milestone"),
    post(f"{T}/reporting/milestones/{{milestone_id}}", "reporting.prepare", "milestone"),
    get(A_RETURN, "reporting.read", "back_question"),
    post(A_RETURN, "reporting.prepare", "owed_return", form={"version": "1", "body": "A body"}),
    post(f"{A_RETURN}/withdrawal", "reporting.prepare", "owed_return", form={"because": "A test"}),
    post(f"{A_RETURN}/issues", "reporting.prepare", "owed_return"),
    post(
        f"{A_RETURN}/questions",
        "reporting.prepare",
        "owed_return",
        form={"question": "Why?", "asked_by": "Somebody", **a_day("asked_on", "2014-06-02")},
    ),
    post(
        f"{A_RETURN}/outcomes",
        "reporting.prepare",
        "sent_issue",
        form={"verdict": "accepted", "decided_by": "Somebody", **a_day("decided_on", "2014-06-02")},
        files={"file": "markdown"},
    ),
    post(f"{A_QUESTION_BACK}/issues", "reporting.prepare", "back_question"),
    post(
        f"{A_QUESTION_BACK}/owner",
        "reporting.prepare",
        "back_question",
        form={"owner_person_id": "{person_id}"},
    ),
    get(AN_ISSUE, "reporting.read", "sent_issue"),
    post(f"{AN_ISSUE}/words", "reporting.prepare", "draft_issue", form={"version": "1", "words": "A test"}),
    post(
        f"{AN_ISSUE}/figures",
        "reporting.prepare",
        "draft_issue",
        form={"version": "1", "mergers_value": "2", "mergers_words": "A test", "mergers_red": "yes"},
    ),
    post(f"{AN_ISSUE}/drawing", "reporting.prepare", "draft_issue", form={"version": "1"}),
    post(f"{AN_ISSUE}/attachments", "reporting.prepare", "draft_issue", files={"file": "markdown"}),
    post(f"{AN_ISSUE}/attachments/{{attached_id}}/removal", "reporting.prepare", "attached_issue"),
    get(f"{AN_ISSUE}/files/{{file_id}}", "reporting.read", "approved_issue"),
    post(f"{AN_ISSUE}/approval-request", "reporting.prepare", "whole_issue", form={"version": "{version}"}),
    post(
        f"{AN_ISSUE}/sending-back",
        "reporting.approve",
        "asked_issue",
        form={"back_words": "A test"},
        who="executive-owner",
    ),
    post(
        f"{AN_ISSUE}/approval",
        "reporting.approve",
        "asked_issue",
        form={"seen": "{seen}", "read": "yes"},
        who="executive-owner",
    ),
    post(f"{AN_ISSUE}/sending", "reporting.prepare", "overseen_issue"),
    post(
        f"{AN_ISSUE}/sent",
        "reporting.prepare",
        "approved_issue",
        form={"on-day": "{day}", "on-month": "{month}", "on-year": "{year}", "how": "A test"},
    ),
    post(f"{AN_ISSUE}/dropping", "reporting.prepare", "draft_issue", form={"because": "A test"}),
    get(f"{T}/releases", "releases.read", "release"),
    get(f"{T}/releases/releases.csv", "releases.read", "release"),
    get(f"{T}/releases/new", "releases.release"),
    post(f"{T}/releases", "releases.release", "pack_to_release", form=A_RELEASE_SAID),
    get(A_RELEASE, "releases.read", "release"),
    get(f"{A_RELEASE}/accesses.csv", "releases.read", "visited_release"),
    post(
        f"{A_RELEASE}/revocation", "releases.release", "release", form={"version": "1", "because": "A test"}
    ),
    post(f"{A_RELEASE}/undoing", "releases.release", "mailed_release"),
    post(
        f"{A_RELEASE}/extension",
        "releases.release",
        "release",
        form={
            "version": "1",
            **a_day("expires_on", (real_now() + timedelta(days=60)).date().isoformat()),
            "expires_time": "12:00",
            "most_downloads": "4",
        },
    ),
    post(f"{A_RELEASE_TO}/code", "releases.release", "release"),
    post(f"{A_RELEASE_TO}/link", "releases.release", "release", form={"by_mail": "none"}),
    post(f"{A_RELEASE_TO}/ending", "releases.release", "release", form={"end_because": "A test"}),
    get(
        f"{T}/public/releases/links/{{token}}",
        PUBLIC,
        "release",
        silent="of the pack it says nothing before the code is given",
    ),
    post(f"{T}/public/releases/links", PUBLIC, "release", form={"token": "{token}", "code": "{code}"}),
    get(A_LINKED_PACK, PUBLIC, "visited_release"),
    post(f"{A_LINKED_PACK}/downloads", PUBLIC, "visited_release", form={"form": "sealed"}),
    get(f"{A_LINKED_PACK}/downloads/{{download_id}}", PUBLIC, "begun_download"),
    post(
        f"{A_LINKED_PACK}/receipts",
        PUBLIC,
        "visited_release",
        form={"sha256": "0" * 64, "holds": "yes", "how": "confirmed"},
    ),
    post(f"{A_LINKED_PACK}/leaving", PUBLIC, "visited_release"),
    get(f"{T}/regulator-letters", "reporting.read", "regulator_letter"),
    get(f"{T}/regulator-letters/letters.csv", "reporting.read", "regulator_letter"),
    get(f"{T}/regulator-letters/new", "reporting.prepare"),
    post(f"{T}/regulator-letters", "reporting.prepare", form=A_LETTER_SAID),
    get(A_LETTER, "reporting.read", "regulator_letter"),
    get(f"{A_LETTER}/file", "reporting.read", "regulator_letter"),
    post(A_LETTER, "reporting.prepare", "regulator_letter", form={**A_LETTER_SAID, "version": "1"}),
    post(f"{A_LETTER}/issues", "reporting.prepare", "regulator_letter"),
    post(
        f"{A_LETTER}/actions",
        "reporting.prepare",
        "regulator_letter",
        form={"follow_words": "A test", "follow_owner_id": "{person_id}"},
    ),
    post(f"{A_LETTER}/closing", "reporting.prepare", "regulator_letter", form={"because": "A test"}),
    post(f"{A_LETTER}/reopening", "reporting.prepare", "closed_letter", form={"because": "A test"}),
)
ASKED = f"{T}/requests/{{request_id}}"
HELD = f"{ASKED}/documents/{{document_id}}"
LOGGED: dict[str, object] = {
    "kind": "foi",
    "came": "mail",
    "subject": "A test",
    "asked": "A test",
    "name": "Invented Person",
    "contact": "nobody@example.invalid",
    **a_day("received_on", "2014-09-01"),
}


def that_day(name: str) -> dict[str, object]:
    """The day of the thing, in three boxes."""
    return {f"{name}-day": "{day}", f"{name}-month": "{month}", f"{name}-year": "{year}"}


REQUESTS = (
    get(f"{T}/disclosures", PUBLIC, "disclosure"),
    get(f"{T}/disclosures/{{disclosure_id}}", PUBLIC, "disclosure"),
    get(f"{T}/disclosures/{{disclosure_id}}/files/{{document_id}}", PUBLIC, "disclosure"),
    get(f"{T}/public/corrections", PUBLIC),
    post(
        f"{T}/public/corrections",
        PUBLIC,
        form={
            "about": "register",
            "place": "A test",
            "wrong": "A test",
            "should_say": "A test",
            "name": "Invented Person",
            "address": "somebody@example.invalid",
        },
    ),
    post(
        f"{T}/public/corrections/proof",
        PUBLIC,
        form={"correction_id": "01a206d7-8eae-7318-9a3e-64c862b75294", "code": "12345678"},
    ),
    get(f"{T}/corrections", "requests.read", "correction"),
    get(f"{T}/corrections/{{correction_id}}", "requests.read", "correction"),
    post(
        f"{T}/corrections/{{correction_id}}/answer",
        "requests.handle",
        "correction",
        form={"outcome": "put-right", "words": "Done"},
    ),
    get(f"{T}/public/requests", PUBLIC),
    post(
        f"{T}/public/requests",
        PUBLIC,
        form={"subject": "A test", "asked": "A test", "name": "Invented Person", "contact": "nowhere"},
    ),
    get(f"{T}/requests", "requests.read", "information_request"),
    get(f"{T}/requests.csv", "requests.read", "information_request"),
    get(f"{T}/requests/figures", "requests.read"),
    get(f"{T}/requests/new", "requests.handle", "information_request", silent="It is an empty form."),
    post(
        f"{T}/requests",
        "requests.handle",
        "information_request",
        form={**LOGGED, "handler_person_id": "{person_id}"},
    ),
    get(f"{T}/requests/searches/{{search_id}}", "tenant.read", "request_search"),
    post(
        f"{T}/requests/searches/{{search_id}}",
        "tenant.read",
        "request_search",
        form={"found": "no", "answer_words": "A test"},
    ),
    get(ASKED, "requests.read", "information_request"),
    post(ASKED, "requests.handle", "information_request", form={**LOGGED, "because": "A test"}),
    post(
        f"{ASKED}/acknowledgement",
        "requests.handle",
        "information_request",
        form=that_day("acknowledged_on"),
    ),
    post(
        f"{ASKED}/handler",
        "requests.handle",
        "information_request",
        form={"handler_person_id": "{person_id}"},
    ),
    post(
        f"{ASKED}/stops",
        "requests.handle",
        "information_request",
        form={"stop_id": "fee", "stop_words": "A test", **that_day("stopped_on")},
    ),
    post(f"{ASKED}/start", "requests.handle", "stopped_request", form=that_day("came_on")),
    post(
        f"{ASKED}/stops/{{stop_id}}/withdrawal",
        "requests.handle",
        "stopped_request",
        form={"because": "A test"},
    ),
    post(
        f"{ASKED}/extension",
        "requests.handle",
        "information_request",
        form={"extended_by": "10", "extended_because": "A test"},
    ),
    post(
        f"{ASKED}/end",
        "requests.handle",
        "information_request",
        form={"because": "A test", **that_day("closed_on")},
    ),
    post(f"{ASKED}/reopening", "requests.handle", "closed_request", form={"because": "A test"}),
    post(
        f"{ASKED}/searches",
        "requests.handle",
        "information_request",
        form={
            "search_person_id": "{person_id}",
            "search_words": "A test",
            **a_day("search_due_on", "2090-01-05"),
        },
    ),
    post(
        f"{ASKED}/searches/{{search_id}}/withdrawal",
        "requests.handle",
        "request_search",
        form={"because": "A test"},
    ),
    post(
        f"{ASKED}/exemptions",
        "requests.handle",
        "information_request",
        form={"exemption_id": "s21", "covers": "A test", "reason": "A test"},
    ),
    post(
        f"{ASKED}/exemptions/{{applied_id}}/withdrawal",
        "requests.handle",
        "request_exemption",
        form={"because": "A test"},
    ),
    post(
        f"{ASKED}/opinion",
        "requests.decide",
        "request_exemption",
        form={"applied_id": "{applied_id}", "office": "A test", "opinion_words": "A test"},
        who="executive-owner",
    ),
    post(f"{ASKED}/documents", "requests.handle", "information_request", files={"file": "staff-list"}),
    get(HELD, "requests.check", "request_document"),
    post(f"{HELD}/decision", "requests.handle", "request_document", form={"disclosing": "withheld"}),
    post(
        f"{HELD}/marks",
        "requests.handle",
        "request_document",
        form={"applied_id": "{applied_id}", "mark_words": "Kept"},
    ),
    post(f"{HELD}/marks/{{mark_id}}/withdrawal", "requests.handle", "request_document"),
    post(f"{HELD}/copy", "requests.handle", "request_document"),
    post(f"{HELD}/withdrawal", "requests.handle", "request_document", form={"because": "A test"}),
    get(f"{HELD}/file", "requests.read", "request_document"),
    get(f"{HELD}/pages/{{number}}", "requests.check", "drawn_document", silent="It is a picture."),
    post(
        f"{ASKED}/answer",
        "requests.handle",
        "request_document",
        form={"outcome": "part", "answer_words": "A test"},
    ),
    post(f"{ASKED}/answer/taking-back", "requests.handle", "prepared_answer"),
    post(f"{ASKED}/answer/approval", "requests.check", "prepared_answer", form={"seen": "{seen}"}),
    post(
        f"{ASKED}/answer/sending-back",
        "requests.check",
        "prepared_answer",
        form={"seen": "{seen}", "check_words": "A test"},
    ),
    post(f"{ASKED}/answer/sent", "requests.handle", "checked_answer", form=that_day("sent_on")),
    post(f"{ASKED}/answer/unsent", "requests.handle", "answered_request", form={"because": "A test"}),
    post(
        f"{ASKED}/review",
        "requests.handle",
        "answered_request",
        form={"review_words": "A test", **that_day("review_asked_on")},
    ),
    post(
        f"{ASKED}/review/outcome",
        "requests.check",
        "reviewed_request",
        form={"verdict": "upheld", "reasons": "A test", **that_day("decided_on")},
        who="executive-owner",
    ),
    post(
        f"{ASKED}/disclosure",
        "requests.handle",
        "answered_request",
        form={"log_title": "A test", "log_asked": "A test", "log_answered": "A test"},
    ),
    post(f"{ASKED}/disclosure/approval", "requests.check", "proposed_disclosure"),
    post(f"{ASKED}/disclosure/end", "requests.handle", "disclosure", form={"because": "A test"}),
)
A_GRANT = f"{T}/systems/grants/{{grant_id}}"
A_CLUSTER = f"{T}/systems/clusters/{{agreement_id}}"
IN_TWO_DAYS = (real_now() + timedelta(days=2)).date().isoformat()
WITH_A_NEIGHBOUR = {
    "other_slug": "{neighbour}",
    **a_day("from_on", "2014-09-01"),
    "signed_by_id": "{person_id}",
    "authority": "A test",
}
SYSTEMS = (
    get(f"{T}/systems", "systems.read", "system_body"),
    get(f"{T}/systems.csv", "systems.read", "system_body"),
    get(f"{T}/systems/bodies/{{agreement_id}}", "systems.read", "system_body"),
    get(f"{T}/systems/grants", "systems.read", "system_grant"),
    get(f"{T}/systems/grants/new", "systems.grant"),
    post(
        f"{T}/systems/grants",
        "systems.grant",
        "system_neighbour",
        form={**WITH_A_NEIGHBOUR, "figures": ["committees", "declarations"], "every": "month"},
    ),
    post(
        f"{T}/systems/threshold",
        "systems.grant",
        form={"threshold": "6", **a_day("from_on", IN_TWO_DAYS), "source": "A test"},
    ),
    get(A_GRANT, "systems.read", "system_grant"),
    post(f"{A_GRANT}/delivery", "systems.grant", "system_grant"),
    post(f"{A_GRANT}/ending", "systems.grant", "system_grant", form={"because": "A test"}),
    get(f"{T}/systems/clusters", "systems.read", "cluster"),
    get(f"{T}/systems/clusters/new", "systems.grant"),
    post(
        f"{T}/systems/clusters",
        "systems.grant",
        "system_neighbour",
        form={**WITH_A_NEIGHBOUR, "name": "A cluster", "offices": "Chair", "source": "A test"},
    ),
    get(A_CLUSTER, "systems.read", "cluster"),
    post(
        f"{A_CLUSTER}/offices",
        "systems.grant",
        "cluster",
        form={"office": "Board secretary", "person_id": "{person_id}", **a_day("since", "2014-09-01")},
    ),
    post(f"{A_CLUSTER}/ending", "systems.grant", "cluster", form={"because": "A test"}),
    post(f"{T}/systems/offices/{{office_id}}/ending", "systems.grant", "cluster"),
)

ROUTES: tuple[Route, ...] = (
    *REPORTING,
    *ASSESSMENTS,
    *FRAMEWORKS,
    *READER,
    *CHALLENGE,
    *FUNCTIONS,
    *REQUESTS,
    *EVIDENCE,
    *IMPORTS,
    *FRONT,
    *DOOR,
    *ACCOUNT,
    *PEOPLE,
    *ORGANISATIONS,
    *COMMITTEES,
    *POWERS,
    *INTERESTS,
    *RULE_SETS,
    *TRAINING,
    *RETURNS,
    *STATEMENTS,
    *GIFTS,
    *PROCUREMENT,
    *CAMPAIGNS,
    *API,
    *CONCERNS,
    *NOTICES,
    *SCHEDULES,
    *SET_UP,
    *MEASURES,
    *AUDITS,
    *PORTAL,
    *ASKED_OF_RELEASES,
    *REVIEWING,
    *MEETINGS,
    *SITTINGS,
    *PAPERS,
    *PLANNING,
    *BETWEEN,
    *CONTRACTS,
    *RISKS,
    *ACTIONS,
    *NOTES,
    *DELEGATION,
    *SUCCESSIONS,
    *AT_GATES,
    *PACKS,
    *PUBLICATION,
    *ORGANISATIONS_LIFE,
    *SYSTEMS,
)
