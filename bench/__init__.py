"""Measurements beside a yardstick; `python -m bench` prints one table."""
