"""Registers: what is done with all of them alike: published, withheld, exported, imported, kept and disposed of.

Nouns: register, publication, withheld entry, import, export, retention, hold, return.
Verbs: prepare a publication, approve it, release it, recall it; withhold an entry; import a spreadsheet and undo it;
export; propose for disposal; certify.
"""
