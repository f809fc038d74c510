// Search in the words of this pack. The index is a script beside this one and is loaded at the
// first use; words reach the page as text only.
(function () {
  "use strict";
  var dialog = document.querySelector("dialog.search");
  var input = dialog && dialog.querySelector("input");
  if (!input || !dialog.showModal) return;
  var list = dialog.querySelector("ul");
  var state = dialog.querySelector(".search-state");
  var sections = null;
  var chosen = -1;

  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }
  function load() {
    if (sections || load.started) return;
    load.started = true;
    var script = document.createElement("script");
    script.src = "assets/search-index.js";
    script.onload = function () {
      sections = window.packSearch.map(function (row) {
        return { address: row[0], title: row[1], heading: row[2], words: row[3],
          plainHeading: plain(row[2] || row[1]), plainWords: plain(row[3]) };
      });
      find();
    };
    script.onerror = function () { state.textContent = "The search index is missing."; };
    document.head.appendChild(script);
  }
  function open() {
    load();
    dialog.showModal();
    input.select();
  }
  document.querySelectorAll(".search-open").forEach(function (control) {
    control.addEventListener("click", open);
  });
  document.addEventListener("keydown", function (event) {
    var field = document.activeElement.matches("input:not([type=checkbox]), textarea, select");
    var slash = event.key === "/" && !field && !event.ctrlKey && !event.metaKey && !event.altKey;
    var k = event.key === "k" && (event.ctrlKey || event.metaKey);
    if ((slash || k) && !dialog.open) { event.preventDefault(); open(); }
  });
  dialog.addEventListener("click", function (event) {
    if (event.target === dialog) dialog.close();
  });

  function starts(text, term) {
    for (var at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
      if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1])) return at;
    }
    return -1;
  }
  function score(section, terms) {
    var sum = 0;
    for (var n = 0; n < terms.length; n += 1) {
      var inHeading = starts(section.plainHeading, terms[n]);
      var inWords = starts(section.plainWords, terms[n]);
      if (inHeading < 0 && inWords < 0) {
        if (section.plainWords.indexOf(terms[n]) < 0) return 0;
        sum += 1;
      }
      if (inHeading >= 0) sum += inHeading === 0 ? 14 : 9;
      if (inWords >= 0) sum += 3;
    }
    if (terms.length > 1 && section.plainWords.indexOf(terms.join(" ")) >= 0) sum += 6;
    return sum;
  }
  // Marks the terms in a text whose plain form may be shorter than itself: word by word.
  function marked(parent, text, terms) {
    text.split(/(\s+)/).forEach(function (word) {
      var bare = plain(word).replace(/^[^\p{L}\p{N}]+/u, "");
      var hit = terms.some(function (term) { return bare.indexOf(term) === 0; });
      if (hit) {
        var mark = document.createElement("mark");
        mark.textContent = word;
        parent.appendChild(mark);
      } else parent.appendChild(document.createTextNode(word));
    });
  }
  function snippet(section, terms) {
    var at = -1;
    terms.forEach(function (term) {
      var found = starts(section.plainWords, term);
      if (found >= 0 && (at < 0 || found < at)) at = found;
    });
    var from = Math.max(0, at - 50);
    if (from > 0) from = section.words.indexOf(" ", from) + 1;
    return (from > 0 ? "… " : "") + section.words.slice(from, from + 150) +
      (section.words.length > from + 150 ? " …" : "");
  }
  function find() {
    var terms = plain(input.value).split(/\s+/).filter(Boolean);
    list.replaceChildren();
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    if (!sections || !terms.length) {
      state.textContent = "";
      input.setAttribute("aria-expanded", "false");
      return;
    }
    var hits = sections
      .map(function (section, at) { return { section: section, at: at, score: score(section, terms) }; })
      .filter(function (hit) { return hit.score > 0; })
      .sort(function (a, b) { return b.score - a.score || a.at - b.at; })
      .slice(0, 12);
    hits.forEach(function (hit, at) {
      var item = document.createElement("li");
      item.id = "pp_hit_" + at;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      var link = document.createElement("a");
      link.href = hit.section.address;
      link.tabIndex = -1;
      var where = document.createElement("small");
      where.textContent = hit.section.title;
      var heading = document.createElement("strong");
      marked(heading, hit.section.heading || hit.section.title, terms);
      var words = document.createElement("span");
      marked(words, snippet(hit.section, terms), terms);
      link.append(where, heading, words);
      item.appendChild(link);
      item.addEventListener("click", function () { go(item); });
      list.appendChild(item);
    });
    input.setAttribute("aria-expanded", String(hits.length > 0));
    state.textContent = hits.length ? hits.length + (hits.length === 1 ? " result" : " results")
      : "Nothing found for “" + input.value + "”. Try fewer or shorter words.";
    if (hits.length) select(0);
  }
  function select(at) {
    var items = list.children;
    if (!items.length) return;
    chosen = (at + items.length) % items.length;
    for (var n = 0; n < items.length; n += 1) {
      items[n].setAttribute("aria-selected", String(n === chosen));
    }
    input.setAttribute("aria-activedescendant", items[chosen].id);
    items[chosen].scrollIntoView({ block: "nearest" });
  }
  function go(item) {
    dialog.close();
    location.href = item.querySelector("a").href;
  }
  input.addEventListener("input", find);
  input.addEventListener("keydown", function (event) {
    if (event.key === "ArrowDown") { event.preventDefault(); select(chosen + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); select(chosen - 1); }
    else if (event.key === "Enter") {
      event.preventDefault();
      if (list.children[chosen]) go(list.children[chosen]);
    }
  });
})();
