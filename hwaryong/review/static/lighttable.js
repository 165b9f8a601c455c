// The light table: a layer's drawings over each other, the ones before in blue, the ones after in red,
// and played as the exposure sheet times them.

const BEFORE = "#2b6cff";
const AFTER = "#c2352b";
const INK = "#1b1917";
const FADE = [0.55, 0.32, 0.18];

export class LightTable {
  static active = null;

  constructor(root) {
    this.root = root;
    this.canvas = root.querySelector("canvas");
    this.buttons = [...root.querySelectorAll("[data-number]")];
    this.numbers = this.buttons.map((button) => Number(button.dataset.number));
    this.images = this.buttons.map((button) => button.querySelector("img"));
    this.onion = root.querySelector("[name=onion]");
    const [up, down] = root.dataset.rate.split("/").map(Number);
    this.rate = up / down;
    this.frames = Number(root.dataset.frames);
    this.exposures = root.dataset.exposures.trim().split(" ").filter(Boolean).map((pair) => pair.split(":").map(Number));
    this.at = 0;
    this.playing = 0;
    LightTable.active = this;
    this.listen();
    this.show(0);
  }

  show(index) {
    if (!this.numbers.length) return;
    this.at = (index + this.numbers.length) % this.numbers.length;
    this.buttons.forEach((button, i) => button.setAttribute("aria-current", i === this.at));
    this.root.querySelector("output.frame").value = this.numbers[this.at];
    this.buttons[this.at].scrollIntoView({ block: "nearest", inline: "nearest" });
    this.draw();
  }

  draw() {
    this.clear();
    for (let away = Number(this.onion.value); away > 0; away--) {
      this.lay(this.images[this.at - away], BEFORE, FADE[away - 1]);
      this.lay(this.images[this.at + away], AFTER, FADE[away - 1]);
    }
    this.lay(this.images[this.at], INK, 1);
  }

  clear() {
    this.canvas.getContext("2d").clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  // Lay one drawing on the table, its ink in a colour.
  lay(image, colour, alpha) {
    if (!image?.complete || !image.naturalWidth) return;
    this.cell ??= new OffscreenCanvas(this.canvas.width, this.canvas.height);
    const cell = this.cell.getContext("2d");
    cell.globalCompositeOperation = "copy";
    cell.drawImage(image, 0, 0);
    cell.globalCompositeOperation = "source-in";
    cell.fillStyle = colour;
    cell.fillRect(0, 0, this.cell.width, this.cell.height);
    const table = this.canvas.getContext("2d");
    table.globalAlpha = alpha;
    table.drawImage(this.cell, 0, 0);
    table.globalAlpha = 1;
  }

  // Play the sheet: each film frame shows the drawing that the layer exposes on it.
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
      const frame = Math.floor(((now - began) / 1000) * this.rate) % Math.max(this.frames, 1);
      const exposure = this.exposures.findLast(([first]) => first <= frame);
      const index = exposure ? this.numbers.indexOf(exposure[1]) : -1;
      this.clear();
      if (index >= 0) this.at = index;
      if (index >= 0) this.lay(this.images[index], INK, 1);
      this.root.querySelector("output.frame").value = index < 0 ? "–" : this.numbers[index];
      this.playing = requestAnimationFrame(step);
    };
    this.playing = requestAnimationFrame(step);
  }

  stop() {
    if (this.playing) this.play();
  }

  listen() {
    const steps = { back: () => this.go(-1), play: () => this.play(), forward: () => this.go(1) };
    for (const button of this.root.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => steps[button.dataset.do]());
    }
    this.buttons.forEach((button, index) =>
      button.addEventListener("click", () => {
        this.stop();
        this.show(index);
      }),
    );
    for (const image of this.images) image.addEventListener("load", () => this.playing || this.draw());
    this.onion.addEventListener("input", () => this.draw());
  }

  go(by) {
    this.stop();
    this.show(this.at + by);
  }

  key(event) {
    const steps = { ArrowLeft: () => this.go(-1), ArrowRight: () => this.go(1), " ": () => this.play() };
    if (/^[0-3]$/.test(event.key)) {
      this.onion.value = event.key;
      this.draw();
    } else if (event.key in steps) {
      event.preventDefault();
      steps[event.key]();
    }
  }
}
