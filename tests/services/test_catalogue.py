"""The catalogue of a workspace."""

from datetime import date

import pytest
from sqlalchemy import select

from cmdesk.desk import open_desk
from cmdesk.domain.errors import NotFound
from cmdesk.domain.scope import PriceMode, Treatment
from cmdesk.models import Service
from cmdesk.services import catalogue
from cmdesk.services.action import action


@pytest.fixture
def desk(spanish):
    desk = open_desk(spanish, member_id=1, today=date(2026, 10, 14))
    yield desk
    desk.close()


@action("Hide service")
def hide(session, code):
    session.scalars(select(Service).where(Service.code == code)).one().is_hidden = True


def test_a_new_agency_has_the_services_by_area(desk):
    services = desk.read(catalogue.services)
    orders = [service.area.order for service in services]

    assert orders == sorted(orders)
    assert services[0].code == "STA-PROFILES"


def test_a_service_comes_back_as_it_was_shipped(desk):
    feed = desk.read(catalogue.service, "CON-FEED")

    assert (feed.quantity, feed.unit, feed.formats, feed.rank) == (12, "post", ("post", "carousel"), 2)
    assert feed.words("es").title == "Publicaciones en el muro"
    assert "S2-E02" in feed.covers


def test_an_unknown_service_is_said_to_be_unknown(desk):
    with pytest.raises(NotFound, match="NO-SUCH"):
        desk.read(catalogue.service, "NO-SUCH")


def test_a_hidden_service_is_offered_no_more_but_still_known(desk):
    desk.do(hide, "CON-BLOG")

    assert "CON-BLOG" not in {service.code for service in desk.read(catalogue.services)}
    assert "CON-BLOG" in {service.code for service in desk.read(catalogue.services, with_hidden=True)}
    assert desk.read(catalogue.service, "CON-BLOG").code == "CON-BLOG"


def test_three_templates_wait_the_smallest_first(desk):
    essential, growth, full = desk.read(catalogue.templates)

    assert [essential.code, growth.code, full.code] == ["essential", "growth", "full"]
    photo = next(line for line in essential.lines if line.service == "CON-PHOTO")
    assert (photo.treatment, photo.price_mode) == (Treatment.OPTIONAL, PriceMode.UNIT)
    assert len(essential.lines) < len(growth.lines) < len(full.lines)
