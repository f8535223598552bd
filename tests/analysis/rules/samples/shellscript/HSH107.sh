echo "deploy ALL=(ALL) NOPASSWD: ALL" > /etc/sudoers.d/deploy # expect: HSH107
echo '%admin ALL=(ALL:ALL) NOPASSWD:ALL' | tee -a /etc/sudoers # expect: HSH107

echo "deploy ALL=(root) NOPASSWD: /bin/systemctl" > /etc/sudoers.d/deploy
grep NOPASSWD /etc/sudoers
# NOPASSWD: ALL
