"""Ideas as people jot them down."""

from __future__ import annotations

from sqlalchemy.orm import Session

from cmdesk.domain.ideas import parse_idea
from cmdesk.i18n import N_
from cmdesk.models import Post
from cmdesk.services.action import action, found
from cmdesk.services.agency import members
from cmdesk.services.campaigns import themes
from cmdesk.services.posts import add_post


@action(N_("Add idea"))
def jot(session: Session, client_id: int, line: str) -> int:
    """Write an idea into the tray from one line and return its id; `domain.ideas` says what the line means.

    Raises:
        RuleBroken: The line is empty or too long.
        NotFound: There is no such client.
    """
    idea = parse_idea(line, members(session, only_active=True), themes(session, client_id))
    key = add_post(session, client_id, idea.title, format=idea.format, text=idea.text)
    post = found(session, Post, key)
    if idea.owner_id is not None:
        post.owner_id = idea.owner_id
    post.campaign_id, post.pillar_id = idea.campaign_id, idea.pillar_id
    return key
