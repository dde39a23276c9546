/* The report page works without this. With it, the document follows the verdicts, filters and reviews act in place, and
   keys lead from verdict to verdict. */
(function () {
  "use strict";
  var CARD = ".card[id], .item[id]";
  var marked = null;
  var cameFrom = "";
  var texts = new WeakMap();

  function byId(id) { return document.getElementById(id); }
  function all(selector, within) { return Array.from((within || document).querySelectorAll(selector)); }
  function panel() { return byId("document"); }
  function form() { return document.querySelector(".filters"); }
  function announce(words) {
    byId("said").textContent = "";
    setTimeout(function () { byId("said").textContent = words; }, 50);
  }
  function parsed(html) { return new DOMParser().parseFromString(html, "text/html"); }
  function hashOf(link) { return decodeURIComponent((link.getAttribute("href") || "").split("#")[1] || ""); }
  function mark(element) {
    if (marked) marked.classList.remove("marked");
    marked = element;
    if (element) element.classList.add("marked");
  }
  function focusOn(element, options) {
    if (!element.matches("a, input, button, select, textarea, summary")) element.setAttribute("tabindex", "-1");
    element.focus(options);
  }
  function remember(hash) { history.pushState(null, "", location.pathname + location.search + "#" + hash); }

  /* Filters */

  function textOf(unit) {
    var text = texts.get(unit);
    if (text === undefined) {
      var copy = unit.cloneNode(true);
      all(".review-form, .item", copy).forEach(function (part) { part.remove(); });
      text = copy.textContent;
      var card = unit.matches(".item") && unit.closest(".card");
      if (card) text += textOf(card);
      text = text.toLowerCase();
      texts.set(unit, text);
    }
    return text;
  }
  function filter() {
    if (!form()) return;
    var show = byId("show").value;
    var words = byId("q").value.toLowerCase().split(/\s+/).filter(Boolean);
    var number = 0;
    all("#verdicts .group[data-group]").forEach(function (group) {
      var fits = show === "all" || group.dataset.group === show || (show === "open" && "open" in group.dataset);
      all(CARD, group).forEach(function (unit) {
        var text = textOf(unit);
        unit.hidden = !fits || !words.every(function (word) { return text.includes(word); });
        if (!unit.hidden) number += 1;
      });
      all(".card:not([id])", group).forEach(function (card) { card.hidden = !card.querySelector(".item:not([hidden])"); });
      group.hidden = !group.querySelector(".card:not([hidden])");
    });
    byId("found").textContent = number + " shown";
  }
  function filtered() {
    filter();
    var query = new URLSearchParams(location.search);
    [["show", byId("show").value, "all"], ["q", byId("q").value.trim(), ""]].forEach(function (field) {
      if (field[1] === field[2]) query.delete(field[0]); else query.set(field[0], field[1]);
    });
    query.delete("review");
    history.replaceState(null, "", location.pathname + (query.toString() ? "?" + query : "") + location.hash);
  }

  /* Verdicts */

  function openCard(id, place) {
    var card = byId(id);
    if (!card || !card.closest("#verdicts")) return false;
    if (card.closest("[hidden]")) {
      byId("show").value = "all";
      byId("q").value = "";
      filtered();
    }
    all("details", card).forEach(function (details) {
      if (place && all("a[href$='#" + place + "']", details).length) details.open = true;
    });
    mark(card);
    focusOn(card, { preventScroll: true });
    card.scrollIntoView({ block: "start" });
    return true;
  }
  function shownCards() {
    return all("#verdicts .group[data-group] :is(" + CARD + ")").filter(function (card) { return !card.closest("[hidden]"); });
  }
  function step(by) {
    var cards = shownCards();
    if (!cards.length) return;
    var from = document.activeElement.closest(CARD) || (marked && marked.closest("#verdicts") ? marked : null);
    var at = cards.indexOf(from);
    var next = cards[at < 0 ? 0 : Math.min(cards.length - 1, Math.max(0, at + by))];
    mark(next);
    focusOn(next, { preventScroll: true });
    next.scrollIntoView({ block: "start" });
  }

  /* The document */

  function partsOf(place) {
    var found = (" " + panel().dataset.places + " ").match(new RegExp(" " + place.slice(2) + ":(\\d*):(\\d*) "));
    return found ? { pages: found[1], text: found[2] } : {};
  }
  function load(view, part) {
    var old = panel();
    old.setAttribute("aria-busy", "true");
    return fetch(old.dataset.panel + "?view=" + view + "&part=" + part, { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok) throw new Error(answer.status);
      return answer.text();
    }).then(function (html) {
      var fresh = parsed(html).getElementById("document");
      old.replaceWith(document.adoptNode(fresh));
      comeBack();
      return fresh;
    });
  }
  function comeBack() {
    var card = byId(cameFrom);
    var title = card && card.closest(".card").querySelector("h3");
    var link = panel() && panel().querySelector(".back");
    if (!link || !title) return;
    link.setAttribute("href", "#" + cameFrom);
    link.textContent = "Back to " + title.textContent;
    link.classList.add("shown");
  }
  function reveal(element) {
    var box = panel();
    element.focus({ preventScroll: true });
    var scrolls = getComputedStyle(box).overflowY === "auto" && box.scrollHeight > box.clientHeight;
    if (!scrolls) return element.scrollIntoView({ block: "center" });
    box.scrollIntoView({ block: "nearest" });
    box.scrollTop += element.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
  }
  function showPlace(place, link) {
    var parts = partsOf(place);
    var view = panel().dataset.view;
    if (!parts[view]) view = parts.pages ? "pages" : "text";
    var here = byId(place) && panel().contains(byId(place));
    if (!here && !parts[view]) return;
    var card = link && link.closest(CARD);
    if (card) cameFrom = card.id;
    (here ? Promise.resolve() : load(view, parts[view])).then(function () {
      var element = byId(place);
      var target = element.closest("a") || element.nextElementSibling || element;
      comeBack();
      mark(target);
      reveal(target);
    }).catch(function () { if (link) location.assign(link.href); });
  }
  function closeLists(back) {
    all(".shared.open").forEach(function (list) {
      list.classList.remove("open");
      var place = panel().querySelector("a[href='#" + list.id + "']");
      if (place) place.setAttribute("aria-expanded", "false");
      if (place && back) place.focus({ preventScroll: true });
    });
  }
  function openList(place) {
    var list = byId(hashOf(place));
    var wasOpen = list.classList.contains("open");
    closeLists(false);
    if (wasOpen) return;
    list.classList.add("open");
    place.setAttribute("aria-expanded", "true");
    var page = place.closest(".page");
    if (page) {
      var frame = page.getBoundingClientRect();
      var spot = place.getBoundingClientRect();
      list.style.top = spot.bottom - frame.top + 4 + "px";
      list.style.left = Math.max(0, Math.min(spot.left - frame.left, frame.width - list.offsetWidth)) + "px";
    }
    list.querySelector("a").focus({ preventScroll: true });
    list.scrollIntoView({ block: "nearest" });
  }
  function placeOf(link) {
    var place = link.closest(".shared") ? panel().querySelector("a[href='#" + link.closest(".shared").id + "']") : link;
    return (place && place.id) || "";
  }

  /* Reviews */

  function reviewOf(id) {
    var card = byId(id);
    return card && card.querySelector(":scope > .review-form, :scope > a[href*='review=']");
  }
  function openForm(link) {
    var card = link.closest(CARD);
    fetch(link.href, { credentials: "same-origin" }).then(function (answer) { return answer.text(); }).then(function (html) {
      var fresh = parsed(html).querySelector("#verdicts .review-form");
      if (!fresh) throw new Error("no form");
      var spot = reviewOf(card.id); // the card itself may have been drawn anew meanwhile
      if (spot.matches("a")) {
        fresh = document.adoptNode(fresh);
        fresh.dataset.link = link.getAttribute("href");
        spot.replaceWith(fresh);
        spot = fresh;
      }
      spot.querySelector("input[type=radio]").focus();
      byId(card.id).scrollIntoView({ block: "nearest" });
    }).catch(function () { location.assign(link.href); });
  }
  function closeForm(reviewing) {
    var link = document.createElement("a");
    link.href = reviewing.dataset.link || "?review=" + encodeURIComponent(reviewing.closest(CARD).id);
    link.textContent = "Review this verdict";
    reviewing.replaceWith(link);
    link.focus();
  }
  function post(sent, card) {
    var button = sent.querySelector("button:not([type=button])");
    var body = new URLSearchParams(new FormData(sent));
    body.set("show", byId("show").value);
    body.set("q", byId("q").value.trim());
    if (panel()) {
      body.set("view", panel().dataset.view);
      body.set("part", panel().dataset.part);
    }
    button.setAttribute("aria-disabled", "true");
    fetch(sent.action, {
      method: "POST", body: body, credentials: "same-origin", headers: { Accept: "text/html" }
    }).then(function (answer) { return answer.text(); }).then(function (html) {
      var fresh = parsed(html);
      if (!fresh.getElementById("verdicts")) throw new Error("another page");
      var shown = shownCards().map(function (unit) { return unit.id; });
      var typing = document.activeElement.closest(".review-form");
      var field = typing && typing !== sent && document.activeElement;
      swap(fresh, sent);
      document.title = fresh.title;
      var summary = document.querySelector(".error-summary");
      if (summary) return summary.focus();
      var notice = fresh.querySelector(".notice");
      var words = notice ? notice.textContent.trim() : "Saved.";
      var hidden = !byId(card) || byId(card).closest("[hidden]");
      announce(hidden ? words + " The filter hides this verdict now." : words);
      if (field && field.isConnected) return field.focus();
      return hidden ? goOn(shown.slice(shown.indexOf(card) + 1)) : openCard(card);
    }).catch(function () {
      button.removeAttribute("aria-disabled");
      var said = sent.querySelector(".error-text.late") || document.createElement("p");
      said.className = "error-text late";
      said.setAttribute("role", "alert");
      said.textContent = "This could not be stored: the server did not answer as it should. Try again.";
      sent.prepend(said);
    });
  }
  function goOn(following) {
    var next = shownCards().find(function (unit) { return following.includes(unit.id); });
    mark(next || null);
    focusOn(next || byId("show"), { preventScroll: true });
    (next || form()).scrollIntoView({ block: next ? "start" : "nearest" });
  }
  function swap(fresh, sent) {
    // What is typed in other forms stays: the forms themselves move into the new cards.
    var typed = all("#verdicts .review-form").filter(function (other) { return other !== sent; }).map(function (other) {
      return [other.closest(CARD).id, other];
    });
    var show = byId("show") && byId("show").value;
    var words = byId("q") && byId("q").value;
    var open = all("#verdicts .card details[open]").map(function (details) {
      var unit = details.closest(".card");
      return [unit.id, all("details", unit).indexOf(details)];
    });
    all("[data-swap]").forEach(function (part) {
      var other = fresh.getElementById(part.id);
      if (other) part.innerHTML = other.innerHTML;
    });
    typed.forEach(function (known) {
      var spot = reviewOf(known[0]);
      if (spot) spot.replaceWith(known[1]);
    });
    swapPanel(fresh.getElementById("document"));
    open.forEach(function (known) {
      var unit = known[0] && byId(known[0]);
      var details = unit && all("details", unit)[known[1]];
      if (details) details.open = true;
    });
    begin();
    if (byId("show") && show) {
      byId("show").value = show;
      if (byId("show").selectedIndex < 0) byId("show").value = "all";
      byId("q").value = words;
      filtered();
    }
  }

  function swapPanel(fresh) {
    var old = panel();
    if (!old) return;
    var top = old.scrollTop;
    if (!fresh || fresh.dataset.view !== old.dataset.view || fresh.dataset.part !== old.dataset.part) {
      load(old.dataset.view, old.dataset.part).then(function (loaded) { loaded.scrollTop = top; }).catch(function () {
        old.removeAttribute("aria-busy");
      });
      return;
    }
    fresh = document.adoptNode(fresh);
    var pictures = all("img", old);
    all("img", fresh).forEach(function (picture) {
      var same = pictures.find(function (known) { return known.getAttribute("src") === picture.getAttribute("src"); });
      if (same) picture.replaceWith(same);
    });
    old.replaceWith(fresh);
    fresh.scrollTop = top;
    comeBack();
  }

  /* What is there only with a script */

  function begin() {
    all("[data-plain]").forEach(function (button) { button.hidden = true; });
    all(".keys").forEach(function (line) { line.hidden = false; });
    var keys = byId("keys");
    if (keys) keys.checked = stored("keys") !== "off";
    if (navigator.clipboard) all(".model").forEach(function (clause) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "copy secondary quiet";
      button.textContent = "Copy the clause";
      clause.after(button);
    });
  }
  function stored(key, value) {
    try {
      if (value !== undefined) localStorage.setItem("policylint-" + key, value);
      return localStorage.getItem("policylint-" + key);
    } catch (error) { return null; }
  }
  function copy(button) {
    navigator.clipboard.writeText(button.previousElementSibling.textContent).then(function () {
      button.textContent = "Copied";
      announce("Copied.");
      setTimeout(function () { button.textContent = "Copy the clause"; }, 2000);
    });
  }
  function follow(hash) {
    if (/^c-\d+$/.test(hash) && panel()) return showPlace(hash, null);
    return hash && openCard(hash, "");
  }

  document.addEventListener("click", function (event) {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    var target = event.target;
    all(".menu[open]").forEach(function (menu) { if (!menu.contains(target)) menu.open = false; });
    if (!target.closest(".shared, a.place")) closeLists(false);
    var button = target.closest("button.copy");
    if (button) return copy(button);
    var link = target.closest("a[href]");
    if (!link) return undefined;
    var hash = hashOf(link);
    if (link.closest(".doc") && link.closest(".tabs, .parts")) {
      var query = new URLSearchParams(link.getAttribute("href").split("#")[0].split("?")[1] || "");
      event.preventDefault();
      return load(query.get("view"), query.get("part") || "1").then(function (fresh) {
        var current = fresh.querySelector(".tabs [aria-current]");
        (link.closest(".tabs") && current ? current : fresh).focus();
        if (fresh.getBoundingClientRect().top < 0) fresh.scrollIntoView({ block: "start" });
      }).catch(function () { location.assign(link.href); });
    }
    if (link.matches(".doc .place[href^='#v-']")) {
      event.preventDefault();
      return openList(link);
    }
    if (/^c-\d+$/.test(hash) && link.closest("#verdicts") && panel()) {
      event.preventDefault();
      remember(hash);
      return showPlace(hash, link);
    }
    if (link.closest(".review-form .buttons")) {
      event.preventDefault();
      return closeForm(link.closest("form"));
    }
    if (link.closest(CARD) && /[?&]review=/.test(link.getAttribute("href"))) {
      event.preventDefault();
      return openForm(link);
    }
    if (hash && link.closest(".doc, .marks, .card h3, .item h4") && byId(hash)) {
      var place = link.closest(".doc") ? placeOf(link) : "";
      closeLists(false);
      if (openCard(hash, place)) { event.preventDefault(); remember(hash); }
    }
    return undefined;
  });
  document.addEventListener("submit", function (event) {
    var sent = event.target;
    if (sent.matches(".filters")) return event.preventDefault();
    var card = sent.closest(CARD);
    if (!card || !sent.matches(".review-form, .said form")) return undefined;
    event.preventDefault();
    if (sent.querySelector("[aria-disabled=true]")) return undefined;
    return post(sent, card.id);
  });
  document.addEventListener("change", function (event) {
    if (event.target.id === "keys") stored("keys", event.target.checked ? "on" : "off");
    if (event.target.id === "show") filtered();
  });
  document.addEventListener("input", function (event) { if (event.target.id === "q") filtered(); });
  document.addEventListener("focusout", function (event) {
    var list = event.target.closest(".shared.open");
    if (list && event.relatedTarget && !list.contains(event.relatedTarget)) closeLists(false);
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      var menu = document.querySelector(".menu[open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
      return closeLists(true);
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, [contenteditable]")) return undefined;
    if (!byId("keys") || !byId("keys").checked) return undefined;
    if (event.key === "j" || event.key === "n") return step(1);
    if (event.key === "k" || event.key === "p") return step(-1);
    return undefined;
  });
  window.addEventListener("popstate", function () { follow(decodeURIComponent(location.hash.slice(1))); });

  begin();
  if (document.querySelector(".error-summary")) document.querySelector(".error-summary").focus();
  else follow(decodeURIComponent(location.hash.slice(1)));
})();
