"""The commands that need a memory; they join ``attain`` through the entry points of the package."""
