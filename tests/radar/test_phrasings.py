"""Many ways of writing that are hits, and many that only look like one."""

import pytest

from tests.radar.worlds import declared_touches, found, register_of, touches

SPOKEN_OF = [
    ("The lease of Larchwood Surgery ends in May.", "larch"),
    ("The lease of LARCHWOOD SURGERY ends in May.", "larch"),
    ("Larchwood Surgery's list would be closed.", "larch"),
    ("The rent of Larchwood is to rise.", "larch"),
    ("A payment to the Larchwood Practice is proposed.", "larch"),
    ("A payment to Larchwood Medical Centre is proposed.", "larch"),
    ("Larchwod Surgery asks for a loan.", "larch"),
    ("Larch Wood Surgery asks for a loan.", "larch"),
    ("Dr T U Sampler and Partners ask for a loan.", "larch"),
    ("Dr Sampler & Partners ask for a loan.", "larch"),
    ("Drs Sampler and Partners ask for a loan.", "larch"),
    ("The branch at Wherry Lane would close.", "larch"),
    ("St. Eddas Health Centre would gain a room.", "edda"),
    ("Saint Edda's H.C. would gain a room.", "edda"),
    ("St Edda’s HC would gain a room.", "edda"),
    ("ST EDDA'S HEALTH CTR: roof | £40,000", "edda"),
    ("The Invale Doctors' Federation bids for the work.", "fed"),
    ("Invale Doctors Fed. bids for the work.", "fed"),
    ("InDocFed bids for the work.", "fed"),
    ("Quillet Imaging Limited would be paid £58 a scan.", "fed-sub"),
    ("Quillet Imaging would be paid £58 a scan.", "fed-sub"),
    ("Quillet Imaging would be paid £58 a scan.", "fed"),
    ("Quillet Imaging would be paid £58 a scan.", "larch"),
    ("FHFT asks for £2m.", "acute"),
    ("Fictonshire Hospitals NHS FT asks for £2m.", "acute"),
    ("Fictonshire Hospitals asks for £2m.", "acute"),
    ("Fictonshire Hosptials NHS Foundation Trust asks for £2m.", "acute"),
    ("Penalties for the acute trust are suspended.", "acute"),
    ("Mockbury Mental Healthcare NHS Trust would lend a nurse.", "mental"),
    ("The mental health trust would lend a nurse.", "mental"),
    ("Our community provider will run the clinics.", "commun"),
    ("The community trust's nurses will be paid more.", "commun"),
    ("Fictonshire Community Healthcare (“FiCH”) was late. FiCH pays a penalty.", "commun"),
    ("Brambleholt NH would get 12 beds.", "home"),
    ("Brambleholt Care Home would get 12 beds.", "home"),
    ("Tansy Ct would get 12 beds.", "home2"),
    ("The fee of Otterby and Finch is to be raised.", "chem"),
    ("Otterby & Finch's contract ends.", "chem"),
    ("Fictonshire CC shares the budget.", "council"),
    ("The county council shares the budget.", "council"),
    ("Winterbourn Hospice asks for a grant.", "hospice"),
    ("The hospice asks for a grant.", "hospice"),
    ("The Mockbury hospice asks for a grant.", "hospice"),
    ("Invale Central PCN gets the money.", "pcn"),
    ("Invale Central PCN gets the money.", "church-i"),
    ("The contract goes to Merelight Digital.", "digital"),
    ("The contract goes to Merelight Digital Solutions Limited.", "parent"),
    ("Church View Medical Centre, Invale asks for a room.", "church-i"),
    ("Church View Medical Centre (Mockbury) asks for a room.", "church-m"),
    ("Bids by Church View Medical Centre in Mockbury were late.", "church-m"),
    ("Two bids came.\nLarchwood Surgery | £40,000\nTansy Court | £20,000\n", "larch"),
]
BY_CLASS = [
    ("All member practices will be offered the scheme.", "larch"),
    ("Every practice will be offered the scheme.", "larch"),
    ("The scheme is open to GP practices.", "larch"),
    ("The premium of PMS practices is withdrawn.", "larch"),
    ("Practices on PMS contracts lose the premium.", "larch"),
    ("PMS contract holders lose the premium.", "larch"),
    ("PMS and APMS practices lose the premium.", "larch"),
    ("PMS and APMS practices lose the premium.", "church-m"),
    ("APMS or PMS contracts are to be renewed.", "larch"),
    ("Each PMS practice loses the premium.", "larch-b"),
    ("Providers of community services will be paid by block.", "commun"),
    ("Community services providers will be paid by block.", "commun"),
    ("Community pharmacies would be paid £4.", "chem"),
    ("Chemists would be paid £4.", "chem"),
    ("Fees for care homes rise by two per cent.", "home2"),
    ("Nursing homes would be paid more.", "home"),
    ("Practices that dispense would be visited by the medicines team under the new contract.", "church-i"),
    ("Training practices are paid a fee.", "edda"),
    ("PCNs will hold the budget.", "pcn"),
    ("Acute and community trusts share the gap.", "acute"),
    ("Acute and community trusts share the gap.", "commun"),
    ("GP practices in Mockbury will be paid for it.", "edda"),
]
NOT_SPOKEN_OF = [
    ("The workshop was held at Larchwood Surgery.", "larch"),
    ("The meeting took place in the seminar room of Larchwood Surgery.", "larch"),
    ("The patients' forum met at Larchwood Surgery in May.", "larch"),
    ("Larchwood Surgery kindly lent a room for the day.", "larch"),
    ("A drop-in session was hosted by Larchwood Surgery.", "larch"),
    ("The launch event in Tansy Court's dining hall was well attended.", "home2"),
    ("The chair was a guest at the annual dinner of Winterbourn Hospice.", "hospice"),
    ("The chair visited Winterbourn Hospice in June.", "hospice"),
    ("The chief officer opened the new garden at Winterbourn Hospice.", "hospice"),
    ("Winterbourn Hospice held its summer fair.", "hospice"),
    ("Apologies: Dr Cray (Larchwood Surgery).", "larch"),
    ("Apologies were received from Dr Cray of Larchwood Surgery.", "larch"),
    ("Thanks go to the staff of Larchwood Surgery.", "larch"),
    ("The author thanks Larchwood Surgery for its help.", "larch"),
    ("Waits are shorter than at Fictonshire Hospitals NHS Foundation Trust.", "acute"),
    ("This compares with 31 days at FHFT.", "acute"),
    ("Compared with FHFT, the clinic is quick.", "acute"),
    ("FHFT's wait was 31 days at the turn of the year.", "acute"),
    ("The model is similar to that used by Quillet Imaging.", "fed-sub"),
    ("Lessons were learnt from Larchwood Surgery in 2009.", "larch"),
    ("A letter from Winterbourn Hospice is annexed.", "hospice"),
    ("Annex C is a letter from Winterbourn Hospice.", "hospice"),
    ("Quillet Imaging did not bid.", "fed-sub"),
    ("Quillet Imaging chose not to tender.", "fed-sub"),
    ("No bid was received from Quillet Imaging.", "fed-sub"),
    ("Quillet Imaging was invited and declined.", "fed-sub"),
    ("Larchwood Surgery is not affected by the change.", "larch"),
    ("Larchwood Surgery has no part in this.", "larch"),
    ("Larchwood Surgery is not a party to the agreement.", "larch"),
    ("All member practices except Larchwood Surgery will be paid.", "larch"),
    ("Every practice other than Larchwood Surgery will be paid.", "larch"),
    ("The new clinic is next to Larchwood Surgery.", "larch"),
    ("The bus stop outside Larchwood Surgery will be used.", "larch"),
    ("The plot lies opposite Tansy Court.", "home2"),
    ("Dr Cray trained at Larchwood Surgery.", "larch"),
    ("Our new nurse joins us from Winterbourn Hospice.", "hospice"),
    ("The newsletter went to all member practices.", "larch"),
    ("A survey was sent to all member practices.", "larch"),
    ("The plan does not touch community pharmacies.", "chem"),
    ("PMS practices are not affected.", "larch"),
    ("Dentists and care homes are outside the scope; care homes are not included.", "home2"),
    ("Larchwood Road Clinic would close.", "larch"),
    ("Larchwood Avenue is to be dug up.", "larch"),
    ("Larchwood House would get a grant.", "larch"),
    ("Mrs Larchwood asked a question.", "larch"),
    ("Old Church View Medical Centre, Elsewhere, would close.", "larch"),
    ("Tansy Court Road is to be dug up.", "home2"),
    ("Winterbourn Primary School teaches swimming.", "hospice"),
    ("GMS practices are to be paid more.", "larch"),
    ("GP practices in Mockbury will be paid for it.", "larch"),
    ("Church View Medical Centre, Invale asks for a room.", "church-m"),
    ("A good church view is had from the hill.", "church-i"),
    ("NHS England has approved the plan.", "nhse"),
    ("St Edda's Health Centre would gain a room.", "fed"),
    ("InDocFed bids for the work.", "edda"),
    ("Winterbourn Hospice asks for a grant.", "acute"),
    ("The Federation of Small Businesses wrote.", "fed"),
]
DECLARED = [
    ("Larchwood", "Larchwood Surgery asks for a loan."),
    ("The Larchwood practice", "Larchwood Surgery asks for a loan."),
    ("Dr Sampler & Ptnrs", "Larchwood Surgery asks for a loan."),
    ("Saint Eddas Health Ctr, Mockbury", "St Edda's Health Centre asks for a loan."),
    ("St Edda's (Mockbury)", "St Edda's Health Centre asks for a loan."),
    ("FHFT", "Fictonshire Hospitals NHS Foundation Trust asks for a loan."),
    ("Merelight Digital", "Merelight Digital Solutions Ltd asks for a loan."),
    ("Mere Light Digital", "Merelight Digital Solutions Ltd asks for a loan."),
    ("the Quillet imaging company", "Quillet Imaging Ltd asks for a loan."),
    ("Fictonshire CC", "Fictonshire County Council asks for a loan."),
    (
        "Mockbury Mental Healthcare (now Fictonshire Partnership NHS Trust)",
        "Fictonshire Partnership asks for a loan.",
    ),
    ("Snaresby Laundry Ltd", "Snaresby Laundry asks for a loan."),
    ("Snaresby Laundry", "The contract goes to Snaresby Laundry Limited."),
]


@pytest.mark.parametrize(("text", "organisation"), SPOKEN_OF)
def test_text_that_speaks_of_an_organisation_is_a_hit(text: str, organisation: str) -> None:
    assert touches(text, organisation)


@pytest.mark.parametrize(("text", "organisation"), BY_CLASS)
def test_text_that_speaks_of_a_class_is_a_hit(text: str, organisation: str) -> None:
    assert touches(text, organisation)


@pytest.mark.parametrize(("text", "organisation"), NOT_SPOKEN_OF)
def test_text_that_only_looks_like_it_is_none(text: str, organisation: str) -> None:
    assert not touches(text, organisation)


@pytest.mark.parametrize(("declared", "text"), DECLARED)
def test_declaration_in_other_words_is_understood(declared: str, text: str) -> None:
    assert declared_touches(declared, text)


@pytest.mark.parametrize(
    ("what", "named", "hit"),
    [
        ("Jory Exampler, a friend, runs it", "Mr J Exampler presented.", True),
        ("Jory Exampler, a friend, runs it", "Jory Exampler presented.", True),
        ("Jory Exampler, a friend, runs it", "Mr Exampler presented.", False),
        ("Jory Exampler, a friend, runs it", "Mr K Exampler presented.", False),
        ("Dr Lydia Orme-Sampler is a friend", "The clinic is led by Dr L. Orme-Sampler.", True),
        ("Dr Lydia Orme-Sampler is a friend", "The clinic is led by Mr Dale Sampler.", False),
        ("Mrs Ada Sampler is a friend", "The clinic is led by Mr A Sampler.", False),
    ],
)
def test_person_is_named_by_more_than_a_surname(what: str, named: str, hit: bool) -> None:
    register = register_of({"what": what, "kind": "indirect", "with_whom": "friend"})
    assert any(one.sureness >= 0.5 for one in found(register, named).hits) is hit


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("Consultant at Fictonshire Hospitals NHS Foundation Trust", "FHFT asks for £2m."),
        (
            "Ward sister at the county's mental health trust",
            "Fictonshire Partnership NHS Trust asks for £2m.",
        ),
        ("Her husband works for Otterby and Finch", "Otterby & Finch Chemists would be paid."),
    ],
)
def test_interest_declared_in_prose_alone(what: str, text: str) -> None:
    register = register_of({"what": what})
    assert any(one.sureness >= 0.5 for one in found(register, text).hits)
