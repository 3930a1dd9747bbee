// Passkeys: the one part of signing in that only the browser can do.
// A form says what it wants in data-passkey: "create", "use" or "sign-in".
// Its button stays hidden where the browser has no passkeys; the page then
// offers the password and the one-time code alone.
(function () {
  "use strict";

  if (!window.PublicKeyCredential || !navigator.credentials) {
    return;
  }

  function bytes(text) {
    const padded = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
  }

  function text(buffer) {
    const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte));
    return btoa(letters.join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function withBytes(list) {
    return (list || []).map((one) => ({ ...one, id: bytes(one.id) }));
  }

  function answerOf(credential) {
    const given = credential.response;
    const response = { clientDataJSON: text(given.clientDataJSON) };
    ["attestationObject", "authenticatorData", "signature", "userHandle"].forEach((name) => {
      if (given[name]) {
        response[name] = text(given[name]);
      }
    });
    if (given.getTransports) {
      response.transports = given.getTransports();
    }
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    };
  }

  async function create(options, form) {
    const asked = { ...options.publicKey };
    const box = document.getElementById(form.dataset.passkeyPasswordless);
    const alone = Boolean(box && box.checked);
    asked.challenge = bytes(asked.challenge);
    asked.user = { ...asked.user, id: bytes(asked.user.id) };
    asked.excludeCredentials = withBytes(asked.excludeCredentials);
    asked.authenticatorSelection = {
      ...asked.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      ...(alone ? { userVerification: "required" } : {}),
    };
    return navigator.credentials.create({ publicKey: asked });
  }

  async function use(options) {
    const asked = { ...options.publicKey };
    asked.challenge = bytes(asked.challenge);
    asked.allowCredentials = withBytes(asked.allowCredentials);
    return navigator.credentials.get({ publicKey: asked });
  }

  async function optionsOf(form) {
    if (form.dataset.passkey === "sign-in") {
      const response = await fetch(form.action, { headers: { Accept: "application/json" } });
      if (!response.ok) {
        throw new Error("no challenge");
      }
      return (await response.json()).request_options;
    }
    const stored = JSON.parse(document.getElementById(form.dataset.passkeyOptions).textContent);
    return stored.creation_options || stored.request_options;
  }

  async function press(form) {
    const trouble = form.querySelector("[data-passkey-trouble]");
    trouble.hidden = true;
    try {
      const options = await optionsOf(form);
      const credential =
        form.dataset.passkey === "create" ? await create(options, form) : await use(options);
      document.getElementById(form.dataset.passkeyInput).value = JSON.stringify(answerOf(credential));
      form.submit();
    } catch (error) {
      trouble.textContent =
        error.name === "SecurityError"
          ? "Passkeys need an address with a name and a secure connection (localhost instead of 127.0.0.1). " +
            "Here, use a code from your authenticator app."
          : "That did not work, or was stopped. Try again, or sign in another way.";
      trouble.hidden = false;
    }
  }

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    const button = form.querySelector("[data-passkey-press]");
    form.hidden = false;
    button.hidden = false;
    button.addEventListener("click", () => press(form));
    form.addEventListener("submit", (event) => {
      if (!document.getElementById(form.dataset.passkeyInput).value) {
        event.preventDefault();
        press(form);
      }
    });
  });
})();
