"""Pages are tested in English: the source of the words, whatever the catalogue says."""

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import Settings


@pytest.fixture(autouse=True)
def english(settings: Settings) -> None:
    settings.LANGUAGE_CODE = "en"
    translation.activate("en")


@pytest.fixture
def english_client(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client
