// The light table: a layer's drawings over each other, the ones before in red, the ones after in green,
// and played as the exposure sheet times them. The wheel zooms, dragging moves the paper.

export const BEFORE = "#c2352b";
export const AFTER = "#2c8a4b";
export const INK = "#1b1917";
const UNSURE = "#e8590c"; // strokes that the tool could not place surely
const FADE = [1, 0.6, 0.36]; // of the onion skin's opacity, by distance
const TINTS = 48; // tinted drawings that are kept
const ZOOM = 32;

export class LightTable {
  static active = null;

  constructor(root) {
    this.root = root;
    this.canvas = root.querySelector("canvas");
    this.paper = { width: this.canvas.width, height: this.canvas.height };
    this.buttons = [...root.querySelectorAll("[data-number]")];
    this.numbers = this.buttons.map((button) => Number(button.dataset.number));
    this.images = this.buttons.map((button) => button.querySelector("img"));
    this.doubts = this.buttons.map((button) => button.querySelector("img.unsure"));
    this.unsure = root.querySelector("[name=unsure]");
    this.onion = root.querySelector("[name=onion]");
    this.opacity = root.querySelector("[name=opacity]");
    this.pace = root.querySelector("[name=pace]");
    const [up, down] = root.dataset.rate.split("/").map(Number);
    this.rate = up / down;
    this.sheet = {
      frames: Number(root.dataset.frames),
      exposures: root.dataset.exposures.trim().split(" ").filter(Boolean).map((pair) => pair.split(":").map(Number)),
    };
    this.tints = new Map();
    this.view = { zoom: 1, x: 0, y: 0 };
    this.at = 0;
    this.playing = 0;
    LightTable.active?.leave();
    LightTable.active = this;
    this.listen();
    this.resized = new ResizeObserver(() => this.fit());
    this.resized.observe(this.canvas);
    this.fit();
    this.show(0);
  }

  // Another table takes its place.
  leave() {
    this.stop();
    this.resized.disconnect();
  }

  // The paper on the screen: how many canvas pixels a pixel of the paper takes, and where it begins.

  fit() {
    this.dots = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(this.canvas.clientWidth * this.dots) || this.paper.width;
    this.canvas.height = Math.round(this.canvas.clientHeight * this.dots) || this.paper.height;
    this.draw();
  }

  place() {
    const { width, height } = this.canvas;
    const scale = Math.min(width / this.paper.width, height / this.paper.height) * this.view.zoom;
    return {
      scale,
      x: (width - this.paper.width * scale) / 2 + this.view.x,
      y: (height - this.paper.height * scale) / 2 + this.view.y,
    };
  }

  // Where a pointer is: on the canvas and on the paper.
  spot(event) {
    const box = this.canvas.getBoundingClientRect();
    const x = (event.clientX - box.left) * this.dots;
    const y = (event.clientY - box.top) * this.dots;
    const { scale, x: left, y: top } = this.place();
    return { x, y, paper: [(x - left) / scale, (y - top) / scale] };
  }

  zoom(event) {
    event.preventDefault();
    const before = this.spot(event);
    this.view.zoom = Math.min(Math.max(this.view.zoom * Math.exp(-event.deltaY / 400), 1), ZOOM);
    const after = this.spot(event);
    const { scale } = this.place();
    this.view.x += (after.paper[0] - before.paper[0]) * scale;
    this.view.y += (after.paper[1] - before.paper[1]) * scale;
    this.keepInSight();
    this.draw();
  }

  pan(dx, dy) {
    this.view.x += dx * this.dots;
    this.view.y += dy * this.dots;
    this.keepInSight();
    this.draw();
  }

  keepInSight() {
    if (this.view.zoom === 1) Object.assign(this.view, { x: 0, y: 0 });
    const { scale } = this.place();
    const room = [(this.paper.width * scale) / 2, (this.paper.height * scale) / 2];
    this.view.x = Math.min(Math.max(this.view.x, -room[0]), room[0]);
    this.view.y = Math.min(Math.max(this.view.y, -room[1]), room[1]);
  }

  whole() {
    this.view = { zoom: 1, x: 0, y: 0 };
    this.draw();
  }

  // What lies on it.

  show(index) {
    if (!this.numbers.length) return;
    this.at = (index + this.numbers.length) % this.numbers.length;
    this.buttons.forEach((button, i) => button.setAttribute("aria-current", i === this.at));
    this.tell(this.at);
    const strip = this.buttons[this.at].closest(".strip");
    const card = this.buttons[this.at].parentElement;
    strip.scrollTo({ left: card.offsetLeft - strip.offsetLeft - (strip.clientWidth - card.clientWidth) / 2 });
    this.draw();
  }

  tell(index) {
    this.root.querySelector("output.frame").value = index < 0 ? "–" : this.numbers[index];
  }

  draw() {
    this.clear();
    const opacity = Number(this.opacity?.value ?? 55) / 100;
    for (let away = Number(this.onion.value); away > 0; away--) {
      this.lay(this.images[this.at - away], BEFORE, opacity * FADE[away - 1]);
      this.lay(this.images[this.at + away], AFTER, opacity * FADE[away - 1]);
    }
    this.lay(this.images[this.at], INK, 1);
    if (this.unsure?.checked) this.lay(this.doubts[this.at], UNSURE, 1);
  }

  clear() {
    this.pen = this.canvas.getContext("2d");
    this.pen.setTransform(1, 0, 0, 1, 0, 0);
    this.pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const { scale, x, y } = this.place();
    this.pen.strokeStyle = "#d8cfba";
    this.pen.lineWidth = this.dots;
    this.pen.strokeRect(x, y, this.paper.width * scale, this.paper.height * scale);
  }

  // Lay one drawing on the table, its ink in a colour.
  lay(image, colour, alpha) {
    if (!image?.complete || !image.naturalWidth) return;
    const { scale, x, y } = this.place();
    this.pen.setTransform(scale, 0, 0, scale, x, y);
    this.pen.globalAlpha = alpha;
    this.pen.drawImage(this.tinted(image, colour), 0, 0);
    this.pen.globalAlpha = 1;
    this.pen.setTransform(1, 0, 0, 1, 0, 0);
  }

  tinted(image, colour) {
    const key = `${image.src} ${colour}`;
    let cell = this.tints.get(key);
    if (!cell) {
      cell = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
      const pen = cell.getContext("2d");
      pen.drawImage(image, 0, 0);
      pen.globalCompositeOperation = "source-in";
      pen.fillStyle = colour;
      pen.fillRect(0, 0, cell.width, cell.height);
      if (this.tints.size >= TINTS) this.tints.delete(this.tints.keys().next().value);
    }
    this.tints.delete(key);
    this.tints.set(key, cell);
    return cell;
  }

  // The frames to play: as the sheet exposes them, or every drawing for so many frames.
  exposed() {
    const each = Number(this.pace?.value ?? 0);
    if (!each && this.sheet.frames) return this.sheet;
    const pace = each || 2;
    return {
      frames: this.numbers.length * pace,
      exposures: this.numbers.map((number, index) => [index * pace, number]),
    };
  }

  play() {
    if (this.playing) {
      cancelAnimationFrame(this.playing);
      this.playing = 0;
      delete this.root.dataset.playing;
      this.show(this.at);
      return;
    }
    this.root.dataset.playing = "";
    const began = performance.now();
    const step = (now) => {
      const { frames, exposures } = this.exposed();
      const frame = Math.floor(((now - began) / 1000) * this.rate) % Math.max(frames, 1);
      const exposure = exposures.findLast(([first]) => first <= frame);
      const index = exposure ? this.numbers.indexOf(exposure[1]) : -1;
      this.clear();
      if (index >= 0) this.at = index;
      if (index >= 0) this.lay(this.images[index], INK, 1);
      this.tell(index);
      this.playing = requestAnimationFrame(step);
    };
    this.playing = requestAnimationFrame(step);
  }

  stop() {
    if (this.playing) this.play();
  }

  listen() {
    for (const button of this.root.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => this.steps()[button.dataset.do]());
    }
    this.buttons.forEach((button, index) =>
      button.addEventListener("click", () => {
        this.stop();
        this.show(index);
      }),
    );
    for (const image of this.images) {
      const came = () => {
        if (image === this.images[0]) this.paper = { width: image.naturalWidth, height: image.naturalHeight };
        if (!this.playing) this.draw();
      };
      if (image.complete && image.naturalWidth) came();
      else image.addEventListener("load", came);
    }
    for (const image of this.doubts) image?.addEventListener("load", () => this.playing || this.draw());
    for (const input of [this.onion, this.opacity, this.unsure]) {
      input?.addEventListener("input", () => this.playing || this.draw());
    }
    this.canvas.addEventListener("wheel", (event) => this.zoom(event), { passive: false });
    this.canvas.addEventListener("pointerdown", (event) => this.press(event));
    this.canvas.addEventListener("pointermove", (event) => this.move(event));
    this.canvas.addEventListener("pointerup", (event) => this.release(event));
    this.canvas.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  press(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.held = true;
  }
  move(event) {
    if (this.held) this.pan(event.movementX, event.movementY);
  }
  release() {
    this.held = false;
  }

  steps() {
    return {
      back: () => this.go(-1),
      play: () => this.play(),
      forward: () => this.go(1),
      whole: () => this.whole(),
    };
  }

  go(by) {
    this.stop();
    this.show(this.at + by);
  }

  key(event) {
    const steps = { ArrowLeft: "back", ArrowRight: "forward", " ": "play", f: "whole" };
    if (/^[0-3]$/.test(event.key)) {
      this.onion.value = event.key;
      this.draw();
    } else if (event.key === "u") {
      this.unsure?.click();
    } else if (event.key in steps) {
      event.preventDefault();
      this.steps()[steps[event.key]]();
    }
  }
}
