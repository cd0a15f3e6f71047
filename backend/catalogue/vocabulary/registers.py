"""Facts of the registers and of what stands in them."""

from backend.catalogue.vocabulary.kinds import DAY, FLAG, NUMBER, fact

REGISTERS = (
    fact("gift.declared-on", DAY, "day on which it was declared", "The day of the declaration.", "interests"),
    fact(
        "gift.late",
        FLAG,
        "was declared late",
        "Whether it was declared after the days allowed.",
        "interests",
        otherwise="was declared in time",
    ),
    fact(
        "gift.reviewed",
        FLAG,
        "was reviewed",
        "Whether a reviewer has dealt with it.",
        "interests",
        otherwise="was not reviewed",
    ),
    fact(
        "gift.advice-followed",
        FLAG,
        "was dealt with as the rules advise",
        "Whether what was done with it is what the rules advise; empty where they advise nothing.",
        "interests",
        otherwise="was not dealt with as the rules advise",
        none="nothing was advised",
    ),
    fact("breach.found-on", DAY, "day on which it was found", "The day of the finding.", "concerns"),
    fact(
        "breach.notified-on",
        DAY,
        "day on which NHS England was told",
        "The day on which NHS England was told of it.",
        "concerns",
        none="not told",
    ),
    fact(
        "procurement.decided-on",
        DAY,
        "day of the decision",
        "The day of the decision that is recorded.",
        "procurement",
        none="not decided",
    ),
    fact(
        "procurement.declarations-missing",
        NUMBER,
        "participants without a declaration",
        "Participants who have not said whether they have an interest.",
        "procurement",
    ),
)
