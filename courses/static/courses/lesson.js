// A term's meaning in a note beside it. Without script the link leads to the list of terms at the foot of the lesson.
(function () {
  "use strict";
  var note = document.getElementById("term-note");
  if (!note || !note.showPopover) return;
  var body = note.querySelector("[data-note]");

  function place(link) {
    if (window.innerWidth < 768) return; // a phone shows it at its foot, by the sheet
    var at = link.getBoundingClientRect();
    var left = Math.min(at.left, window.innerWidth - note.offsetWidth - 16);
    var below = at.bottom + 8 + note.offsetHeight < window.innerHeight;
    note.style.left = Math.max(16, left) + "px";
    note.style.top = Math.max(8, below ? at.bottom + 8 : at.top - note.offsetHeight - 8) + "px";
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest("a.oc-term");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    var entry = document.getElementById(link.hash.slice(1));
    if (!entry) return;
    event.preventDefault();
    body.innerHTML = entry.innerHTML;
    link.focus(); // where the focus returns to when the note is closed
    note.showPopover();
    place(link);
    note.focus();
  });
  window.addEventListener(
    "scroll",
    function () {
      if (note.matches(":popover-open") && window.innerWidth >= 768) note.hidePopover();
    },
    { passive: true }
  );
})();
