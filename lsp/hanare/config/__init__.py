"""Settings: one schema, layers merged and validated once, what a workspace may not decide."""
