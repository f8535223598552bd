# Verifies this bundle and installs Hanare from it; --help says how. See README.md.
# Needs Python @PYTHON@, and ssh-keygen to check who made the bundle. Uses no network.
$ErrorActionPreference = 'Stop'

# -I and -B: nothing of this folder or the environment is imported by chance, or written.
$installer = Join-Path $PSScriptRoot 'installer'
if (Get-Command py -ErrorAction SilentlyContinue) {
    & py '-@PYTHON@' -I -B $installer @args
} else {
    & python -I -B $installer @args
}
exit $LASTEXITCODE
