"""The four principles, the five functions, the findings that link them, and what surrounds them. Public."""
