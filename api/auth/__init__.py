"""Signing in: the first run, login, refresh and logout."""
