"""The phone simulator: a Graph API of our own that signs and posts webhooks back, so one code serves both."""
