"""What stands around the posts of the sample agency: campaigns, themes, hashtags, texts used again, and notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cmdesk.models import Post
from cmdesk.services.campaigns import add_campaign, add_pillar
from cmdesk.services.days import add_note
from cmdesk.services.snippets import add_hashtag_group, add_snippet

DayOf = Callable[[str], date]


def add_around(
    session: Session, client_id: int, data: Mapping[str, Any], day_of: DayOf, posts: Mapping[str, int]
) -> None:
    """Add what a client's file says of it; to which campaign a post belongs is part of it from the first.

    Args:
        session: The open session.
        client_id: Whose it is.
        data: The file.
        day_of: The day that words such as '0 mon 2' mean.
        posts: The ids of the client's posts, by their titles in the file.
    """
    for spec in data.get("campaign", ()):
        known = {name: spec[name] for name in ("goal", "colour", "budget_cents") if name in spec}
        days = {"first_day": day_of(spec["first"]), "last_day": day_of(spec["last"])}
        campaign_id = add_campaign(session, client_id, spec["name"], **known, **days)
        for title in spec.get("posts", ()):
            session.get_one(Post, posts[title]).campaign_id = campaign_id
    for spec in data.get("pillar", ()):
        known = {name: spec[name] for name in ("share", "colour") if name in spec}
        pillar_id = add_pillar(session, client_id, spec["name"], **known)
        for title in spec.get("posts", ()):
            session.get_one(Post, posts[title]).pillar_id = pillar_id
    for spec in data.get("hashtags", ()):
        add_hashtag_group(session, client_id, spec["name"], spec["tags"])
    for spec in data.get("snippet", ()):
        add_snippet(session, spec["name"], spec["text"], client_id, kind=spec.get("kind", "text"))
    for spec in data.get("day_note", ()):
        add_note(session, client_id, day_of(spec["on"]), spec["text"])
