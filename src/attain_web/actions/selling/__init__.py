"""The pipeline's part of the store: its tables loaded and read, and what people forecast."""
