"""Commands for what people agree on beside a period: plans, stand-ins, variances, upgrades, absences."""
