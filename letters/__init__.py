"""Letter templates, letters and their copies. Private."""
