"""Faults that the toolkit has to stand: real processes are broken, and the data is looked at afterwards."""
