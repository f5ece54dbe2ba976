"""What is known of the API's endpoints, as values."""

from vsfilter.schema.declaration import Endpoint, Property
from vsfilter.schema.loading import endpoint_from_data, endpoint_to_data, load_endpoint
from vsfilter.schema.shipped import Catalogue, catalogue, endpoint, endpoints
from vsfilter.schema.types import Filterability, PropertyType

__all__ = [
    "Catalogue",
    "Endpoint",
    "Filterability",
    "Property",
    "PropertyType",
    "catalogue",
    "endpoint",
    "endpoint_from_data",
    "endpoint_to_data",
    "endpoints",
    "load_endpoint",
]
