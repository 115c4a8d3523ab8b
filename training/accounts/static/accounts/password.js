// Beside each password: a button that shows it and hides it again. Without this script passwords stay hidden.
(() => {
  const { show, hide } = document.currentScript.dataset;

  function addButton(input) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-link oc-show-password";
    button.setAttribute("aria-controls", input.id);
    const label = () => { button.textContent = input.type === "password" ? show : hide; };
    button.addEventListener("click", () => {
      input.type = input.type === "password" ? "text" : "password";
      label();
      input.focus();
    });
    input.form.addEventListener("submit", () => { input.type = "password"; });
    label();
    input.after(button);
  }

  document.querySelectorAll("input[type=password]").forEach(addButton);
})();
