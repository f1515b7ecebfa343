"""Where the outside calls us: WhatsApp's webhooks and the flows' own addresses."""
