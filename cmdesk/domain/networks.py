"""The networks and other places where a client can be read."""

from __future__ import annotations

from enum import StrEnum

from cmdesk.i18n import N_


class Network(StrEnum):
    """Where a channel lives."""

    INSTAGRAM = "instagram"
    FACEBOOK = "facebook"
    X = "x"
    LINKEDIN = "linkedin"
    TIKTOK = "tiktok"
    YOUTUBE = "youtube"
    PINTEREST = "pinterest"
    THREADS = "threads"
    BLUESKY = "bluesky"
    MASTODON = "mastodon"
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"
    GOOGLE_BUSINESS = "google_business"
    BLOG = "blog"
    NEWSLETTER = "newsletter"
    FORUM = "forum"
    OTHER = "other"


NETWORK_NAMES = {
    Network.INSTAGRAM: "Instagram",
    Network.FACEBOOK: "Facebook",
    Network.X: "X",
    Network.LINKEDIN: "LinkedIn",
    Network.TIKTOK: "TikTok",
    Network.YOUTUBE: "YouTube",
    Network.PINTEREST: "Pinterest",
    Network.THREADS: "Threads",
    Network.BLUESKY: "Bluesky",
    Network.MASTODON: "Mastodon",
    Network.WHATSAPP: "WhatsApp",
    Network.TELEGRAM: "Telegram",
    Network.GOOGLE_BUSINESS: "Google Business",
    Network.BLOG: N_("Blog"),
    Network.NEWSLETTER: N_("Newsletter"),
    Network.FORUM: N_("Forum"),
    Network.OTHER: N_("Other place"),
}
