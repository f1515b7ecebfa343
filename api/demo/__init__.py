"""The demo workspace: a simulator account and a flow to talk to."""
