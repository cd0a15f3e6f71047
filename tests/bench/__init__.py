"""Speed as ratios: what ours costs, over what the same answer costs with nothing around it.

`python -m tests.bench` runs every figure under `figures/` and prints one JSON line for each; `--only NAME` runs one.
A floor, under `floors/`, is that bare way. It imports nothing of ours, and `test_floors.py` proves that its answer
is the same as ours.
"""
