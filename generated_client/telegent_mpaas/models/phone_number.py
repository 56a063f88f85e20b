from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.phone_number_product_type import PhoneNumberProductType

T = TypeVar("T", bound="PhoneNumber")


@_attrs_define
class PhoneNumber:
    """
    Attributes:
        assigned_subscriber_id (str):
        classification (str):
        cnam (str):
        iccid (str):
        message_enabled (bool):
        message_route_id (str):
        message_type (str):
        next_swap_reset_date (str):
        number (str):
        number_type (str):
        order_id (str):
        original_date_purchased (str):
        port_out_pin (str):
        product_type (PhoneNumberProductType):
        qr_activation_link (str):
        status (str):
        swaps_remaining (int):
        tnid (str):
        voice_enabled (bool):
        voice_route_id (str):
    """

    assigned_subscriber_id: str
    classification: str
    cnam: str
    iccid: str
    message_enabled: bool
    message_route_id: str
    message_type: str
    next_swap_reset_date: str
    number: str
    number_type: str
    order_id: str
    original_date_purchased: str
    port_out_pin: str
    product_type: PhoneNumberProductType
    qr_activation_link: str
    status: str
    swaps_remaining: int
    tnid: str
    voice_enabled: bool
    voice_route_id: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        assigned_subscriber_id = self.assigned_subscriber_id

        classification = self.classification

        cnam = self.cnam

        iccid = self.iccid

        message_enabled = self.message_enabled

        message_route_id = self.message_route_id

        message_type = self.message_type

        next_swap_reset_date = self.next_swap_reset_date

        number = self.number

        number_type = self.number_type

        order_id = self.order_id

        original_date_purchased = self.original_date_purchased

        port_out_pin = self.port_out_pin

        product_type = self.product_type.value

        qr_activation_link = self.qr_activation_link

        status = self.status

        swaps_remaining = self.swaps_remaining

        tnid = self.tnid

        voice_enabled = self.voice_enabled

        voice_route_id = self.voice_route_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "AssignedSubscriberId": assigned_subscriber_id,
                "Classification": classification,
                "Cnam": cnam,
                "Iccid": iccid,
                "MessageEnabled": message_enabled,
                "MessageRouteId": message_route_id,
                "MessageType": message_type,
                "NextSwapResetDate": next_swap_reset_date,
                "Number": number,
                "NumberType": number_type,
                "OrderId": order_id,
                "OriginalDatePurchased": original_date_purchased,
                "PortOutPin": port_out_pin,
                "ProductType": product_type,
                "QrActivationLink": qr_activation_link,
                "Status": status,
                "SwapsRemaining": swaps_remaining,
                "Tnid": tnid,
                "VoiceEnabled": voice_enabled,
                "VoiceRouteId": voice_route_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        assigned_subscriber_id = d.pop("AssignedSubscriberId")

        classification = d.pop("Classification")

        cnam = d.pop("Cnam")

        iccid = d.pop("Iccid")

        message_enabled = d.pop("MessageEnabled")

        message_route_id = d.pop("MessageRouteId")

        message_type = d.pop("MessageType")

        next_swap_reset_date = d.pop("NextSwapResetDate")

        number = d.pop("Number")

        number_type = d.pop("NumberType")

        order_id = d.pop("OrderId")

        original_date_purchased = d.pop("OriginalDatePurchased")

        port_out_pin = d.pop("PortOutPin")

        product_type = PhoneNumberProductType(d.pop("ProductType"))

        qr_activation_link = d.pop("QrActivationLink")

        status = d.pop("Status")

        swaps_remaining = d.pop("SwapsRemaining")

        tnid = d.pop("Tnid")

        voice_enabled = d.pop("VoiceEnabled")

        voice_route_id = d.pop("VoiceRouteId")

        phone_number = cls(
            assigned_subscriber_id=assigned_subscriber_id,
            classification=classification,
            cnam=cnam,
            iccid=iccid,
            message_enabled=message_enabled,
            message_route_id=message_route_id,
            message_type=message_type,
            next_swap_reset_date=next_swap_reset_date,
            number=number,
            number_type=number_type,
            order_id=order_id,
            original_date_purchased=original_date_purchased,
            port_out_pin=port_out_pin,
            product_type=product_type,
            qr_activation_link=qr_activation_link,
            status=status,
            swaps_remaining=swaps_remaining,
            tnid=tnid,
            voice_enabled=voice_enabled,
            voice_route_id=voice_route_id,
        )

        phone_number.additional_properties = d
        return phone_number

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
