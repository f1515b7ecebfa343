"""WhatsApp accounts, real and simulated."""
