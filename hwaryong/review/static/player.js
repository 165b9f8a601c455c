// A frame-exact player for clips and films of a constant, rational rate.
//
// A seek goes to the middle of a frame, (n + ½) / rate, and counts only when requestVideoFrameCallback says
// that this very frame is on the screen; `data-shown` and the counter never tell of a frame that is not.

const PATIENCE_MS = 700; // how long a seek may take before it is asked for again; longer each time
const TRIES = 8;
const RESTING_MS = 120; // how long a frame rests before what is on screen is asked for

export class Player {
  static active = null;

  constructor(root) {
    this.root = root;
    this.video = root.querySelector("video");
    this.timeline = root.querySelector(".timeline");
    this.frames = Number(root.dataset.frames);
    [this.rateUp, this.rateDown] = root.dataset.rate.split("/").map(Number);
    this.shown = -1;
    this.wanted = 0;
    this.seeking = false;
    this.place();
    this.listen();
    const ready = () => this.seek(0);
    if (this.video.readyState >= 2) ready();
    else this.video.addEventListener("loadeddata", ready, { once: true });
  }

  // The middle of a frame in seconds, and the frame at a media time.
  time(frame) {
    return ((frame + 0.5) * this.rateDown) / this.rateUp;
  }
  frameAt(seconds) {
    return Math.round((seconds * this.rateUp) / this.rateDown);
  }

  get playing() {
    return !this.video.paused && !this.video.ended;
  }

  // Show a frame. Asked for many at once, the last one wins; resolves with the frame that is shown.
  async seek(frame) {
    this.wanted = Math.min(Math.max(Math.trunc(frame), 0), this.frames - 1);
    Player.active = this;
    if (this.playing) this.video.pause();
    this.running ??= this.run().finally(() => (this.running = null));
    await this.running;
    return this.shown;
  }

  async run() {
    for (let tries = 0; this.shown !== this.wanted && tries < TRIES; ) {
      const frame = this.wanted;
      this.root.dataset.seeking = "";
      const shown = await this.present(frame, PATIENCE_MS * (tries + 1));
      if (shown === frame) this.show(frame);
      else if (frame === this.wanted) tries += 1;
    }
    delete this.root.dataset.seeking;
  }

  // Set the time and wait until this frame is presented; a frame of an older seek that comes late is passed over.
  present(frame, patience) {
    return new Promise((resolve) => {
      let callback = 0;
      const done = (shown) => {
        clearTimeout(timer);
        this.video.cancelVideoFrameCallback(callback);
        resolve(shown);
      };
      const timer = setTimeout(() => done(-1), patience);
      const look = (_, seen) => {
        const shown = this.frameAt(seen.mediaTime);
        if (shown === frame) done(shown);
        else callback = this.video.requestVideoFrameCallback(look);
      };
      callback = this.video.requestVideoFrameCallback(look);
      this.video.currentTime = this.time(frame);
    });
  }

  show(frame) {
    this.shown = frame;
    this.root.dataset.shown = frame;
    this.root.querySelector("output.frame").value = frame;
    this.root.querySelector("output.time").value = this.clock(frame);
    this.timeline.setAttribute("aria-valuenow", frame);
    this.root.querySelector(".head").style.left = `${(100 * (frame + 0.5)) / this.frames}%`;
    const id = this.root.dataset.take;
    for (const box of document.querySelectorAll(`[data-frame-of="${id}"]`)) box.value = frame;
    for (const text of document.querySelectorAll(`[data-shown-of="${id}"]`)) text.value = frame;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.tell(frame), RESTING_MS);
  }

  // Ask what is on the screen at a frame and show it beside the player.
  tell(frame) {
    const panel = document.querySelector(`[data-on-screen="${this.root.dataset.take}"]`);
    if (panel) htmx.ajax("GET", `/takes/${this.root.dataset.take}/frames/${frame}`, { target: panel, swap: "innerHTML" });
  }

  clock(frame) {
    const rate = Math.round(this.rateUp / this.rateDown);
    const two = (number) => String(number).padStart(2, "0");
    return `${two(Math.floor(frame / rate / 60))}:${two(Math.floor(frame / rate) % 60)}+${two(frame % rate)}`;
  }

  toggle() {
    Player.active = this;
    if (this.playing) {
      this.video.pause();
      return;
    }
    if (this.shown >= this.frames - 1) this.video.currentTime = 0;
    this.video.play();
  }

  // While it plays, the counter follows what is presented; when it stops, the frame is fixed exactly.
  follow() {
    const step = (_, seen) => {
      if (!this.playing) return;
      this.show(Math.min(this.frameAt(seen.mediaTime), this.frames - 1));
      this.video.requestVideoFrameCallback(step);
    };
    this.video.requestVideoFrameCallback(step);
  }
  fix() {
    const clock = Math.floor((this.video.currentTime * this.rateUp) / this.rateDown);
    const ahead = this.shown === clock + 1; // a frame can be presented a moment before the clock reaches it
    const frame = Math.min(ahead ? this.shown : clock, this.frames - 1);
    if (!this.running) {
      this.shown = -1;
      this.seek(frame);
    }
  }

  // Put shots and notes where they belong on the timeline.
  place() {
    for (const part of this.root.querySelectorAll("[data-first]")) {
      const frames = Number(part.dataset.frames || 1);
      part.style.left = `${(100 * Number(part.dataset.first)) / this.frames}%`;
      part.style.width = `${(100 * frames) / this.frames}%`;
    }
  }

  listen() {
    const steps = {
      first: () => this.seek(0),
      back: () => this.seek(this.wanted - 1),
      play: () => this.toggle(),
      forward: () => this.seek(this.wanted + 1),
      last: () => this.seek(this.frames - 1),
    };
    for (const button of this.root.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => steps[button.dataset.do]());
    }
    this.video.addEventListener("click", () => this.toggle());
    this.video.addEventListener("play", () => {
      this.root.dataset.playing = "";
      this.follow();
    });
    this.video.addEventListener("pause", () => {
      delete this.root.dataset.playing;
      this.fix();
    });
    const scrub = (event) => {
      const box = this.timeline.getBoundingClientRect();
      this.seek(((event.clientX - box.left) / box.width) * this.frames);
    };
    this.timeline.addEventListener("pointerdown", (event) => {
      if (event.target.closest("[data-seek]")) return;
      this.timeline.setPointerCapture(event.pointerId);
      scrub(event);
    });
    this.timeline.addEventListener("pointermove", (event) => event.buttons === 1 && scrub(event));
  }

  key(event) {
    const second = event.shiftKey ? Math.round(this.rateUp / this.rateDown) : 1;
    const from = this.playing ? this.shown : this.wanted;
    const steps = {
      ArrowLeft: () => this.seek(from - second),
      ArrowRight: () => this.seek(from + second),
      Home: () => this.seek(0),
      End: () => this.seek(this.frames - 1),
      " ": () => this.toggle(),
    };
    if (!(event.key in steps)) return;
    event.preventDefault();
    steps[event.key]();
  }
}
