"""Personal data: told by a header, by its form, and by what a text says; never by a model."""
