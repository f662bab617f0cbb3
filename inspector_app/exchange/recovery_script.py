"""How a recovery copy looks, and the few lines that decrypt it in a browser. Both stand in the page itself."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #1d1c1a; --quiet: #55524c; --line: #d8d4cb;
  --mark: #8a4b00; --field: #ffffff; --accent: #1f5a8a; }
@media (prefers-color-scheme: dark) { :root { --paper: #1b1b1a; --ink: #ecebe8; --quiet: #b5b1a9; --line: #44423e;
  --mark: #f0b261; --field: #262625; --accent: #8fc1ea; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 32px 24px 64px; max-width: 60rem; background: var(--paper); color: var(--ink);
  font: 16px/1.45 Lato, "Segoe UI", "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 8px; } h2 { font-size: 22px; margin: 48px 0 8px; }
h3 { font-size: 17px; margin: 28px 0 8px; padding-top: 12px; border-top: 1px solid var(--line); }
h4 { font-size: 16px; margin: 20px 0 4px; } p { margin: 4px 0; } a { color: var(--accent); }
.quiet, .w { color: var(--quiet); } .w { font-size: 14px; } .mark { color: var(--mark); font-weight: 600; }
.q { margin: 0 0 14px; break-inside: avoid; } .q > p:first-child { margin: 0; } .a { font-weight: 600; }
.n, .text { white-space: pre-wrap; unicode-bidi: plaintext; }
.n { border-left: 3px solid var(--line); padding-left: 12px; margin: 4px 0; }
dl { display: grid; grid-template-columns: minmax(8rem, 16rem) 1fr; gap: 2px 16px; margin: 8px 0; }
dt { color: var(--quiet); } dd { margin: 0; } ul.cases { columns: 12rem; padding-left: 20px; }
section.case { break-before: page; }
label { display: block; font-weight: 600; margin: 16px 0 4px; }
input[type=text], input[type=password] { width: 100%; max-width: 40rem; padding: 8px 12px; font: inherit;
  min-height: 40px; color: inherit; background: var(--field); border: 1px solid var(--quiet); border-radius: 6px; }
button { font: inherit; min-height: 40px; padding: 6px 20px; margin: 16px 12px 0 0; border-radius: 6px; cursor: pointer;
  border: 1px solid var(--accent); background: var(--accent); color: var(--paper); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
h1:focus { outline: none; } #told { min-height: 1.5em; margin-top: 12px; }
[hidden] { display: none; }
@media print { body { max-width: none; padding: 0; font-size: 11pt; background: #fff; color: #000; }
  .quiet, .w, dt { color: #444; } nav { display: none; } a { color: inherit; text-decoration: none; } }
"""

SCRIPT = """
"use strict";
const LABEL = new TextEncoder().encode("inspector-recovery-1");
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function bytesOf(text) {
  const read = atob(text), bytes = new Uint8Array(read.length);
  for (let at = 0; at < read.length; at++) bytes[at] = read.charCodeAt(at);
  return bytes;
}

function fromBase32(text) {
  const bytes = [];
  let held = 0, bits = 0;
  for (const letter of text) {
    held = held << 5 | LETTERS.indexOf(letter);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push(held >> bits);
      held &= (1 << bits) - 1;
    }
  }
  return new Uint8Array(bytes);
}

async function recoveryBytes(typed) {
  const misread = { "0": "O", "1": "I", "8": "B" };
  const letters = typed.normalize("NFKC").toUpperCase().replace(/[^A-Z0-9]/g, "").replace(/[018]/g, (c) => misread[c]);
  const bytes = /^[A-Z2-7]{51}[AQ][A-Z2-7]{4}$/.test(letters) ? fromBase32(letters.slice(0, 52)) : null;
  if (bytes === null) throw new Error("mistyped");
  const checked = new Uint8Array([...new TextEncoder().encode("recovery"), ...bytes]);
  const made = new Uint8Array(await crypto.subtle.digest("SHA-256", checked));
  const first = made[0] << 16 | made[1] << 8 | made[2];
  const check = [19, 14, 9, 4].map((bits) => LETTERS[first >> bits & 31]).join("");
  if (check !== letters.slice(52)) throw new Error("mistyped");
  return bytes;
}

async function keyFrom(sealed, typed, byRecoveryKey) {
  const aes = { name: "AES-GCM", length: 256 };
  if (byRecoveryKey) {
    const bytes = await recoveryBytes(typed);
    const known = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);
    const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: LABEL };
    return crypto.subtle.deriveKey(how, known, aes, false, ["decrypt"]);
  }
  const bytes = new TextEncoder().encode(typed.normalize("NFC"));
  const known = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveKey"]);
  const { salt, rounds } = sealed.passphrase;
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytesOf(salt), iterations: rounds };
  return crypto.subtle.deriveKey(how, known, aes, false, ["decrypt"]);
}

function decrypt(key, box) {
  const how = { name: "AES-GCM", iv: bytesOf(box.nonce), additionalData: LABEL };
  return crypto.subtle.decrypt(how, key, bytesOf(box.data));
}

async function unseal(sealed, typed, byRecoveryKey) {
  const key = await keyFrom(sealed, typed, byRecoveryKey);
  let contentKey;
  try {
    contentKey = await decrypt(key, byRecoveryKey ? sealed.recovery : sealed.passphrase);
  } catch {
    throw new Error("wrong");
  }
  try {
    const opened = await crypto.subtle.importKey("raw", contentKey, "AES-GCM", false, ["decrypt"]);
    return new TextDecoder().decode(await decrypt(opened, sealed));
  } catch {
    throw new Error("damaged");
  }
}

function say(name) {
  const told = document.getElementById("told");
  told.textContent = name ? document.getElementById("say-" + name).textContent : "";
}

async function open(event) {
  event.preventDefault();
  const field = document.getElementById("typed"), form = document.getElementById("asking");
  const byRecoveryKey = document.getElementById("by-recovery").checked;
  say("working");
  try {
    const sealed = JSON.parse(document.getElementById("sealed").textContent);
    const content = await unseal(sealed, field.value, byRecoveryKey);
    document.getElementById("content").innerHTML = content;
    form.hidden = true;
    field.value = "";
    say("");
    const heading = document.querySelector("#content h1");
    heading.tabIndex = -1;
    heading.focus();
  } catch (error) {
    const known = ["mistyped", "wrong", "damaged"].includes(error.message);
    say(known ? error.message : "unable");
    field.select();
  }
}

function change() {
  const byRecoveryKey = document.getElementById("by-recovery").checked;
  const field = document.getElementById("typed");
  field.type = byRecoveryKey ? "text" : "password";
  field.focus();
  say("");
}

if (typeof document !== "undefined") {
  document.getElementById("asking").addEventListener("submit", open);
  for (const way of document.querySelectorAll("input[name=way]")) way.addEventListener("change", change);
}
"""
