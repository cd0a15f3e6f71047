"""A large invented register and meeting for the figures of the conflict radar."""

# ruff: noqa: E501 -- rows of data stay on one line

import random

from backend.radar.files import Interest, Item, Meeting, Organisation, Person, Register, Relation

ORGANISATIONS, INTERESTS, ITEMS, PAGES = 10_000, 2_000, 40, 20
_KINDS = (
    (
        "practice",
        ("Surgery", "Medical Centre", "Practice", "Health Centre"),
        ("member practice", "PMS practice"),
    ),
    ("company", ("Nursing Home", "Care Ltd", "Pharmacy", "Healthcare Limited"), ("care home",)),
    ("trust", ("Hospitals NHS Foundation Trust", "Community NHS Trust"), ("acute provider",)),
    ("supplier", ("Digital Solutions Ltd", "Consulting LLP"), ()),
)
_PROSE = """The committee is asked to agree how the money is to be spent over the year. Officers have tested the figures and
support the sum, with a monthly report. Members of the public asked about waiting and about parking. The plan was looked at by a
panel of three, whose notes are annexed. Cost per patient has grown by two per cent, and the risk is shared by contribution. A
review in May will say whether the service is to go on, and what it would need. No money has been set aside for the second stage.
People who use the service were asked in five workshops. It is proposed to renew for one year on the terms of the standard
agreement, and to ask for a report after six months. The finance committee supports it."""


def register_and_meeting(
    *, organisations: int = ORGANISATIONS, interests: int = INTERESTS, items: int = ITEMS, pages: int = PAGES
) -> tuple[Register, Meeting]:
    """Names of two invented words and a kind; each page is some 2,800 characters of prose and names three organisations."""
    chance = random.Random(7)
    syllables = [a + b for a in "bcdfghlmnprstvw" for b in ("a", "el", "or", "in", "ush", "am", "ock", "en")]
    words = sorted({"".join(chance.choices(syllables, k=3)).capitalize() for _ in range(9_000)})
    towns = ["".join(chance.choices(syllables, k=2)).capitalize() + "bury" for _ in range(40)]
    listed = []
    for number in range(organisations):
        kind, endings, classes = chance.choice(_KINDS)
        name = f"{chance.choice(words)} {chance.choice(words)} {chance.choice(endings)}"
        row = {
            "id": f"o{number}",
            "name": name,
            "kind": kind,
            "classes": classes[: chance.randint(0, 2)],
            "town": chance.choice(towns),
        }
        listed.append(Organisation.model_validate(row))
    relations = [
        Relation(
            organisation_id=f"o{chance.randrange(organisations)}",
            kind="subsidiary-of",
            other_id=f"o{chance.randrange(organisations)}",
        )
        for _ in range(organisations // 10)
    ]
    people = [
        Person(id=f"p{number}", name=f"Dr Ada {chance.choice(words)}", capacity="gp")
        for number in range(max(1, interests // 5))
    ]
    declared = []
    for number in range(interests):
        place = chance.randrange(organisations)
        said = {"organisation_id": f"o{place}"} if number % 2 else {"organisation": listed[place].name}
        row = {
            "id": f"i{number}",
            "person_id": people[number % len(people)].id,
            "kind": "financial",
            "what": "Director",
            **said,
        }
        declared.append(Interest.model_validate(row))
    sentences = [
        sentence.strip() + "." for sentence in _PROSE.replace("\n", " ").split(".") if sentence.strip()
    ]
    agenda = []
    for number in range(items):
        written = []
        for page in range(pages):
            text = [f"Page {page + 1}."]
            while sum(map(len, text)) < 2_800:
                text.append(chance.choice(sentences))
                if len(text) % 9 == 0:
                    text.append(
                        f"{listed[chance.randrange(organisations)].name} would be paid £{chance.randint(1, 99)},000."
                    )
            written.append(" ".join(text))
        report = {"title": "Report", "text": "\n\n".join(written)}
        agenda.append(
            Item.model_validate(
                {"id": f"item-{number}", "title": f"Item {number}", "purpose": "decide", "texts": [report]}
            )
        )
    register = Register(
        organisations=tuple(listed),
        relations=tuple(relations),
        people=tuple(people),
        interests=tuple(declared),
    )
    body = {"name": "NHS Inventshire CCG"}
    meeting = Meeting.model_validate(
        {"framework": "ccg-2017", "body": body, "meeting_on": "2018-06-05", "items": agenda}
    )
    return register, meeting
