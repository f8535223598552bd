set -x # expect: HSH109
set -eux # expect: HSH109
set -e
set +x
set -o pipefail
login "$TOKEN"
