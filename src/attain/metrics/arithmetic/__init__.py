"""The arithmetic of metrics: formulas, intervals and cumulative incidence on plain numbers."""
