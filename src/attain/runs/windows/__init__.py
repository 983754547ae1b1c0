"""What pays per window and not per deal: who is a candidate, what they measure, and what a window is worth to them."""
