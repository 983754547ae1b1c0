"""Commands about deals: forecasts, and the pipeline that a store keeps."""
