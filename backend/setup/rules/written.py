"""Examples of what is typed as files write it: a text that may be copied and changed, and what it says."""

from collections.abc import Mapping

_CHECK = "fact: milestone.accepted-on\non: {programme}.m12\ngiven: true"

EXAMPLES: Mapping[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("Committee", "quorum"): (
        ("at_least: 3", "At least three voting members, whoever they are."),
        ("at_least: 2\nof: {capacity: [lay]}", "At least two lay members."),
        (
            "all:\n  - at_least: 4\n  - at_least: 1\n    of: {office: [chair, vice-chair]}",
            "At least four voting members, and among them the chair or the vice-chair.",
        ),
        (
            "any:\n  - at_least: 6\n  - at_least: 2\n    of: {capacity: [gp]}",
            "At least six voting members, or at least two GPs: one of the two is enough.",
        ),
        (
            "majority_of: {capacity: [lay, executive]}",
            "More than half of those present are lay or executive.",
        ),
    ),
    ("Condition", "rule"): (
        (
            _CHECK.format(programme="programme"),
            "Milestone M12 of the programme “programme” has been accepted.",
        ),
        (
            "all:\n  - {fact: milestone.accepted-on, on: programme.m12, given: true}\n"
            "  - {fact: milestone.accepted-on, on: programme.m13, given: true}",
            "Milestones M12 and M13 have both been accepted.",
        ),
        (
            "not: {fact: milestone.accepted-on, on: programme.m12, given: true}",
            "Milestone M12 has not been accepted.",
        ),
    ),
    ("Commitment", "checking"): (
        (
            "kind: needs-evidence\nkinds: [internal-audit, external-audit]",
            "Shown by a piece of evidence of each of these kinds.",
        ),
        (
            "kind: not-discussed-at\nsubject: delegation\nwords: [delegated commissioning]\n"
            "committee: executive-team\nbelongs_to: governing-body",
            "The words stand on no agenda of the one committee, since the subject belongs to the other.",
        ),
        (
            "kind: rule\nrule:\n  fact: milestone.accepted-on\n  on: programme.m12\n  given: true",
            "Kept where the rule is met: here, where milestone M12 has been accepted.",
        ),
    ),
}
"""By the model and the name of the setting. Keys and values are those of the files."""
