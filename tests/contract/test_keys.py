"""What whoever wraps data keys promises: a key opens for the compartment it was wrapped for, and for no other."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import botocore.session
import pytest
from chalicelib.adapters.envelope import Envelope, KeyWrapper, unparted
from chalicelib.adapters.kms.wrapper import KmsWrapper
from chalicelib.domain.compartments import Compartment
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_wrap
from moto import mock_aws

from infra.local.keys import KeyFile, create_key_file
from tests.support import samples
from tests.support.fakes import FakeWrapper

NUMBER = samples.number()
NOT_HERE = "not wrapped here"


@pytest.fixture(params=["fake", "key file", "kms"])
def wrapper(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[KeyWrapper]:
    """Each kind of wrapper."""
    if request.param == "fake":
        yield FakeWrapper()
    elif request.param == "key file":
        create_key_file(tmp_path / "keys.json")
        yield KeyFile(tmp_path / "keys.json")
    else:
        environment = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "ap-southeast-3"}
        with patch.dict(os.environ, environment), mock_aws():
            client: Any = botocore.session.get_session().create_client("kms")
            yield KmsWrapper(client, client.create_key()["KeyMetadata"]["KeyId"])


@pytest.mark.parametrize("compartment", Compartment)
def test_a_key_opens_for_its_compartment_and_no_other(wrapper: KeyWrapper, compartment: Compartment) -> None:
    plain, wrapped = wrapper.new_data_key(compartment)
    assert len(plain) == 32
    assert wrapper.unwrap(wrapped, compartment) == plain
    for other in {None, *Compartment} - {compartment}:
        with pytest.raises(ValueError, match=NOT_HERE):
            wrapper.unwrap(wrapped, other)


def test_what_was_not_wrapped_here_does_not_open(wrapper: KeyWrapper) -> None:
    with pytest.raises(ValueError, match=NOT_HERE):
        wrapper.unwrap(b"not a wrapped key at all", Compartment.CASE)


def test_a_box_says_its_form_and_opens_where_it_was_sealed_alone(wrapper: KeyWrapper) -> None:
    envelope = Envelope(wrapper)
    keys, sealed = envelope.seal_new(NUMBER, {Compartment.CASE: {"a": b"x"}, Compartment.TALK: {"b": b"y"}})
    assert set(keys) == {Compartment.CASE, Compartment.TALK}
    assert {box[:1] for box in (*keys.values(), *sealed.values())} == {b"\x01"}
    case = envelope.sealer(NUMBER, keys, Compartment.CASE)
    assert case.unseal({"a": sealed["a"]}) == {"a": b"x"}
    assert case.unseal({"c": case.seal("c", b"z")}) == {"c": b"z"}
    moved = {"b": sealed["a"]}, {"b": sealed["b"]}, {"a": b"\x00" + sealed["a"][1:]}, {"a": sealed["a"][1:]}
    for parts in moved:
        with pytest.raises(ValueError, match="sealed part"):
            case.unseal(parts)
    with pytest.raises(ValueError, match="sealed part"):
        envelope.sealer(samples.number(2), keys, Compartment.CASE).unseal({"a": sealed["a"]})


def test_what_was_sealed_before_compartments_opens_and_takes_more(tmp_path: Path) -> None:
    create_key_file(tmp_path / "keys.json")
    root = bytes.fromhex(json.loads((tmp_path / "keys.json").read_text())["wrapping"])
    plain, nonce = os.urandom(32), os.urandom(12)
    box = nonce + AESGCM(plain).encrypt(nonce, b"story", f"{NUMBER.symbols}/statement".encode())
    keys = {Compartment.CASE: unparted(aes_key_wrap(root, plain))}
    opened = Envelope(KeyFile(tmp_path / "keys.json")).sealer(NUMBER, keys, Compartment.CASE)
    assert opened.unseal({"statement": box, "note-2": opened.seal("note-2", b"note")}) == {
        "statement": b"story",
        "note-2": b"note",
    }
