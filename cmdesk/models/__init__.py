"""Tables: columns and constraints, no rules."""

from cmdesk.models.agency import Agency, Member
from cmdesk.models.base import APPEND_ONLY, Base
from cmdesk.models.catalogue import PlainWord, RoutineTemplate, ScopeTemplate, Service, TemplateLine
from cmdesk.models.client import Audience, Channel, Client, Contact, Objective
from cmdesk.models.journal import Journal
from cmdesk.models.media import Blob, Media, PostMedia
from cmdesk.models.post import Placement, Post, PostEvent
from cmdesk.models.report import ReportRun, ReportText
from cmdesk.models.scope import Extra, Scope, ScopeEvent, ScopeLine
from cmdesk.models.task import BoardColumn, Task

__all__ = [
    "APPEND_ONLY",
    "Agency",
    "Audience",
    "Base",
    "Blob",
    "BoardColumn",
    "Channel",
    "Client",
    "Contact",
    "Extra",
    "Journal",
    "Media",
    "Member",
    "Objective",
    "Placement",
    "PlainWord",
    "Post",
    "PostEvent",
    "PostMedia",
    "ReportRun",
    "ReportText",
    "RoutineTemplate",
    "Scope",
    "ScopeEvent",
    "ScopeLine",
    "ScopeTemplate",
    "Service",
    "Task",
    "TemplateLine",
]
