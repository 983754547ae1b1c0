// Passkeys: asks the browser for one, or for its signature, and sends what it says with the form.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

function options(form) {
  const { publicKey } = JSON.parse(form.dataset.options);
  const found = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (publicKey.user) found.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  if (publicKey.excludeCredentials) found.excludeCredentials = known(publicKey.excludeCredentials);
  if (publicKey.allowCredentials) found.allowCredentials = known(publicKey.allowCredentials);
  return { publicKey: found };
}

function said(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  const { id, type } = credential;
  return JSON.stringify({ id, rawId: text(credential.rawId), type, response, clientExtensionResults: credential.getClientExtensionResults() });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const says = form.querySelector("[data-says]");
  form.querySelector("[data-asks]").addEventListener("click", async () => {
    if (!form.reportValidity()) return;
    if (!navigator.credentials) { says.textContent = "This browser knows no passkeys, or the page is not reached safely."; return; }
    says.textContent = "Your device asks you.";
    try {
      const credential = await navigator.credentials[form.dataset.passkey](options(form));
      form.elements.credential.value = said(credential);
      form.requestSubmit();
    } catch {
      says.textContent = "Your device gave no passkey. Try again.";
    }
  });
}
