"""Rate kinds that pay for a window and not for a deal: one line per payee and window."""
