from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="BadRequestResult")


@_attrs_define
class BadRequestResult:
    """
    Example:
        {'StatusCode': 400, 'Message': 'Bad request: one or more required fields are missing or contain an invalid
            value.'}

    Attributes:
        status_code (int):  Example: 400.
        message (None | str | Unset):  Example: Bad request: one or more required fields are missing or contain an
            invalid value..
    """

    status_code: int
    message: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        status_code = self.status_code

        message: None | str | Unset
        if isinstance(self.message, Unset):
            message = UNSET
        else:
            message = self.message

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "StatusCode": status_code,
            }
        )
        if message is not UNSET:
            field_dict["Message"] = message

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        status_code = d.pop("StatusCode")

        def _parse_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        message = _parse_message(d.pop("Message", UNSET))

        bad_request_result = cls(
            status_code=status_code,
            message=message,
        )

        return bad_request_result
