"""What changes the pay of a line after its rate: gates, multipliers, kickers, caps, floors."""
