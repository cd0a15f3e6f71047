"""The fields that a column of an old register of interests may hold, and the headings seen to mean each."""

from collections.abc import Collection, Mapping

from backend.facts.bringing_in import field_of
from backend.interests.rules.rows import persons

FIELDS = (
    *persons.FIELDS,
    field_of(
        "organisation",
        "Organisation",
        "declared interest; organisation; name of organisation; organisation name; company; company name; "
        "body; name of business; interest in; name of company; business; declared interest name of the "
        "organisation and nature of business; name of organisation and nature of business; organisation "
        "in which the interest is held; organisation business; entity; name of practice or organisation; "
        "organisation company",
    ),
    field_of(
        "ods_code", "ODS code of the organisation", "ods code; ods; practice code; organisation code; code"
    ),
    field_of(
        "interest",
        "Interest: organisation and nature in one cell",
        "interest; interests; declared interests; interests declared; details of interest; details of "
        "interests; interest declared; declaration; description of interests; details of interest s; "
        "relevant interests; declaration of interest; declarations of interest; detail of interest",
    ),
    field_of(
        "type",
        "Type of interest",
        "type of interest; type; interest type; category; category of interest; nature of type; kind of "
        "interest; class of interest",
    ),
    field_of(
        "type_financial",
        "Financial interest: a cross or a tick",
        "financial interest; financial interests; financial; direct financial",
    ),
    field_of(
        "type_professional",
        "Non-financial professional: a cross or a tick",
        "non financial professional interest; non financial professional interests; non financial "
        "professional; professional interest; professional",
    ),
    field_of(
        "type_personal",
        "Non-financial personal: a cross or a tick",
        "non financial personal interest; non financial personal interests; non financial personal; "
        "personal interest; personal",
    ),
    field_of(
        "type_indirect", "Indirect: a cross or a tick", "indirect interest; indirect interests; indirect"
    ),
    field_of(
        "held_by",
        "Direct or indirect",
        "direct or indirect; is the interest direct or indirect; direct indirect; indirect or direct; "
        "direct indirect interest; direct",
    ),
    field_of(
        "relationship",
        "Whose interest it is",
        "relationship; whose interest; held by; interest held by; relationship to declarant; relation; "
        "own or family; whose; relationship to person",
    ),
    field_of(
        "nature",
        "Nature of the interest",
        "nature of interest; nature of the interest; nature; description; description of interest; "
        "details; nature of business; role in the organisation; nature of involvement; description of the "
        "interest; position in organisation; interest details",
    ),
    field_of(
        "since",
        "From",
        "from; date from; start date; since; start; date interest began; began; commenced; date of "
        "interest from; date started; interest from; from date; date interest arose; date of interest; "
        "when did the interest begin; effective from; date arose",
        ends=False,
    ),
    field_of(
        "until",
        "To",
        "to; date to; end date; until; end; ended; date of interest to; interest to; to date; date ended; "
        "date interest ended; ceased; effective to; date ceased",
        ends=True,
    ),
    field_of(
        "period",
        "From and to in one cell",
        "dates; period; duration; dates held; dates of interest; from and to; time period; from to; "
        "period of interest; date from to",
        ends=False,
    ),
    field_of(
        "mitigation",
        "Action taken to mitigate risk",
        "action taken to mitigate risk; mitigation; mitigating action; actions taken to mitigate risk; "
        "action taken; actions to mitigate; management action; mitigating actions; action; how managed; "
        "agreed action; mitigation agreed; action to be taken; action taken to mitigate",
    ),
    field_of(
        "declared_on",
        "Declared on",
        "declared on; date declared; date of declaration; declaration date; date received; date of last "
        "declaration; date signed; date form received; date updated; last updated",
        ends=False,
    ),
    field_of("late", "Declared late", "declared late; late; late declaration"),
    field_of(
        "reviewed",
        "Reviewed or approved already",
        "reviewed; approved; status; review status; line manager approved; approved by; signed off; "
        "accepted; reviewed by manager; approval status",
    ),
    field_of(
        "relative_name",
        "Name of a relative: leave it out",
        "name of relative; relative name; name of family member; spouse name; name of spouse; name of "
        "related person",
        left_out=True,
    ),
)


def missing(fields: Collection[str]) -> list[str]:
    """What a sheet's columns don't cover and the register can't do without, in words."""
    there = set(fields)
    found = persons.missing(there)
    if not there & {"organisation", "interest"}:
        found.append("the organisation")
    if not there & {"nature", "interest"}:
        found.append("the nature of the interest")
    return found


def arrange(found: Mapping[int, str]) -> dict[int, str]:
    """The fields of the columns once all are known: what “interest” heads hangs on what stands beside it."""
    fields = persons.arrange(found)
    at = {key: column for column, key in reversed(fields.items())}
    if {"organisation", "interest"} <= at.keys():
        if "nature" in at:
            del fields[at["interest"]]
        else:
            # an organisation has a column of its own, so that the interest beside it is its nature
            fields[at["interest"]] = "nature"
    elif "organisation" in at and "nature" not in at:
        # nothing else says what the interest is, so the one cell must say both
        fields[at["organisation"]] = "interest"
    return fields
