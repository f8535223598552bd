"""The measurement of the gate: code that invites insecure completions, judged by what it does."""
