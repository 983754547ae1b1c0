"""Everything that changes the store: one function per action, on behalf of somebody, whole, and with an audit row."""
