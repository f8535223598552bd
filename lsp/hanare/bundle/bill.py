"""The bundle's bill of materials, as CycloneDX JSON."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

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
from packaging.requirements import Requirement

from hanare.bundle.installer.layout import Manifest
from hanare.bundle.installer.verifying import digest_of
from hanare.bundle.wheels import Wheel
from hanare.models.catalog import Model
from hanare.models.sources import normalised

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
    packages = {each.name: _of_wheel(each) for each in wheels}
    weights = [_of_model(*each) for each in models]
    components = [*packages.values(), *weights]
    digests = "".join(sorted(str(each.hashes) + each.name for each in components))
    bom = Bom(
        components=components,
        serial_number=uuid.uuid5(_NAMESPACE, manifest.name + digests),
        metadata=BomMetaData(component=root),
    )
    # It would be another file each time; the signature dates the bundle, if it must be dated.
    bom.metadata.timestamp = None  # type: ignore[assignment]
    needs = needed(wheels, manifest.python)
    for name, component in packages.items():
        bom.register_dependency(component, [packages[each] for each in sorted(needs[name])])
    inner = set[str]().union(*needs.values())
    first = [component for name, component in packages.items() if name not in inner]
    bom.register_dependency(root, [*first, *weights])
    return JsonV1Dot6(bom).output_as_string(indent=2) + "\n"


def needed(wheels: Sequence[Wheel], python: str) -> Mapping[str, set[str]]:
    """Return for each wheel's name the names of those that it needs.

    On a system like this one, with the Python of a version such as `3.11`. What an extra needs
    counts where one of the wheels asks for that extra.
    """
    there = {"python_version": python, "python_full_version": f"{python}.0"}
    by_name = {each.name: each for each in wheels}
    needs: dict[str, set[str]] = {name: set() for name in by_name}
    extras: dict[str, set[str]] = defaultdict(lambda: {""})
    waiting = [*by_name]
    while waiting:
        name = waiting.pop()
        for each in map(Requirement, by_name[name].needs):
            other = normalised(each.name)
            wanted = each.marker is None or any(
                each.marker.evaluate({**there, "extra": extra}) for extra in extras[name]
            )
            if not wanted or other not in by_name:
                continue
            needs[name].add(other)
            if not each.extras <= extras[other]:
                extras[other] |= each.extras
                waiting.append(other)
    return needs


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
