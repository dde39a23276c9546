// Choosing, uploading and following files without leaving the page. Without this script the form does it all by itself.
import { follow, progressWords, showProgress } from "./progress.js";
import { addFiles, problemsOf, shownName, shownSize } from "./chosen.js";

const form = document.getElementById("upload");
const input = document.getElementById("files");
const drop = document.getElementById("drop");
const chosenBox = document.getElementById("chosen");
const chosenList = chosenBox.querySelector("ul");
const problemsBox = document.getElementById("problems");
const ask = form.querySelector(".upload-form");
const going = document.getElementById("going");
const title = document.getElementById("going-title");
const bars = document.getElementById("bars");
const countdown = document.getElementById("countdown");
const cancel = document.getElementById("cancel");
const onward = document.getElementById("onward");
const said = document.getElementById("said");
const limits = {
  bytes: Number(form.dataset.maxBytes),
  files: Number(form.dataset.maxFiles),
  suffixes: form.dataset.suffixes.split(" "),
};

const UNREACHABLE = "The server could not be reached, or a file has been moved or changed. Your files are still chosen; try again.";
const MOST_TRIES = 10; // of an upload that a busy server sends away
const LEAST_WAIT = 2;
const USUAL_WAIT = 10;
const UNTITLED = document.title;

let files = [];
let request = null;
let timer = 0;
let tries = 0;
let stopFollowing = null;

// ---- Choosing

function choose(list) {
  files = addFiles(files, list, limits.files === 1);
  drawChosen();
  const number = files.length;
  const wrong = problemsOf(files, limits).length;
  say(number + (number === 1 ? " file" : " files") + " chosen" + (wrong ? ", " + wrong + " with a problem." : "."));
}

function remove(index) {
  const name = shownName(files[index]);
  files = files.filter(function (_, at) { return at !== index; });
  drawChosen();
  say(name + " removed.");
  const buttons = chosenList.querySelectorAll("button");
  (buttons[Math.min(index, buttons.length - 1)] || input).focus();
}

function drawChosen() {
  const transfer = new DataTransfer();
  files.forEach(function (file) { transfer.items.add(file); });
  input.files = transfer.files;
  const problems = problemsOf(files, limits);
  chosenBox.hidden = !files.length;
  chosenList.replaceChildren(...files.map(function (file, index) {
    const item = document.createElement("li");
    item.id = "file-" + index;
    item.tabIndex = -1;
    const text = part("div", "chosen-text");
    text.append(part("bdi", "name", shownName(file)), " ", part("span", "soft", shownSize(file.size)));
    problems.filter(function (problem) { return problem.index === index; }).forEach(function (problem) {
      text.append(part("span", "error-text", problem.words));
      item.className = "wrong";
    });
    const button = part("button", "secondary quiet", "Remove");
    button.type = "button";
    button.append(part("span", "hidden", " " + shownName(file)));
    button.addEventListener("click", function () { remove(index); });
    item.append(text, button);
    return item;
  }));
  if (!problems.length) showProblems([]);
}

// ---- Problems

function showProblems(problems) {
  problemsBox.replaceChildren();
  document.title = problems.length ? "Error: " + UNTITLED : UNTITLED;
  if (!problems.length) return;
  const summary = part("div", "error-summary");
  summary.setAttribute("role", "alert");
  summary.setAttribute("aria-labelledby", "error-title");
  summary.tabIndex = -1;
  const heading = part("h2", "", "There is a problem");
  heading.id = "error-title";
  const list = document.createElement("ul");
  problems.forEach(function (problem) {
    const item = document.createElement("li");
    const link = part("a", "", (problem.name ? problem.name + ": " : "") + problem.words);
    link.href = problem.target || "#files";
    item.append(link);
    list.append(item);
  });
  summary.append(heading, list);
  problemsBox.append(summary);
  summary.focus();
}

function fail(problems) {
  idle();
  showProblems(problems);
}

// ---- Uploading

function submit() {
  if (request || timer || stopFollowing) return;
  if (!files.length) {
    showProblems([{ words: "Choose a policy to check." }]);
    return;
  }
  const problems = problemsOf(files, limits);
  if (problems.length) {
    showProblems(problems.map(function (problem) {
      const file = files[problem.index];
      return {
        name: file ? shownName(file) : "",
        words: problem.words,
        target: file ? "#file-" + problem.index : "#files",
      };
    }));
    return;
  }
  showProblems([]);
  tries = 0;
  send();
}

function send() {
  tries += 1;
  const data = new FormData();
  files.forEach(function (file) { data.append("files", file, file.name); });
  if (form.elements.profile) data.append("profile", form.elements.profile.value);
  if (form.elements.any_kind.checked) data.append("any_kind", "on");
  busy("Uploading " + (files.length === 1 ? shownName(files[0]) : files.length + " files"));
  const row = addRow(files.length === 1 ? "Upload" : "Upload of " + files.length + " files");
  let told = 0;
  request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.upload.onprogress = function (event) {
    if (!event.lengthComputable) return;
    row.bar.max = event.total;
    row.bar.value = event.loaded;
    const percent = Math.floor(100 * event.loaded / event.total);
    row.step.textContent = percent < 100
      ? percent + " % of " + shownSize(event.total)
      : "Uploaded. The server is looking at it.";
    if (percent - told >= 25) {
      told = percent;
      say(percent < 100 ? percent + " % uploaded." : "Uploaded.");
    }
  };
  request.onload = function () { answered(request.status, request.getResponseHeader("Retry-After"), request.responseText); };
  request.onerror = function () {
    request = null;
    fail([{ words: UNREACHABLE }]);
  };
  request.send(data);
}

function answered(status, after, text) {
  request = null;
  const answer = parsed(text);
  if ((status === 503 || status === 429) && tries < MOST_TRIES) {
    waitAndSend(Math.max(LEAST_WAIT, Number(after) || USUAL_WAIT), status);
  } else if (status === 200 && answer.documents && answer.documents.length) {
    followAll(answer);
  } else if (answer.refused && answer.refused.length) {
    fail(refusedOf(answer));
  } else {
    fail([{ words: answer.problem || wordsFor(status) }]);
  }
}

function refusedOf(answer) {
  return (answer.refused || []).map(function (refused) {
    const index = files.findIndex(function (file) { return file.name === refused.name; });
    return { name: refused.name, words: refused.problem, target: index < 0 ? "#files" : "#file-" + index };
  });
}

function wordsFor(status) {
  if (status === 401 || status === 403) return "You are not signed in any more. Load this page anew.";
  if (status === 507) return "The disk of the server is full. Your files are still chosen; try again later.";
  if (status === 413) return "The server finds this too large. Choose smaller or fewer files.";
  return "Something went wrong on the server. Your files are still chosen; try again.";
}

function waitAndSend(seconds, status) {
  const words = status === 429 ? "Much was uploaded from here in a short time." : "The server is busy.";
  busy("Waiting for the server");
  countdown.hidden = false;
  say(words + " Your files are kept. Trying again in " + seconds + " seconds.");
  const ends = Date.now() + 1000 * seconds;
  function tick() {
    const left = Math.ceil((ends - Date.now()) / 1000);
    if (left <= 0) {
      stopTimer();
      send();
      return;
    }
    countdown.textContent = words + " Your files are kept. Trying again in " + left + (left === 1 ? " second." : " seconds.");
  }
  timer = setInterval(tick, 500);
  tick();
}

function stopTimer() {
  clearInterval(timer);
  timer = 0;
  countdown.hidden = true;
}

// ---- Following

function followAll(answer) {
  busy(answer.documents.length === 1 ? "Checking the policy" : "Checking " + answer.documents.length + " policies");
  const refused = refusedOf(answer);
  showProblems(refused);
  const rows = answer.documents.map(function (item) {
    const row = addRow(shownName(item));
    row.step.textContent = "Waiting.";
    return Object.assign(row, { events: item.events });
  });
  cancel.textContent = "Go to your documents";
  stopFollowing = follow(rows, function (row, state) {
    const words = progressWords(state);
    if (row.step.textContent !== words) {
      row.step.textContent = words;
      say((rows.length > 1 ? row.name + ": " : "") + words);
    }
    showProgress(row.bar, state);
  }, function () {
    if (refused.length) {
      title.textContent = "Done";
      onward.href = answer.address;
      onward.hidden = false;
      cancel.hidden = true;
      say("Done. The files that were not taken are named above.");
    } else {
      location.assign(answer.address);
    }
  });
}

function addRow(name) {
  const box = part("div", "going-row");
  const label = part("p", "going-name name", name);
  const step = part("p", "step", "");
  const bar = document.createElement("progress");
  bar.setAttribute("aria-label", name);
  box.append(label, step, bar);
  bars.append(box);
  return { name: name, step: step, bar: bar };
}

// ---- States of the page

function busy(words) {
  const moved = going.hidden;
  ask.hidden = true;
  going.hidden = false;
  title.textContent = words;
  bars.replaceChildren();
  onward.hidden = true;
  cancel.hidden = false;
  cancel.textContent = "Cancel";
  say(words + ".");
  if (moved) going.focus();
}

function idle() {
  stopTimer();
  if (stopFollowing) stopFollowing();
  stopFollowing = null;
  if (request) request.abort();
  request = null;
  ask.hidden = false;
  going.hidden = true;
}

function say(words) { said.textContent = words; }

function part(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function parsed(text) {
  try {
    return JSON.parse(text) || {};
  } catch {
    return {};
  }
}

// ---- Events

form.noValidate = true;
form.querySelectorAll("[data-with-script]").forEach(function (words) { words.hidden = false; });
input.addEventListener("change", function () { choose(input.files); });
form.addEventListener("submit", function (event) {
  event.preventDefault();
  submit();
});
cancel.addEventListener("click", function () {
  if (stopFollowing) {
    location.assign(onward.href);
    return;
  }
  idle();
  say("Cancelled. Your files are still chosen.");
  document.getElementById("check").focus();
});

let depth = 0;
function carriesFiles(event) { return event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files"); }
drop.addEventListener("dragenter", function (event) {
  if (!carriesFiles(event)) return;
  depth += 1;
  drop.classList.add("over");
});
drop.addEventListener("dragleave", function () {
  depth = Math.max(0, depth - 1);
  if (!depth) drop.classList.remove("over");
});
drop.addEventListener("drop", function (event) {
  depth = 0;
  drop.classList.remove("over");
  if (carriesFiles(event)) choose(event.dataTransfer.files);
});
// A file that misses the box must not replace the page.
window.addEventListener("dragover", function (event) {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = drop.contains(event.target) ? "copy" : "none";
});
window.addEventListener("drop", function (event) { if (carriesFiles(event)) event.preventDefault(); });
// Back to this page: what is in the input may have been kept by the browser.
window.addEventListener("pageshow", function (event) {
  if (event.persisted) idle();
  if (input.files.length && !files.length) choose(input.files);
});
