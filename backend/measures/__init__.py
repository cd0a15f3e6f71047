"""Measures: what is counted, what each source says of it page by page, where sources differ, and what stands out.

Nouns: measure, value, difference, outlier, meaning.
Verbs: add a measure, change it, retire it, bring it back, state a value, correct it, strike it out, paste values of
organisations, write what an outlier means.
"""
