"""Facts of what audits recommended."""

from backend.catalogue.vocabulary.kinds import CHOICE, DAY, FLAG, choices, fact

AUDITS = (
    fact(
        "recommendation.state",
        CHOICE,
        "state",
        "How far it is: what its owner says is not yet what somebody else has seen.",
        "audits",
        choices=choices(
            **{
                "open": "open",
                "carried-out": "said to be carried out",
                "verified": "seen to be carried out",
                "not-agreed": "not agreed",
                "superseded": "superseded",
            }
        ),
    ),
    fact(
        "recommendation.due-on",
        DAY,
        "day by which it is to be carried out",
        "The day that the management agreed to.",
        "audits",
        none="no day agreed",
    ),
    fact(
        "recommendation.is-high",
        FLAG,
        "is of high priority",
        "Whether the auditor gave it the highest priority.",
        "audits",
        otherwise="is not of high priority",
    ),
)
