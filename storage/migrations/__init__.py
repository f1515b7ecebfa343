"""The steps that build the database, in the order of their names."""
