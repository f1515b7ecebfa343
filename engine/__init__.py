"""The pure core: the flow document, its language, and the step from one lane and its events to a commit."""
