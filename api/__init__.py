"""The running product: web application, worker and command line; the only room that knows all others."""
