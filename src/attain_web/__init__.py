"""Attain with a memory: the store, its ledger, and the actions that change them."""
