"""What a sales leader sees: the pipeline at any instant, what moved it, and what it will bring."""
