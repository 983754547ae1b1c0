"""What screens read: the workspace and its people, stored results, and runs opened for questions about them."""
