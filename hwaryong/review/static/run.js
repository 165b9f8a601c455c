// A run on the light table: the in-betweens of two keys, and the marks that a person puts on the keys by
// mouse or pen. A mark is a point of the first key and the same point of the last, perhaps with where it
// stands between them at times evenly spaced; or a line that ends in the first key, or begins in the last.

import { AFTER, BEFORE, INK, LightTable } from "/static/lighttable.js";

const NEAR = 9; // screen pixels within which a handle is taken
const SNAP = 10; // screen pixels within which a point goes to the line
const LINE = 3; // paper pixels over which a line's middle is found
const BENDS = 15; // points of a way, at most
const STEPS = 48; // of the curve as it is drawn
const WAY = "#2f5d8a";
const FAINT = "#8a8478";

export class RunTable extends LightTable {
  constructor(root) {
    const before = LightTable.active;
    super(root);
    this.words = JSON.parse(root.dataset.words);
    this.times = JSON.parse(root.dataset.times);
    this.marks = JSON.parse(root.dataset.marks);
    this.saved = JSON.stringify(this.marks);
    this.form = root.querySelector("form.marking");
    this.list = root.querySelector(".marked");
    this.past = [];
    this.pending = null; // a mark that is being put
    this.chosen = null; // { mark, part }: a handle
    this.mode = "look";
    if (before?.root.dataset.run === root.dataset.run) this.goOnFrom(before);
    for (const one of root.querySelectorAll("button[data-mode]")) {
      one.addEventListener("click", () => this.turnTo(one.dataset.mode));
    }
    this.turnTo(this.mode);
    this.changed();
  }

  // The drafts were made again: everything else stays as the person left it.
  goOnFrom(before) {
    this.view = before.view;
    this.mode = before.mode;
    for (const name of ["onion", "opacity", "pace"]) this[name].value = before[name].value;
    if (this.unsure && before.unsure) this.unsure.checked = before.unsure.checked;
    this.show(before.at);
  }

  get last() {
    return this.images.length - 1;
  }

  // Drawing.

  tell(index) {
    super.tell(index);
    for (const about of this.root.querySelectorAll("[data-about]")) {
      about.hidden = Number(about.dataset.about) !== this.numbers[index];
    }
  }

  draw() {
    if (!this.mode || this.mode === "look") {
      super.draw();
    } else {
      this.clear();
      const [first, last] = this.wanted();
      this.lay(this.images[this.at], FAINT, this.at > 0 && this.at < this.last ? 0.55 : 0);
      this.lay(this.images[0], BEFORE, first);
      this.lay(this.images[this.last], AFTER, last);
    }
    this.drawMarks();
  }

  // How strongly the keys show: the one that the next click is for stands out.
  wanted() {
    const side = this.mode === "begins" || this.pending ? "last" : "first";
    return side === "first" ? [1, 0.45] : [0.45, 1];
  }

  drawMarks() {
    if (!this.marks || this.playing) return;
    this.marks.forEach((mark, index) => this.drawMark(mark, index, this.chosen?.mark === index));
    if (!this.pending) return;
    this.drawWay(curve([this.pending.first, ...this.pending.path, this.pointer ?? this.pending.first]), false);
    this.drawHandle(this.pending.first, BEFORE, this.marks.length + 1, true);
    for (const point of this.pending.path) this.drawKnot(point);
  }

  drawMark(mark, index, chosen) {
    if (mark.first && mark.last) {
      const way = curve(this.way(mark));
      this.drawWay(way, mark.lost);
      if (!mark.lost) this.times.forEach((t, place) => this.drawTick(way(t), place + 1 === this.at));
      for (const point of mark.path ?? []) this.drawKnot(point);
    }
    if (mark.first) this.drawHandle(mark.first, mark.lost ? FAINT : BEFORE, index + 1, chosen, mark.ends ? "×" : "");
    if (mark.last) this.drawHandle(mark.last, mark.lost ? FAINT : AFTER, index + 1, chosen, mark.begins ? "+" : "");
  }

  onCanvas([x, y]) {
    const place = this.place();
    return [x * place.scale + place.x, y * place.scale + place.y];
  }

  drawWay(way, lost) {
    this.pen.beginPath();
    for (let step = 0; step <= STEPS; step++) this.pen.lineTo(...this.onCanvas(way(step / STEPS)));
    this.pen.setLineDash(lost ? [2 * this.dots, 5 * this.dots] : [6 * this.dots, 4 * this.dots]);
    this.pen.lineWidth = 1.5 * this.dots;
    this.pen.strokeStyle = lost ? FAINT : WAY;
    this.pen.stroke();
    this.pen.setLineDash([]);
  }

  drawTick(point, now) {
    const [x, y] = this.onCanvas(point);
    this.pen.beginPath();
    this.pen.arc(x, y, (now ? 4 : 2) * this.dots, 0, 2 * Math.PI);
    this.pen.fillStyle = now ? INK : WAY;
    this.pen.fill();
  }

  drawKnot(point) {
    const [x, y] = this.onCanvas(point);
    const size = 4 * this.dots;
    this.pen.fillStyle = "#fff";
    this.pen.strokeStyle = WAY;
    this.pen.lineWidth = 1.5 * this.dots;
    this.pen.beginPath();
    this.pen.rect(x - size, y - size, 2 * size, 2 * size);
    this.pen.fill();
    this.pen.stroke();
  }

  drawHandle(point, colour, number, chosen, sign = "") {
    const [x, y] = this.onCanvas(point);
    const radius = (chosen ? 7 : 5.5) * this.dots;
    this.pen.beginPath();
    this.pen.arc(x, y, radius, 0, 2 * Math.PI);
    this.pen.fillStyle = "#ffffffb0";
    this.pen.fill();
    this.pen.lineWidth = (chosen ? 3 : 2) * this.dots;
    this.pen.strokeStyle = colour;
    this.pen.stroke();
    this.pen.beginPath();
    this.pen.arc(x, y, 1.2 * this.dots, 0, 2 * Math.PI);
    this.pen.fillStyle = colour;
    this.pen.fill();
    this.pen.font = `600 ${12 * this.dots}px system-ui, sans-serif`;
    this.pen.lineWidth = 3 * this.dots;
    this.pen.strokeStyle = "#fbf9f3";
    const label = `${number}${sign}`;
    this.pen.strokeText(label, x + radius + 2 * this.dots, y - radius);
    this.pen.fillText(label, x + radius + 2 * this.dots, y - radius);
  }

  way(mark) {
    return [mark.first, ...(mark.path ?? []), mark.last];
  }

  // Marks by mouse or pen.

  turnTo(mode) {
    this.mode = mode;
    this.pending = null;
    this.root.dataset.mode = mode;
    for (const button of this.root.querySelectorAll("button[data-mode]")) {
      button.setAttribute("aria-pressed", button.dataset.mode === mode);
    }
    this.hint();
    this.draw();
  }

  hint() {
    const word = this.mode === "mark" && this.pending ? "mark last" : this.mode;
    this.root.querySelector(".hint").textContent = this.words[word];
  }

  press(event) {
    this.stop();
    const spot = this.spot(event);
    if (event.button === 0) {
      const handle = this.handleAt(spot);
      if (handle) {
        this.choose(handle);
        this.dragged = { handle, before: this.snapshot(), moved: false };
      } else if (this.mode !== "look") {
        this.put(spot.paper, event);
        return;
      } else {
        this.choose(this.wayAt(spot));
      }
    }
    super.press(event);
  }

  move(event) {
    const spot = this.spot(event);
    if (this.dragged && this.held) {
      this.drag(spot.paper, event);
    } else if (this.pending) {
      this.pointer = spot.paper;
      this.draw();
    } else {
      super.move(event);
    }
    if (!this.held) this.canvas.style.cursor = this.handleAt(spot) ? "move" : this.mode === "look" ? "grab" : "crosshair";
  }

  release() {
    super.release();
    if (this.dragged?.moved) this.keep(this.dragged.before);
    this.dragged = null;
  }

  put(point, event) {
    const before = this.snapshot();
    if (this.mode === "ends") {
      this.marks.push({ first: this.snapped(point, 0, event), ends: true });
    } else if (this.mode === "begins") {
      this.marks.push({ last: this.snapped(point, this.last, event), begins: true });
    } else if (!this.pending) {
      this.pending = { first: this.snapped(point, 0, event), path: [] };
      this.pointer = null;
    } else if (event.shiftKey) {
      this.pending.path.push(rounded(point));
    } else {
      const { first, path } = this.pending;
      this.marks.push({ first, last: this.snapped(point, this.last, event), ...(path.length ? { path } : {}) });
      this.pending = null;
    }
    if (!this.pending) this.keep(before);
    this.hint();
    this.draw();
  }

  // A handle goes where it is dragged; a drag that begins on the way itself bends it there.
  drag(point, event) {
    const { handle } = this.dragged;
    const mark = this.marks[handle.mark];
    if (handle.part === "way") handle.part = this.bend(mark, handle.t);
    if (handle.part === "first" || handle.part === "last") {
      mark[handle.part] = this.snapped(point, handle.part === "first" ? 0 : this.last, event);
      delete mark.lost; // a person has put it anew
    } else {
      mark.path[handle.part] = rounded(point);
    }
    this.dragged.moved = true;
    this.chosen = { mark: handle.mark, part: handle.part };
    this.draw();
  }

  // Give the way a point near a time, without changing its shape; the number of that point.
  bend(mark, t) {
    const points = mark.path?.length ?? 0;
    const way = curve(this.way(mark));
    const count = 2 * points + 1 <= BENDS ? 2 * points + 1 : points;
    mark.path = Array.from({ length: count }, (_, place) => rounded(way((place + 1) / (count + 1))));
    return Math.min(Math.max(Math.round(t * (count + 1)) - 1, 0), count - 1);
  }

  handleAt(spot) {
    const near = (point) => Math.hypot(...this.onCanvas(point).map((v, i) => v - [spot.x, spot.y][i])) < NEAR * this.dots;
    for (let mark = this.marks.length - 1; mark >= 0; mark--) {
      const { first, last, path } = this.marks[mark];
      if (first && near(first)) return { mark, part: "first" };
      if (last && near(last)) return { mark, part: "last" };
      const knot = (path ?? []).findIndex(near);
      if (knot >= 0) return { mark, part: knot };
    }
    return this.chosen ? this.wayAt(spot, this.chosen.mark) : null;
  }

  wayAt(spot, only = null) {
    for (let mark = this.marks.length - 1; mark >= 0; mark--) {
      if ((only !== null && mark !== only) || !this.marks[mark].first || !this.marks[mark].last) continue;
      const way = curve(this.way(this.marks[mark]));
      for (let step = 0; step <= STEPS; step++) {
        const [x, y] = this.onCanvas(way(step / STEPS));
        const [fx, fy] = this.onCanvas(way(Math.min(step + 1, STEPS) / STEPS));
        if (beside([x, y], [fx, fy], [spot.x, spot.y]) < 5 * this.dots) return { mark, part: "way", t: step / STEPS };
      }
    }
    return null;
  }

  // The nearest ink of a key, in the middle of its line; Alt puts a point freely.
  snapped(point, key, event) {
    const image = this.images[key];
    const reach = Math.min(Math.ceil((SNAP * this.dots) / this.place().scale), 40);
    if (event.altKey || !image.complete || !image.naturalWidth) return rounded(point);
    const found = nearest(this.pixels(image), point, reach);
    return rounded(found ?? point);
  }

  pixels(image) {
    this.inks ??= new Map();
    if (!this.inks.has(image.src)) {
      const cell = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
      const pen = cell.getContext("2d", { willReadFrequently: true });
      pen.drawImage(image, 0, 0);
      this.inks.set(image.src, pen.getImageData(0, 0, cell.width, cell.height));
    }
    return this.inks.get(image.src);
  }

  // The list, what was changed, and the way back.

  choose(handle) {
    this.chosen = handle;
    this.relist();
    this.draw();
  }

  snapshot() {
    return JSON.stringify(this.marks);
  }

  keep(before) {
    this.past.push(before);
    this.changed();
  }

  undo() {
    if (!this.past.length) return;
    this.marks = JSON.parse(this.past.pop());
    this.chosen = this.pending = null;
    this.changed();
    this.draw();
  }

  remove(index, part) {
    const before = this.snapshot();
    if (typeof part === "number") delete this.marks[index].path; // straight again
    else this.marks.splice(index, 1);
    this.chosen = null;
    this.keep(before);
    this.draw();
  }

  changed() {
    const text = JSON.stringify(this.marks);
    this.form.elements.marks.value = text;
    this.dirty = text !== this.saved;
    this.root.toggleAttribute("data-dirty", this.dirty);
    this.form.querySelector("button").disabled = !this.dirty;
    this.relist();
  }

  relist() {
    this.list.replaceChildren(
      ...this.marks.map((mark, index) => {
        const kind = mark.ends ? "end" : mark.begins ? "begin" : mark.path?.length ? "path" : "joins";
        const row = document.createElement("li");
        row.className = `${mark.lost ? "lost" : kind} ${this.chosen?.mark === index ? "chosen" : ""}`;
        const pick = button(`${index + 1}`, () => this.choose({ mark: index }));
        const said = document.createElement("span");
        said.textContent = mark.lost ? `${this.words.lost}: ${mark.lost}` : this.words[kind];
        pick.append(said);
        const away = button("×", () => this.remove(index));
        away.className = "away";
        away.ariaLabel = `${this.words.delete} ${index + 1}`;
        row.append(pick, away);
        return row;
      }),
    );
    this.root.querySelector(".no-marks").hidden = this.marks.length > 0;
  }

  steps() {
    return { ...super.steps(), undo: () => this.undo() };
  }

  key(event) {
    const modes = { v: "look", m: "mark", e: "ends", b: "begins" };
    if (event.key in modes) {
      this.stop();
      this.turnTo(modes[event.key]);
    } else if (event.key === "Escape") {
      this.turnTo(this.pending ? this.mode : "look");
    } else if ((event.key === "Delete" || event.key === "Backspace") && this.chosen) {
      event.preventDefault();
      this.remove(this.chosen.mark, this.chosen.part);
    } else {
      super.key(event);
    }
  }
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function rounded([x, y]) {
  return [Math.round(x * 100) / 100, Math.round(y * 100) / 100];
}

// The smooth curve through points at times evenly spaced from 0 to 1, as the in-betweens go: a cubic spline
// whose first two and last two pieces are one ("not a knot").
function curve(points) {
  const n = points.length - 1;
  const second = [0, 1].map((axis) => bendings(points.map((point) => point[axis])));
  return (t) => {
    const i = Math.min(Math.floor(t * n), n - 1);
    const [a, b] = [t * n - i, i + 1 - t * n];
    return [0, 1].map((axis) => {
      const [m, p] = [second[axis], points];
      const line = b * p[i][axis] + a * p[i + 1][axis];
      return line + ((b * b * b - b) * m[i] + (a * a * a - a) * m[i + 1]) / 6;
    });
  };
}

// The second derivatives of that spline at its points.
function bendings(values) {
  const n = values.length - 1;
  const bent = new Array(n + 1).fill(0);
  if (n < 2) return bent;
  const apart = (i) => values[i - 1] - 2 * values[i] + values[i + 1];
  if (n === 2) return bent.fill(apart(1));
  [bent[1], bent[n - 1]] = [apart(1), apart(n - 1)];
  for (let round = 0; round < 40; round++) {
    for (let i = 2; i < n - 1; i++) bent[i] = (6 * apart(i) - bent[i - 1] - bent[i + 1]) / 4;
  }
  [bent[0], bent[n]] = [2 * bent[1] - bent[2], 2 * bent[n - 1] - bent[n - 2]];
  return bent;
}

// How far a point is from a line between two others.
function beside(a, b, point) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const part = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / Math.max(dx * dx + dy * dy, 1e-9);
  const held = Math.min(Math.max(part, 0), 1);
  return Math.hypot(point[0] - a[0] - held * dx, point[1] - a[1] - held * dy);
}

// The nearest inked pixel within reach, moved to the middle of the ink around it.
function nearest({ data, width, height }, [px, py], reach) {
  const inked = (x, y) => (x >= 0 && y >= 0 && x < width && y < height ? data[4 * (y * width + x) + 3] : 0);
  let [best, found] = [reach + 0.5, null];
  for (let y = Math.round(py) - reach; y <= py + reach; y++) {
    for (let x = Math.round(px) - reach; x <= px + reach; x++) {
      const away = Math.hypot(x + 0.5 - px, y + 0.5 - py);
      if (away < best && inked(x, y) > 100) [best, found] = [away, [x, y]];
    }
  }
  if (!found) return null;
  let [sum, sx, sy] = [0, 0, 0];
  for (let y = found[1] - LINE; y <= found[1] + LINE; y++) {
    for (let x = found[0] - LINE; x <= found[0] + LINE; x++) {
      const ink = inked(x, y);
      sum += ink;
      sx += ink * (x + 0.5);
      sy += ink * (y + 0.5);
    }
  }
  return [sx / sum, sy / sum];
}
