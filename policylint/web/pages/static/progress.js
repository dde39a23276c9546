// How far a document is, from the events of the server. `pages/progress.py` says the same.
const TOGETHER = 2; // a browser keeps six connections to a host; the page needs some of them
const TRIES = 5; // of a stream that the server, or a proxy before it, refuses
const PAUSE = 3000;

export function progressWords(state) {
  if (state.state === "waiting") {
    if (!state.ahead) return "Waiting: it is next.";
    return "Waiting: " + state.ahead + (state.ahead === 1 ? " document" : " documents") + " ahead of it.";
  }
  if (state.state === "working" && state.stage === "ocr" && state.of) {
    return "Reading scanned pages by OCR: page " + Math.min(state.done + 1, state.of) + " of " + state.of + ".";
  }
  if (state.state === "working") return "Reading the document.";
  return state.state === "done" ? "Done." : "It could not be checked.";
}

export function showProgress(bar, state) {
  if (state.state === "done" || state.state === "failed") {
    bar.max = 1;
    bar.value = 1;
  } else if (state.of) {
    bar.max = state.of;
    bar.value = state.done;
  } else {
    bar.removeAttribute("value");
  }
}

// Follows documents, a few at a time, in the order in which they are examined. `documents` have the address of their
// `events`; `tell(document, state)` is called with each event, and `ended()` when all are done. Returns what stops it.
export function follow(documents, tell, ended) {
  const queue = documents.slice();
  const open = new Set();
  let stopped = false;

  function next() {
    while (!stopped && open.size < TOGETHER && queue.length) listen(queue.shift());
    if (!stopped && !open.size && !queue.length) {
      stopped = true;
      ended();
    }
  }

  function listen(document) {
    const following = { source: null };
    let tries = 0;
    open.add(following);

    function end() {
      following.source.close();
      open.delete(following);
      next();
    }

    function connect() {
      if (stopped) return;
      const source = new EventSource(document.events);
      following.source = source;
      source.addEventListener("progress", function (event) {
        tries = 0;
        const state = JSON.parse(event.data);
        tell(document, state);
        if (state.state === "done" || state.state === "failed") end();
      });
      source.onerror = function () {
        // A connection that broke is made again by the browser; one that was refused is not.
        if (source.readyState !== EventSource.CLOSED) return;
        tries += 1;
        if (tries < TRIES) setTimeout(connect, PAUSE);
        else end();
      };
    }

    connect();
  }

  next();
  return function () {
    stopped = true;
    open.forEach(function (following) { following.source.close(); });
  };
}
