"""The outside world behind the protocols of `engine`: one package per kind of vendor."""
