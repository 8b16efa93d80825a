"""A mail with a file, as a draft that the person's own mail program opens."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP


def mail_draft(to: str, subject: str, body: str, name: str, data: bytes) -> bytes:
    """The bytes of an `.eml` file that opens as a mail not sent yet.

    Args:
        to: The address; empty leaves it to the person.
        subject: The subject; line breaks in it become spaces.
        body: Plain text.
        name: Of the attached PDF.
        data: Its bytes.
    """
    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"  # some programs open it as a draft only with this
    if to.strip():
        mail["To"] = " ".join(to.split())
    mail["Subject"] = " ".join(subject.split())
    mail.set_content(body)
    mail.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    return mail.as_bytes()
