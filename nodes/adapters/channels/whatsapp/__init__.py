"""WhatsApp's Cloud API: signed webhooks in, Graph calls out."""
