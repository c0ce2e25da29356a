"""The recipes that make the weights and the gazetteer; an extra that nothing imports but the command line, lazily."""
