"""Small documents of our own in each of the formats, all about the same invented model."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CYCLONEDX: dict[str, Any] = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {"supplier": {"name": "Inkwell Lab"}},
    "components": [
        {
            "type": "machine-learning-model",
            "bom-ref": "tuned",
            "group": "inkwell",
            "name": "line-cleaner",
            "version": "2.1",
            "supplier": {"name": "Inkwell Lab"},
            "hashes": [{"alg": "SHA-256", "content": "AB" * 32}, {"alg": "MD5", "content": "0" * 32}],
            "licenses": [{"license": {"id": "Apache-2.0"}}],
            "externalReferences": [
                {
                    "type": "distribution",
                    "url": "https://example.org/w/cleaner.onnx",
                    "hashes": [{"alg": "SHA-256", "content": "12" * 32}],
                }
            ],
            "pedigree": {
                "ancestors": [
                    {
                        "type": "machine-learning-model",
                        "bom-ref": "base",
                        "name": "base-cleaner",
                        "version": "1",
                    }
                ]
            },
            "modelCard": {
                "modelParameters": {
                    "datasets": [{"ref": "drawings"}, {"type": "dataset", "name": "a box of scans"}]
                }
            },
        },
        {
            "type": "data",
            "bom-ref": "drawings",
            "name": "found drawings",
            "licenses": [{"license": {"id": "CC-BY-NC-4.0"}}],
        },
        {"type": "library", "bom-ref": "lib", "name": "numpy"},
    ],
    "dependencies": [{"ref": "tuned", "dependsOn": ["lib", "base", "drawings"]}],
}

CYCLONEDX_XML = """<?xml version="1.0" encoding="UTF-8"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6">
  <metadata><tools><tool><name>a</name></tool><tool><name>b</name></tool></tools>
    <supplier><name>Inkwell Lab</name></supplier></metadata>
  <components>
    <component type="machine-learning-model" bom-ref="tuned">
      <supplier><name>Inkwell Lab</name></supplier>
      <group>inkwell</group><name>line-cleaner</name><version>2.1</version>
      <hashes><hash alg="SHA-256">ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB</hash>
        <hash alg="MD5">00000000000000000000000000000000</hash></hashes>
      <licenses><license><id>Apache-2.0</id></license></licenses>
      <pedigree><ancestors><component type="machine-learning-model" bom-ref="base">
        <name>base-cleaner</name><version>1</version></component></ancestors></pedigree>
      <externalReferences><reference type="distribution"><url>https://example.org/w/cleaner.onnx</url>
        <hashes>
          <hash alg="SHA-256">1212121212121212121212121212121212121212121212121212121212121212</hash>
        </hashes>
      </reference></externalReferences>
      <modelCard><modelParameters><datasets><ref>drawings</ref>
        <dataset><type>dataset</type><name>a box of scans</name></dataset>
      </datasets></modelParameters></modelCard>
    </component>
    <component type="data" bom-ref="drawings"><name>found drawings</name>
      <licenses><expression>CC-BY-NC-4.0</expression></licenses></component>
    <component type="library" bom-ref="lib"><name>numpy</name></component>
  </components>
  <dependencies>
    <dependency ref="tuned"><dependency ref="lib"/><dependency ref="base"/></dependency>
  </dependencies>
</bom>
"""

SPDX: dict[str, Any] = {
    "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
    "@graph": [
        {"type": "CreationInfo", "@id": "_:c", "specVersion": "3.0.1", "createdBy": ["urn:lab"]},
        {"type": "Organization", "spdxId": "urn:lab", "name": "Inkwell Lab"},
        {"type": "SpdxDocument", "spdxId": "urn:doc", "rootElement": ["urn:sbom"]},
        {"type": "software_Sbom", "spdxId": "urn:sbom", "rootElement": ["urn:tuned"]},
        {
            "type": "ai_AIPackage",
            "spdxId": "urn:tuned",
            "name": "line-cleaner",
            "software_packageVersion": "2.1",
            "suppliedBy": "urn:lab",
        },
        {"type": "ai_AIPackage", "spdxId": "urn:base", "name": "base-cleaner"},
        {"type": "dataset_DatasetPackage", "spdxId": "urn:drawings", "name": "found drawings"},
        {
            "type": "software_File",
            "spdxId": "urn:onnx",
            "name": "cleaner.onnx",
            "software_primaryPurpose": "model",
            "verifiedUsing": [{"type": "Hash", "algorithm": "sha256", "hashValue": "ab" * 32}],
        },
        {
            "type": "software_File",
            "spdxId": "urn:readme",
            "name": "README.md",
            "software_primaryPurpose": "documentation",
            "verifiedUsing": [{"type": "Hash", "algorithm": "sha256", "hashValue": "cd" * 32}],
        },
        {"type": "software_File", "spdxId": "urn:train", "name": "train.txt"},
        {
            "type": "simplelicensing_LicenseExpression",
            "spdxId": "urn:nc",
            "simplelicensing_licenseExpression": "CC-BY-NC-4.0",
        },
        *(
            {"type": "Relationship", "spdxId": f"urn:r{n}", "from": a, "relationshipType": kind, "to": to}
            for n, (a, kind, to) in enumerate(
                [
                    ("urn:tuned", "contains", ["urn:onnx", "urn:readme"]),
                    ("urn:drawings", "contains", ["urn:train"]),
                    ("urn:onnx", "trainedOn", ["urn:train", "urn:elsewhere"]),
                    ("urn:tuned", "testedOn", ["urn:base"]),
                    ("urn:base", "ancestorOf", ["urn:tuned"]),
                    ("urn:tuned", "hasDeclaredLicense", ["https://spdx.org/licenses/Apache-2.0"]),
                    ("urn:drawings", "hasConcludedLicense", ["urn:nc"]),
                ]
            )
        ),
    ],
}

CROISSANT: dict[str, Any] = {
    "@context": {"@vocab": "https://schema.org/"},
    "@type": "sc:Dataset",
    "conformsTo": "http://mlcommons.org/croissant/1.0",
    "name": "found drawings",
    "version": "3",
    "license": [
        "https://creativecommons.org/licenses/by/4.0/",
        {"@type": "CreativeWork", "name": "CC BY-NC 4.0"},
    ],
    "creator": {"@type": "Organization", "name": "Inkwell Lab", "url": "https://example.org"},
    "isBasedOn": {"@type": "Dataset", "name": "an older box"},
    "distribution": [
        {"@type": "cr:FileObject", "name": "a.zip", "sha256": "ab" * 32},
        {"@type": "cr:FileObject", "name": "b.zip", "sha256": "see below"},
    ],
    "rai:dataBiases": "only cats",
}

README = """---
license: apache-2.0
base_model: inkwell/base-cleaner
base_model_relation: adapter
datasets:
- inkwell/found-drawings
- inkwell/more
language:
- no
---
# Line cleaner

It cleans lines.
"""

SAMPLES: dict[str, str] = {
    "bom.json": json.dumps(CYCLONEDX),
    "bom.xml": CYCLONEDX_XML,
    "sbom.spdx3.json": json.dumps(SPDX),
    "croissant.json": json.dumps(CROISSANT),
    "README.md": README,
}


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    """Write text, bytes or JSON into a file whose name says nothing."""

    def write(content: Any, name: str = "card") -> Path:
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def samples() -> dict[str, str]:
    return SAMPLES


@pytest.fixture
def cyclonedx() -> dict[str, Any]:
    return dict(json.loads(json.dumps(CYCLONEDX)))


@pytest.fixture
def spdx() -> dict[str, Any]:
    return dict(json.loads(json.dumps(SPDX)))


@pytest.fixture
def croissant() -> dict[str, Any]:
    return dict(json.loads(json.dumps(CROISSANT)))
