"""From the currency of a deal to that of the plan, and from there to the one that the payee is paid in."""
