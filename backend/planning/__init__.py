"""Planning: what a committee is going to take, month by month, the agendas made of it, and questions from the public.

Nouns: business, row, step, referral, thread, standing item, call of a meeting, question.
Verbs: plan, propose, accept, defer, refuse, refer and end business; undo a step; set an agenda; carry items on; call a
meeting off; ask, choose, answer, refuse and withdraw a question.

A line of business has a cycle, and a row for each month in which that falls; only a row to which something happened is
kept. Whether a row was taken is read off its meeting, so that a cancelled meeting leaves nothing wrong behind.
"""
