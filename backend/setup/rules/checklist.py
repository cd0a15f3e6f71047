"""What is left before first use: each step with why it matters, how it stands, and where it is done."""

from dataclasses import dataclass, replace
from enum import StrEnum

from backend.scope import Refusal


class Standing(StrEnum):
    DONE = "done"
    TO_DO = "to do"
    NOT_NEEDED = "not needed"


class UnableToGoLive(Refusal):
    """An organisation that is not ready, or is past its trial."""


class UnableToSettleStep(Refusal):
    """A step that no hand can settle, or a reason that is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee:
    """What matters of a committee here; `gap` says what keeps it from meeting."""

    name: str
    gap: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """How the organisation stands, as far as it can be seen."""

    name: str
    kind: str
    reviews: bool
    officers: int
    accountable: tuple[str, ...]
    guardian_known: bool
    edition: str
    guardians: tuple[str, ...]
    committees: tuple[Committee, ...]
    people: int
    signed_up: int
    waiting: int
    """Those who have an address and were not invited, or whose invitation ended."""
    unreachable: int
    campaigns: int
    declared: int
    auditor: str | None
    meetings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What an officer said of a step that no fact shows, or that is not needed here."""

    standing: Standing
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the list. `needed` before the organisation goes live; `by_hand`: an officer says that it is done."""

    key: str
    title: str
    why: str
    standing: Standing
    words: str
    path: str
    link: str
    needed: bool = False
    by_hand: bool = False

    @property
    def may_be_passed_over(self) -> bool:
        return not self.needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """Every step, in the order in which they rest on each other."""

    steps: tuple[Step, ...]

    @property
    def done(self) -> int:
        return sum(step.standing is not Standing.TO_DO for step in self.steps)

    @property
    def left(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.standing is Standing.TO_DO)

    @property
    def missing(self) -> tuple[Step, ...]:
        """What is needed and not done."""
        return tuple(step for step in self.left if step.needed)

    @property
    def share(self) -> int:
        return 100 * self.done // len(self.steps)

    @property
    def in_words(self) -> str:
        needed = len(self.missing)
        ready = (
            "everything needed is done" if not needed else f"{needed} of what is left is needed to go live"
        )
        return f"{self.done} of {len(self.steps)} settled; {ready}"


_BY_HAND = (
    (
        "sign-in",
        "Signing in",
        "People sign in with a password and a second step, or with their organisation’s own sign-in.",
        "/settings/sign-in",
        "Look at how people sign in",
    ),
    (
        "mail",
        "Letters",
        "Reminders, invitations and codes go by mail: from whom, and who gets the answers.",
        "/settings/mail",
        "Settle the letters",
    ),
    (
        "branding",
        "Name and marks on papers",
        "Papers and public pages carry the organisation’s name as its own rules for identity say.",
        "/settings/branding",
        "Settle the name and marks",
    ),
    (
        "retention",
        "How long records are kept",
        "Nothing is ever removed by itself; the schedule says when removal is proposed.",
        "/settings/retention",
        "Settle how long records are kept",
    ),
    (
        "privacy",
        "Privacy notice",
        "People are told what is kept about them, why, and whom they ask, before anything is kept.",
        "/settings/privacy",
        "Read and settle the privacy notice",
    ),
)
"""What no fact shows: an officer looks, and says that it is settled."""

STEPS_BY_HAND = frozenset(key for key, *_ in _BY_HAND)


def check_can_go_live(checklist: Checklist, *, state: str) -> None:
    """Everything needed is done, and the organisation is on trial. Raises UnableToGoLive with all that is missing."""
    if state != "trial":
        raise UnableToGoLive(f"The organisation is not on trial: it is {state}.")
    if checklist.missing:
        names = "; ".join(step.title[:1].lower() + step.title[1:] for step in checklist.missing)
        raise UnableToGoLive(f"These are needed before it goes live: {names}.")


def can_go_live(checklist: Checklist, *, state: str) -> bool:
    try:
        check_can_go_live(checklist, state=state)
    except UnableToGoLive:
        return False
    return True


def check_can_settle(step: Step | None, *, standing: Standing, reason: str) -> None:
    """By hand: what no fact shows is done; what is not needed to go live may be passed over, with a reason."""
    if step is None:
        raise UnableToSettleStep("There is no such step.")
    if standing is Standing.DONE and not step.by_hand:
        raise UnableToSettleStep(f"“{step.title}” is done when it is there, not when somebody says so.")
    if standing is Standing.NOT_NEEDED and not step.may_be_passed_over:
        raise UnableToSettleStep(f"“{step.title}” is needed before the organisation goes live.")
    if standing is Standing.NOT_NEEDED and not reason.strip():
        raise UnableToSettleStep("Say why it is not needed here.", field="reason")


def checklist_of(facts: Facts, settled: dict[str, Settled]) -> Checklist:
    """The list as the organisation stands. What is there is done, whatever was said of it."""
    steps = [*_found(facts), *_by_hand()]
    return Checklist(steps=tuple(_with_word(step, settled.get(step.key)) for step in steps))


def _with_word(step: Step, said: Settled | None) -> Step:
    if said is None or step.standing is not Standing.TO_DO:
        return step
    if said.standing is Standing.NOT_NEEDED and not step.may_be_passed_over:
        return step
    return replace(step, standing=said.standing, words=said.words)


def _by_hand() -> list[Step]:
    return [
        Step(
            key=key,
            title=title,
            why=why,
            standing=Standing.TO_DO,
            words="Nobody has said that it is settled",
            path=path,
            link=link,
            by_hand=True,
        )
        for key, title, why, path, link in _BY_HAND
    ]


def _found(facts: Facts) -> list[Step]:
    return [
        Step(
            key="name",
            title="Name and kind",
            why="They stand on every page and paper, and the kind brings the settings to begin with.",
            standing=Standing.DONE,
            words=f"{facts.name}: {facts.kind}; rules for interests {facts.edition}",
            path="/settings",
            link="See the settings",
            needed=True,
        ),
        Step(
            key="people",
            title="People",
            why="Members, chairs and officers are people here before they can be given seats, papers or questions.",
            standing=_done(facts.people > 1),
            words=_count(facts.people, "person", "people") + " so far",
            path="/set-up/people",
            link="Bring people in from a spreadsheet",
            needed=True,
        ),
        Step(
            key="officers",
            title="Two governance officers",
            why="What one prepares another approves, and one may be away.",
            standing=_done(facts.officers > 1),
            words=f"{facts.officers} of 2",
            path="/people",
            link="Give somebody the role",
            needed=True,
        ),
        _committees(facts),
        _accountable(facts),
        _guardian(facts),
        Step(
            key="invited",
            title="Invitations",
            why="People declare, write and sign for themselves, each with an account of their own.",
            standing=_done(facts.people > 1 and facts.waiting == 0 and facts.signed_up > 1),
            words=_invited(facts),
            path="/set-up/people/invitations",
            link="Invite people",
            needed=True,
        ),
        Step(
            key="declarations",
            title="First declarations",
            why="Conflicts on an agenda can be found only once interests are declared.",
            standing=_done(facts.campaigns > 0 or facts.declared > 0),
            words=(
                f"{_count(facts.declared, 'person has', 'people have')} declared"
                if facts.declared
                else "Asked by a campaign"
                if facts.campaigns
                else "Nobody was asked yet"
            ),
            path="/campaigns",
            link="Ask for declarations",
        ),
        Step(
            key="meeting",
            title="A first meeting",
            why="Its agenda, papers and pack show that everything is in its place.",
            standing=Standing.NOT_NEEDED if facts.reviews else _done(facts.meetings > 0),
            words=(
                "A reviewing body holds no meetings of its own here"
                if facts.reviews
                else _count(facts.meetings, "meeting", "meetings")
            ),
            path="/meetings",
            link="Arrange a meeting",
        ),
        Step(
            key="auditor",
            title="An auditor for the ledger",
            why="Somebody outside keeps the newest root of the ledger, so that nobody here could change what was done.",
            standing=_done(facts.auditor is not None),
            words=facts.auditor or "Nobody is written to yet",
            path="/ledger/anchors",
            link="Say who is written to",
        ),
    ]


def _committees(facts: Facts) -> Step:
    if facts.reviews:
        standing, words = Standing.NOT_NEEDED, "A reviewing body keeps no committees of its own here"
    elif not facts.committees:
        standing, words = Standing.TO_DO, "There is none yet"
    else:
        ready = [each for each in facts.committees if each.gap is None]
        gaps = "; ".join(f"{each.name}: {each.gap}" for each in facts.committees if each.gap)
        standing = _done(bool(ready))
        words = f"{len(ready)} of {len(facts.committees)} can meet" + (f" ({gaps})" if gaps else "")
    return Step(
        key="committees",
        title="Committees that can meet",
        why="A committee decides once its chair is seated and enough members can come to be quorate.",
        standing=standing,
        words=words,
        path="/committees",
        link="Form committees and fill their seats",
        needed=True,
    )


def _accountable(facts: Facts) -> Step:
    if facts.reviews:
        standing, words = Standing.NOT_NEEDED, "A reviewing body’s accountable officer does not act here"
    else:
        standing = _done(bool(facts.accountable))
        words = (
            ", ".join(facts.accountable) or "Nobody holds a seat as accountable officer or chief executive"
        )
    return Step(
        key="accountable",
        title="Accountable officer",
        why="Annual statements and urgent decisions are theirs to sign.",
        standing=standing,
        words=words,
        path="/committees",
        link="Seat them on a committee",
    )


def _guardian(facts: Facts) -> Step:
    if not facts.guardian_known:
        standing = Standing.NOT_NEEDED
        words = f"The rules in force, {facts.edition}, know no Guardian"
    else:
        standing = _done(bool(facts.guardians))
        words = ", ".join(facts.guardians) or "Nobody holds the role"
    return Step(
        key="guardian",
        title="Conflicts of Interest Guardian",
        why="Decides what is withheld from the public, and handles concerns; the rules in force ask for one.",
        standing=standing,
        words=words,
        path="/people",
        link="Give somebody the role",
        needed=facts.guardian_known,
    )


def _invited(facts: Facts) -> str:
    told = [f"{facts.signed_up} of {_count(facts.people, 'person has', 'people have')} signed up"]
    if facts.waiting:
        told.append(_count(facts.waiting, "waits", "wait") + " for an invitation")
    if facts.unreachable:
        told.append(f"{facts.unreachable} without an address")
    return "; ".join(told)


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _done(there: bool) -> Standing:
    return Standing.DONE if there else Standing.TO_DO
