import imaplib
import poplib
import smtplib

server = smtplib.SMTP("mail.example")
server.login(user, password)  # expect: HPY128
with imaplib.IMAP4("mail.example") as mailbox:
    mailbox.login(user, password)  # expect: HPY128
box = poplib.POP3("mail.example")
box.pass_(password)  # expect: HPY128

secure = smtplib.SMTP_SSL("mail.example")
secure.login(user, password)
imaplib.IMAP4_SSL("mail.example").login(user, password)
account.login(user, password)
