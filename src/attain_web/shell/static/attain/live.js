// An open page is read again when what it shows has changed; what somebody types there is never lost.
const main = document.getElementById("main");
const kinds = new Set((main?.dataset.live ?? "").split(" ").filter(Boolean));

const isTyped = (field) => {
  if (field.type === "hidden") return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.tagName === "SELECT") return [...field.options].some((one) => one.selected !== one.defaultSelected) && [...field.options].some((one) => one.defaultSelected);
  return field.value !== field.defaultValue;
};
const isInUse = () => main.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")
  || [...main.querySelectorAll("input, textarea, select")].some(isTyped);

const told = () => {
  if (document.getElementById("changed")) return;
  const note = document.createElement("div");
  note.id = "changed";
  note.className = "toast";
  note.setAttribute("role", "status");
  const link = document.createElement("a");
  link.href = location.href;
  link.textContent = "Show it as it is now";
  note.append("This page has changed meanwhile. ", link);
  main.prepend(note);
};

const readAgain = async () => {
  if (isInUse()) { told(); return; }
  const answer = await fetch(location.href, { headers: { "X-Read-Again": "yes" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("main");
  if (!fresh || isInUse()) return;
  main.replaceChildren(...fresh.childNodes);
  window.htmx?.process(main);
};

if (kinds.size) {
  let waits = 0;
  const stream = new EventSource("/events");
  stream.addEventListener("changed", (event) => {
    if (!kinds.has(JSON.parse(event.data).kind)) return;
    clearTimeout(waits);
    waits = setTimeout(readAgain, 100);
  });
  window.addEventListener("pagehide", () => stream.close());
}
