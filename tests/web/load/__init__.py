"""The application under load: a large book made by its own actions, and users let loose on it."""
