from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.phone_number import PhoneNumber


T = TypeVar("T", bound="NumbersInventory")


@_attrs_define
class NumbersInventory:
    """
    Attributes:
        account_id (str):
        page_number (int):
        phone_numbers (list[PhoneNumber]):
        total_results (int):
        filter_ (str | Unset):
    """

    account_id: str
    page_number: int
    phone_numbers: list[PhoneNumber]
    total_results: int
    filter_: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        account_id = self.account_id

        page_number = self.page_number

        phone_numbers = []
        for phone_numbers_item_data in self.phone_numbers:
            phone_numbers_item = phone_numbers_item_data.to_dict()
            phone_numbers.append(phone_numbers_item)

        total_results = self.total_results

        filter_ = self.filter_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "AccountId": account_id,
                "PageNumber": page_number,
                "PhoneNumbers": phone_numbers,
                "TotalResults": total_results,
            }
        )
        if filter_ is not UNSET:
            field_dict["Filter"] = filter_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.phone_number import PhoneNumber  # noqa: PLC0415

        d = dict(src_dict)
        account_id = d.pop("AccountId")

        page_number = d.pop("PageNumber")

        phone_numbers = []
        _phone_numbers = d.pop("PhoneNumbers")
        for phone_numbers_item_data in _phone_numbers:
            phone_numbers_item = PhoneNumber.from_dict(phone_numbers_item_data)

            phone_numbers.append(phone_numbers_item)

        total_results = d.pop("TotalResults")

        filter_ = d.pop("Filter", UNSET)

        numbers_inventory = cls(
            account_id=account_id,
            page_number=page_number,
            phone_numbers=phone_numbers,
            total_results=total_results,
            filter_=filter_,
        )

        numbers_inventory.additional_properties = d
        return numbers_inventory

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
