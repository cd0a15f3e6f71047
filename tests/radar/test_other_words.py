"""Names, descriptions and classes in words that no set has: a second invented directory, searched once for all of them."""

# ruff: noqa: E501 -- rows of data stay on one line

from functools import cache
from typing import Any

import pytest

from backend.radar.files import Meeting, Register
from backend.radar.hits import hits

ORGANISATIONS: list[dict[str, Any]] = [
 {"id":"pop","name":"Poplar Walk Medical Practice","kind":"practice","town":"Hexley","classes":["member practice","GMS practice"]},
 {"id":"can","name":"The Cannery","kind":"practice","town":"Stowmere","classes":["member practice","PMS practice","dispensing practice"],"former_names":["Fishgate Surgery"]},
 {"id":"dr","name":"Dr Penhallow & Partners","kind":"practice","town":"Stowmere","classes":["member practice","GMS practice","training practice"],"other_names":["Lock Street Surgery"]},
 {"id":"hex","name":"Hexley Group Practice","kind":"practice","town":"Hexley","classes":["member practice","APMS practice"]},
 {"id":"hexb","name":"Mill Fold","kind":"branch","town":"Little Hexley"},
 {"id":"pcn","name":"Hexley Riverside PCN","kind":"network","town":"Hexley","classes":["primary care network"]},
 {"id":"pcn2","name":"Stowmere and Coast PCN","kind":"network","town":"Stowmere","classes":["primary care network"]},
 {"id":"fed","name":"Stowmere Healthcare Partners Ltd","kind":"federation","classes":["GP federation"],"other_names":["SHP"]},
 {"id":"acute","name":"Hexley Queen Isolde Hospitals NHS Trust","kind":"trust","town":"Hexley","classes":["acute provider"],"other_names":["HQIH"],"former_names":["North Hexley Hospitals NHS Trust"]},
 {"id":"com","name":"Two Counties Community NHS Foundation Trust","kind":"trust","classes":["provider of community services"],"other_names":["TCCFT"]},
 {"id":"mh","name":"Larkmoor NHS Foundation Trust","kind":"trust","classes":["provider of mental health services"]},
 {"id":"home","name":"Quince Tree House","kind":"company","town":"Hexley","classes":["care home","care home with nursing"]},
 {"id":"home2","name":"The Willows","kind":"company","town":"Stowmere","classes":["care home"]},
 {"id":"hgrp","name":"Orchard Living Group Ltd","kind":"company","former_names":["Appletree Homes"]},
 {"id":"chem","name":"Tallow & Wick","kind":"company","town":"Hexley","classes":["community pharmacy"],"other_names":["Tallows"]},
 {"id":"den","name":"Harbour Dental","kind":"company","town":"Stowmere","classes":["dental practice"]},
 {"id":"hos","name":"St Ebba's Hospice","kind":"charity","town":"Hexley","classes":["hospice","voluntary sector"]},
 {"id":"ch","name":"Stowmere Befrienders","kind":"charity","town":"Stowmere","classes":["voluntary sector"]},
 {"id":"ch2","name":"Compass Young People","kind":"charity","town":"Hexley","classes":["voluntary sector"]},
 {"id":"cou","name":"Hexshire County Council","kind":"council","classes":["local authority"],"other_names":["HCC"]},
 {"id":"bor","name":"Stowmere Borough Council","kind":"council","town":"Stowmere","classes":["local authority"]},
 {"id":"diag","name":"Meridian Scanning LLP","kind":"company","classes":["provider of diagnostics"]},
 {"id":"pham","name":"Corvex Therapeutics plc","kind":"company","classes":["pharmaceutical company"]},
 {"id":"phag","name":"Corvex Devices Ltd","kind":"company"},
 {"id":"sup","name":"Brightpath Software Ltd","kind":"supplier"},
 {"id":"law","name":"Pike, Marsh and Dunn LLP","kind":"supplier"},
 {"id":"hc","name":"Kingfisher Care at Home Ltd","kind":"company","town":"Hexley","classes":["domiciliary care provider"]},
 {"id":"est","name":"Hexley Primary Care Estates LLP","kind":"company"},
 {"id":"hw","name":"Healthwatch Hexshire","kind":"representative-body"},
 {"id":"lmc","name":"Hexshire Local Medical Committee","kind":"representative-body","other_names":["Hexshire LMC"]},
 {"id":"uni","name":"University of West Hexshire","kind":"other","classes":["university"],"other_names":["UWH"]},
 {"id":"sch","name":"St Ebba's Primary School","kind":"other","town":"Hexley"},
]  # fmt: skip
RELATIONS = [
    ("hexb", "branch-of", "hex"), ("pop", "member-of", "pcn"), ("hex", "member-of", "pcn"), ("can", "member-of", "pcn2"),
    ("dr", "member-of", "pcn2"), ("can", "member-of", "fed"), ("dr", "member-of", "fed"), ("home", "subsidiary-of", "hgrp"),
    ("phag", "subsidiary-of", "pham"), ("acute", "partner-in", "diag"), ("hex", "partner-in", "est"),
]  # fmt: skip
SPOKEN_OF = [
    ("Poplar Walk wishes to close its list.", "pop"),
    ("The partners at Poplar Walk ask for a loan.", "pop"),
    ("The Cannery would have a lift.", "can"),
    ("Fishgate Surgery, as it was, would have a lift.", "can"),
    ("Lock Street would have a lift; its lease ends in May.", "dr"),
    ("Dr Penhallow's surgery would have a lift.", "dr"),
    ("The group practice in Hexley would have a lift.", "hex"),
    ("Hexley Group would have a lift.", "hex"),
    ("Rooms at Mill Fold would be used.", "hex"),
    ("The Little Hexley branch would shut on Fridays.", "hex"),
    ("The riverside network asks for £40,000.", "pop"),
    ("The coast network asks for £40,000.", "dr"),
    ("Riverside PCN asks for £40,000.", "hex"),
    ("Stowmere & Coast asks for £40,000.", "can"),
    ("Network | Spent\nRiverside | 12,000\nStowmere and Coast | 9,000", "pop"),
    ("Network | Spent\nRiverside | 12,000\nStowmere and Coast | 9,000", "dr"),
    ("SHP would run the hub.", "can"),
    ("Every practice in the federation would get £3,000. SHP keeps the books.", "can"),
    ("The Queen Isolde is over plan by £2m.", "acute"),
    ("The Isolde is over plan by £2m.", "acute"),
    ("North Hexley Hospitals is over plan by £2m.", "acute"),
    ("HQIH is over plan by £2m.", "acute"),
    ("Two Counties would employ the nurses.", "com"),
    ("The community trust would employ the nurses.", "com"),
    ("Larkmoor would employ the nurses.", "mh"),
    ("The mental health provider would employ the nurses.", "mh"),
    ("Quince Tree would take ten people.", "home"),
    ("Quince Tree House would take ten people.", "hgrp"),
    ("Appletree Homes would take ten people.", "hgrp"),
    ("Orchard Living would take ten people.", "home"),
    ("The Willows would take ten people.", "home2"),
    ("Tallows would open on Good Friday.", "chem"),
    ("Tallow and Wick's bid was accepted.", "chem"),
    ("Harbour Dental is to be paid more.", "den"),
    ("The dentist at Stowmere would be paid more.", "den"),
    ("The Befrienders ask for £9,000.", "ch"),
    ("Compass asks for £9,000 for its youth workers.", "ch2"),
    ("The borough council would pay a third.", "bor"),
    ("The borough would pay a third.", "bor"),
    ("The scanning partnership asks for two years more.", "acute"),
    ("Meridian asks for two years more.", "acute"),
    ("Corvex offers a rebate of 8 per cent.", "pham"),
    ("The devices arm of Corvex offers a rebate.", "pham"),
    ("Brightpath would be paid 9p a patient.", "sup"),
    ("Pike Marsh would act for us at £210 an hour.", "law"),
    ("Pike, Marsh & Dunn would act for us at £210 an hour.", "law"),
    ("Kingfisher would take the packages.", "hc"),
    ("Kingfisher Care would take the packages.", "hc"),
    ("The LMC objects to the clause and asks for its removal.", "lmc"),
    ("UWH would evaluate it for £30,000.", "uni"),
    ("West Hexshire University would evaluate it for £30,000.", "uni"),
    ("Healthwatch would be paid £4,000 for the survey.", "hw"),
    ("A payment of £2 is proposed for any practice that takes a student.", "pop"),
    ("GMS contractors are to have an uplift of 1 per cent.", "pop"),
    ("Dispensing surgeries would claim by post.", "can"),
    ("All providers of care at home would have £1 more an hour.", "hc"),
    ("Pharmacies that open on Sundays would be paid £300.", "chem"),
    ("Nursing homes would have a GP round.", "home"),
    ("Both community and mental health trusts would sign the compact.", "mh"),
    ("Each of the networks would have £20,000.", "pop"),
    ("Both councils have agreed to match the money.", "bor"),
    ("The voluntary sector would have £90,000 by open bid.", "ch"),
    ("Small charities would have £90,000 by open bid.", "ch"),
    ("A complaint about The Willows was closed last year and needs no action.", "home2"),
]
NOT_SPOKEN_OF = [
    ("Poplar Walk wishes to close its list.", "hex"),
    ("A tree on Poplar Walk fell.", "pop"),
    ("The old cannery by the harbour is for sale.", "can"),
    ("Dr Penhallow gave a talk on gout.", "dr"),
    ("A walk along the riverside was had.", "pop"),
    ("Every practice in the federation would get £3,000. SHP keeps the books.", "pop"),
    ("Queen Isolde Road is closed.", "acute"),
    ("Two counties have such a scheme.", "com"),
    ("The moor is loved by larks.", "mh"),
    ("The orchard at the hospice was planted.", "hgrp"),
    ("The willows by the river were cut.", "home2"),
    ("The Willows Tea Room catered.", "home2"),
    ("The harbour wall was mended.", "den"),
    ("The pupils of St Ebba's Primary sang.", "hos"),
    ("A moral compass is needed.", "ch2"),
    ("The county council would pay a third.", "bor"),
    ("A bright path lies ahead.", "sup"),
    ("Counsel's opinion is that it is lawful.", "law"),
    ("A kingfisher was seen.", "hc"),
    ("Kingfisher Cabs would drive them.", "hc"),
    ("Payments go to surgeries whose list is closed.", "pop"),
    ("GMS contractors are to have an uplift of 1 per cent; PMS contractors already had theirs.", "can"),
    ("Chemists were consulted through their committee and made no comment.", "chem"),
    ("Nursing homes would have a GP round.", "home2"),
    ("None of the networks would lose by it.", "pop"),
    ("Drug companies were not invited to sponsor it.", "pham"),
    ("Dental practices commissioned by NHS England are a separate matter.", "den"),
    ("Solicitors would be drawn from the national panel.", "law"),
    ("Training practices elsewhere in the region do it already.", "dr"),
    ("1. Apologies: Dr Dale (Poplar Walk).", "pop"),
    ("Present: Dr Dale, Poplar Walk Medical Practice; Mrs Hoy, lay member.", "pop"),
    ("Declarations. Dr Dale said that he was a partner at Poplar Walk.", "pop"),
    ("The workshop in March was hosted by St Ebba's Hospice.", "hos"),
    ("A nurse from Larkmoor sat in as an observer.", "mh"),
    ("Thanks went to Tallow & Wick for the loan of a van.", "chem"),
    ("Mrs Hoy's mother was looked after at Quince Tree House and she thanked the staff.", "home"),
    ("The survey was printed by Compass Print.", "ch2"),
    ("HQIH's wait is longer than ours was.", "acute"),
    ("Brightpath withdrew before the second stage.", "sup"),
    ("Two firms, Brightpath and another, asked for the papers and did not bid.", "sup"),
    ("The car park of Poplar Walk Medical Practice may be used by visitors to the fair.", "pop"),
    ("A plaque to Dr Penhallow was unveiled.", "dr"),
    ("The chief executive of Larkmoor has been made a dame, and the board sent its good wishes.", "mh"),
    ("A former manager of TCCFT chairs the panel.", "com"),
]
DECLARED = [
    ("Poplar Walk (Hexley)", "pop"), ("Poplar Walk MP", "pop"), ("Fishgate surgery, now the Cannery", "can"), ("Cannery (The), Stowmere", "can"),
    ("Hexley Hospitals", "acute"), ("North Hexley Hospital (as was)", "acute"), ("Two Counties", "com"), ("Apple Tree Homes", "hgrp"),
    ("Tallow & Wick Pharmacy, Hexley", "chem"), ("St Ebba's (the hospice)", "hos"), ("Hexshire Council", "cou"), ("County Council (Hexshire)", "cou"),
    ("SBC, the borough council of Stowmere", "bor"), ("Corvex", "pham"), ("Pike Marsh Dunn, solicitors", "law"), ("Kingfisher Homecare", "hc"),
    ("West Hexshire Univ.", "uni"), ("Riverside Primary Care Network, Hexley", "pcn"), ("Compass YP", "ch2"), ("BrightPath", "sup"),
]  # fmt: skip


def register(interests: list[dict[str, Any]]) -> Register:
    return Register.model_validate(
        {
            "organisations": ORGANISATIONS,
            "relations": [
                {"organisation_id": one, "kind": kind, "other_id": other} for one, kind, other in RELATIONS
            ],
            "people": [{"id": "p1", "name": "Dr Una Memberson", "capacity": "gp"}],
            "interests": [
                {"id": f"i-{number}", "person_id": "p1", "kind": "financial", "what": "Partner", **interest}
                for number, interest in enumerate(interests)
            ],
        }
    )


def found(interests: list[dict[str, Any]], texts: list[str]) -> set[tuple[str, str]]:
    items = [
        {
            "id": f"a-{number}",
            "title": "An item",
            "purpose": "decide",
            "texts": [{"title": "Report", "text": text}],
        }
        for number, text in enumerate(texts)
    ]
    body = {"name": "NHS Hexley and Stowmere CCG", "other_names": ["the CCG"]}
    meeting = Meeting.model_validate(
        {"framework": "ccg-2017", "body": body, "meeting_on": "2018-05-01", "items": items}
    )
    findings = hits(register(interests), meeting)
    return {(hit.item_id, hit.interest_id) for hit in findings.hits if hit.sureness >= 0.5}


@cache
def spoken() -> frozenset[tuple[str, str]]:
    """Pairs of a text and an organisation that it touches, of all texts above."""
    texts = [text for text, _ in (*SPOKEN_OF, *NOT_SPOKEN_OF)]
    pairs = found([{"organisation_id": one["id"]} for one in ORGANISATIONS], texts)
    return frozenset(
        (texts[int(item.split("-")[1])], ORGANISATIONS[int(interest.split("-")[1])]["id"])
        for item, interest in pairs
    )


@pytest.mark.parametrize(("text", "organisation"), SPOKEN_OF)
def test_text_that_speaks_of_an_organisation_in_other_words_is_a_hit(text: str, organisation: str) -> None:
    assert (text, organisation) in spoken()


@pytest.mark.parametrize(("text", "organisation"), NOT_SPOKEN_OF)
def test_text_about_something_else_is_none(text: str, organisation: str) -> None:
    assert (text, organisation) not in spoken()


def test_declarations_in_other_words_are_understood() -> None:
    names = {one["id"]: one["name"] for one in ORGANISATIONS}
    texts = [f"{names[place]} asks for a loan of £40,000." for _, place in DECLARED]
    pairs = found([{"organisation": words} for words, _ in DECLARED], texts)
    assert [
        words for number, (words, _) in enumerate(DECLARED) if (f"a-{number}", f"i-{number}") not in pairs
    ] == []
