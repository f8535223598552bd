apt-get install --allow-unauthenticated tool # expect: HSH111
sudo yum install -y --nogpgcheck tool # expect: HSH111
pip install --trusted-host example.com tool # expect: HSH111

apt-get install -y tool
sudo yum install tool
pip install tool
echo --nogpgcheck allow
