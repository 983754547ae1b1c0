"""Findings about the payout curve itself: where it jumps, rests, falls, or never ends."""
