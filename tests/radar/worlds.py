"""A small invented directory for the radar's tests, and one call that asks what a text touches."""

# ruff: noqa: E501 -- rows of data stay on one line

from typing import Any

from backend.radar.files import Findings, Meeting, Register
from backend.radar.hits import hits

ORGANISATIONS: list[dict[str, Any]] = [
    {"id": "larch", "name": "Larchwood Surgery", "kind": "practice", "town": "Invale", "classes": ["member practice", "PMS practice"], "former_names": ["Dr T U Sampler & Partners"]},
    {"id": "larch-b", "name": "Wherry Lane Surgery", "kind": "branch", "town": "Invale"},
    {"id": "church-i", "name": "Church View Medical Centre", "kind": "practice", "town": "Invale", "classes": ["member practice", "GMS practice", "dispensing practice"]},
    {"id": "church-m", "name": "Church View Medical Centre", "kind": "practice", "town": "Mockbury", "classes": ["member practice", "APMS practice"]},
    {"id": "edda", "name": "St Edda's Health Centre", "kind": "practice", "town": "Mockbury", "classes": ["member practice", "GMS practice", "training practice"]},
    {"id": "fed", "name": "Invale Doctors Federation Ltd", "kind": "federation", "other_names": ["InDocFed"]},
    {"id": "fed-sub", "name": "Quillet Imaging Ltd", "kind": "company"},
    {"id": "acute", "name": "Fictonshire Hospitals NHS Foundation Trust", "kind": "trust", "other_names": ["FHFT"], "classes": ["acute provider"]},
    {"id": "mental", "name": "Fictonshire Partnership NHS Trust", "kind": "trust", "classes": ["provider of mental health services"], "former_names": ["Mockbury Mental Healthcare NHS Trust"]},
    {"id": "commun", "name": "Fictonshire Community Healthcare NHS Trust", "kind": "trust", "other_names": ["FCHT"], "classes": ["provider of community services"]},
    {"id": "home", "name": "Brambleholt Nursing Home", "kind": "company", "town": "Mockbury", "classes": ["care home", "care home with nursing"]},
    {"id": "home2", "name": "Tansy Court", "kind": "company", "town": "Invale", "classes": ["care home"]},
    {"id": "chem", "name": "Otterby & Finch Chemists Ltd", "kind": "company", "town": "Invale", "classes": ["community pharmacy"]},
    {"id": "council", "name": "Fictonshire County Council", "kind": "council"},
    {"id": "hospice", "name": "Winterbourn Hospice", "kind": "charity", "town": "Mockbury", "classes": ["hospice"]},
    {"id": "pcn", "name": "Invale Central Primary Care Network", "kind": "network", "classes": ["primary care network"]},
    {"id": "digital", "name": "Merelight Digital Solutions Ltd", "kind": "supplier"},
    {"id": "parent", "name": "Merelight Group plc", "kind": "company"},
    {"id": "nhse", "name": "NHS England", "kind": "nhs-body"},
]  # fmt: skip
RELATIONS: list[dict[str, Any]] = [
    {"organisation_id": "larch-b", "kind": "branch-of", "other_id": "larch", "from": "2010-04-01"},
    {"organisation_id": "larch", "kind": "member-of", "other_id": "fed", "from": "2014-04-01"},
    {
        "organisation_id": "edda",
        "kind": "member-of",
        "other_id": "fed",
        "from": "2014-04-01",
        "to": "2015-03-31",
    },
    {"organisation_id": "fed", "kind": "owns", "other_id": "fed-sub", "from": "2014-09-01"},
    {"organisation_id": "digital", "kind": "subsidiary-of", "other_id": "parent"},
    {"organisation_id": "church-i", "kind": "member-of", "other_id": "pcn", "from": "2015-01-01"},
]


def register_of(
    *interests: dict[str, Any],
    organisations: list[dict[str, Any]] | None = None,
    relations: list[dict[str, Any]] | None = None,
) -> Register:
    """People p1, p2 …: one for each interest that names nobody else."""
    rows = []
    people = {}
    for number, interest in enumerate(interests, 1):
        row = {
            "id": f"i{number}",
            "person_id": f"p{number}",
            "kind": "financial",
            "what": "Partner",
            **interest,
        }
        rows.append(row)
        people[row["person_id"]] = {
            "id": row["person_id"],
            "name": f"Dr Person{chr(96 + number)} Memberson{chr(96 + number)}",
            "capacity": "gp",
        }
    return Register.model_validate(
        {
            "version": 1,
            "organisations": ORGANISATIONS if organisations is None else organisations,
            "relations": RELATIONS if relations is None else relations,
            "people": list(people.values()),
            "interests": rows,
        }
    )


def meeting_of(
    *texts: str,
    title: str = "An item",
    purpose: str = "decide",
    on: str = "2015-09-08",
    framework: str = "ccg-2014",
    **fields: Any,
) -> Meeting:
    items = [
        {
            "id": f"item-{number}",
            "title": title,
            "purpose": purpose,
            "texts": [{"title": "Report", "text": text}],
            **fields,
        }
        for number, text in enumerate(texts, 1)
    ]
    body = {"name": "NHS Fictonshire CCG", "other_names": ["FCCG", "the CCG"]}
    return Meeting.model_validate(
        {"version": 1, "framework": framework, "body": body, "meeting_on": on, "items": items}
    )


def found(register: Register, *texts: str, **fields: Any) -> Findings:
    return hits(register, meeting_of(*texts, **fields))


def touches(text: str, organisation_id: str, **fields: Any) -> bool:
    """Whether a text is a hit for somebody with an interest in the organisation."""
    findings = found(register_of({"organisation_id": organisation_id}), text, **fields)
    return any(hit.sureness >= 0.5 for hit in findings.hits)


def declared_touches(declared: str, text: str) -> bool:
    """Whether a text is a hit for somebody who declared these words."""
    findings = found(register_of({"organisation": declared}), text)
    return any(hit.sureness >= 0.5 for hit in findings.hits)
