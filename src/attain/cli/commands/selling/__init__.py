"""Commands about deals: what the pipeline holds, and how it got there."""
