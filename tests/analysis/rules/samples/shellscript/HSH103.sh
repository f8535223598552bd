curl -k https://example.com # expect: HSH103
curl -sSkL https://example.com # expect: HSH103
curl --insecure https://example.com # expect: HSH103
wget --no-check-certificate https://example.com # expect: HSH103
git config --global http.sslVerify false # expect: HSH103
export GIT_SSL_NO_VERIFY=1 # expect: HSH103

curl -sSL https://example.com
curl -Ok.txt https://example.com
curl --keepalive-time 1 https://example.com
wget -q https://example.com
git config --global http.sslVerify true
export NODE_TLS_REJECT_UNAUTHORIZED=1
sort -k 2 curl
