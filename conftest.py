"""What pytest accepts only at the root of a project."""

pytest_plugins = ["pytester"]
