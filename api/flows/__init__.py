"""Flows: drafts, checks and publishing."""
