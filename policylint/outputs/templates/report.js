(function () {
  "use strict";
  document.querySelectorAll(".document").forEach(function (article) {
    var form = article.querySelector(".filters");
    if (!form) return;
    var groups = article.querySelectorAll(".group");
    var search = form.querySelector("input[type=search]");
    var found = form.querySelector(".found");
    form.hidden = false;
    function apply() {
      var chosen = form.querySelector("input[type=radio]:checked").value;
      var words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      var shown = 0;
      groups.forEach(function (group) {
        var fits = chosen === "all" || group.dataset.group === chosen;
        var left = 0;
        group.querySelectorAll(".card").forEach(function (card) {
          var text = card.textContent.toLowerCase();
          var on = fits && words.every(function (word) { return text.indexOf(word) >= 0; });
          card.toggleAttribute("data-off", !on);
          if (on) left += 1;
        });
        group.toggleAttribute("data-off", !left);
        shown += left;
      });
      found.textContent = chosen === "all" && !words.length ? "" : shown + " shown";
    }
    form.addEventListener("change", apply);
    form.addEventListener("input", apply);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    article.querySelectorAll("a.cell").forEach(function (cell) {
      cell.addEventListener("click", function () {
        form.querySelector("input[value=all]").checked = true;
        search.value = "";
        apply();
      });
    });
  });
  document.querySelectorAll("button.copy").forEach(function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    var says = button.textContent;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent).then(function () {
        button.textContent = "Copied";
        setTimeout(function () { button.textContent = says; }, 2000);
      });
    });
  });
})();
