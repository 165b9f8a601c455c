"""The last step: policy, disclosure, signature; what leaves the house lies in `out/EPISODE`."""

from __future__ import annotations

import base64
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hwaryong.canonical import sha256_file
from hwaryong.errors import BadInput, Refused
from hwaryong.history import RecordHistory
from hwaryong.plan import Plan
from hwaryong.production import Production
from hwaryong.record.model import Delivery, Take
from hwaryong.record.record import new_id, now
from hwaryong.rights.bom import bill_of_materials
from hwaryong.rights.disclose import disclose
from hwaryong.rights.disclosure import Disclosure
from hwaryong.rights.lineage import Lineage, iptc
from hwaryong.rights.page import page
from hwaryong.rights.signing import Claim, sign
from hwaryong.studio import Studio
from hwaryong.thumbnails import pictured, thumbnail

FILM, DISCLOSURE, PAGE, BILL = "film.mp4", "disclosure.json", "disclosure.html", "bom.cdx.json"
_BESIDE = ("script", "subtitles", "cut")  # these go along, each with its credentials


def deliver(studio: Studio, plan: Plan) -> dict[str, str]:
    """Sign every film of the plan that is made and write it with its disclosure into `out`.

    Answers names and paths of what was written; nothing is written anew while nothing changed. Raises Refused
    where the policy does not allow a film to leave.
    """
    with studio.lock():
        outputs = Deliveries(studio, plan).bring_up_to_date()
        studio.anchor.drop()
        return outputs


def delivered(production: Production) -> dict[str, Path]:
    """The film of each episode that was delivered."""
    films = {episode.name: production.root / "out" / episode.name / FILM for episode in production.episodes}
    return {episode: film for episode, film in films.items() if film.exists()}


class Deliveries:
    """Brings the delivered films of a plan up to date with the record."""

    def __init__(self, studio: Studio, plan: Plan) -> None:
        self.studio, self.plan = studio, plan
        self._out = studio.production.root / "out"

    def bring_up_to_date(self) -> dict[str, str]:
        """Deliver each film that is made and not yet delivered as it is; answers names and paths.

        Raises Refused where the policy does not allow a film to leave.
        """
        outputs: dict[str, str] = {}
        for episode in self.studio.production.episodes:
            element = f"{episode.name}/film"
            if not any(element in job.elements for job in self.plan.jobs):
                continue
            folder = self._out / episode.name
            if not self._is_up_to_date(element, folder) and not self._deliver(element, folder):
                continue
            suffix = f".{episode.name}" if outputs else ""
            outputs[f"film{suffix}"] = str(folder / FILM)
            outputs[f"disclosure{suffix}"] = str(folder / DISCLOSURE)
            outputs[f"page{suffix}"] = str(folder / PAGE)
        return outputs

    def _is_up_to_date(self, element: str, folder: Path) -> bool:
        """Whether nothing was written to the record since this film's delivery, and its files are there."""
        deliveries = {delivery.id: delivery for delivery in self.studio.record.deliveries()}
        for id in self.studio.record.newest_rows("deliveries"):
            last = deliveries[id]
            if self.studio.record.take(last.take).element == element:
                files = ((folder / FILM, last.signed), (folder / DISCLOSURE, last.disclosure))
                same_policy = last.policy == self.studio.judge().policy.digest
                return same_policy and all(
                    path.exists() and sha256_file(path) == digest for path, digest in files
                )
        return False

    def _deliver(self, element: str, folder: Path) -> bool:
        making = self.studio.settled(self.plan)
        leaf = making.book.current.get(element)
        if leaf is None:
            return False
        history = RecordHistory(self.studio.record, making.book, self.studio.damages())
        told = self._disclose(history, leaf.take)
        if not told.allowed:
            reasons = "; ".join(
                question.what for question in told.open_questions if question.about == "policy"
            )
            raise Refused(f"The policy {told.policy} does not let {element} leave the house: {reasons}")
        self._write(folder, history, told)
        return True

    def _disclose(self, history: RecordHistory, film: str) -> Disclosure:
        current = history.book.current
        episode = history.take(film).element.partition("/")[0]
        store = self.studio.store
        return disclose(
            history, film, production=self.studio.production.settings.name, judge=self.studio.judge(),
            rehash=lambda take: store.rehash(take.digest, folder=take.suffix == "/"),
            gates={
                gate: current[gate].take if gate in current else ""
                for gate in self.plan.gates if gate.startswith(f"{episode}/")
            },
        )  # fmt: skip

    def disclose_to(self, folder: Path) -> dict[str, Path]:
        """Write the disclosure of every film that is made into `folder/EPISODE`; answers film → page."""
        making = self.studio.settled(self.plan)
        history = RecordHistory(self.studio.record, making.book, self.studio.damages())
        written: dict[str, Path] = {}
        for episode in self.studio.production.episodes:
            leaf = making.book.current.get(f"{episode.name}/film")
            if leaf:
                (folder / episode.name).mkdir(parents=True, exist_ok=True)
                self._write_disclosure(folder / episode.name, history, self._disclose(history, leaf.take))
                written[leaf.element] = folder / episode.name / PAGE
        if not written:
            raise BadInput(
                "no film is made yet", where=self.studio.production.root, mend="run `hwaryong make`"
            )
        return written

    def _write_disclosure(self, folder: Path, history: RecordHistory, told: Disclosure) -> str:
        """JSON, bill of materials and page; answers the digest of the JSON."""
        (folder / DISCLOSURE).write_bytes(told.to_json())
        (folder / BILL).write_bytes(bill_of_materials(told, self.studio.shelf()))
        shown = list(self._pictured(history, told))
        with ThreadPoolExecutor() as threads:
            pictures = {
                take.id: url for take, url in zip(shown, threads.map(self._picture, shown), strict=True)
            }
        (folder / PAGE).write_text(page(told, pictures=pictures), "utf-8")
        return sha256_file(folder / DISCLOSURE)

    def _write(self, folder: Path, history: RecordHistory, told: Disclosure) -> None:
        """Write everything beside, put the folder in its place, then write the rows of the delivery."""
        beside = self.studio.production.house / "delivery"
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        digest = self._write_disclosure(beside, history, told)
        rows = [
            Delivery(
                new_id(), take.id, self._sign(history, take, beside / name, told, digest), digest,
                told.draft, told.policy_digest, now(),
            )
            for take, name in self._leaving(history, told)
        ]  # fmt: skip
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        beside.replace(folder)
        for row in rows:
            self.studio.record.add_delivery(row)

    def _leaving(self, history: RecordHistory, told: Disclosure) -> Iterator[tuple[Take, str]]:
        """The film, and what goes along with it, with the names of their files."""
        yield history.take(told.take), FILM
        for row in told.elements:
            name = row.element.partition("/")[2]
            if name.partition(".")[0] in _BESIDE:
                take = history.take(row.take)
                yield take, f"{name}{take.suffix}"

    def _sign(
        self, history: RecordHistory, take: Take, target: Path, told: Disclosure, disclosure: str
    ) -> str:
        """Sign a take's content into `target`; answers the digest of what holds the credentials."""
        lineage = Lineage(history, self.studio.shelf())
        klass = lineage.klass(take.id)
        claim = Claim(
            take.element, take.digest, klass, iptc(klass, lineage.matter(take.id)), told.draft, disclosure,
            told.merkle_root,
        )  # fmt: skip
        source = self.studio.store.fetch(take.digest, target.with_name(f".{target.name}{take.suffix}"))
        signed = sign(source, target, claim)
        source.unlink()
        return signed.digest

    def _pictured(self, history: RecordHistory, told: Disclosure) -> Iterator[Take]:
        """What the page shows: everything with a picture, of a painted drawing only the painting."""
        painted = {
            row.element.removesuffix("/paint") for row in told.elements if row.element.endswith("/paint")
        }
        for row in told.elements:
            take = history.take(row.take)
            if row.sound and row.element not in painted and pictured(take):
                yield take

    def _picture(self, take: Take) -> str:
        """A take's small picture as a data URL, kept by its digest for the next disclosure."""
        kept = self.studio.production.house / "thumbnails" / f"{take.digest}.jpg"
        if not kept.exists():
            kept.parent.mkdir(exist_ok=True)
            with tempfile.TemporaryDirectory() as folder:
                path = self.studio.store.fetch(take.digest, Path(folder) / f"take{take.suffix}")
                kept.write_bytes(thumbnail(take, path))
        return "data:image/jpeg;base64," + base64.b64encode(kept.read_bytes()).decode()
