"""What runs inside the load generator is no module of tests: it changes how the whole process waits."""

collect_ignore = ["stream.py", "users.py"]
