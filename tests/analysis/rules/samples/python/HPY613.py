from flask import request
from ldap.filter import escape_filter_chars


def person(directory):
    uid = request.args["uid"]
    directory.search_s("dc=example", 2, "(uid=%s)" % uid)  # expect: HPY613
    directory.search_s("ou=" + uid, 2, "(uid=*)")  # expect: HPY613
    directory.search_s("dc=example", 2, "(uid=%s)" % escape_filter_chars(uid))
    directory.search_s("dc=example", 2, "(uid=*)", [uid])
