"""The audit trail: a record of decisions in which a later change shows.

Lines of JSON, each with the hash of the line before; a small head file beside them knows where
they end. It is tamper-evident, not tamper-proof: `verify` says what it cannot see.
"""

from hanare.observe.audit.chain import Event, Value
from hanare.observe.audit.checking import Break, Checked, Flaw, verify
from hanare.observe.audit.files import TrailFiles
from hanare.observe.audit.trail import AuditTrail

__all__ = [
    "AuditTrail",
    "Break",
    "Checked",
    "Event",
    "Flaw",
    "TrailFiles",
    "Value",
    "verify",
]
