"""Checks that only one kind needs."""
