"""A workspace proposed from the user's own files: names recognised, types inferred, first texts drafted."""
