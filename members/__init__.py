"""People who sign in and the organisations they belong to. Private."""
