"""How pay is taken back when a deal is cancelled, refunded or returned."""
