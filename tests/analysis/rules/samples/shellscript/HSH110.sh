ssh -o StrictHostKeyChecking=no host # expect: HSH110
scp -oStrictHostKeyChecking=no a host: # expect: HSH110
rsync -e "ssh -o StrictHostKeyChecking=no" a host: # expect: HSH110
export GIT_SSH_COMMAND="ssh -o StrictHostKeyChecking=no" # expect: HSH110

grep StrictHostKeyChecking=no config
ssh -o StrictHostKeyChecking=yes host
ssh -o StrictHostKeyChecking=accept-new host
ssh -o UserKnownHostsFile=known host
ssh host
