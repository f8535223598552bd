"""The bundle's bill of materials, as CycloneDX JSON."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import (
    ExternalReference,
    ExternalReferenceType,
    HashAlgorithm,
    HashType,
    Property,
    XsUri,
)
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from hanare.bundle.installer.layout import Manifest
from hanare.bundle.installer.verifying import digest_of
from hanare.bundle.wheels import Wheel
from hanare.models.catalog import Model

_NAMESPACE = uuid.UUID("f6d3f0a5-5a5c-4c0e-9a0b-6f1b3f6f3c11")
"""Ours, for serial numbers that follow from what is in the bundle."""


def bill(manifest: Manifest, wheels: Sequence[Wheel], models: Sequence[tuple[Model, str]]) -> str:
    """Return it for wheels and models with their digests; the same text for the same content."""
    root = Component(
        type=ComponentType.APPLICATION,
        name=manifest.name,
        version=manifest.version,
        bom_ref=manifest.name,
    )
    components = [*map(_of_wheel, wheels), *(_of_model(*each) for each in models)]
    digests = "".join(sorted(str(each.hashes) + each.name for each in components))
    bom = Bom(
        components=components,
        serial_number=uuid.uuid5(_NAMESPACE, manifest.name + digests),
        metadata=BomMetaData(component=root),
    )
    # It would be another file each time; the signature dates the bundle, if it must be dated.
    bom.metadata.timestamp = None  # type: ignore[assignment]
    bom.register_dependency(root, components)
    return JsonV1Dot6(bom).output_as_string(indent=2) + "\n"


def _of_wheel(wheel: Wheel) -> Component:
    return Component(
        type=ComponentType.LIBRARY,
        name=wheel.name,
        version=wheel.version,
        bom_ref=wheel.pin,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest_of(wheel.path))],
        licenses=_licences(wheel.licence),
        purl=PackageURL("pypi", name=wheel.name, version=wheel.version),
        external_references=_page(wheel.home),
        properties=[Property(name="hanare:file", value=wheel.path.name)],
    )


def _of_model(model: Model, digest: str) -> Component:
    return Component(
        type=ComponentType.MACHINE_LEARNING_MODEL,
        name=model.name,
        version=model.quantisation,
        bom_ref=model.id,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
        licenses=_licences(model.licence),
        external_references=_page(model.card),
        properties=[Property(name="hanare:file", value=model.file)],
    )


def _licences(name: str) -> list[License]:
    return [LicenseFactory().make_from_string(name)] if name else []


def _page(address: str) -> Iterable[ExternalReference]:
    if address:
        yield ExternalReference(type=ExternalReferenceType.WEBSITE, url=XsUri(address))
