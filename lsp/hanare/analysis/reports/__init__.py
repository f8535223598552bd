"""Reports: what an analysis comes to, for people, services and programs.

Each format is a pure function of a report and a language. Names, messages and code in a report are
untrusted: whatever is shown to a person goes through `redaction.visible`.
"""
