// Passkeys: <form data-passkey="create|get|login"> asks the device and puts its answer into the field "credential".
// The server's options stand in <script type="application/json" id="passkey-options">, or come by a request (login).
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function prepare(options) {
  const key = structuredClone(options.publicKey);
  key.challenge = bytes(key.challenge);
  if (key.user) key.user.id = bytes(key.user.id);
  for (const list of [key.excludeCredentials, key.allowCredentials]) for (const one of list ?? []) one.id = bytes(one.id);
  return { publicKey: key };
}

function answer(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function ask(form) {
  if (form.dataset.passkey === "login") {
    const reply = await fetch(form.action, { headers: { Accept: "application/json" } });
    return navigator.credentials.get(prepare((await reply.json()).request_options));
  }
  const data = JSON.parse(document.getElementById("passkey-options").textContent);
  if (form.dataset.passkey === "get") return navigator.credentials.get(prepare(data.request_options));
  const options = prepare(data.creation_options);
  // A key that opens the account alone is kept on the device and asks for fingerprint, face or PIN.
  if (form.elements.passwordless?.checked) {
    Object.assign(options.publicKey.authenticatorSelection, { residentKey: "required", requireResidentKey: true, userVerification: "required" });
  }
  return navigator.credentials.create(options);
}

async function start(event) {
  const form = event.target.closest("form[data-passkey]");
  if (!form) return;
  event.preventDefault();
  const refused = form.querySelector("[data-passkey-refused]");
  refused.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(answer(await ask(form)));
    form.submit();
  } catch {
    refused.hidden = false;
  }
}

export function startPasskeys() {
  document.addEventListener("submit", start);
}
