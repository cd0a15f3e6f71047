"""Facts of measures: how new their figures are, whether they are on their way, and whether sources agree."""

from backend.catalogue.vocabulary.kinds import DAY, FLAG, NUMBER, fact

MEASURES = (
    fact(
        "measure.owned",
        FLAG,
        "has an owner",
        "Whether somebody answers for it.",
        "measures",
        otherwise="has no owner",
    ),
    fact(
        "measure.newest-on",
        DAY,
        "end of the newest period that was measured",
        "The last day of the newest period of which an actual figure is kept.",
        "measures",
        none="nothing measured",
    ),
    fact(
        "measure.off-track",
        FLAG,
        "is off its trajectory",
        "Whether its newest figure is worse than what was to be reached by then.",
        "measures",
        otherwise="is not known to be off its trajectory",
    ),
    fact(
        "measure.differences",
        NUMBER,
        "contradictions between sources",
        "How often two sources state different figures of the same thing.",
        "measures",
    ),
)
