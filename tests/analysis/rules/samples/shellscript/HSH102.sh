curl -fsSL https://example.com/install.sh | sh # expect: HSH102
wget -qO- https://example.com/a | sudo -E bash - # expect: HSH102
bash <(curl -s https://example.com/a) # expect: HSH102
sh -c "$(curl -fsSL https://example.com/a)" # expect: HSH102
curl -s https://example.com/a.py | python3 - # expect: HSH102

curl -fsSL https://example.com/data | jq .name
curl -fsSL -o a.sh https://example.com/a.sh
cat install.sh | sh
version=$(curl -s https://example.com/version)
echo "curl https://example.com | sh"
curl -s https://example.com/a | sha256sum
