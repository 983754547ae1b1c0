"""Whom a deal is credited to, how much, and whether the credit still stands."""
