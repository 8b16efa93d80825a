"""Tables: columns and constraints, no rules."""

from cmdesk.models.agency import Agency, Member
from cmdesk.models.base import APPEND_ONLY, Base
from cmdesk.models.catalogue import ScopeTemplate, Service, TemplateLine
from cmdesk.models.client import Channel, Client, Contact
from cmdesk.models.journal import Journal
from cmdesk.models.media import Blob, Media, PostMedia
from cmdesk.models.post import Placement, Post, PostEvent
from cmdesk.models.report import ReportRun, ReportText
from cmdesk.models.scope import Scope, ScopeEvent, ScopeLine
from cmdesk.models.task import BoardColumn, Task

__all__ = [
    "APPEND_ONLY",
    "Agency",
    "Base",
    "Blob",
    "BoardColumn",
    "Channel",
    "Client",
    "Contact",
    "Journal",
    "Media",
    "Member",
    "Placement",
    "Post",
    "PostEvent",
    "PostMedia",
    "ReportRun",
    "ReportText",
    "Scope",
    "ScopeEvent",
    "ScopeLine",
    "ScopeTemplate",
    "Service",
    "Task",
    "TemplateLine",
]
