// Wagtail's rich text has no name for those who listen: it takes that of the nearest field or block around it.
function name() {
  for (const box of document.querySelectorAll(".public-DraftEditor-content:not([aria-label])")) {
    for (let around = box.parentElement; around; around = around.parentElement) {
      const words = around.querySelector("label, .w-panel__heading")?.textContent.replace("*", "").trim();
      if (!words) continue;
      box.setAttribute("aria-label", words);
      break;
    }
  }
}

name();
new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
