"""Settings: one schema, layers that are merged and validated once, and what a workspace may not decide."""
