"""The data-protection impact assessment that ships with the product: risks, measures, what is left. Pure.

`docs/explanation/data-protection-impact-assessment.md` is made from this; a test compares them.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from backend.scope import Refusal

REVIEW_WITHIN = timedelta(days=366)
REMIND_BEFORE = timedelta(days=30)


class UnableToSignAssessment(Refusal):
    """A signature that can't be kept as it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """What is kept, of whom, and why."""

    what: str
    whose: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """What could go wrong for whom, what stands against it, and what is left."""

    title: str
    harm: str
    likely: str
    severe: str
    measures: tuple[str, ...]
    left: str


DATA: tuple[Data, ...] = (
    Data(
        what="Name, job title, work address of email, roles, seats, line manager",
        whose="People who work or decide for the organisation",
        why="To know who may decide what, and whom to ask",
    ),
    Data(
        what="Interests, gifts and hospitality with the organisation concerned, and how a conflict is managed",
        whose="People who decide; in general words their close ones, whose names are not asked for",
        why="The law and statutory guidance on conflicts of interest",
    ),
    Data(
        what="Attendance, decisions, minutes, papers, questions from the public",
        whose="Members, attendees, authors; those who asked",
        why="The record of a public body",
    ),
    Data(
        what="Digests of passwords, sealed second factors, public halves of passkeys, sessions, attempts to sign in",
        whose="People with an account",
        why="To let in the right person and nobody else",
    ),
    Data(
        what="Who did what and when, in a ledger that only grows",
        whose="Everybody who acts here",
        why="So that a record can be trusted, and a slip be found",
    ),
    Data(
        what="Letters that were sent, and what became of them",
        whose="Those who were written to",
        why="To chase what is owed, once and not twice",
    ),
    Data(
        what="Requests for information and for corrections, with who asked",
        whose="Members of the public",
        why="To answer within the law’s days",
    ),
    Data(
        what="Pauses, with a sealed reason that no list shows",
        whose="People who are away",
        why="So that nobody is chased while they are ill",
    ),
)

RISKS: tuple[Risk, ...] = (
    Risk(
        title="Something is published that should not be",
        harm="Distress, or danger to somebody who is at risk from another",
        likely="Possible",
        severe="High",
        measures=(
            "Nothing becomes public by the clock alone: a named person approves those exact lines.",
            "An entry can be withheld, and the public pages, files and feeds obey at once.",
            "A publication can be taken back; copies elsewhere are told to be kept for a minute at most.",
            "The name of a relative is not asked for.",
        ),
        left="What was public for an hour may have been copied. Low to medium.",
    ),
    Risk(
        title="One organisation sees what is another’s",
        harm="Loss of confidence; interests or concerns become known",
        likely="Remote",
        severe="High",
        measures=(
            "Each row names its organisation, and the database refuses any other (forced row-level security).",
            "Every page is called with another’s ids in each run of the tests.",
            "What passes between bodies passes by one door, field by field, under an agreement.",
        ),
        left="An error in the database itself. Low.",
    ),
    Risk(
        title="Somebody signs in as another",
        harm="Acts in a person’s name, sight of what is confidential",
        likely="Possible",
        severe="High",
        measures=(
            "Two factors for everybody; weighty acts ask for fresh proof.",
            "Attempts are counted and slowed down; sessions end by themselves.",
            "A sign-in by an organisation’s own provider opens that organisation alone.",
        ),
        left="A person who gives password and code to a false page. Passkeys remove that. Low to medium.",
    ),
    Risk(
        title="More is declared than is needed",
        harm="Beliefs, health or family become readable",
        likely="Likely",
        severe="Medium",
        measures=(
            "The forms ask for kinds and organisations and say what not to write.",
            "Officers look at each declaration before it is published.",
            "What is held can be corrected, and its details erased from the ledger without breaking its proof.",
        ),
        left="Free words hold what people write. Medium; officers watch for it.",
    ),
    Risk(
        title="Records are kept too long, or lost too soon",
        harm="Old interests held against somebody; or no proof in an inquiry",
        likely="Possible",
        severe="Medium",
        measures=(
            "A schedule with sources; longer periods need a reason that the public can read.",
            "Disposal is proposed and decided by people; a hold beats every period.",
            "Backups are restored in tests, and missing files are found.",
        ),
        left="A schedule that is from memory in places until the organisation has checked it. Medium until then.",
    ),
    Risk(
        title="Somebody who raises a concern is known by it",
        harm="Detriment at work",
        likely="Remote",
        severe="High",
        measures=(
            "Concerns stand in no list, count or activity that others see.",
            "Letters about them go alone and are not shown in the outbox.",
        ),
        left="The few who handle it know. Low.",
    ),
    Risk(
        title="A person can’t find out, or put right, what is said of them",
        harm="A wrong record that follows them",
        likely="Possible",
        severe="Medium",
        measures=(
            "Everybody sees their own entries; a public form asks for corrections without an account.",
            "A clock runs for each, officers are reminded, and the person is told the outcome.",
        ),
        left="Who asks is proved by an address of email alone, unless officers ask for more. Low.",
    ),
    Risk(
        title="Whoever runs the service looks or leaks",
        harm="All of the above at once",
        likely="Remote",
        severe="High",
        measures=(
            "Keys lie outside the database; secrets are sealed.",
            "The ledger’s roots are signed and taken elsewhere, so that a change is noticed.",
            "A contract of processing is for the organisation and its operator to sign; the product can’t.",
        ),
        left="An operator with both keys and database can read. Medium; it is a matter of contract and of trust.",
    ),
)


def check_signature(*, signed_on: date, review_on: date, today: date) -> None:
    if signed_on > today:
        raise UnableToSignAssessment("The day of the signature can’t be in the future.", field="signed_on")
    if review_on <= signed_on:
        raise UnableToSignAssessment("The review must come after the signature.", field="review_on")
    if review_on > signed_on + REVIEW_WITHIN * 3:
        raise UnableToSignAssessment("Look at it again within three years at most.", field="review_on")


def as_markdown() -> str:
    """The document as it stands in `docs/explanation/`."""
    lines = [
        "# Data-protection impact assessment",
        "",
        "This is the assessment that ships with the product: what data Probity keeps, whose and why, what could go",
        "wrong, and what stands against it. Each organisation sees it in the app with its own facts, under `Set-up and",
        "settings`, where its data protection officer's decision is recorded and its review is chased. Likelihood and",
        "severity are our own judgement (remote, possible, likely; low, medium, high); an organisation makes its own.",
        "Nothing here is legal advice, and the articles of law that the privacy notice names are from memory.",
        "",
        "## What is kept",
        "",
        "| What | Of whom | Why |",
        "| --- | --- | --- |",
        *(f"| {each.what} | {each.whose} | {each.why} |" for each in DATA),
        "",
        "## What could go wrong",
        "",
    ]
    for risk in RISKS:
        lines += [
            f"### {risk.title}",
            "",
            f"Harm: {risk.harm}. Likelihood: {risk.likely.lower()}. Severity: {risk.severe.lower()}.",
            "",
            *(f"- {measure}" for measure in risk.measures),
            "",
            f"What is left: {risk.left}",
            "",
        ]
    return "\n".join(lines).rstrip() + "\n"
