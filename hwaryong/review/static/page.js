// What all pages share: players and light tables come to life, keys reach them, a name is typed only once.

import { LightTable } from "/static/lighttable.js";
import { Player } from "/static/player.js";
import { RunTable } from "/static/run.js";

const NAME = "hwaryong-name";
const players = new Map();

function enliven(root) {
  const all = (selector) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
  for (const [id, player] of players) if (!player.root.isConnected) players.delete(id);
  for (const element of all(".player")) {
    const player = new Player(element);
    players.set(element.dataset.take, player);
    Player.active = player;
  }
  for (const element of all(".lighttable")) new (element.dataset.run ? RunTable : LightTable)(element);
  for (const marks of all(".marks")) players.get(marks.closest(".player")?.dataset.take)?.place();
  for (const input of all("input[name=by]")) input.value ||= localStorage.getItem(NAME) ?? "";
  for (const input of all("input[name=from]")) input.addEventListener("change", () => choose(input.form, "derived"));
  for (const input of all("input[name=origin]")) input.addEventListener("change", () => origin(input.form));
}

function choose(form, value) {
  form.elements.origin.value = value;
}

// Who calls a work original names no takes that it was made from.
function origin(form) {
  if (form.elements.origin.value !== "original") return;
  for (const box of form.querySelectorAll("[name=from]")) box.checked = false;
}

htmx.onLoad(enliven);

document.addEventListener("change", (event) => {
  if (event.target.name === "by") localStorage.setItem(NAME, event.target.value);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-seek]");
  if (!button) return;
  const take = button.dataset.player ?? button.closest(".player")?.dataset.take;
  players.get(take)?.seek(Number(button.dataset.seek));
});

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input:not([type=range]):not([type=checkbox]), textarea, select, pre, audio")) return;
  if ((event.ctrlKey || event.metaKey) && event.key === "z") LightTable.active?.undo?.();
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === " " && event.target.closest("button, summary, a, [type=checkbox]")) return;
  if (event.target.closest("[type=range]") && event.key.startsWith("Arrow")) return;
  (LightTable.active ?? Player.active)?.key(event);
});

// What was said is not said twice; what was brought in comes into view.
document.body.addEventListener("recorded", (event) => {
  for (const note of event.target.querySelectorAll?.("textarea[name=note]") ?? []) note.value = "";
});
document.body.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "takes") document.querySelector(".take.current")?.scrollIntoView({ inline: "end" });
});

// Marks that nobody saved are not left without a word.
addEventListener("beforeunload", (event) => LightTable.active?.dirty && event.preventDefault());

// A message stays for as long as it takes to read it.
document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "message") return;
  clearTimeout(event.target.fading);
  const wait = event.target.querySelector(".bad") ? 15000 : 8000;
  event.target.fading = setTimeout(() => event.target.replaceChildren(), wait);
});
