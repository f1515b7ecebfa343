"""Channels: the ways messages come in and go out."""
