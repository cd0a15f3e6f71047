"""The fields that a column of an old register may hold, and the headings that have been seen to mean each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """What a column may hold. `words`: headings that mean it, in small letters without signs."""

    key: str
    title: str
    words: tuple[str, ...]


def _field(key: str, title: str, headings: str) -> Field:
    """`headings` are divided by semicolons."""
    return Field(key, title, tuple(" ".join(each.split()) for each in headings.split(";")))


FIELDS = (
    _field(
        "name",
        "Name of the person",
        "name; full name; surname and forename; declarant; name of declarant; member; staff name; "
        "employee; employee name; individual; person; board member; name of individual; name of member; "
        "staff member; name of person; who",
    ),
    _field("first_name", "First name", "first name; forename; forenames; given name; first names"),
    _field("last_name", "Last name", "last name; surname; family name"),
    _field(
        "position",
        "Position",
        "current position; position; role; job title; post; title and role; current position s held in "
        "the ccg; position held; designation; current role; job role; position in the ccg; role in "
        "organisation; post held; position s held",
    ),
    _field("email", "Email address", "email; e mail; email address; e mail address; work email"),
    _field(
        "organisation",
        "Organisation",
        "declared interest; organisation; name of organisation; organisation name; company; company name; "
        "body; name of business; interest in; name of company; business; declared interest name of the "
        "organisation and nature of business; name of organisation and nature of business; organisation "
        "in which the interest is held; organisation business; entity; name of practice or organisation; "
        "organisation company",
    ),
    _field(
        "ods_code", "ODS code of the organisation", "ods code; ods; practice code; organisation code; code"
    ),
    _field(
        "interest",
        "Interest: organisation and nature in one cell",
        "interest; interests; declared interests; interests declared; details of interest; details of "
        "interests; interest declared; declaration; description of interests; details of interest s; "
        "relevant interests; declaration of interest; declarations of interest; detail of interest",
    ),
    _field(
        "type",
        "Type of interest",
        "type of interest; type; interest type; category; category of interest; nature of type; kind of "
        "interest; class of interest",
    ),
    _field(
        "type_financial",
        "Financial interest: a cross or a tick",
        "financial interest; financial interests; financial; direct financial",
    ),
    _field(
        "type_professional",
        "Non-financial professional: a cross or a tick",
        "non financial professional interest; non financial professional interests; non financial "
        "professional; professional interest; professional",
    ),
    _field(
        "type_personal",
        "Non-financial personal: a cross or a tick",
        "non financial personal interest; non financial personal interests; non financial personal; "
        "personal interest; personal",
    ),
    _field("type_indirect", "Indirect: a cross or a tick", "indirect interest; indirect interests; indirect"),
    _field(
        "held_by",
        "Direct or indirect",
        "direct or indirect; is the interest direct or indirect; direct indirect; indirect or direct; "
        "direct indirect interest; direct",
    ),
    _field(
        "relationship",
        "Whose interest it is",
        "relationship; whose interest; held by; interest held by; relationship to declarant; relation; "
        "own or family; whose; relationship to person",
    ),
    _field(
        "nature",
        "Nature of the interest",
        "nature of interest; nature of the interest; nature; description; description of interest; "
        "details; nature of business; role in the organisation; nature of involvement; description of the "
        "interest; position in organisation; interest details",
    ),
    _field(
        "since",
        "From",
        "from; date from; start date; since; start; date interest began; began; commenced; date of "
        "interest from; date started; interest from; from date; date interest arose; date of interest; "
        "when did the interest begin; effective from; date arose",
    ),
    _field(
        "until",
        "To",
        "to; date to; end date; until; end; ended; date of interest to; interest to; to date; date ended; "
        "date interest ended; ceased; effective to; date ceased",
    ),
    _field(
        "period",
        "From and to in one cell",
        "dates; period; duration; dates held; dates of interest; from and to; time period; from to; "
        "period of interest; date from to",
    ),
    _field(
        "mitigation",
        "Action taken to mitigate risk",
        "action taken to mitigate risk; mitigation; mitigating action; actions taken to mitigate risk; "
        "action taken; actions to mitigate; management action; mitigating actions; action; how managed; "
        "agreed action; mitigation agreed; action to be taken; action taken to mitigate",
    ),
    _field(
        "declared_on",
        "Declared on",
        "declared on; date declared; date of declaration; declaration date; date received; date of last "
        "declaration; date signed; date form received; date updated; last updated",
    ),
    _field("late", "Declared late", "declared late; late; late declaration"),
    _field(
        "reviewed",
        "Reviewed or approved already",
        "reviewed; approved; status; review status; line manager approved; approved by; signed off; "
        "accepted; reviewed by manager; approval status",
    ),
    _field(
        "relative_name",
        "Name of a relative: leave it out",
        "name of relative; relative name; name of family member; spouse name; name of spouse; name of "
        "related person",
    ),
)
BY_KEY = {field.key: field for field in FIELDS}
LEFT_OUT = "relative_name"
