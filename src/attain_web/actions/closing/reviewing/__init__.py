"""What is looked at before figures are approved or posted: variances, and what another engine changes."""
