"""Starters: flows that work, to begin with; each is a file beside this one, with the tests that it passes."""
