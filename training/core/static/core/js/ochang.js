// What script adds to pages that work without it: view settings, busy buttons, focus on what went wrong.
(function () {
  "use strict";
  var root = document.documentElement;

  function keep(name, value) {
    try {
      if (value === null) localStorage.removeItem("oc-" + name);
      else localStorage.setItem("oc-" + name, value);
    } catch (error) {
      // storage is switched off: the choice holds for this page
    }
  }

  // --- view settings: light, dark, as the system; high contrast; roomy desks
  function currentTheme() {
    return root.getAttribute("data-bs-theme") || "system";
  }

  function pressed(button) {
    var set = button.dataset.view;
    if (set === "contrast") return root.getAttribute("data-contrast") === "more";
    if (set === "roomy") return root.hasAttribute("data-roomy");
    return currentTheme() === button.dataset.value;
  }

  function show() {
    document.querySelectorAll("[data-view]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(pressed(button)));
    });
  }

  function choose(button) {
    var on = !pressed(button);
    if (button.dataset.view === "contrast") {
      if (on) root.setAttribute("data-contrast", "more");
      else root.removeAttribute("data-contrast");
      keep("contrast", on ? "more" : null);
    } else if (button.dataset.view === "roomy") {
      root.toggleAttribute("data-roomy", on);
      keep("roomy", on ? "yes" : null);
    } else if (button.dataset.value === "system") {
      root.removeAttribute("data-bs-theme");
      keep("theme", null);
    } else {
      root.setAttribute("data-bs-theme", button.dataset.value);
      keep("theme", button.dataset.value);
    }
    show();
  }

  document.querySelectorAll("[data-view-settings]").forEach(function (panel) {
    panel.hidden = root.hasAttribute("data-fixed-theme");
  });
  show();

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-view]");
    if (button) choose(button);
  });

  // --- the desk's menu: a group closes by Escape, and by a press beside it
  function closeGroups(but) {
    document.querySelectorAll(".oc-desk-nav details[open]").forEach(function (group) {
      if (group.contains(but)) return;
      group.open = false;
    });
  }

  document.addEventListener("click", function (event) {
    closeGroups(event.target);
  });
  document.addEventListener("keydown", function (event) {
    var group = event.key === "Escape" && document.querySelector(".oc-desk-nav details[open]");
    if (!group) return;
    group.open = false;
    group.querySelector("summary").focus();
  });

  // --- busy: a second press is ignored, the width is kept, the label says what happens
  function label(button, text) {
    if (button.tagName === "INPUT") button.value = text;
    else button.textContent = text;
  }

  function busy(button) {
    button.dataset.label = button.tagName === "INPUT" ? button.value : button.innerHTML;
    button.style.minInlineSize = button.offsetWidth + "px";
    button.setAttribute("aria-busy", "true");
    label(button, document.body.dataset.busyLabel);
  }

  function rested(button) {
    button.removeAttribute("aria-busy");
    button.style.minInlineSize = "";
    if (button.tagName === "INPUT") button.value = button.dataset.label;
    else button.innerHTML = button.dataset.label;
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if (event.defaultPrevented || (form.getAttribute("method") || "get").toLowerCase() === "get" || form.target || form.hasAttribute("data-again")) return;
    form.dataset.sent = "yes";
    var button = event.submitter || form.querySelector("[type=submit]");
    // After the browser has collected what it sends.
    if (button) setTimeout(busy, 0, button);
  });

  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) return; // only a page brought back by "back" still stands busy
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
    });
    document.querySelectorAll("[aria-busy=true][data-label]").forEach(rested);
  });

  // --- what went wrong takes the focus
  var summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();
})();
