"""What commissions cost: beside the sales they were paid for, and carried forward with their contracts."""
