"""Who sees what: every screen declares its roles, and every row of a person is asked for here."""
