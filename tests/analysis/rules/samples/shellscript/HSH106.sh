date > /tmp/started # expect: HSH106
echo "$line" >> "/tmp/app.log" # expect: HSH106
file=/tmp/app.$$ # expect: HSH106

date > "$(mktemp)"
cat < /tmp/started
date > /dev/null
date > /tmp/app/started
file=$(mktemp /tmp/app.XXXXXX)
