{% comment %}Reads one picture after the other, away from the page, and answers with what stands in its QR.{% endcomment %}{% if decoder %}importScripts("{{ decoder|escapejs }}");{% endif %}

self.addEventListener("message", ({ data: { pixels, width, height } }) => {
  const found = self.jsQR?.(pixels, width, height, { inversionAttempts: "dontInvert" });
  self.postMessage(found?.data ?? "");
});
