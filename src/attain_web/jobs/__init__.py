"""Long work in the background: asked for, done by a worker once, with progress, cancelled, tried again, remembered."""
