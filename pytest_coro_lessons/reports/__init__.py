"""From data to files and strings. Nothing is imported here: most runs need few of the modules."""
