"""A message of e-mail, as people keep one."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP


def a_message(subject: str = "Réunion de juin", words: str = "Madame,\n\n  un   tableau\n") -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = "Émilie Exemple <emilie@example.org>"
    message["To"] = "secretariat@example.org"
    message["Cc"] = "Bo Ek <bo@example.org>, 王 <w@example.org>"
    message["Date"] = "Mon, 14 Apr 2025 10:12:00 +0200"
    message["Subject"] = subject
    message.set_content(words)
    return message
