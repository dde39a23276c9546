"""Fuzzing: what is thrown at readers and loaders, how, and what was kept of it."""
