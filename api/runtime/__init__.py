"""The engine's process: the loop, the effect runner, the sender and the housekeeping."""
