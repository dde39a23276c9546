// Follows the documents of this page that are not done yet, and loads it anew when all of them are.
import { follow, progressWords, showProgress } from "./progress.js";

// The newest is listed first, and the oldest examined first.
const places = Array.from(document.querySelectorAll("[data-events]")).reverse();
let stop = function () {};

if (places.length) {
  stop = follow(
    places.map(function (place) { return { events: place.dataset.events, place: place }; }),
    function (item, state) {
      const step = item.place.querySelector(".step");
      const words = progressWords(state);
      if (step.textContent !== words) step.textContent = words;
      const bar = item.place.querySelector("progress");
      if (bar) showProgress(bar, state);
    },
    function () { location.reload(); },
  );
  window.addEventListener("pagehide", function () { stop(); });
  window.addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });
}
