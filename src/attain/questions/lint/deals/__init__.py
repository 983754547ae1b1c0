"""Findings about the deals: their order, deals paid twice, values that no deal has."""
