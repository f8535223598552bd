from django.utils.html import format_html, format_html_join

format_html(f"<b>{name}</b>")  # expect: HPY181
format_html("<b>%s</b>" % name)  # expect: HPY181
format_html("<b>" + name + "</b>")  # expect: HPY181
format_html("<b>{}</b>".format(name))  # expect: HPY181

format_html("<b>{}</b>", name)
format_html(TEMPLATE, name)
format_html("<b>one</b>" "<b>{}</b>", name)
other.format_html(f"<b>{name}</b>")
