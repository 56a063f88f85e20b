"""Does the generated client read what the API sends, and write it back as it was?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from driftgate.suite.client import ask_client, check_client

if TYPE_CHECKING:
    from driftgate.suite.session import Session

PAGES = 5


@pytest.mark.parametrize("size", [1, 7, 100])
def test_the_client_reads_and_writes_pages_of_the_inventory(
    client: Any, list_numbers_inventory: Any, models: Any, driftgate_session: Session, size: int
) -> None:
    for number in range(1, PAGES + 1):
        ask = partial(list_numbers_inventory.sync_detailed, client=client, page_number=number)
        answer = ask_client(driftgate_session, partial(ask, total_numbers_requested=size))
        if answer is not None and answer.status_code == 200:
            check_client(driftgate_session, models.NumbersInventory.from_dict, lambda page: page.to_dict())


def test_the_client_reads_a_refusal(
    client: Any, list_numbers_inventory: Any, models: Any, driftgate_session: Session
) -> None:
    answer = ask_client(driftgate_session, lambda: list_numbers_inventory.sync_detailed(client=client, page_number=0))
    if answer is not None and answer.status_code == 400:
        check_client(driftgate_session, models.BadRequestResult.from_dict, lambda envelope: envelope.to_dict())
