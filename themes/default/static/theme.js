// Runs before the first paint: the colours the reader chose, so that no page flashes.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("script");
  try {
    var choice = localStorage.getItem("pilotpack:colors");
    if (choice === "light" || choice === "dark") root.dataset.colors = choice;
  } catch (error) {
    // Storage is off: the system's choice stands.
  }
})();
