from enum import StrEnum


class PhoneNumberProductType(StrEnum):
    DATA_ONLY = "Data-Only"
    SMS_DATA = "Sms+Data"
    SMS_DATA_VOICE = "Sms+Data+Voice"
    SMS_ONLY = "Sms-Only"

    def __str__(self) -> str:
        return str(self.value)
