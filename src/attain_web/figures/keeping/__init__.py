"""Answers that are kept, found before anybody asks, and brought up to date with what was saved since."""
