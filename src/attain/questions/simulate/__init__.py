"""Simulate: the cost of a plan on sales drawn from the past, with its spread and what drives it."""

from attain.questions.simulate.simulating import Asked, Simulated, outcome_count, simulate

__all__ = ["Asked", "Simulated", "outcome_count", "simulate"]
