"""Executions: what flows did and do."""
