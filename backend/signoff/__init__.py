"""Sign-off: runs of a workflow over one thing, and approvals bound to exactly the content that was read.

Nouns: run, step, approval, pen.
Verbs: open a run, take a step, approve, withdraw an approval, renew a run for new content.

The room knows no meeting and no paper: a run has a subject (a `Record`), a body whose officers decide, and the
SHA-256 of the content that lies before them. What the words are and who may take which step stands in the workflow.
"""
