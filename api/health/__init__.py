"""Whether this installation works, for people and for Prometheus."""
