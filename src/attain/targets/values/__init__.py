"""The value of one target for one payee: cut, factored, and read over windows."""
