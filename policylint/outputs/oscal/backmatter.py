"""Back matter: the files and texts to which the rest of the results points."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Final

from policylint.model.report import DocumentReport, ManifestFile, PackInfo, Report
from policylint.outputs.embedded import ATTACHMENT
from policylint.outputs.oscal.words import (
    NAMESPACE,
    Ids,
    Json,
    catalog_file,
    catalog_title,
    catalog_uuid,
    filled,
    hashes,
    href,
    markup,
    oscal_prop,
    prop,
    token,
    version_of,
)

_PLAN: Final = (
    "There is no assessment plan as a document of its own. Every control of the catalogue is examined in every "
    "document that is a policy of the fitting kind: all its clauses are searched, and what settles a control is "
    "quoted. No person is interviewed and no system is tested."
)


class BackMatter:
    """The resources, in the order in which they were first asked for."""

    def __init__(self, ids: Ids, report: Report) -> None:
        """What every report has: the plan, its own JSON, and the files that bore on it."""
        self._ids = ids
        self._files: dict[str, str] = {}
        self._catalogs: dict[str, str] = {}
        self._resources: list[Json] = []
        self.plan = self._add(
            "plan",
            title="How the documents were examined",
            description=_PLAN,
            props=[oscal_prop("type", "plan")],
            base64=_embedded("plan.txt", "text/plain", _PLAN.encode()),
        )
        for document in report.documents:
            self._document(document)
        for file in report.manifest.files if report.manifest else ():
            self._bearing(file)

    def file(self, name: str) -> str:
        """The resource of a document by its name. One that is not in the report gets one without a digest."""
        if name not in self._files:
            title = markup(name) or "A file without a name"
            self._files[name] = self._add("file", name, title=title, rlinks=[{"href": href(name)}])
        return self._files[name]

    def catalog(self, packs: Sequence[PackInfo]) -> str:
        """The resource that names the catalogue of these packs, which `policylint rules catalog` writes."""
        uuid = catalog_uuid(packs)
        if uuid not in self._catalogs:
            self._catalogs[uuid] = self._add(
                "catalog",
                uuid,
                title=f"Catalogue: {catalog_title(packs)}",
                description="The controls, as the command policylint rules catalog writes them from the packs.",
                props=[
                    oscal_prop("type", "standard"),
                    oscal_prop("version", version_of(packs)),
                    *(entry for pack in packs for entry in pack_props(pack)),
                ],
                **{"document-ids": [{"scheme": NAMESPACE, "identifier": uuid}]},
                rlinks=[{"href": catalog_file(packs), "media-type": "application/json"}],
            )
        return self._catalogs[uuid]

    def with_json(self, data: bytes) -> Json:
        """All of it, with the report's own JSON as the last resource."""
        self._add(
            "report",
            title="The report as policylint's own JSON",
            description="The command policylint verify reads it. It has all that OSCAL has no place for.",
            props=[oscal_prop("type", "tool-output")],
            base64=_embedded(ATTACHMENT, "application/json", data),
        )
        return {"resources": self._resources}

    def _document(self, document: DocumentReport) -> None:
        source = document.source
        uuid = self._add(
            "file",
            source.name,
            title=markup(source.name) or "A file without a name",
            description=markup(document.title),
            props=[
                oscal_prop("type", "policy"),
                *prop("size", source.size),
                *prop("pages", source.pages),
                *prop("media-type", source.media_type),
            ],
            rlinks=[filled({"href": href(source.name), "hashes": hashes(source.sha256)})],
        )
        self._files.setdefault(source.name, uuid)

    def _bearing(self, file: ManifestFile) -> None:
        self._add(
            "bearing",
            file.role,
            file.name,
            title=markup(file.name) or "A file without a name",
            description="A file that bore on the result.",
            props=[*prop("role", file.role)],
            rlinks=[filled({"href": href(file.name), "hashes": hashes(file.sha256)})],
        )

    def _add(self, kind: str, *names: str, **fields: object) -> str:
        uuid = self._ids.new("resource", kind, *names)
        self._resources.append(filled({"uuid": uuid, **fields}))
        return uuid


def _embedded(name: str, media_type: str, data: bytes) -> Json:
    return {"filename": name, "media-type": media_type, "value": base64.b64encode(data).decode()}


def pack_props(pack: PackInfo) -> list[Json]:
    """A pack by its id, its version and its digest."""
    group = token(pack.id)
    return [
        *prop("pack", pack.id, group=group),
        *prop("pack-version", pack.version, group=group),
        *prop("pack-digest", pack.digest, group=group),
    ]
