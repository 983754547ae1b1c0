"""Commands about the web application: serving it, looking after it, letting people in."""
