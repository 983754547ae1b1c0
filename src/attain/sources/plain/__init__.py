"""Tables written as plain texts: the rows of a plan's examples, and tables that are kept in a store."""
