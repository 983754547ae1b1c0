"""The demo's past, made by its own people through the same actions as everybody's."""
