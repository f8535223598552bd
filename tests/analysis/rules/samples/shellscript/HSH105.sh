rm -rf "$build/" # expect: HSH105
rm -rf $root/* # expect: HSH105
rm -fr "${prefix}/usr" # expect: HSH105

rm -rf "${build:?}/"
rm -rf "$build"
rm -rf "$root/node_modules"
rm -f "$build/"
rm -rf "$HOME/tmp"
