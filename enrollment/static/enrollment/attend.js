// Sends the phone's clock along: when the scan's page was asked for, and when the button was pressed.
const scanned = Math.floor(Date.now() - performance.now());

document.addEventListener("submit", (event) => {
  const fields = { clock: Date.now(), scanned };
  for (const [name, instant] of Object.entries(fields)) {
    const field = event.target.querySelector(`input[name=${name}]`);
    if (field) field.value = String(instant);
  }
});
