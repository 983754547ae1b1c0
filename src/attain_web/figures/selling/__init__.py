"""The pipeline for readers: forecasts that people submitted, targets, and deals that may slip."""
