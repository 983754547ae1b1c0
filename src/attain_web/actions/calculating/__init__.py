"""What runs calculate: everything from the store, or only what a change can reach."""
