"""Who a member writes to and what followed. Private."""
