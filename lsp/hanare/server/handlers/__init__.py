"""One module a group of LSP methods: snapshot, call, convert."""
