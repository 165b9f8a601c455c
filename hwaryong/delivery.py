"""The last step: policy, disclosure, signature; what leaves the house lies in `out/EPISODE`."""

from __future__ import annotations

import math
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hwaryong.canonical import sha256_file
from hwaryong.errors import BadInput, Refused
from hwaryong.history import RecordHistory
from hwaryong.media.mattes import Mattes
from hwaryong.plan import Plan
from hwaryong.production import Production
from hwaryong.record.model import Delivery, Take
from hwaryong.record.record import new_id, now
from hwaryong.rights.disclose import disclose
from hwaryong.rights.disclosure import Disclosure
from hwaryong.rights.lineage import Lineage, iptc
from hwaryong.rights.package import BILL, DISCLOSURE, PAGE, PDF, ZIP, write_package
from hwaryong.rights.proof import prove
from hwaryong.rights.redact import redact
from hwaryong.rights.signing import Claim, sign
from hwaryong.rights.words import by_place
from hwaryong.studio import Studio
from hwaryong.thumbnails import pictured, thumbnail

FILM = "film.mp4"
MAX_PICTURES = 600  # or a few more, of one disclosure: all would make page and PDF too heavy to send
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
        self._timestamp = studio.production.settings.delivery.timestamp

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
            for name, file in (("page", PAGE), ("pdf", PDF), ("bom", BILL), ("zip", ZIP)):
                outputs[f"{name}{suffix}"] = str(folder / file)
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
        told = self.disclosure(history, leaf.take)
        if not told.allowed:
            reasons = "; ".join(
                question.what for question in told.open_questions if question.about == "policy"
            )
            raise Refused(f"The policy {told.policy} does not let {element} leave the house: {reasons}")
        self.write(folder, history, told)
        return True

    def disclosure(self, history: RecordHistory, film: str) -> Disclosure:
        """The disclosure of the film with this take id, worked out from the record and the store."""
        current = history.book.current
        episode = history.take(film).element.partition("/")[0]
        store = self.studio.store
        return disclose(
            history, film, production=self.studio.production.settings.name,
            judge=self.studio.judge(self.plan),
            rehash=lambda take: store.rehash(take.digest, folder=take.suffix == "/"),
            fetch=lambda take, target: store.fetch(take.digest, target),
            mattes=[take.id for take in history.takes.values() if take.kind == Mattes.kind],
            gates={
                gate: current[gate].take if gate in current else ""
                for gate in self.plan.gates if gate.startswith(f"{episode}/")
            },
        )  # fmt: skip

    def disclose_to(
        self, folder: Path, *, hidden: Sequence[str] = (), client: str = "", proofs: Sequence[str] = ()
    ) -> dict[str, Path]:
        """Write the disclosure of every film that is made into `folder/EPISODE`; answers film → page.

        With `hidden` (globs of elements) it is the redacted view for `client`; `proofs` are elements whose
        proofs are written beside. Raises BadInput where no film is made, or none has such an element.
        """
        making = self.studio.settled(self.plan)
        history = RecordHistory(self.studio.record, making.book, self.studio.damages())
        films = [making.book.current.get(f"{one.name}/film") for one in self.studio.production.episodes]
        told = [self.disclosure(history, film.take) for film in films if film]
        if not told:
            raise BadInput(
                "no film is made yet", where=self.studio.production.root, mend="run `hwaryong make`"
            )
        written: dict[str, Path] = {}
        for one in told:
            view = redact(one, hidden, client=client) if hidden else one
            beside = folder / one.film.partition("/")[0]
            beside.mkdir(parents=True, exist_ok=True)
            self._write_package(beside, history, view)
            for proof in prove(view, *proofs) if proofs else ():
                name = f"proof.{proof.leaf.element.replace('/', '.')}.{proof.leaf.take[:8]}.json"
                (beside / name).write_bytes(proof.to_json())
            written[one.film] = beside / PAGE
        return written

    def _write_package(self, folder: Path, history: RecordHistory, told: Disclosure) -> dict[str, str]:
        """The disclosure in all its forms; answers the digests of what holds their credentials, by name."""
        shown = list(self.pictured(history, told))
        with ThreadPoolExecutor() as threads:
            pictures = dict(zip((take.id for take in shown), threads.map(self._picture, shown), strict=True))
        return write_package(folder, told, self.studio.shelf(), pictures, timestamp=self._timestamp)

    def write(self, folder: Path, history: RecordHistory, told: Disclosure) -> None:
        """Write everything beside, put the folder in its place, then write the rows of the delivery."""
        beside = self.studio.production.house / "delivery"
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        documents = self._write_package(beside, history, told)
        digest = sha256_file(beside / DISCLOSURE)

        def row(take: str, signed: str) -> Delivery:
            return Delivery(new_id(), take, signed, digest, told.draft, told.policy_digest, now())

        rows = [row(told.take, signed) for signed in documents.values()]
        for take, name in self._leaving(history, told):
            rows.append(row(take.id, self._sign(history, take, beside / name, told, digest)))
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        beside.replace(folder)
        for delivery in rows:
            self.studio.record.add_delivery(delivery)

    def _leaving(self, history: RecordHistory, told: Disclosure) -> Iterator[tuple[Take, str]]:
        """The film, and what goes along with it, with the names of their files."""
        yield history.take(told.take), FILM
        for row in told.rows:
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
        signed = sign(source, target, claim, timestamp=self._timestamp)
        source.unlink()
        return signed.digest

    def pictured(self, history: RecordHistory, told: Disclosure) -> list[Take]:
        """What is shown: everything with a picture, of a painted drawing only the painting; of more than can
        be sent, an even choice from each shot."""
        painted = {row.element.removesuffix("/paint") for row in told.rows if row.element.endswith("/paint")}
        shots = [
            [take for row in rows
             if row.sound and row.element not in painted and pictured(take := history.take(row.take))]
            for _, rows in by_place(told.rows)
        ]  # fmt: skip
        step = max(sum(map(len, shots)) / MAX_PICTURES, 1)
        return [shot[-1 - int(n * step)] for shot in shots for n in range(math.ceil(len(shot) / step))]

    def _picture(self, take: Take) -> bytes:
        """A take's small picture as JPEG, kept by its digest for the next disclosure."""
        kept = self.studio.production.house / "thumbnails" / f"{take.digest}.jpg"
        if not kept.exists():
            kept.parent.mkdir(exist_ok=True)
            with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
                path = self.studio.store.fetch(take.digest, Path(folder) / f"take{take.suffix}")
                beside = Path(folder) / "picture.jpg"
                beside.write_bytes(thumbnail(take, path))
                beside.replace(kept)  # whole or not at all: other threads and makes read it
        return kept.read_bytes()
