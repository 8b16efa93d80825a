"""Tables: columns and constraints, no rules."""

from cmdesk.models.agency import Agency, Member
from cmdesk.models.base import APPEND_ONLY, Base
from cmdesk.models.catalogue import PlainWord, RoutineTemplate, ScopeTemplate, Service, TemplateLine
from cmdesk.models.client import Audience, Campaign, Channel, Client, Contact, HashtagGroup, Objective, Pillar
from cmdesk.models.journal import Journal
from cmdesk.models.media import Blob, Media, PostMedia
from cmdesk.models.post import (
    AwarenessDay,
    DayNote,
    NetworkLimit,
    Placement,
    Post,
    PostEvent,
    ReviewAnswer,
    ReviewPack,
    SavedView,
    Snippet,
)
from cmdesk.models.report import ReportRun, ReportText
from cmdesk.models.scope import Extra, Scope, ScopeEvent, ScopeLine
from cmdesk.models.task import BoardColumn, Task

__all__ = [
    "APPEND_ONLY",
    "Agency",
    "Audience",
    "AwarenessDay",
    "Base",
    "Blob",
    "BoardColumn",
    "Campaign",
    "Channel",
    "Client",
    "Contact",
    "DayNote",
    "Extra",
    "HashtagGroup",
    "Journal",
    "Media",
    "Member",
    "NetworkLimit",
    "Objective",
    "Pillar",
    "Placement",
    "PlainWord",
    "Post",
    "PostEvent",
    "PostMedia",
    "ReportRun",
    "ReportText",
    "ReviewAnswer",
    "ReviewPack",
    "RoutineTemplate",
    "SavedView",
    "Scope",
    "ScopeEvent",
    "ScopeLine",
    "ScopeTemplate",
    "Service",
    "Snippet",
    "Task",
    "TemplateLine",
]
