"""Contains all the data models used in inputs/outputs"""

from .bad_request_result import BadRequestResult
from .forbidden_result import ForbiddenResult
from .gateway_timeout_result import GatewayTimeoutResult
from .internal_server_error_result import InternalServerErrorResult
from .method_not_allowed_result import MethodNotAllowedResult
from .not_found_result import NotFoundResult
from .numbers_inventory import NumbersInventory
from .phone_number import PhoneNumber
from .phone_number_product_type import PhoneNumberProductType
from .request_timeout_result import RequestTimeoutResult
from .service_unavailable_result import ServiceUnavailableResult
from .too_many_requests_result import TooManyRequestsResult
from .unauthorized_result import UnauthorizedResult

__all__ = (
    "BadRequestResult",
    "ForbiddenResult",
    "GatewayTimeoutResult",
    "InternalServerErrorResult",
    "MethodNotAllowedResult",
    "NotFoundResult",
    "NumbersInventory",
    "PhoneNumber",
    "PhoneNumberProductType",
    "RequestTimeoutResult",
    "ServiceUnavailableResult",
    "TooManyRequestsResult",
    "UnauthorizedResult",
)
