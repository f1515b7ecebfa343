"""What the hooks count, for Prometheus."""

from prometheus_client import Counter

RECEIVED = Counter("parley_webhooks_total", "Webhook calls by hook and outcome.", ["hook", "outcome"])
PASSED_OVER = Counter("parley_webhook_items_ignored_total", "Things in signed webhooks that are not for us.")
