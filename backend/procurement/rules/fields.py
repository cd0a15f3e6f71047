"""The fields that a column of an old register of contracts may hold, and the headings seen to mean each."""

from collections.abc import Collection

from backend.facts.bringing_in import field_of

FIELDS = (
    field_of(
        "reference",
        "Reference",
        "reference; ref; ref no; reference number; contract reference; contract ref; contract number; contract no; "
        "procurement reference; id; no; unique reference; register number",
    ),
    field_of(
        "title",
        "Contract or service title",
        "contract or service title; contract service title; title; contract title; contract; service; service title; "
        "name of contract; contract name; procurement; procurement title; subject",
    ),
    field_of(
        "description",
        "Procurement description",
        "procurement description; description; description of contract; description of service; details; "
        "description of goods or services; service description",
    ),
    field_of(
        "existing",
        "Existing contract or new procurement",
        "existing contract or new procurement; existing contract or new procurement if existing include details; "
        "existing or new; new or existing; new procurement",
    ),
    field_of(
        "type",
        "Procurement type",
        "procurement type; type; procurement type ccg procurement or collaborative procurement; collaborative; "
        "ccg procurement or collaborative; lead or collaborative",
    ),
    field_of(
        "clinical_lead",
        "Clinical lead",
        "clinical lead; ccg clinical lead; clinical lead name; lead clinician",
    ),
    field_of(
        "contract_manager",
        "Contract manager",
        "contract manager; ccg contract manager; contract manger; commissioning manager; contract lead; manager",
    ),
    field_of(
        "route",
        "Route",
        "route; procurement route; route to market; procurement method; method; award process; award route; "
        "procedure; procurement procedure",
    ),
    field_of(
        "process",
        "Decision-making process",
        "decision making process; decision making process and name of decision making committee; process; "
        "procurement process; how the decision was made",
    ),
    field_of(
        "committee",
        "Decision-making committee",
        "decision making committee; name of decision making committee; committee; decision maker; body; "
        "approving committee; panel",
    ),
    field_of(
        "decided_by", "Decided by", "decided by; decision made by; approved by; authorised by; awarded by"
    ),
    field_of(
        "deciders",
        "Individuals who decided",
        "individuals who decided; names of those deciding; names of individuals; decision makers; individuals",
    ),
    field_of(
        "decided_on",
        "Date of decision",
        "date of decision; decision date; date; date awarded; award date; date of award; decided on; date approved; "
        "date contract awarded",
        ends=False,
    ),
    field_of(
        "took_part",
        "Who took part",
        "who took part; panel members; evaluators; participants; evaluation panel",
    ),
    field_of(
        "conflicts",
        "Summary of conflicts noted",
        "summary of conflicts noted; summary of conflicts of interest noted; conflicts noted; conflicts; "
        "conflicts of interest; conflicts declared; conflict of interest; summary of conflicts of interest declared",
    ),
    field_of(
        "actions",
        "Actions to mitigate conflicts",
        "actions to mitigate conflicts; actions to mitigate conflicts of interest; actions; mitigation; "
        "how conflicts were managed; management of conflicts; actions taken",
    ),
    field_of(
        "justification",
        "Justification for actions",
        "justification for actions; justification for actions to mitigate conflicts of interest; justification; "
        "justification for action; reason for actions",
    ),
    field_of(
        "awarded_to",
        "Contract awarded to",
        "contract awarded to; contract awarded supplier name; awarded to; supplier; supplier name; provider; "
        "contractor; name of supplier; successful bidder; winning bidder; name of provider; company; "
        "contract awarded supplier name and registered address; awarded supplier; vendor",
    ),
    field_of(
        "address",
        "Supplier’s registered address",
        "suppliers registered address; registered address; address; supplier address; contract awarded registered "
        "address; address of supplier",
    ),
    field_of(
        "total",
        "Contract value, total",
        "contract value total; total contract value; contract value; value; total value; contract value in total; "
        "amount; award value; contract value gbp total; total; contract value total value",
    ),
    field_of(
        "own",
        "Contract value to us",
        "contract value to us; contract value to ccg; contract value ccg; value to ccg; value to us; our share; "
        "contract value to icb; contract value our share",
    ),
    field_of(
        "contract_from",
        "Contract from",
        "contract from; contract start; contract start date; start date; start; contract begins; commencement date; "
        "date from; contract period from; from",
        ends=False,
    ),
    field_of(
        "contract_until",
        "Contract to",
        "contract to; contract end; contract end date; end date; end; expiry date; contract expiry; contract until; "
        "date to; contract period to; to",
        ends=True,
    ),
    field_of(
        "contract_period",
        "Contract from and to in one cell",
        "contract period; contract dates; period; contract term; term of contract; contract duration",
        ends=False,
    ),
    field_of(
        "comments", "Comments", "comments; comments to note; other comments; notes; remarks; further comments"
    ),
)


def missing(fields: Collection[str]) -> list[str]:
    """What a sheet's columns don't cover and the register can't do without, in words."""
    wanted = (
        ("title", "the title of the contract"),
        ("decided_on", "the day of the decision"),
        ("awarded_to", "who the contract went to"),
    )
    return [words for key, words in wanted if key not in fields]
