"""Pictures of numbers, drawn from plain values: an SVG for our pages and for print, and the same numbers in a table.

A picture never stands alone: whoever draws one gets its table with it (`table.Table`), made from the same values. No
colour is needed to read one, and no style sheet: what CSS adds is for people who choose their own colours.
"""
