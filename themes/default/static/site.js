// Conveniences only: every word and every link of the page is there without this file.
(function () {
  "use strict";
  var root = document.documentElement;
  var store = {
    get: function (key) {
      try { return localStorage.getItem("pilotpack:" + key); } catch (error) { return null; }
    },
    set: function (key, value) {
      try {
        if (value === null) localStorage.removeItem("pilotpack:" + key);
        else localStorage.setItem("pilotpack:" + key, value);
      } catch (error) { /* Storage is off: nothing is kept. */ }
    }
  };
  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }
  function button(name, label, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = name;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  }

  // Colours: as the system, light, dark.
  all(".theme-switch").forEach(function (control) {
    var names = { "": "as the system", light: "light", dark: "dark" };
    var order = ["", "light", "dark"];
    function show() {
      control.setAttribute("aria-label", "Colours: " + names[root.dataset.colors || ""]);
    }
    control.addEventListener("click", function () {
      var next = order[(order.indexOf(root.dataset.colors || "") + 1) % order.length];
      if (next) root.dataset.colors = next;
      else delete root.dataset.colors;
      store.set("colors", next || null);
      show();
    });
    show();
  });

  // Code: copy and wrap.
  all("main figure.code").forEach(function (figure) {
    var code = figure.querySelector("code");
    var tools = document.createElement("div");
    tools.className = "code-tools";
    tools.appendChild(button("wrap", "Wrap long lines", function (event) {
      var on = figure.classList.toggle("wrapped");
      event.currentTarget.setAttribute("aria-pressed", String(on));
      boxes();
    }));
    tools.lastChild.setAttribute("aria-pressed", "false");
    tools.appendChild(button("copy", "Copy", function (event) {
      var control = event.currentTarget;
      copy(code.textContent).then(function () {
        control.classList.add("done");
        control.setAttribute("aria-label", "Copied");
        setTimeout(function () {
          control.classList.remove("done");
          control.setAttribute("aria-label", "Copy");
        }, 1600);
      });
    }));
    figure.appendChild(tools);
  });
  function copy(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    return new Promise(function (resolve, reject) {
      var area = document.createElement("textarea");
      area.value = text;
      area.className = "hidden";
      document.body.appendChild(area);
      area.select();
      if (document.execCommand("copy")) resolve(); else reject(new Error("copy"));
      area.remove();
    });
  }

  // Tabs: one pane at a time; the choice holds for every group and every page.
  var groups = all("main .tabs").map(function (group, number) {
    var panes = all(".pane", group);
    var list = document.createElement("div");
    list.className = "tab-list";
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", "Language");
    var tabs = panes.map(function (pane, at) {
      var caption = pane.querySelector("figcaption");
      var tab = document.createElement("button");
      tab.type = "button";
      tab.textContent = caption ? caption.textContent
        : pane.firstElementChild.dataset.language || String(at + 1);
      tab.id = "pp_tab_" + number + "_" + at;
      pane.id = "pp_pane_" + number + "_" + at;
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", pane.id);
      pane.setAttribute("role", "tabpanel");
      pane.setAttribute("aria-labelledby", tab.id);
      tab.addEventListener("click", function () { choose(tab.textContent); });
      list.appendChild(tab);
      return tab;
    });
    list.addEventListener("keydown", function (event) {
      var step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      var at = tabs.indexOf(document.activeElement);
      if (event.key === "Home") at = 0;
      else if (event.key === "End") at = tabs.length - 1;
      else if (step) at = (at + step * (root.dir === "rtl" ? -1 : 1) + tabs.length) % tabs.length;
      else return;
      event.preventDefault();
      tabs[at].focus();
      choose(tabs[at].textContent);
    });
    group.insertBefore(list, group.firstChild);
    group.classList.add("ready");
    function show(at) {
      tabs.forEach(function (tab, n) {
        tab.setAttribute("aria-selected", String(n === at));
        tab.tabIndex = n === at ? 0 : -1;
        panes[n].classList.toggle("off", n !== at);
      });
    }
    show(0);
    return { names: tabs.map(function (tab) { return tab.textContent; }), show: show, element: group };
  });
  function choose(name) {
    var focused = document.activeElement;
    var before = focused.getBoundingClientRect().top;
    groups.forEach(function (group) {
      var at = group.names.indexOf(name);
      if (at >= 0) group.show(at);
    });
    // Panes above may have changed height: what the reader clicked stays where it was.
    window.scrollBy({ top: focused.getBoundingClientRect().top - before, behavior: "instant" });
    store.set("tab", name);
    boxes();
  }
  var remembered = store.get("tab");
  if (remembered) {
    groups.forEach(function (group) {
      var at = group.names.indexOf(remembered);
      if (at >= 0) group.show(at);
    });
  }

  // Checklists keep their ticks, for one version of one document of one pack.
  var main = document.querySelector("main[data-edition]");
  if (main) {
    all("input[type=checkbox]", main).forEach(function (box) {
      var key = root.dataset.pack + ":" + main.dataset.edition + ":" + box.name;
      var kept = store.get(key);
      box.disabled = false;
      if (kept) box.checked = kept === "on";
      box.addEventListener("change", function () { store.set(key, box.checked ? "on" : "off"); });
    });
  }

  // Boxes that scroll can be reached with the keyboard; others are no stop.
  function boxes() {
    all("main .table, main pre").forEach(function (box) {
      var wide = box.scrollWidth > box.clientWidth + 1;
      // A head can stick to the page only if its box does not scroll.
      if (box.classList.contains("long")) box.classList.toggle("fits", !wide);
      if (wide) {
        box.tabIndex = 0;
        box.setAttribute("role", "group");
        box.setAttribute("aria-label", box.tagName === "PRE" ? "Code, scrolls" : "Table, scrolls");
      } else {
        box.removeAttribute("tabindex");
        box.removeAttribute("role");
        box.removeAttribute("aria-label");
      }
    });
  }
  boxes();
  window.addEventListener("resize", boxes);

  // Contents: the section being read; the drawers close when a link in them is followed.
  var lines = all(".contents a");
  var headings = lines.map(function (line) {
    return document.getElementById(decodeURIComponent(line.hash.slice(1)));
  });
  var waiting = false;
  function follow() {
    waiting = false;
    var at = -1;
    headings.forEach(function (heading, n) {
      if (heading && heading.getBoundingClientRect().top < 130) at = n;
    });
    if (window.innerHeight + window.scrollY >= root.scrollHeight - 4) at = lines.length - 1;
    lines.forEach(function (line, n) {
      if (n === at) {
        if (line.getAttribute("aria-current")) return;
        line.setAttribute("aria-current", "location");
        var box = line.closest(".contents");
        var top = line.offsetTop - box.clientHeight / 2;
        if (!box.matches(":popover-open")) box.scrollTop = top;
      } else line.removeAttribute("aria-current");
    });
    root.classList.toggle("scrolled", window.scrollY > 4);
  }
  window.addEventListener("scroll", function () {
    if (!waiting) { waiting = true; requestAnimationFrame(follow); }
  }, { passive: true });
  follow();
  all("[popover] a").forEach(function (link) {
    link.addEventListener("click", function () {
      var drawer = link.closest("[popover]");
      if (drawer.matches(":popover-open")) drawer.hidePopover();
    });
  });
})();
