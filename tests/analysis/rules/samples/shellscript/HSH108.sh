mysql -u root -psecret app # expect: HSH108
mysqldump --password="$PASSWORD" app # expect: HSH108
sshpass -p"$PASSWORD" ssh host # expect: HSH108
curl -u "user:$TOKEN" https://example.com # expect: HSH108

mysql -u root -p app
mysql --defaults-extra-file=my.cnf app
sshpass -f file ssh host
curl -u user https://example.com
curl --netrc https://example.com
ssh -p2222 host
