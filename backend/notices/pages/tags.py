"""How the state of a letter is shown."""

from backend.notices.rules import LetterState

TAGS = {
    LetterState.PENDING: ("Waiting", "blue"),
    LetterState.SENDING: ("Being sent", "blue"),
    LetterState.SENT: ("Sent", "green"),
    LetterState.UNCERTAIN: ("Uncertain", "orange"),
    LetterState.FAILED: ("Failed", "red"),
    LetterState.WITHDRAWN: ("Withdrawn", "grey"),
    LetterState.KEPT: ("Kept here", "aqua-green"),
    LetterState.HELD: ("For the daily letter", "blue"),
    LetterState.SHOWN: ("In Probity only", "grey"),
    LetterState.RETURNED: ("Came back", "red"),
}
"""Each state in a word or two, and the colour of its tag; the word says it without the colour."""
