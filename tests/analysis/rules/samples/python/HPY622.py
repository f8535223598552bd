from flask import request


def contact(server):
    subject = request.form["subject"]
    mail = f"Subject: {subject}\n\nHello"
    server.sendmail("a@example.com", "b@example.com", mail)  # expect: HPY622
    if "\n" in subject:
        raise ValueError("subject")
    server.sendmail("a@example.com", "b@example.com", f"Subject: {subject}\n\nHello")
    server.sendmail("a@example.com", "b@example.com", "Subject: Hello\n\nHello")
