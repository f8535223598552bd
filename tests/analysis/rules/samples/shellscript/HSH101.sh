eval "$command" # expect: HSH101
eval $prefix=1 # expect: HSH101
bash -c "cd $folder && make" # expect: HSH101

sh -c "$command"
eval 'echo constant'
eval "$(ssh-agent -s)"
eval $(dircolors)
eval "$("$HOME/bin/tool" init -)"
eval set -- "$parsed"
bash -c 'echo "$1"' - "$name"
# eval "$command"
echo eval "$command"
