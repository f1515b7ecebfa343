"""Contacts and their conversations."""
