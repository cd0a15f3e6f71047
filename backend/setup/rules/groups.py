"""The groups of settings, as the index shows them. What no group names stands in the last, so that nothing is lost."""

from dataclasses import dataclass

from backend.catalogue.tenants import TenantDocument
from backend.setup.rules.fields import Field
from backend.setup.rules.places import root


@dataclass(frozen=True, slots=True, kw_only=True)
class Better:
    """A page that is made for a thing of a group, beside the form that every setting has."""

    words: str
    address: str
    permission: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Some fields of the document. `changes` says what follows when they are changed; `rooms` keep them."""

    id: str
    title: str
    words: str
    roots: tuple[str, ...]
    changes: str
    rooms: tuple[str, ...] = ("tenancy",)
    better: tuple[Better, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        found = (root().part(name) for name in self.roots)
        return tuple(each for each in found if each is not None)


FOUNDED = {
    "slug": "It stands in every address, link and pack, and is chosen when the organisation is founded.",
    "demonstration": "A demonstration is one from its founding to its end, so that nothing invented passes for real.",
}
"""What never changes in a tenant's life, and why: it is said when the organisation is founded."""

GROUPS: tuple[Group, ...] = (
    Group(
        id="organisation",
        title="The organisation",
        words="Its name, what it is, from which day on, and whether others may find it.",
        roots=("name", "kind", "about", "starts_on", "time_zone", "found_by_others", "evidence"),
        changes="The name stands on every page and in every pack made from then on; packs made before keep theirs.",
    ),
    Group(
        id="pins",
        title="Editions in use",
        words="Which editions of frameworks, packs and workflows the organisation works by.",
        roots=("pins",),
        changes="What begins from then on goes by the edition that is pinned; what runs ends on its own.",
    ),
    Group(
        id="body",
        title="Names of a reviewing body",
        words="What a reviewing body is called from day to day.",
        roots=("body",),
        changes="Its pages show the name of the day that is looked at.",
    ),
    Group(
        id="sources",
        title="Sources and gaps",
        words="The documents that facts were read in, the counts that they state, and what they lack.",
        roots=("documents", "counts", "gaps"),
        changes="Facts name their source and page; a source that facts still name can’t go.",
        rooms=("organisations", "tenancy"),
    ),
    Group(
        id="committees",
        title="Committees",
        words="Committees, groups and panels: their seats, quorum, terms of reference and reporting lines.",
        roots=("committees",),
        changes="Meetings count the quorum of their own day. A committee with people on it or open actions can’t go.",
        rooms=("committees",),
        better=(
            Better(
                words="Committees and who sits on them", address="/committees", permission="committees.read"
            ),
        ),
    ),
    Group(
        id="organisations",
        title="Localities and organisations",
        words="Practices in their localities, and every other organisation that the registers name.",
        roots=("levels", "localities", "organisations"),
        changes="Interests that were declared under a former name still find the organisation.",
        rooms=("organisations",),
        better=(
            Better(
                words="The directory of organisations",
                address="/organisations",
                permission="organisations.read",
            ),
        ),
    ),
    Group(
        id="interests",
        title="Interests",
        words="The rule set for interests and gifts, its values of your own, and whom declarants may ask.",
        roots=("interests",),
        changes="Entries made before keep the rule set that they were made under.",
        rooms=("interests", "tenancy"),
        better=(
            Better(
                words="The rules, value by value", address="/interests/rules", permission="interests.read"
            ),
        ),
    ),
    Group(
        id="papers",
        title="Papers",
        words="What a cover sheet asks, and how long a paper should be.",
        roots=("papers",),
        changes="A new edition of the cover sheet holds from today; papers keep what they have answered.",
        rooms=("meetings", "tenancy"),
    ),
    Group(
        id="planning",
        title="Agendas and questions",
        words="What stands on every agenda, how items are numbered, and how the public may ask questions.",
        roots=("planning",),
        changes="Numbers and deadlines hold from today; meetings before today keep what held on their day.",
        rooms=("planning", "tenancy"),
        better=(
            Better(
                words="Planning settings, from a day on", address="/plan/settings", permission="planning.read"
            ),
        ),
    ),
    Group(
        id="between",
        title="Deciding between meetings",
        words="Who may act between meetings, whom they consult, and up to which value.",
        roots=("between",),
        changes="An act is judged by the rule that was in force on its day.",
    ),
    Group(
        id="schedules",
        title="Schedules",
        words="What is done without anybody asking, on which days and at which hour.",
        roots=("schedules",),
        changes="The next run is reckoned anew at once; what was missed is not made up.",
        rooms=("schedules",),
        better=(
            Better(words="Schedules and what they did", address="/schedules", permission="schedules.read"),
        ),
    ),
    Group(
        id="chasing",
        title="Chasing",
        words="Hours of letters, closed days, colours of actions, and ladders of your own.",
        roots=("chasing",),
        changes="Reminders that wait are reckoned anew by the new ladder or hour; what was sent stays sent.",
        rooms=("chasing", "actions"),
        better=(
            Better(words="The chase, with what it would send", address="/chasing", permission="notices.read"),
        ),
    ),
    Group(
        id="powers",
        title="Powers",
        words="The scheme of reservation and delegation: functions, and who holds each, up to what.",
        roots=("scheme",),
        changes="Decisions are judged by the scheme that was in force on their day.",
        rooms=("powers", "tenancy"),
        better=(Better(words="The scheme of powers", address="/powers", permission="powers.read"),),
    ),
    Group(
        id="programmes",
        title="Delegation programmes",
        words="Programmes with their scope, gates, conditions, commitments and milestones.",
        roots=("delegation", "programmes"),
        changes="What people judged or delivered stays; what they are asked for next changes.",
        rooms=("delegation",),
        better=(
            Better(
                words="Programmes and their progress", address="/delegation", permission="delegation.read"
            ),
        ),
    ),
    Group(
        id="functions",
        title="Register of functions",
        words="Functions that bodies hold, agreements on delegation, and plans of transfer.",
        roots=("functions",),
        changes="Nothing here makes a function held or an agreement signed: a named person records that.",
        rooms=("functions", "tenancy"),
        better=(
            Better(words="The register of functions", address="/functions", permission="functions.read"),
        ),
    ),
    Group(
        id="contracts",
        title="Contracts",
        words="Contracts that sources tell of, with their partners and terms.",
        roots=("contracts",),
        changes="What was recorded of a contract since stays.",
        rooms=("contracts",),
        better=(Better(words="Contracts", address="/contracts", permission="contracts.read"),),
    ),
    Group(
        id="measures",
        title="Measures",
        words="What is counted, and what each source states of it.",
        roots=("measures",),
        changes="A statement that goes is struck, with its reason, and can still be read.",
        rooms=("measures",),
        better=(Better(words="Measures and their values", address="/measures", permission="measures.read"),),
    ),
    Group(
        id="assurance",
        title="Frameworks in use",
        words="Which frameworks the organisation answers to, since when, and how it maps them to one another.",
        roots=("assurance",),
        changes="A newer edition follows the one in use; answers that were given stay with theirs.",
        rooms=("assurance",),
        better=(
            Better(
                words="Frameworks and answers", address="/assurance/frameworks", permission="assurance.read"
            ),
        ),
    ),
)


def every_group() -> tuple[Group, ...]:
    """Every group, with one more for what none of them names yet."""
    shown = tuple(each for each in GROUPS if set(each.roots) & set(TenantDocument.model_fields))
    named = {name for group in GROUPS for name in group.roots} | set(FOUNDED)
    rest = tuple(name for name in TenantDocument.model_fields if name not in named)
    if not rest:
        return shown
    other = Group(
        id="other",
        title="Further settings",
        words="What else the organisation’s folder can say.",
        roots=rest,
        changes="What rests on it goes by it from then on.",
    )
    return (*shown, other)


def group(group_id: str) -> Group | None:
    """The group of an id."""
    return next((each for each in every_group() if each.id == group_id), None)


def group_of(path: str) -> Group | None:
    """The group in which a path of the document lies."""
    first = path.split("/", maxsplit=1)[0]
    return next((each for each in every_group() if first in each.roots), None)
