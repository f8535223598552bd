"""What runs in the child process of `hanare.bench.gate.sandbox`; imports nothing else of Hanare."""
