"""Attain: sales pay that is exact, fast and explained."""

__version__ = "0.1.0"
