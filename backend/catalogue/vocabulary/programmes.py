"""Facts of programmes of delegated commissioning."""

from backend.catalogue.vocabulary.kinds import DAY, FLAG, NUMBER, fact

PROGRAMMES = (
    fact(
        "milestone.accepted-on",
        DAY,
        "day on which it was accepted",
        "The day on which it was accepted.",
        "delegation",
        none="not accepted",
    ),
    fact(
        "milestone.delivered-on",
        DAY,
        "day on which it was delivered",
        "The day on which its owner said that it is delivered.",
        "delegation",
        none="not delivered",
    ),
    fact(
        "milestone.due-on",
        DAY,
        "last day of the month in which it is due",
        "The last day of the month agreed last, or of the baseline.",
        "delegation",
    ),
    fact(
        "milestone.at-risk",
        FLAG,
        "is at risk",
        "Whether it is marked as at risk.",
        "delegation",
        otherwise="is not at risk",
    ),
    fact("gate.conditions", NUMBER, "conditions", "How many conditions it has.", "delegation"),
    fact("gate.conditions-met", NUMBER, "conditions met", "How many were judged to be met.", "delegation"),
)
