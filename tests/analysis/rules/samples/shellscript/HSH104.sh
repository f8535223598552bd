chmod 777 /srv/data # expect: HSH104
chmod -R 0666 data # expect: HSH104
chmod a+w file # expect: HSH104
chmod o+rw file # expect: HSH104
umask 000 # expect: HSH104

chmod 755 script
chmod u+w file
chmod +x script
chmod 1777 /tmp/shared
chmod "$mode" file
umask 022
