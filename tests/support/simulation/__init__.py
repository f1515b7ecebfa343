"""The engine in one process under a seeded scheduler: workers that crash, a vendor that lies, a clock of its own."""
