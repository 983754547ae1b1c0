"""What every screen has in common: the frame, the navigation, numbers and dates, forms that are sent once."""
