"""Set-up: how an organisation comes to be here, what is left before its first use, and every setting that it has.

Nouns: founding link, checklist, list of people, setting.
Verbs: invite somebody to found, prove an address, found, bring people in and take them back, invite them, go live.
"""
