"""What programs ask: every action and read of the screens as REST, under the same declarations of who may."""
