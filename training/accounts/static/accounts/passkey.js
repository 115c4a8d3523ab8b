// Says in words, beside the button, that the device or the browser refused a passkey.
document.addEventListener("allauth.error", (event) => {
  const place = document.querySelector("[data-passkey-refused]");
  if (!place) return;
  event.preventDefault();
  place.hidden = false;
  place.focus();
});
