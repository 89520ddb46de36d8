"""The index of everything public that can be found, and one function that asks it."""
