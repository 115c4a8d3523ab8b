// Sends the phone's clock along with the press, so that a clock that is wrong is said at once.
document.addEventListener("submit", (event) => {
  const clock = event.target.querySelector("input[name=clock]");
  if (clock) clock.value = String(Date.now());
});
