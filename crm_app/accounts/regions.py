"""In which country does a workspace keep its hours? Pure."""

from babel.core import get_global


def region_of(time_zone: str) -> str:
    """The country (ISO 3166) of a time zone; "" for one that is in none, such as UTC."""
    found = get_global("zone_territories").get(time_zone, "")
    return found if found not in ("001", "ZZ") else ""  # the world, and nowhere
