// Kept choices of this device, set before the page is drawn: theme, contrast, roominess.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("oc-script");
  if (root.hasAttribute("data-fixed-theme")) return;
  var kept = function (name) {
    try {
      return localStorage.getItem("oc-" + name);
    } catch (error) {
      return null; // storage is switched off: the system's own choice stands
    }
  };
  var theme = kept("theme");
  if (theme === "light" || theme === "dark") root.setAttribute("data-bs-theme", theme);
  if (kept("contrast") === "more") root.setAttribute("data-contrast", "more");
  if (kept("roomy") === "yes") root.setAttribute("data-roomy", "");
})();
