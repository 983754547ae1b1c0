// Theme, hidden numbers, forms that are busy, and what is opened beside a page. No page needs it to be read.
const root = document.documentElement;
const remembered = (name, value) => {
  document.cookie = `${name}=${value};path=/;max-age=31536000;samesite=lax`;
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (!button) return;
  if (button.dataset.do === "theme") {
    const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = isDark ? "light" : "dark";
    remembered("theme", root.dataset.theme);
  }
  if (button.dataset.do === "mask") {
    const isOn = root.dataset.mask !== "on";
    root.dataset.mask = isOn ? "on" : "off";
    button.setAttribute("aria-pressed", String(isOn));
    remembered("mask", root.dataset.mask);
  }
  if (button.dataset.do === "jump") openJump();
  if (button.dataset.do === "close") {
    const opened = document.getElementById(button.dataset.closes);
    const opener = document.querySelector("[aria-selected='true'] .why");
    opened.replaceChildren();
    document.querySelectorAll("tr[aria-selected]").forEach((row) => row.removeAttribute("aria-selected"));
    if (opener) opener.focus();
  }
  if (button.dataset.do === "print") window.print();
});

// A form that was sent says so, and is not sent again while it waits.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  const button = event.submitter;
  if (button) button.setAttribute("aria-busy", "true");
  // A form whose answer is a file leaves the page as it is: after a while it can be sent again, for another period.
  if (form.hasAttribute("data-downloads")) {
    setTimeout(() => { delete form.dataset.sent; button?.removeAttribute("aria-busy"); }, 3000);
  }
  // The browser may come back to this page: then the form can be sent again.
  window.addEventListener("pageshow", () => { delete form.dataset.sent; button?.removeAttribute("aria-busy"); }, { once: true });
});

// A field that sends its form by itself: a period that was chosen.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-sends]")) event.target.form.requestSubmit();
});

// The row whose number is explained is marked, and the explanation is brought into sight on narrow screens.
document.addEventListener("htmx:afterSwap", (event) => {
  const panel = event.target.closest?.("[data-explains]");
  if (!panel) return;
  document.querySelectorAll("tr[aria-selected]").forEach((row) => row.removeAttribute("aria-selected"));
  const asked = event.detail.requestConfig?.elt?.closest("tr");
  if (asked) asked.setAttribute("aria-selected", "true");
  const heading = panel.querySelector("h2");
  if (heading) { heading.tabIndex = -1; heading.focus({ preventScroll: matchMedia("(min-width: 68rem)").matches }); }
});

// Ctrl-K: a few letters lead anywhere; arrows walk the list, Enter opens the first.
const palette = document.getElementById("palette");
function openJump() {
  if (!palette || palette.open) return;
  palette.showModal();
  const field = palette.querySelector("input");
  field.select();
  field.focus();
}
palette?.addEventListener("keydown", (event) => {
  const links = [...palette.querySelectorAll(".jumps a")];
  if (event.key === "Enter" && event.target.matches("input")) {
    event.preventDefault();
    links[0]?.click();
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  event.preventDefault();
  const at = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  (links[at] ?? (at < 0 ? palette.querySelector("input") : links[0]))?.focus();
});
palette?.addEventListener("click", (event) => { if (event.target === palette) palette.close(); });
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); openJump(); }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !palette?.open) document.querySelector("[data-do='close']")?.click();
});
