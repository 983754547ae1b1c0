"""The entrance: signing in and out, and where somebody begins."""
