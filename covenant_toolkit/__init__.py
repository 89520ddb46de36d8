"""Settings, addresses and the pages that compose rooms. Nothing imports it."""
