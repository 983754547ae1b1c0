"""Letting people in: accounts for browsers, tokens for programs."""
