"""The verifier: finds what is wrong with a flow, names the node and the field of each issue, and says what to do."""
