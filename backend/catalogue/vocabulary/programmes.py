"""Facts of programmes of delegated commissioning."""

from backend.catalogue.vocabulary.kinds import DAY, FLAG, NUMBER, fact

PROGRAMMES = (
    fact(
        "milestone.accepted-on",
        DAY,
        "day on which it was accepted",
        "The day of the last acceptance that it needs: the reviewing body's too, where it needs both.",
        "delegation",
        none="not accepted",
    ),
    fact(
        "milestone.commissioner-accepted-on",
        DAY,
        "day on which the commissioner accepted it",
        "The day on which the chair of the deciding body accepted it for the commissioner.",
        "delegation",
        none="not accepted by the commissioner",
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
        "The day, or the last of the month, that was agreed last, or of the baseline.",
        "delegation",
        none="not given a date",
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
