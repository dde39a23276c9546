(function () {
  "use strict";
  var form = document.querySelector(".filters");
  var table = document.querySelector(".matrix");
  if (!form || !table) return;
  var found = form.querySelector(".found");
  var groups = Array.from(table.querySelectorAll("thead .group"));
  var rows = Array.from(table.tBodies[0].rows);
  var fixed = 3;
  var bounds = [];
  groups.reduce(function (start, group) {
    bounds.push([start, start + group.colSpan]);
    return start + group.colSpan;
  }, 0);
  form.hidden = false;
  var drawn = "";
  function columns(element) {
    if (element === drawn) return;
    drawn = element;
    function on(index) {
      return element === "" || (index >= bounds[element][0] && index < bounds[element][1]);
    }
    groups.forEach(function (group, index) { group.hidden = element !== "" && index !== Number(element); });
    Array.from(table.tHead.rows[1].cells).forEach(function (cell, index) { cell.hidden = !on(index); });
    rows.concat(Array.from(table.tFoot.rows)).forEach(function (row) {
      for (var index = fixed; index < row.cells.length; index += 1) row.cells[index].hidden = !on(index - fixed);
    });
  }
  function apply() {
    var element = form.elements.element.value;
    var status = form.elements.status.value;
    var words = form.elements.name.value.toLowerCase().split(/\s+/).filter(Boolean);
    columns(element);
    var first = fixed + (element === "" ? 0 : bounds[element][0]);
    var shown = 0;
    rows.forEach(function (row) {
      var name = row.cells[0].textContent.toLowerCase();
      var fits = words.every(function (word) { return name.indexOf(word) >= 0; });
      if (fits && status) {
        var last = element === "" ? row.cells.length : fixed + bounds[element][1];
        fits = false;
        for (var index = first; index < last && !fits; index += 1) {
          fits = row.cells[index].classList.contains(status) && !row.cells[index].classList.contains("closed");
        }
      }
      row.hidden = !fits;
      if (fits) shown += 1;
    });
    found.textContent = shown === rows.length ? "" : shown + " of " + rows.length + " documents shown";
  }
  form.addEventListener("input", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
})();
