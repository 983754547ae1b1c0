"""What is loaded and calculated, at once or in the background."""
