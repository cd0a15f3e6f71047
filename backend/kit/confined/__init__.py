"""The inside of a confined child: its entry, its walls, the system calls it may not make, and a probe that
tries them.
"""
