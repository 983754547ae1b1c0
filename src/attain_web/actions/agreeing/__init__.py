"""What people agree on beside a period: plans and targets, absences, and the plans of the next year."""
