"""What people say of deals."""
