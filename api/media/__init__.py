"""Files that flows send: uploaded by people, fetched by WhatsApp."""
